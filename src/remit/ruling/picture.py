"""A ruling as a small picture (SVG): which provision beats which, and what comes of it.

Nothing depends on colour alone: what is in force has a full outline, what is set aside a dashed one and a struck
title, and the ground stands on the arrow. Title and description say the same in words.
"""

from __future__ import annotations

from html import escape
from textwrap import shorten

from remit.contract import Contract
from remit.ruling.model import Model, model_of
from remit.ruling.plain import event_words, outcome_words, place_words, value_words
from remit.ruling.record import Ruling

# Okabe and Ito's blue, vermilion and grey: told apart in every common form of colour blindness.
BLUE, VERMILION, GREY, INK = "#0072B2", "#D55E00", "#666666", "#1a1a1a"
WIDTH, HEIGHT, GAP, ARROW = 250, 74, 18, 170


def picture(contract: Contract | Model, ruling: Ruling) -> str:
    """The SVG's text. Provisions in force stand left, what they set aside right, the outcome on top."""
    model = model_of(contract)
    words = model.words
    book = model.book(ruling.question, ruling.interpreted, ruling.on)
    left = list(dict.fromkeys((*ruling.because, *(o.by for o in ruling.overridden))))
    right = [o.id for o in ruling.overridden]
    rows = max(len(left), len(right), 1)
    width, height = 2 * WIDTH + ARROW + 2 * GAP, 92 + rows * (HEIGHT + GAP)
    lost_x = GAP + WIDTH + ARROW
    at = {n: (GAP, 92 + i * (HEIGHT + GAP)) for i, n in enumerate(left)}
    at |= {n: (lost_x, 92 + i * (HEIGHT + GAP)) for i, n in enumerate(right)}

    says = outcome_words(words, ruling)
    title = f"{words.question(ruling.question).label}? {says}"
    event = event_words(words, ruling.facts)
    beats = [f"{o.by} sets {o.id} aside ({o.canon or o.ground})." for o in ruling.overridden]
    told = " ".join([f"Event: {event}.", f"In force: {', '.join(ruling.because) or 'nothing'}.", *beats])
    root = (
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d"'
    )
    tip = f'<path d="M0 0L8 4L0 8z" fill="{GREY}"/>'
    parts = [
        f'<svg {root} font-family="sans-serif" font-size="13" fill="{INK}">',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">{tip}</marker>',
        f'<text x="{GAP}" y="32" font-size="17" font-weight="bold">{escape(shorten(title, 78))}</text>',
        f'<text x="{GAP}" y="54">{escape(shorten(event, 100))}</text>',
    ]
    if left:
        parts.append(f'<text x="{GAP}" y="82" fill="{BLUE}" font-weight="bold">in force</text>')
    if right:
        parts.append(f'<text x="{lost_x}" y="82" fill="{VERMILION}" font-weight="bold">set aside</text>')
    for o in ruling.overridden:
        (x1, y1), (x2, y2) = at[o.by], at[o.id]
        if x1 < x2:
            x1, y1, y2 = x1 + WIDTH, y1 + HEIGHT // 2, y2 + HEIGHT // 2
            line = f'stroke="{GREY}" stroke-width="1.5" marker-end="url(#tip)"'
            parts.append(f'<path d="M{x1} {y1}L{x2} {y2}" {line}/>')
            middle = f'x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2 - 6}" text-anchor="middle"'
            parts.append(f'<text {middle} font-size="11">{escape(o.canon or o.ground)}</text>')
    for name, (x, y) in at.items():
        p, lost = book.by_id[name], name in right
        value = "cancels only" if p.kind == "defeater" else value_words(words, p.value)
        quote = shorten(p.evidence.quote, 44, placeholder=" …") if p.evidence else ""
        outline = f'stroke="{VERMILION}" stroke-dasharray="6 4"' if lost else f'stroke="{BLUE}"'
        strike = ' text-decoration="line-through"' if lost else ""
        head, place = escape(shorten(f"{name}: {value}", 34)), escape(shorten(place_words(p), 40))
        parts += [
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#ffffff" stroke-width="2" {outline}/>',
            f'<text x="{x + 10}" y="{y + 21}" font-weight="bold"{strike}>{head}</text>',
            f'<text x="{x + 10}" y="{y + 41}" font-size="11">{place}</text>',
            f'<text x="{x + 10}" y="{y + 60}" font-size="11" font-style="italic">{escape(quote)}</text>',
        ]
    return "\n".join([*parts, "</svg>"])
