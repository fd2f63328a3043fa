"""Invoices made to be read: PDF, Word, web page, e-mail or scan become a table of their lines.

The lines are the rows under a row of headings that names an amount; a row that holds a text alone goes on with the
line above. What stands beside the table (number, dates, totals) is found by its label and put on every line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from remit.audit.importers.formats import ANY, formats
from remit.audit.importers.headings import distinct, plain
from remit.audit.importers.source import ROW, Progress, Source
from remit.document.model import Document, Paragraph
from remit.document.open import open_document
from remit.errors import FileProblem, ModelProblem

_PERCENT = re.compile(r"\(?\b(?:at|@|zu|à)?\s*\d{1,2}(?:[.,]\d+)?\s?%\)?")
_CODE = re.compile(r"\b(GBP|EUR|USD|AUD|CAD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|ZAR|SGD|HKD|INR|JPY|AED)\b")
_NEEDED = ("description", "amount_minor")
_WORTH = ("quantity_micro", "unit_price_micro", "amount_minor", "description")


@cache
def _data() -> Mapping[str, Any]:
    text = files("remit.audit.importers").joinpath("printed.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes text alone
    if data.pop("schema") != "remit/printed/1":
        raise ModelProblem("printed.yaml has another schema than this program reads.")
    return dict(data)


@cache
def _labels() -> Mapping[str, str]:
    return {plain(word): label for label, words in _data()["labels"].items() for word in words}


@cache
def _columns() -> Mapping[str, str]:
    """The column of a line that a heading names, by its plain form."""
    (mapping,) = (m for m in formats() if m.table == "invoice_lines" and m.format == ANY)
    found: dict[str, str] = {}
    for name, take in mapping.columns.items():
        for heading in take.headings:
            found.setdefault(plain(heading), name)
    return found


@dataclass
class _Found:
    """What was found so far: the headings of the lines, the lines, and the values beside them."""

    headings: tuple[str, ...] = ()
    lines: list[list[str]] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)


def open_printed(path: Path, name: str, progress: Progress | None = None) -> Source:
    """The lines of an invoice to be read; FileProblem where no table of lines is found."""
    document = open_document(path, name=name, progress=progress)[0]
    found = _search(document)
    if not found.lines:
        raise FileProblem(
            f"In {name} no table of invoice lines was found.",
            "Give the invoice as XML, CSV or Excel; a table needs headings such as Description and Amount.",
        )
    beside = {**_guessed(document), **found.beside}
    columns = distinct([*found.headings, *beside])
    rows = [dict(zip(columns, [*line, *beside.values()], strict=True)) for line in found.lines]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String)).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
        *(pl.col(c).replace("", None) for c in columns),
    )
    notices = tuple(document.notices)
    if document.confidence < 1:
        notices += (
            f"{name} was read from a picture ({document.confidence:.0%} sure): compare its amounts with the paper.",
        )
    return Source(
        name=name,
        kind="printed",
        frame=frame.lazy(),
        headings=columns,
        unit="line",
        size=path.stat().st_size,
        notices=notices,
    )


def _search(document: Document) -> _Found:
    found = _Found()
    waiting: list[str] = []
    for paragraph, cells in _rows(document):
        if len(cells) > 1 and _is_heading(cells):
            if not found.headings:
                found.headings = tuple(cells)
            waiting = []
        elif found.headings and len(cells) == len(found.headings) and _is_line(cells):
            _line(found, cells)
        elif waiting and len(cells) == len(waiting):
            for label, value in zip(waiting, cells, strict=True):
                _beside(found, label, value)
            waiting = []
        elif len(cells) > 1 and all(_label(c) for c in cells):
            waiting = cells
        else:
            _loose(found, paragraph, cells)
    return found


def _rows(document: Document) -> Iterator[tuple[Paragraph, list[str]]]:
    for p in document.paragraphs:
        if p.kind == "furniture" or p.hidden:
            continue
        cells = [" ".join(document.text[a:b].split()) for a, b in p.cells]
        yield p, cells or [" ".join(document.text[p.start : p.end].split())]


def _is_heading(cells: Sequence[str]) -> bool:
    named = {_columns().get(plain(c)) for c in cells}
    return all(n in named for n in _NEEDED) or sum(1 for w in _WORTH if w in named) >= 3


def _is_line(cells: Sequence[str]) -> bool:
    """A row of the table that is neither empty nor a sum under it."""
    filled = [c for c in cells if c]
    return bool(filled) and not (
        _label(filled[0]) and len(filled) <= 2 and any(ch.isdigit() for ch in filled[-1])
    )


def _line(found: _Found, cells: list[str]) -> None:
    names = [_columns().get(plain(h)) for h in found.headings]
    described = names.index("description") if "description" in names else 0
    alone = [i for i, c in enumerate(cells) if c] == [described]
    if alone and found.lines:
        found.lines[-1][described] = f"{found.lines[-1][described]} {cells[described]}".strip()
    else:
        found.lines.append(list(cells))


def _label(text: str) -> str | None:
    """What a label is called by us: 'VAT at 20%' is 'Invoice VAT'."""
    return _labels().get(plain(_PERCENT.sub("", text)))


def _beside(found: _Found, label: str, value: str) -> None:
    name = _label(label)
    if name is None or not value:
        return
    # The last total counts: sums by rate of tax and carried over stand before it. Of the rest the first.
    if name == "Invoice total" or name not in found.beside:
        found.beside[name] = value


@cache
def _labelled() -> re.Pattern[str]:
    """A known label with a colon: several may stand in one cell."""
    words = sorted((w for ws in _data()["labels"].values() for w in ws), key=len, reverse=True)
    known = "|".join(re.escape(w).replace(r"\ ", r"\s*") for w in words)
    return re.compile(rf"(?<!\w)({known})\s*(?:\bat\s*\d[\d.,]*\s?%\s*)?:\s*", re.IGNORECASE)


def _loose(found: _Found, paragraph: Paragraph, cells: list[str]) -> None:
    """Labels with their values: 'Due date: 30 April 2026', or in two cells of a row."""
    for place, cell in enumerate(cells):
        hits = list(_labelled().finditer(cell))
        for hit, after in zip(hits, [*hits[1:], None], strict=False):
            _beside(found, hit[1], cell[hit.end() : after.start() if after else None].strip())
        if not hits and _label(cell):
            _beside(found, cell, next((c for c in cells[place + 1 :] if c), ""))
    if len(cells) == 1 and paragraph.kind != "row" and ":" not in cells[0]:
        words = cells[0].split()
        # "Invoice HTS-0317": label and number without a colon, where the last word holds figures.
        if 2 <= len(words) <= 4 and any(c.isdigit() for c in words[-1]) and _label(" ".join(words[:-1])):
            _beside(found, " ".join(words[:-1]), words[-1])


def _guessed(document: Document) -> dict[str, str]:
    """What invoices leave unsaid: the letterhead is the supplier's, and a title says that it is a credit note."""
    found: dict[str, str] = {}
    first = next((c for _, cells in _rows(document) for c in cells if c), "")
    if first and _label(first) is None and ":" not in first:
        found["Supplier"] = first
    start = document.text[:1500].casefold()
    found["Type"] = "Credit note" if any(word in start for word in _data()["credit"]) else "Invoice"
    code = _CODE.search(document.text)
    if code:
        found["Currency"] = code[1]
    return found
