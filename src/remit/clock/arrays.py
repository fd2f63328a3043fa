"""Support hours over numpy arrays: whole numbers since 1970-01-01T00:00Z in, the same out.

Every element equals what the scalar form gives. Open time up to a moment is a prefix sum over the windows, so that a
deadline is two look-ups in sorted arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from remit.clock.array_line import Line, Whole, line_of, merged_rows
from remit.clock.offsets import Clocks, clocks
from remit.clock.policies import Boundary, Days
from remit.clock.timeline import Timeline
from remit.clock.zones import EPOCH_DAY, SECOND
from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.clock.support_hours import SupportHours

Pauses = tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]
"""(row, from, to) of each pause, in any order; a row may have none or several."""
_PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_SIZES: Final = {"second": 1, "minute": 60}


@dataclass(frozen=True)
class Pieces:
    """Stretches of one kind each, by row and time; `kind` indexes KINDS."""

    row: Whole
    start: Whole
    end: Whole
    kind: Whole


class HoursArrays:
    """The array forms of SupportHours. Keep it: what it lays out on first use serves all later calls."""

    def __init__(self, hours: SupportHours, unit: str = "s") -> None:
        if unit not in _PER_SECOND:
            raise RequestProblem(f"'{unit}' is no unit of time here.", f"Units: {', '.join(_PER_SECOND)}.")
        self.hours = hours
        self.unit = unit
        self._second = _PER_SECOND[unit]
        self._held: tuple[Timeline, Line] | None = None
        self._clocks: tuple[tuple[int, int], Clocks] | None = None

    def due(
        self,
        starts: npt.ArrayLike,
        amounts: npt.ArrayLike,
        pauses: Pauses | None = None,
        boundary: Boundary | None = None,
    ) -> Whole:
        """When the amounts of open time are used up."""
        return self._move(starts, amounts, pauses, boundary, forward=True)

    def back(
        self,
        ends: npt.ArrayLike,
        amounts: npt.ArrayLike,
        pauses: Pauses | None = None,
        boundary: Boundary | None = None,
    ) -> Whole:
        """When the amounts of open time before the ends began."""
        return self._move(ends, amounts, pauses, boundary, forward=False)

    def elapsed(self, starts: npt.ArrayLike, ends: npt.ArrayLike, pauses: Pauses | None = None) -> Whole:
        """Open time from starts to ends, less the pauses."""
        low, high = self._pair(starts, ends)
        low, high = self._enter(low), self._enter(high)
        reversed_ = low > high
        if self.hours.policies.reversed == "refuse" and reversed_.any():
            row = int(np.argmax(reversed_))
            raise RequestProblem(
                f"In row {row} the end is before the start.",
                'Check it, or use the policy reversed="negative".',
            )
        if not reversed_.any():
            return self._spent(low, high, pauses)
        spent = self._spent(np.minimum(low, high), np.maximum(low, high), pauses)
        return np.where(reversed_, 0 if self.hours.policies.reversed == "zero" else -spent, spent)

    def next_open(self, moments: npt.ArrayLike) -> Whole:
        """The moments themselves where they are open, or the next opening."""
        at = self._enter(_whole(moments))
        return self._leave(self._forward(at, np.zeros_like(at), later=True))

    def kinds(self, moments: npt.ArrayLike) -> Whole:
        """Index into KINDS."""
        at = self._enter(_whole(moments))
        line = self._over(at, at)
        return line.kinds[np.searchsorted(line.edges, at, side="right") - 1]

    def split(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Pieces:
        """The stretches of one kind each; those of a row are exactly its time from start to end."""
        low, high = self._pair(starts, ends)
        low, high = self._enter(low), self._enter(high)
        line = self._over(low, high)
        first = np.searchsorted(line.edges, low, side="right") - 1
        count = np.where(low < high, np.searchsorted(line.edges, high, side="left") - first, 0)
        row = np.repeat(np.arange(len(low)), count)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        edge = first[row] + nth
        start = np.where(nth == 0, low[row], line.edges[edge])
        following = line.edges[np.minimum(edge + 1, len(line.edges) - 1)]
        end = np.where(nth == count[row] - 1, high[row], following)
        return Pieces(row, self._leave(start, exact=True), self._leave(end, exact=True), line.kinds[edge])

    def by_kind(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> Whole:
        """Time of each kind from starts to ends, as it passes: one row a kind, in the order of KINDS."""
        pieces = self.split(starts, ends)
        rows = len(np.broadcast_arrays(np.atleast_1d(starts), np.atleast_1d(ends))[0])
        found = np.zeros((4, rows), np.int64)
        np.add.at(found, (pieces.kind, pieces.row), pieces.end - pieces.start)
        return found

    def add_days(
        self,
        starts: npt.ArrayLike,
        days: npt.ArrayLike,
        pauses: Pauses | None = None,
        policy: Days | None = None,
    ) -> Whole:
        """The working days that many after the starts'; see SupportHours.add_days."""
        policy = policy or self.hours.policies.days
        at, count = self._pair(starts, days)
        if pauses and len(count) and count.min() < 0:
            raise RequestProblem(
                "Days counted back have no pauses.",
                "Pauses move a deadline; leave them out, or count forward.",
            )
        if policy == "open_time":
            return self.due(at, count * 24 * 3600 * self._second, pauses)
        self._over(at, at)
        while True:
            shown_by, (working, closes) = self._by_clocks(), self._working_days()
            shown = shown_by.wall(at)
            day, time = np.divmod(shown, 86_400 * self._second)
            ahead = np.searchsorted(working, day, side="right") - 1 + count
            behind = np.searchsorted(working, day, side="left") + count
            n = np.where(count > 0, ahead, behind)
            if policy == "end_of_day":
                # A day off closes with the next working day, or counting back with the one before.
                ready = bool(len(working) and n.min(initial=0) >= 0 and n.max(initial=0) < len(working))
            else:
                moved = n[count != 0]
                ready = bool(not len(moved) or (moved.min() >= 0 and moved.max() < len(working)))
            if ready:
                break
            if n.min(initial=0) < 0:
                self.hours.reach.earlier(0)
            else:
                self.hours.reach.later(0)
        if policy == "end_of_day":
            due = closes[n]
        else:
            there = working[np.where(count == 0, 0, n)] if len(working) else day
            due = np.where(
                count == 0, at, shown_by.instant(there * 86_400 * self._second + time, self.hours.policies)
            )
        if policy == "snap":
            due = self.next_open(due)
        by_wall = self.hours.policies.pausing == "wall_clock"
        for row, begin, end in merged_rows(*(_whole(part) for part in pauses)) if pauses else ():
            counts = (at[row] < end) & (begin < due[row])
            row, begin, end = row[counts], begin[counts], end[counts]  # noqa: PLW2901 - those that count
            since = np.maximum(begin, at[row])
            due[row] = due[row] + (end - since) if by_wall else self.due(due[row], self.elapsed(since, end))
        return due

    # -- on the line ----------------------------------------------------------------------------------------------

    def _move(
        self,
        moments: npt.ArrayLike,
        amounts: npt.ArrayLike,
        pauses: Pauses | None,
        boundary: Boundary | None,
        *,
        forward: bool,
    ) -> Whole:
        at, amount = self._pair(moments, amounts)
        at = self._enter(at)
        beyond = (boundary or self.hours.policies.boundary) == "next_open"
        if not len(at) or amount.min() >= 0:
            return self._leave(self._one_way(at, amount, pauses, beyond, forward=forward))
        found = np.empty_like(at)
        for rows, onward in (
            (np.flatnonzero(amount >= 0), forward),
            (np.flatnonzero(amount < 0), not forward),
        ):
            some = _rows_of(pauses, rows) if pauses else None
            found[rows] = self._one_way(at[rows], np.abs(amount[rows]), some, beyond, forward=onward)
        return self._leave(found)

    def _one_way(
        self, at: Whole, amount: Whole, pauses: Pauses | None, beyond: bool, *, forward: bool
    ) -> Whole:
        if not pauses:
            return (
                self._forward(at, amount, later=beyond)
                if forward
                else self._backward(at, amount, earlier=beyond)
            )
        if self.hours.policies.pausing == "wall_clock":
            return self._moved_by_the_wall_clock(at, amount, pauses, beyond, forward=forward)
        # Time runs backward as it runs forward, from the other side: `sign` turns every comparison round.
        sign = 1 if forward else -1
        step: Callable[[Whole, Whole], Whole] = (
            (lambda a, n: self._forward(a, n, later=beyond))
            if forward
            else (lambda a, n: self._backward(a, n, earlier=beyond))
        )
        at, amount, open_rows = at.copy(), amount.copy(), np.ones(len(at), np.bool_)
        found = np.empty_like(at)
        for row, begin, end in self._each(pauses, backward=not forward):
            near, far = (begin, end) if forward else (end, begin)
            counts = open_rows[row] & (sign * far > sign * at[row])
            row, near, far = row[counts], near[counts], far[counts]  # noqa: PLW2901 - those that count
            ahead = sign * near > sign * at[row]
            some, to = row[ahead], near[ahead]
            reached = step(at[some], amount[some])
            within = (sign * reached < sign * to) | ((reached == to) & (not beyond))
            found[some[within]] = reached[within]
            open_rows[some[within]] = False
            some, to = some[~within], to[~within]
            amount[some] -= sign * (self._position(to) - self._position(at[some]))
            still = open_rows[row]
            at[row[still]] = far[still]
        found[open_rows] = step(at[open_rows], amount[open_rows])
        return found

    def _moved_by_the_wall_clock(
        self, at: Whole, amount: Whole, pauses: Pauses, beyond: bool, *, forward: bool
    ) -> Whole:
        found = self._one_way(at, amount, None, beyond, forward=forward)
        for row, begin, end in self._each(pauses, backward=not forward):
            if forward:
                found[row] += np.where(begin < found[row], np.maximum(0, end - np.maximum(begin, at[row])), 0)
            else:
                found[row] -= np.where(end > found[row], np.maximum(0, np.minimum(end, at[row]) - begin), 0)
        return found

    def _forward(self, at: Whole, amount: Whole, *, later: bool) -> Whole:
        line = self._over(at, at)
        target = line.position(at) + amount
        while len(at) and (most := target.max()) >= (last := line.after[-1]):
            short = (target > last) | ((target == last) & (later | (amount == 0)))
            if most == last and not short.any():
                break
            self.hours.reach.later(int(amount[short].max()) * SECOND // self._second)
            line = self._line()
        if later:
            target += line.shift.take(line.last_before(target))
            return target
        i = line.first_after(target)
        target += line.shift.take(i)
        # Nothing after a closed moment is due at the next opening.
        none = np.flatnonzero(amount == 0) if amount.min(initial=1) == 0 else ()
        if len(none):
            stuck = none[target[none] < at[none]]
            target[stuck] = line.opens[i[stuck] + 1]
        return target

    def _backward(self, at: Whole, amount: Whole, *, earlier: bool) -> Whole:
        line = self._over(at, at)
        target = line.position(at) - amount
        while len(at):
            short = (target < 0) | ((target == 0) & (earlier | (amount == 0)))
            if not short.any():
                break
            self.hours.reach.earlier(int(amount.max()) * SECOND // self._second)
            line = self._line()
            target = line.position(at) - amount
        if earlier:
            return target + line.shift.take(line.first_after(target))
        i = line.last_before(target)
        found = target + line.shift.take(i)
        return np.where(found > at, line.ends[np.maximum(i - 1, 0)], found)

    def _spent(self, low: Whole, high: Whole, pauses: Pauses | None) -> Whole:
        line = self._over(low, high)
        spent = line.position(high) - line.position(low)
        for row, begin, end in self._each(pauses) if pauses else ():
            start, until = np.maximum(begin, low[row]), np.minimum(end, high[row])
            until = np.maximum(start, until)
            wall = self.hours.policies.pausing == "wall_clock"
            spent[row] -= until - start if wall else self._position(until) - self._position(start)
        return np.maximum(0, self._rounded(spent)) if pauses else self._rounded(spent)

    def _position(self, at: Whole) -> Whole:
        return self._over(at, at).position(at)

    def _each(self, pauses: Pauses, *, backward: bool = False) -> Iterator[tuple[Whole, Whole, Whole]]:
        """Each row's first pause, each row's second, ...: by rounds in which no row comes twice."""
        row, begin, end = (_whole(part) for part in pauses)
        yield from merged_rows(row, self._enter(begin), self._enter(end), backward=backward)

    def _over(self, low: Whole, high: Whole) -> Line:
        if len(low):
            least, most = (int(x) * SECOND // self._second for x in (low.min(), high.max()))
            self.hours.reach.over(least, most)
        return self._line()

    def _line(self) -> Line:
        source = self.hours.reach.line
        if self._held is None or self._held[0] is not source:
            self._held = (source, line_of(source, self._second))
        return self._held[1]

    def _by_clocks(self) -> Clocks:
        reach = self.hours.reach
        if self._clocks is None or self._clocks[0] != reach.years:
            first, last = reach.years
            found = clocks(reach.periods, date(first, 1, 1), date(last, 1, 1), self._second)
            self._clocks = (reach.years, found)
        return self._clocks[1]

    def _working_days(self) -> tuple[Whole, Whole]:
        """Days since 1970-01-01 on which support opens, and the instants when they close."""
        reach = self.hours.reach
        first, last = (date(year, 1, 1) for year in reach.years)
        days, closes = [], []
        for n in range((last - first).days):
            day = first + timedelta(days=n)
            close = reach.closes(day)
            if close is not None:
                days.append(day.toordinal() - EPOCH_DAY)
                closes.append(close * self._second // SECOND)
        return np.array(days, np.int64), np.array(closes, np.int64)

    def _enter(self, at: Whole) -> Whole:
        if self.hours.policies.daylight != "wall":
            return at
        self._over(at, at)
        return self._by_clocks().wall(at)

    def _leave(self, at: Whole, *, exact: bool = False) -> Whole:
        at = at if exact else self._rounded(at)
        return (
            self._by_clocks().instant(at, self.hours.policies)
            if self.hours.policies.daylight == "wall"
            else at
        )

    def _rounded(self, at: Whole) -> Whole:
        rounding = self.hours.policies.rounding
        if rounding == "exact":
            return at
        unit, _, up = rounding.partition("_")
        size = _SIZES[unit] * self._second
        return -(-at // size) * size if up else at // size * size

    def _pair(self, left: npt.ArrayLike, right: npt.ArrayLike) -> tuple[Whole, Whole]:
        one, two = _whole(left), _whole(right)
        if one.shape != two.shape:
            if len(one) != 1 and len(two) != 1:
                raise RequestProblem(
                    f"{len(one)} values stand beside {len(two)}.", "Give as many of one as of the other."
                )
            one, two = (np.array(part) for part in np.broadcast_arrays(one, two))
        return one, two


def _whole(values: npt.ArrayLike) -> Whole:
    found = np.atleast_1d(np.asarray(values))
    if found.ndim != 1 or (found.dtype.kind not in "iu" and len(found)):
        raise RequestProblem(
            "Times must be one row of whole numbers.",
            "Give epoch integers, such as frame column.to_physical().",
        )
    return found.astype(np.int64, copy=False)


def _rows_of(pauses: Pauses, rows: Whole) -> Pauses:
    """The pauses of some rows, by their new numbers."""
    row, begin, end = (_whole(part) for part in pauses)
    new: Any = np.full(max(int(row.max(initial=0)), int(rows.max(initial=0))) + 1, -1)
    new[rows] = np.arange(len(rows))
    kept = new[row] >= 0
    return new[row][kept], begin[kept], end[kept]
