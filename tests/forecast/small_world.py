"""A world of one kind of event, whose economics can be worked out on paper, and contracts of each form for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from remit.contract import Contract, TermField
from remit.forecast.events import EventClass, Kind, Stops, events
from remit.forecast.fleet import Fleet
from remit.forecast.liability import Liability
from remit.forecast.needs import Needs
from remit.forecast.offer import Offer
from remit.forecast.pricing import Credit, Fee, Price, Prices
from remit.forecast.priors import priors
from remit.forecast.ruled import Ruled
from remit.forecast.world import Mood, World

PEOPLE = 50
TICKETS = 1.2
"""A user and month, without any care."""
EFFECT, HOURS, WAGE, RATE, LOSS = 4.0, 0.75, 55.0, 160.0, 90.0
"""Effect of an hour of care; hours of a ticket; cost and price of an hour; the client's loss by a ticket."""
ASSUMED = {
    "prevention_effect": EFFECT,
    "usual_care": 0.0,
    "labour_cost": WAGE,
    "churn_per_ticket": 0.0,
    "client_spread": 0.0,
    "month_spread": 0.0,
    "user_hour_value": LOSS / HOURS,
}


def small_world(months: int = 12, **assumed: float) -> World:
    """Fifty users with a computer each; every ticket stops one person for as long as the work takes."""
    known = priors().with_values({**ASSUMED, **assumed})
    flat = np.ones(months)
    kind = Kind(
        id="fault",
        topic="programs",
        label="A fault",
        group="problem",
        facts={"activity": "incident"},
        per="user",
        hours="hours_software",
        prevented=1.0,
        stops=Stops(people=1, chance=1.0, lasts=1.0),
    )
    return World(
        needs=Needs(people=PEOPLE, horizon_months=months),
        known=known,
        book=events().model_copy(update={"kinds": (kind,), "losses": ()}),
        fleet=Fleet(
            users=flat * PEOPLE,
            sites=flat,
            laptops=flat * PEOPLE,
            servers=flat * 0,
            joiners=flat * 0,
            new_computers=flat * 0,
            by_age=np.full((months, 1), float(PEOPLE)),
            first_month=0,
            warranty_years=3,
        ),
        classes=(EventClass(kind, events().event(kind.facts), 1.0),),
        rates=np.full((months, 1), TICKETS * PEOPLE),
        group=np.zeros(1, dtype=np.int64),
        moods={name: Mood(0.0, 0.0) for name in ("desk", "hardware", "outages", "plans")},
        minutes=np.array([60 * HOURS]),
        posterior=None,
    )


def contract(**fields: Any) -> Contract:
    return Contract(schema="remit/contract/1", fields={k: TermField(value=v) for k, v in fields.items()})


def ruled(included: float = 0.0, chargeable: float = 0.0, excluded: float = 0.0, duty: float = 0.0) -> Ruled:
    return Ruled(
        chances=np.array([[included, chargeable, excluded]]),
        open=np.zeros(1, dtype=np.bool_),
        answers=(),
        bears={"data": 0.0, "ransomware": 1.0, "payment-fraud": 0.0},
        loss_answers={},
        backup=1.0,
        tested=1.0,
        duty=duty,
    )


def by_the_hour(rate: float = RATE) -> Offer:
    prices = Prices("USD", (), (Price(round(rate * 100), 1),))
    return Offer("hourly", contract(fee_model="hourly"), prices, ruled(chargeable=1.0), Liability("none"))


def flat_fee(fee: float = 170.0, credit: Credit | None = None, **rules: float) -> Offer:
    prices = Prices("USD", (Fee(round(fee * 100), "user"),), (Price(round(RATE * 100), 1),), credit=credit)
    return Offer(
        "flat", contract(fee_model="per_user"), prices, ruled(included=1.0, **rules), Liability("none")
    )


def with_prices(it: Offer, **changed: Any) -> Offer:
    return replace(it, prices=replace(it.prices, **changed))
