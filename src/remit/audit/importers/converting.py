"""A batch of a file's rows becomes rows of a table of ours; what can't be read becomes rejects."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from remit.audit.importers.binding import Bound, Plan, kind_of, raw, said_column
from remit.audit.importers.dates import read_days, read_instants
from remit.audit.importers.mapping import Unit
from remit.audit.importers.numbers import micro_to_minor, read_micro, read_seconds
from remit.audit.importers.own import OWN, read_exact
from remit.audit.importers.reading import Reading
from remit.audit.importers.source import ROW
from remit.audit.importers.words import bare, empty
from remit.audit.tables import REJECTS, TABLES

_TOTAL = r"(?i)^\s*(?:grand |sub-?)?(?:total|sum|summe|somme|gesamt)\b|^\s*\d[\d,.]* (?:rows?|records?|tickets|items)\b"


@dataclass
class Converted:
    """Rows of a table, and what can't be read."""

    frame: pl.DataFrame
    rejects: pl.DataFrame


@dataclass
class _Work:
    """A batch on its way: our columns so far, and what is wrong with which rows."""

    plan: Plan
    batch: pl.DataFrame
    columns: dict[str, pl.Series] = field(default_factory=dict)
    problems: list[tuple[pl.Series, str, pl.Series, str]] = field(default_factory=list)
    doubts: list[tuple[pl.Series, str]] = field(default_factory=list)

    def take(self, bound: Bound, reading: Reading, written: pl.Series) -> None:
        self.columns[bound.name] = reading.value
        if reading.bad.any():
            self.problems.append((reading.bad, bound.heading, written, reading.why))
        for flags, why in reading.doubts:
            if flags.any():
                self.doubts.append((flags, f"{bound.name}: {why}"))


def convert(plan: Plan, batch: pl.DataFrame) -> Converted:
    """Rows without a problem, with every column that the mapping fills; the rest of the row goes to `extra`."""
    work = _Work(plan, batch)
    for bound in sorted(plan.bounds, key=lambda b: b.take.after is not None):
        _read(work, bound)
    _doubled(work)
    rejects = _rejects(work)
    frame = _frame(work)
    if len(rejects):
        frame = frame.filter(~pl.col(ROW).is_in(rejects["row"].implode()))
    return Converted(frame.drop(ROW), rejects)


def rows_of(plan: Plan, batch: pl.DataFrame) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The rows without empty ones and without sums under a report, and the numbers of the latter.

    A sum such as 'Total 412' says so in its first cells, and lacks what a row needs.
    """
    batch = batch.filter(pl.any_horizontal(pl.all().exclude(ROW).is_not_null()))
    if plan.mapping.format == OWN:
        return batch, ()
    needed = [b.headings[0] for b in plan.bounds if b.column.needed and b.headings and b.take.join is None]
    words = [h for h in plan.source.headings if batch.schema[h] == pl.String][:3]
    if len(needed) < 2 and plan.mapping.table != "invoice_lines":
        needed = [b.headings[0] for b in plan.bounds if b.headings][:4]
    if not words or not needed:
        return batch, ()
    total = pl.coalesce(words).str.contains(_TOTAL) & pl.any_horizontal(pl.col(n).is_null() for n in needed)
    hit = batch.select(total.fill_null(value=False)).to_series()
    return (batch.filter(~hit), tuple(batch.filter(hit)[ROW].to_list())) if hit.any() else (batch, ())


def _read(work: _Work, bound: Bound) -> None:
    plan, count = work.plan, len(work.batch)
    if not bound.headings:
        work.columns[bound.name] = pl.Series([bound.take.value], dtype=pl.String).new_from_index(0, count)
        return
    (written,) = raw(work.batch, bound)
    if plan.mapping.format == OWN:
        work.take(bound, read_exact(bound.column, written), written)
        return
    kind = kind_of(bound.column)
    decimal = plan.decimals.get(bound.name)
    if bound.take.after is not None:
        _later(work, bound, written)
    elif kind == "instant":
        look = plan.looks[bound.name]
        order = plan.orders.get(bound.name)
        reading = read_instants(
            written, look, order=order, zone=plan.zone, start_1904=plan.mapping.start_1904
        )
        work.take(bound, reading, written)
    elif kind == "day":
        look = plan.looks[bound.name]
        order = plan.orders.get(bound.name)
        work.take(bound, read_days(written, look, order=order, start_1904=plan.mapping.start_1904), written)
    elif kind in ("words", "yes_no"):
        _words(work, bound, written)
    elif kind == "seconds":
        _seconds(work, bound)
    elif kind == "minor":
        reading = read_micro(written, decimal)
        minor, rounded = micro_to_minor(reading.value, _currency(work))
        doubts = ((rounded, "was no whole number of the smallest coin and was rounded"),)
        work.take(bound, Reading(minor, reading.bad, reading.why, doubts), written)
    elif kind == "micro":
        work.take(bound, _quantity(work, bound, written), written)
    elif kind == "texts":
        work.columns[bound.name] = _texts(work, bound)
    elif kind == "pauses":
        work.take(bound, read_exact(bound.column, written), written)
    else:
        work.columns[bound.name] = _text(work, bound)


def _currency(work: _Work) -> pl.Series:
    """The code of each row, where a column says it, else the file's."""
    if "currency" not in work.columns:
        bound = work.plan.bound("currency")
        count = len(work.batch)
        said = pl.Series([None], dtype=pl.String).new_from_index(0, count)
        if bound is not None and bound.headings:
            said = bare(raw(work.batch, bound)[0].cast(pl.String), empty()).str.to_uppercase()
        work.columns["currency"] = said.fill_null(work.plan.currency) if work.plan.currency else said
    return work.columns["currency"]


def _text(work: _Work, bound: Bound) -> pl.Series:
    if bound.name == "currency":
        return _currency(work)
    parts = [p.cast(pl.String).str.strip_chars().replace("", None) for p in raw(work.batch, bound, each=True)]
    if len(parts) == 1:
        return parts[0]
    frame = pl.DataFrame({str(i): p for i, p in enumerate(parts)})
    joined = frame.select(
        pl.concat_str(pl.all(), separator=bound.take.join or "", ignore_nulls=True)
    ).to_series()
    return joined.replace("", None)


def _words(work: _Work, bound: Bound, written: pl.Series) -> None:
    yes_no = bound.column.dtype == pl.Boolean
    if written.dtype == pl.Boolean:
        work.columns[bound.name] = written
        return
    text = bare(written.cast(pl.String), ("",))
    if bound.take.reads == "remaining":
        work.columns[bound.name] = ~text.str.contains(r"^\s*[-−(]")
        return
    meanings = work.plan.words.get(bound.name, {})
    if meanings:
        value = text.replace_strict(
            list(meanings), list(meanings.values()), default=None, return_dtype=pl.String
        )
    else:
        value = pl.Series([None], dtype=pl.String).new_from_index(0, len(text))
    work.columns[bound.name] = (value == "yes") if yes_no else value
    said = said_column(bound.name)
    if said is not None and said in TABLES[work.plan.mapping.table].by_name:
        work.columns[said] = text


def _seconds(work: _Work, bound: Bound) -> None:
    """A duration; of several headings joined by "+", their sum."""
    decimal = work.plan.decimals.get(bound.name)
    parts = raw(work.batch, bound, each=True)
    readings = [read_seconds(p, decimal, _unit(bound)) for p in parts]
    for reading, written in zip(readings, parts, strict=True):
        work.take(bound, reading, written)
    if len(readings) > 1:
        total = pl.DataFrame({str(i): r.value for i, r in enumerate(readings)})
        some = pl.any_horizontal(pl.all().is_not_null())
        work.columns[bound.name] = total.select(pl.when(some).then(pl.sum_horizontal(pl.all()))).to_series()


def _unit(bound: Bound) -> Unit:
    return bound.take.unit or "seconds"


def _later(work: _Work, bound: Bound, written: pl.Series) -> None:
    """A column that counts from another one: so many minutes after it, or months."""
    base = work.columns[bound.take.after or ""]
    decimal = work.plan.decimals.get(bound.name)
    if bound.take.unit == "months":
        number = read_micro(
            written.cast(pl.String).str.replace(r"(?i)\s*(months?|mois|monate?)$", ""), decimal
        )
        frame = pl.DataFrame({"b": base, "n": number.value})
        value = frame.select(
            pl.when(pl.col("n").is_not_null()).then(
                pl.col("b").dt.offset_by(pl.format("{}mo", pl.col("n").fill_null(0) // 1_000_000))
            )
        ).to_series()
        work.take(bound, Reading(value, number.bad, number.why), written)
        return
    reading = read_seconds(written, decimal, _unit(bound))
    later = (
        pl.DataFrame({"b": base, "s": reading.value})
        .select(pl.col("b") + pl.duration(seconds="s"))
        .to_series()
    )
    work.take(bound, Reading(later, reading.bad, reading.why), written)


def _quantity(work: _Work, bound: Bound, written: pl.Series) -> Reading:
    """A number; a quantity may have its unit beside it, as printed invoices have: '2.5 hrs'."""
    decimal = work.plan.decimals.get(bound.name)
    if bound.name != "quantity_micro" or written.dtype != pl.String:
        return read_micro(written, decimal)
    parts = written.to_frame("q").select(
        n=pl.col("q").str.replace(r"^([-\d.,\s]*\d)\s*[xX×]?\s*\p{L}[\p{L}. ]*$", "$1"),
        u=pl.col("q").str.extract(r"^[-\d.,\s]*\d\s*[xX×]?\s*(\p{L}[\p{L}. ]*)$"),
    )
    if parts["u"].null_count() < len(parts) and work.plan.bound("unit") is None:
        work.columns["unit_said"] = parts["u"]
    return read_micro(parts["n"], decimal)


def _texts(work: _Work, bound: Bound) -> pl.Series:
    """Labels: a JSON list, or split at commas, semicolons or bars, else at blanks; empty is none."""
    parts = raw(work.batch, bound, each=True)
    if isinstance(parts[0].dtype, pl.List):
        return parts[0].cast(pl.List(pl.String))
    frame = pl.DataFrame({str(i): p.cast(pl.String) for i, p in enumerate(parts)})
    text = frame.select(pl.concat_str(pl.all(), separator=",", ignore_nulls=True)).to_series().to_frame("t")
    plain = pl.col("t").str.replace_all(r'^\s*\[|\]\s*$|"', "").str.replace_all(r"[;|]", ",")
    cut = (
        pl.when(plain.str.contains(",", literal=True))
        .then(plain)
        .otherwise(plain.str.replace_all(r"\s+", ","))
    )
    found = cut.str.split(",").list.eval(pl.element().str.strip_chars().replace("", None).drop_nulls())
    return text.select(pl.when(found.list.len() > 0).then(found)).to_series()


def _doubled(work: _Work) -> None:
    """Cells right of the last heading: nobody knows what they mean, and the row may be cut at the wrong places."""
    beyond = [b for b in work.plan.source.beyond if b in work.batch.columns]
    if not beyond:
        return
    cells = work.batch.select(
        pl.concat_str(beyond, separator=" | ", ignore_nulls=True).replace("", None)
    ).to_series()
    if cells.null_count() < len(cells):
        work.problems.append((cells.is_not_null(), "", cells, "stands right of the last heading"))


def _rejects(work: _Work) -> pl.DataFrame:
    rows = work.batch[ROW]
    for bound in work.plan.bounds:
        if not bound.column.needed or bound.name not in work.columns:
            continue
        value = work.columns[bound.name]
        missing = value.is_null()
        for bad, heading, _, _ in work.problems:
            if heading == bound.heading:
                missing &= ~bad
        if missing.any() and bound.name not in _FILLED:
            nothing = pl.Series([""], dtype=pl.String).new_from_index(0, len(rows))
            work.problems.append((missing, bound.heading, nothing, "is empty"))
    found = []
    name = work.plan.source.name
    for bad, heading, written, why in work.problems:
        hit = work.batch.filter(bad)
        values = written.filter(bad).cast(pl.String)
        found.append(
            hit.select(
                file=pl.lit(name),
                row=pl.col(ROW),
                column=pl.lit(heading or None, pl.String),
                value=values,
                problem=pl.when(values == "").then(pl.lit("is empty")).otherwise(pl.lit(why)),
                record=record(hit, work.plan.source.headings, work.plan.source.beyond),
            )
        )
    return pl.concat(found).cast(REJECTS.schema) if found else REJECTS.empty()


_FILLED = frozenset({"entry", "line", "kind", "date", "amount_minor", "source", "file"})
"""Columns that are filled in afterwards where the file leaves them empty."""


def record(batch: pl.DataFrame, headings: tuple[str, ...], beyond: tuple[str, ...] = ()) -> pl.Expr:
    """The cells under some headings as one JSON object."""
    rest = [b for b in beyond if b in batch.columns and batch[b].null_count() < len(batch)]
    return pl.struct(*headings, *rest).struct.json_encode() if headings or rest else pl.lit(None, pl.String)


def _used(work: _Work) -> tuple[str, ...]:
    """Columns that none of ours takes and that hold something in this batch."""
    return tuple(h for h in work.plan.unused if work.batch[h].null_count() < len(work.batch))


def _frame(work: _Work) -> pl.DataFrame:
    plan = work.plan
    frame = pl.DataFrame({ROW: work.batch[ROW], **work.columns})
    texts = [pl.when(flags).then(pl.lit(why)).alias(f"__{i}") for i, (flags, why) in enumerate(work.doubts)]
    doubts = pl.concat_list(texts).list.drop_nulls() if texts else pl.lit(None, pl.List(pl.String))
    if plan.mapping.format == OWN:
        return frame
    return frame.with_columns(
        source=pl.lit(plan.mapping.format),
        file=pl.lit(plan.source.name),
        row=pl.col(ROW),
        repeats=pl.lit(None, pl.String),
        doubts=pl.when(doubts.list.len() > 0).then(doubts),
        extra=work.batch.select(ROW, __extra=record(work.batch, _used(work)))["__extra"],
    )
