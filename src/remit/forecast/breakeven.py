"""Where one contract becomes cheaper than another: by the number of tickets, the size of the firm, or an assumption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from remit.contract.vocabulary import Record
from remit.forecast.care import respond
from remit.forecast.means import means
from remit.forecast.offer import Offer, offer
from remit.forecast.priors import MONTHS
from remit.forecast.sensitivity import coarser
from remit.forecast.world import World, build

MOST_TICKETS = 4.0
"""Times the expected tickets; nobody has more."""
HALVINGS = 12


class BreakEven(Record):
    """At `value` both cost the same; beyond it the second is cheaper where `second_above`, else the first.

    expected  what the forecast takes it to be
    """

    id: str
    label: str
    unit: str
    value: float
    expected: float
    second_above: bool


def break_evens(world: World, first: Offer, second: Offer) -> tuple[BreakEven, ...]:
    """By tickets for each user and month, and by every key assumption that can turn the balance within its range."""
    coarse = coarser(world)
    found = []
    usual = tickets(world)
    at = _crossing(lambda x: _apart(_busier(coarse, x), first, second), 0.0, MOST_TICKETS)
    if at:
        found.append(
            BreakEven(
                id="tickets",
                label="Tickets",
                unit="for each user and month",
                value=round(at[0] * usual, 2),
                expected=round(usual, 2),
                second_above=at[1],
            )
        )
    for name, prior in world.known.priors.items():
        if not prior.key or name == "tickets_per_user_month":
            continue
        low, high = world.known.span(name)
        crossed = _crossing(lambda x, name=name: _apart(_other(world, name, x), first, second), low, high)  # type: ignore[misc]
        if crossed:
            found.append(
                BreakEven(
                    id=name,
                    label=prior.label,
                    unit=prior.unit.replace("USD", world.known.currency),
                    value=float(f"{crossed[0]:.3g}"),
                    expected=world.known.value(name),
                    second_above=crossed[1],
                )
            )
    return tuple(found)


def tickets(world: World) -> float:
    """Expected tickets for each user and month with the usual care."""
    problems = np.array([c.kind.group == "problem" for c in world.classes])
    return float(world.rates[:MONTHS, problems].sum(axis=1).mean() / world.fleet.users[:MONTHS].mean())


def _busier(world: World, times: float) -> World:
    problems = np.array([c.kind.group == "problem" for c in world.classes])
    busier = replace(world, rates=world.rates * np.where(problems, times, 1.0))
    busier.__dict__["hours_table"] = world.hours_table
    return busier


def _other(world: World, name: str, value: float) -> World:
    return coarser(build(world.needs, world.known.with_values({name: value})))


def _apart(world: World, first: Offer, second: Offer) -> float:
    """What the second costs a year beyond the first."""
    one, other = (_cost(world, it) for it in (first, second))
    return other - one


def _cost(world: World, it: Offer) -> float:
    again = offer(it.contract, it.name, world, it.answering, it.stated)
    return means(world, respond(world, again)[0]).cost


def _crossing(apart: Callable[[float], float], low: float, high: float) -> tuple[float, bool] | None:
    """Where the difference changes its sign between two ends, and whether the second is cheaper beyond."""
    at_low, at_high = apart(low), apart(high)
    if at_low == 0 or at_high == 0 or (at_low > 0) == (at_high > 0):
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (apart(middle) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return (low + high) / 2, at_high < 0
