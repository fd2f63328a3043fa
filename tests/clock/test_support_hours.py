"""Deadlines and elapsed time in the words of a contract."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from remit.clock import SupportHours
from remit.errors import RequestProblem

WEEKDAYS = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
LONDON = SupportHours("Europe/London", WEEKDAYS, holidays=["2026-12-25"])


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def test_four_hours_from_late_on_friday_are_due_on_monday() -> None:
    assert LONDON.due(at("2026-07-03T16:00"), hours(4)) == at("2026-07-06T12:00")


def test_a_fault_reported_at_night_is_counted_from_the_opening() -> None:
    assert LONDON.due(at("2026-07-06T02:00"), hours(1)) == at("2026-07-06T10:00")


def test_the_last_hour_of_the_day_is_due_at_closing_time() -> None:
    assert LONDON.due(at("2026-07-06T09:00"), hours(8)) == at("2026-07-06T17:00")
    assert LONDON.due(at("2026-07-06T09:00"), hours(8), boundary="next_open") == at("2026-07-07T09:00")


def test_christmas_does_not_count() -> None:
    assert LONDON.due(at("2026-12-24T16:00"), hours(2)) == at("2026-12-28T10:00")


def test_a_pause_at_night_moves_nothing() -> None:
    night = (at("2026-07-06T18:00"), at("2026-07-07T08:00"))
    assert LONDON.due(at("2026-07-06T16:00"), hours(2), [night]) == at("2026-07-07T10:00")


def test_a_pause_in_the_day_moves_the_deadline_by_its_open_time() -> None:
    pause = (at("2026-07-06T16:30"), at("2026-07-07T09:30"))
    assert LONDON.due(at("2026-07-06T16:00"), hours(2), [pause]) == at("2026-07-07T11:00")
    assert LONDON.elapsed(at("2026-07-06T16:00"), at("2026-07-07T11:00"), [pause]) == hours(2)


def test_work_over_closing_time_is_split_there() -> None:
    pieces = LONDON.split(at("2026-07-03T16:00"), at("2026-07-04T01:00"))
    assert [(p.kind, p.length) for p in pieces] == [
        ("business", hours(1)),
        ("after_hours", hours(7)),
        ("weekend", hours(1)),
    ]


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(RequestProblem, match="no time zone"):
        LONDON.due(datetime(2026, 7, 6, 9), hours(1))  # noqa: DTZ001 - the point of the test


def test_hours_that_never_open_are_refused_not_searched_for_ever() -> None:
    with pytest.raises(RequestProblem, match="open time"):
        SupportHours("UTC", {}).due(at("2026-07-06T09:00"), hours(1))


def test_a_pause_from_the_very_moment_it_is_due_changes_nothing() -> None:
    noon = at("2026-07-06T12:00")
    pause = (noon, at("2026-07-06T15:00"))
    assert LONDON.due(at("2026-07-06T10:00"), hours(2), [pause]) == noon
    assert LONDON.due(at("2026-07-06T10:00"), hours(2), [pause], boundary="next_open") == at(
        "2026-07-06T15:00"
    )
    assert LONDON.back(at("2026-07-06T17:00"), hours(2), [pause]) == at("2026-07-06T15:00")
    assert LONDON.back(at("2026-07-06T17:00"), hours(2), [pause], boundary="next_open") == noon
    epochs = [int(m.timestamp()) for m in (at("2026-07-06T10:00"), *pause, at("2026-07-06T17:00"))]
    arrays, pauses = LONDON.arrays(), ([0], [epochs[1]], [epochs[2]])
    for boundary, due, began in (("close", epochs[1], epochs[2]), ("next_open", epochs[2], epochs[1])):
        assert arrays.due([epochs[0]], [7200], pauses, boundary).tolist() == [due]  # type: ignore[arg-type]
        assert arrays.back([epochs[3]], [7200], pauses, boundary).tolist() == [began]  # type: ignore[arg-type]


def test_a_night_shift_runs_on_where_years_and_schedules_meet() -> None:
    nights = SupportHours(
        "Europe/London", {day: [("22:00", "06:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
    )
    nights.is_open(at("2026-07-06T12:00"))
    # The first night of the years laid out by then began in the year before: Tuesday, 31 December 2024.
    assert nights.elapsed(at("2025-01-01T01:00"), at("2025-01-01T12:00")) == hours(5)
    changed = SupportHours.changing({"2026-01-01": nights, "2026-07-08": nights})
    assert changed.elapsed(at("2026-07-07T12:00"), at("2026-07-08T12:00")) == hours(8)
