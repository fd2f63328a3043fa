"""A gap report as plain data: the shape of `remit gaps --json` (docs/gaps.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from remit.contract import Contract
from remit.contract.export import plain
from remit.ruling.gap_money import at_rate
from remit.ruling.gap_report import (
    ChangeReport,
    DifferenceReport,
    Gap,
    GapReport,
    Part,
    QuestionReport,
    Reason,
    Weight,
)


def to_data(report: GapReport, contract: Contract) -> dict[str, Any]:
    return {
        "schema": "remit/gaps/1",
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "canons": report.canons,
        "weighed_by": {"source": report.source, "what": report.told, "notes": list(report.notes)},
        "questions": [_question(q, contract) for q in report.questions],
        "not_asked": list(report.unasked),
        "coherence": [
            {
                "clash": c.clash,
                "why": c.why,
                "words": c.words,
                "facts": plain(c.facts),
                "events": c.events,
                "of": c.of,
                "because": _reasons(c.because),
            }
            for c in report.clashes
        ],
        "differences": None if report.differences is None else [_difference(d) for d in report.differences],
    }


def _question(q: QuestionReport, contract: Contract) -> dict[str, Any]:
    parts = {"silent": q.silent, "conflict": q.conflict, "error": q.error, "ruled": q.ruled}
    return {
        "question": q.question,
        "label": q.label,
        "provisions": q.provisions,
        "unsure_provisions_left_out": q.left_out,
        "facts": list(q.facts),
        "events": q.events,
        "weighed": plain(q.weighed),
        **{name: _part(part, q, contract) for name, part in parts.items()},
        "gaps": [_gap(g, q, contract) for g in q.gaps],
        "conflicts": [_gap(g, q, contract) for g in q.conflicts],
        "dead": [{**_reason(d.reason), "overridden_by": list(d.by)} for d in q.dead],
        "redundant": _reasons(q.redundant),
        "maps": [
            {
                "columns": {"fact": m.column_name, "values": list(m.columns)},
                "rows": {"fact": m.row_name, "values": list(m.rows)},
                "fields": [[f.model_dump() for f in row] for row in m.fields],
                "words": m.told,
            }
            for m in q.maps
        ],
    }


def _gap(gap: Gap, q: QuestionReport, contract: Contract) -> dict[str, Any]:
    return {
        "verdict": gap.verdict,
        "words": gap.words,
        "facts": plain(gap.facts),
        "values": [plain(v) for v in gap.values],
        **_part(gap.part, q, contract),
        "because": _reasons(gap.because),
        "nearest": {**_reason(gap.nearest), "lacks": list(gap.lacks)} if gap.nearest else None,
        "unsure": _reasons(gap.doubtful),
    }


def _part(part: Part, q: QuestionReport, contract: Contract) -> dict[str, Any]:
    """Money is text in plain digits, so that no cent is lost on the way; shares are rounded to six places."""
    found: dict[str, Any] = {
        "events": part.events,
        "share_of_kinds": round(part.events / q.events, 6) if q.events else 0.0,
    }
    if part.weight:
        found |= _weight(part.weight)
        if q.unit:
            found["worth"] = {"amount": str(part.weight.worth), "unit": q.unit}
        money = at_rate(part.weight, q.unit, contract)
        if money:
            hours, rate, amount, currency = money
            found["at_the_contract_s_rate"] = {
                "hours": str(hours),
                "rate": str(rate),
                "amount": str(amount),
                "currency": currency,
            }
    return found


def _weight(weight: Weight) -> dict[str, Any]:
    return {
        "share": plain(weight.share),
        "count": plain(weight.count),
        "count_for_sure": plain(weight.sure),
    }


def _difference(d: DifferenceReport) -> dict[str, Any]:
    return {
        "question": d.question,
        "label": d.label,
        "events": d.events,
        "of": d.of,
        **(_weight(d.weight) if d.weight else {}),
        "changes": [_change(c) for c in d.changes],
    }


def _change(c: ChangeReport) -> dict[str, Any]:
    return {
        "words": c.words,
        "facts": plain(c.facts),
        "before": c.before,
        "after": c.after,
        "events": c.part.events,
        **(_weight(c.part.weight) if c.part.weight else {}),
        "because_before": _reasons(c.because_before),
        "because_after": _reasons(c.because_after),
    }


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [_reason(r) for r in reasons]


def _reason(reason: Reason) -> dict[str, Any]:
    found = reason.model_dump(exclude={"named"})
    return found | {"value": plain(found["value"]), "qualifiers": list(reason.qualifiers)}
