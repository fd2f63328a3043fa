"""The review as one HTML file: findings beside the whole text of the documents, each finding linked to its clause.

The file asks nothing of the network and forbids it (a content security policy with the hashes of its own style and
script). All text of contracts passes through the templates' escaping. It reads and filters without the script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from remit.contract import Contract, Evidence
from remit.document.model import Document
from remit.review.findings import COLUMNS, RATINGS, Item, Review
from remit.review.incentives_picture import bars
from remit.review.incentives_terminal import SIGNS, money, signed
from remit.review.marks import anchors, key, sheet
from remit.review.picture import picture
from remit.review.wording import (
    COLUMN_WORDS,
    DUTY_WORDS,
    NOT_ADVICE,
    RATING_WORDS,
    ROLE_WORDS,
    STATE_WORDS,
    place,
    reasons_left,
    says_it,
    sentence,
    verdict_line,
)

ADDRESS = re.compile(r"https?://[^\s;]+")


def render_html(review: Review, contract: Contract, documents: Sequence[Document]) -> str:
    """The whole page as text.

    `documents` are those that the contract was read from; without them the quotes stand alone.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - only here
    from markupsafe import Markup  # noqa: PLC0415

    placed = anchors(_evidence(review), documents)
    rules = [*(_topic_rule(t.id) for t in review.topics), _followed_rule(sorted(placed.values()))]
    style = "\n".join(["", _own("review.css"), *rules, ""])
    script = "\n" + _own("review.js")
    page = Environment(
        loader=PackageLoader("remit.review", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.globals |= {
        "anchor": lambda e: placed.get(key(e)),
        "place": lambda e: place(e.page, e.clause, e.heading),
        "verdict_line": verdict_line,
        "sentence": sentence,
        "says_it": says_it,
        "reasons_left": reasons_left,
        "known": lambda names: [n for n in names if n in review.sources],
        "parts": _linked,
        "RATING_WORDS": RATING_WORDS,
        "ROLE_WORDS": ROLE_WORDS,
        "STATE_WORDS": STATE_WORDS,
        "COLUMN_WORDS": COLUMN_WORDS,
        "DUTY_WORDS": DUTY_WORDS,
        "money": money,
        "signed": signed,
        "SIGNS": SIGNS,
        "COLUMNS": COLUMNS,
        "RATINGS": RATINGS,
    }
    return page.get_template("review.html.j2").render(
        review=review,
        contract=contract,
        sheets=[sheet(d, placed) for d in documents],
        picture=picture(review.matrix, COLUMN_WORDS),
        # Drawn by us, every word in it escaped.
        bars=Markup(bars(review.incentives)) if review.incentives else "",  # noqa: S704 - see above
        back=_back(review, placed),
        # Our own files, not contract text: they must reach the page as they are, or their hashes would not fit.
        style=Markup(style),  # noqa: S704 - see above
        script=Markup(script),  # noqa: S704 - see above
        style_hash=_hash(style),
        script_hash=_hash(script),
        letter=_letter(review),
        note=NOT_ADVICE,
        open_silences=[i for i in _silent(review) if i.rating != "ok"],
        harmless_silences=[i for i in _silent(review) if i.rating == "ok"],
        used_sources={n: review.sources[n] for n in _used_sources(review)},
    )


def _evidence(review: Review) -> list[Evidence]:
    held = [q.evidence for i in review.items() for q in i.quotes]
    held += [d.evidence for d in review.what_you_must_do]
    if review.incentives:
        held += [e for r in review.incentives.rows for e in (*r.because, *r.candidates)]
        held += [b.evidence for b in review.incentives.bent if b.evidence]
        held += [u.evidence for u in review.incentives.upkeep if u.evidence]
    return held + [n.evidence for n in review.notes if n.evidence]


def _back(review: Review, placed: dict[tuple[str, int, int], str]) -> dict[str, list[Item]]:
    """For each anchor the items that rest on its passage."""
    found: dict[str, list[Item]] = {name: [] for name in placed.values()}
    for item in review.items():
        for quote in item.quotes:
            name = placed.get(key(quote.evidence))
            if name and item not in found[name]:
                found[name].append(item)
    return found


def _silent(review: Review) -> list[Item]:
    return [review.item(name) for name in review.what_is_not_written]


def _letter(review: Review) -> str:
    """The questions as plain text, to be pasted into a message."""
    lines = []
    for number, q in enumerate(review.before_you_sign, 1):
        lines += [f"{number}. {q.text}", f"   Proposed wording: {q.propose}", ""]
    return "\n".join(lines).strip()


def _used_sources(review: Review) -> list[str]:
    return sorted({s for i in review.items() for s in i.sources if s in review.sources})


def _linked(reference: str) -> list[tuple[str, bool]]:
    """The text cut into parts that are addresses and parts that are not."""
    parts, at = [], 0
    for found in ADDRESS.finditer(reference):
        parts += [(reference[at : found.start()], False), (found.group(), True)]
        at = found.end()
    return [(text, link) for text, link in [*parts, (reference[at:], False)] if text]


def _topic_rule(topic: str) -> str:
    # The filter by topic, without a script: the chosen radio button hides the other topics.
    return f"body:has(#only-{topic}:checked) .topic:not(#t-{topic}) {{ display: none; }}"


def _followed_rule(names: list[str]) -> str:
    # Every part of the passage that a link was followed to stands out, whatever other marks cut it into parts.
    chosen = ",\n".join(f'body:has(#{n}:target) mark[data-of~="{n}"]' for n in names)
    return (
        f"{chosen} {{ background: var(--target); box-shadow: 0 0 0 2px var(--mark-ink); }}" if names else ""
    )


def _own(name: str) -> str:
    return files("remit.review").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest: Any = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
