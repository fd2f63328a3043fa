"""Which fact to ask for next, and what would have to be different for another answer.

The next fact is the one that leaves the least doubt: doubt is the chance that two completions of the event come out
differently, drawn at random as facts usually are spread (spreads.py). It is reckoned exactly, in fractions. Nothing
is asked that can't change the answer, and nothing once the answer is settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from remit.contract import Contract
from remit.ruling.completions import IMPOSSIBLE, Diagram
from remit.ruling.lookup import left_open
from remit.ruling.meaning import in_force, rule, verdict
from remit.ruling.model import Book, Model, day_of, model_of
from remit.ruling.spreads import cell_weights
from remit.ruling.values import key

Event = dict[str, Any]
WHAT_HAPPENED = ("cause", "outcome", "subject", "activity")
"""To change these is to speak of another event, the more so the later; circumstances are tried first."""


def next_question(
    contract: Contract | Model, question: str, event: Mapping[str, Any], *, canons: bool = True
) -> str | None:
    """The fact to ask for next; None once no further fact can change the answer."""
    model = model_of(contract)
    book = model.book(question, canons, day_of(event) or model.latest)
    diagram = left_open(book, book.space.read(event), in_force, verdict)
    if len(diagram.examples) == 1:
        return None
    needed = diagram.deciding
    weigh = _Weigh(book)
    doubts = {axis: _doubt_left(diagram, axis, weigh) for axis in needed}
    return book.space.axes[min(needed, key=lambda axis: (doubts[axis], axis))].fact


class _Weigh:
    """How common the cells of a mask are: as facts usually are spread, all alike where nothing is known of it."""

    def __init__(self, book: Book) -> None:
        self.axes = book.space.axes
        self.weights: dict[int, tuple[int, ...]] = {}

    def __call__(self, axis: int, masks: Sequence[int]) -> list[int]:
        if axis not in self.weights:
            self.weights[axis] = cell_weights(self.axes[axis])
        weights = self.weights[axis]
        found = [sum(w for c, w in enumerate(weights) if mask >> c & 1) for mask in masks]
        # What is not known to happen at all may still have happened.
        return found if any(found) else [mask.bit_count() for mask in masks]


def _doubt_left(diagram: Diagram, known: int, weigh: _Weigh) -> Fraction:
    """The doubt that is expected to be left when the fact on this axis is known."""
    total = Fraction(0)
    for mask, weight in _classes(diagram, known, weigh):
        chances = _chances(diagram, known, mask, weigh)
        whole = sum(chances.values(), Fraction(0))
        if whole:
            total += weight * (1 - sum((c / whole) ** 2 for c in chances.values()))
    return total


def _classes(diagram: Diagram, axis: int, weigh: _Weigh) -> list[tuple[int, Fraction]]:
    """The axis's cells as the diagram tells them apart, with their share."""
    parts: list[int] = []
    for name in diagram.below:
        node = diagram.nodes[name]
        if node.axis == axis:
            masks = [mask for mask, _ in node.branches]
            parts = [p & m for p in parts for m in masks if p & m] if parts else masks
    weights = weigh(axis, parts)
    return [(p, Fraction(w, sum(weights))) for p, w in zip(parts, weights, strict=True)]


def _chances(diagram: Diagram, axis: int, mask: int, weigh: _Weigh) -> dict[int, Fraction]:
    """The chance of each outcome when the axis's cell lies in the mask and the others are as usual."""
    found: dict[int, dict[int, Fraction]] = {}
    for name in diagram.below:
        node = diagram.nodes[name]
        branches = [(m & mask, n) if node.axis == axis else (m, n) for m, n in node.branches]
        weights = weigh(node.axis, [m for m, _ in branches])
        chances: dict[int, Fraction] = {}
        for weight, (_, after) in zip(weights, branches, strict=True):
            share = Fraction(weight, sum(weights))
            for leaf, chance in ({after: Fraction(1)} if after < 0 else found[after]).items():
                if leaf != IMPOSSIBLE and share:
                    chances[leaf] = chances.get(leaf, Fraction(0)) + share * chance
        found[name] = chances
    return found[diagram.root]


def counterfactual(
    contract: Contract | Model,
    question: str,
    event: Mapping[str, Any],
    value: Any,  # noqa: ANN401 - each question has its own form of value
    *,
    canons: bool = True,
    most: int = 3,
) -> Event | None:
    """The fewest changes to the event's facts that give the value: {} if none are needed, None if more than `most`.

    A fact that the event leaves open may be among them; then it has to be so.
    """
    model = model_of(contract)
    book = model.book(question, canons, day_of(event) or model.latest)
    wanted = ("ruled", key(value))
    cells = book.space.read(event)
    now = rule(model, question, event, canons=canons)
    if now.key[:2] == wanted:
        return {}
    choices = _choices(book)
    last = {book.space.place[f]: n for n, f in enumerate(WHAT_HAPPENED, 1) if f in book.space.place}
    order = sorted(choices, key=lambda at: (last.get(at, 0), at))
    for many in range(1, most + 1):
        for axes in combinations(order, many):
            # One look at all values of these facts together tells whether trying them one by one is worth while.
            free = list(cells)
            for axis in axes:
                free[axis] = book.space.axes[axis].full
            reached = left_open(book, free, in_force, verdict)
            if not any(reached.outcome(leaf).key[:2] == wanted for leaf in reached.examples):
                continue
            for masks in product(*(choices[axis] for axis in axes)):
                there = list(cells)
                for axis, mask in zip(axes, masks, strict=True):
                    there[axis] = mask
                if any(cells[axis] == there[axis] for axis in axes) or _impossible(book, there):
                    continue
                found = left_open(book, there, in_force, verdict)
                if all(found.outcome(leaf).key[:2] == wanted for leaf in found.examples):
                    values = zip(axes, masks, strict=True)
                    return {
                        book.space.axes[a].fact: book.space.axes[a].value(m.bit_length() - 1)
                        for a, m in values
                    }
    return None


def _impossible(book: Book, cells: list[int]) -> bool:
    return any(all(not cells[axis] & ~mask for axis, mask in never) for never in book.space.nevers)


def _choices(book: Book) -> dict[int, list[int]]:
    """One cell for each class of cells that the provisions tell apart, axis by axis."""
    tests: dict[int, set[int]] = {}
    for box in (b for boxes in (*book.boxes.values(), book.space.nevers) for b in boxes):
        for axis, mask in box:
            tests.setdefault(axis, set()).add(mask)
    found: dict[int, list[int]] = {}
    for axis, masks in tests.items():
        kinds: dict[tuple[bool, ...], int] = {}
        for cell in range(book.space.axes[axis].size):
            kinds.setdefault(tuple(bool(m >> cell & 1) for m in sorted(masks)), 1 << cell)
        found[axis] = list(kinds.values())
    return found
