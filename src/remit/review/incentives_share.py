"""Does the provider gain when things go wrong? The share of a year's work that would earn it extra."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from remit.contract import Contract
from remit.forecast.priors import priors
from remit.review.asking import Answer, Answering, Heard, evidence_of
from remit.review.findings import Quote
from remit.review.incentives import FIRM, a_year, firm
from remit.review.wording import plain

VERDICTS = {
    "chargeable": "earns extra",
    "included": "in the fee",
    "excluded": "not done under this contract",
}


def income_share(contract: Contract, group: Literal["problem", "change"], answering: Answering) -> Heard:
    """The hours a year that earn extra, of all hours of the group's events.

    Hours whose answer is open (silent, conflicting, dependent or unsure) are counted apart and widen the answer
    to a range; the rating takes the lower end, so that nothing uncertain is held against the provider.
    """
    earning = silent = unclear = total = Decimal(0)
    rows: list[str] = []
    confidence, quotes = 1.0, []
    there = firm(priors().currency)
    for kind in (k for k in there.book.kinds if k.group == group and k.per):
        each = Decimal(str(there.known.value(str(kind.hours))))
        facts = there.book.event({**kind.facts, "hours_worked": each})
        given = answering(contract, "coverage", facts)
        hours = a_year(there, kind) * each
        total += hours
        known = not given.unsure and given.answer in VERDICTS
        if known:
            confidence = min(confidence, given.confidence)
        elif given.answer == "silent" and not given.unsure:
            silent += hours
        else:
            unclear += hours
        if known and given.answer == "chargeable":
            earning += hours
            evidence = next(
                (e for r in given.because if (e := evidence_of(contract, r, given.ruling.on))), None
            )
            quotes += [Quote(role="because", evidence=evidence, note=kind.label)] if evidence else []
        verdict = VERDICTS[given.answer] if known else _why_open(given)
        rows.append(
            f"{kind.label}: {plain(a_year(there, kind))} × {plain(each)} h = {plain(hours)} h, {verdict}"
        )
    open_ = silent + unclear
    low, high = _percent(earning, total), _percent(earning + open_, total)
    span = f"{low} %" if low == high else f"between {low} % and {high} %"
    what = {
        "problem": "of the work on faults would earn the provider extra",
        "change": "of the work on changes would be billed",
    }
    steps = [
        f"A year of {FIRM}, in hours of work:",
        *rows,
        f"Earns extra: {plain(earning)} of {plain(total)} hours = {low} %.",
    ]
    if open_:
        steps.append(f"Not decided: {plain(open_)} hours. If all of them were billed: {high} %.")
    if open_ * 2 > total:
        # More than half is open: no share is claimed, and it matters whether text or reading leaves it open.
        return Heard(
            answer="unknown",
            says=f"The contract leaves most of it open: {span}" if silent >= unclear else span.capitalize(),
            state="not_written" if silent >= unclear else "unsure",
            confidence=float(1 - open_ / total),
            arithmetic=tuple(steps),
        )
    return Heard(
        answer="share",
        says=f"{span[0].upper()}{span[1:]} {what[group]}",
        state="written",
        confidence=confidence,
        size=Decimal(low),
        quotes=tuple({q.evidence: q for q in quotes}.values()),
        arithmetic=tuple(steps),
    )


def _why_open(given: Answer) -> str:
    return "not written" if given.answer == "silent" and not given.unsure else "not clear"


def _percent(part: Decimal, whole: Decimal) -> int:
    if not whole:
        return 0
    return int((part * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP))
