"""Credits that are owed and were not given: what the contract promises against the credit lines of the invoices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from remit.audit.credits import Credit
from remit.audit.prices import Pricing
from remit.audit.record import Finding, Step
from remit.audit.recurring import month_in
from remit.audit.regular import Regular
from remit.audit.setting import Setting
from remit.charges.fees import FEES
from remit.charges.money import rounded, show
from remit.charges.pools import period
from remit.charges.record import SETTLED

Fee = tuple[int, str, tuple[Step, ...]]
_MONTHS_OF: Final = {"month": 1, "quarter": 3, "year": 12}


def monthly_fees(
    setting: Setting, pricing: Pricing, lines: pl.DataFrame, regular: Regular, months: Sequence[str]
) -> Mapping[str, Fee]:
    """The regular fee of each month: what the contract comes to, or where the numbers are not known what was charged."""
    found: dict[str, Fee] = {}
    for month in months:
        fee = _by_contract(setting, pricing, regular, month) or _as_charged(lines, month)
        if fee:
            found[month] = fee
    return found


def _by_contract(setting: Setting, pricing: Pricing, regular: Regular, month: str) -> Fee | None:
    on = max(_first(month), setting.starts or _first(month))
    total, steps, currency = Fraction(0), [], ""
    asked = [q for q in FEES if q in pricing.tariffs.asked]
    for question in asked:
        if not regular.counts(FEES[question]):
            return None
        price = pricing.tariffs.of({}, on, (question,)).price(question, "usual")
        kind = price.unit.of if price and price.unit.of in _MONTHS_OF else "month"
        charges = regular.charges(question, period(kind, on, setting.starts))
        if not charges or any(c.outcome not in SETTLED for c in charges):
            return None
        total += Fraction(sum(c.amount_minor or 0 for c in charges), _MONTHS_OF[kind])
        currency = charges[0].currency
        steps += [Step(s.says, s.because) for c in charges for s in c.steps]
    return (rounded(total), currency, tuple(steps)) if asked else None


def _as_charged(lines: pl.DataFrame, month: str) -> Fee | None:
    mine = lines.filter((pl.col("nature") == "fee") & (pl.col("month") == month))
    if not len(mine) or mine["currency"].n_unique() > 1:
        return None
    amount, currency = int(mine["amount_minor"].sum()), str(mine["currency"][0])
    return amount, currency, (Step(f"The fee charged for {month} is {show(amount, currency)}."),)


def given(lines: pl.DataFrame) -> dict[str, int]:
    """Credits that invoices give, by the month that they name; one that names none is for the month before."""
    found: dict[str, int] = {}
    for row in lines.filter(pl.col("nature") == "service_credit").iter_rows(named=True):
        month = _named(row)
        found[month] = found.get(month, 0) - row["amount_minor"]
    return found


def _named(row: Mapping[str, Any]) -> str:
    if row["period_from"] or row["service_date"]:
        return f"{row['period_from'] or row['service_date']:%Y-%m}"
    said = month_in(row["description"])
    if said:
        return f"{said:%Y-%m}"
    invoiced: date | None = row["invoice_date"]
    return f"{invoiced.replace(day=1) - timedelta(days=1):%Y-%m}" if invoiced else str(row["month"])


def owed(
    due: Sequence[Credit], given_: Mapping[str, int], last_invoice: date | None, today: date
) -> Iterator[Finding]:
    """Credits beyond what was given. What came late in one month's name is set off against the earliest that lacks."""
    spare = sum(given_.values()) - sum(min(given_.get(c.month, 0), c.most_minor or 0) for c in due)
    for credit in due:
        own = min(credit.given_minor, credit.most_minor or 0)
        lacks = (credit.most_minor or 0) - own
        moved = min(spare, lacks)
        spare -= moved
        got = own + moved
        if credit.amount_minor is None or credit.percent is None:
            if lacks - moved > 0 or credit.fee_minor is None:
                yield _finding(credit, got, "fact", None, [])
        elif credit.amount_minor > got:
            end = period("month", _first(credit.month), None)[1]
            if credit.claim_until is not None and today > credit.claim_until:
                text = f"The last day to claim it was {credit.claim_until}."
                yield _finding(credit, got, "credit_lapsed", None, [Step(text)])
            elif last_invoice is None or last_invoice <= end:
                text = f"No invoice after {end} is among the files: it may still be given."
                yield _finding(credit, got, "credit_pending", None, [Step(text)])
            else:
                yield _finding(credit, got, "credit", -credit.amount_minor, [])


def _finding(credit: Credit, got: int, cause: str, right: int | None, more: Sequence[Step]) -> Finding:
    amount = credit.amount_minor if credit.amount_minor is not None else credit.most_minor or 0
    steps = [*credit.steps, *more]
    if got or right is not None:
        steps.append(Step(f"Given: {show(got, credit.currency)}; owed: {show(amount, credit.currency)}."))
    return Finding(
        verdict="overcharged" if right is not None else "needs_fact",
        cause=cause,
        month=credit.month,
        currency=credit.currency,
        charged_minor=-got,
        right_minor=right,
        difference_minor=None if right is None else -got - right,
        steps=tuple(steps),
        right_currency=credit.currency,
        disputed_minor=0 if right is not None else amount - got,
    )


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
