r"""Plain text and Markdown: the decoded text as it is, cut into paragraphs.

Contracts saved as .txt carry Markdown as often as not, so one reader knows both. `Document.text` is the file's
text (byte order mark dropped, \r\n as \n) and every quote stands verbatim in the file. The rules:

    blank line, form feed       end a paragraph
    line break                  is a wrapped line where the line above was full or this one goes on in lower case
    clause number, bullet,      begin a paragraph, also within a block of lines
    heading, table row
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from remit.document.grid import Line, Row, rows
from remit.document.labels import Label, label, titled
from remit.document.model import Document, Kind, Paragraph
from remit.errors import FileProblem

_BREAK = re.compile(r"[^\n\r\f\u2028\u2029]*")
_RULE = re.compile(r"[-=_*~·.+|:\s]{3,}\Z")
_SETEXT = re.compile(r"(?:={3,}|-{3,})\Z")
_FENCE = re.compile(r"(?:```|~~~)")
_HEADING = re.compile(r"(#{1,6})(?=\s|\*)\s*")
_BULLET = re.compile(r"(?:[-*+•▪◦‣●○■□–—·]|o(?=\s)|:(?=\s))(?:\s+|(?=[•▪◦‣●○■□]))(?=\S)|[●•▪■]\s*(?=\S)")
_BOX = re.compile(r"(?:\[[ xX]?\]|[☐☑☒✓✔])\s")
_LEAD = re.compile(r"(?:>\s?)+|[-=_]{4,}\s+")
_PAGE = re.compile(
    r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?\Z|(?:[A-Z]\s?)?-\s?\d{1,4}(?:\s?-)?\Z", re.IGNORECASE
)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\Z")
"""The end of a line in a table of contents; searched for in the last characters only, lest dots cost time."""
_REFERS = re.compile(
    r"(?:of|and|or|to|above|below|hereof|herein|hereto|shall|will|is|are|may|,|;|\))\b|[,;)]"
)
_ENDED = re.compile(r"(?:[.:;!?”\"*]|[;,]\s+(?:and|or|and/or))\Z")
_OPEN = re.compile(
    r"\b(?:a|an|the|of|in|to|by|with|for|from|under|at|on|as|that|which|than|is|are|be|shall|will|may)\Z"
)
"""No paragraph ends in such a word."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")

_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_CENTRED = 12
"""Columns of white space before a line that stands in the middle."""


def read(data: bytes, name: str) -> Document:
    """A .txt or .md file. FileProblem where the bytes are no text."""
    text = decode(data, name)
    notices = ("The file holds control characters; they were kept.",) if _CONTROLS.search(text) else ()
    paragraphs, pages = cut(text)
    return Document(
        name=name,
        format="text",
        text=text,
        paragraphs=paragraphs,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        notices=notices,
    )


def decode(data: bytes, name: str, said: str = "") -> str:
    """The text of a file: by byte order mark, then as `said` by its format, then by its bytes.

    UTF-8 and UTF-16 are known by their bytes; all else is Windows' western code page, which can't fail. FileProblem
    where it is no text.
    """
    if said and not data.startswith(_MARKS):
        try:
            text = data.decode(said)
            text.encode("utf-8")  # some encodings can spell half a character, which no other program takes
            return text.replace("\r\n", "\n")
        except (LookupError, ValueError):
            pass  # pages and mails often say what they are not
    encoding = "cp1252"
    if data.startswith(_MARKS[:2]):
        encoding = "utf-16"
    elif data.startswith(_MARKS[2]):
        encoding = "utf-8-sig"
    elif data and not len(data) % 2 and b"\0" in data:
        # Western letters in UTF-16 have a zero as every other byte; a stray NUL does not.
        half = len(data) // 2
        if data[1::2].count(0) > half * 0.6:
            encoding = "utf-16-le"
        elif data[::2].count(0) > half * 0.6:
            encoding = "utf-16-be"
    try:
        text = data.decode("utf-8" if encoding == "cp1252" else encoding)
    except UnicodeDecodeError as error:
        if encoding != "cp1252":
            raise FileProblem(
                f"{name} is damaged: it says it is {encoding.upper()} text but is not.",
                "Save it again as UTF-8 text.",
            ) from error
        # Five bytes have no meaning in this code page; browsers read them as control characters too.
        text = "".join(
            chr(b) if b in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([b]).decode("cp1252") for b in data
        )
    if len(_CONTROLS.findall(text)) > 0.02 * len(text):
        raise FileProblem(f"{name} is not text.", "Give a PDF, Word, HTML, e-mail or text file.")
    return text.replace("\r\n", "\n")


def cut(text: str) -> tuple[tuple[Paragraph, ...], tuple[int, ...]]:
    """The paragraphs of `text` and the offsets at which its pages begin."""
    lines, pages = _lines(text)
    return tuple(_paragraphs(lines)), pages


def _lines(text: str) -> tuple[list[Line], tuple[int, ...]]:
    found: list[Line] = []
    pages = [0]
    gap, at, last = True, 0, len(text.rstrip())
    while at <= len(text):
        whole = _BREAK.match(text, at)
        raw = whole.group() if whole else ""
        bare = raw.strip()
        if bare.strip("> "):  # a quoted blank line is blank
            start = at + len(raw) - len(raw.lstrip())
            indent = len(raw[: start - at].expandtabs(4))
            found.append(
                Line(
                    start,
                    start + len(bare),
                    bare,
                    indent,
                    len(raw.expandtabs(4).rstrip()),
                    len(pages),
                    gap,
                    raw.endswith("  "),
                )
            )
        gap = not bare.strip("> ")
        at += len(raw)
        if text[at : at + 1] == "\f" and at < last:
            pages.append(at + 1)
            gap = True
        at += 1
    return found, tuple(pages)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the beginning of a line says: `skip` characters of marker before the text, the text's label, its shape."""

    skip: int = 0
    kind: Kind = "text"
    level: int = 0
    label: Label | None = None
    shape: str = ""


def _head(line: Line) -> _Head:
    text = line.text
    lead = _LEAD.match(text)
    skip = lead.end() if lead else 0
    shape = ""
    if not _PAGE.match(text) and (bullet := _BULLET.match(text, skip)):
        skip, shape = bullet.end(), text[skip]
    if heading := _HEADING.match(text, skip):
        found = label(text[heading.end() :])
        return _Head(heading.end(), "heading", len(heading.group(1)), found, "#")
    if _BOX.match(text, skip):
        return _Head(skip, "item", 0, None, shape or "[]")
    found = label(text[skip:])
    if found and (inner := _HEADING.match(text, skip + found.end)):
        return _Head(skip, "heading", len(inner.group(1)), found, "#")
    if found or shape:
        return _Head(skip, "item", 0, found, shape or (found.shape if found else ""))
    return _Head(skip, shape=text[0] if skip else "")


def _width(lines: Sequence[Line], tabled: dict[int, Row]) -> float:
    """The column at which lines are wrapped: a line goes on below in lower case only where it was full; 0 = none."""
    full = [
        above.right
        for i, (above, below) in enumerate(pairwise(lines))
        if below.text[0].islower()
        and not below.gap
        and not {i, i + 1} & tabled.keys()
        and not _head(below).shape
    ]
    width = median(full) if len(full) >= 3 else 0
    return width if 45 <= width <= 200 else 0


def _joins(above: Line, below: Line, head: _Head, first: _Head, width: float) -> bool:
    """Whether `below` goes on with the paragraph whose last line is `above` and whose first line began as `first`."""
    if below.gap or head.shape == "#" or first.shape == "#":
        return False
    full = bool(width) and above.right + 1 + len(below.text.split(maxsplit=1)[0]) > 0.9 * width
    full = full or bool(_OPEN.search(above.text))
    ended = bool(_ENDED.search(above.text))
    if head.label and not head.skip:
        # "as described in / Section 4.2 of the Agreement": a number opens a paragraph unless the line above,
        # being full, runs on into it.
        refers = bool(_REFERS.match(below.text[head.label.end :]))
        return full and not ended and (refers or first.shape != head.shape)
    if head.shape:
        return head.shape == ">" == first.shape and (full or below.text[head.skip : head.skip + 1].islower())
    if below.text[0].islower():
        return not above.hard and (bool(width) or not above.text.endswith((".", ":", ";")))
    if ended and below.indent >= above.indent + 3:
        return False
    return full and not above.hard


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines which make one paragraph, or one row of a table."""

    head: _Head
    lines: tuple[Line, ...]
    row: Row | None = None


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    tabled = rows(lines)
    width = _width(lines, tabled)
    found: list[tuple[_Head, list[Line], Row | None]] = []
    fenced = closed = False
    for index, line in enumerate(lines):
        row = tabled.get(index)
        first, above, table = found[-1] if found and not closed else (_Head(), [], None)
        closed = False
        if row:
            found.append((_Head(shape="|"), [line], row))
        elif _FENCE.match(line.text):
            fenced, closed = not fenced, True
        elif _RULE.fullmatch(line.text):
            if len(above) == 1 and not line.gap and not first.shape and _SETEXT.match(line.text):
                level = 1 if line.text[0] == "=" else 2
                found[-1] = (replace(first, kind="heading", level=level, shape="#"), above, None)
            closed = True
        else:
            head = _head(line)
            if above and not table and not fenced and _joins(above[-1], line, head, first, width):
                above.append(line)
            else:
                found.append((head, [line], None))
    return [_Block(head, tuple(together), row) for head, together, row in found]


def _paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    blocks = _blocks(lines)
    found: list[Paragraph] = []
    depth: list[tuple[str, int]] = []
    above = 0
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        first = block.lines[0]
        if block.row:
            cells, start, end = block.row.cells, block.row.cells[0][0], block.row.cells[-1][1]
            found.append(
                Paragraph(
                    start, end, first.page, "row", cells=cells, header=block.row.header, table=block.row.table
                )
            )
            continue
        start, end = _span(block)
        kind, level = _kind(block, before, after, above)
        if kind == "heading":
            depth.clear()
            if block.head.shape == "#":
                above = level
        elif kind == "item":
            level = _depth(depth, block.head.shape, first.indent)
        number = block.head.label.number if block.head.label else ""
        found.append(Paragraph(start, end, first.page, kind, level, number))
    return found


def _span(block: _Block) -> tuple[int, int]:
    """Where the quote stands: without marker, and without emphasis marks around the whole of it."""
    first, last = block.lines[0], block.lines[-1]
    start, end = first.start + block.head.skip, last.end
    body = first.text[block.head.skip :]
    if block.head.shape == "#":
        body = body.rstrip("#").rstrip() or body
        end = start + len(body) if len(block.lines) == 1 else end
    for mark in ("***", "**", "__"):
        inner = body[len(mark) : -len(mark)]
        if len(block.lines) == 1 and body.startswith(mark) and body.endswith(mark) and inner.strip("*_ "):
            if mark not in inner and inner == inner.strip():
                return start + len(mark), end - len(mark)
            break
    return start, end


def _kind(block: _Block, before: _Block | None, after: _Block | None, above: int) -> tuple[Kind, int]:
    head, first = block.head, block.lines[0]
    text = first.text[head.skip :]
    if head.kind == "heading":
        return "heading", head.level
    alone = first.gap and (after is None or after.lines[0].gap)
    if len(block.lines) > 1:
        return head.kind, 0
    if (alone and not head.label and _PAGE.match(text)) or _LEADERS.search(text[-80:]):
        return "furniture", 0
    if head.label and head.skip == 0:
        title = text[head.label.end :].rstrip(".")
        # Short numbered lines that follow one another closely are a list, not headings.
        listed = _follows(block, before) or (after is not None and _follows(after, block))
        if (
            not listed
            and head.shape[0] != "("
            and head.shape[-1] != ")"
            and (titled(title) or _bare(head, title))
        ):
            return "heading", above + 1 + head.shape.count(".1")
        return "item", 0
    if head.shape:
        return head.kind, 0
    bold = text.startswith("**") and text.endswith("**") and text.count("**") == 2
    crowded = after is not None and not after.lines[0].gap and titled(after.lines[0].text)
    apart = text.isupper() or ((first.gap or first.indent >= _CENTRED) and not crowded)
    if (bold and len(text) <= 90) or (titled(text) and apart):
        return "heading", above + 1
    return "text", 0


def _bare(head: _Head, title: str) -> bool:
    """A line that is nothing but "ARTICLE IV" or "Schedule 2" heads what follows."""
    return not title.strip("*_ ") and bool(head.label) and head.shape.isalpha()


def _follows(block: _Block, before: _Block | None) -> bool:
    return (
        before is not None
        and not block.lines[0].gap
        and before.head.shape == block.head.shape
        and before.lines[0].indent == block.lines[0].indent
    )


def _depth(stack: list[tuple[str, int]], shape: str, indent: int) -> int:
    """How deep an item stands in its list, from 0: deeper by indentation, or by a new shape of number."""
    while stack and stack[-1][1] > indent:
        stack.pop()
    if (shape, indent) in stack:
        del stack[stack.index((shape, indent)) + 1 :]
    else:
        stack.append((shape, indent))
    return len(stack) - 1
