"""Rows of the incentive table taken together: a verdict on each topic, and on the whole."""

from __future__ import annotations

from collections.abc import Sequence

from remit.forecast.events import Events
from remit.review.incentives_record import IncentiveRow, Interest, TopicInterest, Whole
from remit.review.incentives_words import words

EVEN = 0.1
"""An alignment nearer to 0 than this is neither gain nor loss."""
ENOUGH = 0.5
"""Less of the rows' weight than this settled, and nothing is said of the whole."""


def topic_interests(rows: Sequence[IncentiveRow], book: Events) -> tuple[TopicInterest, ...]:
    found = []
    for topic, title in book.topics.items():
        mine = [r for r in rows if r.topic == topic]
        if mine:
            interest = _interest(mine)
            says = words().verdicts[_key(interest, mine)]
            some = any(r.sign == "open" for r in mine) and interest not in ("open", "sale")
            found.append(
                TopicInterest(
                    topic=topic,
                    title=title,
                    interest=interest,
                    says=f"{says} Some of it is open." if some else says,
                )
            )
    return tuple(found)


def _interest(rows: Sequence[IncentiveRow]) -> Interest:
    if all(r.group == "sale" for r in rows):
        return "sale"
    signs = {r.sign for r in rows} - {"open"}
    if not signs or sum(r.sign == "open" for r in rows) * 2 > len(rows):
        return "open"
    if signs <= {"earns", "nothing"} and "earns" in signs:
        return "change" if rows[0].group == "change" else "trouble"
    if signs <= {"loses", "nothing"} and "loses" in signs:
        return "quiet"
    return "nothing" if signs == {"nothing"} else "mixed"


def _key(interest: Interest, rows: Sequence[IncentiveRow]) -> str:
    if interest == "quiet":
        return "change_in_fee" if rows[0].group == "change" else "loses"
    return {"trouble": "earns"}.get(interest, interest)


def on_balance(
    rows: Sequence[IncentiveRow],
) -> tuple[Whole, str, float | None, float]:
    """The verdict on all trouble, its words, the alignment weighted by social cost, and how much of that is settled."""
    trouble = [r for r in rows if r.group == "problem"]
    weight = {r.id: r.a_year * r.social for r in trouble}
    total = sum(weight.values())
    settled = [r for r in trouble if r.sign != "open"]
    part = sum(weight[r.id] for r in settled) / total if total else 0.0
    if part < ENOUGH:
        return "open", words().whole["open"], None, part
    priced = all(r.alignment is not None for r in settled)
    if priced:
        mean = sum(weight[r.id] * (r.alignment or 0.0) for r in settled) / (part * total)
    else:
        # Without prices only the direction of each row is known.
        mean = sum(weight[r.id] * {"earns": -1.0, "loses": 1.0}.get(r.sign, 0.0) for r in settled)
    whole: Whole = "even" if priced and abs(mean) < EVEN else "trouble" if mean < 0 else "quiet"
    return whole, words().whole[whole], mean if priced else None, part
