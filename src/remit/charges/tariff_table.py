"""Which tariff each part of a frame has: facts become cells, and each combination of cells is ruled on once.

Coverage depends on many facts, and its combinations are ruled on by the columnar engine; prices depend on few and
are ruled on by the reference, so that a price in a table is the price that `price` explains.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, NamedTuple

import narwhals as nw
import numpy as np
import polars as pl

from remit.charges.columns import SAFE, Ints, distinct
from remit.charges.cut_table import EPOCH, UNKNOWN, Cuts
from remit.charges.lines import DAY
from remit.charges.tariff import Tariff, Tariffs
from remit.clock import KINDS
from remit.contract import Value, vocabulary
from remit.errors import RequestProblem
from remit.ruling.columnar import rule_table
from remit.ruling.encode import OPEN, WRONG, Codes, wrong_type
from remit.ruling.masks import Reasons

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


class _Kinds(NamedTuple):
    """Of each kind of part: a part of it, its day, and its facts."""

    heads: Ints
    days: list[date]
    events: list[dict[str, Value]]


def ruled(tariffs: Tariffs, rows: pl.DataFrame, cuts: Cuts) -> Ruled:
    facts = _facts(rows)
    found, index = _tariffs(tariffs, facts, cuts)
    coverage, reasons, reason = _coverage(tariffs, rows, facts, cuts)
    return Ruled(found, index, coverage, reasons, reason)


def _facts(rows: pl.DataFrame) -> pl.DataFrame:
    """What is known of each entry, but for the kind of hours, which its parts have."""
    facts = rows.select("entry", *(c for c in rows.columns if c in vocabulary().facts and c != "hours"))
    if "distance_km" in facts.columns:
        return facts
    return facts.with_columns((rows["distance_m"] / 1000).alias("distance_km"))


def _kinds(
    tariffs: Tariffs, questions: Iterable[str], facts: pl.DataFrame, cuts: Cuts
) -> tuple[_Kinds, Ints]:
    """The kinds of part that the questions can tell apart, one part of each, and each part's kind."""
    edges = np.array([(day - EPOCH.date()) // DAY for day in tariffs.changes], dtype=np.int64)
    days = [date.min, *tariffs.changes]
    space = tariffs.terms.model.space
    tested = {f for q in questions for day in days for f in tariffs.facts(q, day)}
    codes = [Codes(space.place[f], space.axes[space.place[f]]) for f in sorted(tested)]
    columns = [_coded(facts, cuts, c) for c in codes]
    key, size = np.searchsorted(edges, cuts.day, "right").astype(np.int64), len(days)
    for c, column in zip(codes, columns, strict=True):
        if size * (c.count + 1) >= SAFE:
            key = np.unique(key, return_inverse=True)[1].reshape(-1)
            size = int(key.max(initial=0)) + 1
        key = key * (c.count + 1) + (column - OPEN)
        size *= c.count + 1
    heads, number = distinct(key, size)
    events = []
    for at in heads:
        values = ((c.axis.fact, c.value(int(column[at]))) for c, column in zip(codes, columns, strict=True))
        events.append({fact: value for fact, value in values if value is not None})
    return _Kinds(heads, [EPOCH.date() + int(cuts.day[at]) * DAY for at in heads], events), number


def _tariffs(tariffs: Tariffs, facts: pl.DataFrame, cuts: Cuts) -> tuple[tuple[Tariff, ...], Ints]:
    kinds, number = _kinds(tariffs, tariffs.questions, facts, cuts)
    known: dict[int, int] = {}
    chosen: list[Tariff] = []
    of = np.empty(len(kinds.heads), dtype=np.int64)
    for n, (event, on) in enumerate(zip(kinds.events, kinds.days, strict=True)):
        tariff = tariffs.of(event, on)
        if tariff.number not in known:
            known[tariff.number] = len(chosen)
            chosen.append(tariff)
        of[n] = known[tariff.number]
    return tuple(chosen), of[number]


def _coded(facts: pl.DataFrame, cuts: Cuts, c: Codes) -> Ints:
    """Each part's cell of one fact."""
    name = c.axis.fact
    if name == "hours":
        cells = [c.axis.members.index(kind) for kind in KINDS]
        return np.array([*cells, OPEN], dtype=np.int64)[cuts.kind]
    if name not in facts.columns:
        return np.full(len(cuts.row), OPEN, dtype=np.int64)
    frame: Any = nw.from_native(facts)
    if wanted := wrong_type(c, frame.schema[name]):
        raise RequestProblem(
            f"The column {name} holds {frame.schema[name]}.",
            f"It must hold {wanted}; leave unknown values empty.",
        )
    column: Ints = frame.select(c.expression(nw.col(name)))[c.column].to_numpy()
    if (column == WRONG).any():
        wrong = facts[name][int(np.flatnonzero(column == WRONG)[0])]
        raise RequestProblem(
            f"The column {name} holds '{wrong}', which {name} can't be.",
            f"Known: {', '.join(c.axis.spec.values) or f'{c.axis.spec.min} to {c.axis.spec.max}'}.",
        )
    return column[cuts.row].astype(np.int64)


def _coverage(
    tariffs: Tariffs, rows: pl.DataFrame, facts: pl.DataFrame, cuts: Cuts
) -> tuple[Ints, tuple[tuple[str, ...], ...], Ints]:
    given = rows["coverage"].replace_strict(
        list(ANSWERS), list(range(len(ANSWERS))), default=None, return_dtype=pl.Int64
    )
    coverage = given.fill_null(UNKNOWN).to_numpy()[cuts.row]
    asked = coverage == UNKNOWN
    reason = np.zeros(len(coverage), dtype=np.int64)
    if "coverage" not in tariffs.asked or not asked.any():
        return np.where(asked, COVERAGE.index("silent"), coverage), ((),), reason
    kinds, number = _kinds(tariffs, ["coverage"], facts, cuts)
    answers, reasons = _ruled(tariffs, kinds)
    return (
        np.where(asked, answers[number], coverage),
        ((), *reasons),
        np.where(asked, number + 1, 0),
    )


def _ruled(tariffs: Tariffs, kinds: _Kinds) -> tuple[Ints, list[tuple[str, ...]]]:
    """Coverage of each kind of part, and the rules behind it, by the columnar engine."""
    terms = tariffs.terms
    tested = sorted({fact for event in kinds.events for fact in event})
    schema = {fact: _TYPES[vocabulary().facts[fact].type] for fact in tested}
    columns = {
        fact: [float(v) if isinstance(v := event.get(fact), Decimal) else v for event in kinds.events]
        for fact in tested
    }
    moments = [datetime.combine(day, time()) for day in kinds.days]
    events = pl.DataFrame(
        {"reported_at": moments, **columns}, schema={"reported_at": pl.Datetime("us"), **schema}
    )
    table: pl.DataFrame = rule_table(terms.model, events, "coverage", canons=terms.canons)
    word = pl.when(pl.col("verdict") == "ruled").then("value").otherwise("verdict")
    number = word.replace_strict(list(COVERAGE), list(range(len(COVERAGE))), return_dtype=pl.Int64)
    masks = table.select(pl.col("^(in_force|overridden)_.*$"))
    reasons = [
        Reasons(terms.model, "coverage", terms.canons, on).of(row)[0]
        for on, row in zip(kinds.days, masks.iter_rows(named=True), strict=True)
    ]
    return table.select(number).to_series().to_numpy(), reasons


_TYPES: Final[dict[str, pl.DataType]] = {"choice": pl.String(), "yesno": pl.Boolean(), "number": pl.Float64()}
