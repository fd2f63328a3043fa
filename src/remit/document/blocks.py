"""Lines of all pages become the blocks of a document: paragraphs, headings, items, rows, furniture and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from remit.document.furniture import furniture
from remit.document.labels import Label, label, titled
from remit.document.lines import Line, lines
from remit.document.model import Kind
from remit.document.notes import mark, notes
from remit.document.paragraphs import Measure, bold, ended, flows, measures, paragraphs
from remit.document.ruled import ruled
from remit.document.tables import Row, aligned
from remit.document.words import Sheet, Word

_BULLET = re.compile(r"(?:[•▪◦‣●○■□➢➤✓✔·\uf0a7\uf0b7\uf0d8*–—-]|o)(?=\s)")
_LONGEST_HEADING = 16  # words


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph before its text is laid out: words line by line, or cell by cell for a row."""

    kind: Kind
    parts: tuple[tuple[Word, ...], ...]
    pages: tuple[int, ...]
    """The page of each part."""
    level: int = 0
    number: str = ""
    header: bool = False
    table: int = 0


def blocks(sheets: Sequence[Sheet]) -> list[Block]:
    """The blocks in reading order.

    A page's furniture stands behind its body, or behind the paragraph that runs over onto the next page, so that no
    sentence is interrupted.
    """
    pages = [_elements(sheet) for sheet in sheets]
    running = furniture(pages, [sheet.height for sheet in sheets])
    bodies: list[list[Line | Row]] = []
    for page, run, sheet in zip(pages, running, sheets, strict=True):
        body = [element for i, element in enumerate(page) if i not in run]
        bodies.append(_with_aligned(body, sheet))
    written = [[element for element in body if isinstance(element, Line)] for body in bodies]
    usual = measures(written)
    size = _body_size(written)
    below = [notes(page, size, sheet.rules) for page, sheet in zip(written, sheets, strict=True)]
    found: list[Block] = []
    last: list[Line] = []
    aside: list[Block] = []
    table = 0
    for page, body, run, measure, sheet, feet in zip(
        pages, bodies, running, usual, sheets, below, strict=True
    ):
        groups = _groups(body[: len(body) - sum(map(len, feet))], measure)
        head = groups[0] if groups else None
        if last and isinstance(head, list) and flows(last[-1], head[0], measure):
            groups[0] = last + head
        elif last:
            found.append(_block(last, size))
        found += aside
        aside = [_note(foot) for foot in feet]
        aside += [Block("furniture", (page[i].words,), (page[i].page,)) for i in sorted(run)]
        if sheet.strays:
            aside.append(Block("furniture", (sheet.strays,), (sheet.number,)))
        tail = groups[-1] if groups else None
        last = tail if isinstance(tail, list) else []
        for group in groups[:-1] if last else groups:
            if isinstance(group, Row):
                table += group.first
                found.append(_row(group, table))
            else:
                found.append(_block(group, size))
    if last:
        found.append(_block(last, size))
    return found + aside


def _elements(sheet: Sheet) -> list[Line | Row]:
    """The page's lines in reading order with the rows of drawn tables where they stand."""
    tables, rest = ruled(sheet)
    found: list[Line | Row] = list(lines(rest, sheet.number))
    for table in sorted(tables, key=lambda table: -table.top):
        above = [
            i
            for i, element in enumerate(found)
            if isinstance(element, Line)
            and element.base <= table.top + 1
            and element.start < table.right
            and table.left < element.stop
        ]
        at = above[-1] + 1 if above else 0
        found[at:at] = table.rows
    return found


def _with_aligned(body: Sequence[Line | Row], sheet: Sheet) -> list[Line | Row]:
    found: list[Line | Row] = []
    for drawn, part in groupby(body, key=lambda element: isinstance(element, Row)):
        if drawn:
            found += part
        else:
            found += aligned([element for element in part if isinstance(element, Line)], sheet.rules)
    return found


def _groups(body: Sequence[Line | Row], measure: Measure) -> list[list[Line] | Row]:
    """The page's paragraphs and rows."""
    found: list[list[Line] | Row] = []
    for drawn, part in groupby(body, key=lambda element: isinstance(element, Row)):
        elements = list(part)
        if drawn:
            found += [element for element in elements if isinstance(element, Row)]
        else:
            found += paragraphs([element for element in elements if isinstance(element, Line)], measure)
    return found


def _note(foot: Sequence[Line]) -> Block:
    return Block(
        "note", tuple(line.words for line in foot), tuple(line.page for line in foot), number=mark(foot[0])
    )


def _row(row: Row, table: int) -> Block:
    cells = tuple(cell for cell in row.cells)
    return Block("row", cells, (row.page,) * len(cells), header=row.header, table=table)


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    counts = Counter[float]()
    for page in pages:
        for line in page:
            counts[round(line.size * 2) / 2] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 10.0


def _block(group: Sequence[Line], size: float) -> Block:
    text = " ".join(line.text for line in group)
    found = label(text)
    block = Block(
        "text", tuple(line.words for line in group), tuple(line.page for line in group),
        number=found.number if found else "",
    )  # fmt: skip
    if _heading(group, text, found, size):
        return replace(block, kind="heading", level=_level(found))
    if found or _BULLET.match(text):
        return replace(block, kind="item")
    return block


def _heading(group: Sequence[Line], text: str, found: Label | None, size: float) -> bool:
    rest = text[found.end :] if found else text
    words = rest.split()
    letters = [c for c in rest if c.isalpha()]
    if len(words) > _LONGEST_HEADING or (not letters and (found is None or not found.shape.isalpha())):
        return False
    if rest.endswith((",", ";")) or (ended(rest) and not found and len(words) > 6):
        return False
    if found and found.shape.isalpha():
        # "Schedule 2 – Service levels", but not "Schedule 2 sets out ..."
        title = rest.lstrip("–—-:. ")
        return not words or titled(rest) or (title[:1].isupper() and not ended(title) and len(group) == 1)
    if min(line.size for line in group) > 1.12 * size or all(bold(line) for line in group):
        return True
    # Serial numbers are capitals too, but mostly digits.
    wordy = len(letters) >= max(4, 0.6 * len("".join(words)))
    capitals = wordy and all(c.isupper() for c in letters)
    return capitals or (found is not None and found.shape == "1" and len(group) == 1 and titled(rest))


def _level(found: Label | None) -> int:
    if found is None or found.shape.isalpha():
        return 1
    return 1 + found.number.count(".") if found.shape.startswith("1") else 2
