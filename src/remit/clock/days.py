"""Working days: dates on which support opens, counted from the date of the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from remit.clock.policies import Days
from remit.clock.reach import FIRST, LAST
from remit.clock.schedule import Schedule, Span
from remit.clock.timeline import Period, merge, subtract
from remit.clock.zones import closing, micros, opening
from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.clock.support_hours import Pause, SupportHours


def add_days(
    hours: SupportHours, start: datetime, days: int, pauses: Sequence[Pause], policy: Days
) -> datetime:
    """See SupportHours.add_days; pauses that begin before the due moment move it on."""
    if pauses and days < 0:
        raise RequestProblem(
            "Days counted back have no pauses.", "Pauses move a deadline; leave them out, or count forward."
        )
    if policy == "open_time":
        return hours.due(start, timedelta(hours=24 * days), pauses)
    begun = micros(start)
    local = hours.reach.shown(begun)
    day = local.date()
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        day = working_day(hours.periods, day + timedelta(days=step), step)
    if policy == "end_of_day":
        day = working_day(hours.periods, day, -1 if days < 0 else 1)
        period = period_on(hours.periods, day)
        at = closing(day, open_spans(period.schedule, day)[-1][1], period.place, hours.policies)
    elif days == 0:
        at = begun
    else:
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        at = opening(day, seconds, period_on(hours.periods, day).place, hours.policies) + local.microsecond
    due = hours.reach.shown(at)
    if policy == "snap":
        due = hours.next_open(due)
    for begin, end in merge((micros(begin), micros(end)) for begin, end in pauses):
        since = max(begin, begun)
        if since < end and begin < micros(due):
            if hours.policies.pausing == "wall_clock":
                due = hours.reach.shown(micros(due) + end - since)
            else:
                due = hours.due(due, hours.elapsed(hours.reach.shown(since), hours.reach.shown(end)))
    return due


def open_spans(plan: Schedule, day: date) -> list[Span]:
    """What opens on the local date, breaks cut out; empty on a day off."""
    return [] if plan.closed(day) else subtract(sorted(plan.spans(day)), sorted(plan.cuts(day)))


def working_day(periods: Sequence[Period], day: date, step: int) -> date:
    while not open_spans(period_on(periods, day).schedule, day):
        day += timedelta(days=step)
        if not FIRST < day.year < LAST:
            raise RequestProblem("The hours have no working day.", "Check that they open at all.")
    return day


def period_on(periods: Sequence[Period], day: date) -> Period:
    return next(p for p in reversed(periods) if p.starts is None or p.starts <= day)
