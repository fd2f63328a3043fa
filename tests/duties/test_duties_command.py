"""`remit duties` as a person runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import icalendar
import pytest
from program import remit
from small_contract import contract

from remit.contract.terms import dump_terms

PAGE = (Path(__file__).parents[2] / "docs" / "duties.md").read_text(encoding="utf-8")
COMMANDS = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(dump_terms(contract()), encoding="utf-8")
    return path


def test_dates_come_first_with_their_sums_and_clauses(terms: Path) -> None:
    out = remit("duties", terms, "--on", "2026-11-23").out
    flat = " ".join(out.split())
    assert flat.startswith("From 23 November 2026 to 23 November 2027 The contract starts on 1 March 2026")
    assert "29 February 2028 - 3 months = 29 November 2027: the last day for notice." in flat
    sections = ["Dates", "Comes again", "When something happens", "Always"]
    assert [line for line in out.splitlines() if line in sections] == sections
    assert "clause 2.2" in flat


def test_json_has_everything_and_the_feed_has_every_date(terms: Path, tmp_path: Path) -> None:
    feed = tmp_path / "duties.ics"
    result = remit("duties", terms, "--on", "2026-11-23", "--json", "--ics", feed)
    found = json.loads(result.out)
    assert found["schema"] == "remit/duties/1"
    assert (found["on"], found["until"], found["begins"]) == ("2026-11-23", "2027-11-23", "2026-03-01")
    dates = [due for item in found["items"] for due in item["dates"]]
    assert all(due["steps"] for due in dates)
    events = icalendar.Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
    assert len(events) == len(dates)
    assert f"Wrote {feed}: {len(dates)} dates" in result.err


def test_only_one_party(terms: Path) -> None:
    found = json.loads(remit("duties", terms, "--on", "2026-11-23", "--party", "client", "--json").out)
    assert {item["party"] for item in found["items"]} == {"client", "both"}


def test_a_start_that_is_not_written_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(dump_terms(contract(without=("effective_date",))), encoding="utf-8")
    flat = " ".join(remit("duties", path, "--on", "2026-11-23").out.split())
    assert "Give it with --from DATE." in flat
    assert "depends on the day on which the contract starts, which the contract does not say" in flat
    given = " ".join(remit("duties", path, "--on", "2026-11-23", "--from", "2026-03-01").out.split())
    assert "The contract starts on 1 March 2026: as given" in given
    assert "29 November 2027: the last day for notice." in given


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "tomorrow"], "does not match the format"),
        (["--months", "0"], "nput should be"),
        (["--lead", "-1"], "nput should be"),
        (["--party", "nobody"], "is not one of"),
        (["--ics", "nowhere/at/all.ics"], "does not exist"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_message(terms: Path, arguments: list[str], said: str) -> None:
    result = remit("duties", terms, *arguments)
    assert result.code == 2
    assert said in result.err
    assert "Traceback" not in result.err
    assert result.out == ""


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = remit("duties", tmp_path / "none.pdf")
    assert result.code == 2
    assert "none.pdf" in result.err


def test_every_option_is_in_the_manual() -> None:
    section = COMMANDS.partition("## remit duties\n")[2].partition("\n## ")[0]
    options = set(re.findall(r"--[a-z][a-z-]+", remit("duties", "--help").out)) - {"--help"}
    assert {option for option in options if f"`{option}" not in section} == set()


def test_the_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = re.findall(r"^```python\n(.*?)^```\n\n((?:    [^\n]*\n)+)", PAGE, re.MULTILINE | re.DOTALL)[
        0
    ]
    exec(compile(code, "duties.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == re.sub(r"^    ", "", shown, flags=re.MULTILINE)
