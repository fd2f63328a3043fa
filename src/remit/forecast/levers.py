"""Changes of terms tried one by one: what each does to both sides, and the cheapest that cures what is wrong.

A lever is written into a copy of the contract, which is ruled on, priced and simulated anew on the same futures. What
it costs the provider is the least that the provider will want for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

import numpy as np
import yaml
from pydantic import BeforeValidator, Field, model_validator

from remit.contract import Condition, Contract, Event, Provision, TermField, vocabulary
from remit.contract.provision import Confirmation, Override
from remit.contract.values import check_value
from remit.contract.vocabulary import Record
from remit.errors import ModelProblem
from remit.forecast.care import respond
from remit.forecast.events import events
from remit.forecast.fleet import Floats
from remit.forecast.liability import chance_below
from remit.forecast.means import spread
from remit.forecast.offer import Offer, expected, margins, offer
from remit.forecast.pricing import Allowance, Credit, Fee, Ints, cents
from remit.forecast.record import Cure, Effect, Tried
from remit.forecast.ruled import CHARGEABLE
from remit.forecast.simulate import Outcome, Progress, simulate
from remit.forecast.summary import a_year, error, worst
from remit.forecast.world import World
from remit.reader.answer import Answer

YEARS = 3_000
"""Simulated for each lever: differences on the same futures need fewer than levels."""
_BY = Confirmation(by="remit", on=date(2026, 1, 1), why="a proposed change, tried out")


def _checked(when: Any) -> Any:  # noqa: ANN401 - data from a file
    try:
        Condition.parse(when)
    except ModelProblem as problem:
        raise ValueError(str(problem)) from problem
    return when


class Says(Record):
    """What a lever makes the contract say."""

    question: Literal["coverage", "loss"]
    value: str
    when: Annotated[dict[str, Any], BeforeValidator(_checked)]

    def condition(self) -> Condition:
        return Condition.parse(self.when)


class Lever(Record):
    id: str
    topics: tuple[str, ...] = Field(min_length=1)
    label: str
    wording: str
    fee: bool = False
    flat: bool = False
    silent: bool = False
    fields: dict[str, Any] = Field(default_factory=dict)
    provisions: tuple[Says, ...] = ()
    cap: float | None = Field(None, gt=0)
    allowance: Annotated[Allowance | None, Field()] = None
    credit: Annotated[Credit | None, Field()] = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        words = vocabulary()
        for name, value in self.fields.items():
            if name not in words.fields:
                raise ValueError(f"{self.id}: no field '{name}'")
            check_value(words.fields[name], value)
        for said in self.provisions:
            check_value(words.question(said.question), said.value)
        if self.allowance:
            events().kind(self.allowance.kind)
        return self


class Levers(Record):
    schema_: Literal["remit/levers/1"] = Field(alias="schema")
    levers: tuple[Lever, ...]


@cache
def levers() -> tuple[Lever, ...]:
    text = files("remit.forecast").joinpath("levers.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Levers.model_validate(yaml.load(text, Loader=loader)).levers  # noqa: S506 - the safe loader, in C


def amended(contract: Contract, lever: Lever) -> Contract:
    """The contract with the lever in it; what it says beats what is there now."""
    fields = dict(contract.fields)
    for name, value in lever.fields.items():
        fields[name] = TermField(value=value, state="edited", confirmed=_BY)
    new = tuple(
        Provision(
            id=f"lever:{lever.id}:{n}",
            question=said.question,
            value=said.value,
            when=said.condition(),
            overrides=tuple(
                Override(id=name, ground="drafted", reason=lever.label)
                for name in dict.fromkeys(p.id for p in contract.provisions if p.question == said.question)
            ),
            origin="person",
            state="edited",
            confirmed=_BY,
        )
        for n, said in enumerate(lever.provisions)
    )
    return contract.model_copy(update={"fields": fields, "provisions": (*contract.provisions, *new)})


@dataclass(frozen=True)
class _Asked:
    """An answering that asks the amended contract where the lever speaks, and looks the rest up as before."""

    base: Offer
    lever: Lever

    def __call__(self, contract: Contract, question: str, event: Event) -> Answer:
        spoken = any(s.question == question and s.condition().holds(event) for s in self.lever.provisions)
        if spoken:
            return self.base.answering.fresh(contract, question, event)
        given = self.base.answering(self.base.contract, question, event)
        if self.lever.silent and question == "coverage" and (given.unsure or given.answer not in _SETTLED):
            return replace(given, answer="included", confidence=1.0, unsure=False, chances={"included": 1.0})
        return given


_SETTLED = ("included", "chargeable", "excluded")


def apply(lever: Lever, base: Offer, world: World) -> Offer:
    """The offer with the lever, the provider's response to it chosen anew."""
    contract = amended(base.contract, lever)
    # The prices of work are as before; only terms around them change.
    new = offer(contract, lever.id, world, _Asked(base, lever), base.stated.of(contract))
    prices = new.prices
    if lever.flat:
        market_fee = Fee(cents(world.known.value("fee_user_month"), world.known.currency), "user")
        prices = replace(prices, fees=(market_fee,))
    fee = int(prices.a_month(world.fleet.users, world.fleet.endpoints).mean())
    if lever.cap is not None:
        prices = replace(prices, cap=round(lever.cap * fee))
    if lever.allowance is not None:
        prices = replace(prices, allowances=(*prices.allowances, lever.allowance))
    if lever.credit is not None:
        prices = replace(prices, credit=lever.credit)
    return respond(world, replace(new, prices=prices))[0]


def try_levers(
    world: World, base: Offer, *, seed: int = 1, years: int = YEARS, progress: Progress | None = None
) -> Tried:
    """Every lever that fits the contract, on the same futures as the contract itself."""
    fitting = [it for it in levers() if _fits(it, base)]
    changed = [apply(it, base, world) for it in fitting]
    outcomes = simulate(world, [base, *changed], seed=seed, years=years, progress=progress)
    before, earned = outcomes[0], _earned(world, base)
    effects = []
    for lever, it, found in zip(fitting, changed, outcomes[1:], strict=True):
        effect = _effect(world, lever, before, found, (earned, _earned(world, it)), it.care)
        if effect.client or effect.provider:
            effects.append(effect)
    effects.sort(key=lambda e: (e.client, e.lever))
    return Tried(effects=tuple(effects), cures=_cures(world, before, earned, effects))


def _fits(lever: Lever, base: Offer) -> bool:
    has_fee = bool(base.prices.fees)
    return (has_fee or not lever.fee) and not (has_fee and lever.flat)


def _earned(world: World, it: Offer) -> Mapping[str, float]:
    """What one more event of each topic earns the provider, weighed by how often they come."""
    mean = expected(world, it)
    counts = world.rates.mean(axis=0) * world.care(it.care)
    billed = it.ruled.chances[:, CHARGEABLE] * mean.charge
    # At a limit on extras one more event is work without a charge.
    room = (
        1.0
        if it.prices.cap is None
        else chance_below(float(counts @ billed), spread(world, counts), it.prices.cap)
    )
    gain = (margins(world, it, mean) - (1 - room) * billed) * counts
    problem = [c.kind.group == "problem" for c in world.classes]
    return {
        t: float(sum(gain[n] for n in range(len(gain)) if problem[n] and world.topic[n] == k))
        for k, t in enumerate(world.topics)
    }


def _effect(
    world: World,
    lever: Lever,
    before: Outcome,
    after: Outcome,
    earned: tuple[Mapping[str, float], Mapping[str, float]],
    care: float,
) -> Effect:
    cost = a_year(after.client()) - a_year(before.client())
    profit = a_year(after.profit()) - a_year(before.profit())
    ends = np.stack([a_year(after.client()), a_year(before.client())], axis=1)
    old, new = before.topics.mean(axis=0), after.topics.mean(axis=0)
    users = float(world.fleet.users.mean())
    return Effect(
        lever=lever.id,
        label=lever.label,
        wording=lever.wording,
        client=round(float(cost.mean())),
        client_error=round(error(cost, lambda v: float(v.mean()))),
        provider=round(float(profit.mean())),
        provider_error=round(error(profit, lambda v: float(v.mean()))),
        worst=round(_tails_apart(ends)),
        worst_error=round(error(ends, _tails_apart)),
        flips=tuple(t for t in world.topics if earned[0][t] > 0 >= earned[1][t]),
        halves=tuple(t for n, t in enumerate(world.topics) if old[n] > 0 and new[n] <= old[n] / 2),
        a_user_month=max(0, round(-float(profit.mean()) / 12 / users)),
        care=care,
    )


def _tails_apart(ends: Ints | Floats) -> float:
    return worst(ends[:, 0]) - worst(ends[:, 1])


def _cures(
    world: World, before: Outcome, earned: Mapping[str, float], effects: Sequence[Effect]
) -> tuple[Cure, ...]:
    """The dearest topics that are misaligned or weigh most, each with the lever that costs the provider least."""
    yearly = before.topics.mean(axis=0) * 12 / world.fleet.months
    total = float(yearly.sum()) or 1.0
    found = []
    for n in sorted(range(len(world.topics)), key=lambda k: -yearly[k]):
        topic = world.topics[n]
        earns, heavy = earned[topic] > 0, yearly[n] / total > 0.1
        if not (earns or heavy) or yearly[n] / total < 0.01:
            continue
        fit = [e for e in effects if topic in (e.flips if earns else e.halves) or topic in e.halves]
        cheapest = min(fit, key=lambda e: (-e.provider, e.lever), default=None)
        found.append(
            Cure(
                topic=topic,
                why="earns" if earns else "exposed",
                costs=round(float(yearly[n])),
                lever=cheapest.lever if cheapest else None,
            )
        )
    return tuple(found)
