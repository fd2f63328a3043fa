"""Years of a fifty-seat client simulated under three contracts, against the same model in SimPy.

Both draw the same classes of event with the same rates, moods, seasons, ages and hours, look the same answers up and
reckon with the same prices; the means of both are compared before any speed is told. In SimPy every ticket is a process
that arrives, is worked on for its hours and is priced when it is closed, and each contract is a simulation of its own,
because the provider's care decides how many tickets come. The leanest form that SimPy allows is timed as well: one
process for all arrivals of a contract, nothing but the arrivals on its calendar. Ratios are of processor time, so that
neither a second core nor a busy machine counts.

    python benchmarks/forecast_years.py [--years 10000] [--simpy-years 90]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from bisect import bisect_right
from collections.abc import Generator, Iterator
from itertools import accumulate
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import simpy

from remit.files import load
from remit.forecast.care import respond
from remit.forecast.needs import load_needs
from remit.forecast.offer import LONGEST, Offer, lost_rates, market_prices, offer, unit
from remit.forecast.pricing import Price, rise
from remit.forecast.ruled import CHARGEABLE, EXCLUDED, INCLUDED
from remit.forecast.simulate import Outcome, simulate
from remit.forecast.world import GROUPS, World, world

OFFERS = Path(__file__).parents[1] / "examples" / "offers"
NAMES = ("by-the-hour", "all-in", "base-and-extras")
HOURS_A_MONTH = 730.0
TRIES = 3
"""Of each the quickest counts, so that a busy machine spoils neither."""
TOLERANCE = 5.0
"""Standard errors by which the two may differ."""


class Desk:
    """One contract in SimPy: what a run's tickets bill, cost others, and leave people standing still."""

    def __init__(self, there: World, it: Offer, chance: random.Random) -> None:
        self.there, self.it, self.chance = there, it, chance
        prices, which = it.tariffs
        others, which_others = market_prices(there)
        self.price = [prices[n] for n in which]
        self.other = [others[n] for n in which_others]
        self.minutes = [float(m) for m in there.minutes]
        cv = there.known.value("hours_spread")
        self.sigma = sqrt(log(1 + cv * cv))
        stop, lost = lost_rates(there)
        self.stop, self.lost = [float(x) for x in stop], [float(x) for x in lost]
        self.rise = [float(x) for x in rise(it.prices, there.fleet.months)]
        rates = there.rates * there.care(it.care)
        self.classes = [np.flatnonzero(there.group == g).tolist() for g in range(len(GROUPS))]
        self.rates = [rates[:, mine] for mine in self.classes]
        self.billed = self.others = self.idle = self.worked = self.tickets = 0

    def run(self, *, lean: bool) -> None:
        """One run over the whole horizon."""
        settle = [self.chance.random() for _ in self.there.topics]
        chances = self.it.ruled.chances
        self.mode = [
            int(u >= chances[n, INCLUDED]) + int(u >= 1 - chances[n, EXCLUDED])
            for n, u in ((n, settle[t]) for n, t in enumerate(self.there.topic))
        ]
        env = simpy.Environment()
        for group in range(len(GROUPS)):
            env.process(self.arrivals(env, group, lean))
        env.run()

    def arrivals(self, env: simpy.Environment, group: int, lean: bool) -> Generator[Any, Any, None]:
        """Exponential gaps at each month's rate, under the client's mood and the month's."""
        mood = self.there.moods[GROUPS[group]]
        client = self._gamma(mood.client)
        for month, row in enumerate(self.rates[group]):
            rate = float(row.sum()) * client * self._gamma(mood.month)
            ends = list(accumulate(float(r) for r in row))
            now = month * HOURS_A_MONTH
            if env.now < now:
                yield env.timeout(now - env.now)
            while rate > 0:
                gap = self.chance.expovariate(rate) * HOURS_A_MONTH
                if env.now + gap >= now + HOURS_A_MONTH:
                    break
                yield env.timeout(gap)
                at = bisect_right(ends, self.chance.random() * ends[-1])
                kind = self.classes[group][min(at, len(ends) - 1)]
                if lean:
                    self.close(kind, self.length(kind), month)
                else:
                    env.process(self.ticket(env, kind, month))

    def ticket(self, env: simpy.Environment, kind: int, month: int) -> Generator[Any, Any, None]:
        minutes = self.length(kind)
        yield env.timeout(minutes / 60)
        self.close(kind, minutes, month)

    def length(self, kind: int) -> int:
        spread = self.chance.lognormvariate(-self.sigma * self.sigma / 2, self.sigma)
        return max(1, min(LONGEST, int(self.minutes[kind] * spread + 0.5)))

    def close(self, kind: int, minutes: int, month: int) -> None:
        self.tickets += 1
        mode = self.mode[kind]
        if mode == EXCLUDED:
            self.others += self._charge(self.other[kind], minutes)
        else:
            self.worked += minutes
            if mode == CHARGEABLE:
                self.billed += int(self._charge(self.price[kind], minutes) * self.rise[month] + 0.5)
        if self.chance.random() < self.stop[kind]:
            self.idle += int(minutes * self.lost[kind] + 0.5)

    def _charge(self, price: Price, minutes: int) -> int:
        billed = max(-(-minutes * 60 // price.step) * price.step, price.least)
        return int((billed * price.hour + 1800) // 3600 + price.each)

    def _gamma(self, cv: float) -> float:
        return self.chance.gammavariate(1 / (cv * cv), cv * cv) if cv > 0 else 1.0


def offers(there: World) -> Iterator[Offer]:
    for name in NAMES:
        yield respond(there, offer(load([OFFERS / f"{name}.yaml"]).contract, name, there))[0]


def by_simpy(there: World, them: list[Offer], runs: int, *, lean: bool) -> tuple[float, list[list[Desk]]]:
    """Seconds of processor time, and for every contract its runs."""
    start = time.process_time()
    found = []
    for it in them:
        desks = []
        for run in range(runs):
            desk = Desk(there, it, random.Random(run))
            desk.run(lean=lean)
            desks.append(desk)
        found.append(desks)
    return time.process_time() - start, found


def agree(ours: Outcome, theirs: list[Desk], wage: float) -> None:
    """The means of both lie within their errors of each other; rare losses, drawn apart, are in neither."""
    pairs = {
        "extras": [d.billed for d in theirs],
        "others": [d.others for d in theirs],
        "standstill": [d.idle for d in theirs],
        "labour": [d.worked * wage for d in theirs],
    }
    for name, values in pairs.items():
        mine, other = ours.parts[name].sum(axis=1), np.array(values, dtype=np.float64)
        error = sqrt(mine.var() / len(mine) + other.var() / len(other)) or 1.0
        apart = abs(float(mine.mean()) - float(other.mean())) / error
        assert apart <= TOLERANCE, (name, mine.mean(), other.mean(), apart)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10_000)
    parser.add_argument("--simpy-years", type=int, default=45)
    given: Any = parser.parse_args()
    there = world(load_needs(OFFERS / "needs.yaml"))
    them = list(offers(there))
    seconds = elapsed = float("inf")
    for _ in range(TRIES):
        start, began = time.process_time(), time.perf_counter()
        found = simulate(there, them, years=given.years)
        seconds, elapsed = (
            min(seconds, time.process_time() - start),
            min(elapsed, time.perf_counter() - began),
        )
    years = found[0].runs * there.fleet.months / 12
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    events = sum(int(f.events.sum()) for f in found)
    print(
        f"{years:,.0f} years of {there.needs.people} people under {len(them)} contracts: {elapsed:.2f} s elapsed, "
        f"{seconds:.2f} s of processor time, {events:,} events, peak memory {peak:,.0f} MiB"
    )
    runs = max(2, round(given.simpy_years / (there.fleet.months / 12)))
    ours = seconds / years
    wage = there.known.value("labour_cost") * unit(there) / 60
    for lean, label in ((False, "every ticket a process"), (True, "leanest, one process for all arrivals")):
        tried = [by_simpy(there, them, runs, lean=lean) for _ in range(TRIES)]
        took, desks = min(t for t, _ in tried), tried[0][1]
        each = took / (runs * there.fleet.months / 12)
        for mine, theirs in zip(found, desks, strict=True):
            agree(mine, theirs, wage)
        print(f"SimPy, {label}: {each * 1000:.1f} ms a year (x {each / ours:,.0f}); the means agree")


if __name__ == "__main__":
    main()
