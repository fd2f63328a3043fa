"""Unknown facts, exactly: every answer that some completion of the event gives, and which facts decide.

The completions are never listed. Facts are decided one after the other, in a fixed order; two partial
completions that leave the same open question share what follows, so the result is a decision diagram. Only
provisions that can still matter are carried along: what is beaten for certain, what can only repeat an answer
already certain, and what attacks nothing that is left is dropped on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from remit.contract import Provision
from remit.ruling.cells import Box
from remit.ruling.model import Book
from remit.ruling.record import Outcome
from remit.ruling.values import key

Truth = bool | None
IMPOSSIBLE = -1


class Node(NamedTuple):
    """One fact's cells, grouped by what follows: (mask of cells, name of the next node)."""

    axis: int
    branches: tuple[tuple[int, int], ...]


@dataclass
class Diagram:
    """Names from 0 up are nodes; below IMPOSSIBLE they are outcomes."""

    nodes: list[Node] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    root: int = IMPOSSIBLE
    level: Mapping[int, int] = field(default_factory=dict)
    """At which depth an axis is tested: the same on every path."""
    strict: Callable[[], Diagram] | None = None
    """The same with every impossible combination shown, where there are any; else they take a neighbour's outcome."""
    merge: Merge | None = None

    def outcome(self, name: int) -> Outcome:
        return self.outcomes[-2 - name]

    @cached_property
    def below(self) -> tuple[int, ...]:
        """The nodes that can be reached, each after those that follow it."""
        seen: dict[int, None] = {}

        def walk(name: int) -> None:
            if name >= 0 and name not in seen:
                for _, after in self.nodes[name].branches:
                    walk(after)
                seen[name] = None

        walk(self.root)
        return tuple(seen)

    @cached_property
    def examples(self) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """For every outcome that there can be, the fewest facts that bring it about: (axis, mask of cells)."""
        paths: dict[int, dict[int, tuple[tuple[int, int], ...]]] = {}
        for name in self.below:
            axis, branches = self.nodes[name]
            best: dict[int, tuple[tuple[int, int], ...]] = {}
            for mask, after in branches:
                for leaf, path in paths[after].items() if after >= 0 else [(after, ())]:
                    if leaf != IMPOSSIBLE and (leaf not in best or len(path) + 1 < len(best[leaf])):
                        best[leaf] = ((axis, mask), *path)
            paths[name] = best
        return paths[self.root] if self.root >= 0 else {self.root: ()}

    @cached_property
    def deciding(self) -> tuple[int, ...]:
        """A smallest set of axes that, once known, leaves one answer whatever the others are."""
        tested = sorted({self.nodes[n].axis for n in self.below})
        if self.strict:
            return self.strict().smallest
        # Over a full product of cells every fact that the reduced diagram tests makes a difference somewhere.
        return tuple(tested)

    @cached_property
    def smallest(self) -> tuple[int, ...]:
        tested = sorted({self.nodes[n].axis for n in self.below})
        if all(after != IMPOSSIBLE for n in self.below for _, after in self.nodes[n].branches):
            return tuple(tested)
        # Left alone, what can't occur may take a neighbour's outcome: the facts tested then decide, if not as few as can.
        enough = self.shared.tested(self.shared.relaxed(self.root))
        # What can't be left out alone can't be left out at all; mostly that is already enough.
        core = [a for a in tested if a in enough and not self._decides({*tested} - {a})]
        rest = [a for a in tested if a not in core]
        for more in range(len(rest) + 1):
            for extra in combinations(rest, more):
                if self._decides({*core, *extra}):
                    return tuple(sorted((*core, *extra)))
        return tuple(tested)

    def _decides(self, known: set[int]) -> bool:
        merge = self.shared
        kept: dict[int, int] = {}
        try:
            for name in self.below:
                axis, branches = self.nodes[name]
                after = [(mask, kept.get(n, n)) for mask, n in branches]
                if axis in known:
                    kept[name] = merge.node(axis, after)
                else:
                    joined = IMPOSSIBLE
                    for _, n in after:
                        joined = merge.join(joined, n)
                    kept[name] = joined
        except _TwoAnswersError:
            return False
        return True

    @cached_property
    def shared(self) -> Merge:
        """Diagrams made of this one; those that come from one lookup share what they find."""
        return self.merge or Merge(self)


class _TwoAnswersError(Exception):
    """The facts left out make a difference."""


class Merge:
    """Diagrams over fewer axes: what is left when some facts may be anything."""

    def __init__(self, source: Diagram) -> None:
        self.nodes, self.level = list(source.nodes), source.level
        self.names: dict[Node, int] = {}
        self.joined: dict[tuple[int, int], int] = {}
        self.possible: dict[int, int] = {}

    def node(self, axis: int, branches: Sequence[tuple[int, int]]) -> int:
        grouped: dict[int, int] = {}
        for mask, after in branches:
            grouped[after] = grouped.get(after, 0) | mask
        if len(grouped) == 1:
            return next(iter(grouped))
        made = Node(axis, tuple(sorted((mask, after) for after, mask in grouped.items())))
        if made not in self.names:
            self.names[made] = len(self.nodes)
            self.nodes.append(made)
        return self.names[made]

    def relaxed(self, name: int) -> int:
        """What is left where what can't occur takes a neighbour's outcome, if all neighbours agree."""
        if name < 0:
            return name
        if name not in self.possible:
            axis, branches = self.nodes[name]
            after = [(mask, self.relaxed(n)) for mask, n in branches]
            different = {n for _, n in after if n != IMPOSSIBLE}
            self.possible[name] = different.pop() if len(different) == 1 else self.node(axis, after)
        return self.possible[name]

    def tested(self, root: int) -> set[int]:
        """The axes tested from a node on."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [root]
        while waiting:
            name = waiting.pop()
            if name >= 0 and name not in seen:
                seen.add(name)
                found.add(self.nodes[name].axis)
                waiting += [after for _, after in self.nodes[name].branches]
        return found

    def join(self, a: int, b: int) -> int:
        if b in (a, IMPOSSIBLE):
            return a
        if a == IMPOSSIBLE:
            return b
        if a < 0 and b < 0:
            raise _TwoAnswersError
        index = (min(a, b), max(a, b))
        if index not in self.joined:
            axis = min((self.nodes[n].axis for n in (a, b) if n >= 0), key=self.level.__getitem__)
            left, right = (
                self.nodes[n].branches if n >= 0 and self.nodes[n].axis == axis else ((-1, n),)
                for n in (a, b)
            )
            both = [(x & y, self.join(m, n)) for x, m in left for y, n in right if x & y]
            self.joined[index] = self.node(axis, both)
        return self.joined[index]


InForce = Callable[[Book, Sequence[Provision], Mapping[str, Truth]], dict[str, Truth]]
Verdict = Callable[[Book, Collection[str]], Outcome]


class _Search:
    """Every alternative of every condition that is still open is a bit; a state is a set of bits."""

    def __init__(
        self, book: Book, cells: Sequence[int], in_force: InForce, verdict: Verdict, strict: bool
    ) -> None:
        self.book, self.cells, self.in_force, self.verdict = book, list(cells), in_force, verdict
        self.strict = strict
        self.diagram = Diagram()
        self.names: dict[Hashable, int] = {}
        self.tests: list[dict[int, int]] = []
        self.bits: dict[str, int] = {}
        self.sure: dict[str, int] = {}
        self.nevers = 0
        for p in book.provisions:
            # The first bit says: the condition holds already.
            self.sure[p.id] = 1 << len(self.tests)
            self.tests.append({})
            self.bits[p.id] = self.sure[p.id] | self._add(book.boxes[p.id])
        self.same = self._same()
        self.targets: dict[str, list[str]] = {p.id: [] for p in book.provisions}
        for p in book.provisions:
            for attack in book.attackers[p.id]:
                self.targets[attack.by].append(p.id)

    def _add(self, boxes: Sequence[Box]) -> int:
        added = 0
        for box in boxes:
            open_tests = {axis: mask for axis, mask in box if self.cells[axis] & ~mask}
            if all(self.cells[axis] & mask for axis, mask in open_tests.items()):
                added |= 1 << len(self.tests)
                self.tests.append(open_tests)
        return added

    def _same(self) -> dict[str, str]:
        """For each rule the first that says the same, where saying it twice changes nothing."""
        first: dict[object, str] = {}
        for name in sorted(self.book.rules):
            value = self.book.by_id[name].value
            if self.book.question.combine != "sum" and value is not None:
                first.setdefault(key(value), name)
        return {n: first.get(key(self.book.by_id[n].value), n) for n in self.book.rules}

    def run(self) -> Diagram:
        alive = 0
        for p in self.book.provisions:
            alive |= self.bits[p.id] & ~self.sure[p.id]
        start = len(self.tests)
        # An event that is itself said to be impossible is ruled on all the same: it has been observed.
        self.nevers = self._add([n for n in self.book.space.nevers if any(self.cells[a] & ~m for a, m in n)])
        self.axes = self._order(alive, start)
        self.diagram.level = {axis: n for n, axis in enumerate(self.axes)}
        self.at = [sum(1 << b for b, tests in enumerate(self.tests) if axis in tests) for axis in self.axes]
        self.pending = [0] * (len(self.axes) + 1)
        for level in range(len(self.axes) - 1, -1, -1):
            self.pending[level] = self.pending[level + 1] | self.at[level]
        self.classes = [list(self._classes(axis)) for axis in self.axes]
        self.seen: dict[tuple[int, int, frozenset[str]], int] = {}
        self.memo: dict[tuple[int, int, frozenset[str]], int] = {}
        self.diagram.root = self._visit(0, alive | self.nevers, frozenset(), list(self.book.provisions))
        return self.diagram

    def _order(self, alive: int, start: int) -> list[int]:
        """Open facts, the most tested first; impossible combinations count where they touch one of these."""
        counts: dict[int, int] = {}
        for bit, tests in enumerate(self.tests[:start]):
            if alive >> bit & 1:
                for axis in tests:
                    counts[axis] = counts.get(axis, 0) + 1
        linked = True
        while linked:
            linked = False
            for bit in range(start, len(self.tests)):
                tests = self.tests[bit]
                if any(a in counts for a in tests) and not all(a in counts for a in tests):
                    counts |= {a: 0 for a in tests if a not in counts}
                    linked = True
        for bit in range(start, len(self.tests)):
            if not any(a in counts for a in self.tests[bit]):
                self.nevers &= ~(1 << bit)
        return sorted(counts, key=lambda a: (-counts[a], a))

    def _classes(self, axis: int) -> Iterator[tuple[int, int]]:
        """Cells that no test tells apart, with the bits that survive in them."""
        groups: dict[int, int] = {}
        for cell in range(self.book.space.axes[axis].size):
            if self.cells[axis] >> cell & 1:
                killed = sum(
                    1 << b for b, t in enumerate(self.tests) if axis in t and not t[axis] >> cell & 1
                )
                groups[killed] = groups.get(killed, 0) | 1 << cell
        for killed, mask in groups.items():
            yield mask, ~killed

    def _visit(self, level: int, alive: int, certain: frozenset[str], open_: list[Provision]) -> int:
        # Of the provisions only those with a bit alive count, so the bits stand for them.
        index = (level, alive, certain)
        if index not in self.seen:
            self.seen[index] = self._settle(level, alive, certain, open_)
        return self.seen[index]

    def _settle(self, level: int, alive: int, certain: frozenset[str], open_: list[Provision]) -> int:
        pending = self.pending[level]
        if alive & self.nevers & ~pending:
            return IMPOSSIBLE
        truth: dict[str, Truth] = {}
        for p in open_:
            mine = alive & self.bits[p.id]
            truth[p.id] = None if mine and not mine & ~pending else bool(mine)
        status = self.in_force(self.book, open_, truth)
        certain |= {self.same[n] for n, s in status.items() if s and n in self.book.rules}
        kept: set[str] = set()
        for p in reversed(open_):
            # Attackers come first, so going backwards the targets are known.
            if status[p.id] is None and (
                (p.id in self.book.rules and self.same[p.id] not in certain)
                or any(t in kept for t in self.targets[p.id])
            ):
                kept.add(p.id)
        left = [p for p in open_ if p.id in kept]
        state = alive & self.nevers
        for p in left:
            state |= self.sure[p.id] if truth[p.id] else alive & self.bits[p.id]
        while level < len(self.axes) and not state & self.at[level]:
            level += 1
        index = (level, state, certain)
        if index not in self.memo:
            self.memo[index] = self._branch(level, state, certain, left)
        return self.memo[index]

    def _branch(self, level: int, state: int, certain: frozenset[str], left: list[Provision]) -> int:
        if not left and not (self.strict and state & self.nevers):
            return self._leaf(certain) if self._possible(level, state) else IMPOSSIBLE
        grouped: dict[int, int] = {}
        for mask, survive in self.classes[level]:
            after = self._visit(level + 1, state & survive, certain, left)
            grouped[after] = grouped.get(after, 0) | mask
        different = [n for n in grouped if n != IMPOSSIBLE or self.strict]
        if len(different) <= 1:
            return different[0] if different else IMPOSSIBLE
        made = Node(self.axes[level], tuple(sorted((m, n) for n, m in grouped.items())))
        if made not in self.names:
            self.names[made] = len(self.diagram.nodes)
            self.diagram.nodes.append(made)
        return self.names[made]

    def _leaf(self, certain: frozenset[str]) -> int:
        outcome = self.verdict(self.book, certain)
        if outcome.key not in self.names:
            self.names[outcome.key] = -2 - len(self.diagram.outcomes)
            self.diagram.outcomes.append(outcome)
        return self.names[outcome.key]

    def _possible(self, level: int, state: int) -> bool:
        if state & self.nevers & ~self.pending[level]:
            return False
        if not state & self.nevers or level == len(self.axes):
            return True
        return any(self._possible(level + 1, state & survive) for _, survive in self.classes[level])


def explore_all(book: Book, in_force: InForce, verdict: Verdict) -> Diagram:
    """The strict diagram over every event: worth its while where many events are to be looked up in it."""
    cells = [axis.full for axis in book.space.axes]
    return _Search(book, cells, in_force, verdict, strict=True).run()


def explore(book: Book, cells: Sequence[int], in_force: InForce, verdict: Verdict) -> Diagram:
    """The diagram of the outcomes that the open cells leave; `in_force` and `verdict` are the meaning's own."""
    search = _Search(book, cells, in_force, verdict, strict=False)
    diagram = search.run()
    if diagram.root == IMPOSSIBLE:
        # The known facts can't occur together, yet they did: the event is ruled on as it is.
        return explore(book.observed(book.space.nevers), cells, in_force, verdict)
    if search.nevers:
        diagram.strict = lambda: _Search(book, cells, in_force, verdict, strict=True).run()
    return diagram
