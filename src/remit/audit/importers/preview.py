"""How a file would be read, before it is: which heading fills which column, what is open, with values as they come out.

A preview prints as text, travels as a record, and holds the mapping: save it, correct it, and give it back with the
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from remit.audit.importers.binding import Bound, Options, Plan, Question, kind_of, selected
from remit.audit.importers.checking import decimal
from remit.audit.importers.converting import convert, rows_of
from remit.audit.importers.finishing import continue_rows
from remit.audit.importers.formats import needed
from remit.audit.importers.importing import READABLE, plan_file, settled
from remit.audit.importers.mapping import Mapping
from remit.audit.importers.source import ROW, Progress
from remit.audit.tables import TABLES
from remit.charges.money import show
from remit.contract.vocabulary import Record

_LOOK = 500
"""Rows from which examples are taken."""
_EXAMPLES = 2
_WIDE = 34


class Example(Record):
    """A value as it is written, and as it is read; `read` is empty where it can't be."""

    written: str
    read: str


class Filled(Record):
    """A column of ours. `how` tells what was decided: the order of a date, the zone, the unit, the decimal sign."""

    column: str
    says: str
    headings: tuple[str, ...]
    how: str
    examples: tuple[Example, ...]


class Preview(Record):
    """A file's reading. `kept` lists headings that no column takes: they stay in `extra`.

    missing    columns that the table needs and no heading fills
    questions  what has to be said before the file can be read
    unknown    by column: words that mean nothing there yet
    """

    file: str
    table: str
    format: str
    label: str
    sheet: str
    columns: tuple[Filled, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]
    questions: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]
    notices: tuple[str, ...]
    mapping: Mapping

    def text(self) -> str:
        """The preview for people to read, one column a line."""
        return "\n".join(_lines(self))


def preview_file(
    path: Path,
    tables: Sequence[str] = READABLE,
    options: Options | None = None,
    *,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
) -> Preview:
    """How the file would be read; problems of the same kinds as when it is read, but for questions, which are listed."""
    plan = plan_file(path, path.name, tables, options or Options(), mapping, progress)
    table = plan.mapping.table
    filled = {b.name for b in plan.bounds}
    return Preview(
        file=path.name,
        table=table,
        format=plan.mapping.format,
        label=plan.mapping.label or plan.mapping.format,
        sheet=plan.source.sheet,
        columns=tuple(_filled(plan)),
        kept=plan.unused,
        missing=tuple(n for n in needed(table) if n not in filled),
        questions=tuple(_asked(q) for q in plan.questions),
        unknown={n: w for n, w in plan.unknown.items() if w},
        notices=plan.source.notices,
        mapping=settled(plan),
    )


def _asked(question: Question) -> str:
    return f"{question.text[:1].upper()}{question.text[1:]}: {question.asks}."


def _filled(plan: Plan) -> Iterator[Filled]:
    batch, _ = rows_of(plan, plan.source.frame.select(*selected(plan)).head(_LOOK).collect())
    if plan.mapping.table == "invoice_lines":
        batch = continue_rows(plan, batch)
    read = convert(plan, batch).frame
    columns = TABLES[plan.mapping.table].by_name
    for bound in plan.bounds:
        says = columns[bound.name].says if bound.name in columns else "of the whole invoice"
        yield Filled(
            column=bound.name,
            says=says,
            headings=bound.headings,
            how=_how(plan, bound),
            examples=tuple(_examples(bound, batch, read, plan.currency)),
        )


def _examples(bound: Bound, batch: pl.DataFrame, read: pl.DataFrame, currency: str) -> Iterator[Example]:
    """The first values that differ."""
    if not bound.headings or "row" not in read.columns:
        return
    values = dict(zip(read["row"], read[bound.name], strict=True))
    seen: set[str] = set()
    for record in batch.select(ROW, *bound.headings).iter_rows(named=True):
        written = " | ".join(str(record[h]) for h in bound.headings if record[h] not in (None, ""))
        if not written or written in seen:
            continue
        seen.add(written)
        value = values.get(record[ROW])
        yield Example(written=written, read=_shown(bound, value, currency))
        if len(seen) == _EXAMPLES:
            return


def _how(plan: Plan, bound: Bound) -> str:
    kind, take = kind_of(bound.column), bound.take
    told = []
    if take.value is not None:
        told.append(f"always '{take.value}'")
    if take.after:
        told.append(f"so many {take.unit} after {take.after}")
    elif kind in ("instant", "day") and bound.name in plan.looks:
        order = plan.orders.get(bound.name)
        if order and "figures" in plan.looks[bound.name].shapes:
            told.append(f"{order} first")
        if kind == "instant":
            told.append(_zone(plan, bound))
        if bound.time:
            told.append(f"time of day from '{bound.time}'")
    elif kind == "seconds":
        told.append(f"bare numbers are {take.unit or 'seconds'}")
    if take.reads == "remaining":
        told.append("a minus sign means that it was missed")
    if plan.decimals.get(bound.name):
        told.append(f"decimal {plan.decimals[bound.name]}")
    if (
        kind in ("minor", "micro")
        and plan.currency
        and bound.name not in ("quantity_micro", "tax_percent_micro")
    ):
        told.append(plan.currency)
    if take.join and len(bound.headings) > 1:
        told.append("added up" if take.join == "+" else "joined")
    return ", ".join(told)


def _zone(plan: Plan, bound: Bound) -> str:
    if not plan.looks[bound.name].local:
        return "with its zone"
    open_ = any(q.option == "zone" for q in plan.questions)
    return "zone to be said" if open_ else f"local times are {plan.zone}"


def _shown(bound: Bound, value: object, currency: str) -> str:
    """A value as people write it: money with its currency, millionths as decimals, an instant to the second."""
    if value is None:
        return ""
    kind = kind_of(bound.column)
    if kind == "micro" and isinstance(value, int):
        return decimal(value)
    if kind == "minor" and isinstance(value, int):
        return show(value, currency)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _lines(preview: Preview) -> Iterator[str]:
    sheet = f", sheet '{preview.sheet}'" if preview.sheet else ""
    yield f"{preview.file}{sheet}: {preview.table.replace('_', ' ')}, read as {preview.label}"
    yield ""
    for c in preview.columns:
        headings = " + ".join(c.headings) or "-"
        examples = "; ".join(f"{_cut(e.written)} → {_cut(e.read) or '?'}" for e in c.examples)
        how = f" ({c.how})" if c.how else ""
        yield f"  {c.column:<20} from {headings}{how}"
        if examples:
            yield f"  {'':<20} {examples}"
    yield ""
    if preview.kept:
        yield f"Kept in extra: {', '.join(preview.kept)}"
    for name in preview.missing:
        yield f"Missing: nothing fills '{name}', which the table needs."
    for name, words in preview.unknown.items():
        yield f"No meaning as {name.replace('_', ' ')}: {', '.join(words[:10])}"
    yield from preview.notices
    for question in preview.questions:
        yield f"To be said: {question}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDE else f"{line[: _WIDE - 1]}…"
