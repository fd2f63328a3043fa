"""A contract made by hand: terms and duties with their sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

from remit.contract import Contract, Duty, Evidence, Source, TermField

ON = date(2026, 11, 23)
TERM_QUOTE = "Notice against renewal: not less than three months before the end of the term."
SENTENCES = (
    ("provider", "report", "Send a report", "8.6 The Supplier shall send the Client, by the tenth day of each month, a report of threats."),
    ("provider", "other", "Invoice the Monthly Charge", "14.3 The Supplier shall invoice the Monthly Charge on the first day of the month."),
    ("client", "payment", "Pay each invoice", "14.4 The Client shall pay each invoice within thirty (30) days of its date."),
    ("provider", "review", "Meet once in each quarter", "13.3 The parties shall meet once in each quarter to review the service."),
    ("provider", "other", "Within thirty days", "2. The Supplier shall, within thirty (30) days of the Commencement Date, install its tools."),
    ("provider", "notice", "Increase the rates", "15.1 On each anniversary the Supplier may, on not less than sixty (60) days’ notice, increase the rates."),
    ("provider", "other", "Hand over all passwords", "24.1 On the end of this agreement the Supplier shall hand over all passwords within ten (10) days of the end of this agreement."),
    ("client", "conduct", "Not solicit", "25.1 Neither party shall, during this agreement and for six (6) months after it, not solicit staff."),
    ("client", "approvals", "Answer requests", "12.1 The Client shall answer requests within three (3) working days, and shall decide."),
    ("client", "warranty", "Keep every server", "12.2 The Client shall keep every server under warranty."),
)  # fmt: skip


def evidence(quote: str, clause: str | None = None) -> Evidence:
    return Evidence(document="agreement.txt", quote=quote, start=0, end=len(quote), page=1, clause=clause)


def contract(without: tuple[str, ...] = (), **changes: Any) -> Contract:
    fields: dict[str, Any] = {
        "effective_date": "2026-03-01",
        "initial_term_months": 24,
        "renewal": "automatic",
        "renewal_term_months": 12,
        "non_renewal_notice_days": 90,
        "cure_period_days": 30,
    } | changes
    return Contract(
        schema="remit/contract/1",
        documents=(Source(name="agreement.txt", format="text", pages=1, words=9, sha256="ab"),),
        fields={
            name: TermField(
                value=value, evidence=evidence(TERM_QUOTE, "2.2"), state="silent" if value is None else "read"
            )
            for name, value in fields.items()
            if name not in without
        },
        duties=tuple(
            Duty(
                party=party, kind=kind, text=text, evidence=evidence(quote, quote.split()[0]), confidence=0.8
            )
            for party, kind, text, quote in SENTENCES
        ),
    )
