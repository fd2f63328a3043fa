"""Web pages: blocks become paragraphs, inline elements don't break words, lists are numbered as a browser shows them.

The text is built here (a page's source is not for people), so offsets count in the built text. Text which a
browser doesn't show is kept as hidden paragraphs; scripts, styles and navigation are no text of the contract.
Deleted text (<del>, <s>) is only in `Document.original`, inserted text (<ins>) only in `Document.text`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree
from lxml.etree import _Element

from remit.document.counting import HTML
from remit.document.html_look import Look, Rules, look, rules, style_of
from remit.document.labels import label, titled
from remit.document.limits import MAX_DEPTH
from remit.document.model import Document, Kind
from remit.document.pieces import Piece, assemble
from remit.document.text import cut, decode
from remit.errors import FileProblem

_DROPPED = frozenset(
    "script style template noscript nav head title iframe object svg canvas audio video datalist math button".split()  # noqa: SIM905 - reads as a word list
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "  # noqa: SIM905 - as above
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre search section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_STRUCK = frozenset({"del", "s", "strike"})
_ADDED = frozenset({"ins"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,30})", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_HEADING_LIMIT = 150
_LAYOUT_LIMIT = 2000
"""Characters in a cell beyond which a table sets out a page rather than a table."""
_SPAN_LIMIT = 100


def read(data: bytes, name: str) -> Document:
    """An .html file. FileProblem where it is no text or nested beyond `MAX_DEPTH`."""
    source = _decoded(data, name)
    return document(source, name, hashlib.sha256(data).hexdigest())


def document(source: str, name: str, sha256: str) -> Document:
    """The page whose decoded source is `source`; mail bodies come here too."""
    root = _parsed(source, name)
    if root is None:
        return Document(name, "html", "", (), sha256)
    sheet = rules(element.text or "" for element in root.iter("style"))
    pieces = list(_Walker(sheet, gone=_STRUCK).page(root))
    text, paragraphs, _ = assemble(pieces)
    notices = []
    original = None
    if (changed := sum(1 for _ in root.iter(*_STRUCK, *_ADDED))) > 0:
        original = assemble(_Walker(sheet, gone=_ADDED).page(root))[0]
        notices.append(
            f"The page shows {changed} changed passage{'s' if changed > 1 else ''} (struck out or inserted). "
            "The text is shown with the changes accepted; the text before them is kept beside it."
        )
    if unseen := [p.text for p in pieces if p.hidden and p.text.strip()]:
        notices.append(
            f"The page holds {len(unseen)} passage{'s' if len(unseen) > 1 else ''} that a browser does not show."
        )
    return Document(name, "html", text, paragraphs, sha256, notices=tuple(notices), original=original)


def _decoded(data: bytes, name: str) -> str:
    said = _CHARSET.search(data[:4096]) or _XML_CHARSET.match(data.lstrip()[:200])
    return decode(data, name, said.group(1).decode("ascii") if said else "")


def _parsed(source: str, name: str) -> _Element | None:
    # libxml2 stops at a NUL and would lose what follows; a browser shows this sign for it.
    clean = source.replace("\0", "\ufffd").encode("utf-8", "replace")
    if not clean.strip():
        return None
    # Size is bounded by the caller; the parser's own limit on depth would cut the page off without a word.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root: _Element | None = etree.fromstring(clean, parser)
    except etree.XMLSyntaxError:
        return None  # nothing but a comment
    if root is not None and _depth(root) > MAX_DEPTH:
        raise FileProblem(
            f"{name} is nested more than {MAX_DEPTH} levels deep.", "Save the page as PDF or as text."
        )
    return root


def _depth(root: _Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            break
    return deepest


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: how text looks there, what kind of paragraph it makes, how deep in lists."""

    look: Look
    kind: Kind = "text"
    level: int = 0
    depth: int = -1


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    look: Look


class _Walker:
    """Walks the page without the elements in `gone`; what is open between calls is the paragraph being collected."""

    def __init__(self, sheet: Rules, *, gone: frozenset[str]) -> None:
        self._sheet = sheet
        self._gone = gone
        self._out: list[Piece] = []
        self._parts: list[_Part] = []
        self._marker = ""
        self._tables = 0
        self._above = 0

    def page(self, root: _Element) -> Iterator[Piece]:
        self._walk(root, _Place(Look()))
        self._flush(_Place(Look()))
        return iter(self._out)

    def _walk(self, element: _Element, place: _Place) -> None:
        tag = str(element.tag)
        if tag in _DROPPED or tag in self._gone or element.get("role") == "navigation":
            return
        style = style_of(element, self._sheet)
        inner = replace(place, look=look(element, style, place.look))
        if tag in _BOLD:
            inner = replace(inner, look=replace(inner.look, bold=True))
        block = tag in _BLOCKS and style.get("display") not in {"inline", "inline-block"}
        block = block or style.get("display") in {"block", "list-item"}
        if block:
            self._flush(place)
        match tag:
            case "table":
                self._table(element, inner)
            case "ol" | "ul" | "menu" | "dir":
                self._list(element, replace(inner, depth=inner.depth + 1), style)
            case "br":
                self._broken(place)
            case "input" | "select":
                self._say(_control(element), inner)
            case "q":
                self._say("“", inner)
                self._inside(element, inner)
                self._say("”", inner)
            case "pre" | "textarea":
                self._inside(element, replace(inner, look=replace(inner.look, kept=True)))
            case _:
                self._inside(element, _kinded(tag, inner, element))
        if block:
            self._flush(_kinded(tag, inner, element))

    def _inside(self, element: _Element, place: _Place) -> None:
        self._say(element.text or "", place)
        for child in element:
            if isinstance(child.tag, str):
                self._walk(child, place)
            self._say(child.tail or "", place)

    def _say(self, text: str, place: _Place) -> None:
        if text:
            text = (
                (text if place.look.kept else _WHITE.sub(" ", text)).replace("\u00a0", " ").translate(_UNSEEN)
            )
            self._parts.append(_Part(text, place.look))

    def _broken(self, place: _Place) -> None:
        """One line break goes on with the paragraph, a second one ends it."""
        last = "".join(part.text for part in self._parts[-3:]).rstrip(" ")
        if last.endswith("\n"):
            self._flush(place)
        else:
            self._parts.append(_Part("\n", place.look))

    def _list(self, element: _Element, place: _Place, style: dict[str, str]) -> None:
        form = style.get("list-style-type") or next(iter(style.get("list-style", "").split()), "")
        show = None
        if element.tag == "ol" and form != "none":
            show = HTML.get(form) or HTML.get(str(element.get("type", "1"))) or str
        items = [child for child in element if child.tag == "li"]
        kind: Kind = "furniture" if items and all(map(_jumps, items)) else "item"
        step = -1 if element.get("reversed") is not None else 1
        count = _integer(element.get("start"), len(items) if step < 0 else 1)
        self._say(element.text or "", place)
        for child in element:
            if child.tag == "li" and str(child.tag) not in self._gone:
                count = _integer(child.get("value"), count)
                self._marker = f"{self._marker} {show(count)}." if show else self._marker
                self._walk(child, replace(place, kind=kind, level=place.depth))
                self._marker = ""
                count += step
            elif isinstance(child.tag, str):
                self._walk(child, place)
            self._say(child.tail or "", place)
        self._flush(place)

    def _table(self, table: _Element, place: _Place) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        grid = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
        framed = table.get("role") in {"presentation", "none"} or all(len(cells) < 2 for cells in grid)
        if framed or any(_sets_page(cell) for cells in grid for cell in cells):
            self._inside(table, place)
            return
        for caption in table.iterchildren("caption"):
            self._walk(caption, place)
        self._tables += 1
        number, open_spans, heading = self._tables, dict[int, int](), True
        for row, cells in zip(rows, grid, strict=True):
            texts: list[str] = []
            behind: list[Piece] = []
            for cell in cells:
                while open_spans.get(len(texts), 0) > 0:
                    open_spans[len(texts)] -= 1
                    texts.append("")
                # Spans multiply; a table wider than this is made to cost memory.
                wide = len(texts) > _SPAN_LIMIT
                across = 1 if wide else _span(cell.get("colspan"))
                down = 1 if wide else _span(cell.get("rowspan"))
                if down > 1:
                    open_spans.update((len(texts) + i, down - 1) for i in range(across))
                shown = self._cell(cell, row, place, behind)
                texts += [shown, *[""] * (across - 1)]
            heading = heading and (row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells))  # type: ignore[union-attr]  # a row of the table has a parent
            self._out.append(Piece(kind="row", cells=tuple(texts), header=heading, table=number))
            self._out += behind

    def _cell(self, cell: _Element, row: _Element, place: _Place, behind: list[Piece]) -> str:
        """A cell's visible text; what is hidden in it goes `behind` the row."""
        outer, self._out = self._out, []
        ground = replace(place, look=look(row, style_of(row, self._sheet), place.look), kind="text")
        self._walk(cell, ground)
        self._flush(ground)
        inner, self._out = self._out, outer
        behind += [piece for piece in inner if piece.hidden]
        return "\n".join(piece.text.strip() for piece in inner if not piece.hidden)

    def _flush(self, place: _Place) -> None:
        """Ends the paragraph being collected."""
        parts, self._parts = self._parts, []
        shown = [part for part in parts if not part.look.hidden]
        raw = "".join(part.text for part in shown)
        visible = _tidy(raw)
        if "\n" in visible and not self._marker and any(part.look.kept for part in shown):
            self._lines(raw)
        elif visible:
            bold = all(part.look.bold for part in shown if part.text.strip())
            self._out.append(self._piece(visible, place, bold=bold))
        for hidden, run in groupby(parts, key=lambda part: part.look.hidden):
            text = _tidy("".join(part.text for part in run))
            if hidden and text:
                self._out.append(Piece(text, hidden=True))

    def _lines(self, raw: str) -> None:
        """Preformatted text is plain text within the page: whole contracts are published so."""
        paragraphs, _ = cut(raw)
        tables = self._tables
        for p in paragraphs:
            cells = tuple(raw[a:b] for a, b in p.cells)
            self._tables = max(self._tables, tables + p.table)
            table = tables + p.table if p.table else 0
            self._out.append(Piece(raw[p.start : p.end], p.kind, p.level, p.number, cells, p.header, table))

    def _piece(self, text: str, place: _Place, *, bold: bool) -> Piece:
        typed = label(text)
        marker, self._marker = self._marker.strip(), ""
        kind: Kind = place.kind
        level = place.level
        if marker and not typed:
            # Where the text brings its own number the page's style hides the list's, almost always.
            number = marker.split()[-1].rstrip(".")
            return Piece(f"{marker} {text}", "item" if kind == "text" else kind, level, number)
        number = typed.number if typed else ""
        title = text[typed.end :] if typed else text
        if kind == "heading" and len(text) > _HEADING_LIMIT:
            kind, level = "text", 0
        if kind in {"text", "item"} and bold and len(text) <= _HEADING_LIMIT and titled(title.rstrip(".")):
            return Piece(text, "heading", self._above + 1, number)
        if kind == "heading":
            self._above = level
        elif kind == "text" and typed and not typed.shape.isalpha():
            kind = "item"
        return Piece(text, kind, level, number)


def _kinded(tag: str, place: _Place, element: _Element) -> _Place:
    """The kind of paragraph that an element makes of its text."""
    if tag in _HEADINGS:
        return replace(place, kind="heading", level=_HEADINGS[tag])
    if tag == "dd":
        return replace(place, kind="item", level=0)
    if tag in {"header", "footer"} and not any(
        a.tag in {"article", "main", "section"} for a in element.iterancestors()
    ):
        return replace(place, kind="furniture")
    return place


def _jumps(item: _Element) -> bool:
    """Whether a list's item is nothing but a link within the page: a line of a table of contents."""
    links = list(item.iter("a"))
    return (
        len(links) == 1 and str(links[0].get("href", "")).startswith("#") and _words(item) == _words(links[0])
    )


def _words(element: _Element) -> list[str]:
    return "".join(map(str, element.itertext())).split()


def _control(element: _Element) -> str:
    """What a form's control shows."""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        return " ".join("".join(map(str, o.itertext())) for o in chosen)
    match str(element.get("type", "text")).lower():
        case "checkbox" | "radio":
            return "☒ " if element.get("checked") is not None else "☐ "
        case "hidden" | "submit" | "button" | "image" | "reset" | "password" | "file":
            return ""
        case _:
            return str(element.get("value", ""))


def _sets_page(cell: _Element) -> bool:
    return next(cell.iter("table"), None) is not None or sum(len(t) for t in cell.itertext()) > _LAYOUT_LIMIT


def _tidy(text: str) -> str:
    """No white space around line breaks, one space where the source's inline elements met."""
    return re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text)).strip()


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return max(min(int(text or ""), 10**6), -(10**6))
    except ValueError:
        return otherwise


def _span(text: str | None) -> int:
    return max(1, min(_integer(text, 1), _SPAN_LIMIT))
