"""A response or resolution target applied to a ticket: when it is due, and how the clock got there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final, Literal

from remit.clock.contract_hours import Assumption
from remit.clock.dates import long_date
from remit.clock.reach import period_on
from remit.clock.support_hours import Pause, Piece, SupportHours
from remit.clock.timeline import merge, subtract
from remit.clock.zones import micros

Kind = Literal["response", "resolution"]
_SHOWN: Final = 6
"""Stretches told one by one; of a longer count the middle is summed up."""
_WHY: Final = {"after_hours": "outside support hours", "weekend": "weekend", "holiday": "holiday"}


@dataclass(frozen=True)
class Deadline:
    """`steps` say in plain words how the time was counted; `assumptions` what was taken for granted."""

    due: datetime
    steps: tuple[str, ...]
    assumptions: tuple[Assumption, ...] = ()

    def met(self, done: datetime) -> bool:
        """To the moment itself is in time."""
        return micros(done) <= micros(self.due)


def deadline(
    hours: SupportHours,
    target: Mapping[str, Any],
    kind: Kind,
    start: datetime,
    pauses: Sequence[Pause] = (),
) -> Deadline:
    """The target is one of the field response_targets or resolution_targets: {priority, minutes, clock}.

    Whether pauses count is the policy `paused`; what an unstated clock means is the policy `unstated`.
    """
    clock = target.get("clock", "unstated")
    told: tuple[Assumption, ...] = hours.assumptions
    if clock == "unstated":
        clock = hours.policies.unstated
        words = "support hours" if clock == "business" else "all hours"
        because = f"the contract does not say by which clock its {kind} target runs"
        told = (*told, Assumption(field=f"{kind}_targets", assumed=f"it counts {words}", because=because))
    counted = (
        hours
        if clock == "business"
        else SupportHours.always(hours.periods[-1].place.key, policies=hours.policies)
    )
    stops = hours.policies.paused == "both" or (
        hours.policies.paused == "resolution" and kind == "resolution"
    )
    amount = timedelta(seconds=round(Fraction(str(target["minutes"])) * 60))
    away = tuple(pauses) if stops else ()
    due = counted.due(start, amount, away)
    return Deadline(due, explain(counted, start, due, amount, away), told)


def explain(
    hours: SupportHours, start: datetime, due: datetime, amount: timedelta, pauses: Sequence[Pause] = ()
) -> tuple[str, ...]:
    """How the open time from start to due adds up, stretch by stretch."""
    place = hours.periods[-1].place
    steps = [f"Counted from {_moment(hours, start)} ({place.key}); the target is {length(amount)}."]
    away = merge((micros(a), micros(b)) for a, b in pauses)
    stretches: list[tuple[int, int, str]] = []
    for piece in hours.split(start, due):
        whole = (micros(piece.start), micros(piece.end))
        if piece.kind != "business":
            stretches.append((*whole, _holidays(hours, piece) or _WHY[piece.kind]))
            continue
        running = subtract([whole], away)
        stood = subtract([whole], running)
        stretches += [(*w, "") for w in running] + [(*w, "paused") for w in stood]
    stretches.sort()
    lines, total = [], timedelta()
    for low, high, why in stretches:
        long = timedelta(microseconds=high - low)
        total += timedelta() if why else long
        span = _span(hours, low, high)
        lines.append(f"{span}: {why}." if why else f"{span}: {length(long)} counted, {length(total)} so far.")
    if len(lines) > 2 * _SHOWN:
        lines[_SHOWN:-_SHOWN] = [f"... {len(lines) - 2 * _SHOWN} stretches more, counted in the same way ..."]
    if hours.policies.pausing == "wall_clock" and pauses:
        lines = [
            f"Pauses move it by their whole length: {length(sum((b - a for a, b in pauses), timedelta()))}."
        ]
    return (*steps, *lines, f"Due {_moment(hours, due)}.")


def length(amount: timedelta) -> str:
    """2 h 30 min, to the second where there are any."""
    seconds = amount // timedelta(seconds=1)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if n]
    return " ".join(parts) or "0 min"


def _holidays(hours: SupportHours, piece: Piece) -> str:
    """The names of the holidays in a stretch; empty where it is no holiday or nobody names it."""
    if piece.kind != "holiday":
        return ""
    names: dict[str, None] = {}
    day = piece.start.date()
    while day <= piece.end.date():
        name = period_on(hours.periods, day).schedule.holiday(day)
        names |= {name: None} if name else {}
        day += timedelta(days=1)
    return ", ".join(names)


def _moment(hours: SupportHours, at: datetime) -> str:
    local = hours.reach.shown(micros(at))
    return f"{local:%A}, {long_date(local.date())}, {_clock(local)}"


def _span(hours: SupportHours, low: int, high: int) -> str:
    begin, end = hours.reach.shown(low), hours.reach.shown(high)
    if begin.date() == end.date():
        return f"{begin:%a} {long_date(begin.date())}, {_clock(begin)} to {_clock(end)}"
    return f"{begin:%a} {long_date(begin.date())}, {_clock(begin)} to {end:%a} {long_date(end.date())}, {_clock(end)}"


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second or at.microsecond else f"{at:%H:%M}"
