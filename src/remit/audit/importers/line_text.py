"""What only the text of an invoice line says: the ticket, the period and the day. Each is marked as a doubt.

"Ticket 1005: repair", "#20417", "Managed services March 2026", "01/03/2026 - 31/03/2026".
"""

from __future__ import annotations

from typing import Final

import polars as pl

from remit.audit.importers.words import months

_TICKET: Final = (
    r"(?i)\b(?:ticket|case|incident|call|job|service request|request|sr|inc)s?\s*(?:no\.?|number|ref\.?|id)?\s*[:#.]?\s*"
    r"#?((?:[A-Z]{1,8}-)?[A-Z]{0,3}\d{3,}(?:[.-]\d{2,})?)\b|(?:^|[\s(\[])#(\d{3,})\b|\b([A-Z]{2,8}-\d{3,})\b(?:\s*[:–-]\s)"
)
_DAY: Final = r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
_RANGE: Final = rf"{_DAY}\s*(?:-|–|to|until|bis|au)\s*{_DAY}"
_MONTH: Final = r"(?i)\b(\p{L}{3,9})\.?\s+(?:of\s+)?(20\d{2})\b"
_READ: Final = "read in the description"


def read_lines(frame: pl.DataFrame) -> pl.DataFrame:
    """The lines, with ticket, period and day of service taken from the text where the file states none.

    A period is only taken where it is written without any doubt about day and month: as ISO dates or as a month.
    """
    text = pl.col("description").fill_null("")
    first, last = _range(text)
    begin, end = _month(text)
    whole = frame.with_columns(
        __ticket=pl.coalesce(
            text.str.extract(_TICKET, 1), text.str.extract(_TICKET, 2), text.str.extract(_TICKET, 3)
        ),
        __from=pl.coalesce(first, begin),
        __to=pl.coalesce(last, end),
        __none=pl.col("period_from").is_null()
        & pl.col("period_to").is_null()
        & pl.col("service_date").is_null(),
    ).with_columns(
        __a=pl.col("ticket").is_null() & pl.col("__ticket").is_not_null(),
        # A line with a ticket is work; a month in its text is rather part of the story.
        __b=pl.col("__none")
        & pl.col("__from").is_not_null()
        & pl.coalesce("ticket", "__ticket").is_null()
        & (pl.col("__from") <= pl.col("__to")),
    )
    notes = [
        pl.when("__a").then(pl.lit(f"ticket: {_READ}")),
        pl.when("__b").then(pl.lit(f"period_from: {_READ}")),
    ]
    doubts = pl.concat_list(
        pl.col("doubts").fill_null(pl.lit([], pl.List(pl.String))), pl.concat_list(notes).list.drop_nulls()
    )
    one_day = pl.col("period_from") == pl.col("period_to")
    return whole.with_columns(
        ticket=pl.when("__a").then("__ticket").otherwise("ticket"),
        period_from=pl.when("__b").then("__from").otherwise("period_from"),
        period_to=pl.when("__b").then("__to").otherwise("period_to"),
        service_date=pl.when(pl.col("service_date").is_null() & one_day)
        .then("period_from")
        .otherwise("service_date"),
        doubts=pl.when(doubts.list.len() > 0).then(doubts),
    ).drop("__ticket", "__from", "__to", "__none", "__a", "__b")


def _range(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Two ISO dates, or two with figures of which one proves that the day comes first."""
    parts = [text.str.extract(_RANGE, n).str.replace_all(r"[/.]", "/") for n in (1, 2)]
    proven = pl.any_horizontal(p.str.extract(r"^(\d{1,2})/").cast(pl.Int32) > 12 for p in parts)
    days = [
        pl.coalesce(
            p.str.to_date("%Y-%m-%d", strict=False),
            pl.when(proven).then(p.str.to_date("%d/%m/%Y", strict=False)),
        )
        for p in parts
    ]
    return days[0], days[1]


def _month(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The first and last day of a month that is named with its year."""
    number = (
        text.str.extract(_MONTH, 1)
        .str.to_lowercase()
        .replace_strict(dict(months()), default=None, return_dtype=pl.Int32)
    )
    year = text.str.extract(_MONTH, 2)
    day = pl.format("{}-{}-01", year, number).str.to_date("%Y-%m-%d", strict=False)
    return day, day.dt.month_end()
