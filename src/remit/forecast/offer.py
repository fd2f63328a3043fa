"""One contract made ready for a forecast: its answers, its prices, its limits, and the provider's best response."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from remit.contract import Contract
from remit.contract.agreement import SCHEMA
from remit.errors import RequestProblem
from remit.forecast.fleet import Floats
from remit.forecast.liability import Liability, liability_of
from remit.forecast.pricing import OUTSIDE, Ints, Price, Prices, Stated, currency_of, market, prices_of, units
from remit.forecast.priors import MONTHS
from remit.forecast.ruled import CHARGEABLE, EXCLUDED, INCLUDED, Answering, Recall, Ruled, ask
from remit.forecast.world import World

_AT_ONCE = 1 << 17
LONGEST = 20_000
"""Minutes of the longest job that is reckoned with: over three hundred hours."""


@dataclass(frozen=True)
class Offer:
    """`care` is the provider's preventive work in hours for each device and month, of its own choice or by duty."""

    name: str
    contract: Contract
    prices: Prices
    ruled: Ruled
    liability: Liability
    care: float = 0.0
    fixed_care: bool = False
    answering: Recall = field(default_factory=Recall, repr=False, compare=False)
    stated: Stated = field(default_factory=lambda: Stated(Contract(schema=SCHEMA)), repr=False, compare=False)

    @property
    def assumed(self) -> tuple[str, ...]:
        return (*self.prices.assumed, *self.liability.assumed)

    @cached_property
    def tariffs(self) -> tuple[tuple[Price, ...], NDArray[np.int64]]:
        """The different prices, and the number of each class's price among them."""
        found = tuple(dict.fromkeys(self.prices.of))
        return found, np.array([found.index(p) for p in self.prices.of], dtype=np.int64)


def offer(
    contract: Contract,
    name: str,
    world: World,
    answering: Answering | None = None,
    stated: Stated | None = None,
) -> Offer:
    """The contract asked and priced for this world; the provider's care is not chosen yet.

    answering, stated  what was asked before of the same contract, to be looked up
    """
    known = stated or Stated(contract, world.known.currency)
    recall = answering if isinstance(answering, Recall) else Recall(answering) if answering else Recall()
    currency = known.terms.currency if stated else currency_of(contract)
    if currency and currency != world.known.currency:
        raise RequestProblem(
            f"{name} is priced in {currency}, and the forecast is made in {world.known.currency}.",
            f"Write `currency: {currency}` in the needs, or give the prices in {world.known.currency}.",
        )
    return Offer(
        name=name,
        contract=contract,
        prices=prices_of(known, world.classes, world.known),
        ruled=ask(contract, world.classes, world.book, world.known, recall),
        liability=liability_of(contract, world.known),
        answering=recall,
        stated=known,
    )


@dataclass(frozen=True)
class Expected:
    """Means for one event of each class, in minor units of money.

    minutes  of work; `charge` if it is billed; `market` if another does it; `lost` by people who stand still
    """

    minutes: Floats
    charge: Floats
    market: Floats
    lost: Floats


def unit(world: World) -> int:
    """Minor units in a unit of the forecast's currency."""
    return units(world.known.currency)


@lru_cache(maxsize=64)
def price_tables(prices: tuple[Price, ...]) -> Ints:
    """What each price makes of 0, 1, 2, ... minutes."""
    return np.stack([p.charge(np.arange(LONGEST + 1, dtype=np.int64)) for p in prices])


def market_prices(world: World) -> tuple[tuple[Price, ...], NDArray[np.int64]]:
    """What another provider takes for the work of each class."""
    return market(world.known), np.array(
        [int(c.facts.get("hours") in OUTSIDE) for c in world.classes], dtype=np.int64
    )


def minutes_table(world: World, number: int) -> Ints:
    """The quantiles of a class's minutes of work: whole minutes, one at least."""
    return whole_minutes(world.minutes[number] * world.hours_table)


def whole_minutes(minutes: Floats) -> Ints:
    return np.clip(np.floor(minutes + 0.5), 1, LONGEST).astype(np.int64)


def lost_rates(world: World) -> tuple[Floats, Floats]:
    """For each class the chance that work stops, and then the minor units lost for a minute of work."""
    chance, hours = world.stopped
    return chance, hours * world.known.value("user_hour_value") * unit(world) / 60


def expected(world: World, it: Offer) -> Expected:
    """Exact means over the tables that events are drawn from; worked out once for the same prices."""
    if it.prices.of not in world.reckoned:
        world.reckoned[it.prices.of] = _expected(world, it)
    return world.reckoned[it.prices.of]


def _expected(world: World, it: Offer) -> Expected:
    prices, which = it.tariffs
    outside, which_outside = market_prices(world)
    own, others = price_tables(prices), price_tables(outside)
    chance, lost = lost_rates(world)
    minutes, charge, elsewhere, idle = (np.zeros(len(world.classes)) for _ in range(4))
    # As many classes at once as fit into the processor's cache.
    step = max(1, _AT_ONCE // len(world.hours_table))
    for start in range(0, len(world.classes), step):
        at = slice(start, start + step)
        table = whole_minutes(world.minutes[at, None] * world.hours_table)
        minutes[at] = table.mean(axis=1)
        charge[at] = own[which[at, None], table].mean(axis=1)
        elsewhere[at] = others[which_outside[at, None], table].mean(axis=1)
        idle[at] = chance[at] * np.floor(table * lost[at, None] + 0.5).mean(axis=1)
    return Expected(minutes, charge, elsewhere, idle)


def care_cost(world: World, it: Offer) -> Floats:
    """What preventive work costs the provider in each month, in minor units; four test restores a year are a part."""
    wage = world.known.value("labour_cost") * unit(world)
    tests = it.ruled.backup * it.ruled.tested * world.known.value("hours_restore_test") * 4 / MONTHS
    return np.asarray((it.care * world.fleet.endpoints + tests) * wage)


def margins(world: World, it: Offer, mean: Expected) -> Floats:
    """The provider's profit by one more event of each class, in minor units: what it bills less its labour."""
    wage = world.known.value("labour_cost") * unit(world) / 60
    chances = it.ruled.chances
    done = chances[:, INCLUDED] + chances[:, CHARGEABLE]
    return np.asarray(chances[:, CHARGEABLE] * mean.charge - done * mean.minutes * wage)


def client_costs(it: Offer, mean: Expected) -> Floats:
    """What one more event of each class costs the client: bills, others' bills, and people standing still."""
    chances = it.ruled.chances
    return np.asarray(chances[:, CHARGEABLE] * mean.charge + chances[:, EXCLUDED] * mean.market + mean.lost)
