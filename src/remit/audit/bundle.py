"""What belongs together: the lines that charge for a ticket, and the work recorded on it, each as small records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final

from remit.audit.record import LineRef, Step
from remit.audit.tables import MILLION
from remit.charges.money import show
from remit.charges.words import plain
from remit.contract import Value, vocabulary

OPEN: Final = ("silent", "conflict", "needs_fact", "error", "unsure")
"""Outcomes of a charge that leave its amount open. `unsure`: the contract was not read surely enough for money."""
_HOURS: Final = {"minute": Fraction(1, 60)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of labour or travel.

    quantity  hours (or miles, kilometres); None where the line states no quantity or no price
    price     minor units, exactly, of one hour
    amount    stated, in minor units; `product` what quantity times price less discount come to
    """

    number: int
    ref: LineRef
    ticket: str | None
    day: date | None
    month: str
    nature: str
    unit: str | None
    quantity: Fraction | None
    price: Fraction | None
    amount: int
    product: int
    currency: str
    corrects: str | None

    @property
    def step(self) -> Step:
        """What the line charges, as arithmetic."""
        money = show(self.product, self.currency)
        if self.quantity is not None and self.price is not None:
            money = f"{plain(self.quantity)} × {show(self.price, self.currency)} = {money}"
        return Step(f"{self.ref.called} charges {money}.")

    @property
    def alike(self) -> tuple[object, ...]:
        """Lines that agree in this may be one charge made twice."""
        return (self.day, self.nature, self.quantity, self.price, self.amount)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of recorded work as charges.price_table prices it; times in seconds, money in minor units."""

    entry: str
    date: date
    kind: str | None
    seconds: int
    billed: int
    included: int
    prepaid: int
    rate: int | None
    amount: int | None
    currency: str
    outcome: str
    least: int
    most: int | None
    provisions: tuple[str, ...]
    travel: bool
    facts: Mapping[str, Value] = field(default_factory=dict)

    @property
    def charged(self) -> int:
        """Seconds that are charged by the hour."""
        return self.billed - self.included - self.prepaid if self.amount else 0


def line_of(row: Mapping[str, Any], digits: int) -> Line:
    """From a row of charged.lines."""
    scale = Fraction(10**digits, MILLION)
    hours = _HOURS.get(row["unit"], Fraction(1))
    quantity = None if row["quantity_micro"] is None else Fraction(row["quantity_micro"], MILLION) * hours
    if quantity is not None and row["amount_minor"] < 0:
        quantity = -abs(quantity)
    price = None if row["unit_price_micro"] is None else Fraction(row["unit_price_micro"]) * scale / hours
    return Line(
        number=row["number"],
        ref=ref_of(row),
        ticket=row["ticket"],
        day=row["day"],
        month=row["month"],
        nature=row["nature"],
        unit=row["unit"],
        quantity=quantity,
        price=price,
        amount=row["amount_minor"],
        product=row["product_minor"],
        currency=row["currency"],
        corrects=row["corrects"],
    )


def ref_of(row: Mapping[str, Any]) -> LineRef:
    return LineRef(
        row["invoice"], row["line"], row["file"], row["row"], row["description"] or "", row["amount_minor"]
    )


def part_of(row: Mapping[str, Any]) -> Part:
    """From a row of charges.price_table."""
    known = vocabulary().facts
    return Part(
        entry=row["entry"],
        date=row["part_date"],
        kind=row["kind_of_hours"],
        seconds=row["part_seconds"],
        billed=row["billed_seconds"],
        included=row["included_seconds"],
        prepaid=row["prepaid_seconds"],
        rate=row["rate_minor"],
        amount=row["amount_minor"],
        currency=row["currency"],
        outcome=row["outcome"],
        least=row["least_minor"],
        most=row["most_minor"],
        provisions=tuple(row["provisions"] or ()),
        travel=bool(row["travel"]),
        facts={name: value for name, value in row.items() if name in known and value is not None},
    )
