"""A tariff under one reading, as the numbers that are reckoned with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, cast

from remit.charges.money import Rounding
from remit.charges.tariff import OF_TRAVEL, Price, Reading, Said, Tariff
from remit.charges.units import Unit
from remit.errors import ModelProblem

FLAT: Final = ("ticket", "visit", "entry", "day")
"""Units of which each is charged once, however long the work takes."""
OPEN: Final = ("conflict", "needs_fact", "error")
PRICES: Final = ("rate", "rate_multiplier", "overage")
"""Questions that matter only where time is left to be charged."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that the contract does not settle; `message` says why where that is an error."""

    said: Said
    message: str = ""

    @property
    def outcome(self) -> str:
        return "error" if self.message else self.said.verdict


@dataclass(frozen=True)
class Numbers:
    """Times in seconds, prices in minor units (of an hour for rate and overage), None where nothing is settled.

    `doubts` always stand in the way of a settled charge, `price_doubts` only where time is left to be charged.
    `rate` holds the multiplier already.
    """

    step: int = 0
    step_scope: str = "entry"
    rounding: str = "up"
    least: int = 0
    least_scope: str = "entry"
    base: Fraction | None = None
    times: Fraction = Fraction(1)
    flat: Price | None = None
    overage: Fraction | None = None
    call_out: Price | None = None
    currency: str = ""
    grant: Fraction | None = None
    period: str = "month"
    each: str = "agreement"
    rollover: Fraction = Fraction(0)
    rollover_periods: int | None = None
    draw: Fraction = Fraction(1)
    tickets: int | None = None
    ticket_charge: Price | None = None
    cap: Price | None = None
    approval: Price | None = None
    unapproved: str | None = None
    amount_rounding: Rounding = "half_up"
    amount_scope: str = "entry"
    doubts: tuple[Doubt, ...] = ()
    price_doubts: tuple[Doubt, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        return None if self.base is None else self.base * self.times


class Prices:
    """A tariff's prices under one reading; what can't be reckoned with becomes a doubt, never a guess."""

    def __init__(self, tariff: Tariff, reading: Reading) -> None:
        self.tariff, self.reading = tariff, reading
        self.doubts: list[Doubt] = []

    def price(self, question: str) -> Price | None:
        try:
            return self.tariff.price(question, self.reading)
        except ModelProblem as problem:
            self.doubts.append(Doubt(self.tariff[question], problem.message))
            return None

    def hourly(self, question: str, price: Price | None) -> Fraction | None:
        if price is None or price.unit.of in FLAT:
            return None
        match price.unit.of:
            case "hour" | "":
                return price.minor
            case "minute":
                return price.minor * 60
            case other:
                self.doubts.append(Doubt(self.tariff[question], f"Time can't be charged by the {other}."))
                return None

    def seconds(self, question: str) -> Fraction | None:
        minutes = self.tariff.number_of(question, self.reading)
        return None if minutes is None else minutes * 60

    def whole(self, question: str) -> int:
        """Whole seconds; 0 where nothing is said."""
        seconds = self.seconds(question) or Fraction(0)
        if seconds.denominator != 1:
            self.doubts.append(Doubt(self.tariff[question], "It is no whole number of seconds."))
            return 0
        return int(seconds)


def work_numbers(tariff: Tariff, reading: Reading) -> Numbers:
    """For work; travel has its own (travel.py)."""
    read = Prices(tariff, reading)
    rate, overage = read.price("rate"), read.price("overage")
    if rate is not None and rate.times is not None:
        read.doubts.append(
            Doubt(tariff["rate"], "The rate is stated as a multiple; say so under rate_multiplier.")
        )
        rate = None
    base, over = read.hourly("rate", rate), read.hourly("overage", overage)
    prices = tuple(read.doubts)
    read.doubts.clear()
    call_out, ticket_charge = read.price("call_out"), read.price("ticket_charge")
    cap, approval = read.price("cap"), read.price("approval_above")
    held = [p for p in (rate, overage, call_out, ticket_charge) if p is not None]
    currencies = {p.currency for p in (*held, *(p for p in (cap, approval) if p is not None)) if p.currency}
    if len(currencies) > 1:
        message = f"Prices of one piece of work are in {' and '.join(sorted(currencies))}."
        read.doubts.append(Doubt(tariff["rate"], message))
    tickets = tariff.number_of("included_tickets", reading)
    periods = tariff.number_of("rollover_periods", reading)
    return Numbers(
        step=read.whole("increment"),
        step_scope=tariff.word("increment_scope", reading) or "entry",
        rounding=tariff.word("rounding", reading) or "up",
        least=read.whole("minimum"),
        least_scope=tariff.word("minimum_scope", reading) or "entry",
        base=base,
        times=tariff.number_of("rate_multiplier", reading) or Fraction(1),
        flat=rate if rate is not None and rate.unit.of in FLAT else None,
        overage=over,
        call_out=call_out if call_out is None or call_out.unit.of else _each_visit(call_out),
        currency=min(currencies, default=""),
        grant=read.seconds("included_time"),
        period=tariff.word("included_period", reading) or "month",
        each=tariff.word("included_each", reading) or "agreement",
        rollover=read.seconds("rollover") or Fraction(0),
        rollover_periods=int(periods) if periods is not None else None,
        draw=tariff.number_of("draw", reading) or Fraction(1),
        tickets=int(tickets) if tickets is not None else None,
        ticket_charge=ticket_charge,
        cap=cap,
        approval=approval,
        unapproved=tariff.word("unapproved", reading),
        amount_rounding=cast("Rounding", tariff.word("amount_rounding", reading)),
        amount_scope=tariff.word("amount_scope", reading) or "entry",
        doubts=(*read.doubts, *_open(tariff, PRICES, inside=False)),
        price_doubts=(*prices, *_open(tariff, PRICES, inside=True)),
    )


def _each_visit(price: Price) -> Price:
    return Price(price.minor, price.currency, Unit(price.unit.each, "visit"), price.times)


def _open(tariff: Tariff, questions: tuple[str, ...], *, inside: bool) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(said)
        for name, said in tariff.said.items()
        if said.verdict in OPEN and name not in OF_TRAVEL and (name in questions) == inside
    )
