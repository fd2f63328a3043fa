"""Sets of events as binary decision diagrams: exact, however many events there are.

Every axis is written in binary, so a set of cells is a function of some bits. Spaces of 10^8 events and more take
a few seconds; nothing is ever listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from remit.ruling.cells import Box, Space

Region = Any
"""A diagram of the library that is installed: CUDD's where its binary is at hand, else the one in plain Python."""

EXACT_FLOAT = 2**53


class Regions:
    """The regions of one space. `axes` are those that count; what can't occur is in no region.

    Facts that are not among the axes may be anything; an impossible combination with them rules out only what is
    impossible whatever they are.
    """

    def __init__(self, space: Space, axes: Iterable[int]) -> None:
        try:
            from dd import cudd as library  # noqa: PLC0415 - loaded only where events are counted
        except ImportError:  # pragma: no cover - where no binary is published
            from dd import autoref as library  # noqa: PLC0415
        self.space = space
        self.axes = tuple(axes)
        self.diagrams = library.BDD()
        self.diagrams.configure(reordering=False)
        linked = {axis for never in space.nevers for axis, _ in never} - set(self.axes)
        self.bits: Mapping[int, Sequence[str]] = {
            at: [f"x{at}_{n}" for n in range((space.axes[at].size - 1).bit_length())]
            for at in (*self.axes, *sorted(linked))
        }
        self.diagrams.declare(*(bit for bits in self.bits.values() for bit in bits))
        self.nothing, self._all = self.diagrams.false, self.diagrams.true
        possible = self._all
        for at in self.bits:
            possible &= self.cells(at, space.axes[at].full)
        for never in space.nevers:
            possible &= ~self.box(never)
        unseen = [bit for at in sorted(linked) for bit in self.bits[at]]
        self.whole: Region = self.diagrams.exist(unseen, possible) if unseen else possible

    def cells(self, at: int, mask: int) -> Region:
        """The events whose cell on the axis is one of the mask's."""
        return self._cells(self.bits[at], mask, 0)

    def _cells(self, bits: Sequence[str], mask: int, depth: int) -> Region:
        if depth == len(bits):
            return self._all if mask & 1 else self.nothing
        half = 1 << (len(bits) - depth - 1)
        low, high = mask & ((1 << half) - 1), mask >> half
        if not mask:
            return self.nothing
        bit = self.diagrams.var(bits[depth])
        return self.diagrams.ite(bit, self._cells(bits, high, depth + 1), self._cells(bits, low, depth + 1))

    def box(self, box: Box) -> Region:
        region = self._all
        for at, mask in box:
            region &= self.cells(at, mask)
        return region

    def boxes(self, boxes: Iterable[Box]) -> Region:
        """The possible events that some box allows."""
        region = self.nothing
        for box in boxes:
            region |= self.box(box)
        return region & self.whole

    def without(self, at: int, region: Region) -> Region:
        """The region as it is seen by somebody who does not know the fact on the axis."""
        return self.diagrams.exist(self.bits[at], region) if self.bits[at] else region

    def size(self, region: Region) -> int:
        """The number of cells in the region, exactly."""
        many = sum(len(self.bits[at]) for at in self.axes)
        if 2**many < EXACT_FLOAT:
            # The library counts in floating point, which is exact up to here.
            size: int = round(self.diagrams.count(region, many))
            return size
        return self._count(region)

    def _count(self, region: Region) -> int:
        # Methods, not functions within this one: those would tie the library's manager into a circle of references,
        # and it must outlive its diagrams.
        level = {bit: n for n, bit in enumerate(bit for at in self.axes for bit in self.bits[at])}
        return self._below(region, 0, level, {})

    def _below(self, node: Region, depth: int, level: Mapping[str, int], known: dict[int, int]) -> int:
        if node == self.nothing:
            return 0
        if node == self._all:
            return 1 << (len(level) - depth)
        here, index = level[node.var], int(node)
        if index not in known:
            low, high = (~node.low, ~node.high) if node.negated else (node.low, node.high)
            known[index] = sum(self._below(part, here + 1, level, known) for part in (low, high))
        # Bits that the diagram skips may be either.
        return known[index] << (here - depth)

    def pick(self, region: Region) -> dict[int, int]:
        """One event of the region: axis and cell, for every axis that counts."""
        chosen = self.diagrams.pick(region, [bit for at in self.axes for bit in self.bits[at]])
        found = {}
        for at in self.axes:
            cell = 0
            for bit in self.bits[at]:
                cell = cell << 1 | bool(chosen[bit])
            found[at] = cell
        return found
