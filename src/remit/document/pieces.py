"""Text built by a reader: pieces in reading order become one text with paragraphs and pages.

For formats which hold no text a person could open as it is (Word, HTML, mail).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from remit.document.model import Kind, Paragraph

PAGE = "\f"
"""In a piece's text: a page begins here. XML can't hold the character, and HTML's readers see white space."""
CELL = " | "


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph before it has a place; the fields are those of `Paragraph`. A row has cells and no text."""

    text: str = ""
    kind: Kind = "text"
    level: int = 0
    number: str = ""
    cells: tuple[str, ...] = ()
    header: bool = False
    table: int = 0
    hidden: bool = False


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Paragraph, ...], tuple[int, ...]]:
    """The text, its paragraphs and the offsets at which pages begin. Pieces without text only turn pages."""
    out: list[str] = []
    found: list[Paragraph] = []
    pages = [0]
    at = turned = 0
    for piece in pieces:
        parts = [_clean(raw) for raw in piece.cells or (piece.text,)]
        full = [text for text, _ in parts if text]
        if not full:
            turned += sum(len(breaks) for _, breaks in parts)
            continue
        together = bool(found) and piece.kind == "row" and piece.table == found[-1].table
        gap = "" if not found else "\n" if together else "\n\n"
        start = at + len(gap)
        end = start + sum(map(len, full)) + len(CELL) * (len(full) - 1)
        pages += [start] * turned
        turned = 0
        cells: list[tuple[int, int]] = []
        offset = start
        for text, breaks in parts:
            # An empty cell has no place of its own: it lies where the next one begins.
            cells.append((min(offset, end), min(offset + len(text), end)))
            for broken in breaks:
                if offset + broken >= end:
                    turned += 1
                else:
                    pages.append(offset + broken)
            offset += len(text) + len(CELL) if text else 0
        out += [gap, CELL.join(full)]
        at = end
        found.append(
            Paragraph(
                start,
                end,
                bisect_right(pages, start),
                piece.kind,
                piece.level,
                piece.number,
                tuple(cells) if piece.cells else (),
                piece.header,
                piece.table,
                piece.hidden,
            )
        )
    return "".join(out), tuple(found), tuple(pages)


def _clean(raw: str) -> tuple[str, list[int]]:
    """The text without white space around, and where in it pages begin."""
    text = raw.replace(PAGE, "")
    bare = text.strip()
    lead = len(text) - len(text.lstrip())
    at = (
        [i - n - lead for n, i in enumerate(i for i, c in enumerate(raw) if c == PAGE)] if PAGE in raw else []
    )
    return bare, [min(max(i, 0), len(bare)) for i in at]
