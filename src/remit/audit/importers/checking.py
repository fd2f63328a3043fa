"""Whether invoices add up: each line by its quantity and price, each invoice by its lines and its tax.

What does not is told with both figures and never corrected: the stated amounts are what was charged.
"""

from __future__ import annotations

import polars as pl

from remit.audit.importers.notice import Notice
from remit.audit.tables import MILLION
from remit.charges.money import minor_digits, show

_SHOWN = 50
"""Sums that are told one by one."""


def check_invoices(lines: pl.LazyFrame, heads: pl.LazyFrame) -> list[Notice]:
    """A notice for each line and each invoice whose stated amount is not what its own figures give."""
    return [*_lines(lines), *_heads(lines, heads)]


def _lines(lines: pl.LazyFrame) -> list[Notice]:
    digits = pl.col("currency").replace_strict(_digits(lines), default=2, return_dtype=pl.Int64)
    scale = pl.lit(MILLION).cast(pl.Int128) * MILLION // (pl.lit(10, pl.Int128).pow(digits))
    product = pl.col("quantity_micro").cast(pl.Int128) * pl.col("unit_price_micro").cast(pl.Int128)
    exact = (product.abs() + scale // 2) // scale * product.sign() - pl.col("discount_minor").fill_null(0)
    wrong = (
        lines.filter(pl.col("quantity_micro").is_not_null() & pl.col("unit_price_micro").is_not_null())
        .with_columns(due=exact.cast(pl.Int64))
        # An amount that the file does not state was computed by us; with a discount it is no plain product.
        .filter((pl.col("due") != pl.col("amount_minor")) & ~_computed())
        .select(
            "file",
            "row",
            "invoice",
            "line",
            "currency",
            "quantity_micro",
            "unit_price_micro",
            "amount_minor",
            "due",
        )
        .head(_SHOWN)
        .collect()
    )
    return [
        Notice(
            "arithmetic",
            r["file"],
            f"{r['file']}, invoice {r['invoice']}, line {r['line']}: {decimal(r['quantity_micro'])} × "
            f"{decimal(r['unit_price_micro'])} = {show(r['due'], r['currency'])}, the line says "
            f"{show(r['amount_minor'], r['currency'])}.",
            (r["row"],) if r["row"] is not None else (),
        )
        for r in wrong.iter_rows(named=True)
    ]


def _computed() -> pl.Expr:
    return (
        pl.col("doubts").list.join("\n").str.contains(r"(?m)^amount_minor: not stated").fill_null(value=False)
    )


def _heads(lines: pl.LazyFrame, heads: pl.LazyFrame) -> list[Notice]:
    sums = (
        lines.filter(pl.col("repeats").is_null())
        .group_by("supplier", "invoice")
        .agg(
            lines=pl.col("amount_minor").sum(),
            taxed=pl.col("tax_minor").sum(),
            known=pl.col("tax_minor").count(),
        )
    )
    found = []
    joined = heads.filter(pl.col("repeats").is_null()).join(
        sums, on=["supplier", "invoice"], how="left", nulls_equal=True, maintain_order="left"
    )
    for r in joined.collect().iter_rows(named=True):
        currency, name = r["currency"], f"{r['file']}, invoice {r['invoice']}"
        if r["net_minor"] is not None and r["lines"] is not None and r["net_minor"] != r["lines"]:
            found.append(
                f"{name}: its lines come to {show(r['lines'], currency)}, it says {show(r['net_minor'], currency)} before tax"
            )
        net = r["net_minor"] if r["net_minor"] is not None else r["lines"]
        tax = r["tax_minor"] if r["tax_minor"] is not None else (r["taxed"] if r["known"] else None)
        gross = r["gross_minor"]
        if net is not None and tax is not None and gross is not None and net + tax != gross:
            found.append(
                f"{name}: {show(net, currency)} and {show(tax, currency)} tax come to {show(net + tax, currency)}, "
                f"it says {show(gross, currency)}"
            )
    return [Notice("arithmetic", text.partition(",")[0], f"{text}.") for text in found[:_SHOWN]]


def _digits(lines: pl.LazyFrame) -> dict[str, int]:
    codes = lines.select(pl.col("currency").unique()).collect()["currency"].drop_nulls().to_list()
    return {c: minor_digits(c) for c in codes} or {"": 2}


def decimal(micro: int) -> str:
    """Millionths as people write them: 2500000 is 2.5."""
    sign, size = "-" if micro < 0 else "", abs(micro)
    part = f"{size % MILLION:06}".rstrip("0")
    return f"{sign}{size // MILLION:,}" + (f".{part}" if part else "")
