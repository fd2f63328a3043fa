"""When the clock of tickets stood: from a log of pauses, or from the history of their states."""

from __future__ import annotations

import polars as pl

from remit.audit.tables import PAUSE_LOG, PAUSES

WAITING = "pending"
"""The state in which a ticket waits for somebody else."""


def pauses_of(changes: pl.LazyFrame) -> pl.LazyFrame:
    """The pauses (tables.PAUSE_LOG) in a history of states: from each change to waiting to the next that is none.

    Of several changes in the same instant the last in the file counts. A pause that nothing ends has no end.
    """
    ordered = changes.sort("ticket", "changed_at", "file", "row", maintain_order=True).with_columns(
        waits=(pl.col("status") == WAITING).fill_null(value=False)
    )
    before = pl.col("waits").shift(1).over("ticket").fill_null(value=False)
    turns = ordered.filter(pl.col("waits") != before)
    return (
        turns.with_columns(paused_from="changed_at", paused_to=pl.col("changed_at").shift(-1).over("ticket"))
        .filter(pl.col("waits") & pl.col("paused_to").ne_missing(pl.col("paused_from")))
        .select(PAUSE_LOG.schema.names())
    )


def with_pauses(tickets: pl.LazyFrame, log: pl.LazyFrame) -> pl.LazyFrame:
    """The tickets with their pauses, in order; those of which the log says nothing stay as they are."""
    lists = (
        log.filter(pl.col("repeats").is_null())
        .sort("ticket", "paused_from")
        .group_by("ticket")
        .agg(__pauses=pl.struct(pl.col("paused_from").alias("from"), pl.col("paused_to").alias("to")))
        .with_columns(pl.col("__pauses").cast(PAUSES))
    )
    return (
        tickets.join(lists, on="ticket", how="left", maintain_order="left")
        .with_columns(pauses=pl.coalesce("pauses", "__pauses"))
        .drop("__pauses")
    )
