"""Contracts and tickets of a given size, drawn at random with the shape of real ones."""

from __future__ import annotations

import random
from typing import Any

import polars as pl

from remit.contract import Override, Provision, vocabulary
from remit.ruling import Model

FLAGS = ("covered_asset", "in_warranty", "vendor_supported", "recurring", "approved_by_client")
WEIGHTS = {"activity": 0.85, "subject": 0.5, "cause": 0.3, "hours": 0.2, "place": 0.1, "priority": 0.05}


def make_model(provisions: list[Provision]) -> Model:
    return Model(provisions)


def contract_of(size: int, chance: random.Random) -> list[Provision]:
    """Rules that mostly name a kind of work, often a subject, now and then a cause, a time or a limit."""
    facts = vocabulary().facts
    found: list[Provision] = []
    for n in range(size):
        when: dict[str, Any] = {}
        for fact, weight in WEIGHTS.items():
            if chance.random() < weight:
                when[fact] = chance.sample(sorted(facts[fact].values), chance.choice([1, 1, 2]))
        for fact in FLAGS:
            if chance.random() < 0.08:
                when[fact] = chance.random() < 0.5
        if chance.random() < 0.08:
            when["device_age_years"] = f"> {chance.choice([3, 4, 5, 6])}"
        beaten = chance.sample(range(n), min(n, chance.choice([0, 0, 1, 2])))
        found.append(
            Provision(
                id=f"p{n:03}",
                question="coverage",
                value=chance.choice(["included", "included", "chargeable", "excluded"]),
                when=when,
                overrides=tuple(Override(id=f"p{b:03}", ground="drafted") for b in beaten),
            )
        )
    return found


def events_of(count: int, chance: random.Random) -> pl.DataFrame:
    """Tickets of which every fact is known."""
    facts = vocabulary().facts
    parents = {v.under for spec in facts.values() for v in spec.values.values()}
    seed = chance.randrange(1000)
    columns: dict[str, pl.Series] = {}
    for n, fact in enumerate((*WEIGHTS, *FLAGS)):
        leaves: list[Any] = [v for v in facts[fact].values if v not in parents] or [True, False]
        drawn = pl.int_range(len(leaves), eager=True).sample(count, with_replacement=True, seed=seed + n)
        columns[fact] = pl.Series(leaves).gather(drawn)
    ages = pl.int_range(0, 11, eager=True).sample(count, with_replacement=True, seed=seed + 99)
    columns["device_age_years"] = ages.cast(pl.Float64)
    return pl.DataFrame(columns)
