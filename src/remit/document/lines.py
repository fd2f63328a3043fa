"""Words become lines in reading order, by where they stand and not by the order in which the file names them.

A page is cut into regions (one column each, from top to bottom, left before right); words on one baseline are a
line. Words much smaller than their line's (superscripts) stay in it though their baseline differs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

from remit.document.words import Word

GLUE = 0.1  # of the font size: closer than this a superscript belongs to the word before it
TIGHT = 0.02  # of the font size: closer than this two pieces of one kind are one word
_SAME = 0.3  # of the font size: baselines closer than this are one line
_SMALL = 0.75  # of the page's usual size: below it a word may be a superscript
_GUTTER = 0.8  # of the font size: narrower gaps do not part columns
_TRIED = 3  # gaps
_FEWEST = 6  # lines on each side of a gutter that make columns of prose

Row = list[Word]


@dataclass(frozen=True)  # without slots, so that what is asked for often is worked out once
class Line:
    """Words on one baseline, from left to right, within a region of the page from `start` to `stop`."""

    words: tuple[Word, ...]
    page: int
    start: float
    stop: float

    @cached_property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @cached_property
    def base(self) -> float:
        return max(self.words, key=lambda word: word.size).base

    @cached_property
    def text(self) -> str:
        return joined(self.words)


def joined(words: Sequence[Word]) -> str:
    """The words as print shows them: a space between two unless they touch."""
    parts = [words[0].text] if words else []
    for one, other in pairwise(words):
        parts.append(other.text if touching(one, other) else " " + other.text)
    return "".join(parts)


def touching(one: Word, other: Word) -> bool:
    """Whether no space stands between two words: a raised mark behind a word, or parts of one word."""
    size = max(one.size, other.size)
    alike = abs(one.size - other.size) < 0.1 * size and abs(one.base - other.base) < 0.1 * size
    # Slanted letters lean into the space behind them, so words of one kind must nearly overlap to be one.
    gap = other.left - one.right
    if one.size < 0.8 * other.size and one.base < other.base and other.text[0].isalpha():
        return False  # the raised mark before a footnote
    return -size < gap < (TIGHT if alike else GLUE) * size and abs(one.middle - other.middle) < size


def lines(words: Sequence[Word], page: int) -> list[Line]:
    """All lines of a page in reading order."""
    found: list[Line] = []
    for region in _regions(words):
        if region:
            start, stop = min(w.left for w in region), max(w.right for w in region)
            found += [Line(tuple(row), page, start, stop) for row in baselines(region)]
    return found


def baselines(words: Sequence[Word]) -> list[list[Word]]:
    """The words of one column as lines from top to bottom, each from left to right."""
    if not words:
        return []
    usual = median(word.size for word in words)
    rows = _rows(word for word in words if word.size >= _SMALL * usual)
    for row in rows:
        row.sort(key=lambda word: word.left)
    bases = [row[0].base for row in rows]
    raised: dict[int, list[Word]] = {}
    rest: list[Word] = []
    for word in words:
        if word.size < _SMALL * usual:
            # Only the lines about the word's own height can be its line.
            near = range(bisect_left(bases, word.base - usual), bisect_right(bases, word.base + usual))
            home = next((i for i in near if _raised(word, rows[i])), None)
            if home is None:
                rest.append(word)
            else:
                raised.setdefault(home, []).append(word)
    for i, small in raised.items():
        rows[i] = sorted([*rows[i], *small], key=lambda word: word.left)
    for row in _rows(rest):
        rows.append(sorted(row, key=lambda word: word.left))
    rows.sort(key=lambda row: max(row, key=lambda word: word.size).base)
    return rows


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][-1].base <= _SAME * min(word.size, rows[-1][-1].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _raised(word: Word, row: Sequence[Word]) -> bool:
    """Whether a small word is a superscript or subscript of a line: beside one of its words, within its height."""
    at = bisect_left(row, word.left, key=lambda other: other.left)
    return any(
        other.base - 0.75 * other.size <= word.base <= other.base + 0.35 * other.size
        and other.left - other.size < word.right
        and word.left < other.right + other.size
        for other in row[max(0, at - 2) : at + 2]
    )


def _regions(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each column in reading order; a page without columns of prose is one region."""
    rows = baselines(words)
    for gutter in _gutters(rows):
        parts = _parted(rows, gutter)
        if any(beside for _, beside in parts):
            return [region for part, beside in parts for region in _sides(part, gutter, beside) if region]
    return [list(words)]


def _parted(rows: Sequence[Row], gutter: float) -> list[tuple[list[Row], bool]]:
    """The rows from top to bottom in runs, and whether a run is columns of prose on both sides of the gutter."""
    found: list[tuple[list[Row], bool]] = []
    for across, run in groupby(rows, key=lambda row: any(word.left < gutter < word.right for word in row)):
        part = list(run)
        beside = not across and _prose(part, gutter)
        if found and not beside and not found[-1][1]:
            found[-1] = ([*found[-1][0], *part], False)
        else:
            found.append((part, beside))
    return found


def _sides(rows: Sequence[Row], gutter: float, beside: bool) -> list[list[Word]]:
    if not beside:
        return [[word for row in rows for word in row]]
    left = [word for row in rows for word in row if word.right <= gutter]
    right = [word for row in rows for word in row if word.right > gutter]
    return [*_regions(left), *_regions(right)]


def _gutters(rows: Sequence[Row]) -> list[float]:
    """The gaps that many lines have in common in the middle half of the page, the likeliest first."""
    left = min((row[0].left for row in rows), default=0.0)
    right = max((word.right for row in rows for word in row), default=0.0)
    gaps: list[tuple[float, float]] = []
    for row in rows:
        for one, other in pairwise(row):
            middle = (one.right + other.left) / 2
            wide = other.left - one.right > _GUTTER * one.size
            if wide and 0.25 < (middle - left) / max(right - left, 1) < 0.75:
                gaps.append((one.right, other.left))
    found: list[tuple[int, float, float]] = []
    for start, stop in gaps:
        middle = (start + stop) / 2
        if all(abs(middle - other) > stop - start for _, _, other in found):
            votes = sum(a < middle < b for a, b in gaps)
            found.append((votes, stop - start, middle))
    likely = sorted((gap for gap in found if gap[0] >= _FEWEST), reverse=True)
    return [middle for _, _, middle in likely[:_TRIED]]


def _prose(run: Sequence[Row], gutter: float) -> bool:
    """Whether both sides of the gutter are filled with running text rather than a table's cells."""
    sides = (
        [[w for w in row if w.right <= gutter] for row in run],
        [[w for w in row if w.left >= gutter] for row in run],
    )
    for side in sides:
        rows = [row for row in side if row]
        if len(rows) < _FEWEST:
            return False
        start, stop = min(row[0].left for row in rows), max(row[-1].right for row in rows)
        filled = median((row[-1].right - row[0].left) / max(stop - start, 1) for row in rows)
        if filled < 0.7 or median(len(row) for row in rows) < 4:
            return False
    return True
