"""Tables that are drawn: a grid of ruled lines, and the words in its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from remit.document.lines import Line, baselines
from remit.document.tables import Row, columns_of, split
from remit.document.words import Rule, Sheet, Word

_TOUCH = 3.0  # points: drawn lines that come so near meet
_MOST = 600  # drawn lines of one page, strokes in line taken together: more are a plan or a picture
_SHORT = 6.0  # points: shorter strokes are no part of a table


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
    begins = [cell[0].text[0] for line in lines for cell in columns_of(line.words, middles) if cell]
    wrapped = sum(c.islower() for c in begins) > 0.3 * len(begins)
    return [row] if len(lines) < 3 or wrapped else split(lines, middles, ())


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
