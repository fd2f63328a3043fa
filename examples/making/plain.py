"""A source as plain text, the way a word processor saves it: typed numbers, wrapped lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from making.blocks import Block, Kind, Source, Table, accepted, footnotes

_WIDTH = 80


def write(source: Source) -> bytes:
    """Return the text file."""
    parts = [_table(b) if isinstance(b, Table) else _block(b) for b in source.blocks]
    notes = [_wrap(note, f"[{n}] ", "") for n, note in enumerate(footnotes(source), start=1)]
    return ("\n\n".join(filter(None, [*parts, *notes])) + "\n").encode()


def flat(source: Source) -> str:
    """Return the words alone, one block a line and a table row a line; what quotes are checked against."""
    return "\n".join([*(line for block in source.blocks for line in _lines(block)), *footnotes(source)])


def _lines(block: Block | Table) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (" ".join(accepted(cell) for cell in row) for row in block.rows)
    else:
        yield accepted(block.runs)


def _block(block: Block) -> str:
    text = accepted(block.runs)
    match block.kind:
        case Kind.TITLE:
            return "\n".join(line.center(_WIDTH).rstrip() for line in textwrap.wrap(text.upper(), _WIDTH))
        case Kind.PART:
            return f"{'-' * _WIDTH}\n{text.upper()}"
        case Kind.SUBPART:
            return text
        case Kind.HEADING:
            return f"{block.number:<6}{text.upper() if block.level == 1 else text}"
        case Kind.CLAUSE:
            before = " " * (6 * max(0, block.level - 2))
            return _wrap(text, f"{before}{block.number:<6}", before + " " * 6)
        case Kind.BULLET:
            before = " " * (6 + 4 * block.level)
            return _wrap(text, f"{before}* ", f"{before}  ")
        case Kind.PARAGRAPH:
            return _wrap(text, " " * (6 * block.level), " " * (6 * block.level))
        case Kind.BREAK:
            return ""


def _wrap(text: str, first: str, rest: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _table(table: Table) -> str:
    rows = [[accepted(cell) for cell in row] for row in table.rows]
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    lines = ["   ".join(c.ljust(w) for c, w in zip(row, widths, strict=False)).rstrip() for row in rows]
    if table.header:
        lines.insert(1, "   ".join("-" * w for w in widths))
    return "\n".join(lines)


def markdown(source: Source) -> bytes:
    """Return the source's own Markdown, as a document of its own: the front matter stays behind."""
    return source.body.encode()
