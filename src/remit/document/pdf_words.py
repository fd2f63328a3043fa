"""The words of a PDF page with their places, from PDFium's characters.

PDFium gives characters in the order of the content stream and adds white space where it sees a gap. A run without
white space is a word unless its last character shows that the run jumps, in which case it is cut at the jumps.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from remit.document.model import Box
from remit.document.pdf_drawings import Drawings, address, drawings
from remit.document.words import Rule, Sheet, Word

_RUN = re.compile(r"[^\s\x00-\x1f\u200b\ufeff]+")
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 0x40000
_HYPHEN = "\ufffe"  # PDFium's mark for a hyphen that ends a line
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_TINY = 3.0  # points
_CONTRAST = 24  # of 255 in each colour channel: less can't be told apart on paper
_WHITE = (255, 255, 255)
_SCANNED = 0.5  # of the page covered by pictures


@dataclass(frozen=True, slots=True)
class PdfPageText:
    """The words of a page and what bears on whether they can be trusted.

    pictures  the page holds images
    layered   most words are invisible on a page covered by an image: a scanner's program wrote them
    unmapped  characters whose meaning the file does not tell
    """

    sheet: Sheet
    pictures: bool
    layered: bool
    unmapped: int


class _View(NamedTuple):
    """How page coordinates (y upwards) become what is displayed: crop box and turn (clockwise quarter turns)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def box(self, box: Box) -> Box:
        (x0, y0), (x1, y1) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    @property
    def extent(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)


class _Style(NamedTuple):
    size: float
    angle: int
    bold: bool
    colour: tuple[int, int, int] | None
    """None = painted so that nothing shows."""
    place: int


class _Piece(NamedTuple):
    """A word in page coordinates: origin of its first character, box over all of them."""

    text: str
    x: float
    y: float
    box: Box
    style: _Style


def page_text(page: PdfPage, number: int) -> PdfPageText:
    """The words of a page in PDFium's order, which is not yet the reading order."""
    left, bottom, right, top = page.get_bbox()
    view = _View(left, bottom, right, top, page.get_rotation() // 90)
    drawn = drawings(page)
    text = page.get_textpage()
    try:
        pieces = list(_pieces(text, drawn))
    finally:
        text.close()
    area = (right - left) * (top - bottom)
    covered = sum((east - west) * (north - south) for west, south, east, north in drawn.pictures)
    pictured = covered > _SCANNED * area
    # The quarter turn in which most characters are written is taken for the page's reading direction.
    turns = Counter[int]()
    for piece in pieces:
        turns[piece.style.angle] += len(piece.text)
    quarters = [(count, angle) for angle, count in turns.items() if angle % 90 == 0]
    upright = max(quarters)[1] if quarters else 0
    layout = view._replace(turns=(upright // 90) % 4)
    words = [_word(piece, view, layout, drawn, pictured) for piece in pieces]
    straight = tuple(w for w, p in zip(words, pieces, strict=True) if p.style.angle == upright)
    strays = tuple(w for w, p in zip(words, pieces, strict=True) if p.style.angle != upright)
    width, height = layout.extent
    rules = tuple(Rule(*layout.box(line)) for line in drawn.lines)
    unmapped = sum(_unmapped(piece.text) for piece in pieces)
    unpainted = sum(piece.style.colour is None for piece in pieces)
    layered = pictured and unpainted * 2 > len(pieces)
    return PdfPageText(
        Sheet(number, width, height, straight, rules, strays), bool(drawn.pictures), layered, unmapped
    )


def _unmapped(text: str) -> int:
    return sum(1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")


def _word(piece: _Piece, view: _View, layout: _View, drawn: Drawings, pictured: bool) -> Word:
    left, _, right, _ = layout.box(piece.box)
    _, base = layout.point(piece.x, piece.y)
    return Word(
        piece.text, left, right, base, piece.style.size, view.box(piece.box), piece.style.bold,
        _unseen(piece, view, drawn, pictured),
    )  # fmt: skip


def _unseen(piece: _Piece, view: _View, drawn: Drawings, pictured: bool) -> bool:
    """Whether a person looking at the page can't read the word."""
    left, bottom, right, top = piece.box
    if right <= view.left or left >= view.right or top <= view.bottom or bottom >= view.top:
        return True
    if piece.style.size < _TINY:
        return True
    if pictured:
        # The invisible text of a scan is what its picture shows.
        return False
    if piece.style.colour is None:
        return True
    x, y = (left + right) / 2, (bottom + top) / 2
    ground = _WHITE
    for area, colour, place in drawn.fills:
        if _inside(x, y, area):
            if place > piece.style.place >= 0:
                return True  # painted over
            ground = colour
    if any(_inside(x, y, area) for area in drawn.pictures):
        return False
    return all(abs(one - other) < _CONTRAST for one, other in zip(piece.style.colour, ground, strict=True))


def _inside(x: float, y: float, box: Box) -> bool:
    left, bottom, right, top = box
    return left <= x <= right and bottom <= y <= top


def _pieces(page: PdfTextPage, drawn: Drawings) -> Iterator[_Piece]:
    styles: dict[int, _Style] = {}
    for first, word in _runs(page):
        holder = pdfium.FPDFText_GetTextObject(page, first)
        key = address(holder)
        style = styles.get(key)
        if style is None:
            style = _style(page, first, holder, drawn.order.get(key, -1))
            styles[key] = style
        last = first + len(word) - 1
        if last > first and address(pdfium.FPDFText_GetTextObject(page, last)) != key:
            yield from _restyled(page, first, word, styles, drawn)
        else:
            yield from _cut(page, first, word, style)


def _restyled(
    page: PdfTextPage, first: int, word: str, styles: dict[int, _Style], drawn: Drawings
) -> Iterator[_Piece]:
    """The parts of a run which several text objects write: of one size as they come, a superscript by itself."""
    begin, before = first, styles[address(pdfium.FPDFText_GetTextObject(page, first))]
    for index in range(first + 1, first + len(word)):
        holder = pdfium.FPDFText_GetTextObject(page, index)
        key = address(holder)
        style = styles.get(key) or _style(page, index, holder, drawn.order.get(key, -1))
        styles[key] = style
        if abs(style.size - before.size) > 0.1 * max(style.size, before.size):
            yield from _cut(page, begin, word[begin - first : index - first], before)
            begin, before = index, style
    yield from _cut(page, begin, word[begin - first :], before)


def _runs(page: PdfTextPage) -> Iterator[tuple[int, str]]:
    """Runs of visible characters with the index of their first one."""
    count = page.count_chars()
    text = page.get_text_range() if count else ""
    if len(text) != count:
        # Characters outside the basic plane or excluded ones shift the text against the index.
        codes = (pdfium.FPDFText_GetUnicode(page, i) for i in range(count))
        text = "".join(chr(c) if 0 < c < 0xD800 or 0xDFFF < c < 0x110000 else " " for c in codes)
    for found in _RUN.finditer(text):
        yield found.start(), found.group().replace(_HYPHEN, "-")


def _style(page: PdfTextPage, index: int, holder: ctypes._Pointer[ctypes.Structure], place: int) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(page, index, matrix)
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
    # A few degrees of slant are still a line to the eye.
    near = round(angle / 90) * 90
    angle = near % 360 if abs(angle - near) <= 3 else angle
    size = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(page, index, name, 128, flags)
    font = name.value.decode("utf-8", "replace") if 0 < length <= 128 else ""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(holder) if holder else pdfium.FPDF_TEXTRENDERMODE_FILL
    strokes = mode in (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    bold = (
        bool(_BOLD.search(font))
        or bool(flags.value & _FORCE_BOLD)
        or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
    )
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    paint = pdfium.FPDFText_GetStrokeColor if strokes else pdfium.FPDFText_GetFillColor
    known = paint(page, index, red, green, blue, alpha)
    colour: tuple[int, int, int] | None = (0, 0, 0)
    if mode in _INVISIBLE or (known and alpha.value < _CONTRAST):
        colour = None
    elif known:
        colour = (red.value, green.value, blue.value)
    return _Style(size, angle, bold, colour, place)


def _cut(page: PdfTextPage, first: int, text: str, style: _Style) -> Iterator[_Piece]:
    """The run as one piece, or several where it jumps to another line or leaves a gap."""
    last = first + len(text) - 1
    x, y = _origin(page, first)
    box = _loose(page, first)
    if first == last:
        yield _Piece(text, x, y, box, style)
        return
    end_x, end_y = _origin(page, last)
    whole = _union(box, _loose(page, last))
    turn = math.radians(style.angle)
    along = (end_x - x) * math.cos(turn) + (end_y - y) * math.sin(turn)
    across = abs((end_y - y) * math.cos(turn) - (end_x - x) * math.sin(turn))
    if 0 <= along <= len(text) * style.size and across <= 0.6 * style.size:
        yield _Piece(text, x, y, whole, style)
        return
    begin = first
    before = (x, y)
    for i in range(first + 1, last + 2):
        here = _origin(page, i) if i <= last else (math.inf, math.inf)
        along = (here[0] - before[0]) * math.cos(turn) + (here[1] - before[1]) * math.sin(turn)
        across = abs((here[1] - before[1]) * math.cos(turn) - (here[0] - before[0]) * math.sin(turn))
        if i > last or not (-0.1 * style.size <= along <= 2 * style.size and across <= 0.6 * style.size):
            part = text[begin - first : i - first]
            yield _Piece(part, *_origin(page, begin), _union(_loose(page, begin), _loose(page, i - 1)), style)
            begin = i
        before = here


def _origin(page: PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, index, x, y)
    return x.value, y.value


def _loose(page: PdfTextPage, index: int) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, index, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
