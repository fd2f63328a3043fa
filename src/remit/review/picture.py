"""Who bears what, as one small picture: topics by where their events fall. Shapes carry the meaning, not colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from remit.review.findings import COLUMNS, Bearing

LEFT, COLUMN, ROW, TOP, DOT, LINE = 160, 116, 30, 32, 16, 6
"""Widths and heights in pixels; `LINE` is how many marks stand side by side in a cell."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    where: str


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    y: int
    height: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    columns: tuple[tuple[str, int], ...]
    text: str


def picture(matrix: Sequence[Bearing], words: dict[str, str]) -> Picture:
    """Where every row and mark of the picture stands, and the same in words for those who do not see it."""
    rows, dots, says, y = [], [], [], TOP
    for group in dict.fromkeys(b.group for b in matrix):
        held = [[b for b in matrix if b.group == group and b.where == column] for column in COLUMNS]
        lines = max(-(-len(cell) // LINE) for cell in held)
        height = ROW + DOT * (lines - 1)
        for n, cell in enumerate(held):
            for place, bearing in enumerate(cell):
                line, at = divmod(place, LINE)
                dots.append(Dot(LEFT + n * COLUMN + 12 + at * DOT, y + ROW // 2 + line * DOT, bearing.where))
        rows.append(Row(group, y, height, tuple(len(cell) for cell in held)))
        counted = [f"{len(c)} {words[w].lower()}" for c, w in zip(held, COLUMNS, strict=True) if c]
        says.append(f"{group}: {', '.join(counted)}.")
        y += height
    columns = tuple((column, LEFT + n * COLUMN) for n, column in enumerate(COLUMNS))
    return Picture(LEFT + COLUMN * len(COLUMNS), y + 4, tuple(rows), tuple(dots), columns, " ".join(says))
