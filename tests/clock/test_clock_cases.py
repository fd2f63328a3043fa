"""The runner of case files: it agrees with what is right, and can disagree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from remit.clock.conformance import date_differences, differences
from remit.conformance import main

WEEK: dict[str, Any] = {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}
CALENDAR = {"tz": "Europe/Paris", "weekly": WEEK, "holidays": ["2026-07-07"], "exceptions": {}, "breaks": {}}
CASE = {
    "id": "own-1",
    "source": {"repo": "own/own"},
    "calendar": CALENDAR,
    "op": "add",
    "start": "2026-07-06T16:00:00+02:00",
    "minutes": 120,
    "expected": "2026-07-13T10:00:00+02:00",
}
TERM = {
    "id": "own-2",
    "begin": "2024-01-01",
    "initial_months": 12,
    "notice_days": 30,
    "expect": {"initial_end": "2025-01-01", "last_notice": "2024-12-02"},
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {
            "op": "sub",
            "expected": "2026-06-30T15:00:00+02:00",
            "minutes": 540,
            "start": "2026-07-06T16:00:00+02:00",
        },
        {"op": "next_open", "start": "2026-07-06T17:00:00+02:00", "expected": "2026-07-13T09:00:00+02:00"},
        {"op": "elapsed", "end": "2026-07-14T00:00:00+02:00", "expected_seconds": 32400},
        {"op": "elapsed", "end": "2026-07-13T09:30:00+02:00", "expected": 90},
        {
            "expected": "2026-07-06T10:00:00+02:00",
            "quirk": "theirs",
            "reference": "2026-07-13T10:00:00+02:00",
        },
        {"op": "add_days", "days": 1, "expected": "2026-07-13T16:00:00+02:00"},
        {"op": "add_days", "days": 1, "end_of_working_day": True, "expected": "2026-07-13T17:00:00+02:00"},
        {"minutes": 60, "boundary": "next_open", "expected": "2026-07-13T09:00:00+02:00"},
        {
            "pauses": [["2026-07-06T16:30:00+02:00", "2026-07-13T09:30:00+02:00"]],
            "expected": "2026-07-13T11:00:00+02:00",
        },
    ],
)
def test_a_case_agrees_and_its_opposite_does_not(change: dict[str, Any]) -> None:
    case = CASE | change
    assert differences(case) == []
    wrong = {
        "expected": 1 if "expected" in change and change["expected"] == 90 else "2001-01-01T00:00:00+00:00",
        "expected_seconds": 1,
        "reference": "2001-01-01T00:00:00+00:00",
    }
    assert differences(case | {k: v for k, v in wrong.items() if k in case})


def test_an_odd_case_disagrees_and_the_others_are_still_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [
        CASE | {"op": "juggle"},
        CASE | {"start": "noon"},
        {k: v for k, v in CASE.items() if k != "expected"},
    ]
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(json.dumps(c) for c in (CASE, *odd)), "utf-8")
    assert main([str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 4 agree"


def test_dates_agree_and_their_opposite_do_not() -> None:
    assert date_differences(TERM) == []
    assert date_differences(TERM | {"expect": {"last_notice": "2024-12-01"}})
    assert date_differences(TERM | {"expect": {"colour": "red"}})


def test_each_file_ends_with_its_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sla, dates = tmp_path / "sla.jsonl", tmp_path / "dates.jsonl"
    sla.write_text(
        "\n".join(json.dumps(c) for c in (CASE, CASE | {"id": "own-3", "minutes": 60})) + "\n\n", "utf-8"
    )
    dates.write_text(json.dumps(TERM), "utf-8")
    assert main([str(dates)]) == 0
    assert main([str(sla), str(dates)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "agree" in line] == ["1 of 1 agree", "1 of 2 agree", "1 of 1 agree"]
    assert any(line.startswith("  own-3: 2026-07-06T17:00:00+02:00, expected") for line in lines)
