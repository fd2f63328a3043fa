"""How much preventive work pays the provider under a contract, and how much would pay both parties together.

What can be prevented falls with exp(-effect × hours); an hour costs the provider its labour. Under a flat fee each
event costs it labour, so some prevention pays; where events are billed above cost none does, unless trouble drives the
client away. The provider is taken to choose what pays it best, and no less than a duty of the contract assures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from remit.forecast.fleet import Floats
from remit.forecast.liability import capped_counts, limited_mean
from remit.forecast.offer import Expected, Offer, expected, margins, unit
from remit.forecast.priors import MONTHS
from remit.forecast.ruled import CHARGEABLE, EXCLUDED, INCLUDED
from remit.forecast.world import World

MOST = 1.0
"""Hours of care for each device and month beyond which nobody goes."""
STEPS = np.linspace(0.0, MOST, 2001)


@dataclass(frozen=True)
class Care:
    """Hours for each device and month.

    chosen  what pays the provider best, the contract's duties kept
    free    what would pay it best without any duty
    best    what would pay provider and client together best
    """

    chosen: float
    free: float
    best: float
    duty: float


def respond(world: World, it: Offer, known: Expected | None = None) -> tuple[Offer, Care]:
    """The offer with the care that the provider chooses under it.

    known  the means of one event of each class, if they were worked out before
    """
    mean = known or expected(world, it)
    profit = _profits(world, it, mean)
    duty = it.ruled.duty * world.known.value("duty_care")
    allowed = np.where(duty - 1e-12 > STEPS, -np.inf, profit)
    both = _together(world, it, mean)
    care = Care(
        chosen=_at(allowed),
        free=_at(profit),
        best=_at(both),
        duty=duty,
    )
    return (it if it.fixed_care else replace(it, care=care.chosen)), care


def _at(worth: Floats) -> float:
    # Of equals the least: nobody works for nothing.
    return float(STEPS[int(np.argmax(np.round(worth, 3)))])


def _monthly(world: World) -> tuple[Floats, Floats]:
    """Expected events a month of each class with each amount of care, and what that care costs, in minor units."""
    counts = world.care(STEPS[:, None]) * world.rates.mean(axis=0)
    wage = world.known.value("labour_cost") * unit(world)
    return counts, STEPS * wage * float(world.fleet.endpoints.mean())


def _profits(world: World, it: Offer, mean: Expected) -> Floats:
    """The provider's expected profit a month for each amount of care, but for what care does not change."""
    counts, cost = _monthly(world)
    worth = counts @ margins(world, it, mean)
    billed = counts @ (it.ruled.chances[:, CHARGEABLE] * mean.charge)
    fee = it.prices.a_month(world.fleet.users, world.fleet.endpoints).mean()
    if it.prices.cap is not None:
        sigma = _sigma(world, counts)
        kept = [limited_mean(b, s, it.prices.cap) for b, s in zip(billed, sigma, strict=True)]
        worth = worth - (billed - np.array(kept))
    if it.prices.pool is not None:
        pool = it.prices.pool
        hours = counts @ (it.ruled.chances[:, INCLUDED] * mean.minutes) * pool.months
        sigma = _sigma(world, counts) / pool.months**0.5
        over = [h - limited_mean(h, s, pool.minutes) for h, s in zip(hours, sigma, strict=True)]
        worth = worth + np.array(over) * pool.hour / 60 / pool.months
    if it.prices.credit is not None:
        credit = it.prices.credit
        done = 1 - it.ruled.chances[:, EXCLUDED]
        missed = counts @ done * world.known.value("missed_share")
        most = round(credit.most / credit.share) if credit.share else 0
        worth = worth - capped_counts(missed, most) * credit.share * fee
    return np.asarray(worth - cost - counts.sum(axis=1) * leaving(world, it, float(fee + billed[0])))


def leaving(world: World, it: Offer, revenue: float) -> float:
    """What one more ticket costs the provider by the chance that it drives the client away, in minor units.

    A client that is bound by a long term leaves less easily: the chance counts for the part of the time in which it
    may go, and half where leaving costs a fee.
    """
    known = it.contract.value
    months = float(known("initial_term_months") or 1)
    free = known("client_may_terminate_for_convenience") is True
    open_ = 1.0 if free else min(1.0, MONTHS / max(1.0, months))
    fee = 0.5 if known("early_termination_fee") is True else 1.0
    worth = world.known.value("client_worth") * revenue * world.known.value("service_margin")
    return world.known.value("churn_per_ticket") * open_ * fee * worth


def _together(world: World, it: Offer, mean: Expected) -> Floats:
    """What both parties lose in a month, negated: all labour, people standing still, and the care itself."""
    counts, cost = _monthly(world)
    wage = world.known.value("labour_cost") * unit(world) / 60
    del it
    return np.asarray(-(counts @ (mean.minutes * wage + mean.lost)) - cost)


def _sigma(world: World, counts: Floats) -> Floats:
    """The spread of a month's hours, as of a log-normal number: many short jobs, and months that differ."""
    total = np.maximum(counts.sum(axis=1), 1e-9)
    jobs = (1 + world.known.value("hours_spread") ** 2) / total
    moods = (1 + world.moods["desk"].client ** 2) * (1 + world.moods["desk"].month ** 2) - 1
    return np.asarray(np.sqrt(np.log1p(jobs + moods)))
