"""Answers to different questions that do not go together: excluded, and yet the provider bears the cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from remit.contract import Contract
from remit.contract.vocabulary import Record
from remit.ruling.gaps import Analysis, tested_axes
from remit.ruling.model import model_of
from remit.ruling.plain import event_words
from remit.ruling.regions import Regions
from remit.ruling.values import key


class Clash(Record):
    """Two answers that should not be given to one event, and why not."""

    question: str
    value: str
    other_question: str
    other_value: str
    why: str


CLASHES = (
    Clash(
        question="coverage",
        value="excluded",
        other_question="payer",
        other_value="provider",
        why="the work is outside the agreement, and yet the provider pays for it",
    ),
    Clash(
        question="coverage",
        value="included",
        other_question="payer",
        other_value="client",
        why="the work is included in the fee, and yet the client pays for it",
    ),
    Clash(
        question="coverage",
        value="chargeable",
        other_question="payer",
        other_value="provider",
        why="the work is charged to the client, and yet the provider pays for it",
    ),
    Clash(
        question="coverage",
        value="excluded",
        other_question="performer",
        other_value="provider",
        why="the work is outside the agreement, and yet the provider does it",
    ),
    Clash(
        question="coverage",
        value="included",
        other_question="performer",
        other_value="client",
        why="the work is included in the fee, and yet the client does it",
    ),
)


class Incoherence(Record):
    """The events to which both answers are given: how many, and one of them."""

    clash: Clash
    cells: int
    of: int
    facts: dict[str, object]
    words: str
    because: tuple[str, ...]


def incoherences(
    contract: Contract, clashes: Sequence[Clash] = CLASHES, *, canons: bool = True, on: date | None = None
) -> Iterator[Incoherence]:
    """Each clash that some event meets, with the smallest event found and the provisions on both sides."""
    model = model_of(contract)
    for clash in clashes:
        questions = (clash.question, clash.other_question)
        regions = Regions(model.space, tested_axes(model.book(q, canons, on) for q in questions))
        sides = [Analysis(model, q, canons=canons, on=on, regions=regions) for q in questions]
        both = regions.whole
        for side, value in zip(sides, (clash.value, clash.other_value), strict=True):
            given = regions.nothing
            for outcome, region in side.outcomes:
                if outcome.verdict == "ruled" and key(outcome.value) == key(value):
                    given |= region
            both &= given
        found = sides[0].witness(both)
        if found:
            other = sides[1].told(found.facts)
            yield Incoherence(
                clash=clash,
                cells=regions.size(both),
                of=regions.size(regions.whole),
                facts=found.facts,
                words=f"{event_words(model.words, found.facts)}: {clash.why}",
                because=(*found.outcome.because, *other.because),
            )
