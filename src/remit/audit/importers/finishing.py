"""What a table needs beyond its file's columns: a day and duration of work, sums of lines, the heads of invoices."""

from __future__ import annotations

import polars as pl

from remit.audit.importers.binding import Plan
from remit.audit.importers.line_text import read_lines
from remit.audit.importers.words import meanings
from remit.audit.tables import INVOICE_LINES, INVOICES, MILLION, TABLES
from remit.charges.money import minor_digits

_DATE_ONLY = "the file has no time of day"


def complete(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame with every column of the table in its order; what the file has not is null."""
    schema = TABLES[table].schema
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    return frame.with_columns(missing).select(schema.names()).cast(schema)


def finish(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """One batch, made complete."""
    table = plan.mapping.table
    if table == "time_entries":
        frame = _time(plan, complete(frame, table))
    elif table == "tickets":
        frame = _ticket(complete(frame, table))
    elif table != "invoice_lines":
        frame = complete(frame, table)
    return frame


def _ticket(frame: pl.DataFrame) -> pl.DataFrame:
    """A ticket that is solved in a system that keeps one date alone was solved when it was closed."""
    keeps_one = frame["resolved_at"].null_count() == len(frame)
    return frame.with_columns(
        resolved_at=pl.col("closed_at") if keeps_one else pl.col("resolved_at"),
        tags=pl.when(pl.col("tags").list.len() > 0).then(pl.col("tags")),
    )


def _time(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    day, start = plan.bound("date"), plan.bound("started_at")
    local = pl.col("started_at").dt.convert_time_zone(plan.home).dt.date()
    same = start is not None and (day is None or day.headings == start.headings)
    work = frame["work_type"].drop_nulls().unique().to_list()
    places = meanings("place", work, plan.mapping.words.get("place", {}))
    place = (
        pl.col("work_type").replace_strict(places, default=None, return_dtype=pl.String)
        if places
        else pl.lit(None, pl.String)
    )
    # A start without a time of day is a day, not the instant of midnight.
    timeless = (pl.col("doubts").list.join("\n").str.contains(_DATE_ONLY, literal=True)).fill_null(
        value=False
    )
    return (
        frame.with_columns(
            entry=pl.coalesce("entry", pl.format("{}:{}", "file", "row")),
            date=pl.coalesce(local, "date") if same else pl.coalesce("date", local),
            place=pl.coalesce("place", place),
            currency=pl.col("currency").fill_null(plan.currency) if plan.currency else pl.col("currency"),
        )
        .with_columns(
            started_at=pl.when(~timeless).then("started_at"),
            ended_at=pl.when(~timeless).then("ended_at"),
        )
        .with_columns(
            seconds=pl.coalesce("seconds", (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds())
        )
    )


def continue_rows(plan: Plan, batch: pl.DataFrame) -> pl.DataFrame:
    """Rows that go on with an invoice get its head, as written in the row where it begins."""
    heads = [b for name in plan.mapping.fill_down if (b := plan.bound(name)) and b.headings]
    number = plan.bound("invoice")
    if not heads or number is None or not number.headings:
        return batch
    column = number.headings[0]
    filled = batch.with_columns(pl.col(column).forward_fill())
    rest = [h for b in heads if b is not number for h in b.headings]
    run = pl.col(column).rle_id().alias("__run")
    return (
        filled.with_columns(run)
        .with_columns(
            pl.coalesce(pl.col(h), pl.col(h).forward_fill().over("__run")) for h in dict.fromkeys(rest)
        )
        .drop("__run")
    )


def invoices(plan: Plan, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All lines of a file and the heads that follow from them.

    An amount that the file does not state is quantity times price less discount, rounded half away from zero once.
    A credit note's amounts are made negative where the file states them positive.
    """
    names = set(frame.columns)
    for name, dtype in {**INVOICE_LINES.schema, "discount_percent_micro": pl.Int64(), **_TOTALS}.items():
        if name not in names:
            frame = frame.with_columns(pl.lit(None, dtype).alias(name))
    if plan.currency:
        frame = frame.with_columns(currency=pl.col("currency").fill_null(plan.currency))
    units = meanings("unit", frame["unit_said"].drop_nulls().unique().to_list(), {})
    said = (
        pl.col("unit_said").replace_strict(units, default=None, return_dtype=pl.String)
        if units
        else pl.lit(None)
    )
    frame = frame.with_columns(
        unit=pl.coalesce("unit", said.cast(pl.String)),
        part=pl.coalesce("part", pl.lit("line")),
        line=pl.coalesce("line", pl.int_range(1, pl.len() + 1).over("invoice").cast(pl.String)),
    )
    frame = _amounts(frame)
    frame = _signs(frame)
    return read_lines(complete(frame, "invoice_lines")), _heads(frame)


_TOTALS = {
    f"total_{n}": pl.Int64()
    for n in ("net_minor", "tax_minor", "gross_minor", "prepaid_minor", "payable_minor")
}


def _amounts(frame: pl.DataFrame) -> pl.DataFrame:
    product = pl.col("quantity_micro").cast(pl.Int128) * pl.col("unit_price_micro").cast(pl.Int128)
    share = 100 * MILLION - pl.col("discount_percent_micro").fill_null(0).cast(pl.Int128)
    codes = frame["currency"].drop_nulls().unique().to_list()
    unit = pl.col("currency").replace_strict(
        codes, [10 ** minor_digits(c) for c in codes], default=100, return_dtype=pl.Int64
    )
    # Quantity and price are in millionths, the share in millionths of a per cent: 10**20 make one major unit. Rounded
    # once, from the exact product.
    scale = MILLION * MILLION * 100 * MILLION
    size = (product * share).abs() * (unit.cast(pl.Int128) if codes else 100)
    computed = frame.select(m=((size * 2 + scale) // (2 * scale) * product.sign()).cast(pl.Int64))["m"]
    less = pl.col("discount_minor").fill_null(0) if "discount_minor" in frame.columns else pl.lit(0)
    missing = pl.col("amount_minor").is_null() & pl.Series("c", computed).is_not_null()
    silent = pl.col("amount_minor").is_null() & pl.Series("c", computed).is_null()
    why = (
        pl.when(missing)
        .then(pl.lit("amount_minor: not stated, it is quantity times price"))
        .when(silent)
        .then(pl.lit("amount_minor: not stated, so nothing is charged here"))
    )
    return frame.with_columns(
        amount_minor=pl.when(missing)
        .then(pl.Series("c", computed) - less)
        .when(silent)
        .then(0)
        .otherwise("amount_minor"),
        doubts=pl.when(why.is_null())
        .then("doubts")
        .otherwise(pl.concat_list(pl.col("doubts").fill_null(pl.lit([], pl.List(pl.String))), why)),
    )


def _signs(frame: pl.DataFrame) -> pl.DataFrame:
    """Kind by word, else by the sign of the invoice's sum; a credit note is negative."""
    total = pl.col("amount_minor").sum().over("invoice")
    stated = (
        pl.col("kind").drop_nulls().first().over("invoice")
        if frame["kind"].null_count() < len(frame)
        else pl.lit(None)
    )
    kind = pl.coalesce(
        stated.cast(pl.String), pl.when(total < 0).then(pl.lit("credit_note")).otherwise(pl.lit("invoice"))
    )
    turned = frame.with_columns(kind=kind).with_columns(
        __turn=pl.when((pl.col("kind") == "credit_note") & (total > 0)).then(-1).otherwise(1)
    )
    money = ("quantity_micro", "discount_minor", "amount_minor", "tax_minor", *_TOTALS)
    return turned.with_columns(pl.col(c) * pl.col("__turn") for c in money).drop("__turn")


def _heads(frame: pl.DataFrame) -> pl.DataFrame:
    """Each invoice once: its head as its first line states it."""
    extra = {"notes", *_TOTALS}
    columns = [c for c in frame.columns if c in INVOICES.schema.names() or c in extra]
    once = frame.group_by("supplier", "invoice", maintain_order=True).agg(
        pl.col(c).first()
        for c in columns
        if c not in ("supplier", "invoice", "doubts", "extra", "tax_minor", "repeats")
    )
    return complete(
        once.rename({c: c.removeprefix("total_") for c in once.columns if c in _TOTALS}), "invoices"
    )
