"""Rows of a table that missing facts leave open: each kind of event settled once, by the reference's own search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from remit.ruling.completions import Diagram
from remit.ruling.encode import OPEN, Codes
from remit.ruling.lookup import left_open, lookup
from remit.ruling.meaning import in_force, verdict
from remit.ruling.model import Book
from remit.ruling.sweep import MOST_AXES, Rows, Sweep, Swept
from remit.ruling.values import text

MANY = 200
"""Kinds of event from which on a sweep saves more than it costs."""

Answer = tuple[str, str, str]


def answers(book: Book, codes: Sequence[Codes], rows: Rows) -> list[Answer]:
    """Verdict, value and needed facts of each kind of event, a row of codes; an empty text where there is none."""
    found: list[Answer | None] = [None] * len(rows)
    observed = _observed(book, codes, rows)
    for kind in np.unique(observed):
        group = np.flatnonzero(observed == kind)
        seen = [never for n, never in enumerate(book.space.nevers) if int(kind) >> n & 1]
        answers_ = _answers(book.observed(seen) if seen else book, codes, rows[group])
        for at, answer in zip(group.tolist(), answers_, strict=True):
            found[at] = answer
    return [answer for answer in found if answer is not None]


def _observed(book: Book, codes: Sequence[Codes], rows: Rows) -> Rows:
    """For each row the combinations that it shows though they are said to be impossible, one bit each."""
    found = np.zeros(len(rows), dtype=np.int64)
    place = {c.at: n for n, c in enumerate(codes)}
    for n, never in enumerate(book.space.nevers):
        shown = np.ones(len(rows), dtype=bool)
        for at, mask in never:
            # By code, the last for a missing fact, as an index of -1 finds it.
            inside = [not codes[place[at]].cells(c) & ~mask for c in (*range(codes[place[at]].count), OPEN)]
            shown &= np.array(inside)[rows[:, place[at]]]
        found |= shown.astype(np.int64) << n
    return found


def _answers(book: Book, codes: Sequence[Codes], rows: Rows) -> list[Answer]:
    asked = _Asked(book, codes)
    everything = lookup(book, in_force, verdict) if len(rows) > MANY else None
    if not everything or everything.all.root < 0 or len(everything.all.level) > MOST_AXES:
        return [asked.one(row) for row in rows.tolist()]
    found: list[Answer] = []
    sweep = Sweep(everything, codes)
    for part in sweep.parts(rows):
        swept = sweep.run(part)
        found += [asked.swept(swept, n, row) for n, row in enumerate(part.tolist())]
    return found


class _Asked:
    def __init__(self, book: Book, codes: Sequence[Codes]) -> None:
        self.book, self.codes = book, codes
        self.full = [axis.full for axis in book.space.axes]
        self.masks = [{code: c.cells(code) for code in range(OPEN, c.count)} for c in codes]
        self.found: dict[int, tuple[Diagram, Answer]] = {}
        self.named: dict[int, str] = {}

    def one(self, row: Sequence[int]) -> Answer:
        """One event by itself."""
        cells = list(self.full)
        for c, mask, code in zip(self.codes, self.masks, row, strict=True):
            cells[c.at] = mask[code]
        return self._of(left_open(self.book, cells, in_force, verdict))

    def swept(self, swept: Swept, n: int, row: Sequence[int]) -> Answer:
        """The answer that a sweep found for its n-th row; what it can't tell is asked of the diagram itself."""
        if swept.first[n] == swept.last[n]:
            return _told(swept.diagram, swept.first[n])
        if swept.first[n] > swept.last[n]:
            # No completion can occur, and yet it did.
            return self.one(row)
        if swept.impossible[n]:
            left = swept.left_open(n)
            if id(left) not in self.found:
                self.found[id(left)] = (left, ("needs_fact", "", self._names(left.deciding)))
            return self.found[id(left)][1]
        tested = swept.tested[n]
        if tested not in self.named:
            axes = [axis for axis, level in swept.diagram.level.items() if tested >> level & 1]
            self.named[tested] = self._names(sorted(axes))
        return "needs_fact", "", self.named[tested]

    def _of(self, left: Diagram) -> Answer:
        # One diagram stands for all events that leave the same open; it is kept so that no other takes its place.
        if id(left) not in self.found:
            if len(left.examples) > 1:
                answer = ("needs_fact", "", self._names(left.deciding))
            else:
                answer = _told(left, next(iter(left.examples)))
            self.found[id(left)] = (left, answer)
        return self.found[id(left)][1]

    def _names(self, axes: Sequence[int]) -> str:
        return ",".join(self.book.space.axes[at].fact for at in axes)


def _told(diagram: Diagram, leaf: int) -> Answer:
    outcome = diagram.outcome(leaf)
    return outcome.verdict, text(outcome.value) if outcome.verdict == "ruled" else "", ""
