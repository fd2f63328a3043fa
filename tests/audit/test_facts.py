"""Facts of tickets: sure ones are right, unsure ones are listed, and the register of devices counts for more."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from export_files import EXAMPLES, imported
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.audit.facts import SURE, Facts, read_facts, text_facts
from remit.audit.facts_devices import with_subject
from remit.audit.facts_words import lexicon, spread
from remit.audit.importers.finishing import complete
from remit.contract import vocabulary
from remit.contract.terms import load_terms
from remit.ruling.columnar import rule_table

LABELLED = Path(__file__).parent / "labelled"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def tickets(*rows: Mapping[str, object]) -> pl.DataFrame:
    made = [
        {"ticket": str(n), "source": "x", "opened_at": NOON, "file": "t.csv", "row": n, **row}
        for n, row in enumerate(rows)
    ]
    return complete(pl.DataFrame(made, infer_schema_length=None), "tickets")


def devices(*rows: Mapping[str, object]) -> pl.DataFrame:
    made = [{"source": "x", "file": "a.csv", "row": n, **row} for n, row in enumerate(rows)]
    return complete(pl.DataFrame(made, infer_schema_length=None), "assets")


def said(*titles: str) -> list[dict[str, tuple[str, bool]]]:
    """By ticket: each fact with its value, and whether it is sure."""
    found: list[dict[str, tuple[str, bool]]] = [{} for _ in titles]
    for r in text_facts(tickets(*({"title": t} for t in titles))).iter_rows(named=True):
        found[r["row"]][r["fact"]] = (r["value"], r["confidence"] >= SURE)
    return found


def labelled(name: str) -> tuple[list[dict[str, str]], pl.DataFrame]:
    with (LABELLED / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = {"Incident": "incident", "Service Request": "request", "Alert": "alert"}
    made = []
    for r in rows:
        category, _, below = r["category"].partition(" > ")
        made.append(
            {
                "title": r["title"],
                "category": category or None,
                "subcategory": below or None,
                "kind": kinds.get(r["kind"]),
            }
        )
    return rows, tickets(*made)


def measured(name: str, fact: str) -> tuple[int, int, int, int]:
    """Titles that tell the fact; sure ones, those of them that are right; all right ones, sure or not."""
    rows, frame = labelled(name)
    found = {r["row"]: r for r in text_facts(frame).filter(pl.col("fact") == fact).iter_rows(named=True)}
    sure = {n: r for n, r in found.items() if r["confidence"] >= SURE}
    right = sum(1 for n, r in sure.items() if r["value"] == rows[n][fact])
    told = sum(1 for r in rows if r[fact])
    hits = sum(1 for n, r in found.items() if r["value"] == rows[n][fact])
    return told, len(sure), right, hits


@pytest.mark.parametrize(
    ("fact", "precision", "recall", "recall_with_unsure"),
    [("activity", 0.93, 0.42, 0.68), ("subject", 0.94, 0.55, 0.76), ("cause", 0.95, 0.4, 0.44)],
)
def test_what_is_sure_is_right_on_titles_that_nobody_had_seen(
    fact: str, precision: float, recall: float, recall_with_unsure: float
) -> None:
    """The lexicon was not changed after these titles were first measured."""
    told, sure, right, hits = measured("unseen.csv", fact)
    assert right / sure >= precision
    assert right / told >= recall
    assert hits / told >= recall_with_unsure


@pytest.mark.parametrize("fact", ["activity", "subject", "cause"])
def test_titles_that_were_seen_stay_right(fact: str) -> None:
    told, sure, right, hits = measured("seen.csv", fact)
    assert right / sure >= 0.98
    assert hits / told >= 0.94


def test_the_manual_tells_the_measured_figures() -> None:
    page = (EXAMPLES.parent / "docs" / "import.md").read_text(encoding="utf-8")
    for fact in ("activity", "subject", "cause"):
        told, sure, right, hits = measured("unseen.csv", fact)
        assert f"| {fact} | {told} | {sure} | {right} | {hits} |" in page


def test_a_word_hides_the_shorter_ones_in_it() -> None:
    wifi, virtual, receipts = said(
        "Guest password please", "Virtual machine will not start", "Till not printing receipts"
    )
    assert wifi["subject"][0] == "network"
    assert virtual["subject"][0] == "server"
    assert receipts["subject"][0] == "printer"


def test_punctuation_and_case_do_not_matter() -> None:
    found = said("PRINTER WON'T PRINT!!", "printer won’t print", "Printer wont print")
    assert found[0] == found[1] == found[2] == {"activity": ("incident", True), "subject": ("printer", True)}


def test_a_special_kind_of_work_stands_above_a_general_one() -> None:
    assert said("Ransomware note, PC not working")[0]["activity"][0] == "remediation"


def test_a_class_gives_way_to_its_member() -> None:
    assert said("Computer problem, it is a laptop")[0]["subject"][0] == "laptop"


def test_a_private_device_is_that_before_it_is_a_laptop() -> None:
    assert said("Help with my own iMac at home")[0]["subject"] == ("personal_device", True)


def test_rivals_take_from_confidence_and_are_named() -> None:
    found = text_facts(tickets({"title": "Printer and server both not working"}))
    (subject,) = found.filter(pl.col("fact") == "subject").rows(named=True)
    assert subject["confidence"] < SURE
    assert {subject["value"], subject["rival"]} == {"printer", "server"}


def test_places_that_agree_make_a_fact_sure() -> None:
    alone = tickets({"title": "Certificate for the shop"})
    borne = tickets({"title": "Certificate for the shop", "category": "Licence", "kind": "request"})
    for frame, sure in ((alone, False), (borne, True)):
        (fact,) = text_facts(frame).filter(pl.col("fact") == "activity").rows(named=True)
        assert (fact["value"], fact["confidence"] >= SURE) == ("licences", sure)


def test_a_title_that_says_nothing_makes_no_fact() -> None:
    assert said("Hello", "", "see attached") == [{}, {}, {}]


@pytest.mark.parametrize("text", [None, "", "   ", "!!!", "\n\t"])
def test_empty_texts_do_no_harm(text: str | None) -> None:
    assert len(text_facts(tickets({"title": text, "description": text, "category": text}))) == 0


LAPTOP: dict[str, object] = {
    "asset": "LT-014",
    "name": "ANNS-LAPTOP",
    "serial": "5CD1234XYZ",
    "kind": "Laptop",
    "model": "EliteBook 840",
    "purchased_on": date(2021, 3, 2),
    "warranty_until": date(2026, 3, 1),
}


@pytest.mark.parametrize(
    "ticket",
    [
        {"asset": "LT-014"},
        {"asset": "lt 014"},
        {"asset": "Anns-Laptop"},
        {"asset": "5CD1234XYZ"},
        {"title": "Screen of LT-014 is black"},
        {"title": "black screen (LT014)"},
    ],
)
def test_a_device_is_found_by_tag_name_or_serial_number(ticket: dict[str, object]) -> None:
    event = read_facts(tickets(ticket), devices(LAPTOP)).events.row(0, named=True)
    assert (event["subject"], event["in_warranty"], event["device_age_years"]) == (
        "laptop",
        False,
        Decimal("5.0000"),
    )


def test_a_name_that_two_devices_share_finds_none() -> None:
    twins = devices(
        {**LAPTOP, "name": "SPARE"}, {**LAPTOP, "asset": "LT-015", "name": "Spare", "serial": "2"}
    )
    assert "device_age_years" not in read_facts(tickets({"asset": "SPARE"}), twins).events.columns


@pytest.mark.parametrize(
    ("bought", "day", "age"),
    [
        (date(2021, 3, 2), date(2026, 3, 1), "4.9972"),
        (date(2021, 3, 2), date(2026, 3, 2), "5.0000"),
        (date(2021, 3, 2), date(2026, 3, 3), "5.0027"),
        (date(2020, 2, 29), date(2026, 2, 28), "6.0000"),
        (date(2026, 3, 2), date(2026, 3, 2), "0.0000"),
    ],
)
def test_age_counts_from_the_day_of_purchase(bought: date, day: date, age: str) -> None:
    ticket = {"asset": "LT-014", "opened_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC)}
    events = read_facts(tickets(ticket), devices({**LAPTOP, "purchased_on": bought})).events
    assert events["device_age_years"].to_list() == [Decimal(age)]


def test_a_device_bought_after_the_ticket_has_no_age() -> None:
    later = devices({**LAPTOP, "purchased_on": date(2026, 4, 1)})
    assert "device_age_years" not in read_facts(tickets({"asset": "LT-014"}), later).events.columns


def test_warranty_lasts_through_its_last_day() -> None:
    for until, inside in ((date(2026, 3, 2), True), (date(2026, 3, 1), False)):
        events = read_facts(tickets({"asset": "LT-014"}), devices({**LAPTOP, "warranty_until": until})).events
        assert events["in_warranty"].to_list() == [inside]


@pytest.mark.parametrize(
    ("kind", "model", "subject"),
    [
        ("Laptops", None, "laptop"),
        ("WINDOWS_WORKSTATION LAPTOP", "Latitude 5440", "laptop"),
        ("WINDOWS_WORKSTATION UNKNOWN", None, "computer"),
        ("Windows", "EliteBook 840 G10", "laptop"),
        ("Computer", "OptiPlex 7010", "desktop"),
        ("WINDOWS_SERVER", "PowerEdge T550", "server"),
        ("NMS_SWITCH", "Aruba 1930", "network"),
        ("Mobile phone", "iPhone 15", "mobile"),
        (None, "LaserJet Pro M454dn", "printer"),
        (None, "FortiGate 60F", "network"),
        ("Furniture", "Chair", None),
    ],
)
def test_the_kind_of_device_comes_from_the_register_or_the_maker(
    kind: str | None, model: str | None, subject: str | None
) -> None:
    found = with_subject(devices({"asset": "1", "kind": kind, "model": model}))
    assert found["subject"].to_list() == [subject]


def example() -> Facts:
    found = imported(EXAMPLES / "tickets" / "connectwise.json", EXAMPLES / "assets" / "snipe-it.csv")
    return read_facts(found.table("tickets").collect(), found.table("assets").collect())


def test_the_example_s_tickets_become_events() -> None:
    facts = example()
    events = {r["ticket"]: r for r in facts.events.iter_rows(named=True)}
    assert (events["1005"]["subject"], events["1005"]["cause"]) == ("laptop", "accident")
    assert events["1030"]["subject"] == "desktop"
    assert Decimal("4.9") < events["1030"]["device_age_years"] < 5
    assert events["1007"]["priority"] == "critical"
    assert (facts.review["confidence"] < SURE).all()
    assert facts.review["words"].null_count() == 0
    assert facts.said.select("ticket", "fact").is_duplicated().sum() == 0


def test_events_are_what_rulings_take() -> None:
    contract = load_terms(
        """
schema: remit/contract/1
provisions:
  coverage:
    - {id: grant, value: included, when: {activity: incident}}
    - id: spills
      value: chargeable
      when: {cause: accident}
      overrides: [{id: grant, ground: drafted, reason: Accidents are charged.}]
"""
    )
    ruled = rule_table(contract, example().events)
    value = dict(zip(ruled["ticket"], ruled["value"], strict=True))
    assert value["1005"] == "chargeable"


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_any_text_is_searched_and_equal_texts_say_the_same(texts: list[str]) -> None:
    found = text_facts(tickets(*({"title": t} for t in [*texts, *texts])))
    half = len(texts)
    columns = [pl.col("row") % half, "fact", "value", "confidence"]
    first = found.filter(pl.col("row") < half).select(columns)
    assert first.rows() == found.filter(pl.col("row") >= half).select(columns).rows()


def test_the_lexicon_names_facts_of_the_vocabulary_and_every_word_can_be_found() -> None:
    facts = vocabulary().facts
    for saying in lexicon().sayings:
        assert facts[saying.fact].type == "yesno" or saying.value in facts[saying.fact].values
    for patterns in lexicon().patterns.values():
        texts = spread(pl.Series([p.strip() for p in patterns]))
        assert [t for t, p in zip(texts, patterns, strict=True) if not t.startswith(p.rstrip())] == []
