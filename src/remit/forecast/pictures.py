"""The pictures of a forecast: cost bands by year, what the cost is made of, exposure by risk, and the tornado."""

from __future__ import annotations

from collections.abc import Sequence

from remit.forecast.drawing import BLUE, GREY, KINDS, ORANGE, Canvas, length, ticks, widest
from remit.forecast.money import short, whole
from remit.forecast.record import FIGURES, Forecast, OfferForecast, Swing

_LABELS = (
    "Regular fees less credits",
    FIGURES["extras"],
    FIGURES["others"],
    FIGURES["standstill"],
    FIGURES["uncovered"],
)
WIDTH = 760
LINE = 24
_RIGHT = 24


def cost_bands(found: Forecast) -> str:
    """For every year and contract the span of nineteen futures in twenty, the usual one, and the mean of the worst."""
    years = len(found.offers[0].by_year)
    rows = [(year, it) for year in range(years) for it in found.offers]
    left = widest([it.name for it in found.offers]) + 80
    most = max(it.by_year[year]["cost"].worst for year, it in rows)
    top, scale = 56, (WIDTH - left - _RIGHT) / most
    if found.budget:
        scale = (WIDTH - left - _RIGHT) / max(most, found.budget * 1.05)
    height = top + LINE * len(rows) + 10 * years + 30
    words = " ".join(
        f"Year {year + 1}, {it.name}: usually {whole(c.median, found.minor_digits)}, from "
        f"{whole(c.low, found.minor_digits)} to {whole(c.high, found.minor_digits)}, worst twentieth "
        f"{whole(c.worst, found.minor_digits)}."
        for year, it in rows
        if (c := it.by_year[year]["cost"])
    )
    canvas = Canvas("bands", WIDTH, height, f"What it costs you by year, in {found.currency}", words)
    _key(canvas, left)
    y = float(top)
    for year in range(years):
        canvas.text(0, y + 16, f"Year {year + 1}", bold=True)
        for n, it in enumerate(found.offers):
            c = it.by_year[year]["cost"]
            colour = KINDS[n % len(KINDS)]
            canvas.text(left - 10, y + 16, it.name, anchor="end")
            hint = f"{it.name}, year {year + 1}: {whole(c.low, found.minor_digits)} to {whole(c.high, found.minor_digits)}"
            canvas.rect(left + c.low * scale, y + 5, (c.high - c.low) * scale, LINE - 10, colour, hint=hint)
            canvas.line(left + c.median * scale, y + 2, left + c.median * scale, y + LINE - 2, wide=2.5)
            canvas.dot(left + c.worst * scale, y + LINE / 2, 4)
            y += LINE
        y += 10
    _axis(canvas, found, left, top - 6, y - 10, scale, max(most, found.budget or 0))
    if found.budget:
        x = left + found.budget * scale
        canvas.line(x, top - 6, x, y - 10, dashed=True, wide=1.5)
        canvas.text(x, y + 22, "budget", anchor="middle", small=True)
    return canvas.svg()


def _key(canvas: Canvas, left: float) -> None:
    canvas.rect(left, 10, 60, 12, GREY)
    canvas.text(
        left + 68,
        21,
        "nine years in ten; one in twenty on either side",
        small=True,
    )
    canvas.line(left + 4, 28, left + 4, 42, wide=2.5)
    canvas.text(left + 14, 39, "the usual year", small=True)
    canvas.dot(left + 124, 35, 4)
    canvas.text(left + 134, 39, "mean of the worst twentieth", small=True)


def made_of(found: Forecast) -> str:
    """A bar for each contract: what an average year's cost is made of, and the provider's profit beneath."""
    left = widest([it.name for it in found.offers]) * 1.12 + 20
    parts = {it.name: [max(n, 0) for n in _parts(it)] for it in found.offers}
    most = max(sum(p) for p in parts.values())
    top, row = 72, 62
    scale = (WIDTH - left - 90) / most
    height = top + row * len(found.offers) + 24
    words = " ".join(
        f"{it.name}: "
        + ", ".join(
            f"{label.lower()} {whole(value, found.minor_digits)}"
            for label, value in zip(_LABELS, parts[it.name], strict=True)
        )
        + f"; provider's profit {whole(it.a_year['profit'].mean, found.minor_digits)}."
        for it in found.offers
    )
    canvas = Canvas("made", WIDTH, height, f"What an average year is made of, in {found.currency}", words)
    x = 0.0
    for n, label in enumerate(_LABELS):
        line, x = (8, x) if n < 3 else (30, 0.0 if n == 3 else x)
        canvas.rect(x, line, 14, 14, KINDS[n])
        canvas.text(x + 7, line + 11, str(n + 1), anchor="middle", small=True)
        canvas.text(x + 20, line + 11, label, small=True)
        x += length(label, 11) + 50
    for r, it in enumerate(found.offers):
        y, x = top + r * row, left
        canvas.text(left - 10, y + 17, it.name, anchor="end", bold=True)
        for n, value in enumerate(parts[it.name]):
            size = value * scale
            canvas.rect(x, y, size, 26, KINDS[n], hint=f"{_LABELS[n]}: {whole(value, found.minor_digits)}")
            if size > 16:
                canvas.text(x + size / 2, y + 18, str(n + 1), anchor="middle", small=True)
            x += size
        canvas.text(x + 6, y + 18, whole(it.a_year["cost"].mean, found.minor_digits))
        profit = it.a_year["profit"].mean
        canvas.text(
            left, y + 43, f"of it the provider's profit: {whole(profit, found.minor_digits)}", small=True
        )
    return canvas.svg()


def _parts(it: OfferForecast) -> tuple[int, ...]:
    """What the cost is made of, in the order of the labels."""
    a = it.a_year
    rest = (a[p].mean for p in ("extras", "others", "standstill", "uncovered"))
    return (a["fees"].mean - a["credits"].mean, *rest)


def exposure(found: Forecast) -> str:
    """By risk what the contracts cost beyond their fees: the mean, and a line to the bad year."""
    names = [t for t in found.topics if any(t in it.topics for it in found.offers)]
    left = widest([found.topics[t] for t in names]) + 16
    bar = 12
    row = bar * len(found.offers) + 12
    most = max(it.topics[t].high for it in found.offers for t in names if t in it.topics) or 1
    top, scale = 20 + 18 * len(found.offers), (WIDTH - left - 70) / most
    height = top + row * len(names) + 30
    words = " ".join(
        f"{found.topics[t]}: "
        + "; ".join(
            f"{it.name} {whole(it.topics[t].mean, found.minor_digits)}"
            for it in found.offers
            if t in it.topics
        )
        + "."
        for t in names
    )
    canvas = Canvas(
        "exposure",
        WIDTH,
        height,
        f"What you stay exposed to a year beyond the fee, in {found.currency}",
        words,
    )
    for n, it in enumerate(found.offers):
        canvas.rect(left, 8 + 18 * n, 14, 10, KINDS[n % len(KINDS)])
        canvas.text(
            left + 20,
            17 + 18 * n,
            f"{it.name}" + (" (the line ends at a bad year)" if not n else ""),
            small=True,
        )
    for r, topic in enumerate(names):
        y = top + r * row
        canvas.text(left - 10, y + row / 2, found.topics[topic], anchor="end")
        for n, it in enumerate(found.offers):
            c = it.topics.get(topic)
            if c:
                at = y + n * bar
                canvas.rect(
                    left,
                    at,
                    c.mean * scale,
                    bar - 3,
                    KINDS[n % len(KINDS)],
                    hint=f"{it.name}: {whole(c.mean, found.minor_digits)}",
                )
                canvas.line(
                    left, at + bar / 2 - 1.5, left + max(c.high, 0) * scale, at + bar / 2 - 1.5, wide=1.2
                )
    _axis(canvas, found, left, top - 6, top + row * len(names), scale, most)
    return canvas.svg()


def tornado_picture(found: Forecast, it: OfferForecast, most: int = 10) -> str:
    """What each assumption does to the yearly cost between its ends, the largest first."""
    shown: Sequence[Swing] = [s for s in it.tornado if s.size][:most]
    labels = [f"{s.label}: {s.low:g} to {s.high:g}" for s in shown]
    left = widest(labels) + 16
    width = max(WIDTH, round(left + 380))
    centre = it.a_year["cost"].mean
    low, high = (
        min((min(s.at_low, s.at_high) for s in shown), default=centre),
        max((max(s.at_low, s.at_high) for s in shown), default=centre),
    )
    low, high = min(low, centre), max(high, centre, low + 1)
    scale = (width - left - 40) / (high - low)
    top, height = 34, 34 + LINE * len(shown) + 34
    words = " ".join(
        f"{s.label}: {whole(s.at_low, found.minor_digits)} at {s.low:g}, {whole(s.at_high, found.minor_digits)} at {s.high:g}."
        for s in shown
    )
    canvas = Canvas(
        f"tornado-{_plain(it.name)}",
        width,
        height,
        f"What moves the yearly cost under {it.name}, in {found.currency}",
        words,
    )
    canvas.rect(left, 8, 14, 12, BLUE)
    canvas.text(left + 20, 18, "at its low end", small=True)
    canvas.rect(left + 120, 8, 14, 12, ORANGE)
    canvas.text(left + 140, 18, "at its high end", small=True)
    for n, s in enumerate(shown):
        y = top + n * LINE
        canvas.text(left - 10, y + 16, labels[n], anchor="end")
        for at, colour in ((s.at_low, BLUE), (s.at_high, ORANGE)):
            a, b = sorted((at, centre))
            canvas.rect(
                left + (a - low) * scale,
                y + 4,
                (b - a) * scale,
                LINE - 9,
                colour,
                hint=whole(at, found.minor_digits),
            )
    x = left + (centre - low) * scale
    canvas.line(x, top - 4, x, top + LINE * len(shown), wide=1.5)
    for value in ticks(low, high, 4):
        canvas.text(
            left + (value - low) * scale,
            top + LINE * len(shown) + 18,
            short(value, found.minor_digits),
            anchor="middle",
            small=True,
        )
    return canvas.svg()


def _axis(
    canvas: Canvas, found: Forecast, left: float, top: float, bottom: float, scale: float, most: float
) -> None:
    for value in ticks(0, most, 6):
        x = left + value * scale
        canvas.line(x, top, x, bottom)
        canvas.text(x, bottom + 14, short(value, found.minor_digits), anchor="middle", small=True)


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())
