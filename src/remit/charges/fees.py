"""Regular fees: for the agreement, for each user, for each device; the true-up of every period.

A fee is charged for each period that begins within the days asked about, whole. Users and devices are counted on
the contract's day of counting where it names one; else each is charged for the part of the period on which it was
there, in the contract's way of proration. Where it states none, a part of a period is not settled: that user or
device becomes a charge of its own, open between nothing and the whole fee.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Final, cast

from remit.charges.money import Rounding, rounded, show
from remit.charges.numbers import OPEN, Doubt
from remit.charges.pools import DAY, period
from remit.charges.record import Bill, Charge, Outcome, Step
from remit.charges.seats import Each, Seat, part_of
from remit.charges.tariff import Price, Reading, Said, Tariff, Tariffs
from remit.charges.terms import PriceTerms, price_terms
from remit.charges.words import doubt_step, plain
from remit.contract import Contract, Value
from remit.errors import ModelProblem

FEES: Final[Mapping[str, Each | None]] = {"fee": None, "user_fee": "user", "device_fee": "device"}
MINIMUM: Final = {"user_fee": "minimum_users", "device_fee": "minimum_devices"}
WAYS: Final = ("none", "daily", "thirty_days", "full")
PERIODS: Final = ("week", "month", "quarter", "year")
_ASKED: Final = ("count_day", "proration", "amount_rounding", *MINIMUM.values())
Span = tuple[date, date]


def fees(
    contract_or_terms: Contract | PriceTerms,
    first: date,
    last: date,
    seats: Iterable[Seat] = (),
    *,
    ends: date | None = None,
    facts: Mapping[str, Value] | None = None,
) -> Bill:
    """What falls due for the periods that begin from `first` to `last`: a charge for each fee and period.

    A period that the agreement's own start (`terms.starts`) or end (`ends`) cuts short counts from that day.
    `facts` are what is known of the agreement as a whole; seats bring their own.
    """
    terms = price_terms(contract_or_terms)
    asked = _Fees(terms, Tariffs(terms), first, last, ends)
    held = list(seats)
    charges: list[Charge] = []
    for question, each in FEES.items():
        counted = [s for s in held if s.each == each] if each else [Seat("agreement", facts=facts or {})]
        charges += asked.charges(question, counted)
    return Bill(tuple(charges), terms.provisions, terms.fields)


@dataclass(frozen=True)
class _Share:
    """A part of a period at one price; `because` are the provisions behind price and part."""

    low: date
    high: date
    part: Fraction
    minor: Fraction
    because: tuple[str, ...]


@dataclass
class _Due:
    """What one seat costs in a period, settled or between bounds (`most` None: without an upper one)."""

    seat: Seat
    tariff: Tariff
    price: Price | None
    shares: list[_Share]
    least: Fraction
    most: Fraction | None
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True)
class _Fees:
    terms: PriceTerms
    tariffs: Tariffs
    first: date
    last: date
    ends: date | None

    def charges(self, question: str, seats: Sequence[Seat]) -> Iterator[Charge]:
        if not seats or (FEES[question] is None and question not in self.tariffs.asked):
            return
        for span in self._spans(question, seats):
            window = max(span[0], self.terms.starts or span[0]), min(span[1], self.ends or span[1])
            due = self._each(question, seats, span, window)
            settled = [d for d in due if not d.doubts]
            if settled:
                yield self._settled(question, settled, span, window, len(due))
            for d in due:
                if d.doubts:
                    yield self._open(question, d, span, window)

    def _tariff(self, question: str, seat: Seat, on: date) -> Tariff:
        return self.tariffs.of(seat.facts, on, (question, *_ASKED))

    def _spans(self, question: str, seats: Sequence[Seat]) -> Iterator[Span]:
        """The periods that begin in the days asked about, and the one that the agreement's start falls into."""
        starts = self.terms.starts
        day = max(self.first, starts or self.first)
        price = _price(self._tariff(question, seats[0], max(day, seats[0].starts)), question)
        kind = price.unit.of if price and price.unit.of in PERIODS else "month"
        while day <= min(self.last, self.ends or self.last):
            span = period(kind, day, starts)
            if span[0] >= self.first or span[0] < (starts or span[0]):
                yield span
            day = span[1] + DAY

    def _each(self, question: str, seats: Sequence[Seat], span: Span, window: Span) -> list[_Due]:
        """What each seat that was there costs; those that are alike are reckoned once."""
        known: dict[tuple[object, ...], _Due] = {}
        found = []
        for seat in seats:
            there = seat.there(*window)
            if there:
                alike = (there, tuple(sorted(seat.facts.items())))
                if alike not in known:
                    known[alike] = self._due(question, seat, span, window)
                found.append(replace(known[alike], seat=seat))
        return found

    def _due(self, question: str, seat: Seat, span: Span, window: Span) -> _Due:
        low, high = cast("Span", seat.there(*window))
        tariff = self._tariff(question, seat, low)
        price, doubts = _price(tariff, question), _doubts(tariff, question)
        count = tariff.number_of("count_day", "usual")
        if count is not None and not doubts:
            # The last day of a short month stands for a day that it does not have.
            day = date.fromordinal(min(span[0].toordinal() + int(count) - 1, span[1].toordinal()))
            share = self._share(question, seat, (day, day), Fraction(1), "usual", tariff["count_day"].because)
            shares = [share] if low <= day <= high else []
            total = sum((s.minor for s in shares), Fraction(0))
            return _Due(seat, tariff, price, shares, total, total)
        ways = _ways(tariff)
        shares = self._shares(question, seat, span, (low, high), ways[0], "usual")
        prices = {s.minor for s in self._shares(question, seat, span, (low, high), "daily", "usual")}
        whole = (low, high) == span and len(prices) == 1
        if len(ways) > 1 and not whole:
            doubts.append(Doubt(Said("proration", tariff["proration"].verdict, ways)))
        totals = [
            sum(
                (s.part * s.minor for s in self._shares(question, seat, span, (low, high), way, reading)),
                Fraction(0),
            )
            for way in ways
            for reading in cast("tuple[Reading, ...]", ("least", "most") if doubts else ("usual",))
        ]
        said = tariff[question]
        unbounded = not said.values or said.silent_in_some or price is None
        return _Due(seat, tariff, price, shares, min(totals), None if unbounded else max(totals), doubts)

    def _shares(
        self, question: str, seat: Seat, span: Span, there: Span, way: str, reading: Reading
    ) -> list[_Share]:
        """A price that changes within the period is charged by days where parts are; else the first one counts."""
        low, high = there
        edges = [low]
        if way in ("daily", "thirty_days"):
            edges += [day for day in self.tariffs.changes if low < day <= high]
        days = [(a, b - DAY) for a, b in zip(edges, [*edges[1:], high + DAY], strict=True)]
        merged: list[_Share] = []
        for a, b in days:
            part = part_of(a, b, span[0], span[1], way)
            because = self._tariff(question, seat, a)["proration"].because if part != 1 else ()
            share = self._share(question, seat, (a, b), part, reading, because)
            if merged and merged[-1].minor == share.minor and merged[-1].because == share.because:
                a = merged.pop().low  # noqa: PLW2901 - nothing changed between the two
                share = self._share(
                    question, seat, (a, b), part_of(a, b, span[0], span[1], way), reading, because
                )
            merged.append(share)
        return merged

    def _share(
        self,
        question: str,
        seat: Seat,
        days: Span,
        part: Fraction,
        reading: Reading,
        because: tuple[str, ...],
    ) -> _Share:
        tariff = self._tariff(question, seat, days[0])
        price = _price(tariff, question, reading)
        return _Share(
            *days, part, price.minor if price else Fraction(0), (*tariff[question].because, *because)
        )

    def _settled(self, question: str, due: Sequence[_Due], span: Span, window: Span, there: int) -> Charge:
        tariff, price = due[0].tariff, cast("Price", due[0].price)
        how = cast("Rounding", tariff.word("amount_rounding", "usual"))
        steps = list(self._steps(question, due, span, price.currency))
        steps += self._missing(question, due, there, price.currency)
        exact = sum((s.minor for s in steps), Fraction(0))
        whole = rounded(exact, how)
        if exact != whole:
            said = tariff["amount_rounding"]
            silent = "" if said.verdict == "ruled" else "; the contract does not say how"
            text = f"{show(exact, price.currency)} rounded {how.replace('_', ' ')}: {show(whole, price.currency)}{silent}."
            steps.append(
                Step("amount", text, whole - exact, said.because, "stated" if said.because else "arithmetic")
            )
        name = f"{question} {span[0].isoformat()}"
        return Charge(
            name, "fee", None, window[0], "charged", whole, whole, whole, price.currency, (), tuple(steps)
        )

    def _steps(self, question: str, due: Sequence[_Due], span: Span, currency: str) -> Iterator[Step]:
        word = FEES[question] or "agreement"
        alike: dict[tuple[object, ...], list[_Share]] = {}
        for share in (s for d in due for s in d.shares if s.part):
            days = share.part != 1 and (share.low, share.high)
            alike.setdefault((share.part, share.minor, share.because, days), []).append(share)
        for same in alike.values():
            one, total = same[0], same[0].part * same[0].minor * len(same)
            who = f"1 {word}" if len(same) == 1 else f"{len(same)} {word}s"
            when = f" from {one.low} to {one.high}" if one.part != 1 else ""
            part = f" × {one.part.numerator}/{one.part.denominator}" if one.part != 1 else ""
            text = f"{who}{when} × {show(one.minor, currency)}{part} = {show(total, currency)}."
            yield Step(question, text, total, one.because, "stated")
        if not alike:
            text = f"No {word} was there to be charged from {span[0]} to {span[1]}."
            yield Step(question, text, because=due[0].tariff["proration"].because, basis="stated")

    def _missing(self, question: str, due: Sequence[_Due], there: int, currency: str) -> Iterator[Step]:
        """What is charged for users or devices that are not there, at the lowest price of those that are."""
        least = due[0].tariff.number_of(MINIMUM[question], "usual") if question in MINIMUM else None
        count = sum((s.part for d in due for s in d.shares), Fraction(there - len(due)))
        if least is not None and count < least:
            minor = min(d.price.minor for d in due if d.price)
            total = (least - count) * minor
            text = (
                f"At least {plain(least)} {FEES[question]}s are charged: "
                f"{plain(least - count)} × {show(minor, currency)} = {show(total, currency)} more."
            )
            yield Step(MINIMUM[question], text, total, due[0].tariff[MINIMUM[question]].because, "stated")

    def _open(self, question: str, d: _Due, span: Span, window: Span) -> Charge:
        how = cast("Rounding", d.tariff.word("amount_rounding", "usual"))
        steps = tuple(doubt_step(doubt) for doubt in d.doubts)
        return Charge(
            entry=f"{question} {span[0].isoformat()} {d.seat.seat}",
            what="fee",
            ticket=None,
            date=max(window[0], d.seat.starts),
            outcome=cast("Outcome", d.doubts[0].outcome),
            amount_minor=None,
            least_minor=rounded(d.least, how),
            most_minor=None if d.most is None else rounded(d.most, how),
            currency=d.price.currency if d.price else "",
            parts=(),
            steps=steps,
            needs=tuple(dict.fromkeys(n for s in steps for n in s.needs)),
        )


def _price(tariff: Tariff, question: str, reading: Reading = "usual") -> Price | None:
    """The price, or where it is in doubt the dearest one; None where none can be reckoned with."""
    try:
        return tariff.price(question, reading) or (
            tariff.price(question, "most") if reading == "usual" else None
        )
    except ModelProblem:
        return None


def _doubts(tariff: Tariff, question: str) -> list[Doubt]:
    said = tariff[question]
    if said.verdict != "ruled":
        return [Doubt(said if said.question else Said(question, "silent"))]
    try:
        price = tariff.price(question, "usual")
    except ModelProblem as problem:
        return [Doubt(said, problem.message)]
    if price is None or price.unit.of not in PERIODS:
        return [Doubt(said, "It does not say for which period: write for example per month.")]
    others = ("count_day", "amount_rounding", *([MINIMUM[question]] if question in MINIMUM else []))
    return [Doubt(tariff[q]) for q in others if tariff[q].verdict in OPEN]


def _ways(tariff: Tariff) -> tuple[str, ...]:
    said = tariff["proration"]
    stated = tuple(w for w in WAYS if w in said.values)
    return stated if stated and not said.silent_in_some else WAYS
