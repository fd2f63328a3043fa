"""Running headers, footers and page numbers: what stands at the same height on several pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from remit.document.labels import label
from remit.document.lines import Line
from remit.document.tables import Row

_EDGE = 0.13  # of the page's height, from above and below
_NEAR = 14.0  # points: the same height, on a scan as well
_LETTERS = 24
_CLOSE = 1.4  # of the font size: lines of one paragraph
_FULL = 8  # words: running lines that stand close to the body are shorter
_FEWEST_LETTERS = 4
_NUMBER = re.compile(
    r"(?:page\s*)?[-–—(\[]?\s*(?:[A-Z]{1,2}-?)?(?P<number>\d{1,4}|[ivxl]{1,6})\s*[-–—)\]]?(?:\s*(?:of|/)\s*\d{1,4})?\Z",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)

Element = Line | Row


def furniture(pages: Sequence[Sequence[Element]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the places of its running lines among the page's lines."""
    seen: dict[tuple[str, bool], list[tuple[int, float]]] = defaultdict(list)
    for page, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for _, line, above in _edge(lines, height):
            seen[_letters(line), above].append((page, line.base))
    least = min(3, max(2, len(pages)))
    found: list[set[int]] = []
    for lines, height in zip(pages, heights, strict=True):
        bases = [line.base for line in lines]
        run: set[int] = set()
        for place, line, above in _edge(lines, height):
            letters = _letters(line)
            # The same words at the same height on three pages (both of two) are no coincidence.
            on = {page for page, base in seen[letters, above] if abs(base - line.base) < _NEAR}
            repeated = len(letters) >= _FEWEST_LETTERS and len(on) >= least
            outermost = line.base in (min(bases), max(bases))
            if repeated or (outermost and _NUMBER.match(line.text)):
                run.add(place)
        found.append(_apart(lines, run))
    for page, place in _counted(pages):
        found[page].add(place)
    return found


def _apart(lines: Sequence[Element], run: set[int]) -> set[int]:
    """Without lines that the body goes on from: two pages may well begin with the same sentence."""
    body = [line for place, line in enumerate(lines) if place not in run]
    kept = set()
    for place in run:
        line = lines[place]
        size = max(word.size for word in line.words)
        near = any(abs(line.base - other.base) < _CLOSE * size for other in body)
        if not near or len(line.words) < _FULL:
            kept.add(place)
    return kept


def _edge(lines: Sequence[Element], height: float) -> Iterator[tuple[int, Element, bool]]:
    """The lines near the page's upper (True) and lower edge, with their places."""
    for place, line in enumerate(lines):
        if line.base < _EDGE * height:
            yield place, line, True
        elif line.base > (1 - _EDGE) * height:
            yield place, line, False


def _letters(line: Element) -> str:
    """What is the same in a running line on all pages: page numbers change, and OCR sees dashes and dots anew."""
    if label(line.text):
        return line.text  # the heads of Article 3 and of Article 4 are not the same
    return "".join(c for c in _NUMERAL.sub("", line.text) if c.isalpha()).lower()[:_LETTERS]


def _counted(pages: Sequence[Sequence[Element]]) -> list[tuple[int, int]]:
    """Lone numbers in the middle of a line that count up by one: the page numbers of a print within this one."""
    found: list[tuple[int, int, int]] = []
    for page, lines in enumerate(pages):
        for place, line in enumerate(lines):
            if not isinstance(line, Line) or len(line.words) > 3:
                continue
            match = _NUMBER.match(line.text)
            middle, width = (line.left + line.right) / 2, line.stop - line.start
            if (
                match
                and match["number"].isdigit()
                and abs(middle - (line.start + line.stop) / 2) < 0.12 * width
            ):
                found.append((page, place, int(match["number"])))
    steps = [later - earlier for (_, _, earlier), (_, _, later) in pairwise(found)]
    if len(found) < 2 or sum(step == 1 for step in steps) < 0.6 * len(steps):
        return []
    return [(page, place) for page, place, _ in found]
