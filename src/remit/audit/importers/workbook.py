"""Sheets of Excel (.xlsx, .xlsm, .xlsb, .xls) and OpenDocument (.ods): the sheet that looks most like a table of ours.

Cells become text that can be read in one way only: a date is written as ISO 8601 whatever it looks like on screen
(also in workbooks that count from 1904), a number with a point and never with three decimals alone.
"""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine as calamine

from remit.audit.importers.chunks import lay_down
from remit.audit.importers.headings import LOOK, combine, distinct, heading_row
from remit.audit.importers.source import BEYOND, Known, Progress, Source, unmistakable
from remit.errors import FileProblem, RequestProblem

_MAX_UNPACKED = 4 * 2**30
"""Bytes of a workbook's parts: a full sheet of a million rows and thirty columns fits."""
_MAX_RATIO = 1000


def open_workbook(path: Path, name: str, known: Known, wanted: str, progress: Progress | None) -> Source:
    """The wanted sheet, or the visible one whose headings are best known. FileProblem where none has headings."""
    _bounded(path, name)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as problem:
        raise FileProblem(
            f"{name} is protected by a password.",
            "Open it with its password, save it without, and give that file.",
        ) from problem
    except (calamine.CalamineError, OSError) as problem:
        raise FileProblem(
            f"{name} is no workbook that can be read: {problem}.", "Save it anew as .xlsx, or as CSV."
        ) from problem
    visible = [s.name for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
    if wanted and wanted not in book.sheet_names:
        raise RequestProblem(f"{name} has no sheet '{wanted}'.", f"It has: {', '.join(book.sheet_names)}.")
    best: tuple[int, str, int, list[str]] | None = None
    for title in [wanted] if wanted else visible:
        rows = _head(book.get_sheet_by_name(title))
        index = heading_row(rows, known)
        if index is None:
            continue
        headings = combine(rows, index, known)
        score = sum(1 for h in headings if h and known(h))
        if best is None or score > best[0]:
            best = (score, title, index, headings)
    if best is None:
        raise FileProblem(f"{name} has no sheet with a row of headings.", "Give a table with headings.")
    _, title, index, headings = best
    columns = distinct(headings)
    sheet = book.get_sheet_by_name(title)
    frame, keep = lay_down(
        itertools.islice(_rows(sheet, name, progress), index + 1, None), (*columns, *BEYOND)
    )
    others = [s for s in visible if s != title]
    notices = (
        (f"Sheet '{title}' of {name} was read; it also has {', '.join(map(repr, others))}.",)
        if others and not wanted
        else ()
    )
    return Source(
        name=name,
        kind="workbook",
        frame=frame,
        headings=columns,
        beyond=BEYOND,
        sheet=title,
        size=path.stat().st_size,
        notices=notices,
        keep=keep,
    )


def _bounded(path: Path, name: str) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        total = sum(p.file_size for p in parts)
        packed = sum(p.compress_size for p in parts)
    if total > _MAX_UNPACKED or (total > 2**26 and total > _MAX_RATIO * max(packed, 1)):
        raise FileProblem(f"{name} unpacks to {total // 2**20:,} MB.", "Save the table as CSV and give that.")


def _head(sheet: calamine.CalamineSheet) -> list[list[str]]:
    """The first rows as text, cells merged over several rows or columns filled with what is shown in them."""
    rows = [list(cells) for _, cells in itertools.islice(_rows(sheet, "", None), LOOK + 1)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        # Over several rows only: what spans columns is a title or a group, which `combine` knows to treat.
        if bottom > top and left == right and bottom < len(rows) and left < len(rows[top]):
            shown = rows[top][left]
            for row in range(top + 1, bottom + 1):
                if left < len(rows[row]) and not rows[row][left]:
                    rows[row][left] = shown
    return rows


def _rows(
    sheet: calamine.CalamineSheet, name: str, progress: Progress | None
) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as the program shows it, from the sheet's first; empty rows keep their place."""
    if sheet.start is None:
        return
    top, left = sheet.start
    for number in range(1, top + 1):
        yield number, []
    lead = [""] * left
    for number, cells in enumerate(sheet.iter_rows(), top + 1):
        if progress is not None and number % 10_000 == 0:
            progress(f"Reading {name}", number, sheet.total_height)
        yield number, lead + [_text(c) for c in cells]


def _text(cell: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        sign = "-" if seconds < 0 else ""
        return f"{sign}{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"
    return "" if cell is None else str(cell)


def _number(cell: float) -> str:
    """A cell's number to Excel's fifteen figures."""
    if cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    return unmistakable(Decimal(f"{cell:.15g}"))
