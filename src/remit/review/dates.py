"""The dates of a contract: when the term ends, and the last day on which notice stops the renewal."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from remit.contract import Contract, TermField
from remit.review.asking import Heard
from remit.review.findings import Quote
from remit.review.wording import counted, long_date


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def notice_day(contract: Contract, today: date | None) -> Heard:
    """The last day for notice against renewal, with the arithmetic.

    The term's last day is the day before its anniversary. With `today`, an automatic renewal is rolled forward to
    the first notice day that is still to come.
    """
    renewal, doubtful = contract.value("renewal"), _unsure(contract.fields.get("renewal"))
    if renewal in {"none", "by_agreement"} and not doubtful:
        return Heard(
            answer="silent",
            says="It does not renew by itself",
            state="written",
            quotes=quotes_of(contract, "renewal"),
        )
    wanted = {
        "effective_date": "the day it starts",
        "initial_term_months": "the length of the first term",
        "non_renewal_notice_days": "the notice against renewal",
    }
    quotes = quotes_of(contract, *wanted, "renewal", "renewal_term_months")
    start, months, notice = (
        _date(contract.value("effective_date")),
        *(_whole(contract.value(f)) for f in ("initial_term_months", "non_renewal_notice_days")),
    )
    missing = [wanted[f] for f, v in zip(wanted, (start, months, notice), strict=True) if v is None]
    if start is None or months is None or notice is None:
        known = f" Notice is due {counted(notice, 'day')} before the end." if notice is not None else ""
        return Heard(
            answer="unknown",
            says=f"It can't be worked out: {_and(missing)} {'is' if len(missing) == 1 else 'are'} not written.{known}",
            state="not_written",
            quotes=quotes,
        )
    end = add_months(start, months) - timedelta(days=1)
    steps = [
        f"Start {long_date(start)} + {counted(months, 'month')}: the first term's last day is {long_date(end)}."
    ]
    again = _whole(contract.value("renewal_term_months"))
    rounds = 0
    while today and renewal == "automatic" and again and end - timedelta(days=notice) < today:
        rounds += 1
        end = add_months(start, months + rounds * again) - timedelta(days=1)
    if rounds:
        steps.append(
            f"{long_date(today)} is past that notice day. Renewed {rounds} × {counted(again, 'month')}: the term's last day is {long_date(end)}."
        )
    last = end - timedelta(days=notice)
    steps.append(f"{long_date(end)} − {counted(notice, 'day')} = {long_date(last)}.")
    if renewal == "automatic" and again and not rounds:
        steps.append(
            f"Without notice it renews for {counted(again, 'month')}, and the sum starts again from the new end."
        )
    steps.append(
        "Notice must have arrived by then. Send it some days earlier, in the form that the contract asks for."
    )
    unsure = doubtful or any(_unsure(contract.fields.get(f)) for f in wanted)
    return Heard(
        answer="day",
        says=long_date(last),
        state="unsure" if unsure else "written",
        confidence=min(contract.fields[f].confidence for f in wanted),
        size=Decimal(notice),
        quotes=quotes,
        arithmetic=tuple(steps),
    )


def quotes_of(contract: Contract, *fields: str) -> tuple[Quote, ...]:
    held = (contract.fields.get(f) for f in fields)
    evidence = dict.fromkeys(f.evidence for f in held if f and f.evidence)
    return tuple(Quote(role="because", evidence=e) for e in evidence)


def _unsure(found: TermField | None) -> bool:
    return found is not None and found.state == "unsure"


def _date(value: Any) -> date | None:  # noqa: ANN401 - a date, its ISO text, or something out of form
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _whole(value: Any) -> int | None:  # noqa: ANN401 - a number, or something out of form
    return int(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
