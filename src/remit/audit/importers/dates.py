"""Dates and times as exports write them, a whole column at a time.

Shapes are told by pattern, one column may hold several: ISO 8601; figures (day or month first, which only the whole
column tells: `Look`); with a month's name; 20260312; an Excel serial day; seconds or milliseconds since 1970.
A time with an offset or a zone of one meaning is an instant by itself; any other is local time of the account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from remit.audit.importers.mapping import Order
from remit.audit.importers.reading import Reading
from remit.audit.importers.words import bare, months, never, zones

_WEEKDAY = r"(?:\p{L}{2,10}\.?,?\s+)?"
_TIME = (
    r"(?:(?:\s*[T,]\s*|\s+)(?:at\s+|um\s+|à\s+)?(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?:Uhr\s*)?(?P<p>[AaPp]\.?\s?[Mm]\.?)?"
    r"\s*\(?(?P<z>[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,4}(?:[+-]\d{1,2}(?::?\d{2})?)?)?\)?)?$"
)
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
SHAPES: Final = {
    "iso": (r"^\d{4}[-/.]\d", r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME),
    "figures": (
        r"^(?:\p{L}{2,10}\.?,?\s+)?\d{1,2}[-/. ]\d{1,2}[-/. ]\d",
        "^" + _WEEKDAY + r"(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})" + _TIME,
    ),
    "named": (
        r"^(?:\p{L}{2,10}\.?,?\s+)?\d{1,2}(?:st|nd|rd|th|\.)?[-/\s.]+(?:of\s+)?\p{L}{3}",
        "^"
        + _WEEKDAY
        + r"(?P<d>\d{1,2})"
        + _ORDINAL
        + r"[-/\s.]+(?:of\s+|de\s+)?(?P<n>\p{L}{3,12})\.?[-/\s,.]+(?:de\s+)?(?P<y>\d{4}|\d{2})"
        + _TIME,
    ),
    "name first": (
        r"^(?:\p{L}{2,10}\.?,?\s+)?\p{L}{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?[,\s]",
        "^" + _WEEKDAY + r"(?P<n>\p{L}{3,12})\.?\s+(?P<d>\d{1,2})" + _ORDINAL + r"[,\s]+(?P<y>\d{4})" + _TIME,
    ),
    "compact": (
        r"^\d{8}(?:T\d{4,6}Z?|\d{6})?$",
        r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?P<z>Z)?)?$",
    ),
    "serial": (r"^\d{5}(?:[.,]\d+)?$", r"^(?P<days>\d{5})(?:[.,](?P<part>\d+))?$"),
    "seconds": (r"^\d{9,10}(?:[.,]\d+)?$", r"^(?P<epoch>\d{9,10})(?:[.,]\d+)?$"),
    "milliseconds": (r"^\d{12,13}$", r"^(?P<epoch>\d{12,13})$"),
}
"""Of each shape: a cheap pattern to tell it by, and the pattern that takes it apart."""
_PARTS = ("y", "m", "d", "H", "M", "S", "f", "p", "z")
_FIRST_1900 = -25_569  # days from 1970 to 1899-12-30, day 0 of Excel's usual count
_FIRST_1904 = -24_107
_CUT = 10
"""Figures of a serial day's fraction that are used: a millisecond needs eight."""


@dataclass
class Look:
    """What a first pass over a column saw: the shapes, and which of two orders of figures its values prove."""

    shapes: set[str] = field(default_factory=set)
    filled: int = 0
    local: int = 0
    """Values with a time of day and no offset: they need the account's zone."""
    day_first: str = ""
    month_first: str = ""
    either: str = ""
    """An example of each: '13/04/2026' proves that the day comes first, '04/05/2026' proves nothing."""

    def see(self, column: pl.Series) -> None:
        """Take in another part of the column."""
        if column.dtype != pl.String:
            self.filled += len(column) - column.null_count()
            naive = isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is None
            self.local += int(naive) * self.filled
            return
        text = bare(column, never()).drop_nulls()
        self.filled += len(text)
        if not len(text):
            return
        frame = text.to_frame("t")
        hits = frame.select(
            pl.col("t").str.contains(cheap).sum().alias(shape) for shape, (cheap, _) in SHAPES.items()
        ).row(0, named=True)
        self.shapes |= {shape for shape, count in hits.items() if count}
        timed = frame.select(
            (
                pl.col("t").str.contains(r"\d[:h]\d\d")
                & ~pl.col("t").str.contains(r"(?:[+-]\d\d:?\d\d|Z|UTC|GMT)\)?$")
            ).sum()
        ).item()
        self.local += int(timed) + int(hits["serial"])
        if hits["figures"]:
            self._order(frame)

    def _order(self, frame: pl.DataFrame) -> None:
        parts = (
            frame.select(pl.col("t"), p=pl.col("t").str.extract_groups(SHAPES["figures"][1]))
            .unnest("p")
            .filter(pl.col("a").is_not_null())
            .with_columns(pl.col("a", "b").cast(pl.Int32))
        )
        day = parts.filter((pl.col("a") > 12) & (pl.col("b") <= 12))
        month = parts.filter((pl.col("b") > 12) & (pl.col("a") <= 12))
        either = parts.filter((pl.col("a") <= 12) & (pl.col("b") <= 12) & (pl.col("a") != pl.col("b")))
        self.day_first = self.day_first or (day["t"][0] if len(day) else "")
        self.month_first = self.month_first or (month["t"][0] if len(month) else "")
        self.either = self.either or (either["t"][0] if len(either) else "")

    @property
    def proves(self) -> Order | None:
        """The order that the column proves; None where it proves none or both."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return "day" if self.day_first else "month"


def read_instants(
    column: pl.Series, look: Look, *, order: Order | None, zone: str, start_1904: bool = False
) -> Reading:
    """Instants in UTC. Local time is the zone's; a time that clocks showed twice is taken as the first of the two.

    A day without time of day is its midnight, and doubtful.
    """
    if column.dtype != pl.String:
        return _typed(column, zone)
    frame = _frame(column, look, order, start_1904)
    if "local" not in frame.columns:
        return Reading(_nothing(column, pl.Datetime("us", "UTC")), frame["bad"], _WHY)
    done = frame.with_columns(
        first=pl.col("local").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null"),
        last=pl.col("local").dt.replace_time_zone(zone, ambiguous="latest", non_existent="null"),
    ).with_columns(
        value=pl.when(pl.col("shift").is_not_null())
        .then((pl.col("local") - pl.duration(minutes="shift")).dt.replace_time_zone("UTC"))
        .otherwise(pl.col("first").dt.convert_time_zone("UTC")),
        twice=pl.col("shift").is_null() & (pl.col("first") != pl.col("last")),
        gap=pl.col("shift").is_null() & pl.col("local").is_not_null() & pl.col("first").is_null(),
    )
    return Reading(
        done["value"],
        (done["bad"] | done["gap"]).fill_null(value=False),
        f"{_WHY} (or a time that clocks in {zone} skipped)" if done["gap"].any() else _WHY,
        (
            (done["twice"].fill_null(value=False), "clocks went back: may be an hour later"),
            (done["dayonly"].fill_null(value=False), "the file has no time of day"),
        ),
    )


def read_days(column: pl.Series, look: Look, *, order: Order | None, start_1904: bool = False) -> Reading:
    """Calendar days as they are written, whatever time of day or offset stands beside them."""
    if column.dtype == pl.Date:
        return Reading(column, pl.repeat(False, len(column), dtype=pl.Boolean, eager=True), _WHY)
    if isinstance(column.dtype, pl.Datetime):
        return Reading(
            column.dt.replace_time_zone(None).cast(pl.Date),
            pl.repeat(False, len(column), dtype=pl.Boolean, eager=True),
            _WHY,
        )
    frame = _frame(column.cast(pl.String), look, order, start_1904)
    if "local" not in frame.columns:
        return Reading(_nothing(column, pl.Date()), frame["bad"], _WHY)
    return Reading(frame["local"].cast(pl.Date), frame["bad"], _WHY)


_WHY = "is no date that can be read"


def _nothing(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    return (
        pl.Series([None], dtype=dtype).new_from_index(0, len(column))
        if len(column)
        else pl.Series([], dtype=dtype)
    )


def _frame(column: pl.Series, look: Look, order: Order | None, start_1904: bool) -> pl.DataFrame:
    """Local (Datetime without zone), shift (minutes from UTC where stated), dayonly, bad."""
    text = bare(column, never()).str.replace_all("[\u00a0\u202f]", " ").alias("t")
    frame = text.to_frame()
    found: list[pl.DataFrame] = []
    for shape in SHAPES:
        if shape in look.shapes:
            found.append(
                _civil(frame, shape, order) if shape not in _COUNTED else _counted(frame, shape, start_1904)
            )
    if not found:
        return frame.select(bad=pl.col("t").is_not_null())
    local = pl.coalesce(*(f["local"] for f in found))
    shift = pl.coalesce(*(f["shift"] for f in found))
    dayonly = pl.any_horizontal(
        *(f["dayonly"].fill_null(value=False) & f["local"].is_not_null() for f in found)
    )
    return frame.select(
        local=local,
        shift=shift,
        dayonly=dayonly,
        bad=pl.col("t").is_not_null() & local.is_null(),
    )


_COUNTED = frozenset({"serial", "seconds", "milliseconds"})


def _counted(frame: pl.DataFrame, shape: str, start_1904: bool) -> pl.DataFrame:
    parts = frame.select(p=pl.col("t").str.extract_groups(SHAPES[shape][1])).unnest("p")
    if shape == "serial":
        part = pl.col("part").fill_null("0").str.pad_end(_CUT, "0").str.slice(0, _CUT).cast(pl.Int64)
        # To the millisecond, half up: Excel's day fractions are inexact beyond that.
        millis = (part * 86_400_000 * 2 + 10**_CUT) // (2 * 10**_CUT)
        first = _FIRST_1904 if start_1904 else _FIRST_1900
        us = ((pl.col("days").cast(pl.Int64) + first) * 86_400_000 + millis) * 1000
        return parts.select(
            local=us.cast(pl.Datetime("us")),
            shift=pl.lit(None, pl.Int32),
            dayonly=pl.col("part").is_null(),
        )
    scale = 1_000_000 if shape == "seconds" else 1000
    return parts.select(
        local=(pl.col("epoch").cast(pl.Int64) * scale).cast(pl.Datetime("us")),
        shift=pl.when(pl.col("epoch").is_not_null()).then(pl.lit(0, pl.Int32)),
        dayonly=pl.lit(value=False),
    )


def _civil(frame: pl.DataFrame, shape: str, order: Order | None) -> pl.DataFrame:
    parts = frame.select(p=pl.col("t").str.extract_groups(SHAPES[shape][1])).unnest("p")
    if shape == "figures":
        first, second = ("a", "b") if order != "month" else ("b", "a")
        parts = parts.rename({first: "d", second: "m"})
    if "n" in parts.columns:
        names = (
            pl.col("n").str.to_lowercase().replace_strict(dict(months()), default=None, return_dtype=pl.Int32)
        )
        parts = parts.with_columns(m=names)
    missing = [pl.lit(None, pl.String).alias(p) for p in _PARTS if p not in parts.columns]
    return parts.with_columns(missing).pipe(_assemble)


def _assemble(parts: pl.DataFrame) -> pl.DataFrame:
    """The parts of a date and time, as text, to an instant without zone: null where there is no such day or time."""
    whole = parts.with_columns(
        pl.col("y", "m", "d", "H", "M", "S").cast(pl.Int32, strict=False)
    ).with_columns(
        y=pl.when(pl.col("y") < 100).then(pl.col("y") + 2000).otherwise(pl.col("y")),
        half=pl.col("p").str.slice(0, 1).str.to_lowercase(),
        dayonly=pl.col("H").is_null(),
        f=pl.col("f").str.pad_end(9, "0").str.slice(0, 6).cast(pl.Int64).fill_null(0),
        shift=_shift(),
    )
    leap = ((pl.col("y") % 4 == 0) & (pl.col("y") % 100 != 0)) | (pl.col("y") % 400 == 0)
    length = (
        pl.when(pl.col("m") == 2)
        .then(pl.lit(28) + leap.cast(pl.Int32))
        .when(pl.col("m").is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    hour = (
        pl.when(pl.col("half") == "p")
        .then(pl.col("H") % 12 + 12)
        .when(pl.col("half") == "a")
        .then(pl.col("H") % 12)
        .otherwise(pl.col("H"))
        .fill_null(0)
    )
    good = (
        pl.col("m").is_between(1, 12)
        & (pl.col("d") >= 1)
        & (pl.col("d") <= length)
        & (pl.col("H").fill_null(0) < 24)
        & (pl.col("half").is_null() | pl.col("H").is_between(1, 12))
        & (pl.col("M").fill_null(0) < 60)
        & (pl.col("S").fill_null(0) < 60)
        & (pl.col("z").is_null() | pl.col("shift").is_not_null())
    )
    # Days since 1970 of the proleptic Gregorian calendar, with years that begin in March.
    year = pl.col("y").cast(pl.Int64) - (pl.col("m") <= 2).cast(pl.Int64)
    month = (pl.col("m").cast(pl.Int64) + 9) % 12
    day_of_year = (month * 153 + 2) // 5 + pl.col("d") - 1
    days = year * 365 + year // 4 - year // 100 + year // 400 + day_of_year - 719_468
    seconds = days * 86_400 + hour * 3600 + pl.col("M").fill_null(0) * 60 + pl.col("S").fill_null(0)
    return whole.select(
        local=pl.when(good).then((seconds * 1_000_000 + pl.col("f")).cast(pl.Datetime("us"))),
        shift=pl.col("shift"),
        dayonly=pl.col("dayonly"),
    )


def _shift() -> pl.Expr:
    """Minutes from UTC that `z` states: '+01:00', '-5', 'Z', 'CET', 'UTC+2'; null where it has several meanings."""
    name = pl.col("z").str.extract(r"^([A-Za-z]+)").str.to_lowercase()
    sign = pl.when(pl.col("z").str.contains("-", literal=True)).then(-1).otherwise(1)
    hours = pl.col("z").str.extract(r"[+-](\d{1,2})").cast(pl.Int32)
    minutes = pl.col("z").str.extract(r"[+-]\d{1,2}:?(\d{2})$").cast(pl.Int32).fill_null(0)
    stated = sign * (hours * 60 + minutes)
    named = name.replace_strict(dict(zones()), default=None, return_dtype=pl.Int32)
    return (
        pl.when(name.is_null())
        .then(stated)
        .when(hours.is_null())
        .then(named)
        .otherwise(named + stated)
        .cast(pl.Int32)
    )


def _typed(column: pl.Series, zone: str) -> Reading:
    """Instants of a file that has types: Parquet's."""
    never_bad = pl.repeat(False, len(column), dtype=pl.Boolean, eager=True)
    if column.dtype == pl.Date:
        local = column.cast(pl.Datetime("us"))
        value = local.dt.replace_time_zone(
            zone, ambiguous="earliest", non_existent="null"
        ).dt.convert_time_zone("UTC")
        return Reading(value, never_bad, _WHY, ((column.is_not_null(), "the file has no time of day"),))
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is not None:
        return Reading(column.dt.cast_time_unit("us").dt.convert_time_zone("UTC"), never_bad, _WHY)
    if isinstance(column.dtype, pl.Datetime):
        local = column.dt.cast_time_unit("us")
        first = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        last = local.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
        return Reading(
            first.dt.convert_time_zone("UTC"),
            local.is_not_null() & first.is_null(),
            f"is a time that clocks in {zone} skipped",
            (((first != last).fill_null(value=False), "clocks went back: may be an hour later"),),
        )
    look = Look()
    text = column.cast(pl.String)
    look.see(text)
    return read_instants(text, look, order=None, zone=zone)
