"""Files become tables: the door of the importers.

    read_files(paths, tables, options) -> Imported

Every file is opened by content, its format recognised by its headings, its columns surveyed, converted and gathered.
What can't be decided is asked (RequestProblem), what can't be read is named with row and column (FileProblem); with
`Options.partial` the good rows are used and the others stand in `Imported.rejects`.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import polars as pl

from remit.audit.importers.binding import Options, Plan, batches, bind, decide, selected, survey
from remit.audit.importers.checking import check_invoices
from remit.audit.importers.converting import convert, rows_of
from remit.audit.importers.einvoice import EInvoice, read_einvoice
from remit.audit.importers.finishing import complete, continue_rows, finish, invoices
from remit.audit.importers.formats import known, recognise
from remit.audit.importers.headings import spellings
from remit.audit.importers.invoice_files import content, embedded, kind_of_file
from remit.audit.importers.mapping import Mapping
from remit.audit.importers.notice import Notice
from remit.audit.importers.own import OWN
from remit.audit.importers.pausing import pauses_of, with_pauses
from remit.audit.importers.printed import open_printed
from remit.audit.importers.source import Broken, Progress, open_source, start_of
from remit.audit.importers.store import Store, mark_repeats
from remit.audit.tables import REJECTS, TABLES
from remit.errors import FileProblem, RequestProblem

READABLE = ("tickets", "time_entries", "invoice_lines", "invoices", "assets", "status_changes", "pause_log")


@dataclass(frozen=True)
class FileRead:
    """One file and how it was read.

    mapping  reads it again in the same way, without the options; None for an electronic invoice, which needs none
    """

    name: str
    table: str
    format: str
    rows: int
    rejected: int
    mapping: Mapping | None


@dataclass(frozen=True)
class Imported:
    """The tables of some files. `tables` holds every table that any file filled.

    rejects  the values that could not be read (`remit.audit.tables.REJECTS`); their rows are in no table
    """

    tables: Map[str, pl.LazyFrame]
    rejects: pl.DataFrame
    notices: tuple[Notice, ...]
    files: tuple[FileRead, ...]

    def table(self, name: str) -> pl.LazyFrame:
        """A table by name; empty where no file filled it."""
        return self.tables.get(name, TABLES[name].empty().lazy())


def read_files(
    paths: Sequence[Path],
    tables: Sequence[str] = READABLE,
    options: Options | None = None,
    *,
    mappings: Map[str, Mapping] = MappingProxyType({}),
    progress: Progress | None = None,
) -> Imported:
    """The tables in some files.

    tables    what the caller can use: ("tickets", "time_entries") tells the two apart and refuses invoices
    mappings  saved mappings by name of file; they stand above what is recognised and above the options
    """
    options = options or Options()
    reading = _Reading(options)
    for path, name in zip(paths, _names(paths), strict=True):
        reading.read(path, name, tuple(tables), mappings.get(path.name), progress)
    return reading.done()


def _names(paths: Sequence[Path]) -> list[str]:
    """The files' names, with their folder's before it where two are the same."""
    names = [p.name for p in paths]
    return [f"{p.absolute().parent.name}/{p.name}" if names.count(p.name) > 1 else p.name for p in paths]


def plan_file(
    path: Path,
    name: str,
    tables: Sequence[str],
    options: Options,
    mapping: Mapping | None,
    progress: Progress | None = None,
) -> Plan:
    """How a table's file would be read: opened, recognised, surveyed and decided, with what is still to be asked."""
    sheet = (mapping.sheet if mapping else "") or options.sheet
    wanted = mapping.headings if mapping else frozenset()
    if kind_of_file(path, start_of(path, name)) == "table":
        source = open_source(
            path,
            lambda h: known(h) or bool(wanted.intersection(spellings(h))),
            name=name,
            sheet=sheet,
            progress=progress,
        )
    else:
        source = open_printed(path, name, progress)
    chosen = mapping or recognise(name, source.headings, tables, options.format)
    if chosen.table not in tables:
        raise RequestProblem(
            f"The mapping for {name} is of {chosen.table.replace('_', ' ')}, which are not wanted here.",
            f"Give one of {', '.join(tables)}.",
        )
    plan = bind(chosen, source)
    missing = [h for n, t in chosen.columns.items() if mapping for h in t.headings if not plan.bound(n)]
    if missing:
        raise RequestProblem(
            f"{name} has no column '{missing[0]}', which the mapping names.",
            f"It has: {', '.join(source.headings)}.",
        )
    survey(plan)
    decide(plan, options)
    return plan


class _Reading:
    """Files on their way into tables."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.stores: dict[str, Store] = {}
        self.rejects: list[pl.DataFrame] = []
        self.notices: list[Notice] = []
        self.files: list[FileRead] = []

    def read(
        self,
        path: Path,
        name: str,
        tables: tuple[str, ...],
        mapping: Mapping | None,
        progress: Progress | None,
    ) -> None:
        head = start_of(path, name)
        kind = kind_of_file(path, head)
        if kind != "table" and "invoice_lines" not in tables:
            raise FileProblem(
                f"{name} is {kind}, which holds no {tables[0].replace('_', ' ')}.",
                "Give a table: CSV, Excel, Parquet or JSON.",
            )
        xml = (
            content(path, name)
            if kind == "XML"
            else embedded(content(path, name), name)
            if kind == "a PDF"
            else None
        )
        if xml is not None:
            self._einvoice(read_einvoice(xml, name, "factur-x" if kind == "a PDF" else ""), name)
            return
        plan = plan_file(path, name, tables, self.options, mapping, progress)
        if plan.questions:
            question = plan.questions[0]
            raise RequestProblem(
                f"In {name}, {question.text}.",
                f"{question.asks[:1].upper()}{question.asks[1:]}, with --{question.option.replace('_', '-')}.",
            )
        self.notices.extend(Notice("file", name, text) for text in plan.source.notices)
        before = sum(map(len, self.rejects))
        self._broken(name, plan.source.broken)
        rows = self._rows(plan, progress)
        rejected = sum(map(len, self.rejects)) - before
        self.notices.extend(_unknown(plan))
        if rows == 0 and not rejected:
            raise FileProblem(f"{name} has headings and no rows.", "Export it again with its rows.")
        self._refuse(name, rows)
        self.files.append(
            FileRead(name, plan.mapping.table, plan.mapping.format, rows, rejected, settled(plan))
        )

    def _rows(self, plan: Plan, progress: Progress | None) -> int:
        table = plan.mapping.table
        own = plan.mapping.format == OWN
        whole = table == "invoice_lines" and not own
        store = self.stores.setdefault(table, Store(table))
        before = store.rows
        lines: list[pl.DataFrame] = []
        totals: list[int] = []
        for batch in batches(plan.source.frame.select(*selected(plan)), whole=whole):
            rows, sums = rows_of(plan, batch)
            done = convert(plan, continue_rows(plan, rows) if whole else rows)
            totals.extend(sums)
            if len(done.rejects):
                self.rejects.append(done.rejects)
            if whole:
                lines.append(done.frame)
            else:
                store.add(complete(done.frame, table) if own else finish(plan, done.frame))
            if progress is not None:
                progress(f"Reading {plan.source.name}", store.rows - before, store.rows - before + len(batch))
        for frame in lines:
            charged, heads = invoices(plan, frame)
            store.add(charged)
            self.stores.setdefault("invoices", Store("invoices")).add(heads)
        if totals:
            text = f"{plan.source.unit} {', '.join(map(str, totals))} of {plan.source.name} holds sums and was left out."
            self.notices.append(Notice("totals", plan.source.name, text, tuple(totals)))
        return store.rows - before

    def _einvoice(self, invoice: EInvoice, name: str) -> None:
        if len(invoice.rejects):
            self.rejects.append(invoice.rejects)
        self.stores.setdefault("invoice_lines", Store("invoice_lines")).add(invoice.lines)
        self.stores.setdefault("invoices", Store("invoices")).add(invoice.heads)
        if len(invoice.heads) and not len(invoice.lines):
            self.notices.append(Notice("file", name, f"{name} states totals and no lines."))
        self._refuse(name, len(invoice.lines))
        source = invoice.heads["source"][0] if len(invoice.heads) else ""
        self.files.append(
            FileRead(name, "invoice_lines", source, len(invoice.lines), len(invoice.rejects), None)
        )

    def _broken(self, name: str, broken: Sequence[Broken]) -> None:
        if broken:
            self.rejects.append(
                pl.DataFrame(
                    [
                        {
                            "file": name,
                            "row": b.row,
                            "column": None,
                            "value": b.text,
                            "problem": b.problem,
                            "record": b.text,
                        }
                        for b in broken
                    ],
                    schema=REJECTS.schema,
                )
            )

    def _refuse(self, name: str, rows: int) -> None:
        """Without leave to go on, the first value that can't be read ends the import."""
        mine = [r for r in self.rejects if len(r) and r["file"][0] == name]
        if not mine or self.options.partial:
            return
        rejects = pl.concat(mine).sort("row", maintain_order=True)
        first = rejects.row(0, named=True)
        count = rejects["row"].n_unique()
        where = f", column '{first['column']}'" if first["column"] else ""
        value = f"'{_short(first['value'])}' " if first["value"] else ""
        others = f" {count} of {rows + count} rows can't be read." if count > 1 else ""
        raise FileProblem(
            f"{name}, row {first['row']}{where}: {value}{first['problem']}.{others}",
            "Correct the file, or use the other rows and list these with --partial.",
        )

    def done(self) -> Imported:
        tables: dict[str, pl.LazyFrame] = {}
        for name, store in self.stores.items():
            frame, repeated = mark_repeats(store.frame(), TABLES[name].key)
            tables[name] = frame
            if repeated and name != "invoices":
                self.notices.append(_repeated(name, frame, repeated))
        if "status_changes" in tables:
            derived = pauses_of(tables["status_changes"])
            own = tables.get("pause_log")
            tables["pause_log"] = derived if own is None else pl.concat([own, derived])
        if "tickets" in tables and "pause_log" in tables:
            tables["tickets"] = with_pauses(tables["tickets"], tables["pause_log"])
        if "invoice_lines" in tables and "invoices" in tables:
            self.notices.extend(check_invoices(tables["invoice_lines"], tables["invoices"]))
        rejects = pl.concat([REJECTS.empty(), *self.rejects])
        return Imported(
            MappingProxyType(tables),
            rejects,
            tuple(self.notices),
            tuple(self.files),
        )


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _repeated(name: str, frame: pl.LazyFrame, count: int) -> Notice:
    hits = frame.filter(pl.col("repeats").is_not_null()).select("file", "row", "repeats").head(20).collect()
    first = hits.row(0, named=True)
    return Notice(
        "repeats",
        str(first["file"]),
        f"{count} of the {name.replace('_', ' ')} stand twice: {first['file']}, row {first['row']} repeats "
        f"{first['repeats']}. They are kept and marked.",
        tuple(hits["row"].to_list()),
    )


def _unknown(plan: Plan) -> list[Notice]:
    found = []
    for name, words in plan.unknown.items():
        bound = plan.bound(name)
        if words and bound is not None:
            shown = ", ".join(f"'{_short(w)}'" for w in words[:5])
            text = (
                f"{plan.source.name}, column '{bound.heading}': {shown}{' and others' if len(words) > 5 else ''} "
                f"{'has' if len(words) == 1 else 'have'} no meaning as {name.replace('_', ' ')} and count as not stated; "
                "`words` in a mapping gives them one."
            )
            found.append(Notice("unknown words", plan.source.name, text))
    return found


def settled(plan: Plan) -> Mapping:
    """The mapping that reads this file again in the same way: its own headings, and every decision."""
    columns = {
        b.name: b.take.model_copy(
            update={"headings": b.headings, "spare": (), "time": (b.time,) if b.time else ()}
        )
        for b in plan.bounds
    }
    orders = {o for n, o in plan.orders.items() if o and plan.looks[n].shapes & {"figures"}}
    decimals = {d for d in plan.decimals.values() if d}
    return plan.mapping.model_copy(
        update={
            "columns": columns,
            "sheet": plan.source.sheet,
            "zone": plan.zone if any(look.local for look in plan.looks.values()) else plan.mapping.zone,
            "date_order": next(iter(orders)) if len(orders) == 1 else plan.mapping.date_order,
            "decimal": next(iter(decimals)) if len(decimals) == 1 else plan.mapping.decimal,
            "currency": (plan.currency or None)
            if plan.mapping.table in ("invoice_lines", "time_entries")
            else None,
            "marks": (),
            "also": (),
        }
    )
