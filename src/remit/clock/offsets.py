"""Local wall-clock time for whole arrays: a place's offsets from UTC, from one change of its clocks to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from remit.clock.array_line import Whole, in_units
from remit.clock.policies import Policies
from remit.clock.timeline import Period
from remit.clock.zones import EPOCH_DAY, SECOND, instant, midnight


@dataclass(frozen=True)
class _Offsets:
    """`offset[i]` holds from the instant `since[i]` on."""

    since: Whole
    offset: Whole

    def wall(self, at: Whole) -> Whole:
        return at + self.offset[np.searchsorted(self.since, at, side="right") - 1]

    def instant(self, wall: Whole, policies: Policies) -> Whole:
        begins, ends = self.since + self.offset, self.since[1:] + self.offset[:-1]
        last = np.searchsorted(begins, wall, side="right") - 1
        if not len(ends):
            return wall - self.offset[last]
        # The stretches of wall-clock time overlap where clocks go back, and leave a gap where they go forward.
        doubled = (last > 0) & (wall < ends[np.maximum(last - 1, 0)])
        found = wall - self.offset[np.where(doubled & (policies.fold != "second"), last - 1, last)]
        following = np.minimum(last, len(ends) - 1)
        skipped = (last < len(ends)) & (wall >= ends[following])
        return np.where(skipped & (policies.gap != "shift"), self.since[following + 1], found)


@dataclass(frozen=True)
class Clocks:
    """The clocks of each period: `instants` and `dates` are when each begins, as an instant and by its own clocks."""

    places: tuple[_Offsets, ...]
    instants: Whole
    dates: Whole

    def wall(self, at: Whole) -> Whole:
        """What the clocks show, as if they were in UTC."""
        return self._each(at, self.instants, lambda place, some: place.wall(some))

    def instant(self, wall: Whole, policies: Policies) -> Whole:
        """The moment that a wall-clock time is read as, by the policies for skipped and doubled times."""
        return self._each(wall, self.dates, lambda place, some: place.instant(some, policies))

    def _each(self, at: Whole, begins: Whole, turn: Callable[[_Offsets, Whole], Whole]) -> Whole:
        if len(self.places) == 1:
            return turn(self.places[0], at)
        found = np.empty_like(at)
        period = np.searchsorted(begins, at, side="right")
        for n, place in enumerate(self.places):
            found[period == n] = turn(place, at[period == n])
        return found


def clocks(periods: Sequence[Period], first: date, last: date, second: int) -> Clocks:
    """Good between two dates; `second` is how many units make one."""
    moves = [p for p in periods if p.starts]
    return Clocks(
        tuple(_offsets(period.place, first, last, second) for period in periods),
        in_units([midnight(p.starts, p.place) for p in moves if p.starts], second),
        in_units([(p.starts.toordinal() - EPOCH_DAY) * 86_400 * SECOND for p in moves if p.starts], second),
    )


def _offsets(place: ZoneInfo, first: date, last: date, second: int) -> _Offsets:
    day = 86_400 * SECOND
    days = range(midnight(first, place) - 2 * day, midnight(last, place) + 2 * day, day)
    found = [(days[0], _offset(place, days[0]))]
    for left, right in pairwise(days):
        if _offset(place, right) != found[-1][1]:
            low, high = left, right
            while high - low > SECOND:
                middle = (low + high) // 2 // SECOND * SECOND
                low, high = (middle, high) if _offset(place, middle) == found[-1][1] else (low, middle)
            found.append((high, _offset(place, high)))
    since, offset = zip(*found, strict=True)
    return _Offsets(in_units(since, second), in_units(offset, second))


def _offset(place: ZoneInfo, at: int) -> int:
    return (instant(at, place).utcoffset() or timedelta()) // timedelta(microseconds=1)
