"""Blocks become a document: one text, paragraphs as offsets into it, and the way back to the boxes on the pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from remit.document.blocks import Block
from remit.document.limits import MAX_CHARACTERS
from remit.document.lines import touching
from remit.document.model import Box, Paragraph
from remit.document.pieces import CELL
from remit.document.words import Word
from remit.errors import FileProblem

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"[^\W\d_]{2,}[-\u00ad]\Z")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where words stand in the text: word i begins at starts[i]; the three run side by side."""

    starts: tuple[int, ...]
    words: tuple[Word, ...]
    pages: tuple[int, ...]

    def boxes(self, start: int, end: int) -> list[tuple[int, Box]]:
        """One box for each line of a span with its page; a part of a word has its share of the word's width."""
        found: list[tuple[int, Box]] = []
        before: Word | None = None
        for i in range(max(0, bisect_right(self.starts, start) - 1), len(self.starts)):
            at, word, page = self.starts[i], self.words[i], self.pages[i]
            if at >= end:
                break
            if at + len(word.text) <= start:
                continue
            box = _share(word, max(0, start - at), min(len(word.text), end - at))
            if found and before and found[-1][0] == page and _beside(before, word):
                found[-1] = page, _union(found[-1][1], box)
            else:
                found.append((page, box))
            before = word
        return found


def _share(word: Word, first: int, last: int) -> Box:
    left, top, right, bottom = word.box
    count = len(word.text)
    if right - left >= bottom - top or count == 1:
        return left + (right - left) * first / count, top, left + (right - left) * last / count, bottom
    return word.box


def _beside(one: Word, other: Word) -> bool:
    """Whether `other` goes on with the line of `one`."""
    size = max(one.size, other.size)
    return abs(one.middle - other.middle) < 0.5 * size and -size < other.left - one.right < 4 * size


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    paragraphs: tuple[Paragraph, ...]
    pages: tuple[int, ...]
    placed: Placed


class _Sheet:
    """The text while it grows."""

    def __init__(self, pages: int) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.begins: list[int | None] = [None] * pages
        self.starts: list[int] = []
        self.words: list[Word] = []
        self.pages: list[int] = []

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def word(self, word: Word, page: int, text: str) -> None:
        self.starts.append(self.length)
        self.words.append(word if text == word.text else word._replace(text=text))
        self.pages.append(page)
        if self.begins[page - 1] is None:
            self.begins[page - 1] = self.length
        self.add(text)


def compose(blocks: Sequence[Block], pages: int, name: str) -> Composed:
    """The text: words parted by spaces, paragraphs by an empty line, a table's rows by a line break, cells by " | ".

    FileProblem where it is longer than any contract.
    """
    whole, parts = _vocabulary(blocks)
    sheet = _Sheet(pages)
    paragraphs: list[Paragraph] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            sheet.add("\n" if before.table and before.table == block.table else "\n\n")
        before = block
        start = sheet.length
        cells: list[tuple[int, int]] = []
        if block.kind == "row":
            for cell, page in zip(block.parts, block.pages, strict=True):
                # An empty cell has no place of its own: it lies where the one before ends.
                if cell and sheet.length > start:
                    sheet.add(CELL)
                begin = sheet.length
                _write(sheet, [(word, page) for word in cell], whole, parts)
                cells.append((begin, sheet.length))
        else:
            _write(
                sheet,
                [(w, page) for line, page in zip(block.parts, block.pages, strict=True) for w in line],
                whole,
                parts,
            )
        if sheet.length > MAX_CHARACTERS:
            raise too_long(name)
        hidden = all(word.hidden for part in block.parts for word in part)
        paragraphs.append(
            Paragraph(
                start, sheet.length, block.pages[0], block.kind, block.level, block.number, tuple(cells),
                block.header, block.table, hidden,
            )
        )  # fmt: skip
    text = "".join(sheet.parts)
    # Pages without text begin where the next page with text does.
    offsets: list[int] = []
    following = len(text)
    for begins in reversed(sheet.begins):
        following = following if begins is None else min(following, begins)
        offsets.append(following)
    offsets.reverse()
    offsets[:1] = [0]
    placed = Placed(tuple(sheet.starts), tuple(sheet.words), tuple(sheet.pages))
    return Composed(text, tuple(paragraphs), tuple(offsets), placed)


def too_long(name: str) -> FileProblem:
    return FileProblem(
        f"{name} holds more than {MAX_CHARACTERS:,} characters of text; no contract is that long.",
        "Give the agreement alone, without what is bound together with it.",
    )


def _write(
    sheet: _Sheet, run: Sequence[tuple[Word, int]], whole: frozenset[str], parts: frozenset[str]
) -> None:
    for i, (word, page) in enumerate(run):
        following = run[i + 1][0] if i + 1 < len(run) else None
        if following is None:
            sheet.word(word, page, word.text)
        elif _next_line(word, following):
            if _BROKEN.search(word.text) and following.text[0].islower():
                keep = _hyphenated(word.text, following.text, whole, parts)
                sheet.word(word, page, word.text[:-1] + "-" * keep)
            else:
                sheet.word(word, page, word.text)
                if not word.text.endswith(("/", "-")) or len(word.text) == 1:
                    sheet.add(" ")
        else:
            sheet.word(word, page, word.text)
            if not touching(word, following):
                sheet.add(" ")


def _next_line(word: Word, following: Word) -> bool:
    return following.left < word.right - word.size or abs(following.middle - word.middle) > 0.8 * word.size


def _vocabulary(blocks: Sequence[Block]) -> tuple[frozenset[str], frozenset[str]]:
    """The document's words, hyphenated ones whole, as they stand within lines; and those at line ends left out."""
    whole: set[str] = set()
    for block in blocks:
        for part in block.parts:
            for one, _ in pairwise(part):
                whole.update(found.lower() for found in _WORD.findall(one.text))
    return frozenset(whole), frozenset(word for word in whole if "-" not in word)


def _hyphenated(first: str, second: str, whole: frozenset[str], parts: frozenset[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: "third-/party" but not "main-/tenance"."""
    if first.endswith("\u00ad"):
        return False
    one, other = _WORD.findall(first)[-1].lower(), _WORD.findall(second)[0].lower()
    if f"{one}-{other}" in whole:
        return True
    if one + other in whole:
        return False
    return one in parts and other in parts
