"""What an event with many facts missing leaves open, looked up in one diagram of all events.

The diagram is made once for a book of provisions, in about the time that one such event takes by itself. After that
an event is a walk through it that keeps the cells left open; events that leave the same open share what is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from remit.ruling.completions import IMPOSSIBLE, Diagram, InForce, Merge, Verdict, explore, explore_all
from remit.ruling.model import Book

FEW = 3
"""Facts that may be open before the diagram of all events is worth its while."""
MOST_KEPT = 500_000
"""Parts of walks that are kept; some 100 MB."""


def left_open(book: Book, cells: Sequence[int], in_force: InForce, verdict: Verdict) -> Diagram:
    """The diagram of the outcomes that the open cells leave, by whichever way is quicker."""
    if sum(bool(cells[at] & (cells[at] - 1)) for at in book.tested) <= FEW:
        return explore(book, cells, in_force, verdict)
    return lookup(book, in_force, verdict).left_open(cells)


def lookup(book: Book, in_force: InForce, verdict: Verdict) -> Lookup:
    """The book's own, made on the first call."""
    index = (in_force, verdict)
    if index not in book.kept:
        book.kept[index] = Lookup(book, in_force, verdict)
    found = book.kept[index]
    assert isinstance(found, Lookup)  # noqa: S101 - nobody else keeps anything under these functions
    return found


class Lookup:
    def __init__(self, book: Book, in_force: InForce, verdict: Verdict) -> None:
        self.book, self.in_force, self.verdict = book, in_force, verdict
        self.all = explore_all(book, in_force, verdict)
        self.merge = Merge(self.all)
        self.order = sorted(self.all.level, key=self.all.level.__getitem__)
        self._forget()

    def _forget(self) -> None:
        self.suffixes: dict[tuple[int, int], int] = {}
        self.walked: dict[tuple[int, int], int] = {}
        self.found: dict[int, Diagram] = {}

    def left_open(self, cells: Sequence[int]) -> Diagram:
        if len(self.walked) > MOST_KEPT:
            self._forget()
        # Events that agree from a level on share the walk from there; the number of the rest stands for it.
        rest = [0] * (len(self.order) + 1)
        for level in range(len(self.order) - 1, -1, -1):
            index = (cells[self.order[level]], rest[level + 1])
            rest[level] = self.suffixes.setdefault(index, len(self.suffixes) + 1)
        root = self._walk(self.all.root, cells, rest)
        if root == IMPOSSIBLE:
            # What is said to be impossible was observed all the same; that takes a diagram of its own.
            return explore(self.book, cells, self.in_force, self.verdict)
        return self.diagram(root)

    def _walk(self, name: int, cells: Sequence[int], rest: Sequence[int]) -> int:
        if name < 0:
            return name
        axis, branches = self.all.nodes[name]
        index = (name, rest[self.all.level[axis]])
        if index not in self.walked:
            mine = cells[axis]
            self.walked[index] = self.merge.node(
                axis,
                [(mask & mine, self._walk(after, cells, rest)) for mask, after in branches if mask & mine],
            )
        return self.walked[index]

    def diagram(self, root: int) -> Diagram:
        """With impossible events left out of account, as `explore` gives it, and on demand with them."""
        if root not in self.found:
            relaxed = self.merge.relaxed(root)
            strict = Diagram(self.merge.nodes, self.all.outcomes, root, self.all.level, merge=self.merge)
            self.found[root] = replace(
                strict, root=relaxed, strict=None if relaxed == root else lambda: strict
            )
        return self.found[root]
