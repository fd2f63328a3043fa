"""Dates counted in days, working days, weeks, months and years, each step shown.

A month on is the same day of the next month, or that month's last day where it has no such day: 31 January and one
month is 28 or 29 February. Twice a month on is counted from the first date, so that the 31st comes back.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from remit.errors import RequestProblem

Unit = Literal["day", "business_day", "week", "month", "year"]
Works = Callable[[date], bool]
"""Whether a date is a working day; SupportHours.works_on is one such."""
_WORDS: Final = {"business_day": "working day"}
_FURTHEST: Final = 20_000
"""Days among which a working day must be found: more than fifty years."""


@dataclass(frozen=True, slots=True)
class Length:
    """A number of days, working days, weeks, months or years; never negative."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise RequestProblem(
                f"{self.count} {self.unit}s is no length.", "Give a number that is not negative."
            )

    def __str__(self) -> str:
        word = _WORDS.get(self.unit, self.unit)
        return f"{self.count} {word if self.count == 1 else word + 's'}"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic and the date that it gives."""

    text: str
    day: date


def days(count: int) -> Length:
    return Length(count, "day")


def months(count: int) -> Length:
    return Length(count, "month")


def weekday(day: date) -> bool:
    """Monday to Friday, whatever holidays there are."""
    return day.weekday() < 5


def add_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise RequestProblem(
            f"{count} months from {day} is no date of our calendar.", "Check the number of months."
        )
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def after(day: date, length: Length, works: Works = weekday) -> date:
    """The date that long after; working days are counted from the next one on."""
    return _moved(day, length, works, 1)


def before(day: date, length: Length, works: Works = weekday) -> date:
    """The date that long before; working days are counted from the last one before."""
    return _moved(day, length, works, -1)


def on_or_before(day: date, works: Works) -> date:
    """The date itself if it is a working day, or the last one before it."""
    return day if works(day) else before(day, Length(1, "business_day"), works)


def on_or_after(day: date, works: Works) -> date:
    return day if works(day) else after(day, Length(1, "business_day"), works)


def long_date(day: date) -> str:
    """1 August 2026: no order of figures to mistake."""
    return f"{day.day} {day:%B} {day.year}"


def _moved(day: date, length: Length, works: Works, sign: int) -> date:
    try:
        if length.unit == "business_day":
            return _business(day, length.count, works, sign)
        if length.unit in ("month", "year"):
            return add_months(day, sign * length.count * (12 if length.unit == "year" else 1))
        return day + sign * timedelta(days=length.count * (7 if length.unit == "week" else 1))
    except OverflowError as problem:
        raise RequestProblem(
            f"{length} from {day} is no date of our calendar.", "Check the length."
        ) from problem


def _business(day: date, count: int, works: Works, sign: int) -> date:
    since = 0
    while count:
        day += timedelta(days=sign)
        since += 1
        if works(day):
            count, since = count - 1, 0
        elif since > _FURTHEST:
            raise RequestProblem("There is no working day.", "Check the hours: no weekday seems to be open.")
    return day
