"""Losses beyond the price of work: data that no restore brings back, ransomware, fraud; and who bears them.

A loss of a given run and month has the same size under every contract; what differs is whether it happens (care, and
backups that were tested), whether the provider bears it, and up to which limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from remit.forecast.draws import lognormal_table, pick, strata, uniforms
from remit.forecast.events import Kind, Loss
from remit.forecast.fleet import Floats
from remit.forecast.offer import Offer, market_prices, unit
from remit.forecast.pricing import Ints
from remit.forecast.priors import MONTHS
from remit.forecast.world import World

_LOSS, _RESTORE = 10, 11
"""Names of streams of chance; simulate.py has its own."""
_Lost = tuple[NDArray[np.int64], int, Ints, Floats]
"""Cells, topic, losses, and what of them could be claimed before any limit."""
_DATA_SPREAD = 1.0
"""Coefficient of variation of what lost data costs; assumed."""


def add_losses(
    world: World,
    it: Offer,
    parts: dict[str, Ints],
    topics: Ints,
    drawn: Sequence[Restore],
    stream: tuple[int, int],
    runs: int,
) -> None:
    """Adds lost data and large losses, and the provider's share, to the parts and topics."""
    paid = np.cumsum((parts["fees"] + parts["extras"]).reshape(-1, runs), axis=0)
    fee = parts["fees"].reshape(-1, runs)[:, 0]
    found = _lost_data(world, it, drawn)
    found += [_large(world, it, kind, parts, stream, runs) for kind in world.book.losses]
    for cell, topic, loss, claimable in found:
        month, run = cell // runs, cell % runs
        caps = np.array(
            [it.liability.cap(float(fee[m]), float(paid[m, r])) for m, r in zip(month, run, strict=True)]
        )
        claim = np.floor(np.minimum(claimable, caps)).astype(np.int64)
        np.add.at(parts["losses"], cell, loss)
        np.add.at(parts["claims"], cell, claim)
        np.add.at(topics[:, topic], run, loss - claim)


def restore_fails(world: World, it: Offer, attack: bool) -> float:
    """The chance that a restore fails, by who runs the backups and whether they are tested."""
    known, own = world.known, world.needs.backup
    tested = it.ruled.backup * it.ruled.tested + (1 - it.ruled.backup) * float(own.runs and own.tested)
    calm = tested * known.value("restore_fails_tested") + (1 - tested) * known.value("restore_fails_untested")
    return (
        calm / known.value("restore_fails_untested") * known.value("restore_fails_attack") if attack else calm
    )


@dataclass(frozen=True)
class Restore:
    """The restores of a kind in a batch: where they stand among its events, and the chance of each."""

    kind: Kind
    at: NDArray[np.int64]
    fails: Floats
    size: Floats
    fault: Floats
    cell: NDArray[np.int64] | None = None

    def where(self, happens: NDArray[np.bool_], cell: NDArray[np.int32]) -> Restore:
        """Those that happen under a contract, with their cells."""
        kept = np.flatnonzero(happens[self.at])
        return Restore(
            self.kind,
            self.at[kept],
            self.fails[kept],
            self.size[kept],
            self.fault[kept],
            cell[self.at[kept]].astype(np.int64),
        )


def drawn_restores(world: World, kinds: NDArray[np.int16], stream: tuple[int, int]) -> tuple[Restore, ...]:
    """Whether a restore fails, what is lost and whose fault it is are settled once, whatever the contract."""
    found = []
    for n, k in enumerate(world.book.kinds):
        mine = [i for i, c in enumerate(world.classes) if c.kind.id == k.id]
        if k.restores and mine:
            # The classes of a kind stand one after another.
            at = np.flatnonzero((kinds >= mine[0]) & (kinds <= mine[-1]))
            u = [uniforms(stream[0], (stream[1], _RESTORE, n, i), len(at)) for i in range(3)]
            found.append(Restore(k, at, u[0], pick(lognormal_table(_DATA_SPREAD), u[1]), u[2]))
    return tuple(found)


def _lost_data(world: World, it: Offer, drawn: Sequence[Restore]) -> list[_Lost]:
    found: list[_Lost] = []
    fails = restore_fails(world, it, attack=False)
    share = world.known.value("at_fault_share") * it.ruled.bears["data"]
    for r in drawn:
        assert r.kind.restores is not None  # noqa: S101 - only these are drawn
        assert r.cell is not None  # noqa: S101 - of those that happen
        lost = np.flatnonzero(r.fails < fails)
        worth = world.known.value(r.kind.restores.lost) * unit(world)
        if r.kind.restores.per == "server":
            worth *= world.fleet.crowd("server")
        loss = np.floor(worth * r.size[lost] + 0.5).astype(np.int64)
        claimable = np.where((r.fault[lost] < share) & (not it.liability.without_data), loss, 0)
        found.append((r.cell[lost], world.topics.index(r.kind.topic), loss, claimable.astype(np.float64)))
    return found


def _large(
    world: World,
    it: Offer,
    loss: Loss,
    parts: dict[str, Ints],
    stream: tuple[int, int],
    runs: int,
) -> _Lost:
    """Rare large losses of a kind: at most one a year in a run, their sizes log-normal."""
    known, months = world.known, world.fleet.months
    years = -(-months // MONTHS)
    name = world.book.losses.index(loss)
    u = [strata(stream[0], (stream[1], _LOSS, name, i), runs * years) for i in range(5)]
    less = (
        1
        - loss.prevented
        + loss.prevented * np.exp(-known.value("prevention_effect") * (it.care - known.value("usual_care")))
    )
    at = np.flatnonzero(u[0] < known.value(loss.often) * less)
    month = (at // runs) * MONTHS + np.floor(u[1][at] * MONTHS).astype(np.int64)
    # A horizon that ends within a year has the part of the year's losses that falls before its end.
    at, month = at[month < months], month[month < months]
    cell = month * runs + at % runs
    # The size goes by where in its slice of chance the event fell: the same loss under every contract.
    normal = NormalDist()
    sigma = known.value(loss.spread)
    z = np.array([normal.inv_cdf(float(v)) for v in u[2][at]])
    size = known.value(loss.mean) * unit(world) * np.exp(sigma * z - sigma * sigma / 2)
    business = size * known.value("loss_business_part")
    if loss.backup:
        # The mean stands for losses in which restores failed as often as they usually do.
        fails = u[3][at] < restore_fails(world, it, attack=True)
        data = size * known.value("loss_data_part") / known.value("restore_fails_attack") * fails
    else:
        data = np.zeros(len(at))
    rest = size * (
        1 - known.value("loss_business_part") - (known.value("loss_data_part") if loss.backup else 0)
    )
    fault = u[4][at] < known.value("at_fault_share") * it.ruled.bears[loss.id]
    claimable = rest + business * (not it.liability.without_business) + data * (not it.liability.without_data)
    total = np.floor(rest + business + data + 0.5).astype(np.int64)
    if loss.work and len(at):
        _cleaning(world, it, loss, parts, cell)
    return cell, world.topics.index(loss.topic), total, np.asarray(np.minimum(claimable, total) * fault)


def _cleaning(world: World, it: Offer, loss: Loss, parts: dict[str, Ints], cell: NDArray[np.int64]) -> None:
    """The provider's own work after an attack: billed, in the fee, or somebody else's, as for cleaning a computer."""
    assert loss.work is not None  # noqa: S101 - the caller looked
    known = world.known
    minutes = round(60 * known.value(loss.work.hours) * float(world.fleet.exposure(loss.work.per).mean()))
    first = next(n for n, c in enumerate(world.classes) if c.kind.id == "malware")
    inside, billed, left = (float(x) for x in it.ruled.chances[first])
    work = np.array([minutes])
    price, wage = it.prices.of[first], known.value("labour_cost") * unit(world) / 60
    np.add.at(parts["extras"], cell, int(billed * price.charge(work)[0]))
    np.add.at(parts["others"], cell, int(left * market_prices(world)[0][0].charge(work)[0]))
    np.add.at(parts["labour"], cell, int((inside + billed) * minutes * wage))
