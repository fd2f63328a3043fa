"""One week's hours with the days that differ, in local wall-clock time. Nothing here knows a zone.

A span is (opens, closes) in seconds after local midnight; one that closes past 24:00 runs into the next day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from remit.errors import RequestProblem

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = 86_400
Span = tuple[int, int]
ClockTime = str | time
Hours = Sequence[Sequence[ClockTime]]
"""Opening and closing times of a day: [("09:00", "12:00"), ("13:00", "17:00")], [("22:00", "06:00")] overnight."""
Holidays = Iterable[date | str] | Callable[[int], Mapping[date, str]]
"""Closed local dates, or a calendar: for a year, its closed dates with their names (remit.clock.public_holidays)."""


@dataclass(frozen=True)
class Schedule:
    """`weekly` has seven entries, Monday first; `breaks` are cut out of whatever is open at that time."""

    weekly: tuple[tuple[Span, ...], ...]
    listed: frozenset[date] = frozenset()
    calendar: Callable[[int], Mapping[date, str]] | None = None
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    weekly_breaks: tuple[tuple[Span, ...], ...] = ((),) * 7
    breaks: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, day: date) -> tuple[Span, ...]:
        """What opens on the day, holidays not yet taken off."""
        return self.exceptions.get(day) or self.weekly[day.weekday()]

    def cuts(self, day: date) -> tuple[Span, ...]:
        return self.breaks.get(day, ()) + self.weekly_breaks[day.weekday()]

    def closed(self, day: date) -> bool:
        """A holiday, or a day whose exception is that nothing opens. Stated hours win over a holiday."""
        if day in self.exceptions:
            return not self.exceptions[day]
        return day in self.listed or (self.calendar is not None and day in self.calendar(day.year))

    def holiday(self, day: date) -> str | None:
        """The name of a day that a calendar closes."""
        return self.calendar(day.year).get(day) if self.calendar is not None else None


def schedule(
    weekly: Mapping[str, Hours],
    holidays: Holidays = (),
    exceptions: Mapping[date | str, Hours] | None = None,
    breaks: Mapping[date | str, Hours] | None = None,
) -> Schedule:
    """RequestProblem for days and times that are none. Keys of `breaks` are dates, weekdays or "daily"."""
    unknown = [day for day in weekly if day not in DAYS]
    if unknown:
        raise RequestProblem(f"'{unknown[0]}' is no weekday.", f"Weekdays are {', '.join(DAYS)}.")
    dated: dict[date, tuple[Span, ...]] = {}
    each: dict[str, tuple[Span, ...]] = {}
    for key, hours in (breaks or {}).items():
        found = tuple(span(pair) for pair in hours)
        if key == "daily":
            each |= {day: each.get(day, ()) + found for day in DAYS}
        elif isinstance(key, str) and key in DAYS:
            each[key] = each.get(key, ()) + found
        else:
            dated[as_date(key)] = found
    return Schedule(
        weekly=tuple(tuple(span(pair) for pair in weekly.get(day, ())) for day in DAYS),
        listed=frozenset() if callable(holidays) else frozenset(as_date(day) for day in holidays),
        calendar=holidays if callable(holidays) else None,
        exceptions={
            as_date(d): tuple(span(pair) for pair in hours) for d, hours in (exceptions or {}).items()
        },
        weekly_breaks=tuple(each.get(day, ()) for day in DAYS),
        breaks=dated,
    )


def as_date(value: date | str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as problem:
        raise RequestProblem(f"'{value}' is no date.", "Write it like 2026-12-25.") from problem


def span(pair: Sequence[ClockTime]) -> Span:
    """("22:00", "06:00") closes on the next day; ("00:00", "24:00") is the whole day."""
    if len(pair) != 2:
        raise RequestProblem(f"{pair!r} is no pair of times.", 'Write hours like ["09:00", "17:00"].')
    opens, closes = (_seconds(part) for part in pair)
    if opens in {closes, DAY}:
        raise RequestProblem(
            f"Hours from {pair[0]} to {pair[1]} are never open.", 'The whole day is ["00:00", "24:00"].'
        )
    return (opens, closes if closes > opens else closes + DAY)


def _seconds(value: ClockTime) -> int:
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    parts = value.split(":")
    if len(parts) in (2, 3) and all(p.isascii() and p.isdigit() and len(p) <= 2 for p in parts):
        hour, minute, second = (int(p) for p in [*parts, "0"][:3])
        total = hour * 3600 + minute * 60 + second
        if minute < 60 and second < 60 and total <= DAY:
            return total
    raise RequestProblem(
        f"'{value}' is no time of day.", 'Write times like "09:00"; midnight at the end is "24:00".'
    )
