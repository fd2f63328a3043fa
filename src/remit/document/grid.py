"""Tables drawn with characters: Markdown's pipes, tabs, and columns held apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from remit.document.labels import label

_SEPARATOR = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_TAB = re.compile(r"[ ]*\t\s*")
_SPACES = re.compile(r"[ \u00a0]{3,}")
_MARKER = re.compile(r"(?:[-*+•▪◦‣●○■–—·o]|\[[ xX]?\]|[☐☑☒])\Z")
_LONGEST = 240
"""Columns of prose set in two columns or justified with spaces are longer than a table's."""
_SLACK = 2

Cells = tuple[tuple[int, int], ...]
Drawing = Literal["pipes", "tabs", "spaces"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `text` is the document's `text[start:end]`, without white space around.

    indent  columns of white space before it (a tab reaches the next fourth column)
    right   the column in which it ends
    gap     a blank line or a page break stands before it
    hard    it ends in two spaces, Markdown's mark for a line break that is meant
    """

    start: int
    end: int
    text: str
    indent: int
    right: int
    page: int
    gap: bool
    hard: bool


@dataclass(frozen=True, slots=True)
class Row:
    cells: Cells
    table: int
    header: bool = False


def rows(lines: Sequence[Line]) -> dict[int, Row]:
    """The rows among `lines`, by the line's index. Separators, "|---|---|", belong to no row."""
    found: dict[int, Row] = {}
    table = at = 0
    while at < len(lines):
        end, drawing = _run(lines, at)
        if drawing is None:
            at += 1
            continue
        table += 1
        body = [i for i in range(at, end) if not separator(lines[i].text)]
        ruled = next((i for i in range(at, end) if separator(lines[i].text)), None)
        heads = {i for i in body if i < ruled} if ruled is not None else _heads(lines, body, drawing)
        for i in body:
            cells = _cells(lines[i], drawing)
            if cells:
                found[i] = Row(cells, table, i in heads)
        at = end
    return found


def separator(text: str) -> bool:
    return "|" in text and bool(_SEPARATOR.match(text))


def _run(lines: Sequence[Line], at: int) -> tuple[int, Drawing | None]:
    """The end of the table that begins at line `at`, and how it is drawn; None where no table begins."""
    first = lines[at]
    if _piped(first.text):
        end = at + 1
        while end < len(lines) and not lines[end].gap and _piped(lines[end].text):
            end += 1
        drawn = first.text.startswith("|") or (end > at + 1 and separator(lines[at + 1].text))
        return (end, "pipes") if drawn else (at, None)
    if _columns(first, _TAB):
        width, end = len(_columns(first, _TAB)), at + 1
        while end < len(lines) and not lines[end].gap and len(_columns(lines[end], _TAB)) == width:
            end += 1
        return (end, "tabs") if end >= at + 2 else (at, None)
    if starts := _columns(first, _SPACES):
        end = at + 1
        while end < len(lines) and _aligned(starts, _columns(lines[end], _SPACES)):
            end += 1
        # Two lines with one gap each may meet by chance; three, or two gaps, hardly.
        clear = end >= at + 3 or (end == at + 2 and (len(starts) > 2 or not lines[at + 1].gap))
        return (end, "spaces") if clear else (at, None)
    return at, None


def _piped(text: str) -> bool:
    return len(_PIPE.findall(text)) >= (2 if text.startswith("|") else 1)


def _columns(line: Line, gap: re.Pattern[str]) -> list[int]:
    """The columns in which the cells of a line begin; empty where it is no row: prose, or a clause behind its number."""
    if len(line.text) > _LONGEST or not gap.search(line.text):
        return []
    head = gap.split(line.text, maxsplit=1)[0]
    found = label(head + " ")
    if _MARKER.match(head) or (found and not found.shape.isalpha() and found.end >= len(head)):
        return []
    return [line.indent, *(line.indent + m.end() for m in gap.finditer(line.text))]


def _aligned(starts: list[int], others: list[int]) -> bool:
    return len(starts) == len(others) and all(
        abs(a - b) <= _SLACK for a, b in zip(starts[1:], others[1:], strict=True)
    )


def _cells(line: Line, drawing: Drawing) -> Cells:
    """Offsets in the document's text. An empty cell lies at the start or the end of its row."""
    text = line.text
    gap = {"pipes": _PIPE, "tabs": _TAB, "spaces": _SPACES}[drawing]
    begin = 1 if drawing == "pipes" and text.startswith("|") else 0
    stop = len(text) - 1 if drawing == "pipes" and text.endswith("|") and len(text) > begin else len(text)
    bounds = [begin, *(e for m in gap.finditer(text, begin, stop) for e in m.span()), stop]
    found: list[tuple[int, int]] = []
    for left, right in zip(bounds[::2], bounds[1::2], strict=True):
        cell = text[left:right]
        inner = left + len(cell) - len(cell.lstrip())
        found.append((line.start + inner, line.start + inner + len(cell.strip())))
    full = [cell for cell in found if cell[0] < cell[1]]
    if not full:
        return ()
    first, last = full[0][0], full[-1][1]
    return tuple((min(max(a, first), last), min(max(b, first), last)) for a, b in found)


def _heads(lines: Sequence[Line], body: Sequence[int], drawing: Drawing) -> set[int]:
    """Without a separator the first row heads the table where it alone is free of figures."""
    if drawing == "pipes" or len(body) < 2:
        return set()
    figures = [any(c.isdigit() for c in lines[i].text) for i in body]
    return {body[0]} if not figures[0] and all(figures[1:]) else set()
