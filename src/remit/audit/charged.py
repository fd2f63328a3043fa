"""Invoice lines made ready: what each charges for, which ticket it belongs to, which month and day it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl
import yaml

from remit.audit.tables import MILLION
from remit.charges.money import minor_digits

NATURES: Final = ("labour", "travel", "fee", "item", "block", "service_credit", "other")
NUMBER: Final = "number"
"""Our own number of a line, counted over all invoices: what verdicts are told by."""
_NAMED: Final = (
    r"(?i:ticket|case|incident|request|call|ref|no|nr|#)[\s.:#]*\d+\b|\b[A-Z][A-Z0-9]{1,9}-\d+\b|\b\d{5,}\b"
)
"""A ticket in a text: a number after a word for it, a key such as HD-17, or a number too long to be a year."""
_NUMBER: Final = r"([A-Z][A-Z0-9]{1,9}-\d+|\d+)$"


@cache
def _natures() -> Mapping[str, Any]:
    text = files("remit.audit").joinpath("natures.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def lines(invoice_lines: pl.DataFrame, tickets: pl.DataFrame, rates: Iterable[int] = ()) -> pl.DataFrame:
    """The lines that count, with `number`, `nature`, `ticket` as the tickets call it, `day` and `month`.

    tickets  all tickets that exist, as (ticket, system_id)
    rates    prices of an hour in millionths of the major unit: a line without a unit at one of them is labour
    """
    told_twice = pl.col("repeats").is_null()
    found = invoice_lines.filter(told_twice).with_row_index(NUMBER)
    found = _with_ticket(found, tickets)
    found = found.with_columns(_nature(list(rates)).alias("nature"))
    driven = pl.when(pl.col("nature") == "travel").then(_driven())
    return found.with_columns(
        pl.coalesce("unit", driven).alias("unit"),
        _product(found["currency"].unique()).alias("product_minor"),
        pl.coalesce("service_date", "period_from").alias("day"),
        pl.coalesce("service_date", "period_from", "invoice_date").dt.strftime("%Y-%m").alias("month"),
    ).drop("repeats")


def _nature(rates: list[int]) -> pl.Expr:
    known = _natures()
    unit = pl.col("unit").replace_strict(known["units"], default=None, return_dtype=pl.String)
    by_item, by_text = (_by_words(pl.col(c), known["words"]) for c in ("item", "description"))
    credit = by_text == "service_credit"
    rate = pl.col("unit_price_micro").is_in(rates)
    return (
        pl.when(credit | ((pl.col("part") == "allowance") & (pl.col("amount_minor") < 0)))
        .then(pl.lit("service_credit"))
        .when(unit.is_not_null() & ~((unit == "labour") & by_text.is_in(["travel", "block"])))
        .then(unit)
        .when(by_text.is_in(["block", "travel"]))
        .then(by_text)
        .when(rate & pl.col("unit").is_null())
        .then(pl.lit("labour"))
        .otherwise(
            pl.coalesce(by_item, by_text, pl.when(pl.col("ticket").is_not_null()).then(pl.lit("labour")))
        )
        .fill_null("other")
    )


def _by_words(column: pl.Expr, words: Mapping[str, list[str]]) -> pl.Expr:
    found = pl.lit(None, pl.String)
    for nature, patterns in reversed([*words.items()]):
        pattern = rf"(?i)\b(?:{'|'.join(patterns)})\b"
        found = pl.when(column.str.contains(pattern)).then(pl.lit(nature)).otherwise(found)
    return found


def _driven() -> pl.Expr:
    """The unit of a distance, from the words of a line that has none."""
    text = pl.col("description")
    return (
        pl.when(text.str.contains(r"(?i)\bmiles?\b"))
        .then(pl.lit("mile"))
        .when(text.str.contains(r"(?i)\b(km|kilomet(re|er)s?)\b"))
        .then(pl.lit("kilometre"))
    )


def activity() -> pl.Expr:
    """What a line for a thing is about, by its item code or its words."""
    words = _natures()["activities"]
    return pl.coalesce(_by_words(pl.col("description"), words), _by_words(pl.col("item"), words))


def _with_ticket(found: pl.DataFrame, tickets: pl.DataFrame) -> pl.DataFrame:
    """The ticket that a line names in its column, by number or by the system's own; else one that its text names."""
    names = tickets.select("ticket", name="ticket")
    own = tickets.filter(pl.col("system_id").is_not_null()).select("ticket", name="system_id")
    called = pl.concat([names, own]).unique("name", keep="first", maintain_order=True)
    stated = found.select(NUMBER, name=pl.col("ticket").str.strip_chars().str.strip_prefix("#"))
    texts = (
        found.filter(pl.col("ticket").is_null())
        .select(NUMBER, name=pl.col("description").str.extract_all(_NAMED))
        .explode("name", empty_as_null=True)
        .with_columns(pl.col("name").str.extract(_NUMBER))
    )
    named = (
        pl.concat([stated, texts])
        .drop_nulls("name")
        .join(called, on="name")
        .unique(NUMBER, keep="first", maintain_order=True)
        .select(NUMBER, found="ticket")
    )
    return (
        found.join(named, on=NUMBER, how="left", maintain_order="left")
        .with_columns(pl.coalesce("found", "ticket").alias("ticket"))
        .drop("found")
    )


def written(row: Mapping[str, Any]) -> str:
    """How a line is called in messages."""
    return f"{row['invoice']}, line {row['line']}"


def _product(currencies: Iterable[str]) -> pl.Expr:
    """Quantity times price less discount, half-up to the minor unit; the stated amount where one of them is missing.

    A credit note's lines may state positive quantities; their amounts are negative all the same.
    """
    scales = {c: MILLION * MILLION // 10 ** minor_digits(c) for c in currencies}
    scale = pl.col("currency").replace_strict(scales, return_dtype=pl.Int128)
    exact = pl.col("quantity_micro").cast(pl.Int128) * pl.col("unit_price_micro").cast(pl.Int128)
    size = ((2 * exact.abs() + scale) // (2 * scale)).cast(pl.Int64)
    signed = pl.when((exact < 0) | (pl.col("amount_minor") < 0)).then(-size).otherwise(size)
    less = pl.col("discount_minor").fill_null(0)
    # Where the importer had to reckon the amount itself, there is nothing to check it against.
    made = (
        pl.col("doubts").list.eval(pl.element().str.starts_with("amount_minor")).list.any().fill_null(False)
    )
    found = (signed - less).fill_null(pl.col("amount_minor"))
    return pl.when(made).then("amount_minor").otherwise(found)


def normal(text: str | None) -> str:
    """A description without case, digits' places and spacing, for comparing."""
    return re.sub(r"\W+", " ", text or "").strip().lower()
