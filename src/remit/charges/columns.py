"""Whole numbers in columns: groups, running totals and shares, exact at any size.

Arrays hold 64-bit integers; where a product or sum could outgrow them they hold Python's own, which is slower and
never wrong.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
"""Of dtype int64, or object where numbers are larger."""
Flags = NDArray[np.bool_]
SAFE: Final = 2**62


def exact(values: Ints, factor: int = 1) -> Ints:
    """The array in a form in which `factor` times the sum of its absolute values still fits."""
    if values.dtype == object or not len(values):
        return values
    most = max(int(values.max()), -int(values.min()))
    return values if most * len(values) * abs(factor) < SAFE else values.astype(object)


class Groups:
    """Rows of equal keys, each group in the order of the rows."""

    def __init__(self, count: int, *keys: Ints) -> None:
        """The keys are arrays of `count` whole numbers; rows that agree in all of them are a group."""
        self.count = count
        key = _combined(count, keys)
        self.order = np.argsort(key, kind="stable")
        ordered = key[self.order]
        self.first: Flags = np.ones(count, dtype=bool)
        self.first[1:] = ordered[1:] != ordered[:-1]
        self.last: Flags = np.ones(count, dtype=bool)
        self.last[:-1] = self.first[1:]
        self.begins = np.flatnonzero(self.first)
        self.number = np.cumsum(self.first) - 1
        """Of each row's group, in the order of the groups."""

    def heads(self, values: Ints) -> Ints:
        """Each group's first value."""
        return values[self.order][self.begins]

    def totals(self, values: Ints) -> Ints:
        ordered = exact(values)[self.order]
        return np.add.reduceat(ordered, self.begins) if self.count else ordered

    def running(self, values: Ints) -> Ints:
        """Totals within the group up to and with each row, in the order of the groups."""
        ordered = exact(values)[self.order]
        total = np.cumsum(ordered)
        return total - (total - ordered)[self.begins][self.number] if self.count else ordered

    def rows(self, ordered: Ints) -> Ints:
        """Back from the order of the groups to that of the rows."""
        found = np.empty_like(ordered)
        found[self.order] = ordered
        return found

    def differences(self, after: Ints) -> Ints:
        """What each row adds to a running figure, given the figure after it; in the order of the rows."""
        before = np.empty_like(after)
        before[1:] = after[:-1]
        before[self.begins] = 0
        return self.rows(after - before)

    def share(self, parts: Ints, totals: Ints) -> Ints:
        """counting.share of every group's total over its parts."""
        whole = totals[self.number]
        after = np.where(self.last, whole, np.minimum(self.running(parts), whole))
        return self.differences(after)

    def is_first(self) -> Flags:
        """Whether a row is the first of its group."""
        found: Flags = self.rows(self.first)
        return found


def _combined(count: int, keys: tuple[Ints, ...]) -> Ints:
    key = np.zeros(count, dtype=np.int64)
    size = 1
    for part in keys:
        if not count:
            return key
        low, high = int(part.min()), int(part.max())
        if size * (high - low + 1) >= SAFE:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            size = int(key.max()) + 1
            part = np.unique(part, return_inverse=True)[1].astype(np.int64)  # noqa: PLW2901 - the same, in small numbers
            low, high = 0, int(part.max())
        key = key * (high - low + 1) + (part - low)
        size *= high - low + 1
    return key


def distinct(keys: Ints, size: int) -> tuple[Ints, Ints]:
    """Rows that stand for each key (keys are from 0 to size - 1), and for every row the number of its key."""
    if size > 4 * len(keys) + 1000:
        _, heads, number = np.unique(keys, return_index=True, return_inverse=True)
        return heads, number.reshape(-1)
    heads_of = np.full(size, -1, dtype=np.int64)
    heads_of[keys[::-1]] = np.arange(len(keys))[::-1]
    there = heads_of >= 0
    return heads_of[there], (np.cumsum(there) - 1)[keys]


def rounded(numerators: Ints, denominator: int, how: str) -> Ints:
    """money.rounded of numbers that are not negative, over a common denominator."""
    whole, rest = numerators // denominator, numerators % denominator
    if how == "down":
        return whole
    if how == "up":
        return whole + (rest > 0)
    twice = 2 * rest
    more = twice >= denominator
    if how == "half_even":
        more = (twice > denominator) | ((twice == denominator) & (whole % 2 == 1))
    return whole + more
