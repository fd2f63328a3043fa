"""Working days: dates on which support opens, counted from the date of the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from remit.clock.policies import Days
from remit.clock.reach import FIRST, LAST, period_on
from remit.clock.timeline import merge
from remit.clock.zones import micros, midnight, opening
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
        day = working_day(hours, day + timedelta(days=step), step)
    if policy == "end_of_day":
        day = working_day(hours, day, 1)
        at = hours.reach.closes(day) or 0
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


def received(hours: SupportHours, moment: datetime, cutoff: time) -> datetime:
    """When the clock starts on what comes in at the moment; see SupportHours.received."""
    local = hours.reach.shown(micros(moment))
    day = local.date()
    if hours.works_on(day) and local.time() < cutoff:
        return hours.next_open(moment)
    following = working_day(hours, day + timedelta(days=1), 1)
    return hours.next_open(hours.reach.shown(midnight(following, period_on(hours.periods, following).place)))


def working_day(hours: SupportHours, day: date, step: int) -> date:
    """The date itself if support opens on it, or the next one in the direction of the step."""
    while not hours.works_on(day):
        day += timedelta(days=step)
        if not FIRST < day.year < LAST:
            raise RequestProblem("The hours have no working day.", "Check that they open at all.")
    return day
