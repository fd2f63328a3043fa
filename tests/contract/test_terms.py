"""The terms file in a person's hands: what may be edited, and what is said when an edit goes wrong."""

from __future__ import annotations

from datetime import date

import pytest

from remit.contract import Condition, Confirmation, Contract, Evidence, Override, Provision, Source, TermField
from remit.contract.terms import dump_terms, load_terms
from remit.errors import FileProblem

QUOTE = "Support is given from 08:00 to 17:00, Monday to Friday; all other work is charged at the rate of Schedule B."
EVIDENCE = Evidence(document="a.pdf", quote=QUOTE, start=100, end=100 + len(QUOTE), page=2, clause="4.2")
CONTRACT = Contract(
    schema="remit/contract/1",
    documents=(Source(name="a.pdf", format="pdf", pages=3, words=900, sha256="ab"),),
    fields={
        "client_name": TermField(value="Harbour Bakery", evidence=EVIDENCE),
        "initial_term_months": TermField(value=12, evidence=EVIDENCE, confidence=0.4, state="unsure"),
        "renewal": TermField(value="automatic", evidence=EVIDENCE),
        "recurring_fee": TermField(
            value={"amount": 1500, "currency": "USD", "per": "month"}, evidence=EVIDENCE
        ),
        "travel_charged": TermField(value=True, evidence=EVIDENCE),
        "support_hours": TermField(
            value={"days": ["mon", "fri"], "from": "08:00", "to": "17:00", "timezone": None},
            evidence=EVIDENCE,
        ),
        "response_targets": TermField(
            value=[{"priority": "critical", "minutes": 60, "clock": "business"}], evidence=EVIDENCE
        ),
        "hourly_rate": TermField(state="blank"),
        "governing_law": TermField(state="silent", confidence=0.9),
        "effective_date": TermField(value="2026-07-01", evidence=EVIDENCE),
    },
    provisions=(
        Provision(
            id="c1",
            question="coverage",
            value="included",
            when=Condition.parse({"activity": ["incident"]}),
            evidence=EVIDENCE,
        ),
        Provision(
            id="c2",
            question="coverage",
            value="chargeable",
            when=Condition.parse({"hours": ["after_hours", "weekend"], "device_age_years": "> 5"}),
            evidence=EVIDENCE,
            overrides=(Override(id="c1", ground="drafted"),),
        ),
    ),
)
TEXT = dump_terms(CONTRACT)


def edited(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1, f"the test's file has no {old!r}"
    return TEXT.replace(old, new, 1)


def refusal(text: str) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        load_terms(text, "terms.yaml")
    return caught.value


def test_the_file_reads_well() -> None:
    assert TEXT.startswith("# The terms of an agreement")
    assert "  # UNSURE: please check\n  initial_term_months:\n    value: 12\n" in TEXT
    assert (
        "  # BLANK: the contract leaves this open\n  hourly_rate: {value: null, confidence: 1.0, state: blank}\n"
        in TEXT
    )
    assert "      when: {hours: [after_hours, weekend], device_age_years: '> 5'}\n" in TEXT
    assert f"    quote: >-\n      {QUOTE[:40]}" in TEXT
    assert "  #   provider_name: null   # Provider\n" in TEXT


def test_a_correction_is_one_line_of_a_diff() -> None:
    fields = {
        **CONTRACT.fields,
        "initial_term_months": CONTRACT.fields["initial_term_months"].model_copy(update={"value": 24}),
    }
    changed = dump_terms(CONTRACT.model_copy(update={"fields": fields}))
    lines = [(a, b) for a, b in zip(TEXT.splitlines(), changed.splitlines(), strict=True) if a != b]
    assert lines == [("    value: 12", "    value: 24")]


def test_an_edit_keeps_who_when_and_why() -> None:
    text = edited(
        "    value: 12\n",
        "    value: 24\n    confirmed: {by: Ada Clerk, on: 2026-07-01, why: agreed by e-mail}\n",
    ).replace("state: unsure", "state: edited")
    field = load_terms(text).fields["initial_term_months"]
    assert field.value == 24
    assert field.state == "edited"
    assert field.confirmed == Confirmation(by="Ada Clerk", on=date(2026, 7, 1), why="agreed by e-mail")


def test_a_provision_is_added_by_hand_without_quote_or_confidence() -> None:
    text = edited(
        "    - id: c2\n",
        "    - {id: mine, value: excluded, when: {activity: training}, origin: person}\n    - id: c2\n",
    )
    mine = load_terms(text).provision("mine")
    assert (mine.value, mine.origin, mine.evidence) == ("excluded", "person", None)


def test_yes_and_no_are_understood_as_people_write_them() -> None:
    assert load_terms(edited("value: true", "value: no")).value("travel_charged") is False


def test_clock_times_need_no_quotation_marks() -> None:
    text = edited("from: '08:00', to: '17:00'", "from: 08:30, to: 17:30")
    assert load_terms(text).value("support_hours")["to"] == "17:30"


def test_an_amended_provision_may_stand_once_for_each_period() -> None:
    text = edited(
        "    - id: c2\n      value: chargeable\n",
        "    - id: c1\n      value: chargeable\n      effective_from: 2027-01-01\n",
    )
    text = text.replace("      overrides:\n      - {id: c1, ground: drafted}\n", "")
    text = text.replace("      value: included\n", "      value: included\n      effective_to: 2026-12-31\n")
    assert [p.value for p in load_terms(text).provisions] == ["included", "chargeable"]


@pytest.mark.parametrize(
    ("old", "new", "said", "hint"),
    [
        ("client_name:", "client_nmae:", "'client_nmae' is no field", "Did you mean 'client_name'?"),
        ("    value: 12\n", "    valeu: 12\n", "'valeu' is no key here", "Did you mean 'value'?"),
        ("value: 12\n", "value: twelve\n", "initial_term_months can't be 'twelve'", "a number of months"),
        ("value: 12\n", "value: -1\n", "initial_term_months can't be -1", "a number of months"),
        ("value: 12\n", "value: true\n", "initial_term_months can't be True", "a number of months"),
        (
            "value: automatic",
            "value: sometimes",
            "renewal can't be 'sometimes'",
            "one of automatic, by_agreement",
        ),
        ("value: true", "value: perhaps", "travel_charged can't be 'perhaps'", "true or false"),
        (
            "amount: 1500",
            "amount: lots",
            "recurring_fee can't be",
            "{amount: 1500, currency: USD, per: month}",
        ),
        ("{amount: 1500, currency: USD, per: month}", "1500", "recurring_fee can't be 1500", "{amount: 1500"),
        ("days: [mon, fri]", "days: [monday]", "support_hours can't be", "days: [mon, tue"),
        ("from: '08:00'", "from: 8am", "support_hours can't be", 'from: "08:00"'),
        ("minutes: 60", "minutes: soon", "response_targets can't be", "[{priority: critical, minutes: 60"),
        (
            "value: '2026-07-01'",
            "value: 1 July",
            "effective_date can't be '1 July'",
            "a date such as 2026-07-01",
        ),
        ("confidence: 0.4", "confidence: 4", "confidence can't be 4", "less than or equal to 1"),
        ("state: unsure", "state: dunno", "state can't be 'dunno'", "'read', 'unsure'"),
        ("  coverage:", "  covrage:", "'covrage' is no question", "Did you mean 'coverage'?"),
        (
            "value: included",
            "value: free",
            "coverage can't be 'free'",
            "one of included, chargeable, excluded",
        ),
        ("{activity: [incident]}", "{actvity: [incident]}", "'actvity' is no fact", "Correct it"),
        (
            "{activity: [incident]}",
            "{activity: [incidnet]}",
            "'incidnet' is no value of activity",
            "Correct it",
        ),
        (
            "device_age_years: '> 5'",
            "device_age_years: old",
            "can't read 'old' as a number or range",
            "Correct it",
        ),
        (
            "{id: c1, ground: drafted}",
            "{id: c9, ground: drafted}",
            "'c2' overrides 'c9', which does not exist",
            "Known: c1, c2.",
        ),
        ("{id: c1, ground: drafted}", "{id: c2, ground: drafted}", "in a circle (c2)", "Delete one"),
        ("{id: c1, ground: drafted}", "{id: c1, ground: because}", "ground can't be 'because'", "'drafted'"),
        ("- id: c2", "- id: c1", "'c1' stands here for the second time", "Give it another id"),
        (
            "      value: chargeable\n",
            "      value: chargeable\n      value: included\n",
            "'value' stands here for the second time",
            "Delete",
        ),
        ("document: a.pdf", "document: b.pdf", "there is no document 'b.pdf'", "Did you mean 'a.pdf'?"),
        (
            "    where: {document: a.pdf, page: 2, clause: '4.2', start: 100, end: 208}\n",
            "",
            "quote and where belong together",
            "restore",
        ),
        ("start: 100, end: 208", "start: 100", "'end' is missing", "Add a line 'end: ...'"),
        (
            "schema: remit/contract/1",
            "schema: remit/contract/9",
            "no terms file of this version",
            "remit/contract/1",
        ),
        ("    value: 12\n", "    value: 12\n   bad\n", "", "indentation"),
    ],
)
def test_a_wrong_edit_is_refused_with_its_line(old: str, new: str, said: str, hint: str) -> None:
    text = edited(old, new)
    problem = refusal(text)
    assert said in problem.message
    assert hint in problem.hint
    line = int(problem.message.split("line ")[1].split(":")[0])
    before = TEXT[: TEXT.index(old)].count("\n") + 1
    assert before - 12 <= line <= before + 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a terms file is a mapping"),
        ("- a\n- b\n", "a terms file is a mapping"),
        ("schema: remit/contract/1\nfields: [1\n", "line 3"),
        ("schema: remit/contract/1\nfields: {a: &x 1, b: *x}\n", "line 2: anchors"),
        ("schema: remit/contract/1\nfields: \x07\n", "characters that no text file has"),
        (
            "schema: remit/contract/1\nfields: " + "[" * 300_000,
            "line 2: brackets or lists are nested too deeply",
        ),
        (
            "schema: remit/contract/1\nprovisions:\n  coverage: [{id: a, when: "
            + "{not: " * 60
            + "{}"
            + "}" * 62,
            "nested too deeply",
        ),
        ("schema: remit/contract/1\n? [a]\n: b\n", "line 2: a key must be a word"),
        ("schema: remit/contract/1\nprovisions: {coverage: 3}\n", "line 2: coverage can't be 3"),
    ],
)
def test_what_is_no_terms_file_is_refused(text: str, said: str) -> None:
    assert said in refusal(text).message


def test_an_emptied_section_is_no_mistake() -> None:
    assert load_terms("schema: remit/contract/1\nfields:\nprovisions:\n") == Contract(
        schema="remit/contract/1"
    )
