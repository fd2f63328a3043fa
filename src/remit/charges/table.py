"""Prices over tables: millions of time entries, the same figures as `price` to the cent."""

from __future__ import annotations

from typing import Any

import polars as pl

from remit.charges.entry import OWN, Entry
from remit.charges.pricing import price
from remit.charges.terms import PriceTerms, price_terms
from remit.contract import Contract, vocabulary

_INSTANT = pl.Datetime("us", "UTC")
_COLUMNS: dict[str, pl.DataType] = {
    "part": pl.Int64(),
    "part_from": _INSTANT,
    "part_to": _INSTANT,
    "part_date": pl.Date(),
    "kind_of_hours": pl.String(),
    "part_seconds": pl.Int64(),
    "billed_seconds": pl.Int64(),
    "included_seconds": pl.Int64(),
    "prepaid_seconds": pl.Int64(),
    "rate_minor": pl.Int64(),
    "amount_minor": pl.Int64(),
    "currency": pl.String(),
    "outcome": pl.String(),
    "provisions": pl.List(pl.String()),
    "least_minor": pl.Int64(),
    "most_minor": pl.Int64(),
}
RESULT = pl.Schema(_COLUMNS)
"""The columns that price_table adds."""


def price_table(contract_or_terms: Contract | PriceTerms, frame: pl.DataFrame) -> pl.DataFrame:
    """One row for every part of every entry: the frame's own columns, then those of `RESULT`.

    The frame has the columns of an Entry (entry, ticket, person, started_at and ended_at as Datetime in UTC,
    seconds, date, travel, distance_m, coverage) and one for each fact that is known (activity, role, place, ...);
    an empty cell is unknown, other columns are kept.

    part            0, 1, ... within the entry, in the order of time
    part_from, part_to, part_date, kind_of_hours, part_seconds   the piece of the entry
    billed_seconds  after steps and minimum; of them included_seconds and prepaid_seconds are paid for already
    rate_minor      price of an hour in whole minor units, for display
    amount_minor    whole minor units; null where the contract does not settle it; an entry costs the sum of its parts
    outcome         charged, included, excluded, silent, conflict, needs_fact or error
    provisions      ids of the provisions behind the price
    least_minor, most_minor   bounds of the whole entry's amount, on its first part (0 on the others)

    Steps in words are made on demand: `price` on the entries that belong together.
    """
    terms = price_terms(contract_or_terms)
    known = [c for c in frame.columns if c in OWN or c in vocabulary().facts]
    bill = price(terms, [Entry.read(row) for row in frame.select(known).iter_rows(named=True)])
    rows: list[dict[str, Any]] = []
    for c in bill.charges:
        for n, p in enumerate(c.parts):
            rows.append(
                {
                    "entry": c.entry,
                    "part": n,
                    "part_from": p.start,
                    "part_to": p.end,
                    "part_date": p.date,
                    "kind_of_hours": p.kind_of_hours,
                    "part_seconds": p.seconds,
                    "billed_seconds": p.billed_seconds,
                    "included_seconds": p.included_seconds,
                    "prepaid_seconds": p.prepaid_seconds,
                    "rate_minor": p.rate_minor,
                    "amount_minor": p.amount_minor,
                    "currency": c.currency,
                    "outcome": p.outcome,
                    "provisions": list(p.provisions),
                    "least_minor": 0 if n else c.least_minor,
                    "most_minor": 0 if n else c.most_minor,
                }
            )
    found = pl.DataFrame(rows, schema={"entry": frame.schema["entry"], **RESULT})
    return frame.join(found, on="entry", how="left", maintain_order="left")
