"""A contract made ready for rulings: checked once, and for each question and day the attacks worked out.

Attacks come from the provisions' own overrides, from residual rules (every other rule of the question attacks
them), and from the canons. What is stored wins over what is derived: a pair with a stored attack gets no derived
one, and a derived attack that would close a circle with stored ones yields. Rules that override rules override
what those override; a defeater cancels only what it names.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

from remit.contract import Contract, Provision, Vocabulary, vocabulary
from remit.contract.provision import Ground
from remit.contract.vocabulary import Question
from remit.errors import ModelProblem
from remit.ruling.canons import canon_attacks
from remit.ruling.cells import Box, Space
from remit.ruling.record import Nearest
from remit.ruling.values import key

STRENGTH: Mapping[Ground, int] = {"drafted": 3, "precedence": 2, "recorded": 1, "canon": 0}


INSTANT = r"\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?"
"""A date, or a date and time, as text: written so that every back end of tables reads it alike."""


@dataclass(frozen=True)
class Attack:
    """`by` overrides `on`; `canon` names the rule of interpretation where the ground is one."""

    by: str
    on: str
    ground: Ground
    reason: str = ""
    canon: str = ""
    derived: bool = False


@dataclass(frozen=True)
class Book:
    """What is in effect for one question on one day, attackers before what they attack."""

    name: str
    question: Question
    space: Space
    provisions: tuple[Provision, ...]
    boxes: Mapping[str, tuple[Box, ...]]
    attackers: Mapping[str, tuple[Attack, ...]]
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What others have worked out of the book and want to find again."""

    def observed(self, combinations: Iterable[Box]) -> Book:
        """The book for events that show these combinations of facts, though they are said to be impossible."""
        index = frozenset(combinations)
        if index not in self.kept:
            space = replace(self.space, occurred=self.space.occurred | index)
            self.kept[index] = replace(self, space=space, kept={})
        found: Book = self.kept[index]
        return found

    @cached_property
    def tested(self) -> tuple[int, ...]:
        """The axes that some condition tests."""
        return tuple(sorted({at for boxes in self.boxes.values() for box in boxes for at, _ in box}))

    @cached_property
    def by_id(self) -> Mapping[str, Provision]:
        return {p.id: p for p in self.provisions}

    @cached_property
    def attacked_by(self) -> Mapping[str, frozenset[str]]:
        """The names of each provision's attackers."""
        return {name: frozenset(a.by for a in attacks) for name, attacks in self.attackers.items()}

    @cached_property
    def canons(self) -> frozenset[str]:
        """The canons among the attacks."""
        return frozenset(a.canon for attacks in self.attackers.values() for a in attacks if a.canon)

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules that answer the question; other provisions only attack."""
        return frozenset(p.id for p in self.provisions if p.kind == "rule" and p.question == self.name)

    def nearest(self, cells: Sequence[int]) -> Nearest | None:
        """Of the rules that do not speak, the one that lacks the fewest facts; of those, the one that has the most."""
        away = []
        for name in sorted(self.rules):
            lacks = [
                (tuple(self.space.axes[axis].fact for axis, mask in box if cells[axis] & ~mask), len(box))
                for box in self.boxes[name]
            ]
            # A rule whose condition holds in one of its alternatives did speak, even if it was overridden.
            if all(missing for missing, _ in lacks):
                away += [(len(missing), -size, name, missing) for missing, size in lacks]
        return Nearest(id=min(away)[2], facts=min(away)[3]) if away else None


class Model:
    """Provisions over a vocabulary, found consistent. ModelProblem names what is not."""

    def __init__(
        self, provisions: Iterable[Provision], words: Vocabulary | None = None, space: Space | None = None
    ) -> None:
        self.words = words or vocabulary()
        # By id, so that no outcome can depend on the order in which the provisions are listed. What its reader is
        # unsure of is a candidate: it takes no part in rulings until a person confirms it.
        read = (p for p in provisions if p.state != "unsure")
        self.provisions = tuple(sorted(read, key=lambda p: (p.id, str(p.effective_from or ""))))
        self.space = space or Space.of(self.words, (p.when for p in self.provisions))
        self._boxes = tuple(_boxes(self.space, p) for p in self.provisions)
        self._books: dict[tuple[str, bool, date | None], Book] = {}
        self._attacks: dict[tuple[str, date | None], Grounds] = {}
        _check(self.provisions, self.words)

    @cached_property
    def latest(self) -> date | None:
        """The day of the newest change; without a date an event is ruled as of then."""
        return max((p.effective_from for p in self.provisions if p.effective_from), default=None)

    def book(self, question: str, canons: bool = True, on: date | None = None) -> Book:
        """What rules the question on the day. ModelProblem for an unknown question comes from the vocabulary."""
        on = on or self.latest
        index = (question, canons, on)
        if index not in self._books:
            self._books[index] = self._build(question, canons, on)
        return self._books[index]

    def book_without(self, name: str, question: str, canons: bool = True, on: date | None = None) -> Book:
        """The same book as if one provision had not been written."""
        book = self.book(question, canons, on)
        direct, circular = book.kept["direct"]
        if name in circular:
            # What yielded to a circle may stand without it.
            return self._build(question, canons, on or self.latest, name)
        left = [a for a in direct if name not in (a.by, a.on)]
        # Whoever it did not attack is attacked as before.
        known = {n: a for n, a in book.attackers.items() if name not in book.attacked_by[n]}
        attackers, order = _close({p.id: p for p in book.provisions if p.id != name}, left, known)
        provisions = tuple(book.by_id[n] for n in order)
        return replace(book, provisions=provisions, attackers=attackers, kept={})

    def _build(self, question: str, canons: bool, on: date | None, without: str | None = None) -> Book:
        valid, stored, residual, canonical = self._grounds(question, on)
        valid = {n: v for n, v in valid.items() if n != without}
        # The weaker ground yields where an attack would close a circle.
        attacks: list[Attack] = []
        circular: set[str] = set()
        for more in (stored, residual, canonical if canons else ()):
            attacks, circle = _joined(attacks, [a for a in more if without not in (a.by, a.on)])
            circular |= circle.keys()
        rules = [n for n, (p, _) in valid.items() if p.question == question and p.kind == "rule"]
        wanted = _reached(rules, attacks)
        attackers, order = _close({n: valid[n][0] for n in sorted(wanted)}, attacks)
        spec = self.words.question(question)
        provisions = tuple(valid[n][0] for n in order)
        boxes = {n: valid[n][1] for n in order}
        book = Book(question, spec, self.space, provisions, boxes, attackers)
        book.kept["direct"] = (attacks, circular)
        return book

    def _grounds(self, question: str, on: date | None) -> Grounds:
        """What is in effect on the day, and the attacks: stored, of residual rules, of canons; no pair twice."""
        index = (question, on)
        if index not in self._attacks:
            spec = self.words.question(question)
            valid = {
                p.id: (p, boxes)
                for p, boxes in zip(self.provisions, self._boxes, strict=True)
                if on is None or ((p.effective_from or on) <= on <= (p.effective_to or on))
            }
            rules = [(p, boxes) for p, boxes in valid.values() if p.question == question and p.kind == "rule"]
            stored = [a for p, _ in valid.values() for a in _stored(p) if a.on in valid]
            paired = {frozenset((a.by, a.on)) for a in stored}
            residual = [
                Attack(p.id, last.id, "drafted", "the other applies where nothing else does", derived=True)
                for last, _ in rules if last.residual
                for p, _ in rules if not p.residual and frozenset((p.id, last.id)) not in paired
            ]  # fmt: skip
            found = canon_attacks(self.space, rules) if spec.combine == "agree" else ()
            canonical = [
                Attack(by, on_, "canon", why, name, derived=True)
                for by, on_, name, why in found
                if frozenset((by, on_)) not in paired
            ]
            self._attacks[index] = (valid, stored, residual, canonical)
        return self._attacks[index]


Grounds = tuple[
    Mapping[str, tuple[Provision, tuple[Box, ...]]], Sequence[Attack], Sequence[Attack], Sequence[Attack]
]


def _joined(attacks: list[Attack], more: Sequence[Attack]) -> tuple[list[Attack], Mapping[str, str]]:
    """The attacks with those of the others that close no circle, and what is on one; the text itself closes none."""
    circle = _circles([*attacks, *more]) if attacks else {}
    kept = [a for a in more if not (circle and circle.get(a.by, a.by) == circle.get(a.on, a.on))]
    return attacks + kept, circle


def day_of(event: Mapping[str, Any]) -> date | None:
    """The day on which the event was reported; ValueError where that is no date."""
    moment = event.get("reported_at")
    if moment is None or isinstance(moment, date):
        return moment.date() if isinstance(moment, datetime) else moment
    if not re.fullmatch(INSTANT, str(moment)):
        raise ValueError(f"{moment!r} is no date and time")
    return date.fromisoformat(str(moment)[:10])


_models: OrderedDict[int, tuple[tuple[Provision, ...], Model]] = OrderedDict()


def model_of(contract: Contract | Model) -> Model:
    """The contract's model, kept for the next ruling while the contract is one of the last 32 used."""
    if isinstance(contract, Model):
        return contract
    provisions = contract.provisions
    if id(provisions) not in _models:
        # The tuple is kept beside its model, so its identity can't be taken over by another.
        _models[id(provisions)] = (provisions, Model(provisions))
        if len(_models) > 32:
            _models.popitem(last=False)
    return _models[id(provisions)][1]


def _boxes(space: Space, provision: Provision) -> tuple[Box, ...]:
    try:
        return space.boxes(provision.when)
    except ModelProblem as problem:
        raise ModelProblem(f"Provision {provision.id}: {problem.message}", problem.hint) from problem


def _stored(p: Provision) -> list[Attack]:
    canon = "a canon of the text's reader"
    return [Attack(p.id, o.id, o.ground, o.reason, canon if o.ground == "canon" else "") for o in p.overrides]


def _check(provisions: Sequence[Provision], words: Vocabulary) -> None:
    known = {p.id for p in provisions}
    for earlier, later in pairwise(provisions):
        if earlier.id == later.id and (
            earlier.effective_to is None
            or later.effective_from is None
            or earlier.effective_to >= later.effective_from
        ):
            raise ModelProblem(
                f"Provision {earlier.id} is stated twice for the same days.",
                "End the first before the next begins.",
            )
    for p in provisions:
        allowed = words.question(p.question).values
        if (
            p.kind == "rule"
            and allowed
            and p.value is not None
            and key(p.value) not in {key(v) for v in allowed}
        ):
            raise ModelProblem(
                f"Provision {p.id}: {p.value!r} is no answer to '{p.question}'.",
                f"Known: {', '.join(allowed)}.",
            )
        for o in p.overrides:
            if o.id not in known:
                raise ModelProblem(
                    f"Provision {p.id} overrides {o.id}, which does not exist.", "Correct the name."
                )
    circle = _circles([a for p in provisions for a in _stored(p)])
    if circle:
        first = min(circle.values())
        names = sorted(n for n, root in circle.items() if root == first)
        if len(names) == 1:
            raise ModelProblem(f"Provision {names[0]} overrides itself.", "Remove the override.")
        raise ModelProblem(
            f"These provisions override one another in a circle: {', '.join(names)}.", "Remove one override."
        )


def _circles(attacks: Sequence[Attack]) -> dict[str, str]:
    """Each provision that is on a circle, with the first name of its circle (Tarjan's components)."""
    onward: dict[str, list[str]] = {}
    for a in attacks:
        onward.setdefault(a.by, []).append(a.on)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: dict[str, str] = {}
    for start, first in onward.items():
        work = [(start, iter(first))] if start not in index else []
        while work:
            node, targets = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
            for target in targets:
                if target not in index:
                    work.append((target, iter(onward.get(target, ()))))
                    break
                if target in stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    members = [stack.pop()]
                    while members[-1] != node:
                        members.append(stack.pop())
                    if len(members) > 1 or node in onward.get(node, ()):
                        found.update(dict.fromkeys(members, min(members)))
    return found


def _reached(names: list[str], attacks: Sequence[Attack]) -> set[str]:
    """The provisions named and whatever attacks them, directly or not."""
    by: dict[str, list[str]] = {}
    for a in attacks:
        by.setdefault(a.on, []).append(a.by)
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            names.extend(by.get(name, ()))
    return found


def _close(
    provisions: Mapping[str, Provision],
    attacks: Sequence[Attack],
    known: Mapping[str, tuple[Attack, ...]] | None = None,
) -> tuple[dict[str, tuple[Attack, ...]], list[str]]:
    """Attackers of each provision, rule-to-rule chains included, and an order in which attackers come first.

    `known` holds those that are known already.
    """
    direct: dict[str, list[Attack]] = {name: [] for name in provisions}
    for a in attacks:
        if a.on in direct and a.by in direct:
            direct[a.on].append(a)
    order: list[str] = []
    closed: dict[str, tuple[Attack, ...]] = {}
    waiting = list(provisions)[::-1]
    while waiting:
        name = waiting[-1]
        missing = [a.by for a in direct[name] if a.by not in closed]
        if missing:
            waiting.extend(missing)
            continue
        waiting.pop()
        if name in closed:
            continue
        if known and name in known:
            closed[name] = known[name]
            order.append(name)
            continue
        found = {a.by: a for a in sorted(direct[name], key=lambda a: STRENGTH[a.ground])}
        if provisions[name].kind == "rule":
            chains: dict[str, tuple[int, Attack, Attack]] = {}
            for near in direct[name]:
                if provisions[near.by].kind != "rule":
                    continue
                most = STRENGTH[near.ground]
                for far in closed[near.by]:
                    by = far.by
                    if by in found or (by in chains and chains[by][0] >= most):
                        continue
                    strength = min(most, STRENGTH[far.ground])
                    if (by not in chains or chains[by][0] < strength) and provisions[by].kind == "rule":
                        chains[by] = (strength, far, near)
            found |= {by: _chain(far, near) for by, (_, far, near) in chains.items()}
        closed[name] = tuple(sorted(found.values(), key=lambda a: (-STRENGTH[a.ground], a.by)))
        order.append(name)
    return closed, order


def _chain(far: Attack, near: Attack) -> Attack:
    """`far` overrides the middle, the middle overrides near: as strong as the weaker of the two."""
    weak = min(near, far, key=lambda a: STRENGTH[a.ground])
    reason = f"it overrides {near.by}, which overrides {near.on}"
    return Attack(far.by, near.on, weak.ground, reason, weak.canon, derived=True)
