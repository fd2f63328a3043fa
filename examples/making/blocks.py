"""A source becomes an immutable list of blocks.

The clause numbers are typed in the source, so that it reads like the contract it is. A writer that
numbers automatically (Word) drops them and counts again; ``misnumbered`` proves that both agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Style(Enum):
    """How a run of text looks, or that it is no plain text at all."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    INSERTED = "inserted"
    DELETED = "deleted"
    COMMENT = "comment"
    FOOTNOTE = "footnote"


class Kind(Enum):
    """What a block is in the document."""

    TITLE = "title"
    PART = "part"  # an unnumbered heading: background, a schedule
    SUBPART = "subpart"
    HEADING = "heading"  # a numbered heading
    CLAUSE = "clause"  # a numbered paragraph
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; ``level`` is the depth of its number (1 = "7.", 2 = "7.1", 3 = "(a)") or its indent."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    number: str = ""
    level: int = 0


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. Without a header it is a layout table, drawn without lines."""

    rows: tuple[tuple[Cell, ...], ...]
    header: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A whole source: its front matter, its blocks and the folder it stands in."""

    name: str
    meta: Mapping[str, str]
    blocks: tuple[Block | Table, ...]
    body: str

    def __getitem__(self, key: str) -> str:
        return self.meta.get(key, "")


_MARKS = re.compile(
    r"\{\+\+(?P<inserted>.+?)\+\+\}|\{--(?P<deleted>.+?)--\}|\{>>(?P<comment>.+?)<<\}"
    r"|\[\^(?P<footnote>.+?)\^\]|\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*\s][^*]*)\*"
)
_DECIMAL = re.compile(r"(\d+(?:\.\d+)+|\d+\.)\s+")
_LETTERED = re.compile(r"(\([A-Za-z]{1,5}\))\s+")
_HEADING = re.compile(r"(#{1,3})\s+(.*)")
_HEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)*\.?)\s+")


def read(path: Path) -> Source:
    """Read one source file."""
    head, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    meta = dict(_pair(line) for line in head.splitlines() if line.strip())
    chunks = (chunk.strip("\n") for chunk in re.split(r"\n\s*\n", body))
    return Source(
        path.stem, meta, tuple(_block(chunk) for chunk in chunks if chunk.strip()), body.lstrip("\n")
    )


def runs(text: str) -> tuple[Run, ...]:
    """Split a text at its marks for bold, italic, revisions, comments and footnotes."""
    return tuple(_runs(text))


def accepted(items: tuple[Run, ...]) -> str:
    """Return the text a reader is bound by: insertions in, deletions, comments and footnotes out."""
    hidden = (Style.DELETED, Style.COMMENT, Style.FOOTNOTE)
    return "".join(run.text for run in items if run.style not in hidden)


def footnotes(source: Source) -> Iterator[str]:
    """Yield the text of each footnote, in order."""
    for block in source.blocks:
        for run in block.runs if isinstance(block, Block) else ():
            if run.style is Style.FOOTNOTE:
                yield run.text


def misnumbered(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (typed, counted) for each number that automatic numbering would write differently."""
    counts = [0] * 6
    for block in source.blocks:
        if isinstance(block, Table):
            continue
        if block.kind is Kind.PART:
            counts = [0] * 6  # a schedule starts again at 1
        if block.number:
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (5 - block.level)
            counted = label(block.level, counts)
            if counted != block.number.rstrip(".").lower():  # recitals are lettered (A)
                yield block.number, counted


def label(level: int, counts: list[int]) -> str:
    """Write a number the way contracts do: 7, 7.1, (a), (i), (A)."""
    if level <= 2:
        return ".".join(map(str, counts[1 : level + 1]))
    letter = chr(ord("a") + counts[level] - 1)
    return {3: f"({letter})", 4: f"({_roman(counts[level])})", 5: f"({letter.upper()})"}[level]


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _block(chunk: str) -> Block | Table:
    indent = (len(chunk) - len(chunk.lstrip(" "))) // 4
    text = " ".join(chunk.split())
    if text.startswith("|"):
        return _table(chunk)
    if text == "***":
        return Block(Kind.BREAK)
    if heading := _HEADING.match(text):
        return _heading(len(heading[1]), heading[2])
    if match := _DECIMAL.match(text):
        return Block(Kind.CLAUSE, runs(text[match.end() :]), match[1], len(match[1].strip(".").split(".")))
    if match := _LETTERED.match(text):
        return Block(Kind.CLAUSE, runs(text[match.end() :]), match[1], 3 + indent)
    if text.startswith("- "):
        return Block(Kind.BULLET, runs(text[2:]), level=indent)
    return Block(Kind.PARAGRAPH, runs(text), level=indent)


def _heading(marks: int, text: str) -> Block:
    if marks == 1:
        return Block(Kind.TITLE, runs(text))
    if match := _HEADING_NUMBER.match(text):
        return Block(Kind.HEADING, runs(text[match.end() :]), match[1], len(match[1].strip(".").split(".")))
    return Block(Kind.PART if marks == 2 else Kind.SUBPART, runs(text))


def _table(chunk: str) -> Table:
    rows = [
        tuple(runs(cell.strip()) for cell in line.strip().strip("|").split("|"))
        for line in chunk.splitlines()
        if not re.fullmatch(r"[|\s:-]+", line.strip()) or not set(line) & {"-"}
    ]
    header = any(rows[0])
    return Table(tuple(rows if header else rows[1:]), header)


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for match in _MARKS.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()])
        name = match.lastgroup or "plain"
        yield Run(match[name], Style(name))
        end = match.end()
    if end < len(text):
        yield Run(text[end:])


def _roman(number: int) -> str:
    pairs = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for value, sign in pairs:
        written += sign * (number // value)
        number %= value
    return written
