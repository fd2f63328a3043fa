"""Tables that are not drawn: words that keep to common columns over several lines. Rows, for drawn ones as well."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from remit.document.labels import label
from remit.document.lines import Line, joined
from remit.document.words import Rule, Word

_GUTTER = 1.1  # of the font size: the narrowest gap between undrawn columns
_WIDER = 3.1  # times the line's usual gap between words: justified lines have wide gaps everywhere
_STEP = 1.25  # of the table's closest lines: a larger step is one to the next row
_FEWEST = 3  # lines in columns that make an undrawn table (two suffice where the gaps are wide)
_WIDE = 2.5  # of the font size


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; `cells` hold their words in reading order, empty ones included."""

    cells: tuple[tuple[Word, ...], ...]
    page: int
    header: bool = False
    first: bool = False
    """Begins a table."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for cell in self.cells for word in cell)

    @property
    def base(self) -> float:
        return min(word.base for word in self.words)

    @property
    def text(self) -> str:
        return " | ".join(joined(cell) for cell in self.cells if cell)


def aligned(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line | Row]:
    """The lines of a page with those that keep to common columns made into rows."""
    found: list[Line | Row] = []
    at = 0
    while at < len(lines):
        stop, gutters = _run(lines, at)
        middles = [(left + right) / 2 for left, right in gutters]
        rows = split(lines[at:stop], middles, rules) if stop > at else []
        if rows and not _sentences(rows):
            found += rows
            at = stop
        else:
            found.append(lines[at])
            at += 1
    return found


def _sentences(rows: Sequence[Row]) -> bool:
    """Whether "cells" go on in lower case from one to the next: typewritten prose stretched to both margins."""
    pairs = [
        (one[-1], other[0]) for row in rows for one, other in pairwise([cell for cell in row.cells if cell])
    ]
    low = [one for one, other in pairs if other.text[0].islower()]
    narrow = (
        median(other.left - one.right for one, other in pairs) < _WIDE * rows[0].words[0].size
        if pairs
        else True
    )
    return narrow and len(low) >= 0.3 * len(pairs)


def _gaps(line: Line) -> list[tuple[float, float]]:
    """The gaps in a line that may part columns; the one behind a clause number or bullet does not."""
    words = line.words
    begin = 0
    while begin < len(words) - 1 and _numbering(words[begin].text):
        begin += 1
    pairs = [(one.right, other.left) for one, other in pairwise(words[begin:])]
    spaces = [right - left for left, right in pairs]
    usual = median(spaces) if len(spaces) > 2 else 0.25 * line.size
    least = max(_GUTTER * line.size, _WIDER * min(usual, 0.6 * line.size))
    return [(left, right) for left, right in pairs if right - left > least]


def _numbering(text: str) -> bool:
    found = label(f"{text} x")
    return (found is not None and found.end >= len(text)) or (len(text) == 1 and not text.isalnum())


def _run(lines: Sequence[Line], at: int) -> tuple[int, list[tuple[float, float]]]:
    """How far from line `at` on the lines keep common columns free, and the gaps between those columns."""
    gutters = _gaps(lines[at])
    if not gutters:
        return at, []
    several, stop = 1, at + 1
    size = lines[at].size
    for i in range(at + 1, len(lines)):
        line, above = lines[i], lines[i - 1]
        step = line.base - above.base
        if line.start != lines[at].start or not 0 < step < 3.5 * size or abs(line.size - size) > 0.3 * size:
            break
        kept = _common(gutters, line)
        if not kept:
            break
        inner = any(line.left < left and right < line.right for left, right in kept)
        if not inner and step > 2 * size:
            break  # a line in one column alone belongs to the row above it only if it is near
        gutters = kept
        if inner:
            several += 1
            stop = i + 1
        elif i + 1 - stop > 4:
            break
    # Wrapped last cells: lines in one column that follow closely, in a column other than the first.
    while stop < len(lines) and several > 1:
        line, above = lines[stop], lines[stop - 1]
        near = 0 < line.base - above.base < 1.35 * size and line.start == above.start
        if not near or not _common(gutters, line) or line.left < gutters[0][1] - 1:
            break
        stop += 1
    gutters = _kept(lines[at:stop])
    if not gutters:
        return at, []
    widest = max(right - left for left, right in gutters)
    if several >= _FEWEST or (several == 2 and (widest > _WIDE * size or len(gutters) > 1)):
        return stop, gutters
    return at, []


def _kept(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The gaps that all lines leave free and behind which a column is aligned; none if only numbers stand before."""
    free = [(lines[0].start, lines[0].stop)]
    for line in lines:
        for word in line.words:
            free = _less(free, word)
    spaces = [other.left - one.right for line in lines for one, other in pairwise(line.words)]
    least = (
        max(0.6 * lines[0].size, 1.6 * min(median(spaces), 0.6 * lines[0].size)) if len(lines) > 3 else 0.0
    )
    least = least or _GUTTER * lines[0].size
    candidates = [gap for gap in free if gap[1] - gap[0] > least]
    found = []
    for i, (left, right) in enumerate(candidates):
        stop = candidates[i + 1][0] + 1 if i + 1 < len(candidates) else lines[0].stop + 1
        cells = [[w for w in line.words if right - 1 < w.left and w.right < stop] for line in lines]
        if any(w.right <= left + 1 for line in lines for w in line.words) and _lined_up(
            [cell for cell in cells if cell]
        ):
            found.append((left, right))
    if len(found) == 1:
        firsts = [[w for w in line.words if w.right <= found[0][0] + 1] for line in lines]
        numbers = [_numbering(joined(first)) or joined(first).isdigit() for first in firsts if first]
        if sum(numbers) >= 0.7 * len(numbers):
            return []
    return found


def _lined_up(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether most cells of a column begin or end at one place, or have their middles there."""
    if len(cells) < 2:
        return False
    near = 0.35 * cells[0][0].size
    sides = (
        [cell[0].left for cell in cells],
        [cell[-1].right for cell in cells],
        [(cell[0].left + cell[-1].right) / 2 for cell in cells],
    )
    return any(sum(abs(x - median(side)) < near for x in side) >= max(2, 0.4 * len(side)) for side in sides)


def _less(free: Sequence[tuple[float, float]], word: Word) -> list[tuple[float, float]]:
    """The gaps without what the word covers."""
    return [
        part
        for a, b in free
        for part in ([(a, b)] if word.right <= a or word.left >= b else [(a, word.left), (word.right, b)])
        if part[1] > part[0]
    ]


def _common(gutters: Sequence[tuple[float, float]], line: Line) -> list[tuple[float, float]]:
    """What the line's words leave free of the gutters, as far as it is wide enough to part columns."""
    found = []
    for left, right in gutters:
        free = [(left, right)]
        for word in line.words:
            free = _less(free, word)
        widest = max(free, key=lambda part: part[1] - part[0], default=(0.0, 0.0))
        if widest[1] - widest[0] > 0.6 * line.size:
            found.append(widest)
    return found


def split(lines: Sequence[Line], middles: Sequence[float], rules: Sequence[Rule]) -> list[Row]:
    """The lines' words put into columns parted at `middles`, wrapped cells put together."""
    split = [columns_of(line.words, middles) for line in lines]
    steps = [below.base - above.base for above, below in pairwise(lines)]
    closest = min(steps, default=0.0)
    level = [
        rule
        for rule in rules
        if rule.horizontal and rule.right - rule.left > 0.5 * (lines[0].stop - lines[0].start)
    ]
    groups: list[list[list[list[Word]]]] = []
    for i, columns in enumerate(split):
        drawn = i > 0 and any(lines[i - 1].base < rule.top < lines[i].base for rule in level)
        if not groups or drawn or _new_row(split[i - 1], columns, steps[i - 1], closest, steps):
            groups.append([columns])
        else:
            groups[-1].append(columns)
    found: list[Row] = []
    for group in groups:
        cells = tuple(
            tuple(word for columns in group for word in columns[k]) for k in range(len(middles) + 1)
        )
        header = not found and all(word.bold for cell in cells for word in cell) and len(groups) > 1
        found.append(Row(cells, lines[0].page, header, not found))
    return found


def columns_of(words: Sequence[Word], middles: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in words:
        columns[bisect_right(middles, (word.left + word.right) / 2)].append(word)
    return columns


def _new_row(
    above: Sequence[Sequence[Word]],
    below: Sequence[Sequence[Word]],
    step: float,
    closest: float,
    steps: Sequence[float],
) -> bool:
    """Whether a line begins a row or goes on with the cells of the one above."""
    if step > _STEP * closest:
        return True
    continues = any(cell and cell[0].text[0].islower() for cell in below)
    if max(steps) > _STEP * closest:
        # Rows stand apart in this table, so close lines are one row, unless both are complete.
        return all(below) and all(above) and not continues
    return bool(below[0]) and not (continues and sum(map(bool, below)) == 1)
