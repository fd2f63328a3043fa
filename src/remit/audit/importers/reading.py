"""What reading a column of text gives: values, and which of them are bad or doubtful, row for row."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Reading:
    """Three columns as long as the one that was read.

    value  null where nothing was written or nothing could be read
    bad    whether something is written that can't be read
    why    completes "... 'VALUE' " in messages: "is no date"
    doubt  whether the value may be meant otherwise, and how: "may be an hour later: clocks went back"
    """

    value: pl.Series
    bad: pl.Series
    why: str
    doubts: tuple[tuple[pl.Series, str], ...] = ()


def sound(value: pl.Series) -> Reading:
    """A reading in which nothing can be wrong."""
    return Reading(value, pl.repeat(False, len(value), dtype=pl.Boolean, eager=True), "")
