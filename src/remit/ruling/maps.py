"""Two facts against each other: how much of each combination the contract leaves unsaid, or says twice.

The picture (SVG) is readable without colour: every field carries its share as text, contradictions a cross, and
below it the answer that the contract gives most. The scale is cividis, which looks the same to people who tell
colours apart differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from remit.contract import Contract
from remit.contract.vocabulary import Record
from remit.errors import RequestProblem
from remit.ruling.cells import Axis
from remit.ruling.gaps import Analysis, tested_axes
from remit.ruling.model import Model, model_of
from remit.ruling.plain import number_words
from remit.ruling.regions import Region, Regions
from remit.ruling.story import left_unsaid
from remit.ruling.values import text

CIVIDIS = ((0, 34, 78), (65, 77, 107), (124, 123, 120), (188, 175, 111), (254, 232, 56))
FIELD_W, FIELD_H, LEFT, TOP = 84, 36, 250, 220
PAIRS = (("cause", "activity"), ("hours", "activity"), ("device_age_years", "activity"))
"""The maps that a reader of a support contract wants: columns, rows."""
LEGEND = "share of kinds of event on which it is silent; × on which it contradicts itself; – can't occur; below: the answer given most"


class Field(Record):
    """One combination: events in all, those on which the contract is silent, and contradictory ones.

    `answers` counts the events that are ruled on, by answer, the most given first.
    """

    events: int
    silent: int
    conflict: int
    answers: dict[str, int]


class Map(Record):
    """`fields[row][column]` for the facts' cells, named in `rows` and `columns`; facts by name and in words."""

    question: str
    unsaid: str
    column_name: str
    row_name: str
    column_fact: str
    row_fact: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    fields: tuple[tuple[Field, ...], ...]

    @property
    def title(self) -> str:
        return f"Where the contract does not say {self.unsaid}: {self.row_fact} by {self.column_fact}"

    @property
    def told(self) -> str:
        """The picture in words, for those who do not see it."""
        fields = [field for row in self.fields for field in row]
        events, silent, twice = (sum(getattr(f, n) for f in fields) for n in ("events", "silent", "conflict"))
        told = f"Of {events:,} kinds of event it is silent on {silent:,} and contradicts itself on {twice:,}."
        named = [
            (field.silent, row, column)
            for row, fields in zip(self.rows, self.fields, strict=True)
            for column, field in zip(self.columns, fields, strict=True)
        ]
        most, row, column = max(named, key=lambda f: f[0], default=(0, "", ""))
        return f"{told} Most gaps: {row} and {column}, {most:,}." if most else told


def coverage_map(
    contract: Contract | Model,
    question: str,
    column_fact: str,
    row_fact: str,
    *,
    canons: bool = True,
    on: date | None = None,
) -> Map:
    """The counts behind the picture, over all facts that the question's provisions test and these two."""
    model = model_of(contract)
    axes = model.space.axes
    across, down = (_place(model, fact) for fact in (column_fact, row_fact))
    tested = tested_axes([model.book(question, canons, on)])
    regions = Regions(model.space, dict.fromkeys((*tested, across, down)))
    analysis = Analysis(model, question, canons=canons, on=on, regions=regions)
    columns, rows = (_classes(analysis, axes[at], at) for at in (across, down))
    fields = []
    for _, down_mask in rows:
        row = regions.cells(down, down_mask) & regions.whole
        places = [row & regions.cells(across, mask) for _, mask in columns]
        fields.append(tuple(_field(analysis, place) for place in places))
    return Map(
        question=question,
        unsaid=left_unsaid(model.words, question),
        column_name=column_fact,
        row_name=row_fact,
        column_fact=axes[across].spec.label,
        row_fact=axes[down].spec.label,
        columns=tuple(name for name, _ in columns),
        rows=tuple(name for name, _ in rows),
        fields=tuple(fields),
    )


def _place(model: Model, fact: str) -> int:
    if model.words.fact(fact).type == "instant":
        raise RequestProblem(f"{fact} is an instant; there is no map of it.", "Choose another fact.")
    return model.space.place[fact]


def _field(analysis: Analysis, place: Region) -> Field:
    answers: dict[str, int] = {}
    counts = {"silent": 0, "conflict": 0}
    for outcome, region in analysis.outcomes:
        events = analysis.regions.size(place & region)
        if outcome.verdict == "ruled" and events:
            answers[text(outcome.value)] = events
        elif outcome.verdict in counts:
            counts[outcome.verdict] += events
    ordered = dict(sorted(answers.items(), key=lambda a: (-a[1], a[0])))
    return Field(events=analysis.regions.size(place), answers=ordered, **counts)


def map_picture(found: Map) -> str:
    """The map as the text of an SVG."""
    width, height = LEFT + FIELD_W * len(found.columns) + 150, TOP + FIELD_H * len(found.rows) + 40
    root = (
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{escape(f"{found.title}. {found.told}")}"'
    )
    parts = [
        f'<svg {root} font-family="sans-serif" font-size="12" fill="#1a1a1a">',
        f"<title>{escape(found.title)}</title><desc>{escape(found.told)}</desc>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="14" y="26" font-size="15" font-weight="bold">{escape(found.title)}</text>',
        f'<text x="14" y="46">{LEGEND}</text>',
    ]
    for i, name in enumerate(found.columns):
        x = LEFT + FIELD_W * i + FIELD_W // 2
        turn = f'transform="rotate(-35 {x} {TOP - 8})"'
        parts.append(f'<text x="{x}" y="{TOP - 8}" {turn}>{escape(name)}</text>')
    for j, (name, row) in enumerate(zip(found.rows, found.fields, strict=True)):
        y = TOP + FIELD_H * j
        parts.append(f'<text x="{LEFT - 8}" y="{y + 22}" text-anchor="end">{escape(name)}</text>')
        for i, field in enumerate(row):
            percent = 100 * field.silent // field.events if field.events else 0
            colour, ink = _shade(percent) if field.events else ("#ffffff", "#666666")
            twice = f" ×{_percent(field.conflict, field.events)}" if field.conflict else ""
            label = f"{_percent(field.silent, field.events)}{twice}" if field.events else "–"
            x = LEFT + FIELD_W * i
            box = f'x="{x}" y="{y}" width="{FIELD_W - 1}" height="{FIELD_H - 1}"'
            parts.append(f'<rect {box} fill="{colour}" stroke="#cccccc"/>')
            for shift, size, words in ((16, 12, label), (29, 9, _most_given(field))):
                middle = f'x="{x + FIELD_W // 2}" y="{y + shift}" font-size="{size}" text-anchor="middle"'
                parts.append(f'<text {middle} fill="{ink}">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>"])


def _most_given(field: Field) -> str:
    answer, events = next(iter(field.answers.items()), ("", 0))
    return f"{answer[:10]} {100 * events // field.events} %" if answer else ""


def _percent(part: int, events: int) -> str:
    # Never rounded to nothing: a gap that is there is shown.
    percent = 100 * part // events
    return "<1 %" if part > 0 and percent == 0 else f"{percent} %"


def _shade(percent: int) -> tuple[str, str]:
    """Colour of the field and of its text, dark where much is said."""
    step, part = divmod(percent * (len(CIVIDIS) - 1), 100)
    low, high = CIVIDIS[step], CIVIDIS[min(step + 1, len(CIVIDIS) - 1)]
    mixed = [(a * (100 - part) + b * part) // 100 for a, b in zip(low, high, strict=True)]
    bright = 299 * mixed[0] + 587 * mixed[1] + 114 * mixed[2] > 128_000
    return "#{:02x}{:02x}{:02x}".format(*mixed), "#000000" if bright else "#ffffff"


def _classes(analysis: Analysis, axis: Axis, at: int) -> list[tuple[str, int]]:
    """The axis's values with their cells; numbers that no provision tells apart are one."""
    if axis.spec.type == "choice":
        return [(axis.spec.values[str(v)].label, 1 << i) for i, v in enumerate(axis.members)]
    if axis.spec.type == "yesno":
        return [("no", 1), ("yes", 2)]
    tests = {m for boxes in analysis.book.boxes.values() for box in boxes for a, m in box if a == at}
    found: list[list[int]] = []
    for cell in range(axis.size):
        if found and all(m >> cell & 1 == m >> found[-1][-1] & 1 for m in tests):
            found[-1].append(cell)
        else:
            found.append([cell])
    return [(_range_name(axis, cells), sum(1 << c for c in cells)) for cells in found]


def _range_name(axis: Axis, cells: Sequence[int]) -> str:
    (low, first_end), (last_start, high) = axis.bounds(cells[0]), axis.bounds(cells[-1])
    low_in, high_in = low == first_end, last_start == high
    if low is not None and low_in and low == high:
        return number_words(low)
    below = high is None or high == axis.spec.max
    above = low is None or low == axis.spec.min
    if below and above:
        return "any"
    if above:
        return f"{'up to' if high_in else 'under'} {number_words(high)}"
    if below:
        return f"{'from' if low_in else 'over'} {number_words(low)}"
    return (
        f"{'' if low_in else 'over '}{number_words(low)} to {'' if high_in else 'under '}{number_words(high)}"
    )
