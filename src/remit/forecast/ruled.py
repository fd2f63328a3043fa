"""A contract's answer to each class of event, asked once; what it leaves open stays open as chances.

An answer that is sure counts as it stands. Where the contract is silent, contradicts itself, leaves it to a fact that
is not known, or the reading is unsure, how it would come out is drawn for each possible future, once for a topic, with
the chances that the reading gives. Silence comes out as billed with the chance of the assumption `silence_billed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.contract import Contract, Event
from remit.forecast.events import EventClass, Events
from remit.forecast.priors import Priors
from remit.reader.answer import Answer, answer

Answering = Callable[[Contract, str, Event], Answer]
COVERAGE = ("included", "chargeable", "excluded")
INCLUDED, CHARGEABLE, EXCLUDED = range(3)
LOSS = ("provider", "shared", "client")
"""`provider` and `shared` both stand under the contract's limit of liability."""


class Recall:
    """An answering that asks each question of a contract once, however often it is asked."""

    def __init__(self, answering: Answering = answer) -> None:
        self._answering = answering
        self._heard: dict[tuple[object, ...], Answer] = {}

    def fresh(self, contract: Contract, question: str, event: Event) -> Answer:
        """The answer of a contract that is not looked up, as of one that is tried out."""
        return self._answering(contract, question, event)

    def __call__(self, contract: Contract, question: str, event: Event) -> Answer:
        key = (id(contract.provisions), question, *sorted(event.items()))
        if key not in self._heard:
            self._heard[key] = self._answering(contract, question, event)
        return self._heard[key]


@dataclass(frozen=True)
class Ruled:
    """`chances` of the answers in COVERAGE for each class by its number, each row a sum of one.

    open    the classes whose answer the contract or the reading leaves open
    bears   for each loss by its id, and "data", the chance that the provider bears it up to the limit
    backup  the chance that the provider runs backups, and that it tests them
    duty    whether the contract binds the provider to update and to monitor
    """

    chances: NDArray[np.float64]
    open: NDArray[np.bool_]
    answers: tuple[Answer, ...]
    bears: Mapping[str, float]
    loss_answers: Mapping[str, Answer]
    backup: float
    tested: float
    duty: float


def ask(
    contract: Contract,
    classes: Sequence[EventClass],
    book: Events,
    known: Priors,
    answering: Answering,
) -> Ruled:
    answers = tuple(answering(contract, "coverage", c.facts) for c in classes)
    losses = {x.id: answering(contract, "loss", book.event(x.facts)) for x in book.losses}
    losses["data"] = answering(contract, "loss", book.event(book.data_loss))
    upkeep = {
        u.id: shares(answering(contract, "coverage", book.event(u.facts)), known)[INCLUDED]
        for u in book.upkeep
    }
    return Ruled(
        chances=np.array([shares(a, known) for a in answers]).reshape(-1, len(COVERAGE)),
        open=np.array([is_open(a) for a in answers], dtype=np.bool_),
        answers=answers,
        bears={name: _borne(a) for name, a in losses.items()},
        loss_answers=losses,
        backup=upkeep["backup"],
        tested=upkeep["restore-test"],
        duty=min(upkeep["patching"], upkeep["monitoring"]),
    )


def is_open(given: Answer) -> bool:
    """Whether the answer is not one of the three that settle it, or is one and unsure."""
    return given.unsure or given.answer not in COVERAGE


def shares(given: Answer, known: Priors) -> tuple[float, float, float]:
    """The chances that it comes out as included, chargeable, excluded."""
    if not is_open(given):
        found = [float(given.answer == a) for a in COVERAGE]
        return found[0], found[1], found[2]
    # Only an answer that the text settles in one of several ways may come out in these ways; the rest is silence.
    held = (
        {a: given.chances.get(a, 0.0) for a in COVERAGE} if given.answer != "silent" or given.unsure else {}
    )
    rest = max(0.0, 1 - sum(held.values()))
    billed = known.value("silence_billed")
    return (
        held.get("included", 0.0) + rest * (1 - billed),
        held.get("chargeable", 0.0) + rest * billed,
        held.get("excluded", 0.0),
    )


def _borne(given: Answer) -> float:
    """The chance that the provider bears a loss that is its fault, up to the limit; silence leaves it to the law."""
    if not given.unsure and given.answer in LOSS:
        return float(given.answer != "client")
    held = {a: given.chances.get(a, 0.0) for a in LOSS}
    return held["provider"] + held["shared"] + max(0.0, 1 - sum(held.values()))
