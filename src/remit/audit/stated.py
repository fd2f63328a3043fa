"""What an invoice says of itself: lines that do not multiply, totals that do not add up, tax that does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from remit.audit.bundle import ref_of
from remit.audit.prices import Pricing
from remit.audit.record import Finding, LineRef, Step, Verdict
from remit.audit.tables import MILLION
from remit.charges.money import rounded, show
from remit.charges.words import plain

_PERCENT: Final = 100 * MILLION


def stated(pricing: Pricing, lines: pl.DataFrame, invoices: pl.DataFrame) -> list[Finding]:
    """Check lines, as charged.lines makes them, and invoices (tables.INVOICES)."""
    heads = invoices.filter(pl.col("repeats").is_null())
    return [*_products(lines), *_totals(lines, heads), *_tax(pricing, lines, heads)]


def _products(lines: pl.DataFrame) -> Iterator[Finding]:
    for row in lines.filter(pl.col("amount_minor") != pl.col("product_minor")).iter_rows(named=True):
        ref, money = ref_of(row), row["currency"]
        quantity, price = Fraction(row["quantity_micro"], MILLION), Fraction(row["unit_price_micro"], MILLION)
        less = f" less {show(row['discount_minor'], money)}" if row["discount_minor"] else ""
        text = (
            f"{ref.called}: {plain(quantity)} × {money} {_decimal(price)}{less} = {show(row['product_minor'], money)}; "
            f"the line says {show(row['amount_minor'], money)}."
        )
        yield _finding(
            "line_arithmetic",
            row["month"],
            money,
            row["amount_minor"],
            row["product_minor"],
            text,
            (ref,),
            row["invoice"],
        )


def _decimal(price: Fraction) -> str:
    """A price with at least two places, and as many more as it has."""
    text = plain(price)
    whole, _, places = text.partition(".")
    return f"{whole}.{places.ljust(2, '0')}"


def _totals(lines: pl.DataFrame, heads: pl.DataFrame) -> Iterator[Finding]:
    sums = lines.group_by("supplier", "invoice").agg(
        lines_minor=pl.col("amount_minor").sum(),
        taxed=pl.when(pl.col("tax_minor").is_not_null().all()).then(pl.col("tax_minor").sum()),
    )
    both = heads.join(sums, on=["supplier", "invoice"], nulls_equal=True, maintain_order="left").with_columns(
        tax=pl.coalesce("tax_minor", "taxed")
    )
    gross_less_tax = pl.col("gross_minor") - pl.col("tax")
    wrong = both.with_columns(says=pl.coalesce("net_minor", gross_less_tax)).filter(
        (pl.col("says") != pl.col("lines_minor"))
        | (pl.col("net_minor") + pl.col("tax") != pl.col("gross_minor"))
    )
    for row in wrong.iter_rows(named=True):
        money, month = row["currency"], _month(row)
        if row["says"] != row["lines_minor"]:
            text = (
                f"{row['invoice']}: its lines come to {show(row['lines_minor'], money)}; it says "
                f"{show(row['says'], money)} before tax."
            )
            yield _finding(
                "invoice_total", month, money, row["says"], row["lines_minor"], text, (), row["invoice"]
            )
        else:
            right = row["net_minor"] + row["tax"]
            text = (
                f"{row['invoice']}: {show(row['net_minor'], money)} and {show(row['tax'], money)} tax come to "
                f"{show(right, money)}; it says {show(row['gross_minor'], money)}."
            )
            yield _finding("invoice_total", month, money, row["gross_minor"], right, text, (), row["invoice"])


def _tax(pricing: Pricing, lines: pl.DataFrame, heads: pl.DataFrame) -> Iterator[Finding]:
    taxed = lines.group_by("supplier", "invoice").agg(
        pl.col("tax_minor").sum().alias("of_lines"),
        pl.col("tax_minor").is_not_null().any().alias("known"),
        pl.struct("amount_minor", "tax_percent_micro").alias("rates"),
    )
    both = heads.join(taxed, on=["supplier", "invoice"], nulls_equal=True, maintain_order="left")
    for row in both.iter_rows(named=True):
        tax = row["tax_minor"] if row["tax_minor"] is not None else row["of_lines"] if row["known"] else None
        if not tax:
            continue
        money, month = row["currency"], _month(row)
        said = pricing.tariffs.ask("tax", {}, row["invoice_date"]) if row["invoice_date"] else None
        if said is not None and said.value == "included":
            text = f"{row['invoice']} adds {show(tax, money)} of tax; the contract's prices include it."
            yield _finding("tax", month, money, tax, 0, text, (), row["invoice"], said.because)
            continue
        rates = [(r["amount_minor"], r["tax_percent_micro"]) for r in row["rates"]]
        if any(percent is None for _, percent in rates):
            continue
        due = _due(rates)
        if tax not in due:
            right = min(due, key=lambda d: abs(tax - d))
            text = f"{row['invoice']}: the stated rates come to {show(right, money)} of tax; it says {show(tax, money)}."
            yield _finding("tax_arithmetic", month, money, tax, right, text, (), row["invoice"])


def _due(rates: list[tuple[int, int]]) -> tuple[int, int]:
    """Tax rounded line by line, and rounded once for each rate: both are usual."""
    by_rate: dict[int, int] = {}
    for amount, percent in rates:
        by_rate[percent] = by_rate.get(percent, 0) + amount
    each = sum(rounded(Fraction(amount * percent, _PERCENT)) for amount, percent in rates)
    return each, sum(rounded(Fraction(amount * percent, _PERCENT)) for percent, amount in by_rate.items())


def _month(row: Any) -> str:  # noqa: ANN401 - a row of a table
    return f"{row['invoice_date']:%Y-%m}" if row["invoice_date"] else ""


def _finding(
    cause: str,
    month: str,
    currency: str,
    charged: int,
    right: int,
    text: str,
    lines: tuple[LineRef, ...],
    invoice: str,
    because: tuple[str, ...] = (),
) -> Finding:
    verdict: Verdict = "overcharged" if charged > right else "undercharged"
    return Finding(
        verdict=verdict,
        cause=cause,
        month=month,
        currency=currency,
        charged_minor=charged,
        right_minor=right,
        difference_minor=charged - right,
        lines=lines,
        invoice=invoice,
        steps=(Step(text, because),),
        right_currency=currency,
    )
