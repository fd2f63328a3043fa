"""A timeline as numpy arrays, and pauses by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.clock.timeline import Timeline
from remit.clock.zones import SECOND

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """A window of no length stands first, so that every moment has one before it. `base` is before - opens."""

    opens: Whole
    ends: Whole
    before: Whole
    after: Whole
    base: Whole
    edges: Whole
    kinds: Whole

    def position(self, at: Whole) -> Whole:
        """Open time up to the moments."""
        i = np.searchsorted(self.opens, at, side="right") - 1
        return np.minimum(at, self.ends[i]) + self.base[i]

    def last_before(self, position: Whole) -> Whole:
        """The last window before which there was no more open time than that."""
        return np.searchsorted(self.before, position, side="right") - 1

    def first_after(self, position: Whole) -> Whole:
        """The first window after which there was no less open time than that."""
        return np.searchsorted(self.after, position, side="left")


def in_units(micros: Sequence[int], second: int) -> Whole:
    """`second` is how many units make one; what is converted here falls on whole seconds."""
    found = np.array(micros, np.int64)
    return found * (second // SECOND) if second >= SECOND else found // (SECOND // second)


def line_of(source: Timeline, second: int) -> Line:
    opens, ends = (in_units([source.low, *part], second) for part in (source.opens, source.ends))
    before, after = (in_units([0, *part], second) for part in (source.before, source.after))
    edges = in_units(source.edges, second)
    return Line(opens, ends, before, after, before - opens, edges, np.array(source.kinds, np.int64))


def merged_rows(
    row: Whole, begin: Whole, end: Whole, *, backward: bool = False
) -> Iterator[tuple[Whole, Whole, Whole]]:
    """Pauses merged within each row, handed out in rounds: every row's first (or last, `backward`), then its next."""
    real = begin < end
    row, begin, end = row[real], begin[real], end[real]
    if not len(row):
        return
    order = np.lexsort((begin, row))
    row, begin, end = row[order], begin[order], end[order]
    # The latest end so far in the row: ranks of ends, each row's lifted above those of the row before it.
    by_end = np.argsort(end, kind="stable")
    rank = np.empty_like(by_end)
    rank[by_end] = np.arange(len(end))
    so_far = end[by_end[np.maximum.accumulate(row * len(end) + rank) - row * len(end)]]
    fresh = np.ones(len(row), np.bool_)
    fresh[1:] = (row[1:] != row[:-1]) | (begin[1:] > so_far[:-1])
    first = np.flatnonzero(fresh)
    row, begin, end = row[first], begin[first], so_far[np.append(first[1:], len(so_far)) - 1]
    count = np.unique(row, return_counts=True)[1]
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    if backward:
        nth = np.repeat(count, count) - 1 - nth
    by_round = np.argsort(nth, kind="stable")
    bounds = np.cumsum(np.bincount(nth))
    for low, high in zip([0, *bounds[:-1]], bounds, strict=True):
        some = by_round[low:high]
        yield row[some], begin[some], end[some]
