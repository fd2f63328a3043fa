"""A timeline as numpy arrays, and pauses by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from remit.clock.timeline import Timeline
from remit.clock.zones import SECOND

Whole = npt.NDArray[np.int64]
_MOST_BUCKETS: Final = 1_000_000
"""Four megabytes; calendars with openings seconds apart over decades are bisected instead."""


class Finder:
    """The last of some sorted keys that is not after a value: by a table of buckets, or by bisection.

    Buckets are no wider than the least distance between keys, so that each holds one key at most and a look-up is a
    table entry and a comparison; bisection visits a dozen.
    """

    def __init__(self, keys: Whole) -> None:
        self.keys = keys
        gaps = np.diff(keys)
        least = int(gaps[gaps > 0].min(initial=np.iinfo(np.int64).max))
        self._bits = least.bit_length() - 1
        buckets = int(keys[-1] - keys[0] >> self._bits) + 1
        self._table: npt.NDArray[np.int32] | None = None
        if buckets <= _MOST_BUCKETS:
            starts = keys[0] + (np.arange(buckets, dtype=np.int64) << self._bits)
            self._table = (np.searchsorted(keys, starts, side="right") - 1).astype(np.int32)
            self._next = np.append(keys[1:], np.iinfo(np.int64).max)

    def __call__(self, values: Whole) -> npt.NDArray[np.integer[Any]]:
        """No value lies before the first key."""
        if self._table is None:
            return np.searchsorted(self.keys, values, side="right") - 1
        bucket = (values - self.keys[0]) >> self._bits
        found: npt.NDArray[np.integer[Any]] = self._table.take(bucket, mode="clip")
        found += values >= self._next.take(found)
        return found


@dataclass(frozen=True)
class Line:
    """As the timeline's own; see there. `shift` is opens - before."""

    opens: Whole
    ends: Whole
    after: Whole
    shift: Whole
    edges: Whole
    kinds: Whole
    find_open: Finder
    find_before: Finder
    find_after: Finder

    def position(self, at: Whole) -> Whole:
        """Open time up to the moments."""
        i = self.find_open(at)
        found = np.minimum(at, self.ends.take(i))
        found -= self.shift.take(i)
        return found

    def last_before(self, position: Whole) -> npt.NDArray[np.integer[Any]]:
        """The last window before which there was no more open time than that."""
        return self.find_before(position)

    def first_after(self, position: Whole) -> npt.NDArray[np.integer[Any]]:
        """The first window after which there was no less open time than that; at least the second for none."""
        return self.find_after(position - 1) + 1


def in_units(micros: Sequence[int], second: int) -> Whole:
    """`second` is how many units make one; what is converted here falls on whole seconds."""
    found = np.array(micros, np.int64)
    return found * (second // SECOND) if second >= SECOND else found // (SECOND // second)


def line_of(source: Timeline, second: int) -> Line:
    opens, ends, before, after, shift, edges = (
        in_units(part, second)
        for part in (source.opens, source.ends, source.before, source.after, source.shift, source.edges)
    )
    return Line(
        opens,
        ends,
        after,
        shift,
        edges,
        np.array(source.kinds, np.int64),
        Finder(opens),
        Finder(before),
        Finder(after),
    )


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
