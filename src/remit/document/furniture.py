"""Running headers, footers and page numbers: what stands at the same height on several pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from remit.document.lines import Line
from remit.document.tables import Row

_LETTERS = 24
_EDGE = 0.13  # of the page's height, from above and below
_NUMBER = re.compile(
    r"(?:page\s*)?[-–—(\[]?\s*(?:[A-Z]-?)?(?:\d{1,4}|[ivxl]{1,6})\s*[-–—)\]]?(?:\s*(?:of|/)\s*\d{1,4})?\Z",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)


def furniture(pages: Sequence[Sequence[Line | Row]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the places of its running lines among the page's lines."""
    seen: dict[tuple[str, bool], set[int]] = defaultdict(set)
    edges: list[list[tuple[int, tuple[str, bool]]]] = []
    for page, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        edge = []
        for place, line in enumerate(lines):
            above = line.base < _EDGE * height
            if above or line.base > (1 - _EDGE) * height:
                # Letters alone, and the first of them: page numbers change, and OCR sees dashes and dots anew.
                letters = "".join(c for c in _NUMERAL.sub("", line.text) if c.isalpha()).lower()[:_LETTERS]
                key = (letters, above)
                edge.append((place, key))
                seen[key].add(page)
        edges.append(edge)
    found: list[set[int]] = []
    for lines, edge in zip(pages, edges, strict=True):
        outer = _outermost(lines, edge)
        found.append(
            {
                place
                for place, key in edge
                if _repeated(seen[key], len(pages)) or (place in outer and _NUMBER.match(lines[place].text))
            }
        )
    return found


def _repeated(on: set[int], pages: int) -> bool:
    """On three pages, or on two of a short document. The same words at the same edge are no coincidence."""
    return len(on) >= min(3, max(2, pages)) or (len(on) == 2 and pages <= 6)


def _outermost(lines: Sequence[Line | Row], edge: Sequence[tuple[int, tuple[str, bool]]]) -> set[int]:
    """The first line from above and the last from below: where a bare number can only be the page's."""
    heights = [(lines[place].base, place) for place, _ in edge]
    bases = [line.base for line in lines]
    return {place for base, place in heights if base in (min(bases), max(bases))}
