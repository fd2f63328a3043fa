"""Tables that `write_table` wrote, read back exactly: no value is interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import polars as pl

from remit.audit.importers.mapping import Mapping, Take
from remit.audit.importers.reading import Reading, sound
from remit.audit.tables import PAUSES, REJECTS, TABLES, Column

OWN = "remit"


@cache
def _own(table: str) -> Mapping:
    columns = {c.name: Take(headings=(c.name,)) for c in TABLES[table].columns}
    return Mapping(table=table, format=OWN, label="a table written by Remit", columns=columns)


def own_mapping(headings: Sequence[str], tables: Sequence[str]) -> Mapping | None:
    """The mapping of a table of ours whose columns these are."""
    names = set(headings)
    return next(
        (_own(t) for t in tables if t != REJECTS.name and names == set(TABLES[t].schema.names())), None
    )


def read_exact(column: Column, written: pl.Series) -> Reading:
    """The values as they were written."""
    dtype = column.dtype
    if written.dtype == dtype:
        return sound(written)
    text = written.cast(pl.String).replace("", None)
    if dtype == pl.String:
        return sound(text)
    if isinstance(dtype, pl.Datetime):
        value = text.str.strip_suffix("Z").str.to_datetime(
            "%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False
        )
        return _checked(text, value.dt.replace_time_zone("UTC"), "is no instant in UTC")
    if dtype == pl.Date:
        return _checked(text, text.str.to_date("%Y-%m-%d", strict=False), "is no date")
    if dtype == pl.Boolean:
        words = {"yes": True, "true": True, "no": False, "false": False}
        value = text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
        return _checked(text, value, "is neither true nor false")
    if isinstance(dtype, pl.List):
        return _lists(text, dtype)
    return _checked(text, text.cast(pl.Int64, strict=False), "is no whole number")


def _checked(text: pl.Series, value: pl.Series, why: str) -> Reading:
    return Reading(value, text.is_not_null() & value.is_null(), why)


_STRING = r'"(?:[^"\\\x00-\x1f]|\\.)*"'
_TEXTS = rf"^\[\s*(?:{_STRING}(?:\s*,\s*{_STRING})*)?\s*\]$"
_SPAN = rf'\{{\s*"from"\s*:\s*(?:{_STRING}|null)\s*,\s*"to"\s*:\s*(?:{_STRING}|null)\s*\}}'
_SPANS = rf"^\[\s*(?:{_SPAN}(?:\s*,\s*{_SPAN})*)?\s*\]$"


def _lists(text: pl.Series, dtype: pl.List) -> Reading:
    """Lists from JSON text, of labels or of pauses."""
    labels = dtype.inner == pl.String
    good = text.str.contains(_TEXTS if labels else _SPANS).fill_null(value=True)
    inner: pl.DataType = pl.String() if labels else pl.Struct({"from": pl.String, "to": pl.String})
    value = text.set(~good, None).str.json_decode(pl.List(inner))
    if not labels:
        value = value.list.eval(pl.struct(_instant("from"), _instant("to"))).cast(PAUSES)
    return Reading(value, ~good, "is no list that can be read")


def _instant(name: str) -> pl.Expr:
    return (
        pl.element()
        .struct.field(name)
        .str.replace(r"(Z|\+00:00)$", "")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
        .dt.replace_time_zone("UTC")
        .alias(name)
    )
