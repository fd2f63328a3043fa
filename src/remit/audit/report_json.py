"""The audit as one stable JSON document: {"schema": "remit/audit/1", ...}. Money is in whole minor units."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from remit.audit.auditing import Audit, totals
from remit.audit.record import Finding, LineRef, causes
from remit.charges.money import minor_digits, show

SCHEMA: Final = "remit/audit/1"
NOT_ADVICE: Final = "What the contract's text and the records say, reckoned. It is no legal advice."


def to_json(audit: Audit) -> dict[str, Any]:
    """Plain data. Every finding's steps carry the clauses that they rest on, each with its quote and place."""
    return {
        "schema": SCHEMA,
        "note": NOT_ADVICE,
        "from": _day(audit.first),
        "to": _day(audit.last),
        "totals": [
            {"verdict": verdict, "currency": currency, **_money(amount, currency)}
            for (verdict, currency), amount in totals(audit).items()
        ],
        "findings": [finding_data(audit, f) for f in audit.findings],
        "lines": [_line(row) for row in audit.lines.iter_rows(named=True)],
        "review": audit.review.to_dicts(),
        "assumptions": [
            {"field": a.field, "assumed": a.assumed, "because": a.because} for a in audit.setting.assumptions
        ],
        "notices": [{"file": n.file, "text": n.text} for n in audit.notices],
    }


def finding_data(audit: Audit, finding: Finding) -> dict[str, Any]:
    on = date.fromisoformat(f"{finding.month}-01") if finding.month else None
    return {
        "verdict": finding.verdict,
        "cause": finding.cause,
        "label": causes()[finding.cause].label,
        "month": finding.month or None,
        "invoice": finding.invoice or (finding.lines[0].invoice if finding.lines else None),
        "lines": [_ref(ref) for ref in finding.lines],
        "ticket": finding.ticket,
        "entries": list(finding.entries),
        "currency": finding.currency,
        "charged_minor": finding.charged_minor,
        "right_minor": finding.right_minor,
        "right_currency": finding.right_currency or finding.currency,
        "difference_minor": finding.difference_minor,
        "disputed_minor": finding.disputed_minor,
        "needs": list(finding.needs),
        "steps": [
            {"says": step.says, "because": audit.setting.quoted(step.because, on)} for step in finding.steps
        ],
    }


def _ref(ref: LineRef) -> dict[str, Any]:
    return {
        "invoice": ref.invoice,
        "line": ref.line,
        "file": ref.file,
        "row": ref.row,
        "description": ref.description,
        "charged_minor": ref.charged_minor,
    }


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {k: _day(v) if isinstance(v, date) else v for k, v in row.items()}


def _money(amount: int, currency: str) -> dict[str, Any]:
    return {"minor": amount, "minor_digits": minor_digits(currency), "amount": show(amount, currency)}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
