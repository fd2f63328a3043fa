"""An audit told in a terminal: what to claim first, then what is open, then what was found right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.audit.auditing import Audit, totals
from remit.audit.record import VERDICTS, Finding, Verdict, causes
from remit.audit.report_json import NOT_ADVICE
from remit.charges.money import show
from remit.contract import Evidence
from remit.review.report_terminal import Page, shortened
from remit.review.wording import long_date, place

if TYPE_CHECKING:
    from rich.console import Console

HEADINGS: dict[Verdict, str] = {
    "overcharged": "Overcharged",
    "duplicate": "Charged twice",
    "undercharged": "Undercharged",
    "no_clause": "Not covered by any clause",
    "conflict": "The contract contradicts itself",
    "needs_fact": "Needs a fact",
    "ok": "Right",
}
MOST = 20
"""Findings of a kind that are told one by one; the other outputs hold all of them."""


def print_audit(audit: Audit, console: Console) -> None:
    page = Page(console)
    count, invoices = len(audit.lines), audit.lines["invoice"].n_unique()
    page.line(f"Audit of {invoices} invoices with {count} lines{_between(audit)}", style="bold")
    page.line(NOT_ADVICE, style="dim")
    _summary(audit, page)
    for verdict in VERDICTS:
        held = audit.of(verdict)
        if held:
            page.heading(HEADINGS[verdict])
            for finding in held[:MOST]:
                _tell(audit, finding, page)
            if len(held) > MOST:
                page.line(f"... and {len(held) - MOST} more: see --html, --xlsx or --json.", style="dim")
    for a in audit.setting.assumptions:
        page.line(f"Assumed: {a.assumed}, because {a.because}.", style="dim")
    for notice in audit.notices:
        page.line(notice.text, style="dim")


def _between(audit: Audit) -> str:
    if audit.first is None or audit.last is None:
        return ""
    return f", {long_date(audit.first)} to {long_date(audit.last)}"


def _summary(audit: Audit, page: Page) -> None:
    found = totals(audit)
    rows = []
    for (verdict, currency), amount in found.items():
        held = [f for f in audit.of(verdict) if f.currency == currency]  # type: ignore[arg-type]
        rows.append((HEADINGS[verdict], str(len(held)), show(abs(amount), currency)))  # type: ignore[index]
    right = audit.lines.filter(audit.lines["verdict"] == "ok")
    rows += [
        (HEADINGS["ok"], str(len(lines)), show(int(lines["amount_minor"].sum()), str(currency)))
        for (currency,), lines in right.group_by("currency", maintain_order=True)
    ]
    page.line()
    page.rows(("", "Number", "Amount"), rows, [""] * len(rows), 2)


def _tell(audit: Audit, finding: Finding, page: Page) -> None:
    where = ", ".join(ref.called for ref in finding.lines) or finding.invoice or f"ticket {finding.ticket}"
    amount = finding.difference_minor if finding.difference_minor is not None else finding.disputed_minor
    head = f"{where}: {causes()[finding.cause].label}"
    if amount:
        head += f", {show(abs(amount), finding.currency)}"
    page.line()
    page.line(head, style="bold")
    if finding.lines and finding.lines[0].description:
        page.line(f"“{finding.lines[0].description}”", indent=2, style="dim")
    told: set[str] = set()
    for step in finding.steps:
        page.line(step.says, indent=2, hang=2)
        for name in step.because:
            evidence = audit.setting.evidence(name)
            if evidence and name not in told:
                told.add(name)
                page.line(_quote(evidence), indent=4, hang=2, style="dim")


def _quote(evidence: Evidence) -> str:
    where = place(evidence.page, evidence.clause)
    return f"“{shortened(evidence)}”{f' ({where})' if where else ''}"
