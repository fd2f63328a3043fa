"""A mapping meets a file: which of its headings fill which column, and what a first pass over the values decides.

What the values can't decide is a `Question`, never a guess: day or month first, the decimal sign, the zone, the
currency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from remit.audit.importers.dates import Look
from remit.audit.importers.headings import plain, spellings, undistinct
from remit.audit.importers.mapping import HEAD, Decimals, Mapping, Order, Take
from remit.audit.importers.numbers import NumberLook
from remit.audit.importers.own import OWN
from remit.audit.importers.source import ROW, Source
from remit.audit.importers.words import meanings
from remit.audit.tables import TABLES, Column
from remit.errors import RequestProblem

_ROWS = 100_000
"""Rows of a batch: some tens of megabytes."""
_WORDS = 2000
"""Different words in a column beyond which they are no states or kinds but free text."""
_WORDS_OF = {
    ("invoices", "kind"): "invoice_kind",
    ("invoice_lines", "kind"): "invoice_kind",
    ("assets", "status"): "asset_status",
}
_SAID = frozenset({"status", "priority", "kind", "unit"})
"""Columns whose words are kept beside their meaning."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person has to say before a file can be read. `option` is the name in `Options`."""

    option: Literal["date_order", "decimal", "zone", "currency"]
    text: str

    @property
    def asks(self) -> str:
        """What can be said."""
        return _ASKS[self.option]


_ASKS = {
    "date_order": "say day or month",
    "decimal": "say point or comma",
    "zone": "say which, such as Europe/London",
    "currency": "say which, such as GBP",
}


@dataclass(frozen=True)
class Options:
    """What the person says about the files; a mapping file says the same for one file.

    zone      IANA name of the zone that the account's times are in
    partial   go on with the rows that can be read
    """

    zone: str | None = None
    date_order: Order | None = None
    decimal: Decimals | None = None
    currency: str | None = None
    format: str = ""
    sheet: str = ""
    partial: bool = False

    def __post_init__(self) -> None:
        if self.zone is not None:
            check_zone(self.zone)


def check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise RequestProblem(f"'{name}' is no time zone.", "Write for example Europe/London.") from problem


@dataclass(frozen=True, slots=True)
class Bound:
    """One column of ours and the headings of this file that fill it."""

    column: Column
    take: Take
    headings: tuple[str, ...]
    time: str = ""

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def heading(self) -> str:
        """What messages call it."""
        return self.headings[0] if self.headings else self.name


@dataclass
class Plan:
    """Everything that reading the file's batches needs."""

    source: Source
    mapping: Mapping
    bounds: tuple[Bound, ...]
    unused: tuple[str, ...]
    looks: dict[str, Look] = field(default_factory=dict)
    numbers: dict[str, NumberLook] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    orders: dict[str, Order | None] = field(default_factory=dict)
    decimals: dict[str, Decimals | None] = field(default_factory=dict)
    zone: str = "UTC"
    home: str = "UTC"
    """The account's zone, in which a day begins, also where times are written in UTC."""
    currency: str = ""
    questions: tuple[Question, ...] = ()

    def bound(self, name: str) -> Bound | None:
        return next((b for b in self.bounds if b.name == name), None)


def kind_of(column: Column) -> str:
    """How a column is read: instant, day, words, yes_no, seconds, minor, micro, texts, pauses or text."""
    dtype, name = column.dtype, column.name
    if dtype == pl.Date:
        return "day"
    if isinstance(dtype, pl.Datetime):
        return "instant"
    if dtype == pl.Boolean:
        return "yes_no"
    if isinstance(dtype, pl.List):
        return "texts" if dtype.inner == pl.String else "pauses"
    if dtype == pl.Int64:
        return "seconds" if name.startswith(("seconds", "paused")) else name.rpartition("_")[2]
    return "words" if column.words else "text"


def columns_of(table: str) -> Map[str, Column]:
    """The columns that a mapping of the table can fill."""
    names = dict(TABLES[table].by_name)
    if table == "invoice_lines":
        heads = TABLES["invoices"].by_name
        for name, target in HEAD.items():
            names[name] = Column(name, heads[target].dtype if target else pl.Int64(), "")
    return names


def bind(mapping: Mapping, source: Source) -> Plan:
    """Which of the file's headings fill which column, and which are used by none."""
    by_plain: dict[str, list[str]] = {}
    for place in (0, 1):
        for heading in source.headings:
            forms = spellings(undistinct(heading))
            if len(forms) > place:
                by_plain.setdefault(forms[place], []).append(heading)
    columns = columns_of(mapping.table)
    bounds = []
    for name, take in mapping.columns.items():
        lists = [by_plain.get(plain(h), []) for h in take.headings]
        # Equal headings all count; of different ones the first that the file has, unless they are joined.
        hits = [h for found in lists for h in found] if take.join else next((f for f in lists if f), [])
        time = next((by_plain[plain(h)][0] for h in take.time if plain(h) in by_plain), "")
        if hits or take.value is not None:
            bounds.append(Bound(columns[name], take, tuple(dict.fromkeys(hits)), time))
    taken = {h for b in bounds for h in (*b.headings, b.time)}
    for name, take in mapping.columns.items():
        free = [h for s in take.spare for h in by_plain.get(plain(s), []) if h not in taken]
        if free and name not in {b.name for b in bounds}:
            bounds.append(Bound(columns[name], take, (free[0],)))
    names = {b.name for b in bounds}
    bounds = [b for b in bounds if b.take.after is None or b.take.after in names]
    used = {h for b in bounds for h in (*b.headings, b.time)}
    return Plan(source, mapping, tuple(bounds), tuple(h for h in source.headings if h not in used))


def batches(frame: pl.LazyFrame, *, whole: bool = False) -> Iterator[pl.DataFrame]:
    """The rows in their order, some at a time."""
    if whole:
        yield frame.collect()
        return
    yield from frame.collect_batches(chunk_size=_ROWS, maintain_order=True)


def survey(plan: Plan) -> None:
    """Look at every value that needs a decision of the whole column."""
    if plan.mapping.format == OWN:
        return
    wanted = {h for b in plan.bounds for h in (*b.headings, b.time) if h and kind_of(b.column) != "text"}
    seen: dict[str, set[str]] = {
        b.name: set() for b in plan.bounds if kind_of(b.column) in ("words", "yes_no")
    }
    plan.looks = {
        b.name: Look() for b in plan.bounds if kind_of(b.column) in ("instant", "day") and not b.take.after
    }
    plan.numbers = {
        b.name: NumberLook()
        for b in plan.bounds
        if kind_of(b.column) in ("micro", "minor", "seconds") or b.take.after
    }
    if wanted:
        for batch in batches(plan.source.frame.select(*sorted(wanted))):
            for bound in plan.bounds:
                if not bound.headings or kind_of(bound.column) == "text":
                    continue
                for place, column in enumerate(raw(batch, bound, each=True)):
                    _see(plan, bound, column, seen, first=place == 0)
    for name, words in seen.items():
        target = plan.bound(name)
        if target is not None and target.take.reads is None:
            _mean(plan, target, words)


def _see(plan: Plan, bound: Bound, column: pl.Series, seen: dict[str, set[str]], *, first: bool) -> None:
    if bound.name in plan.looks and first:
        plan.looks[bound.name].see(column)
    elif bound.name in plan.numbers:
        plan.numbers[bound.name].see(column)
    elif bound.name in seen and bound.take.reads is None and column.dtype != pl.Boolean:
        words = seen[bound.name]
        if len(words) <= _WORDS:
            words |= set(column.cast(pl.String).str.strip_chars().drop_nulls().unique().to_list())


def _mean(plan: Plan, bound: Bound, words: set[str]) -> None:
    if len(words) > _WORDS:
        words = set()
    own = plan.mapping.words.get(bound.name, {})
    kind = "yes_no" if bound.column.dtype == pl.Boolean else bound.name
    general = (
        "billable" if bound.name == "billable" else _WORDS_OF.get((plan.mapping.table, bound.name), kind)
    )
    found = meanings(general, words, own)
    plan.words[bound.name] = found
    plan.unknown[bound.name] = tuple(sorted(w for w in words if w and w not in found))


def raw(batch: pl.DataFrame, bound: Bound, *, each: bool = False) -> list[pl.Series]:
    """The column of a batch as it is written: one series, or with `each` one for every joined heading."""
    parts = [batch[h] for h in bound.headings]
    if bound.take.join is None and len(parts) > 1:
        parts = [batch.select(pl.coalesce(bound.headings)).to_series()]
    if bound.time and parts[0].dtype == pl.String:
        both = batch.select(
            pl.concat_str(
                pl.col(bound.headings[0]).str.replace(r"[ T]00:00(:00(\.0+)?)?$", ""),
                pl.col(bound.time),
                separator=" ",
            )
        ).to_series()
        parts = [both.fill_null(parts[0])]
    return parts if each else parts[:1]


def decide(plan: Plan, options: Options) -> None:
    """Settle order, decimal sign, zone and currency; what stays open becomes a question."""
    if plan.mapping.format == OWN:
        return
    asked: list[Question] = []
    _orders(plan, options, asked)
    _decimals(plan, options, asked)
    mapping = plan.mapping
    plan.zone = mapping.zone or options.zone or ""
    plan.home = options.zone or mapping.zone or "UTC"
    local = [
        n
        for n, look in plan.looks.items()
        if look.local and kind_of(columns_of(mapping.table)[n]) == "instant"
    ]
    if local and not plan.zone:
        bound = plan.bound(local[0])
        asked.append(
            Question(
                "zone",
                f"the times in column '{bound.heading if bound else local[0]}' have no zone",
            )
        )
    plan.zone = plan.zone or "UTC"
    check_zone(plan.zone)
    _currency(plan, options, asked)
    plan.questions = tuple(asked)


def _orders(plan: Plan, options: Options, asked: list[Question]) -> None:
    said = plan.mapping.date_order or options.date_order
    proven = {n: look.proves for n, look in plan.looks.items() if look.proves}
    agreed = next(iter(set(proven.values()))) if len(set(proven.values())) == 1 else None
    for name, look in plan.looks.items():
        bound = plan.bound(name)
        mixed = look.day_first and look.month_first
        order = (
            (bound.take.order if bound else None) or said or proven.get(name) or (None if mixed else agreed)
        )
        heading = bound.heading if bound else name
        if order is None and mixed:
            asked.append(
                Question(
                    "date_order",
                    f"column '{heading}' mixes dates with the day first ('{look.day_first}') and with the month first "
                    f"('{look.month_first}'), so '{look.either or 'the others'}' can mean two days",
                )
            )
        elif order is None and look.either and not any(q.option == "date_order" for q in asked):
            asked.append(
                Question(
                    "date_order",
                    f"every date in column '{heading}' can be read with the day or the month first, such as "
                    f"'{look.either}'",
                )
            )
        plan.orders[name] = order


def _decimals(plan: Plan, options: Options, asked: list[Question]) -> None:
    said = plan.mapping.decimal or options.decimal
    proven = {n: look.proves for n, look in plan.numbers.items() if look.proves}
    agreed = next(iter(set(proven.values()))) if len(set(proven.values())) == 1 else None
    for name, look in plan.numbers.items():
        decimal = said or proven.get(name) or agreed
        bound = plan.bound(name)
        heading = bound.heading if bound else name
        if decimal is None and (look.either or (look.point and look.comma)):
            example = look.either or f"{look.point}' and '{look.comma}"
            if not any(q.option == "decimal" for q in asked):
                asked.append(
                    Question(
                        "decimal",
                        f"in column '{heading}' the point or the comma can be the decimal sign: '{example}'",
                    )
                )
        plan.decimals[name] = decimal


def _currency(plan: Plan, options: Options, asked: list[Question]) -> None:
    money = [n for n in plan.numbers if n.endswith("_minor") or n in ("unit_price_micro", "rate_micro")]
    signs = {plan.numbers[n].currency for n in money} - {""}
    plan.currency = (
        plan.mapping.currency or options.currency or (next(iter(signs)) if len(signs) == 1 else "")
    ).upper()
    # What work was worth to the system is no charge: only invoices need to say what they are in.
    charged = plan.mapping.table == "invoice_lines"
    if charged and money and not plan.currency and plan.bound("currency") is None:
        bound = plan.bound(money[0])
        asked.append(
            Question(
                "currency",
                f"nothing says which currency the amounts in column '{bound.heading if bound else money[0]}' are in",
            )
        )


def said_column(name: str) -> str | None:
    """The column that keeps the words of this one."""
    return f"{name}_said" if name in _SAID else None


def selected(plan: Plan) -> Sequence[str]:
    return (ROW, *plan.source.headings, *plan.source.beyond)
