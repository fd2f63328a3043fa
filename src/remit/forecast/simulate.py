"""Years of events drawn once and reckoned under every contract: what each party pays, earns and loses.

All contracts meet the same events. Where the provider's care differs, the contract with the least care meets all of
them, and of each event it is settled once and for all under how much care it would still have happened.

Money is counted in whole minor units, time in whole minutes. The runs fall into independent batches; from the
differences between batches every figure gets its error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from remit.forecast.draws import Bits, pick, poisson, raw, uniforms
from remit.forecast.draws import gamma_table as moods
from remit.forecast.fleet import Floats
from remit.forecast.losses import Restore, add_losses, drawn_restores
from remit.forecast.offer import (
    Offer,
    care_cost,
    lost_rates,
    market_prices,
    price_tables,
    unit,
    whole_minutes,
)
from remit.forecast.pricing import Ints, Price, Prices, rise
from remit.forecast.priors import MONTHS
from remit.forecast.ruled import CHARGEABLE, EXCLUDED, INCLUDED
from remit.forecast.world import GROUPS, World

Progress = Callable[[str, int, int], None]
BATCHES = 20
PARTS = ("fees", "extras", "others", "standstill", "losses", "claims", "credits", "labour", "care", "tools")
"""What is counted for each month, in minor units.

fees, extras  paid to the provider     others      paid to others for what the contract leaves out
standstill    of the client's people   losses      of data and by attacks, before the provider's share
claims        the provider's share     credits     given back for missed targets
labour, care, tools                    what it costs the provider
"""
_CLASS, _HOURS, _MARK, _STOP = 22, 16, 16, 10
"""Bits of an event's word: which class it is, how long it takes, what would prevent it, whether work stops."""
_COARSE, _FEW = 12, 5_000
"""Bits of the table that knows most places, and how many numbers make it worth while."""
_SAME = 1e-12
_THREADS = 2
_DESK, _MISS, _OPEN = 0, 1, 2
"""Names of streams of chance; losses.py has its own."""


@dataclass(frozen=True)
class Outcome:
    """What one contract came to: `parts` by name, each run by month; `topics` the client's costs, run by topic.

    events   in each run
    """

    offer: Offer
    parts: dict[str, Ints]
    topics: Ints
    events: Ints

    @property
    def runs(self) -> int:
        return len(self.topics)

    def client(self) -> Ints:
        """All that the contract and its gaps cost the client, run by month."""
        p = self.parts
        return np.asarray(
            p["fees"] + p["extras"] + p["others"] + p["standstill"] + p["losses"] - p["claims"] - p["credits"]
        )

    def bill(self) -> Ints:
        """What the client pays the provider."""
        return np.asarray(self.parts["fees"] + self.parts["extras"] - self.parts["credits"])

    def uncovered(self) -> Ints:
        return np.asarray(self.parts["losses"] - self.parts["claims"])

    def profit(self) -> Ints:
        p = self.parts
        return np.asarray(self.bill() - p["labour"] - p["care"] - p["tools"] - p["claims"])


@dataclass(frozen=True)
class Drawn:
    """The events of a batch, month after month: cell is month × runs + run.

    need   the least part of the events, against the most that come under any contract, with which it still happens
    stop   below a class's chance, work stops
    """

    cell: NDArray[np.int32]
    kind: NDArray[np.int16]
    minutes: Ints
    need: Floats
    stop: NDArray[np.int64]
    restores: tuple[Restore, ...] = ()


def simulate(
    world: World,
    offers: Sequence[Offer],
    *,
    seed: int = 1,
    years: int = 10_000,
    progress: Progress | None = None,
) -> tuple[Outcome, ...]:
    """At least so many years under every offer, in runs of the whole horizon."""
    months = world.fleet.months
    runs = max(1, -(-years * MONTHS // (months * BATCHES)))
    most = np.max([world.care(it.care) for it in offers], axis=0)
    mixes = _mixes(world, most)

    def batch(number: int) -> list[Outcome]:
        drawn = _draw(world, mixes, seed, number, runs)
        # How what is open comes out is one for a topic and a run, whatever the contract.
        settle = uniforms(seed, (number, _OPEN), len(world.topics) * runs).reshape(-1, runs)
        return [_under(world, it, drawn, most, settle, (seed, number), runs) for it in offers]

    found: list[list[Outcome]] = []
    # Batches are independent, and the work on arrays leaves the interpreter free for another one.
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        for number, outcomes in enumerate(pool.map(batch, range(BATCHES))):
            if progress:
                progress("drawing years", number + 1, BATCHES)
            found.append(outcomes)
    return tuple(_joined(it, [b[n] for b in found]) for n, it in enumerate(offers))


def _joined(it: Offer, batches: Sequence[Outcome]) -> Outcome:
    return Outcome(
        offer=it,
        parts={name: np.concatenate([b.parts[name] for b in batches]) for name in PARTS},
        topics=np.concatenate([b.topics for b in batches]),
        events=np.concatenate([b.events for b in batches]),
    )


@dataclass(frozen=True)
class Mix:
    """A group's classes and their most events in each month; `spans` are runs of months of the same mix.

    span  first month, the month after the last, and the classes' shares summed up
    """

    name: str
    classes: NDArray[np.int64]
    events: Floats
    spans: tuple[tuple[int, int, Floats], ...]


def _mixes(world: World, most: Floats) -> tuple[Mix, ...]:
    found = []
    for g, name in enumerate(GROUPS):
        mine = np.flatnonzero(world.group == g)
        rates = world.rates[:, mine] * most[mine]
        total = rates.sum(axis=1)
        shares = rates / np.where(total > 0, total, 1.0)[:, None]
        turns = [
            m + 1 for m in range(len(rates) - 1) if np.abs(shares[m + 1] - shares[m]).max(initial=0) > _SAME
        ]
        edges = [0, *turns, len(rates)]
        spans = tuple((a, b, np.cumsum(shares[a])) for a, b in pairwise(edges))
        found.append(Mix(name, mine, total, spans))
    return tuple(found)


def _draw(world: World, mixes: Sequence[Mix], seed: int, number: int, runs: int) -> Drawn:
    months = world.fleet.months
    parts = []
    for g, mix in enumerate(mixes):
        mood = world.moods[mix.name]
        client = pick(moods(mood.client), uniforms(seed, (number, _DESK, g, 0), runs))
        month = pick(moods(mood.month), uniforms(seed, (number, _DESK, g, 1), runs * months))
        means = mix.events[:, None] * client[None, :] * month.reshape(months, runs)
        counts, keep = poisson(means.ravel(), uniforms(seed, (number, _DESK, g, 2), runs * months))
        words = raw(seed, (number, _DESK, g, 3), int(counts.sum()))
        parts.append(_events(world, mix, counts, keep, words, runs))
    cell, kind, minutes, need, stop = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Drawn(cell, kind, minutes, need, stop, drawn_restores(world, kind, (seed, number)))


def _events(
    world: World, mix: Mix, counts: Ints, keep: Floats, words: Bits, runs: int
) -> tuple[NDArray[np.int32], NDArray[np.int16], Ints, Floats, NDArray[np.int64]]:
    cell = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    mark = ((words >> np.uint64(_STOP)) & np.uint64((1 << _MARK) - 1)).astype(np.float64) / (1 << _MARK)
    need = mark / keep[cell]
    # Counts were drawn for means a little too large: what is beyond them happens under no contract.
    real = np.flatnonzero(need < 1)
    cell, need, words = cell[real], need[real], words[real]
    which = (words >> np.uint64(64 - _CLASS)).astype(np.int64)
    kind = np.empty(len(words), dtype=np.int16)
    for start, end, limits in mix.spans:
        part = slice(*np.searchsorted(cell, (start * runs, end * runs)))
        kind[part] = mix.classes[_picked(limits, which[part])]
    slot = ((words >> np.uint64(64 - _CLASS - _HOURS)) & np.uint64((1 << _HOURS) - 1)).astype(np.int64)
    stop = (words & np.uint64((1 << _STOP) - 1)).astype(np.int64)
    minutes = whole_minutes(world.minutes[kind] * world.hours_table[slot])
    return cell, kind, minutes, need, stop


def _picked(limits: Floats, which: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each number of _CLASS bits among the limits, which are parts of one."""
    cuts = limits * (1 << _CLASS)
    if len(which) < _FEW:
        return np.minimum(np.searchsorted(cuts, which, side="right"), len(limits) - 1)
    # Most numbers share their first bits with no limit: a small table knows their place.
    size = 1 << (_CLASS - _COARSE)
    edges = np.arange(1 << _COARSE) * size
    low, high = (np.searchsorted(cuts, edges + end, side="right") for end in (0, size - 1))
    found = np.where(low == high, low, -1)[which >> (_CLASS - _COARSE)]
    doubtful = np.flatnonzero(found < 0)
    found[doubtful] = np.searchsorted(cuts, which[doubtful], side="right")
    return np.asarray(np.minimum(found, len(limits) - 1))


def _under(
    world: World,
    it: Offer,
    drawn: Drawn,
    most: Floats,
    settle: Floats,
    stream: tuple[int, int],
    runs: int,
) -> Outcome:
    months, wide = world.fleet.months, len(world.topics)
    cells = runs * months
    happens = drawn.need < np.take(world.care(it.care) / most, drawn.kind)
    at = np.flatnonzero(happens)
    cell, kind, minutes, stop = drawn.cell[at], drawn.kind[at], drawn.minutes[at], drawn.stop[at]
    run = cell % runs
    mode = np.take(_modes(world, it, settle).ravel(), run * np.int64(len(world.classes)) + kind)
    billed, left = np.flatnonzero(mode == CHARGEABLE), np.flatnonzero(mode == EXCLUDED)
    chance, lost = lost_rates(world)
    stopped = np.flatnonzero(stop < np.take(chance * (1 << _STOP), kind))
    charge = _looked_up(it.tariffs, kind[billed], minutes[billed])
    charge = _allowed(world, it, charge, kind[billed], cell[billed], runs)
    others = _looked_up(market_prices(world), kind[left], minutes[left])
    idle = np.floor(minutes[stopped] * lost[kind[stopped]] + 0.5).astype(np.int64)
    wage = world.known.value("labour_cost") * unit(world) / 60
    parts = {name: np.zeros(cells, dtype=np.int64) for name in PARTS}
    work = _sum(cell, minutes, cells) - _sum(cell[left], minutes[left], cells)
    parts["labour"] = np.floor(work * wage + 0.5).astype(np.int64)
    by_topic = np.zeros(runs * wide, dtype=np.int64)
    place = run * np.int64(wide) + np.take(world.topic, kind)
    for name, who, cost in (
        ("extras", billed, charge),
        ("others", left, others),
        ("standstill", stopped, idle),
    ):
        parts[name] = _sum(cell[who], cost, cells)
        by_topic += _sum(place[who], cost, runs * wide)
    topics: Ints = by_topic.reshape(runs, wide)
    if it.prices.pool is not None:
        inside = _sum(cell, np.where(mode == INCLUDED, minutes, 0), cells)
        parts["extras"] += _over(inside.reshape(months, runs), it.prices)
    parts["extras"] = _risen(parts["extras"], it.prices, runs)
    fee = _fees(world, it.prices)
    parts["fees"] = np.repeat(fee, runs)
    add_losses(world, it, parts, topics, [r.where(happens, drawn.cell) for r in drawn.restores], stream, runs)
    if it.prices.cap is not None:
        parts["extras"] = np.minimum(parts["extras"], it.prices.cap)
    if it.prices.credit is not None:
        # Which jobs miss their target is settled once, whatever the contract.
        words = raw(stream[0], (stream[1], _MISS), len(drawn.need))[at]
        missed = (words >> np.uint64(32)) < np.uint64(world.known.value("missed_share") * (1 << 32))
        missed[left] = False
        counts = np.bincount(cell[missed], minlength=cells)
        share = np.minimum(counts * it.prices.credit.share, it.prices.credit.most)
        parts["credits"] = np.floor(share * parts["fees"] + 0.5).astype(np.int64)
    care = care_cost(world, it)
    parts["care"] = np.repeat(np.floor(care + 0.5).astype(np.int64), runs)
    tools = world.known.value("tool_cost") * unit(world) * world.fleet.users * bool(it.prices.fees)
    parts["tools"] = np.repeat(np.floor(tools + 0.5).astype(np.int64), runs)
    events = np.bincount(run, minlength=runs)
    return Outcome(it, {k: v.reshape(months, runs).T for k, v in parts.items()}, topics, events)


def _looked_up(
    tariffs: tuple[tuple[Price, ...], NDArray[np.int64]], kind: NDArray[np.int16], minutes: Ints
) -> Ints:
    """The charge for each job, from a table of what every price makes of every number of minutes."""
    prices, which = tariffs
    table = price_tables(prices)
    return np.asarray(np.take(table.ravel(), np.take(which * table.shape[1], kind) + minutes))


def _sum(where: NDArray[np.integer], what: NDArray[np.integer], size: int) -> Ints:
    """Sums by place; exact, for sums of whole numbers below 2^53."""
    return np.bincount(where, weights=what, minlength=size).astype(np.int64)


def _modes(world: World, it: Offer, settle: Floats) -> NDArray[np.int8]:
    """How each class comes out in each run."""
    chances = it.ruled.chances
    u = settle[world.topic]
    out = (u >= chances[:, [INCLUDED]]).astype(np.int8) + (u >= 1 - chances[:, [EXCLUDED]]).astype(np.int8)
    return np.ascontiguousarray(out.T)


def _allowed(
    world: World, it: Offer, charge: Ints, kind: NDArray[np.int16], cell: NDArray[np.int32], runs: int
) -> Ints:
    """The first so many events of a kind in a year of a run are not charged."""
    for allowance in it.prices.allowances:
        mine = np.array([c.kind.id == allowance.kind for c in world.classes])[kind]
        at = np.flatnonzero(mine & (charge > 0))
        year = cell[at] // runs // MONTHS * runs + cell[at] % runs
        order = np.lexsort((cell[at], year))
        starts = np.searchsorted(year[order], year[order], side="left")
        first = np.arange(len(at)) - starts < allowance.a_year
        charge[at[order[first]]] = 0
    return charge


def _over(inside: Ints, prices: Prices) -> Ints:
    """The charge for time beyond the pool, in the last month of each period."""
    pool = prices.pool
    assert pool is not None  # noqa: S101 - the caller looked
    months, runs = inside.shape
    found = np.zeros((months, runs), dtype=np.int64)
    for start in range(0, months, pool.months):
        part = inside[start : start + pool.months]
        room = pool.minutes * len(part) // pool.months
        found[start + len(part) - 1] = (np.maximum(part.sum(axis=0) - room, 0) * pool.hour + 30) // 60
    return found.ravel()


def _fees(world: World, prices: Prices) -> Ints:
    """The fee of each month."""
    base = prices.a_month(world.fleet.users, world.fleet.endpoints)
    return np.floor(base * rise(prices, len(base)) + 0.5).astype(np.int64)


def _risen(extras: Ints, prices: Prices, runs: int) -> Ints:
    if not prices.rise:
        return extras
    times = np.repeat(rise(prices, len(extras) // runs), runs)
    return np.floor(extras * times + 0.5).astype(np.int64)
