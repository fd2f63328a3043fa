"""The prices of a forecast are those that charges reckons, and fees are those that the contract states."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from example_offers import OFFERS
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import contract

from remit.charges import Entry, price
from remit.errors import ModelProblem, RequestProblem
from remit.forecast.events import EventClass, events
from remit.forecast.needs import Needs
from remit.forecast.offer import offer
from remit.forecast.pricing import Stated, prices_of
from remit.forecast.priors import priors
from remit.forecast.world import world

KNOWN = priors()
MONEY = st.decimals(1, 900, places=2).map(float)


def usd(amount: float, per: str) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD", "per": per}


def one_class(**facts: Any) -> list[EventClass]:
    kind = events().kind("program-fault")
    return [EventClass(kind, events().event({**kind.facts, **facts}), 1.0)]


@settings(deadline=None, max_examples=25)
@given(
    MONEY, st.sampled_from([1, 6, 10, 15, 30, 60]), st.sampled_from([0, 15, 60, 120]), st.integers(1, 3000)
)
def test_a_job_costs_what_charges_says(rate: float, step: int, least: int, minutes: int) -> None:
    terms = contract(
        fee_model="hourly",
        hourly_rate=usd(rate, "hour"),
        billing_increment_minutes=step,
        minimum_charge_minutes=least or None,
    )
    (mine,) = prices_of(Stated(terms, "USD"), one_class(), KNOWN).of
    entry = Entry(
        "1", date=date(2026, 3, 2), seconds=60 * minutes, coverage="chargeable", facts=one_class()[0].facts
    )
    (theirs,) = price(terms, [entry]).charges
    assert mine.charge(np.array([minutes]))[0] == theirs.amount_minor


def test_late_work_is_priced_as_the_contract_says() -> None:
    stated = Stated(
        contract(fee_model="hourly", hourly_rate=usd(100, "hour"), after_hours_rate={"multiplier": 2}), "USD"
    )
    late = one_class(hours="weekend")
    prices = prices_of(stated, late, KNOWN)
    assert prices.of[0].hour == 20_000
    assert "after_hours_times" not in prices.assumed


def test_what_is_not_stated_is_the_market_s_and_said_to_be_assumed() -> None:
    prices = prices_of(Stated(contract(fee_model="hourly"), "USD"), one_class(hours="weekend"), KNOWN)
    assert prices.of[0].hour == round(160 * 1.5 * 100)
    assert set(prices.assumed) == {"hourly_rate", "after_hours_times"}


@pytest.mark.parametrize(
    ("fee", "a_month"),
    [
        (usd(1200, "month"), 120_000),
        (usd(1200, "quarter"), 40_000),
        (usd(1200, "year"), 10_000),
        (usd(50, "user per month"), 50_000),
        (usd(25, "device per month"), 50_000),
    ],
)
def test_fees_are_made_a_sum_a_month(fee: dict[str, Any], a_month: int) -> None:
    (found,) = Stated(contract(fee_model="flat", recurring_fee=fee), "USD").fees
    assert found.a_month(np.array([10.0]), np.array([20.0])).tolist() == [a_month]


def test_a_contract_without_a_fee_is_refused_with_what_to_do() -> None:
    with pytest.raises(ModelProblem, match="no regular fee") as problem:
        prices_of(Stated(contract(fee_model="flat"), "USD"), one_class(), KNOWN)
    assert "recurring_fee" in problem.value.hint


def test_contracts_in_another_currency_are_refused() -> None:
    there = world(Needs(people=5, currency="GBP"))
    with pytest.raises(RequestProblem, match="priced in USD"):
        offer(OFFERS[0][1], "dollars", there)
