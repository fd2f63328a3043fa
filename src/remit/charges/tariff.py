"""What the contract says about the price of one kind of work: every question of price ruled on, with its reasons.

Work whose facts fall into the same cells on days between the same changes of the contract has the same tariff, so
each tariff is worked out once. Where the contract does not settle an answer, the tariff holds every answer that it
allows, and a *reading* picks among them:

    usual   what is settled; silence about how time and amounts are counted is bridged by DEFAULTS, and said so
    least   of each answer in doubt the one that costs least
    most    of each answer in doubt the one that costs most
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final, Literal

from remit.charges.money import fraction, minor
from remit.charges.terms import PriceTerms
from remit.charges.units import Unit, unit_of
from remit.contract import Value
from remit.errors import ModelProblem
from remit.ruling.meaning import rule
from remit.ruling.record import Outcome, Ruling, Verdict
from remit.ruling.values import key

Reading = Literal["usual", "least", "most"]
READINGS: Final[tuple[Reading, ...]] = ("usual", "least", "most")

DEFAULTS: Final[Mapping[str, Any]] = {
    "rate_multiplier": 1,
    "increment_scope": "entry",
    "rounding": "up",
    "minimum_scope": "entry",
    "draw": 1,
    "included_period": "month",
    "included_each": "agreement",
    "rollover": 0,
    "amount_rounding": "half_up",
    "amount_scope": "entry",
}
"""What is taken where the contract does not say; each use is a step of its own."""
CHEAPER: Final[Mapping[str, tuple[str, ...]]] = {
    "increment_scope": ("day", "ticket", "entry"),
    "minimum_scope": ("day", "ticket", "entry"),
    "rounding": ("down", "nearest", "up"),
}
"""Ways of counting, the one that charges least time first."""
ANY_OF: Final = ("increment_scope", "minimum_scope")
"""Where the contract says nothing, any of these ways is a fair reading; steps are always taken to be rounded up."""
GENEROUS: Final = ("included_time", "rollover", "rollover_periods", "included_tickets", "travel_free")
"""Numbers of which more costs less. Whether one of them holds at all may decide between free and limited: the dearest
reading takes none of it, the cheapest takes it without end."""
ENDLESS: Final = Fraction(10**9)
LIMITS: Final = ("cap", "approval_above")
"""Prices that limit what is charged: the lower ones cost less."""
OF_WORK: Final = (
    "rate", "rate_multiplier", "increment", "increment_scope", "rounding", "minimum", "minimum_scope", "call_out",
    "included_time", "included_period", "included_each", "rollover", "rollover_periods", "block_expiry", "draw", "overage",
    "included_tickets", "ticket_charge", "cap", "approval_above", "unapproved", "amount_rounding", "amount_scope",
)  # fmt: skip
OF_TRAVEL: Final = ("travel_charged", "travel_time", "travel_distance", "travel_free", "travel_flat")


@dataclass(frozen=True)
class Said:
    """The ruling on one question: its verdict, every value that it allows, and the provisions behind it.

    `silent_in_some`: where facts are missing, in some case nothing is said. `canons`: rules of interpretation without
    which the ruling would be another.
    """

    question: str
    verdict: Verdict
    values: tuple[Any, ...] = ()
    because: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    message: str = ""
    silent_in_some: bool = False
    canons: tuple[str, ...] = ()

    @property
    def value(self) -> Any:  # noqa: ANN401 - each question has its own form of value
        return self.values[0] if self.verdict == "ruled" else None

    @staticmethod
    def of(ruling: Ruling) -> Said:
        if ruling.verdict != "needs_fact":
            return Said(
                ruling.question,
                ruling.verdict,
                ruling.values,
                ruling.because,
                message=ruling.message,
                canons=ruling.canons,
            )
        cases: tuple[Outcome, ...] = ruling.outcomes
        found = {key(v): v for case in cases for v in case.values}
        named = tuple(dict.fromkeys(name for case in cases for name in case.because))
        return Said(
            ruling.question,
            "needs_fact",
            tuple(found.values()),
            ruling.because or named,
            ruling.needs,
            next((case.message for case in cases if case.verdict == "error"), ""),
            any(case.verdict in ("silent", "error") for case in cases),
            ruling.canons,
        )


SILENT: Final = Said("", "silent")


@dataclass(frozen=True)
class Price:
    """An amount in minor units for a unit; `times` instead where it is stated as a multiple of the rate."""

    minor: Fraction
    currency: str
    unit: Unit
    times: Fraction | None = None


@dataclass(frozen=True)
class Tariff:
    """All that is said about the price of a kind of work; `number` tells tariffs of one pricing apart."""

    number: int
    said: Mapping[str, Said]
    terms: PriceTerms = field(repr=False, compare=False)

    def __getitem__(self, question: str) -> Said:
        return self.said.get(question, SILENT)

    def word(self, question: str, reading: Reading) -> str | None:
        """One of the question's words, or the default where it has one."""
        said = self[question]
        default = DEFAULTS.get(question)
        order = CHEAPER.get(question)
        values = [v for v in said.values if v is not None]
        if said.verdict == "ruled":
            return str(said.value)
        if reading == "usual" or order is None:
            return str(default) if default is not None else None
        allowed = [w for w in order if w in values] or ([*order] if question in ANY_OF else [str(default)])
        return allowed[0 if reading == "least" else -1]

    def number_of(self, question: str, reading: Reading) -> Fraction | None:
        """A number in the question's own unit; None where nothing is said and there is no default."""
        said = self[question]
        values = [fraction(v) for v in said.values if v is not None]
        default = DEFAULTS.get(question)
        if said.verdict == "ruled":
            return values[0] if values else None
        if reading == "usual":
            # An unsettled answer is not chosen for anybody; what rests on it is reported as unsettled.
            return fraction(default) if default is not None else None
        generous = question in GENEROUS
        if default is not None and (said.silent_in_some or not values):
            values.append(fraction(default))
        elif said.silent_in_some and values:
            values.append(ENDLESS if generous and reading == "least" else Fraction(0))
        if not values:
            return None
        return max(values) if (reading == "least") == generous else min(values)

    def price(self, question: str, reading: Reading) -> Price | None:
        """An amount of money; None where none is said, or none is settled. ModelProblem where it can't be reckoned."""
        said = self[question]
        prices = [self._price(question, v) for v in said.values if v is not None]
        if said.verdict != "ruled" and reading == "usual":
            return None
        # Where in some case nothing is said, a price may be none; and so may a limit, which is dearer.
        if not prices or (said.silent_in_some and (reading == "least") != (question in LIMITS)):
            return None
        if len({(p.currency, p.unit, p.times is None) for p in prices}) > 1:
            return None
        ordered = sorted(prices, key=lambda p: p.times if p.times is not None else p.minor)
        return ordered[0 if reading == "least" else -1]

    def _price(self, question: str, value: Mapping[str, Any]) -> Price:
        if value.get("amount") is None:
            return Price(Fraction(0), "", Unit(), fraction(value["multiplier"]))
        currency = str(value.get("currency") or self.terms.currency or "")
        if not currency:
            raise ModelProblem(
                f"'{question}' names no currency.", "Write one in the terms, or say which one is meant."
            )
        return Price(minor(value["amount"], currency), currency, unit_of(value))


class Tariffs:
    """Tariffs as they are asked for."""

    def __init__(self, terms: PriceTerms) -> None:
        self.terms = terms
        self._known: dict[tuple[object, ...], Tariff] = {}
        self._said: dict[tuple[object, ...], Said] = {}
        self._axes: dict[tuple[str, int], tuple[str, ...]] = {}
        model = terms.model
        starts = {p.effective_from for p in model.provisions if p.effective_from}
        starts |= {p.effective_to + timedelta(days=1) for p in model.provisions if p.effective_to}
        self.changes = sorted(starts)
        self.asked = frozenset(p.question for p in model.provisions if p.kind == "rule")
        """The questions that some rule answers; all others are silent."""
        self.questions = tuple(q for q in (*OF_WORK, *OF_TRAVEL) if q in self.asked)

    def era(self, on: date) -> int:
        """How many changes of the contract lie behind: between two of them everything stays as it is."""
        return sum(day <= on for day in self.changes)

    def facts(self, question: str, on: date) -> tuple[str, ...]:
        """The facts that can make a difference to the question's answer in that era."""
        index = (question, self.era(on))
        if index not in self._axes:
            book = self.terms.model.book(question, self.terms.canons, on)
            nevers = {axis for never in book.space.nevers for axis, _ in never}
            tested = {axis for boxes in book.boxes.values() for box in boxes for axis, _ in box}
            named = tested | (nevers if tested & nevers else set())
            self._axes[index] = tuple(book.space.axes[axis].fact for axis in sorted(named))
        return self._axes[index]

    def ask(self, question: str, facts: Mapping[str, Value], on: date) -> Said:
        """One question about work of these facts on that day."""
        if question not in self.asked:
            return Said(question, "silent")
        tested = self.facts(question, on)
        event = {name: facts[name] for name in tested if name in facts}
        index = (question, self.era(on), tuple(event.items()))
        if index not in self._said:
            self._said[index] = Said.of(
                rule(self.terms.model, question, event, canons=self.terms.canons, on=on)
            )
        return self._said[index]

    def of(self, facts: Mapping[str, Value], on: date, questions: Iterable[str] | None = None) -> Tariff:
        """Everything said about the price of work of these facts on that day."""
        said = {q: self.ask(q, facts, on) for q in (questions or self.questions)}
        index = tuple(
            (q, s.verdict, s.because, s.needs, tuple(key(v) for v in s.values)) for q, s in said.items()
        )
        if index not in self._known:
            self._known[index] = Tariff(len(self._known), said, self.terms)
        return self._known[index]
