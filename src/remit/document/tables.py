"""Tables: drawn ones from their ruled lines, undrawn ones from words that keep to columns over several lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from remit.document.labels import label
from remit.document.lines import Line, baselines, joined
from remit.document.words import Rule, Sheet, Word

_TOUCH = 3.0  # points: drawn lines that come so near meet
_MOST = 600  # drawn lines of one page, strokes in line taken together: more are a plan or a picture
_SHORT = 6.0  # points: shorter strokes are no part of a table
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


@dataclass(frozen=True, slots=True)
class Ruled:
    """A drawn table and where it stands."""

    rows: tuple[Row, ...]
    left: float
    top: float
    right: float


def ruled(sheet: Sheet) -> tuple[list[Ruled], list[Word]]:
    """The page's drawn tables, and the words outside them."""
    rest = list(sheet.words)
    found: list[Ruled] = []
    for lines in _joined_rules(sheet.rules):
        across = _levels(
            [r.top for r in lines if r.horizontal]
            + [y for r in lines if not r.horizontal for y in (r.top, r.bottom)]
        )
        down = _levels(
            [r.left for r in lines if not r.horizontal]
            + [x for r in lines if r.horizontal for x in (r.left, r.right)]
        )
        if len(across) < 2 or len(down) < 3:
            continue
        inside = [
            w
            for w in rest
            if across[0] <= w.middle <= across[-1] and down[0] - 1 <= (w.left + w.right) / 2 <= down[-1] + 1
        ]
        rows = _rows(inside, lines, across, down, sheet.number)
        if sum(len([cell for cell in row.cells if cell]) > 1 for row in rows) == 0:
            continue
        kept = {id(word) for word in inside}
        rest = [word for word in rest if id(word) not in kept]
        found.append(Ruled(tuple(rows), down[0], across[0], down[-1]))
    return found, rest


def _levels(values: Iterable[float]) -> list[float]:
    """Values that differ by less than the width of a stroke, taken together, ascending."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return found


def _joined_rules(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of drawn lines that meet, horizontal with vertical ones; lines that meet none are left out."""
    level = _merged([r for r in rules if r.horizontal and r.right - r.left > _SHORT])
    plumb = _merged([r for r in rules if not r.horizontal and r.bottom - r.top > _SHORT])
    if len(level) + len(plumb) > _MOST:
        return []
    groups: list[list[Rule]] = []
    waiting = set(range(len(level)))
    upright = set(range(len(plumb)))
    while waiting:
        group, front = [], [waiting.pop()]
        while front:
            line = level[front.pop()]
            group.append(line)
            met = [i for i in upright if _meet(line, plumb[i])]
            upright.difference_update(met)
            group += [plumb[i] for i in met]
            for i in [i for i in waiting if any(_meet(level[i], plumb[k]) for k in met)]:
                waiting.discard(i)
                front.append(i)
        if any(not rule.horizontal for rule in group):
            groups.append(group)
    return groups


def _meet(across: Rule, down: Rule) -> bool:
    return (
        down.top - _TOUCH <= across.top <= down.bottom + _TOUCH
        and across.left - _TOUCH <= down.left <= across.right + _TOUCH
    )


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Strokes that go on in one another as one; tables are often drawn cell by cell."""
    found: list[Rule] = []
    if rules and rules[0].horizontal:
        for rule in sorted(rules, key=lambda r: (round(r.top / _TOUCH), r.left)):
            last = found[-1] if found else None
            if last and abs(last.top - rule.top) <= _TOUCH and rule.left <= last.right + _TOUCH:
                found[-1] = Rule(last.left, last.top, max(last.right, rule.right), last.top)
            else:
                found.append(rule)
        return found
    for rule in sorted(rules, key=lambda r: (round(r.left / _TOUCH), r.top)):
        last = found[-1] if found else None
        if last and abs(last.left - rule.left) <= _TOUCH and rule.top <= last.bottom + _TOUCH:
            found[-1] = Rule(last.left, last.top, last.left, max(last.bottom, rule.bottom))
        else:
            found.append(rule)
    return found


def _rows(
    words: Sequence[Word], rules: Sequence[Rule], across: Sequence[float], down: Sequence[float], page: int
) -> list[Row]:
    """The words put into the grid's cells, cells without a line between them joined."""
    cells: dict[tuple[int, int], list[Word]] = {}
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    for word in words:
        row = min(max(bisect_right(across, word.middle) - 1, 0), len(across) - 2)
        column = min(max(bisect_right(down, (word.left + word.right) / 2) - 1, 0), len(down) - 2)
        if (row, column) not in homes:
            homes[row, column] = _home(row, column, rules, across, down)
        cells.setdefault(homes[row, column], []).append(word)
    found: list[Row] = []
    for row in range(len(across) - 1):
        columns = [tuple(_ordered(cells.get((row, column), []))) for column in range(len(down) - 1)]
        if any(columns):
            found.append(Row(tuple(columns), page))
    if len(found) <= 2:
        # Lines between columns only: the rows are told as in a table that is not drawn.
        middles = down[1:-1]
        found = [part for row in found for part in _unruled(row, middles)]
    found = [replace(row, header=False, first=False) for row in found]
    if found:
        bold = len(found) > 1 and all(word.bold for word in found[0].words)
        found[0] = replace(found[0], header=bold, first=True)
    return _without_empty_columns(found)


def _unruled(row: Row, middles: Sequence[float]) -> list[Row]:
    """A row that holds several: where it has three lines or more they are parted as if nothing were drawn."""
    left, right = min(word.left for word in row.words), max(word.right for word in row.words)
    lines = [Line(tuple(words), row.page, left, right) for words in baselines(row.words)]
    begins = [cell[0].text[0] for line in lines for cell in _columns(line.words, middles) if cell]
    wrapped = sum(c.islower() for c in begins) > 0.3 * len(begins)
    return [row] if len(lines) < 3 or wrapped else _split(lines, middles, ())


def _home(
    row: int, column: int, rules: Sequence[Rule], across: Sequence[float], down: Sequence[float]
) -> tuple[int, int]:
    """The first of the cells that are joined with this one: to its left and above no line parts them."""
    while column:
        height = (across[row] + across[row + 1]) / 2
        if any(
            not r.horizontal and abs(r.left - down[column]) <= _TOUCH and r.top <= height <= r.bottom
            for r in rules
        ):
            break
        column -= 1
    while row:
        middle = (down[column] + down[column + 1]) / 2
        if any(
            r.horizontal and abs(r.top - across[row]) <= _TOUCH and r.left <= middle <= r.right for r in rules
        ):
            break
        row -= 1
    return row, column


def _ordered(words: Sequence[Word]) -> list[Word]:
    return [word for line in baselines(words) for word in line]


def _without_empty_columns(rows: Sequence[Row]) -> list[Row]:
    if not rows:
        return []
    kept = [i for i in range(len(rows[0].cells)) if any(row.cells[i] for row in rows)]
    return [Row(tuple(row.cells[i] for i in kept), row.page, row.header, row.first) for row in rows]


def aligned(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line | Row]:
    """The lines of a page with those that keep to common columns made into rows."""
    found: list[Line | Row] = []
    at = 0
    while at < len(lines):
        stop, gutters = _run(lines, at)
        middles = [(left + right) / 2 for left, right in gutters]
        rows = _split(lines[at:stop], middles, rules) if stop > at else []
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


def _split(lines: Sequence[Line], middles: Sequence[float], rules: Sequence[Rule]) -> list[Row]:
    """The lines' words put into columns parted at `middles`, wrapped cells put together."""
    split = [_columns(line.words, middles) for line in lines]
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


def _columns(words: Sequence[Word], middles: Sequence[float]) -> list[list[Word]]:
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
