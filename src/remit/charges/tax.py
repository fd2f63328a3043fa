"""Tax, kept apart from prices: what a total comes to with it, and what of it is tax."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from remit.charges.money import fraction, rounded, show
from remit.charges.numbers import Doubt
from remit.charges.record import Step
from remit.charges.tariff import Tariffs
from remit.charges.terms import PriceTerms
from remit.charges.words import doubt_step, plain


@dataclass(frozen=True, slots=True)
class Taxed:
    """In minor units. `settled`: the contract says whether tax is in its prices; else it is taken to be added."""

    net_minor: int
    tax_minor: int
    gross_minor: int
    currency: str
    settled: bool
    steps: tuple[Step, ...]


def with_tax(terms: PriceTerms, amount_minor: int, currency: str, percent: object, on: date) -> Taxed:
    """A total at the contract's prices with tax of so many percent; the tax is rounded half-up, once.

    `percent` is a number as a file holds it (20, 7.7, a Decimal). ModelProblem where it is none.
    """
    rate = fraction(percent) / 100
    said = Tariffs(terms).ask("tax", {}, on)
    included = said.value == "included"
    if included:
        tax = rounded(amount_minor * rate / (1 + rate))
        net = amount_minor - tax
        text = f"Prices include tax: {show(amount_minor, currency)} × {plain(rate * 100)} / {plain(100 + rate * 100)} = {show(tax, currency)}."
    else:
        net, tax = amount_minor, rounded(amount_minor * rate)
        text = f"Tax is added: {show(net, currency)} × {plain(rate * 100)} % = {show(tax, currency)}."
    steps = [
        Step("tax", text, Fraction(tax), said.because, "stated" if said.verdict == "ruled" else "arithmetic")
    ]
    if said.verdict != "ruled":
        steps.append(doubt_step(Doubt(said)))
    return Taxed(net, tax, net + tax, currency, said.verdict == "ruled", tuple(steps))
