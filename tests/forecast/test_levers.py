"""Changes of terms: the amended contract says what the lever makes it say, and both sides' money follows."""

from __future__ import annotations

import pytest
from example_offers import NEEDS, OFFERS, engine_only

from remit.contract import Condition, Contract, Event, Value
from remit.forecast.care import respond
from remit.forecast.events import events as book
from remit.forecast.forecasting import Simulated
from remit.forecast.levers import Lever, amended, apply, levers, try_levers
from remit.forecast.offer import Offer
from remit.forecast.record import Effect, Tried
from remit.reader.answer import Answer
from remit.ruling import rule

PLAN = dict(OFFERS)["base-and-extras"]
HOURLY = dict(OFFERS)["by-the-hour"]
EVERY = pytest.mark.parametrize("lever", levers(), ids=lambda it: it.id)


@pytest.fixture(scope="module")
def plan(simulated: Simulated) -> Offer:
    return respond(simulated.world, simulated.outcomes[2].offer)[0]


@pytest.fixture(scope="module")
def tried(simulated: Simulated, plan: Offer) -> Tried:
    return try_levers(simulated.world, plan, years=300)


def effect(tried: Tried, name: str) -> Effect:
    return next(e for e in tried.effects if e.lever == name)


@EVERY
def test_a_lever_is_a_plain_proposal(lever: Lever) -> None:
    assert lever.wording.endswith(".")
    assert lever.label[0].isupper()
    assert all(len(sentence.split()) <= 60 for sentence in lever.wording.split(". "))


@EVERY
def test_the_amended_contract_rules_as_the_lever_says(lever: Lever) -> None:
    contract = amended(PLAN, lever)
    for said in lever.provisions:
        event = {f: (v[0] if isinstance(v, list) else v) for f, v in said.when.items()}
        assert said.condition().holds(event)
        assert rule(contract, said.question, event).value == said.value
    for name, value in lever.fields.items():
        assert contract.value(name) == value


@EVERY
def test_elsewhere_the_contract_says_what_it_said(lever: Lever) -> None:
    contract = amended(PLAN, lever)
    ordinary = book().ordinary
    events: tuple[dict[str, Value], ...] = (
        {**ordinary, "activity": "project", "subject": "site"},
        {**ordinary, "activity": "incident", "subject": "laptop", "cause": "accident", "hours": "weekend"},
    )
    for event in events:
        if not any(s.condition().holds(event) for s in lever.provisions if s.question == "coverage"):
            assert rule(contract, "coverage", event).key == rule(PLAN, "coverage", event).key


def test_network_in_the_fee_turns_the_provider_s_interest(tried: Tried) -> None:
    found = effect(tried, "network-in-fee")
    assert "network" in found.flips
    assert found.client < -5 * found.client_error
    assert found.provider == pytest.approx(found.client, rel=0.01)
    assert found.a_user_month > 0


def test_a_lever_that_changes_nothing_is_not_told(simulated: Simulated) -> None:
    all_in = respond(simulated.world, simulated.outcomes[1].offer)[0]
    told = {e.lever for e in try_levers(simulated.world, all_in, years=60).effects}
    assert told
    # Its fee covers these already.
    assert not told & {"joiners-in-fee", "malware-in-fee", "visits-in-fee", "upkeep-duty"}


def test_the_cure_is_the_cheapest_that_cures(tried: Tried) -> None:
    for cure in tried.cures:
        fit = [
            e
            for e in tried.effects
            if cure.topic in e.halves or (cure.why == "earns" and cure.topic in e.flips)
        ]
        assert bool(fit) == (cure.lever is not None)
        if cure.lever:
            assert -effect(tried, cure.lever).provider == min(-e.provider for e in fit)
    assert [c.costs for c in tried.cures] == sorted((c.costs for c in tried.cures), reverse=True)
    assert {c.topic for c in tried.cures if c.why == "earns"} >= {"network", "malware"}


def test_by_the_hour_only_a_flat_fee_makes_care_pay(simulated: Simulated) -> None:
    hourly = simulated.outcomes[0].offer
    flat = next(it for it in levers() if it.id == "flat-fee")
    assert hourly.care == 0.0
    changed = apply(flat, hourly, simulated.world)
    assert changed.prices.fees
    assert changed.care > 0.1
    told = {e.lever for e in try_levers(simulated.world, hourly, years=60).effects}
    assert "flat-fee" in told
    assert "extras-limit" not in told


def test_what_no_lever_speaks_of_is_not_asked_again(simulated: Simulated, plan: Offer) -> None:
    asked: list[Event] = []

    def counting(contract: Contract, question: str, event: Event) -> Answer:
        asked.append(event)
        return engine_only(contract, question, event)

    base = plan.answering
    base_ask = base._answering
    base._answering = counting
    try:
        lever = next(it for it in levers() if it.id == "malware-in-fee")
        apply(lever, plan, simulated.world)
    finally:
        base._answering = base_ask
    assert asked
    condition = Condition.parse(lever.provisions[0].when)
    assert all(condition.holds(event) for event in asked)


def test_the_needs_of_the_example_are_those_of_the_offers() -> None:
    assert NEEDS.client == PLAN.value("client_name") == HOURLY.value("client_name")
