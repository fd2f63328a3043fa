"""What a contract means: the reference. Every faster engine agrees with this one on every event.

A provision is IN FORCE at an event when its condition holds there and no provision that attacks it is in force.
Attacks form no circle (model.py), so attackers are settled first and there is one solution.

The VALUES at an event are those of the in-force rules that answer the question, compared by value:

    none                          SILENT: the contract does not say. Never "covered", never "not covered".
    one                           RULED
    several                       CONFLICT, unless the question combines them: their sum, the least, the greatest
    a rule in force has no value,
    or values can't be combined   ERROR, naming the provisions

UNKNOWN facts: the event stands for all its completions that the vocabulary does not call impossible. One outcome
in all of them is the outcome; several are NEEDS_FACT, with each outcome and a smallest set of facts that decides.
A value with others under it ("a computer") is known only that far.

Provisions count on the days on which they are in effect: those of `on`, else of the event's `reported_at`, else of
the contract's newest change. Canons are attacks that no text states; a ruling lists those without which it would
be another. Everything that a ruling says about itself is found on the way to its verdict, here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from remit.contract import Contract, Event, Provision
from remit.ruling.cells import Box
from remit.ruling.completions import Truth
from remit.ruling.lookup import left_open
from remit.ruling.model import Book, Model, day_of, model_of
from remit.ruling.record import Outcome, Overridden, Ruling
from remit.ruling.values import combined, distinct, key


def rule(
    contract: Contract | Model,
    question: str,
    event: Mapping[str, Any],
    *,
    canons: bool = True,
    on: date | None = None,
) -> Ruling:
    """The contract's answer to one question about one event; RequestProblem for a fact or value unknown to it."""
    model = model_of(contract)
    try:
        on = on or day_of(event) or model.latest
    except ValueError:
        message = f"{event['reported_at']!r} is no date and time; write 2026-03-02T09:10."
        return Ruling(question=question, verdict="error", facts=dict(event), message=message)
    book, bare = model.book(question, canons, on), model.book(question, False, on)
    ruling = _ruling(book, event, on).model_copy(update={"interpreted": canons})
    if book.canons and _result(_ruling(bare, event, on)) != _result(ruling):
        used = {o.canon for case in (ruling, *ruling.outcomes) for o in case.overridden if o.canon}
        return ruling.model_copy(update={"canons": tuple(sorted(used or book.canons))})
    return ruling


def holds(boxes: Sequence[Box], cells: Sequence[int]) -> Truth:
    """Whether a condition holds at the cells that an event leaves open; None where no alternative alone holds at all."""
    possible = [box for box in boxes if all(cells[axis] & mask for axis, mask in box)]
    if any(all(not cells[axis] & ~mask for axis, mask in box) for box in possible):
        return True
    return None if possible else False


def in_force(book: Book, provisions: Sequence[Provision], truth: Mapping[str, Truth]) -> dict[str, Truth]:
    """Which provisions are in force, given whether their conditions hold; attackers come first."""
    status: dict[str, Truth] = {}
    surely: set[str] = set()
    perhaps: set[str] = set()
    for p in provisions:
        held, attackers = truth[p.id], book.attacked_by[p.id]
        if held is not False:
            if not attackers.isdisjoint(surely):
                held = False
            elif not attackers.isdisjoint(perhaps):
                held = None
        status[p.id] = held
        if held is not False:
            (surely if held else perhaps).add(p.id)
    return status


def verdict(book: Book, active: Collection[str]) -> Outcome:
    """The outcome of the rules in force, by the way in which the question combines values."""
    rules = [book.by_id[name] for name in sorted(active)]
    empty = tuple(p.id for p in rules if p.value is None)
    if empty:
        return Outcome(verdict="error", because=empty, message=f"No value is given by {', '.join(empty)}.")
    values = distinct(p.value for p in rules)
    how = book.question.combine
    if how != "agree" and rules:
        try:
            values = (combined(how, (p.value for p in rules)),)
        except ValueError as problem:
            names = tuple(p.id for p in rules)
            return Outcome(verdict="error", because=names, message=f"{', '.join(names)}: {problem}.")
    if not values:
        return Outcome(verdict="silent")
    giving = [p.id for p in rules if how in ("agree", "sum") or key(p.value) == key(values[0])]
    return Outcome(verdict="ruled" if len(values) == 1 else "conflict", values=values, because=tuple(giving))


def _ruling(book: Book, event: Event, on: date | None) -> Ruling:
    cells = book.space.read(event)
    diagram = left_open(book, cells, in_force, verdict)
    cases = [reasoned(book, cells, diagram.outcome(n), path) for n, path in diagram.examples.items()]
    if len(cases) == 1:
        found = reasoned(book, cells, cases[0]).model_dump()
        nearest = book.nearest(cells) if cases[0].verdict == "silent" else None
        return Ruling(**found | {"facts": dict(event)}, question=book.name, on=on, nearest=nearest)
    sure, _, overridden = _reasons(book, cells)
    needs = tuple(book.space.axes[axis].fact for axis in diagram.deciding)
    cases.sort(key=lambda o: repr(o.key))
    known = {"question": book.name, "on": on, "facts": dict(event), "needs": needs, "outcomes": tuple(cases)}
    return Ruling(**known, verdict="needs_fact", because=sure, overridden=overridden)


def reasoned(
    book: Book, cells: Sequence[int], outcome: Outcome, path: Sequence[tuple[int, int]] = ()
) -> Outcome:
    """An outcome of the open cells with its reasons there; `path` holds the fewest facts that bring it about."""
    there, facts = list(cells), {}
    for at, mask in path:
        axis, cell = book.space.axes[at], (mask & -mask).bit_length() - 1
        there[at], facts[axis.fact] = 1 << cell, axis.value(cell)
    sure, possible, overridden = _reasons(book, there)
    certain = verdict(book, sure)
    giving = {key(v) for v in outcome.values}
    # Where no rule is in force in every completion, those that take turns are named.
    turns = tuple(n for n in possible if key(book.by_id[n].value) in giving)
    because = certain.because if certain.key == outcome.key else turns or outcome.because
    return outcome.model_copy(update={"facts": facts, "because": because, "overridden": overridden})


def _reasons(
    book: Book, cells: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Overridden, ...]]:
    """The rules in force for certain, those that may be, and what held and was overridden."""
    truth = {p.id: holds(book.boxes[p.id], cells) for p in book.provisions}
    status = in_force(book, book.provisions, truth)
    first = [next((a for a in book.attackers[n] if truth[n] and status[a.by]), None) for n in sorted(truth)]
    beaten = [
        Overridden(id=a.on, by=a.by, ground=a.ground, reason=a.reason, canon=a.canon) for a in first if a
    ]
    rules = sorted(book.rules)
    return (
        tuple(n for n in rules if status[n]),
        tuple(n for n in rules if status[n] is not False),
        tuple(beaten),
    )


def _result(ruling: Ruling) -> tuple[object, ...]:
    return ruling.key, ruling.needs, [o.key for o in ruling.outcomes]
