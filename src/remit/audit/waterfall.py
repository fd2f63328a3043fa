"""Who bears recorded work: contract, warranty, vendor, prepaid time, hourly; each falls through to the next.

Time is allocated by the date on which it was worked, in the order of the work, whenever it was entered.
"""

from __future__ import annotations

from typing import Final

import polars as pl

LAYERS: Final = (
    "contract",
    "included_time",
    "warranty",
    "vendor",
    "block",
    "hourly",
    "excluded",
    "open",
)
"""In the order in which they are asked. open: the contract or the facts leave it open."""
LABELS: Final = {
    "contract": "covered by the fee",
    "included_time": "time that the fee includes",
    "warranty": "device in the maker's warranty",
    "vendor": "software under its vendor's support",
    "block": "prepaid hours",
    "hourly": "charged by the hour or piece",
    "excluded": "outside the agreement",
    "open": "not settled",
}
BORNE: Final = pl.Schema(
    {
        "month": pl.String(),
        "layer": pl.String(),
        "currency": pl.String(),
        "seconds": pl.Int64(),
        "amount_minor": pl.Int64(),
    }
)
"""Seconds worked and what is charged for them, by month of the work and layer."""
_HARDWARE: Final = ("hardware_failure", "wear")
_SOFTWARE: Final = ("software", "os", "application", "cloud_service")
_OPEN: Final = ("silent", "conflict", "needs_fact", "error", "unsure")


def borne(priced: pl.DataFrame) -> pl.DataFrame:
    """BORNE of the parts that charges.price_table makes."""
    rest = pl.col("part_seconds")
    billed = pl.col("billed_seconds")
    # What steps and minimums add is shared by the layers as the time is.
    share = pl.when(billed > 0)
    included = share.then(rest * pl.col("included_seconds") // billed).otherwise(0)
    prepaid = share.then(rest * pl.col("prepaid_seconds") // billed).otherwise(0)
    parts = priced.select(
        month=pl.col("part_date").dt.strftime("%Y-%m"),
        currency="currency",
        layer=_layer(priced),
        seconds=rest - included - prepaid,
        amount_minor=pl.col("amount_minor").fill_null(0),
        included=included,
        prepaid=prepaid,
    )
    drawn = [
        parts.select(
            "month",
            "currency",
            pl.lit(layer).alias("layer"),
            pl.col(column).alias("seconds"),
            amount_minor=pl.lit(0, pl.Int64),
        )
        for layer, column in (("included_time", "included"), ("block", "prepaid"))
    ]
    whole = pl.concat([parts.select(BORNE.names()), *(d.select(BORNE.names()) for d in drawn)])
    return _summed(whole.filter((pl.col("seconds") > 0) | (pl.col("amount_minor") != 0)))


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    order = {layer: n for n, layer in enumerate(LAYERS)}
    return (
        rows.group_by("month", "layer", "currency")
        .agg(pl.col("seconds", "amount_minor").sum())
        .sort("month", pl.col("layer").replace_strict(order, return_dtype=pl.Int32), "currency")
        .cast(BORNE)
    )


def added(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return _summed(pl.concat([pl.DataFrame(schema=BORNE), *parts]))


def _layer(priced: pl.DataFrame) -> pl.Expr:
    outcome = pl.col("outcome")
    left = outcome.is_in(["charged", "excluded", "silent"])
    return (
        pl.when(outcome == "included")
        .then(
            pl.when(pl.col("included_seconds") > 0)
            .then(pl.lit("included_time"))
            .otherwise(pl.lit("contract"))
        )
        .when(outcome == "prepaid")
        .then(pl.lit("block"))
        .when(left & _known(priced, "in_warranty") & _one_of(priced, "cause", _HARDWARE))
        .then(pl.lit("warranty"))
        .when(left & _known(priced, "vendor_supported") & _one_of(priced, "subject", _SOFTWARE))
        .then(pl.lit("vendor"))
        .when(outcome.is_in(_OPEN))
        .then(pl.lit("open"))
        .when(outcome == "excluded")
        .then(pl.lit("excluded"))
        .otherwise(pl.lit("hourly"))
    )


def _known(priced: pl.DataFrame, fact: str) -> pl.Expr:
    return pl.col(fact).fill_null(False) if fact in priced.columns else pl.lit(False)


def _one_of(priced: pl.DataFrame, fact: str, values: tuple[str, ...]) -> pl.Expr:
    return pl.col(fact).is_in(list(values)).fill_null(False) if fact in priced.columns else pl.lit(False)
