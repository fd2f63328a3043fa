"""The meaning over frames: the same verdicts as meaning.py for millions of events, on any narwhals back end.

Every provision becomes two columns of truth values: in force for certain, and possibly in force; one column where
no fact is missing. Where the two agree, that is the verdict. The few kinds of event that are left open by missing
facts are ruled on by the reference itself, each kind once.

Reasons travel as bit masks, 62 provisions to a word, and become names only for the rows that somebody looks at:
`masks.Reasons(contract).of(row)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

import narwhals as nw

from remit.contract import Contract
from remit.errors import RequestProblem
from remit.ruling.encode import MARK, OPEN, WRONG, Codes, wrong_days, wrong_type
from remit.ruling.masks import WORD, packed
from remit.ruling.model import Model, model_of
from remit.ruling.unsettled import answers
from remit.ruling.values import key, text

Frame = TypeVar("Frame")
Lazy = nw.LazyFrame[Any]


def rule_table(
    contract: Contract | Model,
    frame: Frame,
    question: str = "coverage",
    *,
    canons: bool = True,
    on: date | None = None,
    explain: bool = True,
) -> Frame:
    """The frame with the columns `verdict`, `value`, `needs` and the masks `in_force_N`, `overridden_N` added.

    Columns named after facts are the events; an empty cell is an unknown fact, so is a column that is missing.
    `value` is text; `needs` lists facts, with a comma between. A lazy frame stays lazy; it is read
    beforehand to see which facts are unknown, and which kinds of event these leave open.
    A row whose `reported_at` is no date is an "error". RequestProblem, with row and column, for a value that its
    fact does not have.
    """
    model = model_of(contract)
    given: Any = nw.from_native(frame)
    eager = isinstance(given, nw.DataFrame)
    rows: Lazy = given.with_row_index(f"{MARK}row").lazy() if eager else given
    taken = {"verdict", "value", "needs"} & set(rows.collect_schema().names())
    if taken:
        raise RequestProblem(f"The table already has a column {', '.join(sorted(taken))}.", "Rename it.")
    ruled = _by_day(model, rows, question, canons, on, explain)
    # Days are ruled on apart; a table in memory keeps its order, a lazy one promises none.
    result = ruled.sort(f"{MARK}row").drop(f"{MARK}row").collect(given.implementation) if eager else ruled
    return result.to_native()  # type: ignore[no-any-return]


def _by_day(model: Model, rows: Lazy, question: str, canons: bool, on: date | None, explain: bool) -> Lazy:
    starts = sorted(
        {p.effective_from for p in model.provisions if p.effective_from}
        | {p.effective_to + timedelta(days=1) for p in model.provisions if p.effective_to}
    )
    dtype = rows.collect_schema().get("reported_at")
    if on or dtype is None:
        return _Sheet(model, question, canons, on or model.latest).rule(rows, explain)
    moment = nw.col("reported_at")
    if dtype == nw.String:
        undated, day = wrong_days(rows), moment.str.slice(0, 10)
    elif isinstance(dtype, nw.Datetime | nw.Date) or dtype in (nw.Datetime, nw.Date):
        undated, day = None, moment if dtype == nw.Date else moment.dt.date()
    else:
        raise RequestProblem(
            f"The column reported_at holds {dtype}.", "It must hold dates and times, or such in text."
        )
    dated = rows if undated is None else rows.filter(moment.is_null() | ~undated)
    days = [model.latest, *([starts[0] - timedelta(days=1), *starts] if starts else [])]
    words = _words(model, question, canons, days)
    if starts:
        # Between two changes one book rules; an event without a date is ruled as of the newest change.
        ends = [s.isoformat() if dtype == nw.String else s for s in starts]
        parts = [dated.filter(moment.is_null()), dated.filter(day < ends[0])]
        parts += [dated.filter(day >= a, day < b) for a, b in pairwise(ends)]
        parts.append(dated.filter(day >= ends[-1]))
    else:
        parts = [dated]
    ruled = [
        _Sheet(model, question, canons, d, words).rule(part, explain)
        for part, d in zip(parts, days, strict=True)
    ]
    if undated is not None:
        ruled.append(_errors(rows.filter(undated), words, explain))
    return nw.concat(ruled, how="vertical") if len(ruled) > 1 else ruled[0]


def _errors(rows: Lazy, words: range, explain: bool) -> Lazy:
    nothing = nw.lit(None, dtype=nw.String)
    masks = [f"{m}_{w}" for m in ("in_force", "overridden") for w in words] if explain else []
    return rows.with_columns(
        nw.lit("error").alias("verdict"),
        nothing.alias("value"),
        nothing.alias("needs"),
        *(nw.lit(0, dtype=nw.Int64).alias(mask) for mask in masks),
    )


def _words(model: Model, question: str, canons: bool, days: Sequence[date | None]) -> range:
    return range(max(-(-len(model.book(question, canons, d).provisions) // WORD) for d in days))


class _Sheet:
    """One question on one day, as expressions."""

    def __init__(
        self, model: Model, question: str, canons: bool, on: date | None, words: range | None = None
    ) -> None:
        self.model, self.canons, self.on = model, canons, on
        self.book = model.book(question, canons, on)
        self.words = words or _words(model, question, canons, [on])
        boxes = [b for boxes in (*self.book.boxes.values(), model.space.nevers) for b in boxes]
        self.codes = {
            at: Codes(at, model.space.axes[at]) for at in sorted({axis for b in boxes for axis, _ in b})
        }

    def rule(self, rows: Lazy, explain: bool) -> Lazy:
        schema = rows.collect_schema()
        own = schema.names()
        coded = _with(rows, *(self._code(c, schema, rows) for c in self.codes.values()))
        open_axes = self._open(coded)
        sheet = self._truth(coded, open_axes)
        settled = self._settled(open_axes)
        sheet = _with(sheet, **self._verdict())
        sheet = self._ask_reference(sheet, settled)
        masks = self._masks() if explain else []
        return _with(sheet, *masks).select(
            *own,
            "verdict",
            "value",
            "needs",
            *([f"{m}_{w}" for m in ("in_force", "overridden") for w in self.words] if explain else []),
        )

    def _code(self, codes: Codes, schema: Mapping[str, Any], rows: Lazy) -> nw.Expr:
        name = codes.axis.fact
        if name not in schema:
            return nw.lit(OPEN, dtype=nw.Int16).alias(codes.column)
        wanted = wrong_type(codes, schema[name])
        if wanted:
            shown = _first(rows.filter(~nw.col(name).is_null()), name)
            raise RequestProblem(
                f"The column {name} holds {schema[name]}{f', {shown}' if shown else ''}.",
                f"It must hold {wanted}; leave unknown values empty.",
            )
        return codes.expression(nw.col(name))

    def _open(self, coded: Lazy) -> set[int]:
        """The axes on which some row is not known to the cell; a wrong value is refused."""
        if not self.codes:
            return set()
        ends = [
            e
            for c in self.codes.values()
            for e in (
                nw.col(c.column).min().alias(f"{c.column}_low"),
                nw.col(c.column).max().alias(f"{c.column}_high"),
            )
        ]
        seen = coded.select(*ends).collect().rows(named=True)[0]
        found = set()
        for c in self.codes.values():
            low, high = seen[f"{c.column}_low"], seen[f"{c.column}_high"]
            if low == WRONG:
                known = ", ".join(c.axis.spec.values) or f"{c.axis.spec.min} to {c.axis.spec.max}"
                shown = _first(coded.filter(nw.col(c.column) == WRONG), c.axis.fact)
                raise RequestProblem(
                    f"The column {c.axis.fact} holds {shown}, which is no value of {c.axis.fact}.",
                    f"Known: {known}.",
                )
            if low is not None and (low == OPEN or high >= c.axis.size):
                found.add(c.at)
        return found

    def _truth(self, coded: Lazy, open_axes: set[int]) -> Lazy:
        """Columns s_N, in force for certain, and m_N, possibly in force; t_N says that the condition holds."""
        tests: dict[tuple[int, int], tuple[str, str]] = {}
        columns: dict[str, nw.Expr] = {}
        for p in self.book.provisions:
            for axis, mask in (pair for box in self.book.boxes[p.id] for pair in box):
                if (axis, mask) in tests:
                    continue
                codes, name = self.codes[axis], f"{MARK}x{len(tests)}"
                every = range(
                    OPEN if axis in open_axes else 0, codes.count if axis in open_axes else codes.axis.size
                )
                sure = [c for c in every if not codes.cells(c) & ~mask]
                columns[name] = codes.test(sure)
                tests[axis, mask] = (name, name)
                if axis in open_axes:
                    columns[f"{name}m"] = codes.test([c for c in every if codes.cells(c) & mask])
                    tests[axis, mask] = (name, f"{name}m")
        sheet = _with(coded, **columns)
        place = {p.id: n for n, p in enumerate(self.book.provisions)}
        self.doubt = self._doubt(open_axes)
        levels: dict[int, list[int]] = {}
        depth: dict[str, int] = {}
        for n, p in enumerate(self.book.provisions):
            depth[p.id] = 1 + max((depth[a.by] for a in self.book.attackers[p.id]), default=-1)
            levels.setdefault(depth[p.id], []).append(n)
        held = {
            f"{MARK}{kind}{n}": _any(
                [_all([nw.col(tests[pair][side]) for pair in box]) for box in self.book.boxes[p.id]]
            )
            for n, p in enumerate(self.book.provisions)
            for side, kind in ((0, "t"), (1, "p"))
            if side == 0 or n in self.doubt
        }
        sheet = _with(sheet, **held)
        for level in sorted(levels):
            force: dict[str, nw.Expr] = {}
            for n in levels[level]:
                against = [place[a.by] for a in self.book.attackers[self.book.provisions[n].id]]
                force[f"{MARK}s{n}"] = _unless(nw.col(f"{MARK}t{n}"), [self.possible(a) for a in against])
                if n in self.doubt:
                    force[f"{MARK}m{n}"] = _unless(
                        nw.col(f"{MARK}p{n}"), [nw.col(f"{MARK}s{a}") for a in against]
                    )
            sheet = _with(sheet, **force)
        return sheet

    def _doubt(self, open_axes: set[int]) -> set[int]:
        """The provisions whose standing can be unknown in some row."""
        found: set[int] = set()
        names: set[str] = set()
        for n, p in enumerate(self.book.provisions):
            tested = {axis for box in self.book.boxes[p.id] for axis, _ in box}
            if tested & open_axes or any(a.by in names for a in self.book.attackers[p.id]):
                found.add(n)
                names.add(p.id)
        return found

    def possible(self, n: int) -> nw.Expr:
        return nw.col(f"{MARK}{'m' if n in self.doubt else 's'}{n}")

    def _groups(self) -> list[tuple[Any, list[int]]]:
        """The rules by value; rule by rule where saying a thing twice counts twice."""
        groups: dict[object, tuple[Any, list[int]]] = {}
        for n, p in enumerate(self.book.provisions):
            if p.id in self.book.rules:
                once = self.book.question.combine != "sum" and p.value is not None
                groups.setdefault(key(p.value) if once else n, (p.value, []))[1].append(n)
        return list(groups.values())

    def _settled(self, open_axes: set[int]) -> nw.Expr | None:
        """Whether what is certain is all there can be; None where no row leaves a doubt."""
        if self.book.question.combine != "agree" and not self._reckons():
            return nw.lit(False)
        if not open_axes:
            return None
        doubts = [
            _any([self.possible(n) for n in rules]) & ~_any([nw.col(f"{MARK}s{n}") for n in rules])
            for _, rules in self._groups()
            if set(rules) & self.doubt
        ]
        return ~_any(doubts) if doubts else None

    def _reckons(self) -> bool:
        """Whether sums, least and greatest can be worked out in columns: whole numbers without units."""
        return all(isinstance(v, int) and not isinstance(v, bool) for v, _ in self._groups())

    def _verdict(self) -> dict[str, nw.Expr]:
        groups = self._groups()
        there = [_any([nw.col(f"{MARK}s{n}") for n in rules]) for value, rules in groups if value is not None]
        values = [value for value, _ in groups if value is not None]
        faulty = _any([nw.col(f"{MARK}s{n}") for value, rules in groups if value is None for n in rules])
        count = _sum([t.cast(nw.Int16) for t in there])
        several = nw.lit("conflict" if self.book.question.combine == "agree" else "ruled")
        verdict = nw.when(faulty).then(nw.lit("error")).when(count == 0).then(nw.lit("silent"))
        value = nw.when(faulty).then(nw.lit(None, dtype=nw.String))
        match self.book.question.combine:
            case "agree":
                value = value.when(count > 1).then(nw.lit(None, dtype=nw.String))
            case "min" | "max":
                pairs = sorted(
                    zip(values, there, strict=True),
                    key=lambda pair: Decimal(str(pair[0])) if self._reckons() else 0,
                )
                pairs = pairs if self.book.question.combine == "min" else pairs[::-1]
                values, there = [v for v, _ in pairs], [t for _, t in pairs]
            case "sum":
                whole = (
                    [t.cast(nw.Int64) * v for v, t in zip(values, there, strict=True)]
                    if self._reckons()
                    else []
                )
                total = nw.when(count > 0).then(_sum(whole).cast(nw.String))
                return {
                    "verdict": verdict.when(count == 1).then(nw.lit("ruled")).otherwise(several),
                    "value": nw.when(faulty).then(nw.lit(None, dtype=nw.String)).otherwise(total),
                    "needs": nw.lit(None, dtype=nw.String),
                }
        for v, t in zip(values, there, strict=True):
            value = value.when(t).then(nw.lit(text(v)))
        return {
            "verdict": verdict.when(count == 1).then(nw.lit("ruled")).otherwise(several),
            "value": value.otherwise(nw.lit(None, dtype=nw.String)),
            "needs": nw.lit(None, dtype=nw.String),
        }

    def _ask_reference(self, sheet: Lazy, settled: nw.Expr | None) -> Lazy:
        """Events that missing facts leave open are ruled on by the reference, each kind once."""
        if settled is None:
            return sheet
        codes = list(self.codes.values())
        radix, index = 1, nw.lit(0, dtype=nw.Int64)
        for c in codes:
            index = index + (nw.col(c.column).cast(nw.Int64) + 1) * radix
            radix *= c.count + 1
        if radix >= 2**63:
            raise RequestProblem(
                "The contract tests too many different facts for a table.", "Ask event by event."
            )
        sheet = _with(sheet, index.alias(f"{MARK}i"), settled.alias(f"{MARK}settled"))
        kinds = (
            sheet.filter(~nw.col(f"{MARK}settled"))
            .select(f"{MARK}i", *(c.column for c in codes))
            .unique()
            .collect()
        )
        if not len(kinds):
            return sheet
        found = answers(self.book, codes, kinds.select(c.column for c in codes).to_numpy())
        names = kinds[f"{MARK}i"].to_list()
        columns = {}
        for n, column in enumerate(("verdict", "value", "needs")):
            given = [f[n] for f in found]
            known = nw.col(f"{MARK}i").replace_strict(names, given, default="", return_dtype=nw.String)
            # An empty text stands for none while codes are replaced: back ends differ on empty replacements.
            known = nw.when(known != "").then(known)
            columns[column] = nw.when(nw.col(f"{MARK}settled")).then(nw.col(column)).otherwise(known)
        return _with(sheet, **columns)

    def _masks(self) -> list[nw.Expr]:
        place = {p.id: n for n, p in enumerate(self.book.provisions)}
        sure = [nw.col(f"{MARK}s{n}") for n in place.values()]
        beaten: list[nw.Expr | None] = []
        for p in self.book.provisions:
            against = [place[a.by] for a in self.book.attackers[p.id]]
            if not against:
                beaten.append(None)
            elif place[p.id] not in self.doubt:
                beaten.append(nw.col(f"{MARK}t{place[p.id]}") & ~nw.col(f"{MARK}s{place[p.id]}"))
            else:
                beaten.append(
                    nw.col(f"{MARK}t{place[p.id]}") & _any([nw.col(f"{MARK}s{a}") for a in against])
                )
        return [
            packed(bits[WORD * w : WORD * (w + 1)]).alias(f"{name}_{w}")
            for name, bits in (("in_force", sure), ("overridden", beaten))
            for w in self.words
        ]


def _first(rows: Lazy, fact: str) -> str:
    """The first value with its row, where the table is in memory and rows have an order: "'old' in row 3"."""
    counted = f"{MARK}row" in rows.collect_schema().names()
    found = rows.select(fact, *([f"{MARK}row"] if counted else [])).head(1).collect().rows()
    if not found:
        return ""
    return f"{found[0][0]!r} in row {found[0][1] + 1}" if counted else repr(found[0][0])


def _with(rows: Lazy, *columns: nw.Expr, **named: nw.Expr) -> Lazy:
    return rows.with_columns(*columns, **named) if columns or named else rows


def _all(parts: Sequence[nw.Expr]) -> nw.Expr:
    return nw.all_horizontal(*parts, ignore_nulls=False) if parts else nw.lit(True)


def _any(parts: Sequence[nw.Expr]) -> nw.Expr:
    return nw.any_horizontal(*parts, ignore_nulls=False) if parts else nw.lit(False)


def _unless(held: nw.Expr, against: Sequence[nw.Expr]) -> nw.Expr:
    return held & ~_any(against) if against else held


def _sum(parts: Sequence[nw.Expr]) -> nw.Expr:
    return nw.sum_horizontal(*parts) if parts else nw.lit(0)
