"""Two facts against each other: how much of each combination the contract leaves unsaid, or says twice.

The picture (SVG) is readable without colour: every field carries its share as text, contradictions a cross.
The scale is cividis, which looks the same to people who tell colours apart differently.
"""

from __future__ import annotations

from html import escape

from remit.contract.vocabulary import Record
from remit.errors import RequestProblem
from remit.ruling.cells import Axis
from remit.ruling.gaps import Analysis
from remit.ruling.plain import number_words

CIVIDIS = ((0, 34, 78), (65, 77, 107), (124, 123, 120), (188, 175, 111), (254, 232, 56))
FIELD_W, FIELD_H, LEFT, TOP = 74, 30, 210, 220


class Field(Record):
    """One combination: events in all, those on which the contract is silent, and contradictory ones."""

    events: int
    silent: int
    conflict: int


class Map(Record):
    """`fields[row][column]` for the facts' cells, named in `rows` and `columns`."""

    question: str
    column_fact: str
    row_fact: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    fields: tuple[tuple[Field, ...], ...]


def coverage_map(analysis: Analysis, column_fact: str, row_fact: str) -> Map:
    """The counts behind the picture. RequestProblem for a fact that no provision of the question tests."""
    regions = analysis.regions
    axes = {regions.space.axes[at].fact: at for at in regions.axes}
    for fact in (column_fact, row_fact):
        if fact not in axes:
            raise RequestProblem(
                f"No provision tests '{fact}' here.", f"Choose among: {', '.join(sorted(axes))}."
            )
    across, down = axes[column_fact], axes[row_fact]
    silent, conflict = analysis.where("silent"), analysis.where("conflict")
    fields = []
    for j in range(regions.space.axes[down].size):
        row = regions.cells(down, 1 << j) & regions.whole
        places = [row & regions.cells(across, 1 << i) for i in range(regions.space.axes[across].size)]
        fields.append(
            tuple(
                Field(
                    events=regions.size(p),
                    silent=regions.size(p & silent),
                    conflict=regions.size(p & conflict),
                )
                for p in places
            )
        )
    return Map(
        question=analysis.question,
        column_fact=regions.space.axes[across].spec.label,
        row_fact=regions.space.axes[down].spec.label,
        columns=tuple(_names(regions.space.axes[across])),
        rows=tuple(_names(regions.space.axes[down])),
        fields=tuple(fields),
    )


def map_picture(found: Map) -> str:
    """The map as the text of an SVG."""
    width, height = LEFT + FIELD_W * len(found.columns) + 150, TOP + FIELD_H * len(found.rows) + 60
    silent = sum(f.silent for row in found.fields for f in row)
    events = sum(f.events for row in found.fields for f in row)
    twice = sum(f.conflict for row in found.fields for f in row)
    title = f"Where the contract is silent on {found.question}: {found.row_fact} by {found.column_fact}"
    told = f"Of {events:,} kinds of event it is silent on {silent:,} and contradicts itself on {twice:,}. {_worst(found)}"
    root = (
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d"'
    )
    parts = [
        f'<svg {root} font-family="sans-serif" font-size="12" fill="#1a1a1a">',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="14" y="26" font-size="15" font-weight="bold">{escape(title)}</text>',
        '<text x="14" y="46">share of events on which it is silent; × = it also contradicts itself; – = can\'t occur</text>',
    ]
    for i, name in enumerate(found.columns):
        x = LEFT + FIELD_W * i + FIELD_W // 2
        turn = f'transform="rotate(-35 {x} {TOP - 8})"'
        parts.append(f'<text x="{x}" y="{TOP - 8}" {turn}>{escape(name)}</text>')
    for j, (name, row) in enumerate(zip(found.rows, found.fields, strict=True)):
        y = TOP + FIELD_H * j
        parts.append(f'<text x="{LEFT - 8}" y="{y + 19}" text-anchor="end">{escape(name)}</text>')
        for i, field in enumerate(row):
            percent = 100 * field.silent // field.events if field.events else 0
            colour, ink = _shade(percent) if field.events else ("#ffffff", "#666666")
            label = f"{_percent(field)}{' ×' if field.conflict else ''}" if field.events else "–"
            x = LEFT + FIELD_W * i
            box = f'x="{x}" y="{y}" width="{FIELD_W - 1}" height="{FIELD_H - 1}"'
            parts.append(f'<rect {box} fill="{colour}" stroke="#cccccc"/>')
            middle = f'x="{x + FIELD_W // 2}" y="{y + 19}" text-anchor="middle"'
            parts.append(f'<text {middle} fill="{ink}">{label}</text>')
    return "\n".join([*parts, "</svg>"])


def _percent(field: Field) -> str:
    # Never rounded to nothing or to all: a gap that is there is shown.
    percent = 100 * field.silent // field.events
    if field.silent > 0 and percent == 0:
        return "<1 %"
    return f"{percent} %"


def _shade(percent: int) -> tuple[str, str]:
    """Colour of the field and of its text, dark where much is said."""
    step, part = divmod(percent * (len(CIVIDIS) - 1), 100)
    low, high = CIVIDIS[step], CIVIDIS[min(step + 1, len(CIVIDIS) - 1)]
    mixed = [(a * (100 - part) + b * part) // 100 for a, b in zip(low, high, strict=True)]
    bright = 299 * mixed[0] + 587 * mixed[1] + 114 * mixed[2] > 128_000
    return "#{:02x}{:02x}{:02x}".format(*mixed), "#000000" if bright else "#ffffff"


def _worst(found: Map) -> str:
    fields = [
        (field.silent, row, column)
        for row, fields in zip(found.rows, found.fields, strict=True)
        for column, field in zip(found.columns, fields, strict=True)
    ]
    most, row, column = max(fields, key=lambda f: f[0], default=(0, "", ""))
    return f"Most for {row} and {column}: {most:,}." if most else ""


def _names(axis: Axis) -> list[str]:
    if axis.spec.type == "choice":
        return [axis.spec.values[str(v)].label for v in axis.members]
    if axis.spec.type == "yesno":
        return ["no", "yes"]
    found = []
    for cell in range(axis.size):
        low, high = axis.bounds(cell)
        if low is not None and low == high:
            found.append(number_words(low))
        elif low is None:
            found.append(f"under {number_words(high)}" if high is not None else "any")
        else:
            found.append(
                f"over {number_words(low)}"
                if high is None
                else f"{number_words(low)} to {number_words(high)}"
            )
    return found
