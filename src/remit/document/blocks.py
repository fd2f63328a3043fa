"""Lines of all pages become the blocks of a document: paragraphs, headings, items, rows, furniture and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from remit.document.furniture import furniture
from remit.document.labels import Label, label, titled
from remit.document.lines import Line, lines
from remit.document.model import Kind
from remit.document.paragraphs import bold, ended, flows, measures, paragraphs
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
    pages = [lines(sheet.words, sheet.number) for sheet in sheets]
    running = furniture(pages, [sheet.height for sheet in sheets])
    bodies = [
        [ln for i, ln in enumerate(page) if i not in run] for page, run in zip(pages, running, strict=True)
    ]
    usual = measures(bodies)
    size = _body_size(bodies)
    found: list[Block] = []
    last: list[Line] = []
    aside: list[Block] = []
    for page, body, run, measure, sheet in zip(pages, bodies, running, usual, sheets, strict=True):
        groups = list(paragraphs(body, measure))
        goes_on = bool(last and groups and flows(last[-1], groups[0][0], measure))
        if goes_on:
            groups[0] = last + groups[0]
        elif last:
            found.append(_block(last, size))
        found += aside
        aside = [Block("furniture", (page[i].words,), (page[i].page,)) for i in sorted(run)]
        if sheet.strays:
            aside.append(Block("furniture", (sheet.strays,), (sheet.number,)))
        last = groups.pop() if groups else []
        found += [_block(group, size) for group in groups]
    if last:
        found.append(_block(last, size))
    return found + aside


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
    if found and found.shape.isalpha() and (not words or titled(rest)):
        return True
    if min(line.size for line in group) > 1.12 * size or all(bold(line) for line in group):
        return True
    capitals = len(letters) >= 4 and all(c.isupper() for c in letters)
    return capitals or (found is not None and found.shape == "1" and len(group) == 1 and titled(rest))


def _level(found: Label | None) -> int:
    if found is None or found.shape.isalpha():
        return 1
    return 1 + found.number.count(".") if found.shape.startswith("1") else 2
