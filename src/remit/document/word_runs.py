"""What stands in a paragraph of a Word file: its text as shown, and what hangs on it (notes, text boxes)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element

from remit.document.package import W
from remit.document.pieces import PAGE
from remit.document.word_revisions import View, gone
from remit.document.word_styles import Look, Styles, coloured, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHECKED, _UNCHECKED = "☒", "☐"
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: _UNCHECKED,
    0x71: _UNCHECKED,
    0x72: _UNCHECKED,
    0x76: "❖",
    0x78: _CHECKED,
    0xA1: "○",
    0xA7: "▪",
    0xA8: _UNCHECKED,
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: _CHECKED,
    0xFE: "☑",
}
_SYMBOL = {
    0xA3: "≤",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xAE: "→",
    0xD2: "®",
    0xD3: "©",
    0xD4: "™",
    0xD7: "·",
}
_FONTS = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}
_PLAIN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PASSED = frozenset(
    W + local for local in ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt", "ffData")
)
_NOTES = {
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
    f"{W}commentReference": "comment",
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text in one look; `hidden` says why a person can't see it ("" = they can)."""

    text: str
    hidden: str = ""
    bold: bool = False


@dataclass(slots=True)
class Inline:
    """The content of one or more paragraph elements which the view shows as one paragraph."""

    fragments: list[Fragment] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field between its begin and end marks; what is shown stands behind the separator."""

    result: bool = False
    form: str = ""


class Runs:
    """Reads paragraphs of one view in order: fields may begin in one and end in another."""

    def __init__(self, styles: Styles, view: View, *, rendered: bool) -> None:
        self._styles = styles
        self._view: View = view
        self._rendered = rendered
        self._fields: list[_Field] = []

    def read(self, paragraph: _Element, style: str | None, *, shaded: bool, into: Inline) -> None:
        """`shaded` as in `Styles.look`; a page's begin is marked by `PAGE`."""
        ground = shaded or self._styles.shaded(style) or coloured(paragraph.find(f"{W}pPr"))

        def look(run: _Element) -> Look:
            return self._styles.look(run.find(f"{W}rPr"), style, shaded=ground)

        self._content(paragraph, into, Look("", bold=False), look)
        # A field whose instruction never ends would swallow the rest of the document.
        while self._fields and not self._fields[-1].result:
            self._fields.pop()

    def _content(self, parent: _Element, into: Inline, seen: Look, look: Callable[[_Element], Look]) -> None:
        for element in parent:
            tag = element.tag
            if not isinstance(tag, str) or tag in _PASSED or gone(element, self._view):
                continue
            if tag == f"{W}r":
                self._content(element, into, look(element), look)
            elif tag == f"{W}fldChar":
                self._mark(element, into, seen)
            elif tag == f"{W}txbxContent":
                into.boxes.append(element)
            elif tag in _NOTES:
                into.notes.append((_NOTES[tag], str(element.get(f"{W}id", ""))))
            elif tag == f"{_MC}AlternateContent":
                # One content in several forms; the first is the newest.
                for form in list(element)[:1]:
                    self._content(form, into, seen, look)
            elif (text := self._text(element, parent)) is not None:
                if text and (not self._fields or self._fields[-1].result):
                    into.fragments.append(Fragment(text, seen.hidden, seen.bold))
            else:
                self._content(element, into, seen, look)

    def _text(self, element: _Element, run: _Element) -> str | None:
        """The characters an element stands for; None where it is a wrapper of others."""
        tag = str(element.tag)
        if tag in _PLAIN:
            return _PLAIN[tag]
        if tag in {f"{W}t", f"{W}delText", f"{_M}t"}:
            # Deleted text counts only where the view passed its wrapper.
            return _mapped(element.text or "", run)
        if tag == f"{W}br":
            paged = element.get(f"{W}type") == "page"
            return "\n" + (PAGE if paged and not self._rendered else "")
        if tag == f"{W}lastRenderedPageBreak":
            return PAGE
        if tag == f"{W}sym":
            return symbol(str(element.get(f"{W}char", "")), str(element.get(f"{W}font", "")))
        return None

    def _mark(self, element: _Element, into: Inline, seen: Look) -> None:
        match element.get(f"{W}fldCharType"):
            case "begin":
                self._fields.append(_Field(form=_form(element)))
            case "separate" if self._fields:
                self._fields[-1].result = True
            case "end" if self._fields:
                ended = self._fields.pop()
                if ended.form and not (self._fields and not self._fields[-1].result):
                    into.fragments.append(Fragment(ended.form, seen.hidden, seen.bold))
            case _:
                pass


def _form(begin: _Element) -> str:
    """What a form field without a result shows: a box with or without a cross, or the chosen entry."""
    data = begin.find(f"{W}ffData")
    if data is None:
        return ""
    box = data.find(f"{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        on = state is not None and state.get(f"{W}val", "1") in {"1", "true", "on"}
        return _CHECKED if on else _UNCHECKED
    entries = [str(e.get(f"{W}val", "")) for e in data.iterfind(f"{W}ddList/{W}listEntry")]
    chosen = value(data, "ddList/result") or value(data, "ddList/default") or "0"
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def symbol(code: str, font: str) -> str:
    """A character of a picture font (hexadecimal, often in the private area from F000) as people see it."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.lower(), {}).get(point & 0xFF if point >= 0xF000 else point)
    # XML can't hold control characters and surrogates; neither does the text.
    return known or (chr(point) if 0x20 <= point < 0x110000 and not 0xD800 <= point < 0xE000 else "")


def _mapped(text: str, run: _Element) -> str:
    """Text set in a picture font: "o" in Wingdings is an empty box. No-break spaces become spaces."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    table = _FONTS.get(str(fonts.get(f"{W}ascii", "")).lower()) if fonts is not None else None
    if table:
        text = "".join(table.get(ord(c) & 0xFF if ord(c) >= 0xF000 else ord(c), c) for c in text)
    return text.replace("\u00a0", " ").replace("\u00ad", "")
