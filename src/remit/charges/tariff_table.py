"""Which tariff each part of a frame has: facts become cells, and each combination of cells is ruled on once.

Coverage depends on many facts and is ruled on by the columnar engine; prices depend on few and are ruled on by the
reference, so that a price in a table is the price that `price` explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import narwhals as nw
import numpy as np
import polars as pl

from remit.charges.columns import SAFE, Ints
from remit.charges.cut_table import EPOCH, UNKNOWN, Cuts
from remit.charges.lines import DAY
from remit.charges.tariff import Tariff, Tariffs
from remit.clock import KINDS
from remit.contract import Value, vocabulary
from remit.errors import RequestProblem
from remit.ruling.columnar import Reasons, rule_table
from remit.ruling.encode import OPEN, WRONG, Codes, check_type

VERDICTS: Final = ("silent", "conflict", "needs_fact", "error")
ANSWERS: Final = ("included", "chargeable", "excluded")
COVERAGE: Final = (*ANSWERS, *VERDICTS)
"""What coverage comes out as: a ruling's answer, or the verdict where there is none."""


@dataclass(frozen=True)
class Ruled:
    """By part: `tariff` is an index into `tariffs`, `coverage` into COVERAGE, `reason` into `reasons`."""

    tariffs: tuple[Tariff, ...]
    tariff: Ints
    coverage: Ints
    reasons: tuple[tuple[str, ...], ...]
    reason: Ints


def ruled(tariffs: Tariffs, rows: pl.DataFrame, cuts: Cuts) -> Ruled:
    facts = _facts(rows, cuts)
    found, index = _tariffs(tariffs, facts, cuts)
    coverage, reasons, reason = _coverage(tariffs, rows, facts, cuts)
    return Ruled(found, index, coverage, reasons, reason)


def _facts(rows: pl.DataFrame, cuts: Cuts) -> pl.DataFrame:
    """What is known of each part: the entry's facts, its kind of hours, its distance."""
    known = [c for c in rows.columns if c in vocabulary().facts and c != "hours"]
    facts = rows.select("entry", *known)[cuts.row]
    kinds = pl.Series([*KINDS, None], dtype=pl.String).gather(
        np.where(cuts.kind == UNKNOWN, len(KINDS), cuts.kind)
    )
    facts = facts.with_columns(kinds.alias("hours"))
    if "distance_km" not in facts.columns:
        facts = facts.with_columns((rows["distance_m"].gather(cuts.row) / 1000).alias("distance_km"))
    return facts


def _tariffs(tariffs: Tariffs, facts: pl.DataFrame, cuts: Cuts) -> tuple[tuple[Tariff, ...], Ints]:
    edges = np.array([(day - EPOCH.date()) // DAY for day in tariffs.changes], dtype=np.int64)
    era = np.searchsorted(edges, cuts.day, "right").astype(np.int64)
    days = [date.min, *tariffs.changes]
    space = tariffs.terms.model.space
    tested = {f for q in tariffs.questions for day in days for f in tariffs.facts(q, day)}
    codes = [Codes(space.place[f], space.axes[space.place[f]]) for f in sorted(tested)]
    columns = _coded(facts, codes)
    key, size = era, len(days)
    for c, column in zip(codes, columns, strict=True):
        if size * (c.count + 1) >= SAFE:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            size = int(key.max(initial=0)) + 1
        key = key * (c.count + 1) + column - OPEN
        size *= c.count + 1
    _, heads, index = np.unique(key, return_index=True, return_inverse=True)
    known: dict[int, int] = {}
    chosen: list[Tariff] = []
    number = np.empty(len(heads), dtype=np.int64)
    for n, at in enumerate(heads):
        event: dict[str, Value] = {}
        for c, column in zip(codes, columns, strict=True):
            value = c.value(int(column[at]))
            if value is not None:
                event[c.axis.fact] = value
        tariff = tariffs.of(event, EPOCH.date() + int(cuts.day[at]) * DAY)
        if tariff.number not in known:
            known[tariff.number] = len(chosen)
            chosen.append(tariff)
        number[n] = known[tariff.number]
    return tuple(chosen), number[index.reshape(-1)] if len(heads) else index.astype(np.int64)


def _coded(facts: pl.DataFrame, codes: list[Codes]) -> list[Ints]:
    frame: Any = nw.from_native(facts)
    found = []
    for c in codes:
        name = c.axis.fact
        if name not in facts.columns:
            found.append(np.full(len(facts), OPEN, dtype=np.int64))
            continue
        check_type(c, name, frame.schema[name])
        column = frame.select(c.expression(nw.col(name)))[c.column].to_numpy().astype(np.int64)
        if (column == WRONG).any():
            wrong = facts[name][int(np.flatnonzero(column == WRONG)[0])]
            raise RequestProblem(
                f"The column {name} holds '{wrong}', which {name} can't be.",
                f"Known: {', '.join(c.axis.spec.values) or f'{c.axis.spec.min} to {c.axis.spec.max}'}.",
            )
        found.append(column)
    return found


def _coverage(
    tariffs: Tariffs, rows: pl.DataFrame, facts: pl.DataFrame, cuts: Cuts
) -> tuple[Ints, tuple[tuple[str, ...], ...], Ints]:
    terms = tariffs.terms
    given = rows["coverage"].replace_strict(
        list(ANSWERS), list(range(len(ANSWERS))), default=None, return_dtype=pl.Int64
    )
    coverage = given.fill_null(UNKNOWN).to_numpy()[cuts.row].copy()
    reason = np.zeros(len(coverage), dtype=np.int64)
    asked = np.flatnonzero(coverage == UNKNOWN)
    if not len(asked):
        return coverage, ((),), reason
    if "coverage" not in tariffs.asked:
        coverage[asked] = COVERAGE.index("silent")
        return coverage, ((),), reason
    day = pl.Series("reported_at", cuts.day[asked]).cast(pl.Date).cast(pl.Datetime("us"))
    events = facts[asked].drop("entry").with_columns(day)
    table: pl.DataFrame = rule_table(terms.model, events, "coverage", canons=terms.canons)
    word = pl.when(pl.col("verdict") == "ruled").then("value").otherwise("verdict")
    coverage[asked] = (
        table.select(word.replace_strict(list(COVERAGE), list(range(len(COVERAGE))), return_dtype=pl.Int64))
        .to_series()
        .to_numpy()
    )
    masks = [c for c in table.columns if c.startswith(("in_force_", "overridden_"))]
    era = np.searchsorted(
        np.array([(d - EPOCH.date()) // DAY for d in tariffs.changes], dtype=np.int64),
        cuts.day[asked],
        "right",
    )
    kinds = table.select(*masks, pl.Series("era", era), "reported_at")
    unique = kinds.unique([*masks, "era"], keep="first", maintain_order=True).with_row_index(
        "reason", offset=1
    )
    joined = kinds.join(unique.drop("reported_at"), on=[*masks, "era"], how="left", maintain_order="left")
    reason[asked] = joined["reason"].cast(pl.Int64).to_numpy()
    names: list[tuple[str, ...]] = [()]
    for row in unique.iter_rows(named=True):
        on = row["reported_at"].date()
        names.append(Reasons(terms.model, "coverage", terms.canons, on).of(row)[0])
    return coverage, tuple(names), reason
