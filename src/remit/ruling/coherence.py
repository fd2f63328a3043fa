"""Answers to different questions that do not go together: excluded, and yet the provider bears the cost.

Which answers clash is data (clashes.yaml).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import Field, model_validator

from remit.contract import Contract
from remit.contract.vocabulary import Record
from remit.ruling.gaps import Analysis, Witness, tested_axes
from remit.ruling.model import Model, model_of
from remit.ruling.regions import Region, Regions
from remit.ruling.story import story
from remit.ruling.values import key

Said = tuple[str, ...] | Literal["any", "silent"]


class Clash(Record):
    """Two answers, by question, that should not be given to one event, and why not."""

    id: str
    answers: dict[str, Said]
    why: str

    @model_validator(mode="before")
    @classmethod
    def _questions(cls, data: Any) -> Any:  # noqa: ANN401 - data from a file
        if not isinstance(data, dict) or "answers" in data:
            return data
        own = {k: data[k] for k in ("id", "why") if k in data}
        return {**own, "answers": {k: v for k, v in data.items() if k not in own}}


class _File(Record):
    schema_: Literal["remit/clashes/1"] = Field(alias="schema")
    clashes: tuple[Clash, ...]


@cache
def clashes() -> tuple[Clash, ...]:
    text = files("remit.ruling").joinpath("clashes.yaml").read_text(encoding="utf-8")
    return _File.model_validate(yaml.safe_load(text)).clashes


class Incoherence(Record):
    """The events to which both answers are given: how many, and one of them with the provisions on both sides."""

    clash: Clash
    cells: int
    of: int
    facts: dict[str, object]
    words: str
    because: tuple[str, ...]


def incoherences(
    contract: Contract | Model,
    given: Sequence[Clash] | None = None,
    *,
    canons: bool = True,
    on: date | None = None,
    pick: Callable[[Analysis, Region], Witness | None] = Analysis.witness,
) -> Iterator[Incoherence]:
    """Each clash that some event meets; `pick` chooses the event that shows it."""
    model = model_of(contract)
    answered = {p.question for p in model.provisions if p.kind == "rule"}
    for clash in clashes() if given is None else given:
        if not set(clash.answers) <= answered:
            continue
        regions = Regions(model.space, tested_axes(model.book(q, canons, on) for q in clash.answers))
        sides = [Analysis(model, q, canons=canons, on=on, regions=regions) for q in clash.answers]
        both = regions.whole
        for side, said in zip(sides, clash.answers.values(), strict=True):
            both &= _said(side, said)
        found = pick(sides[0], both)
        if found:
            because = [name for side in sides for name in side.told(found.facts).because]
            yield Incoherence(
                clash=clash,
                cells=regions.size(both),
                of=regions.size(regions.whole),
                facts=found.facts,
                words=f"{story(model.words, found.facts)}: {clash.why}",
                because=tuple(dict.fromkeys(because)),
            )


def _said(side: Analysis, said: Said) -> Region:
    """The events to which the answer is given."""
    found = side.regions.nothing
    wanted = {key(v) for v in said} if isinstance(said, tuple) else set()
    for outcome, region in side.outcomes:
        if (
            (said == "silent" and outcome.verdict == "silent")
            or (said == "any" and outcome.verdict == "ruled")
            or (outcome.verdict == "ruled" and key(outcome.value) in wanted)
        ):
            found |= region
    return found
