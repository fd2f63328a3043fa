"""Calendars put together, cut-off times, and the far ends of what is laid out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendars import Calendar, calendars, moments
from hypothesis import given
from hypothesis import strategies as st

from remit.clock import PublicHolidays, SupportHours
from remit.contract import Contract
from remit.errors import RequestProblem

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
WEEK = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
HERE = SupportHours("Europe/London", WEEK, PublicHolidays("GB", "ENG"))
THERE = SupportHours("America/New_York", WEEK, PublicHolidays("US"))


def day(hours: SupportHours, text: str) -> timedelta:
    start = datetime.fromisoformat(text).replace(tzinfo=LONDON)
    return hours.elapsed(start, start + timedelta(days=1))


@given(calendars(), calendars(), st.data())
def test_either_both_and_without_add_up(one: Calendar, two: Calendar, data: st.DataObject) -> None:
    a, b = one.hours(), two.hours()
    start, end = sorted([data.draw(moments(one)), data.draw(moments(two))])
    open_a, open_b = a.elapsed(start, end), b.elapsed(start, end)
    both = (a & b).elapsed(start, end)
    assert (a | b).elapsed(start, end) == open_a + open_b - both
    assert (a - b).elapsed(start, end) == open_a - both
    at = data.draw(moments(one))
    assert (a & b).is_open(at) == (a.is_open(at) and b.is_open(at))
    assert (a | b).is_open(at) == (a.is_open(at) or b.is_open(at))
    assert (a - b).is_open(at) == (a.is_open(at) and not b.is_open(at))


def test_both_sides_of_the_atlantic() -> None:
    # 14:00 to 17:00 in London is 9:00 to 12:00 in New York, and an hour more in the weeks between their clock changes.
    assert day(HERE & THERE, "2026-06-01") == timedelta(hours=3)
    assert day(HERE & THERE, "2026-03-16") == timedelta(hours=4)
    assert day(HERE & THERE, "2026-07-03") == timedelta(0)
    assert day(HERE | THERE, "2026-06-01") == timedelta(hours=13)
    assert day(HERE - THERE, "2026-06-01") == timedelta(hours=5)


def test_calendars_together_keep_to_policies_arrays_and_working_days() -> None:
    both = (HERE & THERE).under(boundary="next_open")
    start = datetime(2026, 6, 1, 14, tzinfo=LONDON)
    due = both.due(start, timedelta(hours=3))
    assert due == datetime(2026, 6, 2, 14, tzinfo=LONDON)
    assert both.arrays().due([int(start.timestamp())], [3 * 3600]).tolist() == [int(due.timestamp())]
    # Both are holidays at once: neither of them is a working day.
    assert both.add_days(datetime(2026, 7, 2, 14, tzinfo=LONDON), 1) == datetime(
        2026, 7, 6, 14, tzinfo=LONDON
    )
    end = both.add_days(start, 1, policy="end_of_day")
    assert end == datetime(2026, 6, 2, 17, tzinfo=LONDON)
    epoch = int(start.timestamp())
    assert both.arrays().add_days([epoch], [1], policy="end_of_day").tolist() == [int(end.timestamp())]
    assert (HERE & THERE).at("Asia/Tokyo").next_open(datetime(2026, 6, 1, tzinfo=UTC)).hour == 9


def test_calendars_together_cannot_be_part_of_a_history() -> None:
    with pytest.raises(RequestProblem, match="plain hours"):
        SupportHours.changing({"2026-01-01": HERE & THERE})
    with pytest.raises(RequestProblem, match="plain hours"):
        SupportHours.changing({})


def test_together_and_one_after_the_other_they_rest_on_what_each_rests_on() -> None:
    silent = SupportHours.from_contract(Contract(schema="remit/contract/1"))
    assert (HERE & silent).assumptions == silent.assumptions
    assert SupportHours.changing({"2026-01-01": HERE, "2026-07-01": silent}).assumptions == silent.assumptions


@pytest.mark.parametrize(
    ("came", "starts"),
    [
        ("2026-05-21T14:59", "2026-05-21T14:59"),
        ("2026-05-21T15:00", "2026-05-22T09:00"),
        ("2026-05-21T07:00", "2026-05-21T09:00"),
        ("2026-05-22T16:00", "2026-05-26T09:00"),
        ("2026-05-23T10:00", "2026-05-26T09:00"),
    ],
)
def test_what_comes_in_after_the_cut_off_counts_from_the_next_working_day(came: str, starts: str) -> None:
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=LONDON) for text in (came, starts))
    assert HERE.received(moment, time(15)) == expected


def test_the_last_window_laid_out_is_not_the_last_there_is() -> None:
    for year in (2020, 2026):
        start, end = datetime(year, 6, 1, 9, tzinfo=LONDON), datetime(year + 2, 1, 1, tzinfo=LONDON)
        hours = SupportHours("Europe/London", WEEK)
        left = hours.elapsed(start, end)
        for fresh in (SupportHours("Europe/London", WEEK) for _ in range(2)):
            fresh.is_open(start)
            assert fresh.due(start, left, boundary="next_open") == hours.next_open(end)
        fresh = SupportHours("Europe/London", WEEK)
        found = fresh.arrays().due(
            [int(start.timestamp())], [int(left.total_seconds())], boundary="next_open"
        )
        assert found.tolist() == [int(hours.next_open(end).timestamp())]
        begin = datetime(year - 1, 1, 1, tzinfo=LONDON)
        before = hours.elapsed(begin, start)
        closed = hours.back(begin, timedelta(0))
        fresh = SupportHours("Europe/London", WEEK)
        assert fresh.back(start, before, boundary="next_open") == closed
        found = (
            SupportHours("Europe/London", WEEK)
            .arrays()
            .back([int(start.timestamp())], [int(before.total_seconds())], boundary="next_open")
        )
        assert found.tolist() == [int(closed.timestamp())]


def test_hours_open_once_are_used_to_their_very_end() -> None:
    once = SupportHours("UTC", {}, exceptions={date(2026, 7, 6): [("09:00", "10:00")]})
    start = datetime(2026, 7, 1, tzinfo=UTC)
    assert once.due(start, timedelta(hours=1)) == datetime(2026, 7, 6, 10, tzinfo=UTC)
    assert once.arrays().due([int(start.timestamp())], [3600]).tolist() == [1783332000]
    for hours in (once, once.under(boundary="next_open")):
        with pytest.raises(RequestProblem, match="After that the hours have no"):
            hours.due(start, timedelta(hours=1, seconds=hours is once))
        with pytest.raises(RequestProblem, match="Before that the hours have no"):
            hours.back(start, timedelta(hours=1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"weekly": {"monday": []}}, "no weekday"),
        ({"weekly": {"mon": [("9", "17:00")]}}, "no time of day"),
        ({"weekly": {"mon": [("09:00", "25:00")]}}, "no time of day"),
        ({"weekly": {"mon": [("09:00", "09:00")]}}, "never open"),
        ({"weekly": {"mon": [("09:00",)]}}, "no pair of times"),
        ({"holidays": ["2026-02-30"]}, "no date"),
        ({"exceptions": {"soon": []}}, "no date"),
        ({"breaks": {"weekly": [("12:00", "13:00")]}}, "no date"),
        ({"weekend": ["sunday"]}, "no weekday"),
    ],
)
def test_hours_that_are_none_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(RequestProblem, match=message):
        SupportHours(**({"zone": "UTC", "weekly": WEEK} | arguments))  # type: ignore[arg-type]
