"""A document's text laid out for reading, with every passage that a review rests on marked in place.

Nothing is cut out: text between paragraphs is laid out as well, and what can't be seen in the file is shown and
flagged. A passage is marked only where the text at its offsets is the quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from remit.contract import Evidence
from remit.document.model import Document, Paragraph

Key = tuple[str, int, int]
"""Document, start and end of a passage."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks: `over` names those, `opens` the ones that begin here, `closes` that end."""

    text: str
    over: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table's row (`cells`). `page` is set where a new page begins."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    cells: tuple[tuple[Piece, ...], ...] = ()
    page: int | None = None
    level: int = 0
    hidden: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Block, ...]
    number: int
    page: int | None = None
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document, laid out."""

    name: str
    format: str
    pages: int
    notices: tuple[str, ...]
    blocks: tuple[Block | Table, ...] = field(repr=False)


def key(evidence: Evidence) -> Key:
    return (evidence.document, evidence.start, evidence.end)


def anchors(evidence: Iterable[Evidence], documents: Sequence[Document]) -> dict[Key, str]:
    """An anchor for each passage that stands where it says it does, in reading order."""
    texts = {d.name: (n, d.text) for n, d in enumerate(documents)}
    found = {
        (texts[e.document][0], e.start, e.end, e.document)
        for e in evidence
        if e.document in texts and e.quote and texts[e.document][1][e.start : e.end] == e.quote
    }
    return {(name, start, end): f"e{n}" for n, (_, start, end, name) in enumerate(sorted(found), 1)}


def sheet(document: Document, placed: Mapping[Key, str]) -> Sheet:
    """The document laid out, with the marks of `anchors` that fall into it."""
    paragraphs = tuple(_whole(document))
    runs = [run for p in paragraphs for run in (p.cells or ((p.start, p.end),))]
    marks = tuple(
        _Mark(start, end, name)
        for (owner, low, high), name in placed.items()
        if owner == document.name
        for start, end in _shown(low, high, runs)
    )
    blocks: list[Block | Table] = []
    page = 0
    for paragraph in paragraphs:
        block = _block(document.text, paragraph, marks)
        if paragraph.page > page:
            page = paragraph.page
            block = replace(block, page=page)
        last = blocks[-1] if blocks else None
        if not block.cells:
            blocks.append(block)
        elif isinstance(last, Table) and last.number == paragraph.table and block.page is None:
            blocks[-1] = replace(last, rows=(*last.rows, block))
        else:
            blocks.append(Table(rows=(replace(block, page=None),), number=paragraph.table, page=block.page))
    return Sheet(document.name, document.format, len(document.pages), document.notices, tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A passage as far as it is shown: it begins and ends inside runs of text, not between them."""

    start: int
    end: int
    name: str


def _shown(low: int, high: int, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    inside = [(max(low, start), min(high, end)) for start, end in runs if start < high and end > low]
    return [(inside[0][0], inside[-1][1])] if inside else []


def _whole(document: Document) -> Iterable[Paragraph]:
    """The paragraphs in order, and whatever text lies between them."""
    at = 0
    for paragraph in sorted(document.paragraphs, key=lambda p: (p.start, p.end)):
        yield from _between(document, at, paragraph.start)
        if paragraph.start >= at:
            yield paragraph
            at = paragraph.end
    yield from _between(document, at, len(document.text))


def _between(document: Document, start: int, end: int) -> Iterable[Paragraph]:
    text = document.text[start:end]
    if text.strip():
        begin = start + len(text) - len(text.lstrip())
        yield Paragraph(begin, start + len(text.rstrip()), document.page_of(begin))


def _block(text: str, p: Paragraph, marks: Sequence[_Mark]) -> Block:
    inside = [m for m in marks if m.start < p.end and m.end > p.start]
    return Block(
        kind=p.kind,
        pieces=() if p.cells else _pieces(text, p.start, p.end, inside),
        cells=tuple(_pieces(text, start, end, inside) for start, end in p.cells),
        level=p.level,
        hidden=p.hidden,
        header=p.header,
    )


def _pieces(text: str, start: int, end: int, marks: Sequence[_Mark]) -> tuple[Piece, ...]:
    """`text[start:end]` cut where marks begin and end."""
    cuts = sorted({start, end, *(c for m in marks for c in (m.start, m.end) if start < c < end)})
    return tuple(
        Piece(
            text[low:high],
            over=tuple(m.name for m in marks if m.start <= low and m.end >= high),
            opens=tuple(m.name for m in marks if m.start == low),
            closes=tuple(m.name for m in marks if m.end == high),
        )
        for low, high in pairwise(cuts)
    )
