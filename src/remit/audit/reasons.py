"""Why a price or a number of hours differs: the contract's own numbers are tried, and what fits names the cause.

Nothing rests on this but a name: amounts are what they are, whichever cause they are put under.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from remit.audit.bundle import Part
from remit.audit.prices import Pricing
from remit.charges.numbers import Numbers, numbers
from remit.clock import KINDS
from remit.contract import vocabulary

DAY: Final = timedelta(days=1)
STEPS: Final = (0, 60, 300, 360, 600, 720, 900, 1800, 3600)
"""Steps that time is commonly rounded to, in seconds; 0: none."""


def rate_cause(pricing: Pricing, parts: Sequence[Part], price: Fraction, rate: Fraction) -> str:
    """hours_rate, role_rate, price_date, or plainly rate."""
    part = parts[0]
    if price in _at_other_hours(pricing, part, rate):
        return "hours_rate"
    if price in _of_other_roles(pricing, part):
        return "role_rate"
    if any(price == _rate(pricing, part, part.kind, on) for on in _other_days(pricing)):
        return "price_date"
    return "rate"


def _rate(pricing: Pricing, part: Part, kind: str | None, on: date) -> Fraction | None:
    return numbers(pricing.tariff(part.facts, kind, on), "usual", travel=part.travel).rate


def _at_other_hours(pricing: Pricing, part: Part, rate: Fraction) -> Iterator[Fraction | None]:
    rates = {kind: _rate(pricing, part, kind, part.date) for kind in KINDS}
    yield from (r for r in rates.values() if r != rate)
    base = rates["business"]
    # A multiplier that the contract has, applied where it does not hold or twice.
    factors = {
        Fraction(str(p.value))
        for p in pricing.setting.terms.model.provisions
        if p.question == "rate_multiplier" and p.value
    }
    for factor in factors:
        yield from (r * factor for r in (base, rate) if r is not None)
        yield from (r / factor for r in (rate,) if factor)
    # The multipliers that bills commonly have.
    if base is not None and rate != base:
        yield from (
            base * f
            for f in (
                Fraction(5, 4),
                Fraction(3, 2),
                Fraction(7, 4),
                Fraction(2),
                Fraction(5, 2),
                Fraction(3),
            )
        )


def _of_other_roles(pricing: Pricing, part: Part) -> Iterator[Fraction | None]:
    for role in vocabulary().facts["role"].values:
        tariff = pricing.tariff({**part.facts, "role": role}, part.kind, part.date)
        yield numbers(tariff, "usual", travel=part.travel).rate


def _other_days(pricing: Pricing) -> Iterator[date]:
    for change in pricing.changes():
        yield change
        yield change - DAY


def quantity_cause(pricing: Pricing, parts: Sequence[Part], hours: Fraction) -> str:
    """rounding, minimum, included_time, prepaid, or plainly time."""
    seconds = hours * 3600
    if any(p.prepaid for p in parts) and seconds == sum(p.billed - p.included for p in parts):
        return "prepaid"
    if any(p.included for p in parts) and seconds in (
        sum(p.billed for p in parts),
        sum(p.billed - p.prepaid for p in parts),
    ):
        return "included_time"
    said = pricing.numbers(parts[0])
    for step in dict.fromkeys((said.step, *STEPS)):
        for worked in _groups(parts):
            stepped = [_up(n, step) for n in worked]
            if seconds == sum(stepped) and (step or any(stepped)):
                return "rounding" if step or said.step else "time"
            for least in _leasts(pricing, said):
                if seconds == sum(max(n, least) for n in stepped):
                    return "minimum"
    return "time"


def _groups(parts: Sequence[Part]) -> Iterator[list[int]]:
    """Seconds worked by entry, by day and in all."""
    for key in (lambda p: p.entry, lambda p: p.date, lambda _: None):
        found: dict[object, int] = {}
        for p in parts:
            found[key(p)] = found.get(key(p), 0) + p.seconds
        yield list(found.values())


def _leasts(pricing: Pricing, said: Numbers) -> Iterable[int]:
    own = {
        int(Fraction(str(p.value)) * 60)
        for p in pricing.setting.terms.model.provisions
        if p.question == "minimum" and p.value
    }
    return sorted({said.least, *own} - {0}) or (900, 1800, 3600)


def _up(seconds: int, step: int) -> int:
    return -(-seconds // step) * step if step else seconds
