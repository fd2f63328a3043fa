"""The figures of a gap report in words, for every face that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from remit.contract import Contract
from remit.ruling.gap_money import at_rate
from remit.ruling.gap_report import GapReport, Part, QuestionReport, Reason, Weight
from remit.ruling.values import digits, key

LEAST = Decimal("0.0005")


def percent(share: Decimal) -> str:
    """Never rounded to nothing or to all: "less than 0.1 %", "more than 99.9 %"."""
    if 0 < share < LEAST:
        return "less than 0.1 %"
    if 1 - LEAST < share < 1:
        return "more than 99.9 %"
    return f"{(share * 100).quantize(Decimal('0.1')).normalize():f} %"


def depends(q: QuestionReport) -> str:
    """Such as: 5 provisions, which depend on kind of work and cause."""
    facts = " and ".join(part for part in (", ".join(q.facts[:-1]), *q.facts[-1:]) if part)
    count = "1 provision, which depends" if q.provisions == 1 else f"{q.provisions} provisions, which depend"
    return f"{count} on {facts or 'no fact at all'}."


def left_out(q: QuestionReport) -> str:
    """Such as: 3 readings are left out that are unsure until a person confirms them."""
    if not q.left_out:
        return ""
    count = "1 reading is" if q.left_out == 1 else f"{q.left_out} readings are"
    return f"{count} left out: unsure until a person confirms."


def kinds(part: Part, q: QuestionReport) -> str:
    """Such as: 1,204 of 545,920 kinds of event (0.2 %)."""
    share = percent(Decimal(part.events) / q.events) if q.events else "0 %"
    return f"{part.events:,} of {q.events:,} kinds of event ({share})"


def happens(weight: Weight, q: QuestionReport, report: GapReport, contract: Contract) -> str:
    """How much of what happens that is, and what it is worth: the arithmetic included."""
    if report.source == "tickets":
        said = f"{percent(weight.share)} of the tickets: {number(weight.sure)}"
        if weight.count != weight.sure:
            said += f" for sure, {number(weight.count)} if what they leave open is as usual"
    else:
        said = f"{percent(weight.share)} of what happens"
        said += f", some {number(weight.count)} a year" if weight.count else ""
    if q.unit == "hours" and weight.worth:
        said += f", {number(weight.worth)} hours of work"
    elif q.unit and q.unit != "hours":
        said += f", worth {weight.worth.quantize(Decimal('0.01')):,f} {q.unit}"
        said += " on average" if report.source == "expected" else ""
    money = at_rate(weight, q.unit, contract)
    if money and money[0]:
        hours, rate, amount, currency = money
        said += f" ({hours:f} hours × {rate:,f} {currency} = {amount:,f} {currency})".replace("  ", " ")
    return said


def number(value: Decimal) -> str:
    """Whole from ten on, one place below, two below one."""
    places = "1" if value >= 10 else "0.1" if value >= 1 else "0.01"
    return (
        digits(value.quantize(Decimal(places), ROUND_HALF_UP))
        if value < 10
        else f"{value.quantize(Decimal(places), ROUND_HALF_UP):,f}"
    )


def spot(reason: Reason) -> str:
    """Where the text stands: "clause 4.2, page 3, agreement.pdf"."""
    clause = f"clause {reason.clause}" if reason.clause else ""
    page = f"page {reason.page}" if reason.page else ""
    return ", ".join(p for p in (clause, page, reason.document or "") if p) or "no text"


def telling(reasons: Sequence[Reason], most: int = 2) -> list[Reason]:
    """Of many reasons those that tell most: for each value the ones whose conditions name the most facts."""
    found: dict[object, list[Reason]] = {}
    for reason in sorted(reasons, key=lambda r: (-r.named, r.provision)):
        found.setdefault(key(reason.value), []).append(reason)
    return [reason for group in found.values() for reason in group[:most]]
