"""What a contract answers becomes chances: sure answers stand, everything open stays open."""

from __future__ import annotations

import pytest
from example_offers import OFFERS, engine_only
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import by_the_hour, flat_fee, small_world

from remit.contract import Contract, Event
from remit.forecast.care import respond
from remit.forecast.events import events
from remit.forecast.needs import Needs
from remit.forecast.priors import priors
from remit.forecast.ruled import COVERAGE, Recall, ask, is_open, shares
from remit.forecast.world import world
from remit.reader.answer import Answer
from remit.ruling import Ruling

KNOWN = priors().with_values({"silence_billed": 0.25})
RULING = Ruling(question="coverage", verdict="silent")


def said(answer: str, *, unsure: bool = False, **chances: float) -> Answer:
    return Answer(answer, 0.9, (), (), (), unsure, (), RULING, chances)


@pytest.mark.parametrize("answer", COVERAGE)
def test_a_sure_answer_stands_whatever_else_was_thought_of(answer: str) -> None:
    given_ = said(answer, included=0.4, chargeable=0.3, excluded=0.3)
    assert not is_open(given_)
    assert shares(given_, KNOWN) == tuple(float(answer == a) for a in COVERAGE)


def test_an_unsure_answer_keeps_the_chances_of_the_reading() -> None:
    given_ = said("included", unsure=True, included=0.4, chargeable=0.3, excluded=0.1, silent=0.2)
    assert is_open(given_)
    assert shares(given_, KNOWN) == pytest.approx((0.4 + 0.15, 0.3 + 0.05, 0.1))


def test_silence_is_billed_with_its_chance() -> None:
    assert is_open(said("silent"))
    assert shares(said("silent", silent=1.0), KNOWN) == pytest.approx((0.75, 0.25, 0.0))


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(["included", "chargeable", "excluded", "silent", "conflict", "depends"]),
    st.booleans(),
    st.lists(st.floats(0, 1), min_size=4, max_size=4).filter(lambda x: sum(x) > 0.01),
)
def test_chances_are_chances(answer: str, unsure: bool, weights: list[float]) -> None:
    total = sum(weights)
    held = dict(zip((*COVERAGE, "silent"), (w / total for w in weights), strict=True))
    found = shares(said(answer, unsure=unsure, **held), KNOWN)
    assert sum(found) == pytest.approx(1)
    assert all(-1e-12 <= f <= 1 + 1e-12 for f in found)


def test_who_bears_a_loss_and_who_is_bound_follow_the_contract() -> None:
    there = world(Needs(people=5))
    found = {
        name: ask(contract, there.classes, events(), there.known, engine_only) for name, contract in OFFERS
    }
    assert found["by-the-hour"].bears == {"ransomware": 0, "payment-fraud": 0, "data": 0}
    assert found["all-in"].bears == {"ransomware": 1, "payment-fraud": 1, "data": 1}
    assert [found[n].duty for n, _ in OFFERS] == [0, 1, 1]
    assert [(found[n].backup, found[n].tested) for n, _ in OFFERS] == [(0, 0), (1, 1), (1, 0.5)]


def test_an_unsure_loss_is_borne_with_its_chance() -> None:
    def doubtful(contract: Contract, question: str, event: Event) -> Answer:
        if question == "loss":
            return said("client", unsure=True, client=0.6, provider=0.1, shared=0.2, silent=0.1)
        return engine_only(contract, question, event)

    there = world(Needs(people=5))
    found = ask(OFFERS[0][1], there.classes, events(), there.known, doubtful)
    assert found.bears["ransomware"] == pytest.approx(0.4)


def test_a_contract_is_asked_the_same_thing_once() -> None:
    asked: list[Event] = []

    def counting(contract: Contract, question: str, event: Event) -> Answer:
        asked.append(event)
        return engine_only(contract, question, event)

    recall, contract = Recall(counting), OFFERS[0][1]
    event = events().event({"activity": "incident", "subject": "laptop"})
    assert recall(contract, "coverage", event) is recall(contract, "coverage", dict(event))
    assert recall(contract, "loss", event) is not recall(contract, "coverage", event)
    assert len(asked) == 2


def test_a_duty_is_kept_where_it_does_not_pay() -> None:
    there = small_world(duty_care=0.5)
    bound, care = respond(there, flat_fee(duty=1.0))
    assert care.free < 0.5
    assert bound.care == care.chosen == pytest.approx(0.5)
    half, _ = respond(there, flat_fee(duty=0.5))
    assert half.care == pytest.approx(max(care.free, 0.25))
    free, _ = respond(there, by_the_hour())
    assert free.care == 0
