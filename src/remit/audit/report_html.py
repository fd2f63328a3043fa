"""The audit as one HTML file that a person who pays the bills can read; it asks nothing of the network.

All text of invoices, tickets and contracts passes through the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

import polars as pl

from remit.audit.auditing import Audit
from remit.audit.clocked import told
from remit.audit.record import VERDICTS, Finding, Step, causes
from remit.audit.report_json import NOT_ADVICE
from remit.audit.summary import HEADINGS, Sum, by_cause, by_month, by_verdict, cause_label, targets_in_numbers
from remit.audit.waterfall import LABELS, LAYERS
from remit.charges.money import show
from remit.charges.words import duration
from remit.clock.dates import long_date
from remit.contract import Evidence, vocabulary

MOST: Final = 300
"""Findings of a verdict, tickets and facts that are told one by one."""
MOST_LINES: Final = 2000
_LEFT, _WIDE = 70, 520
_WHY: Final = {
    "clock": "The contract does not say whether the clock runs in support hours only: that decides it.",
    "pauses": "Whether it was in time depends on when the clock stood.",
    "time": "Nobody recorded when it was answered.",
    "priority": "Its priority is not known.",
    "unrecorded": "The export does not say when the clock stood.",
}


def render_html(audit: Audit) -> str:
    """The whole page as text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - only here
    from markupsafe import Markup  # noqa: PLC0415

    style = "\n" + files("remit.audit").joinpath("templates", "audit.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = Environment(
        loader=PackageLoader("remit.audit", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    contract = audit.setting.contract
    clocked = audit.clocked.head(MOST)
    return page.get_template(
        "audit.html.j2"
    ).render(
        # Our own file, not text of others: it must reach the page as it is, or its hash would not fit.
        style=Markup(style),  # noqa: S704 - see above
        style_hash=f"sha256-{digest}",
        provider=contract.value("provider_name"),
        client=contract.value("client_name"),
        span=f"{long_date(audit.first)} to {long_date(audit.last)}. " if audit.first and audit.last else "",
        lines_count=f"{len(audit.lines):,}",
        note=NOT_ADVICE,
        tiles=_tiles(audit),
        causes=[{"label": cause_label(s.of[0]), **_named(s, s.of[1])} for s in by_cause(audit.findings)],
        months=[{"month": s.of[0], **_named(s, s.of[1])} for s in by_month(audit.findings)],
        sections=_sections(audit),
        targets=targets_in_numbers(audit.counted),
        clocked=[_clocked(audit, row) for row in clocked.iter_rows(named=True)],
        clocked_more=len(audit.clocked) - len(clocked),
        target_quotes=[_step(audit, Step("", t.because)) for t in _first_of_each(audit)],
        credits=[_credit(audit, c) for c in audit.credits if c.most_minor or c.percent],
        chronic=audit.chronic
        and {"months": audit.chronic.months, "quotes": _quotes(audit, audit.chronic.because[:1], set())},
        borne=[
            {
                "month": r["month"],
                "label": LABELS[r["layer"]],
                "worked": duration(r["seconds"] // 60 * 60),
                "money": show(r["amount_minor"], r["currency"]),
            }
            for r in audit.borne.iter_rows(named=True)
        ],
        chart=_chart(audit.borne),
        review=[_doubt(r) for r in audit.review.head(MOST).iter_rows(named=True)],
        review_more=max(len(audit.review) - MOST, 0),
        lines=[_line(r) for r in audit.lines.head(MOST_LINES).iter_rows(named=True)],
        lines_more=max(len(audit.lines) - MOST_LINES, 0),
        notes=[
            *(f"Assumed: {a.assumed}, because {a.because}." for a in audit.setting.assumptions),
            *(n.text for n in audit.notices),
        ],
    )


def _tiles(audit: Audit) -> list[dict[str, Any]]:
    found = [{"verdict": s.of[0], **_named(s, s.of[0])} for s in by_verdict(audit.findings)]
    for tile in found:
        tile["count"] = f"{tile['count']} finding{'' if tile['count'] == 1 else 's'}"
    right = audit.lines.filter(pl.col("verdict") == "ok")
    for (currency,), lines in right.group_by("currency", maintain_order=True):
        money = show(int(lines["amount_minor"].sum()), str(currency))
        found.append(
            {"verdict": "ok", "title": HEADINGS["ok"], "money": money, "count": f"{len(lines)} lines"}
        )
    return found


def _named(found: Sum, verdict: str) -> dict[str, Any]:
    title = HEADINGS[verdict]
    return {"verdict": verdict, "title": title, "count": found.count, "money": found.money}


def _sections(audit: Audit) -> list[dict[str, Any]]:
    sections, number = [], 0
    for verdict in VERDICTS:
        held = audit.of(verdict)
        if held:
            cards = [_card(audit, f, number + n) for n, f in enumerate(held[:MOST], 1)]
            number += len(cards)
            sections.append(
                {
                    "verdict": verdict,
                    "title": HEADINGS[verdict],
                    "findings": cards,
                    "more": len(held) - len(cards),
                }
            )
    return sections


def _card(audit: Audit, f: Finding, number: int) -> dict[str, Any]:
    quoted: set[str] = set()
    amount = f.difference_minor if f.difference_minor is not None else f.disputed_minor
    where = (
        ", ".join(ref.called for ref in f.lines)
        or f.invoice
        or (f"Ticket {f.ticket}" if f.ticket else f.month)
    )
    return {
        "number": number,
        "verdict": f.verdict,
        "where": where,
        "label": cause_label(f.cause),
        "amount": show(abs(amount), f.currency) if amount else "",
        "description": f.lines[0].description if f.lines else "",
        "says": causes()[f.cause].says,
        "needs": [vocabulary().facts[n].ask for n in f.needs if n in vocabulary().facts],
        "steps": [{"says": s.says, "quotes": _quotes(audit, s.because, quoted)} for s in f.steps],
    }


def _step(audit: Audit, step: Step) -> dict[str, Any]:
    return {"says": step.says, "quotes": _quotes(audit, step.because, set())}


def _quotes(audit: Audit, names: Iterable[str], quoted: set[str]) -> list[dict[str, str]]:
    """The clauses that were not quoted before in the same place."""
    found = []
    for name in names:
        evidence = audit.setting.evidence(name)
        if evidence and evidence.quote not in quoted:
            quoted.add(evidence.quote)
            found.append({"quote": evidence.quote, "where": where(evidence)})
    return found


def where(evidence: Evidence) -> str:
    """Clause, page and document of a quote."""
    parts = [
        f"clause {evidence.clause}" if evidence.clause else "",
        f"page {evidence.page}" if evidence.page else "",
        evidence.document,
    ]
    return ", ".join(p for p in parts if p)


def _first_of_each(audit: Audit) -> list[Any]:
    """One target of each measure: all of a measure rest on the same clause, as a rule."""
    return list({t.measure: t for t in audit.targets}.values())


def _clocked(audit: Audit, row: Mapping[str, Any]) -> dict[str, Any]:
    target = audit.targets[row["target"]] if row["target"] is not None else None
    zone = audit.setting.hours.periods[-1].place
    says = told(row, target, zone) if target and row["due_at"] is not None else ""
    return {
        "verdict": row["verdict"],
        "ticket": row["ticket"],
        "says": says,
        "why": _WHY.get(row["why"] or ""),
    }


def _credit(audit: Audit, credit: Any) -> dict[str, Any]:  # noqa: ANN401 - credits.Credit
    quoted: set[str] = set()
    amount = show(credit.amount_minor, credit.currency) if credit.amount_minor is not None else "not settled"
    return {
        "month": credit.month,
        "amount": amount,
        "given": show(credit.given_minor, credit.currency),
        "until": long_date(credit.claim_until) if credit.claim_until else "",
        "steps": [{"says": s.says, "quotes": _quotes(audit, s.because, quoted)} for s in credit.steps],
    }


def _doubt(row: Mapping[str, Any]) -> dict[str, Any]:
    """A fact that is not sure, in words."""
    spec = vocabulary().facts[row["fact"]]

    def word(value: str | None) -> str | None:
        return spec.values[value].label if value in spec.values else value

    return {
        "ticket": row["ticket"],
        "fact": spec.label,
        "value": word(row["value"]),
        "rival": word(row["rival"]),
        "sure": f"{row['confidence']:.0%}",
        "words": row["words"],
    }


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    difference = row["difference_minor"]
    return {
        "invoice": row["invoice"],
        "line": row["line"],
        "verdict": row["verdict"],
        "title": HEADINGS[row["verdict"]],
        "description": row["description"] or "",
        "money": show(row["amount_minor"], row["currency"]),
        "difference": show(difference, row["currency"]) if difference else "",
    }


def _chart(borne: pl.DataFrame) -> dict[str, Any] | None:
    """A bar for each month, its pieces by who bore them; the widest month fills the width."""
    if not len(borne):
        return None
    months = borne.group_by("month", maintain_order=True).agg(pl.col("seconds").sum())
    most = max(1, *months["seconds"])
    bars: list[dict[str, Any]] = []
    for n, (month, total) in enumerate(months.iter_rows()):
        x, pieces = float(_LEFT), []
        for row in borne.filter(pl.col("month") == month).iter_rows(named=True):
            width = round(_WIDE * row["seconds"] / most, 2)
            says = f"{LABELS[row['layer']]}: {duration(row['seconds'] // 60 * 60)}"
            pieces.append({"layer": row["layer"], "x": round(x, 2), "width": width, "says": says})
            x += width
        bars.append(
            {
                "month": month,
                "y": 26 * n + 2,
                "pieces": pieces,
                "end": round(x, 2),
                "total": f"{total // 3600:,} h",
            }
        )
    used: Sequence[str] = borne["layer"].unique().to_list()
    return {
        "bars": bars,
        "left": _LEFT,
        "width": _LEFT + _WIDE + 70,
        "height": 26 * len(bars) + 4,
        "title": "Hours worked in each month, by who bore them",
        "key": [(layer, LABELS[layer]) for layer in LAYERS if layer in used],
    }
