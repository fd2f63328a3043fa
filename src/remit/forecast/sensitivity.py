"""What each assumed number does to the result: every slider moved from end to end, the others left alone.

The provider answers each change as it suits it. Worked out from exact means, so no chance is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from remit.forecast.care import respond
from remit.forecast.means import coarse, means
from remit.forecast.needs import Needs
from remit.forecast.offer import Offer, expected, offer
from remit.forecast.priors import Priors
from remit.forecast.record import Swing
from remit.forecast.world import World, build

LESS = 256
"""Entries of the coarser table of hours: the means hardly change, and it is much quicker."""


def tornado(
    needs: Needs,
    known: Priors,
    offers: Sequence[Offer],
    tell: Callable[[int, int], None] | None = None,
    moved: Sequence[str] = (),
) -> tuple[tuple[Swing, ...], ...]:
    """For each offer what every assumption does to the yearly cost, the largest swing first.

    `known` are the assumptions as they are used, with the client's own numbers in them; `moved` names those to move,
    or all of them.
    """
    names = [n for n, p in known.priors.items() if p.low < p.high and (n in moved or not moved)]
    found: list[list[Swing]] = [[] for _ in offers]
    for number, name in enumerate(names):
        if tell:
            tell(number, len(names))
        low, high = known.span(name)
        ends = [costs(needs, known.with_values({name: end}), offers) for end in (low, high)]
        prior = known.prior(name)
        for n, (at_low, at_high) in enumerate(zip(*ends, strict=True)):
            found[n].append(
                Swing(
                    id=name,
                    label=prior.label,
                    unit=prior.unit.replace("USD", known.currency),
                    value=known.value(name),
                    low=low,
                    high=high,
                    confidence=prior.confidence,
                    given=prior.given,
                    at_low=round(at_low),
                    at_high=round(at_high),
                )
            )
    return tuple(tuple(sorted(swings, key=lambda s: (-s.size, s.id))) for swings in found)


def costs(needs: Needs, known: Priors, offers: Sequence[Offer]) -> list[float]:
    """The client's mean cost a year under each offer with other assumptions, in minor units."""
    there = coarser(build(needs, known))
    found = []
    for it in offers:
        again = offer(it.contract, it.name, there, it.answering, it.stated)
        mean = expected(there, again)
        found.append(means(there, respond(there, again, mean)[0], mean).cost)
    return found


def coarser(there: World) -> World:
    """The same world with a coarser table of hours."""
    # The table is a cached property: what stands in its place is found before it.
    copy = replace(there)
    copy.__dict__["hours_table"] = coarse(there.hours_table, LESS)
    return copy
