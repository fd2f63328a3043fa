"""A bill as a record: charges, each with the steps that lead to it and the provisions behind every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final, Literal

from remit.charges.money import minor_digits, one_currency, show
from remit.contract import Evidence, Provision
from remit.contract.export import quoted

Outcome = Literal["charged", "included", "prepaid", "excluded", "silent", "conflict", "needs_fact", "error"]
SETTLED: Final = ("charged", "included", "prepaid", "excluded")
"""All other outcomes leave the amount open."""
Basis = Literal["stated", "silent", "conflict", "needs_fact", "error", "given", "arithmetic"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic.

    what     worked, kind_of_hours, coverage, increment, minimum, included_time, block, rate, travel, cap, rounding ...
    says     the step in words and numbers
    minor    what it adds to the charge, in minor units, exactly; the steps of a settled charge add up to its amount
    because  ids of the provisions that it rests on
    basis    stated by the contract; silent, conflict, needs_fact, error: it is not; given: as recorded; arithmetic
    needs    facts that would settle it
    """

    what: str
    says: str
    minor: Fraction = Fraction(0)
    because: tuple[str, ...] = ()
    basis: Basis = "arithmetic"
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry: one kind of hours on one day.

    kind_of_hours     business, after_hours, weekend, holiday; None where it is not known
    seconds           worked
    billed_seconds    after steps and minimum
    included_seconds  of those, covered by time included in the fee
    prepaid_seconds   of those, covered by blocks
    rate_minor        price of an hour in whole minor units, for display; amounts come from the exact rate
    amount_minor      None where the contract does not settle it
    """

    start: datetime | None
    end: datetime | None
    date: date
    kind_of_hours: str | None
    seconds: int
    billed_seconds: int
    included_seconds: int
    prepaid_seconds: int
    rate_minor: int | None
    amount_minor: int | None
    outcome: Outcome
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """What one entry costs.

    what          work, travel, fee or interest
    amount_minor  whole minor units; None where the contract does not settle it
    least_minor   the least that the contract's text supports, each open point read in the client's favour
    most_minor    the most; None where the text sets no bound (no rate is written)
    assumed       questions on which the contract is silent and a default was taken, said in a step
    needs         facts that would settle the charge
    """

    entry: str
    what: str
    ticket: str | None
    date: date
    outcome: Outcome
    amount_minor: int | None
    least_minor: int
    most_minor: int | None
    currency: str
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    assumed: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def provisions(self) -> tuple[str, ...]:
        """Every provision behind the charge, in the order of the steps."""
        return tuple(dict.fromkeys(name for step in self.steps for name in step.because))


@dataclass(frozen=True)
class Bill:
    """Charges in the order of the work. `provisions` and `fields` hold what the steps name, for their quotes."""

    charges: tuple[Charge, ...]
    provisions: Mapping[str, tuple[Provision, ...]] = field(default_factory=dict, repr=False)
    fields: Mapping[str, Evidence] = field(default_factory=dict, repr=False)

    def totals(self) -> dict[str, int]:
        """Minor units by currency, of the charges that are settled."""
        found: dict[str, int] = {}
        for c in self.charges:
            if c.amount_minor:
                found[c.currency] = found.get(c.currency, 0) + c.amount_minor
        return found

    @property
    def currency(self) -> str | None:
        """RequestProblem where charges are in several currencies; those that cost nothing are in any."""
        return one_currency(self._counted()) or next((c.currency for c in self.charges if c.currency), None)

    def _counted(self) -> list[str]:
        return [c.currency for c in self.charges if c.currency and (c.amount_minor or c.most_minor != 0)]

    @property
    def total_minor(self) -> int:
        """Of the charges that are settled; RequestProblem where they are in several currencies."""
        return self._one(sum(self.totals().values()))

    @property
    def least_minor(self) -> int:
        """With every open point read in the client's favour."""
        return self._one(sum(c.least_minor for c in self.charges))

    @property
    def most_minor(self) -> int | None:
        """With every open point read in the provider's favour; None where some charge has no upper bound."""
        bounds = [c.most_minor for c in self.charges if c.most_minor is not None]
        return self._one(sum(bounds)) if len(bounds) == len(self.charges) else None

    def _one(self, amount: int) -> int:
        """The amount, once it is sure that it is in one currency."""
        one_currency(self._counted())
        return amount

    @property
    def open(self) -> tuple[Charge, ...]:
        """The charges that the contract does not settle."""
        return tuple(c for c in self.charges if c.outcome not in SETTLED)

    def evidence(self, name: str, on: date | None = None) -> Evidence | None:
        """Where the provision stands, as in effect on the day."""
        named = self.provisions.get(name, ())
        live = [p for p in named if on is None or (p.effective_from or on) <= on <= (p.effective_to or on)]
        return (live or named)[0].evidence if named else self.fields.get(name)


def charge_data(bill: Bill, charge: Charge) -> dict[str, Any]:
    """The charge as plain data: amounts in whole minor units, the quote of every provision beside it."""
    return {
        "entry": charge.entry,
        "what": charge.what,
        "ticket": charge.ticket,
        "date": charge.date.isoformat(),
        "outcome": charge.outcome,
        "amount_minor": charge.amount_minor,
        "least_minor": charge.least_minor,
        "most_minor": charge.most_minor,
        "currency": charge.currency or None,
        "minor_digits": minor_digits(charge.currency) if charge.currency else None,
        "amount": show(charge.amount_minor, charge.currency) if charge.amount_minor is not None else None,
        "assumed": list(charge.assumed),
        "needs": list(charge.needs),
        "steps": [
            {
                "what": s.what,
                "says": s.says,
                "minor": str(s.minor),
                "basis": s.basis,
                "needs": list(s.needs),
                "because": [
                    {"provision": name, **quoted(bill.evidence(name, charge.date))} for name in s.because
                ],
            }
            for s in charge.steps
        ],
        "parts": [
            {
                "from": p.start.isoformat() if p.start else None,
                "to": p.end.isoformat() if p.end else None,
                "date": p.date.isoformat(),
                "kind_of_hours": p.kind_of_hours,
                "seconds": p.seconds,
                "billed_seconds": p.billed_seconds,
                "included_seconds": p.included_seconds,
                "prepaid_seconds": p.prepaid_seconds,
                "rate_minor": p.rate_minor,
                "amount_minor": p.amount_minor,
                "outcome": p.outcome,
                "provisions": list(p.provisions),
            }
            for p in charge.parts
        ],
    }
