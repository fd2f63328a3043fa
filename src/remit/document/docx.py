"""Word files: the text as Word shows it, with automatic numbers, and both sides of tracked changes.

`Document.text` has tracked changes accepted, `Document.original` is the text before them. In reading order:
the body (paragraphs, rows of tables, text boxes behind their paragraph, notes and comments behind theirs),
then headers and footers, each text once. Text that is there but can't be seen is kept as hidden paragraphs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from lxml.etree import _Element

from remit.document.labels import label, titled
from remit.document.model import Document
from remit.document.package import Package, R, W
from remit.document.pieces import PAGE, Piece, assemble
from remit.document.word_numbering import Counters, Number, Numbering
from remit.document.word_revisions import View, cell_gone, gone, mark_gone, properties, row_gone, summary
from remit.document.word_runs import Fragment, Inline, Runs
from remit.document.word_styles import Styles, coloured, switch, value
from remit.errors import FileProblem

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = frozenset(W + local for local in ("customXml", "smartTag", "ins", "moveTo", "del", "moveFrom"))
_PLAIN_TABLES = frozenset({"", "TableGrid", "TableNormal"})
_HEADING_LIMIT = 150
"""Drafters set whole clauses in heading styles to have them numbered; a heading is shorter."""


def read(data: bytes, name: str) -> Document:
    """A .docx, .docm or .dotx file. FileProblem where it is damaged, encrypted, or no Word file."""
    package = Package(data, name)
    links = package.links("").values()
    main = next((link.target for link in links if link.kind == "officeDocument"), "word/document.xml")
    root = package.xml(main)
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise FileProblem(
            f"{name} is not a Word file: it has no document inside.", "Save it as .docx or PDF."
        )
    reader = _Reader(package, main, root, "accepted")
    text, paragraphs, pages = assemble(reader.pieces(body))
    tracked = summary(root)
    original = assemble(_Reader(package, main, root, "original").pieces(body))[0] if tracked else None
    return Document(
        name=name,
        format="docx",
        text=text,
        paragraphs=paragraphs,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        notices=tuple(filter(None, (tracked, *_notices(package, root), *reader.notices()))),
        original=original,
    )


def _notices(package: Package, root: _Element) -> Iterator[str]:
    if any(part.endswith("vbaProject.bin") for part in package.names):
        yield "The file holds macros; they were not run."
    if attached := sum("/embeddings/" in part for part in package.names):
        yield f"The file holds {attached} embedded file{'s' if attached > 1 else ''}, which were not read."
    if next(root.iter(f"{W}altChunk", f"{W}subDoc"), None) is not None:
        yield "The file includes another document, which was not read."


class _Reader:
    """One pass through the document in one view. The state is what counts on: lists, tables, notes, fields."""

    def __init__(self, package: Package, main: str, root: _Element, view: View) -> None:
        links = package.links(main)

        def part(kind: str) -> _Element | None:
            target = next((link.target for link in links.values() if link.kind == kind), None)
            return package.xml(target) if target else None

        self._package = package
        self._view: View = view
        self._links = links
        self._styles = Styles(part("styles"))
        self._numbering = Numbering(part("numbering"), self._styles)
        self._counters = Counters()
        self._rendered = next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self._runs = Runs(self._styles, view, rendered=self._rendered)
        self._notes = {kind: _by_id(part(f"{kind}s"), kind) for kind in ("footnote", "endnote", "comment")}
        self._noted = {"footnote": 0, "endnote": 0}
        self._tables = 0
        self._above = 0
        self._hidden: list[str] = []

    def pieces(self, body: _Element) -> Iterator[Piece]:
        yield from self._block(body, shaded=False)
        yield from self._margins(body)

    def notices(self) -> Iterator[str]:
        if self._hidden:
            first = self._hidden[0]
            start = first if len(first) <= 80 else f"{first[:80]}…"
            yield (
                f"The file holds {len(self._hidden)} passage{'s' if len(self._hidden) > 1 else ''} "
                f"that can't be seen on the page; the first begins: “{start}”"
            )

    def _margins(self, body: _Element) -> Iterator[Piece]:
        """Headers and footers, each text once."""
        seen: set[str] = set()
        for reference in body.iter(f"{W}headerReference", f"{W}footerReference"):
            link = self._links.get(str(reference.get(f"{R}id", "")))
            root = self._package.xml(link.target) if link and not link.external else None
            if root is None:
                continue
            for piece in self._block(root, shaded=False):
                text = piece.text.replace(PAGE, "").strip() or " | ".join(filter(None, piece.cells))
                if text and text not in seen:
                    seen.add(text)
                    yield Piece(text, "furniture", hidden=piece.hidden)

    def _block(self, parent: _Element, *, shaded: bool) -> Iterator[Piece]:
        """The paragraphs and tables in a body, cell, text box, header or note."""
        held: Inline | None = None
        for element in _elements(parent, self._view):
            if element.tag == f"{W}p":
                inline = held or Inline()
                style = value(properties(element, self._view), "pStyle")
                self._runs.read(element, style, shaded=shaded, into=inline)
                held = inline if mark_gone(element, self._view) else None
                if held is None:
                    yield from self._paragraph(element, inline)
            else:
                if held:
                    yield from self._shown(held, Piece())
                    held = None
                yield from self._table(element, shaded=shaded)
        if held:
            yield from self._shown(held, Piece())

    def _paragraph(self, element: _Element, inline: Inline) -> Iterator[Piece]:
        own = properties(element, self._view)
        style = value(own, "pStyle")
        place = self._numbering.place(own)
        number = self._numbering.next(place, self._counters) if place else None
        if not self._rendered and switch(own, "pageBreakBefore"):
            yield Piece(PAGE)
        visible = [f for f in inline.fragments if not f.hidden]
        text = "".join(f.text for f in visible).replace(PAGE, "").strip()
        yield from self._shown(
            inline, self._kind(own, style, number, text, visible), number if text else None
        )
        section = own.find(f"{W}sectPr") if own is not None else None
        if section is not None and not self._rendered and value(section, "type") != "continuous":
            yield Piece(PAGE)

    def _kind(
        self,
        own: _Element | None,
        style: str | None,
        number: Number | None,
        text: str,
        visible: list[Fragment],
    ) -> Piece:
        """What the format says of the paragraph, without its text yet."""
        typed = label(text) if not (number and number.text) else None
        cited = number.text if number and number.text else typed.number if typed else ""
        cited = cited.rstrip(".:- ")
        title = text[typed.end :] if typed else text
        bare = [f for f in visible if f.text.strip()]
        bold = bool(bare) and all(f.bold for f in bare)
        if self._styles.contents(style):
            return Piece(kind="furniture", number=cited)
        level = self._styles.heading(style, own)
        if level and len(text) <= _HEADING_LIMIT:
            self._above = level
            return Piece(kind="heading", level=level, number=cited)
        if (
            not level
            and len(text) <= _HEADING_LIMIT
            and bold
            and (titled(title.rstrip(".")) or text.isupper())
        ):
            return Piece(kind="heading", level=self._above + 1, number=cited)
        listed = bool(number) or bool(typed and not typed.shape.isalpha())
        return Piece(kind="item" if listed else "text", level=number.level if number else 0, number=cited)

    def _shown(self, inline: Inline, piece: Piece, number: Number | None = None) -> Iterator[Piece]:
        """The paragraph's visible text, then its hidden text, then its text boxes and notes."""
        visible = "".join(f.text for f in inline.fragments if not f.hidden)
        if number and number.text:
            pages, visible = visible.count(PAGE, 0, _lead(visible)), visible.lstrip(PAGE + " \t\n")
            visible = PAGE * pages + number.text + number.gap + visible
        yield replace(piece, text=visible)
        for why, run in groupby(inline.fragments, key=lambda f: f.hidden):
            text = "".join(f.text for f in run).replace(PAGE, "").strip()
            if why and text:
                self._hidden.append(text)
                yield Piece(text, hidden=True)
        for box in inline.boxes:
            yield from self._block(box, shaded=True)
        for kind, name in inline.notes:
            yield from self._note(kind, name)

    def _note(self, kind: str, name: str) -> Iterator[Piece]:
        # Each note once: one that refers to itself would never end.
        note = self._notes[kind].pop(name, None)
        if note is None:
            return
        if kind == "comment":
            head = f"Comment by {note.get(f'{W}author') or 'an unnamed author'}"
        else:
            self._noted[kind] += 1
            head = f"{kind.capitalize()} {self._noted[kind]}"
        inner = list(self._block(note, shaded=False))
        text = "\n".join(_plain(p) for p in inner if not p.hidden and _plain(p))
        if text:
            yield Piece(f"{head}: {text}", "note")
        yield from (p for p in inner if p.hidden)

    def _table(self, table: _Element, *, shaded: bool) -> Iterator[Piece]:
        style = value(table, "tblPr/tblStyle") or ""
        # A table's style may colour its rows, and white text on colour can be seen.
        ground = shaded or style not in _PLAIN_TABLES or coloured(table.find(f"{W}tblPr"))
        rows = [
            (row, [c for c in _elements(row, self._view) if not cell_gone(c, self._view)])
            for row in _elements(table, self._view)
            if row.tag == f"{W}tr" and not row_gone(row, self._view)
        ]
        if all(len(cells) == 1 for _, cells in rows):
            # One column is a frame around text, not a table.
            for _, cells in rows:
                yield from self._block(cells[0], shaded=ground or _ground(cells[0]))
            return
        self._tables += 1
        number, headed = self._tables, True
        for row, cells in rows:
            texts: list[str] = [""] * _integer(value(row, "trPr/gridBefore"))
            behind: list[Piece] = []
            for cell in cells:
                inner = list(self._block(cell, shaded=ground or _ground(cell)))
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                covered = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                apart = [p for p in inner if p.hidden or p.table or p.kind == "note"]
                shown = [p for p in inner if p not in apart and p.text.strip()]
                behind += apart + ([replace(p, hidden=True) for p in shown] if covered else [])
                texts.append("" if covered else "\n".join(p.text.strip() for p in shown))
                texts += [""] * (_integer(value(cell, "tcPr/gridSpan") or "1") - 1)
            headed = headed and self._heads(row, table, style, first=row is rows[0][0]) and len(rows) > 1
            yield Piece(kind="row", cells=tuple(texts), header=headed, table=number)
            yield from behind

    def _heads(self, row: _Element, table: _Element, style: str, *, first: bool) -> bool:
        """Whether the row heads its table: it says so, or it is a first row that looks unlike the others."""
        if switch(row.find(f"{W}trPr"), "tblHeader"):
            return True
        look = table.find(f"{W}tblPr/{W}tblLook")
        marked = look is not None and (
            look.get(f"{W}firstRow") == "1" or _bits(look.get(f"{W}val")) & 0x20 > 0
        )
        runs = [run for run in row.iter(f"{W}r") if run.find(f"{W}t") is not None]
        bold = bool(runs) and all(switch(run.find(f"{W}rPr"), "b") for run in runs)
        shade = all(_ground(cell) for cell in row.iterfind(f"{W}tc"))
        return first and (bold or shade or (marked and style not in _PLAIN_TABLES))


def _elements(parent: _Element, view: View) -> Iterator[_Element]:
    """The paragraphs, tables, rows or cells in `parent`, through content controls and other wrappers."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"}:
            yield element
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from _elements(content, view)
        elif element.tag == f"{_MC}AlternateContent":
            for form in list(element)[:1]:
                yield from _elements(form, view)
        elif element.tag in _WRAPPERS and not gone(element, view):
            yield from _elements(element, view)


def _by_id(root: _Element | None, kind: str) -> dict[str, _Element]:
    """Notes by id; separators between text and notes are no notes."""
    if root is None:
        return {}
    return {
        str(note.get(f"{W}id")): note
        for note in root.iterfind(f"{W}{kind}")
        if note.get(f"{W}type", "normal") == "normal"
    }


def _ground(cell: _Element) -> bool:
    return coloured(cell.find(f"{W}tcPr"))


def _plain(piece: Piece) -> str:
    return (piece.text or " | ".join(filter(None, piece.cells))).replace(PAGE, "").strip()


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip(PAGE + " \t\n"))


def _bits(text: str | None) -> int:
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0


def _integer(text: str | None) -> int:
    """A count of columns, never so large that it costs memory."""
    return min(int(text), 100) if text and text.isdecimal() else 0
