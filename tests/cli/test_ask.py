"""remit ask: facts, words, scenarios and the interview."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from program import program, refused, remit, terms_file

from remit.cli.ask import split_words

ACCIDENT = ("--fact", "activity=incident", "--fact", "cause=accident", "--fact", "hours=business")


def ask(folder: Path, *arguments: str | Path) -> Any:
    done = remit("ask", terms_file(folder), *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_the_answer_comes_first_then_why_then_what_gave_way(tmp_path: Path) -> None:
    done = remit("ask", terms_file(tmp_path), *ACCIDENT)
    assert done.code == 0
    assert done.out.splitlines()[0].endswith("Not covered by the fee: charged extra.")
    why, overridden = done.out.index("Why"), done.out.index("Overridden")
    assert why < done.out.index("Damage by accident") < overridden < done.out.index("Faults and requests")
    assert "the text says so: except as stated in 4.2" in done.out


def test_the_same_as_json(tmp_path: Path) -> None:
    found = ask(tmp_path, *ACCIDENT)
    assert (found["answer"], found["verdict"], found["value"]) == ("chargeable", "ruled", "chargeable")
    assert 0 <= found["confidence"] <= 1
    assert found["because"][0] == {
        "provision": "accident",
        "quote": "Damage by accident is repaired at the hourly rate.",
        "document": "agreement.txt",
        "page": 1,
        "start": 170,
        "end": 220,
        "clause": "4.2",
    }
    assert [(o["provision"], o["by"], o["ground"]) for o in found["overridden"]] == [
        ("grant", "accident", "drafted")
    ]
    assert found["facts"] == {"activity": "incident", "cause": "accident", "hours": "business"}


def test_what_would_have_to_be_different_is_told(tmp_path: Path) -> None:
    done = remit("ask", terms_file(tmp_path), *ACCIDENT)
    told = done.out.partition("What would have to be different")[2]
    assert "included in the fee, if it were: caused by a hardware failure" in told
    assert "excluded, if it were: training" in told
    assert ask(tmp_path, *ACCIDENT)["alternatives"] == [
        {"answer": "included", "facts": {"cause": "hardware_failure"}},
        {"answer": "excluded", "facts": {"cause": "software_fault", "activity": "training"}},
    ]


def test_what_is_not_written_is_said_to_be_silent(tmp_path: Path) -> None:
    assert ask(tmp_path, "--fact", "activity=project")["answer"] == "silent"


def test_what_depends_says_on_what(tmp_path: Path) -> None:
    found = ask(tmp_path, "--fact", "activity=incident")
    assert found["verdict"] == "needs_fact"
    assert set(found["needs"]) == {"cause", "hours"}


def test_another_question(tmp_path: Path) -> None:
    assert ask(tmp_path, "--question", "permission", "--fact", "days_overdue=45")["answer"] == "allowed"


def test_words_become_facts_and_are_shown_with_where_they_came_from(tmp_path: Path) -> None:
    text = "A user dropped a laptop on Tuesday at 10:00 and it is broken"
    done = remit("ask", terms_file(tmp_path), text)
    assert done.code == 0
    assert done.out.startswith("Understood")
    assert "a laptop" in done.out
    assert any(f["fact"] == "subject" and f["value"] == "laptop" for f in ask(tmp_path, text)["read"])


def test_a_stated_fact_outranks_the_words(tmp_path: Path) -> None:
    found = ask(tmp_path, "A user dropped a laptop", "--fact", "subject=server")
    assert found["facts"]["subject"] == "server"
    assert all(f["fact"] != "subject" for f in found["read"])


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (("--fact", "actvity=incident"), "'actvity' is no fact", "Did you mean 'activity'?"),
        (("--fact", "subject=labtop"), "'labtop' is no value of subject", "Did you mean 'laptop'?"),
        (("--fact", "subject"), "'subject' is no fact with a value", "--fact subject=laptop"),
        (("--fact", "device_age_years=old"), "device_age_years is a number", "device_age_years=5"),
        (("--fact", "in_warranty=perhaps"), "in_warranty is yes or no", "in_warranty=yes"),
        (("--fact", "subject=laptop", "--fact", "subject=server"), "subject is given twice", "Give it once."),
        (("missing.pdf",), "There is no file missing.pdf", "Check the name"),
    ],
)
def test_what_can_t_be_understood_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], said: str, hint: str
) -> None:
    refused(remit("ask", terms_file(tmp_path), *arguments), said, hint)


def test_words_need_no_quotation_marks(tmp_path: Path) -> None:
    path = terms_file(tmp_path)
    assert split_words([str(path), "a", "laptop", "broke", "at", "8.30", "and/or", "later."]) == (
        [path],
        "a laptop broke at 8.30 and/or later.",
    )
    assert split_words(["x" * 5000, str(path)]) == ([path], "x" * 5000)


def test_a_question_needs_a_contract() -> None:
    refused(remit("ask", "is a broken laptop covered"), "No contract was given")


BATTERY = """\
- {id: b, asks: coverage, text: An accident., facts: {activity: incident, cause: accident, hours: business}}
- {id: a, asks: permission, facts: {days_overdue: 45}}
- {asks: coverage, facts: {activity: training}}
- {id: open, facts: {activity: incident, cause: null}}
"""


def battery(folder: Path, text: str = BATTERY) -> Path:
    path = folder / "scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_scenarios_are_answered_in_their_order(tmp_path: Path) -> None:
    found = ask(tmp_path, "--scenarios", battery(tmp_path))
    assert [(a["id"], a["asks"], a["answer"]) for a in found][:3] == [
        ("b", "coverage", "chargeable"),
        ("a", "permission", "allowed"),
        ("3", "coverage", "excluded"),
    ]
    assert found[3]["verdict"] == "needs_fact"
    assert {
        "id",
        "asks",
        "answer",
        "confidence",
        "verdict",
        "value",
        "because",
        "overridden",
        "needs",
    } <= found[0].keys()


def test_scenarios_as_a_table(tmp_path: Path) -> None:
    done = remit("ask", terms_file(tmp_path), "--scenarios", battery(tmp_path))
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines() if line[:1].strip()] == [
        "b",
        "a",
        "3",
        "open",
    ]


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("", "scenarios are a list", "{id, asks, text, facts}"),
        ("[]", "scenarios are a list", "{id, asks, text, facts}"),
        ("- {id: a, fact: {}}", "line 1: 'fact' is no key of a scenario", "Did you mean 'facts'?"),
        ("- {id: a}\n- {id: a}", "line 2: the id 'a' is used twice", "Give each"),
        ("- {id: a, asks: price}", "'price' can't be asked", "Known: coverage"),
        ("- {id: a, facts: [x]}", "facts are a mapping", "{id, asks, text, facts}"),
        ("- {id: a, facts: {activty: incident}}", "'activty' is no fact", "Did you mean 'activity'?"),
        (
            "- {id: a, facts: {activity: incidnt}}",
            "'incidnt' is no value of activity",
            "Did you mean 'incident'?",
        ),
        ("- {id: a\n- b", "line 3", "indentation"),
        ("- just a line", "a scenario is a mapping", "{id, asks, text, facts}"),
    ],
)
def test_wrong_scenarios_are_refused_with_their_line(tmp_path: Path, text: str, said: str, hint: str) -> None:
    refused(remit("ask", terms_file(tmp_path), "--scenarios", battery(tmp_path, text)), said, hint)


def test_scenarios_that_are_not_there(tmp_path: Path) -> None:
    refused(remit("ask", terms_file(tmp_path), "--scenarios", tmp_path / "no.yaml"), "There is no file")
    refused(remit("ask", terms_file(tmp_path), "--scenarios", tmp_path), "is a folder")


def test_scenarios_bring_their_own_facts(tmp_path: Path) -> None:
    arguments = ("--scenarios", battery(tmp_path), "--fact", "subject=laptop")
    refused(remit("ask", terms_file(tmp_path), *arguments), "brings its own events")


def test_the_interview_asks_only_what_decides_and_stops_when_it_is_decided(tmp_path: Path) -> None:
    done = program("ask", terms_file(tmp_path), stdin="training\n")
    assert done.out.startswith("Not covered: outside the agreement.")
    assert done.err.count(">") == 1
    assert "What kind of work is it?" in done.err


def test_the_interview_takes_numbers_words_and_i_don_t_know(tmp_path: Path) -> None:
    done = remit("ask", terms_file(tmp_path), stdin="99\n1\nin support hours\n\n")
    assert "Give a number from 0 to" in done.err
    assert "What caused it?" in done.err
    assert "It depends on" in done.out
    done = remit("ask", terms_file(tmp_path), stdin="fault\nincident\nbusiness\naccident\n")
    assert "'fault' is no value of activity." in done.err
    assert done.out.startswith("Not covered by the fee: charged extra.")


def test_the_interview_ends_with_the_input(tmp_path: Path) -> None:
    for said in ("", "q\n", "1\nstop\n"):
        done = remit("ask", terms_file(tmp_path), stdin=said)
        assert done.code == 0
        assert done.out


def test_an_interview_can_complete_given_facts(tmp_path: Path) -> None:
    arguments = ("--fact", "activity=incident", "--interview", "--json")
    done = remit("ask", terms_file(tmp_path), *arguments, stdin="business\naccident\n")
    assert json.loads(done.out)["answer"] == "chargeable"


def test_without_interview_nothing_is_asked(tmp_path: Path) -> None:
    done = remit("ask", terms_file(tmp_path), "--no-interview", stdin="training\n")
    assert done.err == ""
    assert "It depends on" in done.out
