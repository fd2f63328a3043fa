"""Interest on invoices that are paid late."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Final, cast

from remit.charges.money import fraction, rounded, show
from remit.charges.numbers import Doubt
from remit.charges.record import Bill, Charge, Outcome, Step
from remit.charges.tariff import Tariffs
from remit.charges.terms import PriceTerms
from remit.charges.words import doubt_step, plain

MONTH: Final = 30
"""Days to which a month of interest counts: simple interest, by the day."""


def late_interest(terms: PriceTerms, amount_minor: int, currency: str, invoiced: date, paid: date) -> Bill:
    """One charge: simple interest for each day after the due date, a month counting thirty days, rounded half-up.

    Nothing where the invoice was paid in time; open where the contract states no time to pay or no interest.
    """
    tariff = Tariffs(terms).of({}, invoiced, ("payment_due", "late_interest"))
    due_in, rate = tariff["payment_due"], tariff["late_interest"]
    doubts = [Doubt(s) for s in (due_in, rate) if s.verdict != "ruled"]
    steps: list[Step] = []
    amount: int | None = None
    if due_in.verdict == "ruled":
        due = invoiced + timedelta(days=int(due_in.value))
        late = max((paid - due).days, 0)
        text = f"Invoiced on {invoiced}, due within {int(due_in.value)} days on {due}, paid on {paid}: {late} days late."
        steps.append(Step("payment_due", text, because=due_in.because, basis="stated"))
        if not late:
            amount, doubts = 0, []
        elif rate.verdict == "ruled":
            percent = fraction(rate.value)
            exact = amount_minor * percent / 100 * Fraction(late, MONTH)
            amount = rounded(exact)
            text = f"{show(amount_minor, currency)} × {plain(percent)} % a month × {late}/{MONTH} = {show(exact, currency)}."
            steps.append(Step("late_interest", text, exact, rate.because, "stated"))
            if amount != exact:
                text = f"{show(exact, currency)} rounded half up: {show(amount, currency)}."
                steps.append(Step("amount", text, amount - exact))
    steps += [doubt_step(d) for d in doubts]
    charge = Charge(
        entry=f"interest {invoiced.isoformat()}",
        what="interest",
        ticket=None,
        date=paid,
        outcome=cast("Outcome", doubts[0].outcome if doubts else "charged"),
        amount_minor=amount,
        least_minor=amount or 0,
        most_minor=amount,
        currency=currency,
        parts=(),
        steps=tuple(steps),
    )
    return Bill((charge,), terms.provisions, terms.fields)
