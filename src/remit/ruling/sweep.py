"""What many events with missing facts leave open, in one sweep of the diagram of all events.

From the leaves to the root each node is worked out for every row at a time. Two nodes leave a row the same open if
they have the same fingerprint there: 64 bits, drawn at random. That two different ones share it is less likely than
a fault of the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.ruling.completions import IMPOSSIBLE, Diagram
from remit.ruling.encode import OPEN, Codes
from remit.ruling.lookup import Lookup

AT_ONCE = 50_000
"""Rows swept in one go: a few hundred MB at most, as a row comes by some hundred nodes."""
MOST_AXES = 62

Rows = NDArray[Any]
"""Events as rows of codes, one column for each tested fact."""
_NONE = np.int64(2**62)
"""Before the first and after the last outcome: their names are negative."""


@dataclass
class _Seen:
    """What a node leaves open of the rows that come by it, in order.

    `first` and `last` are the outermost outcomes, `impossible` whether something there can't occur, `tested` the
    facts that make a difference (bit = level).
    """

    rows: Any
    first: Any
    last: Any
    impossible: Any
    tested: Any
    fingerprint: Any

    def at(self, n: int) -> int:
        """The fingerprint of a row."""
        return int(self.fingerprint[np.searchsorted(self.rows, n)])


@dataclass
class Swept:
    """The sweep's findings on its rows, from the root's."""

    sweep: Sweep
    rows: Rows
    seen: dict[int, _Seen]
    first: list[int] = field(init=False)
    last: list[int] = field(init=False)
    impossible: list[bool] = field(init=False)
    tested: list[int] = field(init=False)

    def __post_init__(self) -> None:
        root = self.seen[self.diagram.root]
        self.first, self.last = root.first.tolist(), root.last.tolist()
        self.impossible, self.tested = root.impossible.tolist(), root.tested.tolist()

    @property
    def diagram(self) -> Diagram:
        return self.sweep.lookup.all

    def left_open(self, n: int) -> Diagram:
        """What the n-th row leaves open, with impossible combinations told apart."""
        return self.sweep.lookup.diagram(self._built(self.diagram.root, n))

    def _built(self, name: int, n: int) -> int:
        if name < 0:
            return name
        built, fingerprint = self.sweep.built, self.seen[name].at(n)
        if fingerprint not in built:
            axis, branches = self.diagram.nodes[name]
            open_ = self.sweep.cells(axis, int(self.rows[n, self.sweep.place[axis]]))
            after = [(mask & open_, self._built(below, n)) for mask, below in branches if mask & open_]
            built[fingerprint] = self.sweep.lookup.merge.node(axis, after)
        return built[fingerprint]


class Sweep:
    """The tables of a diagram that do not depend on the rows, and what was built for earlier ones."""

    def __init__(self, lookup: Lookup, codes: Sequence[Codes]) -> None:
        self.lookup = lookup
        self.codes = {c.at: c for c in codes}
        self.place = {c.at: n for n, c in enumerate(codes)}
        self.built: dict[int, int] = {}
        chance = np.random.default_rng(20260101)
        self.leaves = chance.integers(1, 2**63, len(lookup.all.outcomes) + 1, dtype=np.uint64)
        self.turns = chance.integers(1, 2**63, len(lookup.all.level), dtype=np.uint64) | np.uint64(1)
        self.cell_prints = {c.at: chance.integers(1, 2**63, c.axis.size, dtype=np.uint64) for c in codes}
        self.tables = {
            (axis, mask): self._table(axis, mask)
            for axis, branches in (lookup.all.nodes[name] for name in lookup.all.below)
            for mask, _ in branches
        }

    def cells(self, axis: int, code: int) -> int:
        return self.codes[axis].cells(code)

    def _table(self, axis: int, mask: int) -> tuple[Any, Any]:
        """By code: whether a branch is open, and the sum of the fingerprints of its open cells."""
        # The last is for a missing fact, whose code of -1 finds it there.
        cells = [self.cells(axis, code) & mask for code in (*range(self.codes[axis].count), OPEN)]
        drawn = self.cell_prints[axis]
        prints = [sum(int(drawn[n]) for n in range(len(drawn)) if c >> n & 1) % 2**64 for c in cells]
        return np.array([bool(c) for c in cells]), np.array(prints, dtype=np.uint64)

    def parts(self, rows: Rows) -> Iterator[Rows]:
        for start in range(0, len(rows), AT_ONCE):
            yield rows[start : start + AT_ONCE]

    def run(self, rows: Rows) -> Swept:
        coming = self._coming(rows)
        seen: dict[int, _Seen] = {}
        for name in self.lookup.all.below:
            seen[name] = self._node(name, rows, coming[name], seen)
        return Swept(self, rows, seen)

    def _coming(self, rows: Rows) -> dict[int, Any]:
        """The rows that come by each node: far fewer than all, the more facts they know."""
        diagram = self.lookup.all
        marked = {name: np.zeros(len(rows), dtype=bool) for name in diagram.below}
        marked[diagram.root][:] = True
        found: dict[int, Any] = {}
        # Those that follow a node stand before it.
        for name in reversed(diagram.below):
            found[name] = np.flatnonzero(marked.pop(name))
            axis, branches = diagram.nodes[name]
            code = rows[found[name], self.place[axis]]
            for mask, after in branches:
                if after >= 0:
                    marked[after][found[name][self.tables[axis, mask][0][code]]] = True
        return found

    def _node(self, name: int, rows: Rows, coming: Any, seen: dict[int, _Seen]) -> _Seen:  # noqa: ANN401 - an array
        axis, branches = self.lookup.all.nodes[name]
        level, count = self.lookup.all.level[axis], len(coming)
        code = rows[coming, self.place[axis]]
        first, last = np.full(count, _NONE), np.full(count, -_NONE)
        impossible, tested = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
        least, most = np.full(count, 2**64 - 1, dtype=np.uint64), np.zeros(count, dtype=np.uint64)
        total = np.zeros(count, dtype=np.uint64)
        for mask, after in branches:
            allowed, prints = self.tables[axis, mask]
            here = np.flatnonzero(allowed[code])
            if after >= 0:
                s = seen[after]
                there = np.searchsorted(s.rows, coming[here])
                first[here] = np.minimum(first[here], s.first[there])
                last[here] = np.maximum(last[here], s.last[there])
                impossible[here] |= s.impossible[there]
                tested[here] |= s.tested[there]
                fingerprint = s.fingerprint[there]
            elif after == IMPOSSIBLE:
                impossible[here] = True
                fingerprint = self.leaves[-1]
            else:
                first[here] = np.minimum(first[here], after)
                last[here] = np.maximum(last[here], after)
                fingerprint = self.leaves[-2 - after]
            least[here] = np.minimum(least[here], fingerprint)
            most[here] = np.maximum(most[here], fingerprint)
            # A sum over cells, so that it does not matter how they are grouped.
            total[here] += fingerprint * prints[code[here]]
        total ^= total >> np.uint64(29)
        total *= self.turns[level]
        total ^= total >> np.uint64(32)
        alike = least == most
        tested |= np.where(alike, np.int64(0), np.int64(1) << np.int64(level))
        return _Seen(coming, first, last, impossible, tested, np.where(alike, least, total))
