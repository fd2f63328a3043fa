"""Every value of every policy, by what it does to one small example."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from remit.clock import SupportHours
from remit.errors import RequestProblem

WEEK = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
LONDON = SupportHours("Europe/London", WEEK)


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours_of(hours: SupportHours, start: str, days: int = 1) -> float:
    begin = at(start, hours.periods[0].place.key)
    end = (begin.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=begin.tzinfo)
    return hours.elapsed(begin, end) / timedelta(hours=1)


@pytest.mark.parametrize(("value", "expected"), [("negative", -2), ("zero", 0)])
def test_reversed(value: str, expected: int) -> None:
    noon, ten = at("2026-07-06T12:00"), at("2026-07-06T10:00")
    hours = LONDON.under(reversed=value)
    assert hours.elapsed(noon, ten) == timedelta(hours=expected)
    assert hours.arrays().elapsed([int(noon.timestamp())], [int(ten.timestamp())]).tolist() == [
        expected * 3600
    ]


def test_reversed_refused() -> None:
    noon, ten = at("2026-07-06T12:00"), at("2026-07-06T10:00")
    hours = LONDON.under(reversed="refuse")
    assert hours.elapsed(ten, noon) == timedelta(hours=2)
    with pytest.raises(RequestProblem, match="is before"):
        hours.elapsed(noon, ten)
    with pytest.raises(RequestProblem, match="row 1"):
        hours.arrays().elapsed([0, 9], [5, 5])


@pytest.mark.parametrize(("value", "long", "short"), [("physical", 25, 23), ("wall", 24, 24)])
def test_daylight(value: str, long: float, short: float) -> None:
    always = SupportHours.always("Europe/Paris").under(daylight=value)
    assert (hours_of(always, "2026-10-25"), hours_of(always, "2026-03-29")) == (long, short)


@pytest.mark.parametrize(("value", "expected"), [("shift", 2.5), ("forward", 3), ("drop", 0)])
def test_gap(value: str, expected: float) -> None:
    """At two o'clock the clocks go forward to three."""
    hours = SupportHours("America/Los_Angeles", {"sun": [("02:30", "06:00")]}).under(gap=value)
    assert hours_of(hours, "2006-04-02") == expected


@pytest.mark.parametrize(
    ("value", "opening", "closing"), [("first", 2.5, 1.5), ("second", 1.5, 2.5), ("widest", 2.5, 2.5)]
)
def test_fold(value: str, opening: float, closing: float) -> None:
    """At two o'clock the clocks go back to one."""
    for span, expected in ((("01:30", "03:00"), opening), (("00:00", "01:30"), closing)):
        hours = SupportHours("America/New_York", {"sun": [span]}).under(fold=value)
        assert hours_of(hours, "2026-11-01") == expected


@pytest.mark.parametrize(("value", "eve", "holiday"), [("date", 2, 6), ("shift", 8, 0)])
def test_closing(value: str, eve: float, holiday: float) -> None:
    """A night shift that runs into a holiday, and one that would begin on it."""
    friday = {"fri": [("22:00", "06:00")]}
    into = SupportHours("Europe/London", friday, holidays=["2026-07-04"]).under(closing=value)
    begun = SupportHours("Europe/London", friday, holidays=["2026-07-03"]).under(closing=value)
    assert (hours_of(into, "2026-07-03", 2), hours_of(begun, "2026-07-03", 2)) == (eve, holiday)


@pytest.mark.parametrize(
    ("value", "due"), [("open_time", "2026-07-06T12:00"), ("wall_clock", "2026-07-06T13:00")]
)
def test_pausing(value: str, due: str) -> None:
    """An hour of pause before the opening."""
    pause = (at("2026-07-06T07:00"), at("2026-07-06T08:00"))
    hours = LONDON.under(pausing=value)
    assert hours.due(at("2026-07-06T06:00"), timedelta(hours=3), [pause]) == at(due)


def test_a_pause_longer_than_the_open_time_leaves_none_and_not_less() -> None:
    begin, end = at("2026-07-06T06:00"), at("2026-07-06T10:00")
    hours = LONDON.under(pausing="wall_clock")
    assert hours.elapsed(begin, end, [(begin, end)]) == timedelta(0)
    low, high = int(begin.timestamp()), int(end.timestamp())
    assert hours.arrays().elapsed([low], [high], ([0], [low], [high])).tolist() == [0]


@pytest.mark.parametrize(
    ("value", "early", "late"),
    [
        ("keep_time", "2026-07-08T07:00", "2026-07-08T18:30"),
        ("snap", "2026-07-08T09:00", "2026-07-09T09:00"),
        ("end_of_day", "2026-07-08T17:00", "2026-07-08T17:00"),
        ("open_time", "2026-07-13T17:00", "2026-07-14T17:00"),
    ],
)
def test_days(value: str, early: str, late: str) -> None:
    """Two working days after a Monday, from before the opening and from after the close."""
    hours = LONDON.under(days=value)
    assert hours.add_days(at("2026-07-06T07:00"), 2) == at(early)
    assert hours.add_days(at("2026-07-06T18:30"), 2) == at(late)


def test_days_of_nothing_on_a_day_off() -> None:
    sunday = at("2026-07-05T12:00")
    assert LONDON.add_days(sunday, 0) == sunday
    assert LONDON.add_days(sunday, 0, policy="snap") == at("2026-07-06T09:00")
    assert LONDON.add_days(sunday, 0, policy="end_of_day") == at("2026-07-06T17:00")
    assert LONDON.add_days(sunday, -1, policy="end_of_day") == at("2026-07-03T17:00")
    assert LONDON.add_days(sunday, -1) == at("2026-07-03T12:00")
    with pytest.raises(RequestProblem, match="counted back"):
        LONDON.add_days(sunday, -1, [(sunday, sunday + timedelta(hours=1))])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("exact", "2026-07-06T11:00:30.250000"),
        ("second", "2026-07-06T11:00:30"),
        ("second_up", "2026-07-06T11:00:31"),
        ("minute", "2026-07-06T11:00:00"),
        ("minute_up", "2026-07-06T11:01:00"),
    ],
)
def test_rounding(value: str, expected: str) -> None:
    hours: Any = LONDON.under(rounding=value)
    assert hours.due(at("2026-07-06T10:00:30.250000"), timedelta(hours=1)) == at(expected)
    spent = hours.elapsed(at("2026-07-06T10:00"), at("2026-07-06T11:00:30.250000"))
    assert at("2026-07-06T10:00") + spent == at(expected)


@pytest.mark.parametrize("fold", ["first", "second", "widest"])
def test_midnight_shown_twice_ends_the_day_the_first_time(fold: str) -> None:
    """In Havana one o'clock on Sunday, 1 November 2026 is followed by midnight."""
    hours = SupportHours("America/Havana", {"sat": [("00:00", "24:00")]}).under(fold=fold)
    assert hours.elapsed(
        at("2026-10-31T00:00", "America/Havana"), at("2026-11-01T12:00", "America/Havana")
    ) == timedelta(hours=24)


@pytest.mark.parametrize("fold", ["first", "second"])
@pytest.mark.parametrize("gap", ["shift", "forward"])
@pytest.mark.parametrize(("zone", "change"), [("Europe/London", "2026-10-25"), ("Europe/London", "2026-03-29"), ("America/Havana", "2026-11-01"), ("Australia/Lord_Howe", "2026-04-05")])  # fmt: skip
def test_times_shown_twice_or_never_are_the_same_moments_in_arrays(
    fold: str, gap: str, zone: str, change: str
) -> None:
    hours = SupportHours.always(zone).under(daylight="wall", fold=fold, gap=gap)
    starts = [at(change, zone) - timedelta(hours=9) + timedelta(minutes=10 * n) for n in range(150)]
    starts = [start.astimezone(ZoneInfo("UTC")) for start in starts]
    due = [hours.due(start, timedelta(hours=5)) for start in starts]
    epochs = [int(start.timestamp()) for start in starts]
    assert hours.arrays().due(epochs, [5 * 3600]).tolist() == [int(moment.timestamp()) for moment in due]
    days = [hours.add_days(start, 1) for start in starts]
    assert hours.arrays().add_days(epochs, [1]).tolist() == [int(moment.timestamp()) for moment in days]
