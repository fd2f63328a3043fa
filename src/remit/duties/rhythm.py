"""The dates of a rhythm within some months: every one with the sum that gives it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from remit.clock.dates import Length, Works, add_months, after, before, days, long_date
from remit.duties.record import Due
from remit.duties.timing import Timing

_MONTH_NAMES: Final = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}
_TIMES: Final = {2: "twice", 3: "three times", 4: "four times"}
_MOST: Final = 400


def rhythm_dates(timing: Timing, begins: date | None, on: date, until: date, works: Works) -> tuple[Due, ...]:
    """Empty for what recurs within a month: a date for every week would bury the others."""
    every = timing.every
    if every is None or every.unit not in ("month", "year"):
        return ()
    months = every.count * (12 if every.unit == "year" else 1)
    if timing.trigger == "anniversary":
        found = _anniversaries(begins, months) if begins else iter(())
    elif timing.day is not None:
        found = _days_of(timing, months, on, works)
    elif timing.own_year and begins:
        found = _own_periods(timing, begins, months)
    else:
        found = _calendar_periods(timing, months, on)
    dates: list[Due] = []
    for n, due in enumerate(found):
        if due.day > until or n > _MOST * 12:
            break
        if due.day >= on:
            dates.append(due)
    return tuple(dates)


def _anniversaries(begins: date, months: int) -> Iterator[Due]:
    for n in range(1, _MOST):
        day = add_months(begins, n * months)
        yield Due(day=day, steps=(f"Start {long_date(begins)} + {n} x {months} months = {long_date(day)}.",))


def _own_periods(timing: Timing, begins: date, months: int) -> Iterator[Due]:
    name = _MONTH_NAMES.get(months, f"{months} months")
    for n in range(1, _MOST):
        day = before(add_months(begins, n * months), days(1))
        text = f"Start {long_date(begins)} + {n} x {months} months - 1 day = {long_date(day)}: the end of {name} {n} of the contract"
        yield Due(day=day, steps=(f"{text}{_often(timing)}.",))


def _calendar_periods(timing: Timing, months: int, on: date) -> Iterator[Due]:
    name = _MONTH_NAMES.get(months, f"{months} months")
    first = date(on.year, (on.month - 1) // months * months + 1 if months <= 12 else 1, 1)
    for n in range(1, _MOST):
        day = add_months(first, n * months) - timedelta(days=1)
        why = (
            ""
            if months == 1
            else f"; the contract does not say which day, so {name}s of the calendar are taken"
        )
        yield Due(day=day, steps=(f"{long_date(day)} is the last day of the {name}{_often(timing)}{why}.",))


def _days_of(timing: Timing, months: int, on: date, works: Works) -> Iterator[Due]:
    name = _MONTH_NAMES.get(months, "period")
    first = date(on.year, (on.month - 1) // months * months + 1 if months <= 12 else 1, 1)
    number = timing.day or 1
    for n in range(_MOST):
        begin = add_months(first, n * months)
        end = add_months(begin, months) - timedelta(days=1)
        if timing.working:
            day = (
                before(end + timedelta(days=1), Length(1, "business_day"), works)
                if number < 0
                else after(begin - timedelta(days=1), Length(number, "business_day"), works)
            )
        else:
            day = end if number < 0 else min(end, begin + timedelta(days=number - 1))
        which = "last" if number < 0 else _ordinal(number)
        what = "working day" if timing.working else "day"
        yield Due(day=day, steps=(f"{long_date(day)} is the {which} {what} of the {name}.",))


def _ordinal(n: int) -> str:
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _often(timing: Timing) -> str:
    return "" if timing.times == 1 else f", {_TIMES.get(timing.times, f'{timing.times} times')} by then"
