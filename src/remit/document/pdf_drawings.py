"""What is drawn on a PDF page beside its text: ruled lines, filled areas, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from remit.document.limits import MAX_DEPTH, MAX_DRAWINGS
from remit.document.model import Box

THIN = 2.5
"""Points: a filled area thinner than this is a drawn line."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """In the page's own coordinates, y upwards: left, bottom, right, top.

    lines     horizontal and vertical strokes, as boxes of no height or no width
    fills     filled areas with their colour and their place in the drawing order
    pictures  images
    order     place of each text object in the drawing order, by its address
    """

    lines: tuple[Box, ...]
    fills: tuple[tuple[Box, tuple[int, int, int], int], ...]
    pictures: tuple[Box, ...]
    order: dict[int, int]


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def drawings(page: PdfPage) -> Drawings:
    lines: list[Box] = []
    fills: list[tuple[Box, tuple[int, int, int], int]] = []
    pictures: list[Box] = []
    order: dict[int, int] = {}
    for place, (item, kind, matrix) in enumerate(_objects(page)):
        if place > MAX_DRAWINGS:
            break
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            order[address(item)] = place
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_bounds(item, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            filled, stroked = _painted(item)
            box = _bounds(item, matrix)
            thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
            if filled and thin:
                lines.append(_line(box))
            elif filled:
                fills.append((box, _colour(item), place))
            if stroked:
                lines.extend(_segments(item, matrix))
    return Drawings(tuple(lines), tuple(fills), tuple(pictures), order)


def address(item: ctypes._Pointer[ctypes.Structure]) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _objects(page: PdfPage) -> Iterator[tuple[ctypes._Pointer[ctypes.Structure], int, Matrix]]:
    """Every object in drawing order, those inside form objects too, with the matrix that places it on the page."""
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _within(pdfium.FPDFPage_GetObject(page, i), _IDENTITY, 0)


def _within(
    item: ctypes._Pointer[ctypes.Structure], matrix: Matrix, depth: int
) -> Iterator[tuple[ctypes._Pointer[ctypes.Structure], int, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield item, kind, matrix
    elif depth < MAX_DEPTH:
        inner = _times(_matrix(item), matrix)
        for i in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _within(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1)


def _matrix(item: ctypes._Pointer[ctypes.Structure]) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, m):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _place(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: ctypes._Pointer[ctypes.Structure], matrix: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    x0, y0 = _place(matrix, left.value, bottom.value)
    x1, y1 = _place(matrix, right.value, top.value)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _painted(item: ctypes._Pointer[ctypes.Structure]) -> tuple[bool, bool]:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
    return bool(mode.value), bool(stroke.value)


def _colour(item: ctypes._Pointer[ctypes.Structure]) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _line(box: Box) -> Box:
    left, bottom, right, top = box
    if right - left >= top - bottom:
        middle = (bottom + top) / 2
        return left, middle, right, middle
    middle = (left + right) / 2
    return middle, bottom, middle, top


def _segments(item: ctypes._Pointer[ctypes.Structure], matrix: Matrix) -> Iterator[Box]:
    """The horizontal and vertical strokes of a path."""
    own = _times(_matrix(item), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for i in range(min(pdfium.FPDFPath_CountSegments(item), MAX_DRAWINGS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _place(own, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(here, point)
        here = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(here, start)


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    (x0, y0), (x1, y1) = one, other
    long = max(abs(x1 - x0), abs(y1 - y0)) > THIN
    if long and min(abs(x1 - x0), abs(y1 - y0)) < 1:
        yield _line((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
