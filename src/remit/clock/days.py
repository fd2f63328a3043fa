"""Working days: dates on which support opens, counted from the date of the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from remit.clock.policies import Days
from remit.clock.schedule import Schedule, Span
from remit.clock.timeline import FIRST, LAST, Period, subtract
from remit.clock.zones import closing, instant, opening
from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.clock.support_hours import Pause, SupportHours


def add_days(
    hours: SupportHours, start: datetime, days: int, pauses: Sequence[Pause], policy: Days
) -> datetime:
    """See SupportHours.add_days; the open time of pauses that begin before the due moment is added to it."""
    if policy == "open_time":
        return hours.due(start, timedelta(hours=24 * days), pauses)
    local = start.astimezone(_period(hours.periods, start.date()).place)
    day = local.date()
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        day = _working(hours.periods, day + timedelta(days=step), step)
    period = _period(hours.periods, day)
    if policy == "end_of_day":
        day = _working(hours.periods, day, step)
        period = _period(hours.periods, day)
        due = instant(
            closing(day, open_spans(period.schedule, day)[-1][1], period.place, hours.policies), period.place
        )
    elif days == 0:
        due = start
    else:
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        due = instant(opening(day, seconds, period.place, hours.policies), period.place)
        due += timedelta(microseconds=local.microsecond)
    if policy == "snap":
        due = hours.next_open(due)
    for begin, end in sorted(pauses):
        if start < end and begin < due:
            due = hours.due(due, hours.elapsed(max(begin, start), end))
    return due


def open_spans(plan: Schedule, day: date) -> list[Span]:
    """What opens on the local date, breaks cut out; empty on a day off."""
    return [] if plan.closed(day) else subtract(sorted(plan.spans(day)), sorted(plan.cuts(day)))


def _working(periods: Sequence[Period], day: date, step: int) -> date:
    while not open_spans(_period(periods, day).schedule, day):
        day += timedelta(days=step)
        if not FIRST < day < LAST:
            raise RequestProblem("The hours have no working day.", "Check that they open at all.")
    return day


def _period(periods: Sequence[Period], day: date) -> Period:
    return next(p for p in reversed(periods) if p.starts is None or p.starts <= day)
