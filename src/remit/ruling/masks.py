"""Reasons as bit masks, 62 provisions to a word: packed by the columnar engine, read for the rows that are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from remit.contract import Contract
from remit.ruling.model import Model, day_of, model_of
from remit.ruling.record import Overridden

WORD = 62
BYTE = 7
"""Bits added up in the smallest integers first: an eighth of the memory traffic of whole words."""


def packed(bits: Sequence[nw.Expr | None]) -> nw.Expr:
    found: list[nw.Expr] = []
    for low in range(0, len(bits), BYTE):
        small = [b.cast(nw.Int8) * (1 << n) for n, b in enumerate(bits[low : low + BYTE]) if b is not None]
        if small:
            found.append(nw.sum_horizontal(*small).cast(nw.Int64) * (1 << low))
    return nw.sum_horizontal(*found).cast(nw.Int64) if found else nw.lit(0, dtype=nw.Int64)


@dataclass(frozen=True)
class Reasons:
    """What a row's masks say: which rules are in force, and what was set aside by what."""

    contract: Contract | Model
    question: str = "coverage"
    canons: bool = True
    on: date | None = None

    def of(self, row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[Overridden, ...]]:
        """The rules in force for certain and the provisions overridden, from one row of the ruled table."""
        book = model_of(self.contract).book(self.question, self.canons, self.on or day_of(row))
        standing = {p.id for n, p in enumerate(book.provisions) if _bit(row, "in_force", n)}
        beaten = []
        for n, p in enumerate(book.provisions):
            if _bit(row, "overridden", n):
                a = next(a for a in book.attackers[p.id] if a.by in standing)
                beaten.append(Overridden(id=p.id, by=a.by, ground=a.ground, reason=a.reason, canon=a.canon))
        return tuple(sorted(standing & book.rules)), tuple(sorted(beaten, key=lambda o: o.id))


def _bit(row: Mapping[str, Any], name: str, n: int) -> bool:
    return bool(row[f"{name}_{n // WORD}"] >> n % WORD & 1)
