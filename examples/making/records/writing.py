"""How the files are written: CSV in several dialects, JSON, and sheets that are the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

Row = Mapping[str, object]


def table(rows: Sequence[Row], *, separator: str = ",", encoding: str = "utf-8", end: str = "\n") -> bytes:
    """A CSV with the keys of the first row as headings."""
    return grid(
        [list(rows[0]), *(list(r.values()) for r in rows)], separator=separator, encoding=encoding, end=end
    )


def grid(
    rows: Iterable[Sequence[object]], *, separator: str = ",", encoding: str = "utf-8", end: str = "\n"
) -> bytes:
    """A CSV from rows, the first of which holds the headings."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows(["" if c is None else c for c in row] for row in rows)
    return out.getvalue().encode(encoding)


def records(rows: object) -> bytes:
    return (json.dumps(rows, indent=1, ensure_ascii=False) + "\n").encode()


def sheet(name: str, draw: Any) -> bytes:  # noqa: ANN401 - a function that draws on xlsxwriter's untyped sheet
    """A workbook with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 6, 1, tzinfo=None), "author": "Harbourline"})  # noqa: DTZ001 - a file's date
        draw(book, book.add_worksheet(name))
    return out.getvalue()
