"""A tariff under one reading, as the numbers that are reckoned with. The scalar and the columnar form share them."""

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
SPANS: Final = ("month", "quarter", "year", "term")
"""Units of time that charges can be limited for, beside those."""
METRES: Final = {"kilometre": Fraction(1000), "mile": Fraction(1609344, 1000)}
OPEN: Final = ("conflict", "needs_fact", "error")
PRICES: Final = ("rate", "rate_multiplier", "overage")
"""Questions that matter only where time is left to be charged."""
Scope = str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that the contract does not settle; `message` says why where that is an error."""

    said: Said
    message: str = ""

    @property
    def outcome(self) -> str:
        return "error" if self.message else self.said.verdict


@dataclass(frozen=True, slots=True)
class Numbers:
    """Times in seconds, prices in minor units (of an hour for base and overage), None where nothing is settled.

    charged       whether travel is charged at all; None where the contract does not say. For work: True
    base, times   the rate and what it is multiplied by
    flat          the rate where it is for a call, a visit or a day, and not for time
    grant         included time for each `period`, times the number of `each`
    per_metre     price of a metre beyond the `free_metres`
    doubts        what stands in the way of a settled charge
    price_doubts  what stands in its way only where time is left to be charged
    """

    travel: bool = False
    charged: bool | None = True
    step: int = 0
    step_scope: Scope = "entry"
    rounding: str = "up"
    least: int = 0
    least_scope: Scope = "entry"
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
    tickets: Fraction | None = None
    ticket_charge: Price | None = None
    distance: Price | None = None
    per_metre: Fraction = Fraction(0)
    free_metres: Fraction = Fraction(0)
    travel_flat: Price | None = None
    cap: Price | None = None
    approval: Price | None = None
    unapproved: str | None = None
    amount_rounding: Rounding = "half_up"
    amount_scope: Scope = "entry"
    doubts: tuple[Doubt, ...] = ()
    price_doubts: tuple[Doubt, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        return None if self.base is None else self.base * self.times

    @property
    def limited(self) -> bool:
        """Whether work is, or may be, included up to a limit and charged beyond."""
        maybe = any(d.said.question in ("included_time", "included_tickets") for d in self.doubts)
        return maybe or self.grant is not None or self.tickets is not None

    @property
    def priced(self) -> bool:
        """Whether any price of travel is known."""
        return self.base is not None or self.distance is not None or self.travel_flat is not None


class _Read:
    """A tariff's prices under one reading; what can't be reckoned with becomes a doubt, never a guess."""

    def __init__(self, tariff: Tariff, reading: Reading) -> None:
        self.tariff, self.reading = tariff, reading
        self.doubts: list[Doubt] = []

    def doubt(self, question: str, message: str) -> None:
        self.doubts.append(Doubt(self.tariff[question], message))

    def price(self, question: str) -> Price | None:
        try:
            return self.tariff.price(question, self.reading)
        except ModelProblem as problem:
            self.doubt(question, problem.message)
            return None

    def amount(self, question: str, default: str, allowed: tuple[str, ...]) -> Price | None:
        """A sum of money for one of the units allowed, or the default where the contract names none."""
        price = self.price(question)
        if price is None or price.times is not None:
            return None
        unit = price.unit.of or default
        if unit not in allowed:
            self.doubt(question, f"An amount for each {unit} can't be reckoned with here.")
            return None
        return Price(price.minor, price.currency, Unit(price.unit.each, unit))

    def hourly(self, question: str, price: Price | None) -> Fraction | None:
        if price is None or price.times is not None or price.unit.of in FLAT:
            return None
        if price.unit.of in ("hour", ""):
            return price.minor
        if price.unit.of == "minute":
            return price.minor * 60
        self.doubt(question, f"Time can't be charged by the {price.unit.of}.")
        return None

    def seconds(self, question: str) -> Fraction | None:
        minutes = self.tariff.number_of(question, self.reading)
        return None if minutes is None else minutes * 60

    def whole(self, question: str) -> int:
        """Whole seconds; 0 where nothing is said."""
        seconds = self.seconds(question) or Fraction(0)
        if seconds.denominator != 1:
            self.doubt(question, "It is no whole number of seconds.")
            return 0
        return int(seconds)

    def one_currency(self, question: str, *prices: Price | None) -> str:
        found = sorted({p.currency for p in prices if p is not None and p.currency})
        if len(found) > 1:
            self.doubt(question, f"Prices of one piece of work are in {' and '.join(found)}.")
        return found[0] if found else ""

    def open(self, questions: tuple[str, ...]) -> tuple[Doubt, ...]:
        return tuple(
            Doubt(said)
            for name, said in self.tariff.said.items()
            if said.verdict in OPEN and name in questions
        )


def numbers(tariff: Tariff, reading: Reading, *, travel: bool) -> Numbers:
    """For work, or for travel."""
    read = _Read(tariff, reading)
    rate, overage = read.price("rate"), read.price("overage")
    if rate is not None and rate.times is not None:
        read.doubt("rate", "The rate is stated as a multiple; that belongs under rate_multiplier.")
    base, over = read.hourly("rate", rate), read.hourly("overage", overage)
    price_doubts = (*read.doubts, *read.open(PRICES))
    read.doubts.clear()
    call_out = read.amount("call_out", "visit", FLAT)
    ticket_charge = read.amount("ticket_charge", "ticket", FLAT)
    cap = read.amount("cap", "ticket", (*FLAT, *SPANS))
    approval = read.amount("approval_above", "ticket", (*FLAT, *SPANS))
    currency = read.one_currency("rate", rate, overage, call_out, ticket_charge, cap, approval)
    lasting = tariff.number_of("rollover_periods", reading)
    work = Numbers(
        step=read.whole("increment"),
        step_scope=tariff.word("increment_scope", reading) or "entry",
        rounding=tariff.word("rounding", reading) or "up",
        least=read.whole("minimum"),
        least_scope=tariff.word("minimum_scope", reading) or "entry",
        base=base,
        times=tariff.number_of("rate_multiplier", reading) or Fraction(1),
        flat=rate if rate is not None and rate.unit.of in FLAT else None,
        overage=over,
        call_out=call_out,
        currency=currency,
        grant=read.seconds("included_time"),
        period=tariff.word("included_period", reading) or "month",
        each=tariff.word("included_each", reading) or "agreement",
        rollover=read.seconds("rollover") or Fraction(0),
        rollover_periods=int(lasting) if lasting is not None else None,
        draw=tariff.number_of("draw", reading) or Fraction(1),
        tickets=tariff.number_of("included_tickets", reading),
        ticket_charge=ticket_charge,
        cap=cap,
        approval=approval,
        unapproved=tariff.word("unapproved", reading),
        amount_rounding=cast("Rounding", tariff.word("amount_rounding", reading)),
        amount_scope=tariff.word("amount_scope", reading) or "entry",
        doubts=(*read.doubts, *read.open(_OTHERS)),
        price_doubts=price_doubts,
    )
    return _travel(_Read(tariff, reading), work, price_doubts) if travel else work


_COUNTING: Final = (
    "increment",
    "increment_scope",
    "rounding",
    "cap",
    "approval_above",
    "amount_rounding",
    "amount_scope",
)
"""What holds for travel as it holds for work."""
_OTHERS: Final = (
    *_COUNTING, "minimum", "minimum_scope", "call_out", "included_time", "included_period", "included_each", "rollover",
    "rollover_periods", "draw", "included_tickets", "ticket_charge", "unapproved",
)  # fmt: skip


def _travel(read: _Read, work: Numbers, rate_doubts: tuple[Doubt, ...]) -> Numbers:
    """Travel is charged by its own prices; steps, caps and approval are those of work, included time is not."""
    said = read.tariff["travel_charged"]
    time, distance = read.price("travel_time"), read.price("travel_distance")
    flat = read.amount("travel_flat", "visit", FLAT)
    base = read.hourly("travel_time", time)
    doubts: list[Doubt] = []
    if time is not None and time.times is not None:
        base = work.rate * time.times if work.rate is not None else None
        doubts += rate_doubts or ([] if base is not None else [Doubt(Said("rate", "silent"))])
    length = METRES.get(distance.unit.of) if distance is not None else None
    if distance is not None and length is None:
        read.doubt("travel_distance", "A distance is charged by the kilometre or mile.")
    priced = base is not None or length is not None or flat is not None
    charged: bool | None = None
    if said.verdict == "ruled":
        charged = said.value == "yes"
    elif said.verdict == "silent":
        charged = True if priced else None
    else:
        charged = read.reading == "most"
    if charged is None:
        doubts.append(Doubt(Said("travel_charged", "silent")))
    elif charged and not priced and not doubts:
        doubts.append(Doubt(Said("travel_time", "silent")))
    rated = Price(Fraction(0), work.currency, Unit()) if base is not None and time and time.times else None
    currency = read.one_currency("travel_charged", time, distance, flat, rated, work.cap, work.approval)
    return Numbers(
        travel=True,
        charged=charged,
        step=work.step,
        step_scope=work.step_scope,
        rounding=work.rounding,
        base=base,
        currency=currency,
        distance=distance if length is not None else None,
        per_metre=distance.minor / length if distance is not None and length is not None else Fraction(0),
        free_metres=(read.tariff.number_of("travel_free", read.reading) or Fraction(0)) * (length or 0),
        travel_flat=flat,
        cap=work.cap,
        approval=work.approval,
        unapproved=work.unapproved,
        amount_rounding=work.amount_rounding,
        amount_scope=work.amount_scope,
        doubts=(*read.doubts, *doubts, *read.open((*OF_TRAVEL, *_COUNTING))),
    )
