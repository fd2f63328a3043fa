"""Needs as a person writes them, and everything that can be wrong with them, each with one clear message."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jsonschema
import pytest
from example_offers import NEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.contract.lines import parse_lines
from remit.errors import FileProblem, RequestProblem
from remit.forecast.needs import Devices, Needs, WorkedHours, load_needs, needs_schema
from remit.forecast.needs_interview import Question, as_data, interview, needs_text, questions
from remit.forecast.world import world


def written(folder: Path, text: str, assets: str = "") -> Path:
    path = folder / "needs.yaml"
    path.write_text(text, encoding="utf-8")
    if assets:
        (folder / "assets.csv").write_text(assets, encoding="utf-8")
    return path


def test_the_example_is_whole() -> None:
    assert NEEDS.people == 50
    assert NEEDS.count("laptop", "desktop") == 50
    assert NEEDS.count("server") == 2
    assert not any(d.kind == "mobile" for d in NEEDS.devices)
    assert NEEDS.history is not None
    assert NEEDS.history.total == 495


def test_only_the_number_of_people_must_be_given(tmp_path: Path) -> None:
    assert load_needs(written(tmp_path, "people: 12\n")).people == 12


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("client: Nobody\n", "how many people", 1),
        ("people: 1000000000\n", "people can't be 1000000000", 1),
        ("people: 0\n", "people can't be 0", 1),
        ("people: some\n", "people can't be 'some'", 1),
        ("people: 5\ndevices:\n  - {kind: laptop, age: -2}\n", "age can't be -2", 3),
        ("people: 5\ndevices:\n  - {kind: toaster}\n", "kind can't be 'toaster'", 3),
        ("people: 5\npeopel: 6\n", "'peopel' is no key", 2),
        ("people: 5\nhistory: {months: 12, tickets: {coffee: 3}}\n", "'coffee' is no topic", 2),
        ("people: 5\nhistory: {months: 12, tickets: -3}\n", "zero or more", 2),
        ("people: 5\nhistory: {months: 0, tickets: 3}\n", "months can't be 0", 2),
        ("people: 5\ngrowth: {people: [6, -1]}\n", "between 0 and 20,000", 2),
        ("people: 5\nsites:\n  - {name: A, people: 9}\n", "9 people work at the sites, and there are 5", 1),
        ("people: 5\nhorizon_months: 999\n", "horizon_months can't be 999", 2),
        ("people: 5\nbudget: {amount: -1}\n", "amount can't be -1", 2),
        ("people: 5\nrules: [MAGNA_CARTA]\n", "can't be 'MAGNA_CARTA'", 2),
        ("people: 5\nschema: remit/needs/9\n", "no needs file of this version", 2),
        ("- a list\n", "how many people", 1),
        ("people: 5\nassets: assets.csv\n", "There is no file", None),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str, line: int | None) -> None:
    with pytest.raises(FileProblem) as problem:
        load_needs(written(tmp_path, text))
    assert said in problem.value.message
    assert problem.value.hint
    if line:
        assert f"line {line}:" in problem.value.message


def test_devices_come_from_an_inventory(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "people: 5\nassets: assets.csv\n",
        "Device type,Qty,Purchase date\nNotebook 14,3,2023-05\nFirewall,1,2020-01-15\nMonitor,9,2022-01\n",
    )
    assert load_needs(path).devices == (
        Devices(kind="laptop", count=3, bought="2023-05"),
        Devices(kind="network", count=1, bought="2020-01-15"),
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,age\nPC,3\n", "no column that says what kind"),
        ("kind,age\nlaptop,-3\n", "line 2: age can't be '-3'"),
        ("kind,count\nlaptop,three\n", "line 2: count can't be 'three'"),
    ],
)
def test_an_inventory_that_makes_no_sense_is_refused(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(FileProblem) as problem:
        load_needs(written(tmp_path, "people: 5\nassets: assets.csv\n", table))
    assert said in problem.value.message


def test_purchase_dates_need_a_day_to_be_reckoned_from() -> None:
    bought = Devices(kind="laptop", count=3, bought="2023-05")
    with pytest.raises(RequestProblem, match="as of which day"):
        world(Needs(people=3, devices=(bought,)))
    assert bought.years(date(2026, 11, 23)) == pytest.approx(3.5)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, unique=True),
    st.integers(0, 23),
    st.integers(1, 24),
)
def test_a_part_of_the_hours_is_a_part(days: list[str], start: int, end: int) -> None:
    hours = WorkedHours.model_validate({"days": days, "from": f"{start:02}:00", "to": f"{end:02}:00"})
    assert 0 <= hours.outside() <= 1


def test_hours_outside_the_usual_ones_are_counted() -> None:
    usual = {"days": ["mon", "fri"], "from": "09:00", "to": "17:00"}
    assert WorkedHours.model_validate(usual).outside() == 0
    assert WorkedHours.model_validate({**usual, "to": "22:00"}).outside() == pytest.approx(4 / 13)
    assert WorkedHours.model_validate({**usual, "days": ["sat"]}).outside() == 1
    night = {"days": ["mon"], "from": "22:00", "to": "06:00"}
    assert WorkedHours.model_validate(night).outside() == 1


EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    "path", [*sorted((EXAMPLES / "needs").glob("*.yaml")), EXAMPLES / "offers" / "needs.yaml"]
)
def test_example_needs_load_and_keep_to_the_schema(path: Path) -> None:
    needs = load_needs(path)
    assert world(needs).rates.sum() > 0
    data = parse_lines(path.read_text(encoding="utf-8"), path.name).data
    jsonschema.validate(data, needs_schema())


def test_an_interview_becomes_a_file_that_says_the_same() -> None:
    said = {"people": 30, "sites": 2, "laptop": 25, "server": 1, "age": 2.5, "people_in_one": 33, "tickets": 300,
            "hours": 210, "budget": 60000, "an_hour_lost": 55, "computers_replaced_after_years": 4}  # fmt: skip
    data = interview(lambda q: said.get(q.key))
    needs = Needs.model_validate(parse_lines(needs_text(data), "needs").data)
    assert needs == Needs.model_validate(data)
    assert (needs.people, needs.site_count, needs.count("laptop"), needs.growth.people) == (30, 2, 25, (33,))
    assert needs.devices[0].age == 2.5
    assert needs.history
    assert needs.history.total == 300
    assert needs.budget
    assert needs.budget.a_year == 60000


def test_who_knows_only_the_number_of_people_is_understood() -> None:
    assert interview(lambda q: 7 if q.must else None) == {"schema": "remit/needs/1", "people": 7}


def test_growth_that_skips_a_year_is_not_guessed() -> None:
    assert "growth" not in as_data({"people": 5, "people_in_two": 9})


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.key)
def test_questions_are_plain(question: Question) -> None:
    assert question.ask.endswith("?")
    assert question.must == (question.key == "people")
