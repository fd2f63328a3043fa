"""What a year costs on average, worked out exactly from the tables that events are drawn from, without drawing.

It is quick and free of chance, so it carries the tornado and the break-even points; the simulator must agree with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf

import numpy as np

from remit.forecast.draws import gamma_table
from remit.forecast.events import Loss
from remit.forecast.fleet import Floats
from remit.forecast.liability import capped_counts, limited_mean
from remit.forecast.losses import restore_fails
from remit.forecast.offer import Expected, Offer, care_cost, expected, market_prices, unit
from remit.forecast.pricing import rise
from remit.forecast.priors import MONTHS
from remit.forecast.ruled import CHARGEABLE, EXCLUDED, INCLUDED
from remit.forecast.world import World

_NODES = 32
"""Entries that stand for a whole table where a sum is not linear."""


@dataclass(frozen=True)
class Means:
    """Minor units a year over the whole horizon."""

    fees: float
    extras: float
    others: float
    standstill: float
    losses: float
    claims: float
    credits: float
    labour: float
    care: float
    tools: float

    @property
    def cost(self) -> float:
        """All that the contract and its gaps cost the client."""
        paid = self.fees + self.extras - self.credits
        return paid + self.others + self.standstill + self.losses - self.claims

    @property
    def rare(self) -> float:
        """Lost data and large losses as far as they stay with the client."""
        return self.losses - self.claims

    @property
    def profit(self) -> float:
        earned = self.fees + self.extras - self.credits
        return earned - self.labour - self.care - self.tools - self.claims


def means(world: World, it: Offer, known: Expected | None = None) -> Means:
    """`known` are the means of one event of each class, if they were worked out before."""
    mean, months = known or expected(world, it), world.fleet.months
    counts = world.rates * world.care(it.care)
    chances = it.ruled.chances
    times = rise(it.prices, months)
    fee = it.prices.a_month(world.fleet.users, world.fleet.endpoints) * times
    billed = counts @ (chances[:, CHARGEABLE] * mean.charge) * times
    if it.prices.cap is not None:
        billed = np.array(
            [limited_mean(b, spread(world, c), it.prices.cap) for b, c in zip(billed, counts, strict=True)]
        )
    billed += _beyond(world, it, counts @ (chances[:, INCLUDED] * mean.minutes), counts) * times
    wage = world.known.value("labour_cost") * unit(world)
    done = 1 - chances[:, EXCLUDED]
    lost, claimed, work, bill, market = _all_losses(world, it, counts, fee, billed)
    a_year = MONTHS / months
    return Means(
        fees=float(fee.sum()) * a_year,
        extras=float(billed.sum()) * a_year + bill,
        others=float((counts @ (chances[:, EXCLUDED] * mean.market)).sum()) * a_year + market,
        standstill=float((counts @ mean.lost).sum()) * a_year,
        losses=lost,
        claims=claimed,
        credits=_credits(world, it, counts @ done, fee) * a_year,
        labour=float((counts @ (done * mean.minutes)).sum()) * wage / 60 * a_year + work,
        care=float(care_cost(world, it).sum()) * a_year,
        tools=world.known.value("tool_cost")
        * unit(world)
        * float(world.fleet.users.sum())
        * a_year
        * bool(it.prices.fees),
    )


def spread(world: World, counts: Floats) -> float:
    """The spread of a month's hours, as of a log-normal number."""
    mood = world.moods["desk"]
    moods = (1 + mood.client**2) * (1 + mood.month**2) - 1
    jobs = (1 + world.known.value("hours_spread") ** 2) / max(float(counts.sum()), 1e-9)
    return float(np.sqrt(np.log1p(jobs + moods)))


def _beyond(world: World, it: Offer, minutes: Floats, counts: Floats) -> Floats:
    """The charge in each month for time beyond what is included."""
    pool = it.prices.pool
    if pool is None:
        return np.zeros(len(minutes))
    sigma = spread(world, counts.mean(axis=0)) / pool.months**0.5
    over = [m * pool.months - limited_mean(m * pool.months, sigma, pool.minutes) for m in minutes]
    return np.array(over) / pool.months * pool.hour / 60


def _credits(world: World, it: Offer, jobs: Floats, fee: Floats) -> float:
    credit = it.prices.credit
    if credit is None or not credit.share:
        return 0.0
    missed, most = world.known.value("missed_share"), round(credit.most / credit.share)
    mood = world.moods["desk"]
    client, month = (coarse(gamma_table(cv), _NODES) for cv in (mood.client, mood.month))
    moods = np.outer(client, month).ravel()
    a_month = [capped_counts(j * missed * moods, most).mean() for j in jobs]
    return float(np.array(a_month) @ fee) * credit.share


def coarse(table: Floats, size: int) -> Floats:
    """A table of fewer, equally likely entries with the same mean."""
    return np.asarray(table.reshape(size, -1).mean(axis=1))


def _all_losses(
    world: World, it: Offer, counts: Floats, fee: Floats, billed: Floats
) -> tuple[float, float, float, float, float]:
    """A year's losses, claims, and of cleaning up after attacks the labour, the bill, and what others take."""
    paid = np.cumsum(fee + billed)
    caps = [it.liability.cap(float(fee[0]), float(p)) for p in paid]
    lost = claimed = 0.0
    fails, fault = restore_fails(world, it, attack=False), world.known.value("at_fault_share")
    for kind in (k for k in world.book.kinds if k.restores):
        assert kind.restores is not None  # noqa: S101 - filtered
        mine = [n for n, c in enumerate(world.classes) if c.kind.id == kind.id]
        worth = world.known.value(kind.restores.lost) * unit(world)
        if kind.restores.per == "server":
            worth *= world.fleet.crowd("server")
        a_year = float(counts[:, mine].sum()) * MONTHS / len(counts) * fails
        lost += a_year * worth
        if not it.liability.without_data:
            held = float(np.mean([limited_mean(worth, np.log(2) ** 0.5, c) for c in caps]))
            claimed += a_year * fault * it.ruled.bears["data"] * held
    work = bill = market = 0.0
    for loss in world.book.losses:
        often, one, claim = _large(world, it, loss, caps)
        lost, claimed = lost + often * one, claimed + often * claim
        if loss.work:
            minutes = np.array(
                [
                    round(
                        60
                        * world.known.value(loss.work.hours)
                        * float(world.fleet.exposure(loss.work.per).mean())
                    )
                ]
            )
            first = next(n for n, c in enumerate(world.classes) if c.kind.id == "malware")
            inside, charged, left = it.ruled.chances[first]
            bill += often * float(charged * it.prices.of[first].charge(minutes)[0])
            market += often * float(left * market_prices(world)[0][0].charge(minutes)[0])
            work += (
                often
                * float((inside + charged) * minutes[0] / 60)
                * world.known.value("labour_cost")
                * unit(world)
            )
    return lost, claimed, work, bill, market


def _large(world: World, it: Offer, loss: Loss, caps: list[float]) -> tuple[float, float, float]:
    """How often a year, how much on average, and what of it the provider pays on average."""
    known = world.known
    often = min(1.0, known.value(loss.often) * large_less(world, it, loss))
    mean, sigma = known.value(loss.mean) * unit(world), known.value(loss.spread)
    business, data = known.value("loss_business_part"), known.value("loss_data_part") if loss.backup else 0.0
    rest = 1 - business - data
    attack = known.value("restore_fails_attack")
    fails = restore_fails(world, it, attack=True)
    held = rest + business * (not it.liability.without_business)
    gone = data / attack if attack else 0.0
    claim = 0.0
    for chance, part in ((1 - fails, held), (fails, held + gone * (not it.liability.without_data))):
        claim += chance * float(
            np.mean([limited_mean(part * mean, sigma, c) if c < inf else part * mean for c in caps])
        )
    share = known.value("at_fault_share") * it.ruled.bears[loss.id]
    return often, mean * (rest + business + gone * fails), claim * share


def large_less(world: World, it: Offer, loss: Loss) -> float:
    """How much rarer care makes a large loss, against the usual."""
    more = it.care - world.known.value("usual_care")
    return 1 - loss.prevented + loss.prevented * exp(-world.known.value("prevention_effect") * more)
