"""Numbers as people and systems write them, exactly: text becomes whole millionths, never a float.

"1.234,50", "1,234.50", "1 234,5", "1'234.50", "(12.00)", "12.00-", "£1,234", "EUR 12". Whether a point or a comma is
the decimal sign is decided from the whole column (`NumberLook`), for "1,234" alone can be either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from remit.audit.importers.mapping import Decimals, Unit
from remit.audit.importers.reading import Reading, sound
from remit.audit.importers.words import bare, currencies, empty
from remit.audit.tables import MILLION
from remit.charges.money import minor_digits

_MONEY = r"[A-Z]{0,3}\p{Sc}|[A-Z]{3}|[Kk]r\.?|Fr\.?|Rs?\.?"
_NUMBER = r"(?P<n>\d[\d.,'’\s]*|[.,]\d+)\s*"
_SHAPE = (
    rf"^(?P<open>\()?\s*(?P<s1>[-+−–])?\s*(?P<c1>{_MONEY})?\s*(?P<s2>[-+−–])?\s*{_NUMBER}"
    rf"(?P<c2>%|{_MONEY})?\s*(?P<s3>[-−–])?\s*\)?$"
)
_BARE = rf"^(?P<open>\()?(?P<s1>[-+−–])?\s*(?P<s2>-)?{_NUMBER}(?P<s3>-)?\)?$"
_GAPS = "[\\s\u00a0\u202f'’]"
_PROVES_POINT = (
    r"\d[,'’\s]\d{3}\.|^\D*\d*\.(?:\d{1,2}|\d{4,})\D*$|^\D*0?\.\d{3}\D*$|,\d{3},|^\D*(?:0|\d{4,})\.\d+\D*$"
)
_PROVES_COMMA = (
    r"\d[.'’\s]\d{3},|^\D*\d*,(?:\d{1,2}|\d{4,})\D*$|^\D*0?,\d{3}\D*$|\.\d{3}\.|^\D*(?:0|\d{4,}),\d+\D*$"
)
_EITHER = r"^\D*[1-9]\d{0,2}[.,]\d{3}\D*$"
_WHOLE_DIGITS = 12
"""Figures before the decimal sign that fit into millionths in 64 bits."""
WHY: Final = "is no number that can be read"
_SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}


@dataclass
class NumberLook:
    """What a first pass saw: examples that prove a decimal sign, one that proves none, and signs of money."""

    filled: int = 0
    point: str = ""
    comma: str = ""
    either: str = ""
    signs: set[str] = field(default_factory=set)

    def see(self, column: pl.Series) -> None:
        """Take in another part of the column."""
        if column.dtype != pl.String:
            self.filled += len(column) - column.null_count()
            return
        text = bare(column, empty()).drop_nulls()
        self.filled += len(text)
        frame = text.to_frame("t")
        odd = frame.filter(pl.col("t").str.contains(r"[.,]"))
        for name, pattern in (("point", _PROVES_POINT), ("comma", _PROVES_COMMA), ("either", _EITHER)):
            if not getattr(self, name) and len(hit := odd.filter(pl.col("t").str.contains(pattern)).head(1)):
                setattr(self, name, hit.item())
        marked = frame.filter(pl.col("t").str.contains(r"[^\d.,\s()'’+-]"))
        if len(marked):
            parts = marked.select(p=pl.col("t").str.extract_groups(_SHAPE)).unnest("p")
            self.signs |= set(parts["c1"].drop_nulls()) | set(parts["c2"].drop_nulls())

    @property
    def proves(self) -> Decimals | None:
        """The decimal sign that the column proves; None where it proves none or both."""
        if bool(self.point) == bool(self.comma):
            return None
        return "point" if self.point else "comma"

    @property
    def currency(self) -> str:
        """The one currency whose sign or code stands beside the numbers; "" where there is none or several."""
        codes = {currencies().get(s.lower(), s if s.isupper() and len(s) == 3 else "") for s in self.signs}
        return next(iter(codes)) if len(codes) == 1 else ""


def read_micro(column: pl.Series, decimal: Decimals | None, shape: str = _SHAPE) -> Reading:
    """Millionths of what is written, further decimals rounded half away from zero. "12 %" is 12 millions.

    Letters after a number are a currency's code or nothing that can be read: "12k" and "90 min" are no numbers.
    """
    if column.dtype.is_integer():
        return sound(column.cast(pl.Int64) * MILLION)
    if column.dtype.is_float():
        value = (column * MILLION).round().cast(pl.Int64, strict=False)
        return Reading(value, column.is_not_null() & value.is_null(), WHY)
    text = bare(column.cast(pl.String), empty())
    parts = text.to_frame("t").select(pl.col("t"), p=pl.col("t").str.extract_groups(shape)).unnest("p")
    digits = pl.col("n").str.replace_all(_GAPS, "")
    mark, group = (".", ",") if decimal != "comma" else (",", ".")
    grouped = rf"^[1-9]\d{{0,2}}(?:\{group}\d{{2,3}})*\{group}\d{{3}}(?:\{mark}\d*)?$"
    plain = rf"^\d*(?:\{mark}\d*)?$"
    # A point with other than three decimals is a decimal point in any column, for workbooks and JSON write no other.
    foreign = rf"^(?:\d*\{group}(?:\d{{0,2}}|\d{{4,}})|0?\{group}\d{{3}})$"
    clean = (
        pl.when(digits.str.contains(plain))
        .then(digits.str.replace(mark, ".", literal=True))
        .when(digits.str.contains(grouped))
        .then(digits.str.replace_all(group, "", literal=True).str.replace(mark, ".", literal=True))
        .when(digits.str.contains(foreign) & pl.lit(group == "."))
        .then(digits)
    )
    done = parts.with_columns(clean=clean).with_columns(
        whole=pl.col("clean").str.extract(r"^(\d*)").str.strip_chars_start("0"),
        part=pl.col("clean").str.extract(r"\.(\d*)$").fill_null(""),
        signs=pl.sum_horizontal(
            pl.col("open").is_not_null().cast(pl.Int8),
            *(
                pl.col(c).is_in(["-", "−", "–"]).fill_null(value=False).cast(pl.Int8)
                for c in ("s1", "s2", "s3")
                if c in parts.columns
            ),
        ),
    )
    # One minus sign, wherever it stands, or brackets: two of them mean nothing that anybody agrees on.
    fits = (
        pl.col("clean").is_not_null()
        & (pl.col("whole").str.len_chars() <= _WHOLE_DIGITS)
        & (pl.col("signs") < 2)
    )
    whole = pl.col("whole").str.replace(r"^$", "0").cast(pl.Int64, strict=False)
    part = pl.col("part").str.pad_end(7, "0").str.slice(0, 7).cast(pl.Int64, strict=False)
    value = done.select(
        v=pl.when(fits).then(
            (whole * MILLION + (part + 5) // 10) * pl.when(pl.col("signs") > 0).then(-1).otherwise(1)
        )
    )["v"]
    return Reading(value, text.is_not_null() & value.is_null(), WHY)


def micro_to_minor(micro: pl.Series, currency: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Millionths of a major unit in minor units of each row's currency, and where that was no whole number.

    Rounded half away from zero.
    """
    codes = currency.drop_nulls().unique().to_list()
    units = {c: MILLION // 10 ** minor_digits(c) for c in codes}
    unit = (
        pl.col("c").replace_strict(units, default=MILLION // 100, return_dtype=pl.Int64)
        if units
        else pl.lit(MILLION // 100)
    )
    done = pl.DataFrame({"m": micro, "c": currency}).with_columns(u=unit.cast(pl.Int64))
    size = (pl.col("m").abs() + pl.col("u") // 2) // pl.col("u")
    out = done.select(
        v=size * pl.col("m").sign(), rounded=((pl.col("m").abs() % pl.col("u")) != 0).fill_null(value=False)
    )
    return out["v"], out["rounded"]


_CLOCK = r"^(?P<s>[-−])?(?P<h>\d{1,6}):(?P<m>\d{2})(?::(?P<x>\d{2})(?:[.,]\d+)?)?$"
_SPELT = (
    r"^(?P<s>[-−])?\s*(?:(?P<w>\d+)\s*w(?:eeks?|ks?)?)?[\s,]*(?:(?P<d>\d+)\s*d(?:ays?)?)?[\s,]*"
    r"(?:(?P<h>\d+)\s*h(?:ours?|rs?)?)?[\s,]*(?:(?P<m>\d+)\s*m(?:in(?:ute)?s?)?)?[\s,]*(?:(?P<x>\d+)\s*s(?:ec(?:ond)?s?)?)?$"
)
_ISO = r"^(?P<s>-)?P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<x>\d+)(?:\.\d+)?S)?)?$"
_EACH: Final = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "x": 1}


def read_seconds(column: pl.Series, decimal: Decimals | None, unit: Unit) -> Reading:
    """Durations in whole seconds: "01:30:00", "1:30" (hours and minutes), "1h 30m", "PT90M", or a number of units.

    A fraction of a second is rounded half away from zero.
    """
    if isinstance(column.dtype, pl.Duration):
        return sound(column.dt.total_seconds())
    number = read_micro(column, decimal, _BARE)
    micro = number.value.to_frame("v").select(
        v=(pl.col("v").abs().cast(pl.Int128) * _SECONDS[unit] + MILLION // 2) // MILLION * pl.col("v").sign()
    )["v"]
    seconds = micro.cast(pl.Int64)
    if not number.bad.any():
        return Reading(seconds, number.bad, "is no duration that can be read")
    text = bare(column.cast(pl.String), empty()).to_frame("t")
    # Only what is no number needs to be looked at in these shapes.
    rest = text.with_row_index("i").filter(number.bad)
    shapes = [_spelt(rest, pattern) for pattern in (_CLOCK, _ISO, _SPELT)]
    spelt = rest.select(pl.col("i"), v=pl.coalesce(*shapes))
    joined = text.with_row_index("i").join(spelt, on="i", how="left", maintain_order="left")["v"]
    value = pl.select(pl.coalesce(seconds, joined)).to_series()
    return Reading(value, number.bad & joined.is_null(), "is no duration that can be read")


def _spelt(rest: pl.DataFrame, pattern: str) -> pl.Series:
    text = pl.col("t").str.to_uppercase() if pattern is _ISO else pl.col("t").str.to_lowercase()
    parts = rest.select(p=text.str.extract_groups(pattern)).unnest("p")
    found = [pl.col(name) for name in _EACH if name in parts.columns]
    total = pl.sum_horizontal(
        pl.col(name).cast(pl.Int64).fill_null(0) * size
        for name, size in _EACH.items()
        if name in parts.columns
    )
    return parts.select(
        v=pl.when(pl.any_horizontal(f.is_not_null() for f in found)).then(
            total * pl.when(pl.col("s").is_not_null()).then(-1).otherwise(1)
        )
    )["v"]
