"""remit ask: what the work costs and by when an answer is due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from program import remit

TERMS = """\
schema: remit/contract/1
documents:
  - {name: agreement.txt, format: text, pages: 2, words: 90, sha256: ab, notices: []}
fields:
  hourly_rate:
    value: {amount: 120, currency: EUR, per: hour}
    quote: Our rate is EUR 120 an hour.
    where: {document: agreement.txt, clause: "5.1", start: 0, end: 28}
  after_hours_rate:
    value: {multiplier: 1.5}
    quote: One and a half times after hours.
    where: {document: agreement.txt, clause: "5.2", start: 30, end: 63}
  support_hours:
    value: {days: [mon, tue, wed, thu, fri], from: "08:00", to: "17:00", timezone: Europe/Berlin}
    quote: Monday to Friday, 8 to 17.
    where: {document: agreement.txt, clause: "2", start: 70, end: 96}
  holidays_excluded: {value: false}
  response_targets:
    value: [{priority: critical, minutes: 60, clock: business}, {priority: normal, minutes: 480, clock: business}]
    quote: One hour, else eight.
    where: {document: agreement.txt, clause: "3", start: 100, end: 121}
provisions:
  coverage:
    - id: accident
      value: chargeable
      when: {activity: incident, cause: accident}
      quote: Damage by accident is repaired at the hourly rate.
      where: {document: agreement.txt, page: 1, clause: "4.2", start: 170, end: 220}
    - id: fault
      value: included
      when: {activity: incident, not: {cause: accident}}
      state: confirmed
      confirmed: {by: Ada Clerk, on: 2026-07-01}
      quote: Faults are covered.
      where: {document: agreement.txt, page: 1, clause: "4.1", start: 230, end: 249}
"""
ACCIDENT = ("activity=incident", "cause=accident")
FRIDAY = ("worked_from=2026-03-06T16:30", "worked_to=2026-03-06T18:00")


def ask(folder: Path, *facts: str, terms: str = TERMS, as_json: bool = True) -> Any:
    path = folder / "terms.yaml"
    path.write_text(terms, encoding="utf-8")
    given = [part for fact in facts for part in ("--fact", fact)]
    done = remit("ask", path, *given, *(["--json"] if as_json else []))
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out) if as_json else done.out


def test_work_across_closing_time_is_priced_in_both_kinds_of_hours(tmp_path: Path) -> None:
    charge = ask(tmp_path, *ACCIDENT, *FRIDAY)["charge"]
    assert (charge["outcome"], charge["amount_minor"], charge["currency"]) == ("charged", 24_000, "EUR")
    assert [(p["kind_of_hours"], p["amount_minor"]) for p in charge["parts"]] == [
        ("business", 6_000),
        ("after_hours", 18_000),
    ]
    assert "5.2" in {b["clause"] for step in charge["steps"] for b in step["because"]}
    assert charge["example"] is False


def test_without_a_time_an_hour_is_priced_as_an_example(tmp_path: Path) -> None:
    charge = ask(tmp_path, *ACCIDENT, "hours=business")["charge"]
    assert (charge["example"], charge["amount_minor"], charge["needs"]) == (True, 12_000, ["hours_worked"])


def test_an_unknown_time_of_day_leaves_the_price_between_bounds(tmp_path: Path) -> None:
    charge = ask(tmp_path, *ACCIDENT, "hours_worked=2")["charge"]
    assert (charge["outcome"], charge["amount_minor"], charge["needs"]) == ("needs_fact", None, ["hours"])
    assert (charge["least_minor"], charge["most_minor"]) == (24_000, 36_000)


def test_covered_work_costs_nothing(tmp_path: Path) -> None:
    found = ask(tmp_path, "activity=incident", "cause=wear", "hours_worked=2", "hours=business")
    assert found["answer"] == "included"
    assert (found["charge"]["outcome"], found["charge"]["amount_minor"]) == ("included", 0)


def test_the_response_is_due_by_the_contract_s_clock(tmp_path: Path) -> None:
    due = ask(tmp_path, *ACCIDENT, "priority=critical", "reported_at=2026-03-06T16:40")["due"]
    assert due["response"]["due"] == "2026-03-09T08:40:00+01:00"
    assert due["response"]["clause"] == "3"
    assert due["resolution"] is None
    assert due["needs"] == []


def test_what_the_deadline_lacks_is_named(tmp_path: Path) -> None:
    due = ask(tmp_path, *ACCIDENT)["due"]
    assert (due["response"]["due"], due["needs"]) == (None, ["priority", "reported_at"])


def test_a_person_reads_the_sum_its_clauses_and_the_deadline(tmp_path: Path) -> None:
    out = ask(
        tmp_path, *ACCIDENT, *FRIDAY, "priority=critical", "reported_at=2026-03-06T16:40", as_json=False
    )
    assert "1 h after hours × EUR 120.00 an hour × 1.5 = EUR 180.00. (clause 5.1)" in out
    assert "Together EUR 240.00." in out
    assert "Due Monday, 9 March 2026, 08:40." in out


def test_a_person_reads_what_is_not_settled(tmp_path: Path) -> None:
    out = ask(tmp_path, *ACCIDENT, "hours_worked=2", as_json=False)
    assert "The contract does not settle it: from EUR 240.00 to EUR 360.00." in out


@pytest.mark.parametrize("question", ["loss", "permission"])
def test_other_questions_have_no_price(tmp_path: Path, question: str) -> None:
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    done = remit(
        "ask", tmp_path / "terms.yaml", "--fact", "activity=incident", "--question", question, "--json"
    )
    found = json.loads(done.out)
    assert (found["charge"], found["due"]) == (None, None)


def test_a_rate_that_can_t_be_reckoned_with_is_told_and_the_answer_stands(tmp_path: Path) -> None:
    broken = TERMS.replace("per: hour}\n    quote: Our", "per: moon}\n    quote: Our")
    found = ask(tmp_path, *ACCIDENT, "hours_worked=1", "hours=business", terms=broken)
    assert found["answer"] == "chargeable"
    assert found["charge"]["outcome"] == "error"
    assert any("moon" in step["says"] for step in found["charge"]["steps"])
