"""The audit as one stable JSON document: {"schema": "remit/audit/1", ...}. Money is in whole minor units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from remit.audit.auditing import Audit
from remit.audit.clocked import told
from remit.audit.credits import Credit
from remit.audit.record import Finding, LineRef, causes
from remit.audit.summary import Sum, by_cause, by_month, by_verdict, targets_in_numbers
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
        "totals": {
            "by_verdict": [_sum(s, "verdict") for s in by_verdict(audit.findings)],
            "by_month": [_sum(s, "month", "verdict") for s in by_month(audit.findings)],
            "by_cause": [_sum(s, "cause", "verdict") for s in by_cause(audit.findings)],
        },
        "findings": [finding_data(audit, f) for f in audit.findings],
        "lines": [_line(row) for row in audit.lines.iter_rows(named=True)],
        "targets": {
            "counts": targets_in_numbers(audit.counted),
            "tickets": [_clocked(audit, row) for row in audit.clocked.iter_rows(named=True)],
        },
        "credits": [_credit(audit, c) for c in audit.credits],
        "chronic_failure": None
        if audit.chronic is None
        else {"months": list(audit.chronic.months), "because": audit.setting.quoted(audit.chronic.because)},
        "borne": audit.borne.to_dicts(),
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
        "claim_until": _day(audit.claim_until(finding)) if finding.certain else None,
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


def _sum(found: Sum, *names: str) -> dict[str, Any]:
    return {
        **dict(zip(names, found.of, strict=True)),
        "count": found.count,
        "currency": found.currency,
        "minor": found.minor,
        "minor_digits": minor_digits(found.currency),
        "amount": show(found.minor, found.currency),
    }


def _clocked(audit: Audit, row: dict[str, Any]) -> dict[str, Any]:
    target = audit.targets[row["target"]] if row["target"] is not None else None
    zone = audit.setting.hours.periods[-1].place
    return {
        **{k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items() if k != "target"},
        "says": told(row, target, zone) if target and row["due_at"] is not None else None,
        "because": audit.setting.quoted(target.because) if target else [],
    }


def _credit(audit: Audit, credit: Credit) -> dict[str, Any]:
    return {
        "month": credit.month,
        "percent": None if credit.percent is None else float(credit.percent),
        "fee_minor": credit.fee_minor,
        "amount_minor": credit.amount_minor,
        "most_minor": credit.most_minor,
        "given_minor": credit.given_minor,
        "currency": credit.currency,
        "claim_until": _day(credit.claim_until),
        "automatic": credit.automatic,
        "steps": [{"says": s.says, "because": audit.setting.quoted(s.because)} for s in credit.steps],
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
