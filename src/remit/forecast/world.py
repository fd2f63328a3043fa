"""Everything that will be drawn: the classes of event, and how many of each to expect in every month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from remit.forecast.draws import lognormal_table
from remit.forecast.events import EventClass, Events, Kind, classes, events
from remit.forecast.fleet import Fleet, Floats, fleet
from remit.forecast.needs import History, Needs
from remit.forecast.priors import MONTHS, Priors, priors

if TYPE_CHECKING:
    from remit.forecast.offer import Expected
    from remit.forecast.pricing import Price

GROUPS = ("desk", "hardware", "outages", "plans")
"""What is drawn together, with a mood of its own: tickets of people, failures of devices, outages, planned work."""


@dataclass(frozen=True)
class Mood:
    """How far a group's numbers lie from what is expected: for the client as a whole, and from month to month."""

    client: float
    month: float


@dataclass(frozen=True)
class Posterior:
    """A gamma belief about the client's own rate against the usual one, after its tickets were counted."""

    mean: float
    shape: float
    tickets: int
    expected: float

    @property
    def cv(self) -> float:
        return float(self.shape**-0.5)


@dataclass(frozen=True)
class World:
    """Classes with their expected numbers (`rates`, month by class) with usual care, and everything drawn about them.

    minutes  a class's mean minutes of work
    """

    needs: Needs
    known: Priors
    book: Events
    fleet: Fleet
    classes: tuple[EventClass, ...]
    rates: Floats
    group: NDArray[np.int64]
    moods: Mapping[str, Mood]
    minutes: Floats
    posterior: Posterior | None
    reckoned: dict[tuple[Price, ...], Expected] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Means of one event of each class that were worked out already, by the prices of the classes."""

    @cached_property
    def topics(self) -> tuple[str, ...]:
        return tuple(self.book.topics)

    @cached_property
    def topic(self) -> NDArray[np.int64]:
        """The number of each class's topic."""
        return np.array([self.topics.index(c.kind.topic) for c in self.classes], dtype=np.int64)

    @cached_property
    def prevented(self) -> Floats:
        """The part of each class that preventive work can keep away."""
        return np.array([c.kind.prevented for c in self.classes])

    @cached_property
    def hours_table(self) -> Floats:
        return lognormal_table(self.known.value("hours_spread"))

    @cached_property
    def stopped(self) -> tuple[Floats, Floats]:
        """For each class the chance that work stops, and the hours of people lost for an hour of work when it does."""
        chance, lost = np.zeros(len(self.classes)), np.zeros(len(self.classes))
        for n, c in enumerate(self.classes):
            stops = c.kind.stops
            if stops is None or c.facts.get("hours") != "business":
                continue
            part, lasts = _number(stops.chance, self.known), _number(stops.lasts, self.known)
            # Where many stand still, a part of their work stops for certain; where one does, all of it with a chance.
            many = isinstance(stops.people, str)
            chance[n] = 1.0 if many else part
            lost[n] = self.fleet.crowd(stops.people) * lasts * (part if many else 1.0)
        return chance, lost

    def care(self, hours: float | Floats) -> Floats:
        """How many of each class come with so many preventive hours a device and month, against the usual.

        Of several amounts of hours, in a column, a row for each.
        """
        strength = self.known.value("prevention_effect")
        more = np.asarray(hours) - self.known.value("usual_care")
        return np.asarray(1 - self.prevented + self.prevented * np.exp(-strength * more))


def world(needs: Needs, known: Priors | None = None) -> World:
    """What the needs and the assumptions make of the coming months."""
    return build(needs, informed(needs, known or priors()))


def build(needs: Needs, base: Priors) -> World:
    """The same from assumptions that hold the client's own numbers already."""
    there = fleet(needs, base)
    book = events()
    found = tuple(
        c for kind in book.kinds if kind.per and kind.hours for c in classes(kind, base, there.warranty_years)
    )
    seasons = np.array([base.seasons[(there.first_month + m) % MONTHS] for m in range(there.months)])
    posterior, mix = None, dict.fromkeys(book.topics, 1.0)
    rates = np.stack([_rates(c, base, there, seasons) for c in found], axis=1)
    group = np.array([GROUPS.index(_group(c.kind)) for c in found], dtype=np.int64)
    if needs.history:
        yearly = rates[:MONTHS].mean(axis=0) * MONTHS
        observed = {t: float(sum(yearly[n] for n, c in enumerate(found) if _counts(c, t))) for t in mix}
        posterior, mix = learn(needs.history, observed, needs, base)
        rates = rates * np.array([mix[c.kind.topic] if c.kind.group == "problem" else 1.0 for c in found])
    desk = posterior.cv if posterior else base.value("client_spread")
    moods = {
        "desk": Mood(desk, base.value("month_spread")),
        "hardware": Mood(desk, 0.0),
        "outages": Mood(base.value("outage_spread"), 0.0),
        "plans": Mood(0.0, 0.0),
    }
    return World(
        needs=needs,
        known=base,
        book=book,
        fleet=there,
        classes=found,
        rates=rates,
        group=group,
        moods=moods,
        minutes=np.array([60 * base.value(str(c.kind.hours)) for c in found])
        * _pace(needs, base, rates, found),
        posterior=posterior,
    )


def informed(needs: Needs, known: Priors) -> Priors:
    """The assumptions in the client's currency, with its own numbers and what follows from its needs."""
    rates = dict(known.exchange) | needs.exchange
    base = known.with_exchange(rates).in_currency(needs.currency or known.currency)
    own: dict[str, float] = {}
    if needs.hours:
        own["after_hours_share"] = needs.hours.outside()
    if needs.applications:
        own["unsupported_share"] = sum(not a.vendor_support for a in needs.applications) / len(
            needs.applications
        )
    if needs.an_hour_lost is not None:
        own["user_hour_value"] = float(needs.an_hour_lost)
    if needs.computers_replaced_after_years is not None:
        own["refresh_years"] = needs.computers_replaced_after_years
    return base.with_values(own | needs.assumptions)


def learn(
    history: History, usual: Mapping[str, float], needs: Needs, known: Priors
) -> tuple[Posterior, dict[str, float]]:
    """What the client's own tickets say: a belief about its rate, and for each topic the factor on the usual numbers.

    usual  the tickets of a year that are expected of each topic before anything is known

    Gamma and Poisson: with a prior of mean 1 and shape k, N tickets where E were expected make a belief of shape
    k + N/d and mean (k + N/d) / (k + E/d). d is how much more months differ than chance alone would have them, so
    that a rough year is not taken for a law. The mix of topics is Dirichlet and multinomial.
    """
    scale = (history.people or needs.people) / needs.people * history.months / MONTHS
    expected = sum(usual.values()) * scale
    shape = known.value("client_spread") ** -2
    over = 1 + expected / history.months * known.value("month_spread") ** 2
    belief = Posterior(
        mean=(shape + history.total / over) / (shape + expected / over),
        shape=shape + history.total / over,
        tickets=history.total,
        expected=expected,
    )
    if isinstance(history.tickets, int) or not history.total:
        return belief, dict.fromkeys(usual, belief.mean)
    weight, total = known.value("mix_weight"), sum(usual.values())
    mix = {}
    for topic, number in usual.items():
        share = number / total
        counted = history.tickets.get(topic, 0)
        mix[topic] = (weight * share + counted) / (weight + history.total) / share if share else 1.0
    return belief, {topic: belief.mean * factor for topic, factor in mix.items()}


def _pace(needs: Needs, known: Priors, rates: Floats, found: tuple[EventClass, ...]) -> float:
    """How much longer than usual the client's tickets take: normal and normal, on the logarithm of the mean."""
    history = needs.history
    if history is None or not history.hours or not history.total:
        return 1.0
    problem = np.array([c.kind.group == "problem" for c in found])
    weights = rates[:MONTHS, problem].sum(axis=0)
    usual = [known.value(str(c.kind.hours)) for c in found if c.kind.group == "problem"]
    mean = float((weights * np.array(usual)).sum() / weights.sum())
    seen = log(history.hours / history.total / mean)
    noise = known.value("hours_spread") ** 2 / history.total
    prior = known.value("history_hours_spread") ** 2
    return exp(seen * prior / (prior + noise))


def _rates(c: EventClass, known: Priors, there: Fleet, seasons: Floats) -> Floats:
    kind = c.kind
    exposure = (
        there.by_age[:, c.age - 1] * known.failure_by_age[c.age - 1]
        if c.age
        else there.exposure(str(kind.per))
    )
    monthly = exposure * kind.rate(known) * c.share / MONTHS
    return np.asarray(monthly * (seasons if kind.per == "user" else 1.0))


def _group(kind: Kind) -> str:
    if kind.group == "change":
        return "plans"
    if kind.topic == "outages":
        return "outages"
    return "desk" if kind.per == "user" else "hardware"


def _counts(c: EventClass, topic: str) -> bool:
    return c.kind.group == "problem" and c.kind.topic == topic


def _number(value: str | float, known: Priors) -> float:
    return known.value(value) if isinstance(value, str) else value
