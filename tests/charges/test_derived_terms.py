"""Provisions that follow from term fields: what they say, on whose words, and that a terms file keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from remit.charges import derived, price, price_terms
from remit.contract import Contract, Evidence, Provision, TermField
from remit.contract.terms import dump_terms, load_terms

QUOTE = Evidence(document="a.pdf", quote="EUR 90 an hour", start=10, end=24, page=1, clause="5.1")
HOURLY = {"amount": 90, "currency": "EUR", "per": "hour"}


def contract(*provisions: Provision, **fields: Any) -> Contract:
    return Contract(
        schema="remit/contract/1",
        provisions=provisions,
        fields={
            name: value if isinstance(value, TermField) else TermField(value=value, evidence=QUOTE)
            for name, value in fields.items()
        },
    )


def told(found: Contract) -> dict[str, tuple[str, Any, Any]]:
    return {p.id: (p.question, p.value, p.when.to_data()) for p in derived(found)}


OUTSIDE = {"hours": ["after_hours", "weekend", "holiday"]}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"hourly_rate": HOURLY}, {"field:hourly_rate": ("rate", HOURLY, {})}),
        (
            {"hourly_rate": HOURLY, "after_hours_rate": {"multiplier": 1.5}},
            {
                "field:hourly_rate": ("rate", HOURLY, {}),
                "field:after_hours_rate": ("rate_multiplier", 1.5, OUTSIDE),
            },
        ),
        (
            {"hourly_rate": HOURLY, "after_hours_rate": HOURLY | {"amount": 140}},
            {
                "field:hourly_rate": ("rate", HOURLY, {"hours": "business"}),
                "field:after_hours_rate": ("rate", HOURLY | {"amount": 140}, OUTSIDE),
            },
        ),
        ({"billing_increment_minutes": 15}, {"field:billing_increment_minutes": ("increment", 15, {})}),
        ({"minimum_charge_minutes": 30}, {"field:minimum_charge_minutes": ("minimum", 30, {})}),
        ({"travel_charged": True}, {"field:travel_charged": ("travel_charged", "yes", {})}),
        ({"travel_charged": False}, {"field:travel_charged": ("travel_charged", "no", {})}),
        (
            {"recurring_fee": HOURLY | {"per": "user/month"}},
            {"field:recurring_fee": ("user_fee", HOURLY | {"per": "user/month"}, {})},
        ),
        (
            {"recurring_fee": HOURLY | {"per": "year"}},
            {"field:recurring_fee": ("fee", HOURLY | {"per": "year"}, {})},
        ),
        ({"payment_days": 14}, {"field:payment_days": ("payment_due", 14, {})}),
        ({"fee_model": "hourly"}, {"field:fee_model": ("coverage", "chargeable", {})}),
        ({"fee_model": "flat"}, {}),
        ({"hourly_rate": TermField(state="silent")}, {}),
    ],
)
def test_a_field_says_as_a_provision_what_it_says(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    assert told(contract(**fields)) == expected


def test_it_keeps_the_quote_the_confidence_and_who_stands_for_it() -> None:
    (found,) = derived(contract(hourly_rate=TermField(value=HOURLY, evidence=QUOTE, confidence=0.7)))
    assert (found.evidence, found.confidence, found.origin, found.state) == (QUOTE, 0.7, "derived", "read")


def test_a_provision_of_the_contract_goes_before_the_field() -> None:
    own = Provision(id="card", question="rate", value=HOURLY | {"amount": 95})
    assert told(contract(own, hourly_rate=HOURLY, payment_days=14)).keys() == {"field:payment_days"}
    unsure = own.model_copy(update={"state": "unsure"})
    assert "field:hourly_rate" in told(contract(unsure, hourly_rate=HOURLY))


def test_a_rate_left_blank_is_an_error_and_an_unsure_one_a_silence() -> None:
    work = [{"entry": "1", "date": "2026-03-02", "seconds": 3600, "coverage": "chargeable"}]
    blank = price(contract(hourly_rate=TermField(state="blank")), work).charges[0]
    assert (blank.outcome, blank.provisions) == ("error", ("field:hourly_rate",))
    unsure = price(contract(hourly_rate=TermField(value=HOURLY, state="unsure")), work).charges[0]
    assert (unsure.outcome, unsure.most_minor) == ("silent", None)
    assert unsure.provisions == ("field:hourly_rate",)
    assert "read unsurely" in unsure.steps[-1].says


def test_a_terms_file_holds_the_derived_provisions_and_gives_the_same_bill() -> None:
    whole = price_terms(
        contract(
            hourly_rate=HOURLY,
            after_hours_rate={"multiplier": 1.5},
            billing_increment_minutes=15,
            minimum_charge_minutes=30,
            travel_charged=True,
            fee_model="hourly",
            recurring_fee=HOURLY | {"per": "month"},
        )
    ).contract
    again = load_terms(dump_terms(whole))
    assert again == whole
    work = [{"entry": "1", "date": "2026-03-02", "seconds": 2000, "hours": "weekend"}]
    assert price(again, work) == price(whole, work)
    assert price(again, work).total_minor == 10_125


def test_hours_without_a_place_are_no_ground_for_money() -> None:
    hours = {"days": ["mon"], "from": "08:00", "to": "17:00", "timezone": None}
    assert price_terms(contract(support_hours=hours)).hours is None
    assert price_terms(contract(support_hours=hours), zone="Europe/Paris").hours is not None
    assert price_terms(contract(support_hours=hours | {"days": None}), zone="Europe/Paris").hours is None
    here = price_terms(contract(support_hours=hours, governing_law="Ireland"))
    assert here.hours is not None
    work = {"entry": "1", "started_at": "2026-03-02T08:00Z", "ended_at": "2026-03-02T09:00Z"}
    (step,) = (s for s in price(here, [work]).charges[0].steps if s.what == "kind_of_hours")
    assert (step.basis, step.because) == ("silent", ("field:support_hours",))
    assert "Ireland" in step.says


def test_a_price_without_a_currency_takes_the_one_that_the_contract_names() -> None:
    bare = Provision(id="r", question="rate", value={"amount": 90, "per": "hour"})
    fee = HOURLY | {"per": "month"}
    work = [{"entry": "1", "date": date(2026, 3, 2), "seconds": 3600, "coverage": "chargeable"}]
    assert price(contract(bare, recurring_fee=fee), work).totals() == {"EUR": 9_000}
    assert price(price_terms(contract(bare), currency="GBP"), work).totals() == {"GBP": 9_000}
