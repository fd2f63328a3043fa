"""An audit told in a terminal: what to claim first, then what is open, targets, credits, and who bore the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.audit.auditing import Audit
from remit.audit.clocked import told
from remit.audit.record import VERDICTS, Finding
from remit.audit.report_json import NOT_ADVICE
from remit.audit.summary import HEADINGS, by_verdict, cause_label, targets_in_numbers
from remit.audit.waterfall import LABELS
from remit.charges.money import show
from remit.charges.words import duration, plain
from remit.contract import Evidence
from remit.review.report_terminal import Page, shortened
from remit.review.wording import long_date, place

if TYPE_CHECKING:
    from rich.console import Console

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
    _targets(audit, page)
    _credits(audit, page)
    _borne(audit, page)
    _review(audit, page)
    for a in audit.setting.assumptions:
        page.line(f"Assumed: {a.assumed}, because {a.because}.", style="dim")
    for notice in audit.notices:
        page.line(notice.text, style="dim")


def _between(audit: Audit) -> str:
    if audit.first is None or audit.last is None:
        return ""
    return f", {long_date(audit.first)} to {long_date(audit.last)}"


def _summary(audit: Audit, page: Page) -> None:
    rows = [(HEADINGS[s.of[0]], str(s.count), s.money) for s in by_verdict(audit.findings)]
    right = audit.lines.filter(audit.lines["verdict"] == "ok")
    rows += [
        (HEADINGS["ok"], str(len(lines)), show(int(lines["amount_minor"].sum()), str(currency)))
        for (currency,), lines in right.group_by("currency", maintain_order=True)
    ]
    page.line()
    page.rows(("", "Number", "Amount"), rows, [""] * len(rows), 2)


def _tell(audit: Audit, finding: Finding, page: Page) -> None:
    where = ", ".join(ref.called for ref in finding.lines) or finding.invoice
    where = where or (f"ticket {finding.ticket}" if finding.ticket else finding.month)
    amount = finding.difference_minor if finding.difference_minor is not None else finding.disputed_minor
    head = f"{where}: {cause_label(finding.cause)}"
    if amount:
        head += f", {show(abs(amount), finding.currency)}"
    page.line()
    page.line(head, style="bold")
    if finding.lines and finding.lines[0].description:
        page.line(f"“{finding.lines[0].description}”", indent=2, style="dim")
    quoted: set[str] = set()
    for step in finding.steps:
        page.line(step.says, indent=2, hang=2)
        for name in step.because:
            evidence = audit.setting.evidence(name)
            if evidence and evidence.quote not in quoted:
                quoted.add(evidence.quote)
                page.line(_quote(evidence), indent=4, hang=2, style="dim")


def _quote(evidence: Evidence) -> str:
    where = place(evidence.page, evidence.clause)
    return f"“{shortened(evidence)}”{f' ({where})' if where else ''}"


def _targets(audit: Audit, page: Page) -> None:
    rows = targets_in_numbers(audit.counted)
    if not rows:
        return
    page.heading("Targets")
    cells = [
        tuple(
            str(row[c] if row[c] is not None else "-")
            for c in ("month", "measure", "priority", "share", "met", "missed", "open")
        )
        for row in rows[-24:]
    ]
    page.rows(("Month", "", "Priority", "In time", "Met", "Missed", "Open"), cells, [""] * len(cells), 4)
    zone = audit.setting.hours.periods[-1].place
    missed = audit.clocked.filter(audit.clocked["verdict"] == "missed")
    for row in missed.head(MOST).iter_rows(named=True):
        page.line(f"{row['ticket']}: {told(row, audit.targets[row['target']], zone)}", indent=2, hang=2)
    if len(missed) > MOST:
        page.line(f"... and {len(missed) - MOST} more.", indent=2, style="dim")


def _credits(audit: Audit, page: Page) -> None:
    due = [c for c in audit.credits if c.most_minor or c.percent]
    if due:
        page.heading("Service credits")
        for c in due:
            amount = show(c.amount_minor, c.currency) if c.amount_minor is not None else "not settled"
            share = f"{plain(c.percent)} % of the fee, " if c.percent is not None else ""
            page.line(f"{c.month}: {share}{amount}; given: {show(c.given_minor, c.currency)}", indent=2)
    if audit.chronic:
        page.line(f"Credits in {', '.join(audit.chronic.months)}:", indent=2)
        for name in audit.chronic.because[:1]:
            evidence = audit.setting.evidence(name)
            if evidence:
                page.line(_quote(evidence), indent=4, hang=2, style="dim")


def _borne(audit: Audit, page: Page) -> None:
    if not len(audit.borne):
        return
    page.heading("Who bore the work")
    whole = audit.borne.drop("month").group_by("layer", "currency", maintain_order=True).sum()
    rows = [
        (LABELS[r["layer"]], duration(r["seconds"] // 60 * 60), show(r["amount_minor"], r["currency"]))
        for r in whole.iter_rows(named=True)
    ]
    page.rows(("", "Worked", "Charge by the contract"), rows, [""] * len(rows), 2)


def _review(audit: Audit, page: Page) -> None:
    if not len(audit.review):
        return
    page.heading("Facts to look at")
    page.line(
        "Read from words, and not sure enough for money. Tell what is right with --known.",
        indent=2,
        style="dim",
    )
    for row in audit.review.head(MOST).iter_rows(named=True):
        page.line(
            f"{row['ticket']}: perhaps {row['fact']} = {row['value']} ({row['confidence']:.0%}), from “{row['words']}”",
            indent=2,
            hang=2,
        )
    if len(audit.review) > MOST:
        page.line(f"... and {len(audit.review) - MOST} more.", indent=2, style="dim")
