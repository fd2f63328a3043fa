"""How many tickets of a month met their targets, by measure, priority and kind of ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import polars as pl

_BY: Final = ("month", "measure", "priority", "activity")
COUNTS: Final = pl.Schema(
    dict.fromkeys(_BY, pl.String()) | dict.fromkeys(("met", "missed", "open", "running"), pl.Int64())
)
"""Numbers of tickets by month, measure, priority and activity."""


@dataclass(frozen=True, slots=True)
class Attained:
    """Tickets of a month under one kind of target. Running ones are not due yet and count for nothing.

    priority, activity  None: of all of them together
    """

    month: str
    measure: str
    priority: str | None
    activity: str | None
    met: int
    missed: int
    open: int

    @property
    def least(self) -> Fraction | None:
        """Share that met the target, in per cent, every open one taken as missed; None without tickets."""
        return self._share(self.met)

    @property
    def most(self) -> Fraction | None:
        return self._share(self.met + self.open)

    def _share(self, met: int) -> Fraction | None:
        due = self.met + self.missed + self.open
        return Fraction(100 * met, due) if due else None


def counts(clocked: pl.DataFrame) -> pl.DataFrame:
    """COUNTS of the rows of clocked.CLOCKED; those of several parts may be added up."""
    return (
        clocked.group_by(_BY)
        .agg(
            *(
                (pl.col("verdict") == v).sum().cast(pl.Int64).alias(v)
                for v in ("met", "missed", "open", "running")
            )
        )
        .sort(_BY)
    )


def added(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    whole = pl.concat([pl.DataFrame(schema=COUNTS), *parts])
    return whole.group_by(_BY).agg(pl.col("met", "missed", "open", "running").sum()).sort(_BY)


def attained(counted: pl.DataFrame, *by: str) -> list[Attained]:
    """By month, measure and those of priority and activity that are named; the others are taken together."""
    keys = ["month", "measure", *by]
    found = counted.group_by(keys).agg(pl.col("met", "missed", "open").sum()).sort(keys)
    return [
        Attained(
            row["month"],
            row["measure"],
            row.get("priority"),
            row.get("activity"),
            row["met"],
            row["missed"],
            row["open"],
        )
        for row in found.iter_rows(named=True)
    ]
