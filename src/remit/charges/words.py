"""Durations, numbers and open questions in plain words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from remit.charges.numbers import Doubt
from remit.charges.record import Basis, Step
from remit.charges.tariff import Said
from remit.contract import vocabulary
from remit.ruling.plain import number_words, value_words

KINDS: Final = {
    "business": "in support hours",
    "after_hours": "after hours",
    "weekend": "at the weekend",
    "holiday": "on a holiday",
}


def duration(seconds: int) -> str:
    """Such as 1 h 20 min, 45 min, 30 s."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (left, "s")) if n]
    return " ".join(parts) or "0 min"


def plain(value: Fraction) -> str:
    """A number in digits, to four places."""
    return number_words(round(Decimal(value.numerator) / Decimal(value.denominator), 4))


def by_canon(said: Said) -> str:
    """A ruling that needs a rule of interpretation says so."""
    return f" (by the rule of interpretation {', '.join(said.canons)})" if said.canons else ""


def doubt_step(doubt: Doubt) -> Step:
    """What keeps a charge from being settled, as a step of its own."""
    said = doubt.said
    basis: Basis = "error" if doubt.message or said.verdict == "ruled" else said.verdict
    return Step(said.question, _doubt(doubt), because=said.because, basis=basis, needs=said.needs)


def _doubt(doubt: Doubt) -> str:
    words, said = vocabulary(), doubt.said
    label = words.questions[said.question].label if said.question in words.questions else said.question
    if doubt.message:
        return f"{label[:1].upper()}{label[1:]}: {doubt.message}"
    match said.verdict:
        case "silent":
            return f"The contract does not say: {label}."
        case "conflict":
            values = " / ".join(value_words(words, v) for v in said.values)
            return f"The contract contradicts itself: {label}: {values}."
        case "needs_fact":
            facts = ", ".join(words.facts[f].label for f in said.needs)
            return f"It depends on what is not given ({label}): {facts}."
        case _:
            return f"{label[:1].upper()}{label[1:]}: {said.message or 'no value can be reckoned with.'}"
