"""Local wall-clock time for whole arrays: a place's offsets from UTC, from one change of its clocks to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from remit.clock.policies import Policies
from remit.clock.timeline import Period
from remit.clock.zones import SECOND, instant, midnight

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Offsets:
    """`offset[i]` holds from the instant `since[i]` on; all in one unit of `second` parts a second."""

    since: Whole
    offset: Whole

    def wall(self, at: Whole) -> Whole:
        """What the clocks show, as if they were in UTC."""
        return at + self.offset[np.searchsorted(self.since, at, side="right") - 1]

    def instant(self, wall: Whole, policies: Policies) -> Whole:
        """The moment that a wall-clock time is read as, by the policies for skipped and doubled times."""
        begins, ends = self.since + self.offset, self.since[1:] + self.offset[:-1]
        # The stretches of wall-clock time overlap where clocks go back, and leave a gap where they go forward.
        last = np.searchsorted(begins, wall, side="right") - 1
        doubled = (
            (last > 0) & (wall < np.append(ends, ends[-1:])[np.maximum(last - 1, 0)])
            if len(ends)
            else last < 0
        )
        found = wall - self.offset[np.where(doubled & (policies.fold != "second"), last - 1, last)]
        if not len(ends):
            return found
        following = np.minimum(last, len(ends) - 1)
        skipped = (last < len(ends)) & (wall >= ends[following])
        return np.where(skipped & (policies.gap != "shift"), self.since[following + 1], found)


def offsets(periods: Sequence[Period], first: date, last: date, second: int) -> Offsets:
    """Those of the places in effect between two dates; `second` is how many units make one."""
    found: list[tuple[int, int]] = []
    for n, period in enumerate(periods):
        following = periods[n + 1] if n + 1 < len(periods) else None
        begins = max(first, period.starts or first)
        until = min(last, following.starts or last) if following else last
        if begins >= until:
            continue
        start = midnight(begins, period.place)
        end = midnight(until, (following if following and until == following.starts else period).place)
        low = start if found else start - 2 * 86_400 * SECOND
        found += _changes(period, low, end)
    kept = [c for i, c in enumerate(found) if not i or c[1] != found[i - 1][1]]
    since, offset = (np.array(part, np.int64) for part in zip(*kept, strict=True))
    return Offsets(since * second // SECOND, offset * second // SECOND)


def _changes(period: Period, low: int, high: int) -> list[tuple[int, int]]:
    found = [(low, _offset(period, low))]
    day = 86_400 * SECOND
    for at in range(low, high, day):
        if _offset(period, at + day) != found[-1][1]:
            left, right = at, at + day
            while right - left > SECOND:
                middle = (left + right) // 2 // SECOND * SECOND
                left, right = (middle, right) if _offset(period, middle) == found[-1][1] else (left, middle)
            if right < high:
                found.append((right, _offset(period, right)))
    return found


def _offset(period: Period, at: int) -> int:
    return (instant(at, period.place).utcoffset() or timedelta()) // timedelta(microseconds=1)
