"""Rows of a table that missing facts leave open: each kind of event settled once, by the reference's own search."""

from __future__ import annotations

from collections.abc import Sequence

from remit.ruling.completions import IMPOSSIBLE, Diagram, explore, explore_all
from remit.ruling.encode import Codes
from remit.ruling.meaning import in_force, verdict
from remit.ruling.model import Book
from remit.ruling.values import text

MANY = 200
"""Kinds of event from which on one diagram of all events, a second's work at most, saves more than it costs."""


def answers(book: Book, codes: Sequence[Codes], rows: Sequence[Sequence[int]]) -> list[tuple[str, str, str]]:
    """Verdict, value and needed facts of each kind of event, a row of codes; an empty text where there is none."""
    all_events = explore_all(book, in_force, verdict) if len(rows) > MANY else None
    return [_answer(book, codes, row, all_events) for row in rows]


def _answer(
    book: Book, codes: Sequence[Codes], row: Sequence[int], all_events: Diagram | None
) -> tuple[str, str, str]:
    cells = [axis.full for axis in book.space.axes]
    for c, code in zip(codes, row, strict=True):
        cells[c.at] = c.cells(code)
    found_in_all = all_events.within(cells) if all_events else None
    looked_up = found_in_all is not None and found_in_all.root != IMPOSSIBLE
    # An event said to be impossible is ruled on all the same; that takes a diagram of its own.
    left = found_in_all if found_in_all and looked_up else explore(book, cells, in_force, verdict)
    if len(left.examples) > 1:
        needs = left.smallest if looked_up else left.deciding
        return "needs_fact", "", ",".join(book.space.axes[at].fact for at in needs)
    found = left.outcome(next(iter(left.examples)))
    return found.verdict, text(found.value) if found.verdict == "ruled" else "", ""
