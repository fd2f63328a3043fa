"""Which lines charge for which work: screened by ticket over whole tables, so that only what differs is looked at.

The lines that name a ticket are set against all work recorded on it. They are right where their sum lies between the
least and the most that the contract's terms can come to. Lines of labour that name no ticket are set against the work
of their month that no other line charges for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from remit.audit.bundle import OPEN, Line, Part, line_of, part_of
from remit.charges.money import minor_digits

BY_TICKET: Final = ("labour", "travel", "flat")
"""Natures of lines that are set against recorded work."""
_MONTH: Final = "month:"


@dataclass(frozen=True)
class Bundle:
    """Lines and work that belong together. `group` is a ticket, or `month:2026-03` for lines that name none."""

    group: str
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]

    @property
    def ticket(self) -> str | None:
        return None if self.group.startswith(_MONTH) else self.group


@dataclass(frozen=True)
class Matched:
    """What the screening leaves.

    right    numbers of the lines that are right
    bundles  the groups that are to be looked at, in their order
    lines, priced  those that belong to groups, with a column `group`
    """

    right: pl.Series
    bundles: pl.DataFrame
    lines: pl.DataFrame
    priced: pl.DataFrame


def with_flat(lines: pl.DataFrame, priced: pl.DataFrame) -> pl.DataFrame:
    """Lines for a thing on a ticket whose work the contract prices by the piece charge for that work: nature flat."""
    flat = (
        priced.filter((pl.col("amount_minor") > 0) & pl.col("rate_minor").is_null() & ~pl.col("travel"))
        .select("ticket", flat=pl.lit(True))
        .drop_nulls()
        .unique()
    )
    piece = pl.col("nature").is_in(["item", "other"]) & pl.col("flat").fill_null(False)
    return (
        lines.join(flat, on="ticket", how="left", maintain_order="left")
        .with_columns(nature=pl.when(piece).then(pl.lit("flat")).otherwise("nature"))
        .drop("flat")
    )


def grouped(lines: pl.DataFrame, priced: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both with a column `group`: work that no line names by its ticket goes with its month, where lines name none.

    Work without a ticket belongs to its month, whether or not a line charges for it.
    """
    by_work = lines.filter(pl.col("nature").is_in(BY_TICKET))
    month = pl.lit(_MONTH) + pl.col("month")
    marked = by_work.with_columns(group=pl.coalesce("ticket", month))
    loose = by_work.filter(pl.col("ticket").is_null()).select("month").unique()
    named = by_work.select("ticket").drop_nulls().unique().with_columns(named=pl.lit(True))
    worked = priced.with_columns(month=pl.col("part_date").dt.strftime("%Y-%m"))
    worked = worked.join(named, on="ticket", how="left", maintain_order="left").join(
        loose.with_columns(loose=pl.lit(True)), on="month", how="left", maintain_order="left"
    )
    of_month = pl.col("named").is_null() & (pl.col("loose").fill_null(False) | pl.col("ticket").is_null())
    return marked, worked.with_columns(group=pl.when(of_month).then(month).otherwise("ticket")).drop(
        "named", "loose"
    )


def match(lines: pl.DataFrame, priced: pl.DataFrame, currency: str | None, *, exact: bool = True) -> Matched:
    """Screen lines, as charged.lines makes them, against priced work, as charges.price_table makes it for all work that shares tickets with them.

    exact  whether the contract says what amounts are rounded for (Setting.rounded)
    """
    marked, worked = grouped(lines, priced)
    charged = marked.group_by("group").agg(
        billed=pl.col("amount_minor").sum(),
        slack=pl.lit(0) if exact else pl.len().cast(pl.Int64) // 2,
        sums=(pl.col("amount_minor") == pl.col("product_minor")).all(),
        money=(pl.col("currency") == currency).all() if currency else pl.lit(True),
    )
    owed = worked.group_by("group").agg(
        least=pl.col("least_minor").sum(),
        most=pl.when(pl.col("most_minor").is_not_null().all()).then(pl.col("most_minor").sum()),
        open=pl.col("outcome").is_in(OPEN).any(),
    )
    both = charged.join(owed, on="group", how="full", coalesce=True).sort("group")
    slack, billed = pl.col("slack"), pl.col("billed")
    within = (pl.col("least") <= billed + slack) & (billed - slack <= pl.col("most"))
    right = within & pl.col("sums") & pl.col("money") & ~pl.col("open")
    # Work that is included, excluded or open and that nobody charges for is no matter of an invoice.
    idle = pl.col("billed").is_null() & (pl.col("least") == 0)
    held = both.with_columns(right=right.fill_null(False), idle=idle.fill_null(False))
    good = marked.join(held.filter("right"), on="group", how="semi")["number"]
    return Matched(good, held.filter(~pl.col("right") & ~pl.col("idle")), marked, worked)


def bundles(matched: Matched) -> Iterator[Bundle]:
    """What is to be looked at, group by group."""
    wanted = matched.bundles.select("group")
    lines: dict[str, list[Line]] = {}
    for row in matched.lines.join(wanted, on="group", how="semi").sort("number").iter_rows(named=True):
        lines.setdefault(row["group"], []).append(line_of(row, minor_digits(row["currency"])))
    parts: dict[str, list[Part]] = {}
    for row in matched.priced.join(wanted, on="group", how="semi", maintain_order="left").iter_rows(
        named=True
    ):
        parts.setdefault(row["group"], []).append(part_of(row))
    for group in wanted["group"]:
        yield Bundle(group, tuple(lines.get(group, ())), _bounded(parts.get(group, [])))


def _bounded(parts: list[Part]) -> tuple[Part, ...]:
    """Bounds are those of a whole entry and stand on its first part; where nothing is open they are each part's own."""
    whole: dict[str, list[Part]] = {}
    for p in parts:
        whole.setdefault(p.entry, []).append(p)
    fixed = {name for name, held in whole.items() if _settled(held)}
    return tuple(replace(p, least=p.amount or 0, most=p.amount) if p.entry in fixed else p for p in parts)


def _settled(parts: list[Part]) -> bool:
    amounts = [p.amount for p in parts]
    total = None if None in amounts else sum(a for a in amounts if a is not None)
    return total == sum(p.least for p in parts) and total == sum(p.most or 0 for p in parts)


def span(lines: pl.DataFrame) -> tuple[date, date] | None:
    """First and last day that the invoices can charge work for: from the first day charged for to the last invoice."""
    days = lines.select(
        first=pl.min_horizontal(pl.col("day").min(), pl.col("invoice_date").min()),
        last=pl.max_horizontal(pl.col("day").max(), pl.col("invoice_date").max(), pl.col("period_to").max()),
    ).row(0)
    return None if days[0] is None or days[1] is None else (days[0], days[1])
