"""Contracts side by side: what they state, where they rule differently, and what they come to on the same futures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from pydantic import Field

from remit.contract import Contract, Evidence, vocabulary
from remit.contract.vocabulary import Record
from remit.errors import RequestProblem
from remit.forecast.breakeven import BreakEven, break_evens
from remit.forecast.events import Events, events
from remit.forecast.fleet import Floats
from remit.forecast.forecasting import Simulated
from remit.forecast.means import means
from remit.forecast.ruled import Answering, Recall
from remit.forecast.simulate import Outcome, Progress
from remit.forecast.summary import a_year, error, pooled, worst
from remit.reader.answer import Answer
from remit.ruling.difference import Difference

Saying = Callable[[str, Any], str]
"""A field's kind and value in words."""
WITNESSES = 4
"""Kinds of difference shown for a pair; the count is of all."""
QUESTIONS = ("coverage", "loss")


class Cell(Record):
    """What one contract states or answers. `sure` is False where that is a reading only."""

    says: str
    sure: bool = True
    evidence: Evidence | None = None


class Line(Record):
    """One field or event across the contracts; `differs` counts only what is sure."""

    id: str
    label: str
    group: str = ""
    cells: tuple[Cell, ...]
    differs: bool


class Ruled(Record):
    """Events of one kind of difference: how many cells of the event space, and one of them in words."""

    first: str
    second: str
    cells: int
    event: str


class Apart(Record):
    """Where the engine rules two contracts differently, exactly, over the space of all events."""

    first: int
    second: int
    question: Literal["coverage", "loss"]
    cells: int
    of: int
    shown: tuple[Ruled, ...]


class Between(Record):
    """Two contracts on the same futures; money in minor units a year, the second less the first.

    cheaper       the chance that a year under the second costs less than under the first, with its error
    common_draws  how many times smaller the variance of the difference is than with draws of their own
    """

    first: int
    second: int
    mean: int
    mean_error: int
    worst: int
    worst_error: int
    cheaper: float
    cheaper_error: float
    common_draws: float
    break_even: tuple[BreakEven, ...]


class Comparison(Record):
    schema_: Literal["remit/comparison/1"] = Field("remit/comparison/1", alias="schema")
    names: tuple[str, ...]
    fields: tuple[Line, ...]
    events: tuple[Line, ...]
    losses: tuple[Line, ...]
    apart: tuple[Apart, ...]
    between: tuple[Between, ...] = ()


def compare(
    contracts: Sequence[tuple[str, Contract]],
    say: Saying,
    *,
    answering: Answering | None = None,
    simulated: Simulated | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """At least two contracts; `simulated` is their forecast, where needs were given."""
    if len(contracts) < 2:
        raise RequestProblem(
            "A comparison needs two contracts or more.",
            "Give each contract as one argument; join the documents of one with +, or put them into a folder.",
        )
    names = tuple(name for name, _ in contracts)
    recalls = _recalls(contracts, answering, simulated)
    book = events()
    heard = []
    for n, (name, contract) in enumerate(contracts):
        if progress:
            progress(f"asking {name}", n, len(contracts))
        heard.append(_Heard(contract, recalls[n], book))
    pairs = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
    return Comparison(
        schema="remit/comparison/1",
        names=names,
        fields=_fields([c for _, c in contracts], say),
        events=tuple(
            _line(k.id, k.label, book.topics[k.topic], [h.coverage(k.facts) for h in heard])
            for k in book.kinds
        )
        + tuple(
            _line(u.id, u.label, book.topics["upkeep"], [h.coverage(u.facts) for h in heard])
            for u in book.upkeep
        ),
        losses=(
            _line("data", "Data are lost and can't be restored", "", [h.loss(book.data_loss) for h in heard]),
            *(_line(x.id, x.label, "", [h.loss(x.facts) for h in heard]) for x in book.losses),
        ),
        apart=tuple(
            apart
            for a, b in pairs
            for question in QUESTIONS
            if (apart := _apart(contracts[a][1], contracts[b][1], a, b, question))
        ),
        between=() if simulated is None else tuple(_between(simulated, a, b) for a, b in pairs),
    )


def _recalls(
    contracts: Sequence[tuple[str, Contract]], answering: Answering | None, simulated: Simulated | None
) -> list[Recall]:
    """What was asked for the forecast need not be asked again."""
    if simulated:
        return [o.offer.answering for o in simulated.outcomes]
    return [Recall(answering) if answering else Recall() for _ in contracts]


class _Heard:
    def __init__(self, contract: Contract, recall: Recall, book: Events) -> None:
        self.contract, self.recall, self.book = contract, recall, book

    def coverage(self, facts: Any) -> Cell:  # noqa: ANN401 - facts of an event
        return self._cell(self.recall(self.contract, "coverage", self.book.event(facts)))

    def loss(self, facts: Any) -> Cell:  # noqa: ANN401 - as above
        return self._cell(self.recall(self.contract, "loss", self.book.event(facts)))

    def _cell(self, given: Answer) -> Cell:
        label = vocabulary().answers[given.answer].label
        return Cell(
            says=f"unsure, perhaps {label}" if given.unsure else label,
            sure=not given.unsure,
            evidence=next((e for r in given.because if (e := self._evidence(r))), None),
        )

    def _evidence(self, reason: str | Evidence) -> Evidence | None:
        if isinstance(reason, Evidence):
            return reason
        return next((p.evidence for p in self.contract.provisions if p.id == reason), None)


def _line(name: str, label: str, group: str, cells: Sequence[Cell]) -> Line:
    sure = {c.says for c in cells if c.sure}
    return Line(id=name, label=label, group=group, cells=tuple(cells), differs=len(sure) > 1)


def _fields(contracts: Sequence[Contract], say: Saying) -> tuple[Line, ...]:
    found = []
    for name, spec in vocabulary().fields.items():
        cells = [_field(c, name, spec.kind, say) for c in contracts]
        if any(c.evidence or c.says not in ("not written", "left blank") for c in cells):
            found.append(_line(name, spec.label, "", cells))
    return tuple(found)


def _field(contract: Contract, name: str, kind: str, say: Saying) -> Cell:
    held = contract.fields.get(name)
    if held is None or held.value is None:
        blank = held is not None and held.state == "blank"
        unsure = held is not None and held.state == "unsure"
        return Cell(says="left blank" if blank else "not written", sure=not unsure)
    unsure = held.state == "unsure"
    words = say(kind, held.value)
    return Cell(says=f"unsure, perhaps {words}" if unsure else words, sure=not unsure, evidence=held.evidence)


def _apart(first: Contract, second: Contract, a: int, b: int, question: str) -> Apart | None:
    from remit.ruling.plain import event_words, outcome_words  # noqa: PLC0415 - words of a witness only

    found = Difference(first, second, question)
    words = vocabulary()
    shown: list[Ruled] = []
    for change in found.changes():
        if len(shown) == WITNESSES:
            break
        shown.append(
            Ruled(
                first=outcome_words(words, change.before),
                second=outcome_words(words, change.after),
                cells=change.cells,
                event=event_words(words, change.witness.facts),
            )
        )
    count = found.count
    if not count.of:
        return None
    return Apart.model_validate(
        {"first": a, "second": b, "question": question, "cells": count.cells, "of": count.of, "shown": shown}
    )


def _between(simulated: Simulated, a: int, b: int) -> Between:
    one, other = simulated.outcomes[a], simulated.outcomes[b]
    # Rare large losses enter the mean difference by their exact means: no number of futures holds enough of them.
    rare = means(simulated.world, other.offer).rare - means(simulated.world, one.offer).rare
    difference = steady(other) - steady(one)
    years = np.stack([pooled(other.client()), pooled(one.client())], axis=1).astype(np.float64)
    cheaper = (years[:, 0] < years[:, 1]).astype(np.float64)
    return Between(
        first=a,
        second=b,
        mean=round(float(difference.mean()) + rare),
        mean_error=round(error(difference, lambda v: float(v.mean()))),
        worst=round(worst(years[:, 0]) - worst(years[:, 1])),
        worst_error=round(error(years, lambda v: worst(v[:, 0]) - worst(v[:, 1]))),
        cheaper=round(float(cheaper.mean()), 4),
        cheaper_error=round(error(cheaper, lambda v: float(v.mean())), 4),
        common_draws=round(common_draws(one, other), 2),
        break_even=break_evens(simulated.world, one.offer, other.offer),
    )


def steady(found: Outcome) -> Floats:
    """The client's yearly cost in each run but for lost data and large losses."""
    return a_year(found.client() - found.uncovered())


def common_draws(one: Outcome, other: Outcome) -> float:
    """How many times the same draws cut the variance of the difference of two contracts' yearly costs."""
    first, second = steady(one), steady(other)
    apart = float((second - first).var())
    return (float(first.var()) + float(second.var())) / apart if apart else float("inf")
