"""Where a contract is silent or says two things, counted exactly over all events that can occur.

The space is the product of the cells of every fact that the question's provisions test, less what can't occur.
It is split into regions of one outcome each, by the meaning's own `verdict`. Everything else is read off them:
gaps, contradictions, dead and redundant provisions, and witnesses: events told with the fewest facts, each of
which is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any

from remit.contract import Contract
from remit.contract.vocabulary import Record
from remit.ruling.cells import Box
from remit.ruling.meaning import reasoned, rule, verdict
from remit.ruling.model import Book, Model, model_of
from remit.ruling.record import Outcome, Ruling
from remit.ruling.regions import Region, Regions
from remit.ruling.story import ending, story
from remit.ruling.values import key
from remit.ruling.weights import Weights


class Witness(Record):
    """An event in a region; every completion of its facts is in the region, and no fact can be left out.

    `cells` counts the events that it stands for; `nearest` is the provision that comes nearest to settling it.
    """

    facts: dict[str, Any]
    words: str
    outcome: Outcome
    cells: int
    nearest: str | None = None
    lacks: tuple[str, ...] = ()


class Count(Record):
    """Cells of a region and of the whole space."""

    cells: int
    of: int


class Analysis:
    """One question of a contract, on one day, over the whole space of events."""

    def __init__(
        self,
        contract: Contract | Model,
        question: str = "coverage",
        *,
        canons: bool = True,
        on: date | None = None,
        regions: Regions | None = None,
    ) -> None:
        self.model, self.question, self.canons = model_of(contract), question, canons
        self.on = on or self.model.latest
        self.book = self.model.book(question, canons, self.on)
        self.regions = regions or Regions(self.model.space, tested_axes([self.book]))

    @cached_property
    def held(self) -> Mapping[str, Region]:
        """Where each provision's condition holds."""
        return {p.id: self.regions.boxes(self.book.boxes[p.id]) for p in self.book.provisions}

    @cached_property
    def force(self) -> Mapping[str, Region]:
        """Where each provision is in force; attackers come first."""
        return _force(self.book, self.held)

    @cached_property
    def outcomes(self) -> tuple[tuple[Outcome, Region], ...]:
        """The space, split by outcome."""
        return _outcomes(self.book, self.force, self.regions)

    def where(self, *verdicts: str) -> Region:
        """The events with one of these verdicts: "silent" are the gaps, "conflict" the contradictions."""
        found = self.regions.nothing
        for outcome, region in self.outcomes:
            if outcome.verdict in verdicts:
                found |= region
        return found

    def count(self, region: Region) -> Count:
        return Count(cells=self.regions.size(region), of=self.regions.size(self.regions.whole))

    def box_of(self, event: Mapping[str, Any]) -> Box:
        """What an event says of the facts that count."""
        cells = self.model.space.read(event)
        return tuple(
            (at, cells[at]) for at in self.regions.axes if cells[at] != self.model.space.axes[at].full
        )

    @cached_property
    def dead(self) -> tuple[str, ...]:
        """The provisions that are never in force, whatever happens."""
        return tuple(sorted(n for n, region in self.force.items() if region == self.regions.nothing))

    @cached_property
    def redundant(self) -> tuple[str, ...]:
        """The provisions without any one of which every verdict would be the same.

        A dead one need not be among them: through it others override what it names.
        """
        return tuple(n for n in sorted(self.force) if self._is_redundant(n))

    def _is_redundant(self, name: str) -> bool:
        if name in self.book.rules and self.book.question.combine == "agree":
            # Where no other rule could give the same value, leaving this one out is bound to be noticed.
            alone = self.force[name]
            for other in self.book.rules - {name}:
                if key(self.book.by_id[other].value) == key(self.book.by_id[name].value):
                    alone &= ~self.held[other]
            if alone != self.regions.nothing:
                return False
        book = self.model.book_without(name, self.question, self.canons, self.on)
        force = _force(book, self.held, self.book, self.force)
        if self.book.question.combine != "agree":
            without = _outcomes(book, force, self.regions)
            return bool(apart(self.outcomes, without, self.regions) == self.regions.nothing)
        # The values that are given decide, not how often.
        return all(
            self._given(names, self.force) == self._given(names, force) for names in self._by_value.values()
        )

    @cached_property
    def _by_value(self) -> Mapping[object, Sequence[str]]:
        """The rules that give one value; a rule without one stands alone."""
        found: dict[object, list[str]] = {}
        for name in sorted(self.book.rules):
            value = self.book.by_id[name].value
            found.setdefault(name if value is None else key(value), []).append(name)
        return found

    def _given(self, names: Iterable[str], force: Mapping[str, Region]) -> Region:
        return reduce(or_, (force[n] for n in names if n in force), self.regions.nothing)

    def beaten_by(self, name: str) -> tuple[str, ...]:
        """What keeps a dead provision down: those in force where its condition holds. None: it can never hold."""
        attackers = [a.by for a in self.book.attackers[name]]
        return tuple(by for by in attackers if self.held[name] & self.force[by] != self.regions.nothing)

    def witness(self, region: Region, start: Region | Mapping[int, int] | None = None) -> Witness | None:
        """A small event wholly inside the region, which has one outcome; None if it is empty.

        `start` is where to begin, if not anywhere: a part of the region, or one event of it by axis and cell.
        """
        if isinstance(start, Mapping):
            cell = start
        else:
            part = region & start if start is not None else region
            if part == self.regions.nothing:
                return None
            cell = self.regions.pick(part)
        # Of those with the fewest facts the one that stands for the most events.
        kept = min(
            (self._shrunk(region, cell, order) for order in self._orders(cell)),
            key=lambda kept: (len(kept), -self.regions.size(self._stands_for(cell, kept)), kept),
        )
        return self._witness(self._widened(region, cell, kept))

    def _widened(self, region: Region, cell: Mapping[int, int], kept: Sequence[int]) -> dict[str, Any]:
        """The facts kept; a class ("some device") in place of one of its members where any of them will do."""
        axes = self.model.space.axes
        masks = {at: 1 << cell[at] for at in kept}
        facts = {axes[at].fact: axes[at].value(cell[at]) for at in kept}
        outside = self.regions.whole & ~region
        for at in kept:
            spec = axes[at].spec
            above = [spec.values[str(facts[axes[at].fact])].under] if spec.type == "choice" else []
            while above[-1:] and above[-1] is not None:
                above.append(spec.values[above[-1]].under)
            for name in reversed([name for name in above if name]):
                wider = masks | {at: axes[at].known(name)}
                if outside & self.regions.box(tuple(wider.items())) == self.regions.nothing:
                    masks, facts = wider, facts | {axes[at].fact: name}
                    break
        return facts

    def _stands_for(self, cell: Mapping[int, int], kept: Iterable[int]) -> Region:
        return self.regions.whole & self.regions.box(tuple((at, 1 << cell[at]) for at in kept))

    def witnesses(self, region: Region, most: int = 10) -> Iterator[Witness]:
        """Witnesses one after the other, none in the cells of an earlier one; the region's whole if it has few."""
        left = region
        for _ in range(most):
            found = self.witness(region, left)
            if found is None:
                return
            left &= ~self.regions.box(self.box_of(found.facts))
            yield found

    def common(
        self, region: Region, weights: Weights, most: int = 10, by_worth: bool = False
    ) -> Iterator[Witness]:
        """Witnesses that stand for what happens most; none begins in the cells of an earlier one."""
        left = region
        for cell in weights.likely(region, 4 * most, by_worth):
            if left & self._stands_for(cell, cell) == self.regions.nothing:
                continue
            found = self.witness(region, cell)
            if found:
                left &= ~self.regions.box(self.box_of(found.facts))
                yield found
                most -= 1
                if not most:
                    return

    def _orders(self, cell: Mapping[int, int]) -> Iterator[list[int]]:
        """Orders in which to try leaving facts out: those tested least first, and a few turns of it."""
        tests = dict.fromkeys(cell, 0)
        for at, _ in (pair for boxes in self.book.boxes.values() for box in boxes for pair in box):
            tests[at] = tests.get(at, 0) + 1
        order = sorted(cell, key=lambda at: (tests[at], at))
        for turn in range(0, max(1, len(order)), max(1, len(order) // 3)):
            yield order[turn:] + order[:turn]

    def _shrunk(self, region: Region, cell: Mapping[int, int], order: Sequence[int]) -> list[int]:
        outside = self.regions.whole & ~region
        points = {at: self.regions.cells(at, 1 << cell[at]) for at in cell}
        kept = list(order)
        for at in order:
            fewer = [k for k in kept if k != at]
            left = outside
            for k in fewer:
                left &= points[k]
                if left == self.regions.nothing:
                    break
            if left == self.regions.nothing:
                kept = fewer
        return sorted(kept)

    def told(self, facts: Mapping[str, Any]) -> Ruling:
        """The reference's ruling on an event."""
        return rule(self.model, self.question, facts, canons=self.canons, on=self.on)

    def _witness(self, facts: dict[str, Any]) -> Witness:
        cells = self.model.space.read(facts)
        here = self.regions.whole & self.regions.box(self.box_of(facts))
        found = next(outcome for outcome, region in self.outcomes if region & here != self.regions.nothing)
        outcome = reasoned(self.book, cells, found)
        near = self.book.nearest(cells) if outcome.verdict == "silent" else None
        return Witness(
            facts=facts,
            words=f"{story(self.model.words, facts)}: {ending(self.model.words, self.question, outcome)}",
            outcome=outcome,
            cells=self.regions.size(here),
            nearest=near.id if near else None,
            lacks=near.facts if near else (),
        )


def tested_axes(books: Iterable[Book]) -> list[int]:
    """The axes that some provision tests, the most tested first: that keeps diagrams small."""
    tests: dict[int, int] = {}
    for book in books:
        for at, _ in (pair for boxes in book.boxes.values() for box in boxes for pair in box):
            tests[at] = tests.get(at, 0) + 1
    return sorted(tests, key=lambda at: (-tests[at], at))


def apart(
    one: Iterable[tuple[Outcome, Region]], other: Iterable[tuple[Outcome, Region]], regions: Regions
) -> Region:
    """Where two splits of the same space differ."""
    others = {outcome.key: region for outcome, region in other}
    same = regions.nothing
    for outcome, region in one:
        same |= region & others.get(outcome.key, regions.nothing)
    return regions.whole & ~same


def _force(
    book: Book,
    held: Mapping[str, Region],
    before: Book | None = None,
    known: Mapping[str, Region] | None = None,
) -> dict[str, Region]:
    """Where each provision is in force. What is known for a book before is taken where nothing has changed."""
    force: dict[str, Region] = {}
    changed: set[str] = set()
    for p in book.provisions:
        by = {a.by for a in book.attackers[p.id]}
        if before and known and not by & changed and by == {a.by for a in before.attackers[p.id]}:
            force[p.id] = known[p.id]
            continue
        region = held[p.id]
        for name in by:
            region &= ~force[name]
        force[p.id] = region
        if known and region != known[p.id]:
            changed.add(p.id)
    return force


def _outcomes(
    book: Book, force: Mapping[str, Region], regions: Regions
) -> tuple[tuple[Outcome, Region], ...]:
    # Rules that say the same count once, except in sums; rule by rule, regions of equal outcome are joined.
    groups: dict[object, tuple[str, Region]] = {}
    for name in sorted(book.rules):
        value = book.by_id[name].value
        group = key(value) if book.question.combine != "sum" and value is not None else name
        first, region = groups.get(group, (name, regions.nothing))
        groups[group] = (first, region | force[name])
    states: dict[object, tuple[tuple[str, ...], Region]] = {verdict(book, ()).key: ((), regions.whole)}
    for first, region in groups.values():
        split: dict[object, tuple[tuple[str, ...], Region]] = {}
        for names, events in states.values():
            for more, part in (((), events & ~region), ((first,), events & region)):
                if part != regions.nothing:
                    found = verdict(book, (*names, *more)).key
                    before = split.get(found, ((*names, *more), regions.nothing))
                    split[found] = (before[0], before[1] | part)
        states = split
    return tuple(
        (verdict(book, names), events) for names, events in states.values() if events != regions.nothing
    )
