"""Time entries made ready for pricing: the facts of their tickets and devices beside them.

Money rests only on facts that are sure: told by a person, recorded in a column, or read from words with a confidence
of facts.SURE or more. All others are listed for a person to look at, and stay unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from remit.audit.facts import SAID, read_facts
from remit.contract import Value, vocabulary

_TRAVEL: Final = r"(?i)\b(?:travel|travelling|mileage|driving|journey)\b"
_METRES: Final = {"kilometre": 1000, "mile": 1609}
LINE: Final = "line:"
"""Begins the number of an entry that stands for a line of travel, where no travel is recorded."""


def ticket_facts(
    tickets: pl.DataFrame, assets: pl.DataFrame, told: Mapping[str, Mapping[str, Value]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sure facts of every ticket in columns, and what is not sure (facts.SAID)."""
    found = read_facts(tickets, assets)
    events = found.events.drop("file", "row", "reported_at").unique(
        "ticket", keep="first", maintain_order=True
    )
    said = pl.DataFrame(
        [(ticket, fact) for ticket, facts in told.items() for fact in facts],
        schema={"ticket": pl.String, "fact": pl.String},
        orient="row",
    )
    review = found.review.join(said, on=["ticket", "fact"], how="anti", maintain_order="left")
    return _with_told(events, told), review.select(SAID.names())


def _with_told(events: pl.DataFrame, told: Mapping[str, Mapping[str, Value]]) -> pl.DataFrame:
    """Facts that a person told, above all others."""
    for fact in sorted({f for said in told.values() for f in said}):
        values = {ticket: said[fact] for ticket, said in told.items() if fact in said}
        kind = vocabulary().fact(fact).type
        own = events.schema.get(fact)
        plain: dict[str, pl.DataType] = {"yesno": pl.Boolean(), "number": pl.Decimal(38, 4)}
        dtype = own or plain.get(kind, pl.String())
        given = pl.DataFrame(
            {"ticket": list(values), "told": list(values.values())},
            schema={"ticket": pl.String(), "told": dtype},
        )
        events = events.join(given, on="ticket", how="left", maintain_order="left")
        held = pl.col(fact) if own is not None else pl.lit(None, dtype)
        events = events.with_columns(pl.coalesce("told", held).alias(fact)).drop("told")
    return events


def entries(time_entries: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Work as charges.price_table takes it. Entries told twice count once; times that run backwards are left out."""
    timed = pl.col("ended_at") >= pl.col("started_at")
    kept = time_entries.filter(pl.col("repeats").is_null()).select(
        "entry",
        "ticket",
        "person",
        started_at=pl.when(timed).then("started_at"),
        ended_at=pl.when(timed).then("ended_at"),
        seconds="seconds",
        date="date",
        travel=pl.col("work_type").str.contains(_TRAVEL).fill_null(False),
        distance_m=pl.lit(None, pl.Int64),
        place="place",
        role=_role(),
    )
    own = facts.drop([c for c in ("place", "role") if c in facts.columns])
    return kept.join(own, on="ticket", how="left", maintain_order="left")


def _role() -> pl.Expr:
    known = vocabulary().fact("role").values
    words = {name: name for name in known}
    words |= {
        v.label.split(" (")[0].removeprefix("a ").removeprefix("an ").replace(" ", "_"): n
        for n, v in known.items()
    }
    said = pl.col("role").str.to_lowercase().str.strip_chars().str.replace_all(r"[ -]+", "_")
    return said.replace_strict(words, default=None, return_dtype=pl.String)


def travel(lines: pl.DataFrame, work: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Lines of travel as entries of their own, on tickets that have no travel recorded."""
    recorded = work.filter("travel").select("ticket").unique()
    days = work.group_by("ticket").agg(worked=pl.col("date").min())
    loose = lines.filter((pl.col("nature") == "travel") & (pl.col("amount_minor") > 0)).join(
        recorded, on="ticket", how="anti", maintain_order="left"
    )
    metres = pl.col("unit").replace_strict(_METRES, default=None, return_dtype=pl.Int64)
    driven = (pl.col("quantity_micro").cast(pl.Int128) * metres // 1_000_000).cast(pl.Int64)
    hours = pl.when(pl.col("unit") == "hour").then(pl.col("quantity_micro") * 3600 // 1_000_000)
    made = loose.join(days, on="ticket", how="left", maintain_order="left").select(
        entry=pl.format("{}{}", pl.lit(LINE), "number"),
        ticket="ticket",
        person=pl.lit(None, pl.String),
        started_at=pl.lit(None, pl.Datetime("us", "UTC")),
        ended_at=pl.lit(None, pl.Datetime("us", "UTC")),
        seconds=hours.cast(pl.Int64).fill_null(0),
        date=pl.coalesce("day", "worked", "invoice_date"),
        travel=pl.lit(True),
        distance_m=driven,
        place=pl.lit("onsite"),
        role=pl.lit(None, pl.String),
    )
    own = facts.drop([c for c in ("place", "role") if c in facts.columns])
    return made.filter(pl.col("date").is_not_null()).join(own, on="ticket", how="left", maintain_order="left")


def within(work: pl.DataFrame, starts: date | None, ends: date | None) -> pl.DataFrame:
    """The work that was done while the agreement was in force."""
    inside: Any = pl.lit(True)
    if starts is not None:
        inside &= pl.col("date") >= starts
    if ends is not None:
        inside &= pl.col("date") <= ends
    return work.filter(inside)
