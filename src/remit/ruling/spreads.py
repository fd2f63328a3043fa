"""How the values of a fact are spread over events that leave it open (spreads.yaml), by the cells of an axis.

Whole numbers that need not add up to anything: only their ratios count, and sums of them stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import lcm
from typing import Literal

import yaml
from pydantic import Field

from remit.contract.vocabulary import Record
from remit.ruling.cells import Axis

Confidence = Literal["strong", "moderate", "weak", "assumed"]


class Spread(Record):
    confidence: Confidence
    note: str = ""
    sources: tuple[str, ...] = ()
    parts: dict[str, Decimal] | tuple[tuple[Decimal, Decimal], ...]


class Spreads(Record):
    schema_: Literal["remit/spreads/1"] = Field(alias="schema")
    spreads: dict[str, Spread]


@cache
def spreads() -> Spreads:
    text = files("remit.ruling").joinpath("spreads.yaml").read_text(encoding="utf-8")
    return Spreads.model_validate(yaml.safe_load(text))


def cell_weights(axis: Axis, known: Mapping[str, Spread] | None = None) -> tuple[int, ...]:
    """A weight for each cell; all alike where nothing is known of the fact."""
    spread = (spreads().spreads if known is None else known).get(axis.fact)
    if spread is None:
        return (1,) * axis.size
    if isinstance(spread.parts, dict):
        names = {True: "yes", False: "no"}
        named = spread.parts
        return _whole(
            [Fraction(named.get(names[v] if isinstance(v, bool) else str(v), 0)) for v in axis.members]
        )
    return _whole([_between(axis, cell, spread.parts) for cell in range(axis.size)])


def _between(axis: Axis, cell: int, parts: Sequence[tuple[Decimal, Decimal]]) -> Fraction:
    """The part of the numbers that lies in a cell; a single point holds nothing of what is spread evenly."""
    low, high = axis.bounds(cell)
    found, start = Fraction(0), Fraction(axis.spec.min or 0)
    for up_to, part in parts:
        end = Fraction(up_to)
        inside = min(end, Fraction(high) if high is not None else end) - max(
            start, Fraction(low) if low is not None else start
        )
        if inside > 0:
            found += Fraction(part) * inside / (end - start)
        start = end
    return found


def _whole(parts: Sequence[Fraction]) -> tuple[int, ...]:
    shared = lcm(*(p.denominator for p in parts))
    return tuple(int(p * shared) for p in parts)
