"""The incentive table as bars: to the right what serves the client, to the left what pays the provider by trouble."""

from __future__ import annotations

from remit.forecast.drawing import BLUE, GREY, ORANGE, Canvas, widest
from remit.review.incentives_record import IncentiveRow, Incentives

ROW, TOP, SIDE, MOST = 22, 46, 150, 1.0
"""Pixels of a row, of the head and of either side; the index that fills a side."""
SAYS = {"earns": "earns", "loses": "loses", "nothing": "no matter", "open": "open"}


def bars(found: Incentives, name: str = "incentives") -> str:
    """SVG of all rows but sales: the alignment of the provider's interest with the client's, -1 to 1."""
    rows = [r for r in found.rows if r.group != "sale"]
    left = widest([r.label for r in rows]) + 16
    zero = left + SIDE
    width, height = round(zero + SIDE + 110), TOP + ROW * len(rows) + 26
    canvas = Canvas(name, width, height, "Whose interest each kind of event serves", _words(rows))
    canvas.text(zero - 8, 18, "provider gains from it", anchor="end", bold=True)
    canvas.text(zero + 8, 18, "provider loses by it", bold=True)
    canvas.text(zero - 8, 34, "against your interest", anchor="end", small=True)
    canvas.text(zero + 8, 34, "in your interest", small=True)
    for n, row in enumerate(rows):
        y = TOP + n * ROW
        canvas.text(left - 10, y + 15, row.label, anchor="end")
        _bar(canvas, row, zero, y)
    bottom = TOP + ROW * len(rows)
    for at, label in ((-MOST, "−1 or less"), (0.0, "0"), (MOST, "1")):
        canvas.line(zero + at * SIDE, TOP - 4, zero + at * SIDE, bottom, wide=1.5 if not at else 1)
        canvas.text(zero + at * SIDE, bottom + 16, label, anchor="middle", small=True)
    return canvas.svg()


def _bar(canvas: Canvas, row: IncentiveRow, zero: float, y: int) -> None:
    hint = f"{row.label}: provider {SAYS[row.sign]}"
    if row.sign == "open":
        canvas.dot(zero, y + 10, 5)
        canvas.text(zero + 12, y + 15, "open", small=True)
    elif row.alignment is None:
        # Only the direction is known: a bar that fades out has no length to be read.
        canvas.rect(zero - SIDE / 2, y + 3, SIDE / 2, ROW - 8, ORANGE, faint=0.35, hint=hint)
        canvas.text(zero - SIDE / 2 - 6, y + 15, "price unknown", anchor="end", small=True)
    elif row.alignment < 0:
        size = min(-row.alignment, MOST) * SIDE
        canvas.rect(zero - size, y + 3, size, ROW - 8, ORANGE, hint=hint)
        canvas.text(zero + 8, y + 15, f"{row.alignment:+.2f}".replace("-", "−"), small=True)
    else:
        size = min(row.alignment, MOST) * SIDE
        canvas.rect(zero, y + 3, max(size, 3), ROW - 8, BLUE if size else GREY, hint=hint)
        canvas.text(zero + max(size, 3) + 6, y + 15, f"{row.alignment:+.2f}", small=True)


def _words(rows: list[IncentiveRow]) -> str:
    said = []
    for sign, words in (
        ("earns", "The provider gains from"),
        ("loses", "It loses by"),
        ("nothing", "It does not care about"),
        ("open", "Open are"),
    ):
        names = [r.label.lower() for r in rows if r.sign == sign]
        if names:
            said.append(f"{words}: {', '.join(names)}.")
    return " ".join(said)
