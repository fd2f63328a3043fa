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


NOWHERE, EVERYWHERE = -1, -2


class Tree:
    """A region as a diagram with one step for each fact: (depth, branches of cells with what follows)."""

    def __init__(
        self, axes: Sequence[int], nodes: Sequence[tuple[int, tuple[tuple[int, int], ...]]], root: int
    ) -> None:
        self.axes, self.nodes, self.root = axes, nodes, root

    def weigh(
        self, weights: Sequence[Sequence[int]], rests: Sequence[int], known: dict[tuple[int, int], int]
    ) -> int:
        """The sum over the region's events of the products of their cells' weights, by depth and cell.

        `rests` numbers the weights from a depth on; what was weighed with the same numbers before is in `known`.
        """
        return self._weigh(self.root, weights, rests, known)

    def _weigh(
        self,
        name: int,
        weights: Sequence[Sequence[int]],
        rests: Sequence[int],
        known: dict[tuple[int, int], int],
    ) -> int:
        if name < 0:
            return int(name == EVERYWHERE)
        depth, branches = self.nodes[name]
        index = (name, rests[depth])
        if index not in known:
            total = 0
            for mask, after in branches:
                mine = sum(w for cell, w in enumerate(weights[depth]) if w and mask >> cell & 1)
                if mine:
                    total += mine * self._weigh(after, weights, rests, known)
            known[index] = total
        return known[index]

    def likeliest(self, weights: Sequence[Sequence[int]]) -> dict[int, int]:
        """The region's event with the greatest product of weights: axis and cell."""
        best: dict[int, int] = {NOWHERE: 0, EVERYWHERE: 1}
        chosen: dict[int, tuple[int, int]] = {}
        # Nodes stand after those that follow them.
        for name, (depth, branches) in enumerate(self.nodes):
            best[name] = 0
            for mask, after in branches:
                cell = max(
                    (c for c in range(len(weights[depth])) if mask >> c & 1), key=weights[depth].__getitem__
                )
                product = weights[depth][cell] * best[after]
                if product > best[name] or name not in chosen:
                    best[name], chosen[name] = product, (cell, after)
        found, name = {}, self.root
        while name >= 0:
            depth = self.nodes[name][0]
            cell, name = chosen[name]
            found[self.axes[depth]] = cell
        return found


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

    def tree(self, region: Region) -> Tree:
        """The region fact by fact: for weighing its events, which the library can't."""
        nodes: list[tuple[int, tuple[tuple[int, int], ...]]] = []
        names: dict[tuple[Region, int], int] = {}
        root = self._grown(region, 0, nodes, names)
        return Tree(self.axes, nodes, root)

    def _grown(
        self,
        region: Region,
        depth: int,
        nodes: list[tuple[int, tuple[tuple[int, int], ...]]],
        names: dict[tuple[Region, int], int],
    ) -> int:
        if region == self.nothing:
            return NOWHERE
        if depth == len(self.axes):
            return EVERYWHERE
        index = (region, depth)
        if index not in names:
            at = self.axes[depth]
            below: dict[Region, int] = {}
            for cell in range(self.space.axes[at].size):
                after = self._at(region, at, cell)
                below[after] = below.get(after, 0) | 1 << cell
            branches = tuple((mask, self._grown(r, depth + 1, nodes, names)) for r, mask in below.items())
            nodes.append((depth, tuple(b for b in branches if b[1] != NOWHERE)))
            names[index] = len(nodes) - 1
        return names[index]

    def _at(self, region: Region, at: int, cell: int) -> Region:
        """What is left of the region where the fact's cell is known."""
        bits = self.bits[at]
        known = {bit: bool(cell >> (len(bits) - n - 1) & 1) for n, bit in enumerate(bits)}
        return self.diagrams.let(known, region) if known else region

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
