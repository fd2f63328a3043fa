"""A courteous letter that claims what the audit found for certain: each claim with its arithmetic and the clause.

It is a draft for the client to read, change and send; nothing in it is legal advice.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from remit.audit.auditing import Audit
from remit.audit.record import Finding, causes
from remit.audit.report_html import where
from remit.audit.summary import cause_label
from remit.charges.money import show
from remit.clock.dates import long_date

if TYPE_CHECKING:
    from docx.document import Document

MOST_QUESTIONS: Final = 12
_BLACK_OUT: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))
"""Characters that a Word file can't hold."""


@dataclass(frozen=True)
class Claim:
    """A certain overcharge or a credit that is owed; `until` is the last day on which it can be claimed."""

    finding: Finding
    until: date | None

    def late(self, today: date) -> bool:
        return self.until is not None and today > self.until


def claims(audit: Audit) -> list[Claim]:
    """What can be claimed as it stands, the largest first. What was charged in another currency is among it."""
    found = [f for f in audit.findings if f.certain or (f.cause == "currency" and f.verdict == "overcharged")]
    return [Claim(f, audit.claim_until(f)) for f in found]


def totals(some: Iterable[Claim]) -> dict[str, int]:
    """Minor units by currency."""
    found: dict[str, int] = {}
    for claim in some:
        if claim.finding.difference_minor:
            money = claim.finding.currency
            found[money] = found.get(money, 0) + claim.finding.difference_minor
    return found


def render_letter(audit: Audit, today: date) -> bytes:
    """The letter as a Word file."""
    from docx import Document  # noqa: PLC0415 - only here
    from docx.shared import Cm, Pt  # noqa: PLC0415

    doc = Document()
    doc.styles["Normal"].font.name = "Calibri"
    doc.styles["Normal"].font.size = Pt(11)
    for section in doc.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    every = claims(audit)
    timely = [c for c in every if not c.late(today)]
    late = [c for c in every if c.late(today)]
    _opening(doc, audit, today, timely)
    if timely:
        _table(doc, timely)
        _details(doc, audit, timely, today)
    if late:
        doc.add_heading("Noticed after the time to claim it", level=2)
        doc.add_paragraph(
            "For these the agreement's time has passed. We would be grateful if you looked at them all the same."
        )
        _details(doc, audit, late, today)
    _questions(doc, audit)
    _closing(doc, audit, timely)
    held = io.BytesIO()
    doc.save(held)
    return held.getvalue()


def _opening(doc: Document, audit: Audit, today: date, timely: Sequence[Claim]) -> None:
    contract = audit.setting.contract
    client, provider = contract.value("client_name"), contract.value("provider_name")
    doc.add_paragraph(_clean(str(client or "[client]")))
    doc.add_paragraph(_clean(f"To {provider or '[provider]'}"))
    doc.add_paragraph(long_date(today))
    numbers = list(dict.fromkeys(ref.invoice for c in timely for ref in c.finding.lines))
    numbers += [c.finding.invoice for c in timely if c.finding.invoice and c.finding.invoice not in numbers]
    about = f"Invoices {', '.join(numbers)}" if numbers else "Your invoices"
    doc.add_heading(_clean(f"{about}: request for credit"), level=1)
    doc.add_paragraph("Dear Sir or Madam,")
    begins = contract.value("effective_date")
    of = f" of {long_date(date.fromisoformat(begins))}" if isinstance(begins, str) else ""
    doc.add_paragraph(
        f"Thank you for your work. We have compared your invoices with our agreement{of} and with the tickets and times "
        "that were recorded, and found the points below. Each stands with its arithmetic and the words of the "
        "agreement that it rests on, so that you can check it."
    )
    sums = " and ".join(show(minor, money) for money, minor in totals(timely).items())
    if sums:
        paragraph = doc.add_paragraph("In sum they come to ")
        paragraph.add_run(sums).bold = True
        paragraph.add_run(". Please credit this amount, or tell us where you see it otherwise.")


def _table(doc: Document, some: Sequence[Claim]) -> None:
    table = doc.add_table(rows=1, cols=5)
    table.style = "Light Grid Accent 1"
    for cell, text in zip(
        table.rows[0].cells, ("No.", "Invoice", "What", "Amount", "To be claimed by"), strict=True
    ):
        cell.text = text
    for n, claim in enumerate(some, 1):
        f = claim.finding
        place = ", ".join(ref.called for ref in f.lines) or f.invoice or f.month
        amount = show(f.difference_minor, f.currency) if f.difference_minor is not None else "see below"
        until = long_date(claim.until) if claim.until else "–"
        for cell, text in zip(
            table.add_row().cells, (str(n), place, cause_label(f.cause), amount, until), strict=True
        ):
            cell.text = _clean(text)


def _details(doc: Document, audit: Audit, some: Sequence[Claim], today: date) -> None:
    for n, claim in enumerate(some, 1):
        f = claim.finding
        place = ", ".join(ref.called for ref in f.lines) or f.invoice or f"Credit for {f.month}"
        doc.add_heading(_clean(f"{n}. {place}: {cause_label(f.cause)}"), level=2)
        if f.lines and f.lines[0].description:
            doc.add_paragraph(_clean(f"“{f.lines[0].description}”"))
        doc.add_paragraph(causes()[f.cause].says)
        quoted: set[str] = set()
        for step in f.steps:
            doc.add_paragraph(_clean(step.says), style="List Bullet")
            for name in step.because:
                evidence = audit.setting.evidence(name)
                if evidence and evidence.quote not in quoted:
                    quoted.add(evidence.quote)
                    doc.add_paragraph(
                        _clean(f"“{evidence.quote}” ({where(evidence)})"), style="Intense Quote"
                    )
        if f.difference_minor is not None:
            doc.add_paragraph(_clean(f"We ask for a credit of {show(f.difference_minor, f.currency)}."))
        elif f.right_minor is not None:
            right = show(f.right_minor, f.right_currency)
            doc.add_paragraph(_clean(f"We ask for a corrected invoice over {right}."))
        if claim.until:
            passed = ", which has passed" if claim.late(today) else ""
            doc.add_paragraph(f"To be claimed by {long_date(claim.until)}{passed}.")


def _questions(doc: Document, audit: Audit) -> None:
    """What the provider can settle by telling a fact."""
    asked = [f for f in audit.of("needs_fact", "no_clause", "conflict") if f.lines and f.cause != "count"]
    if not asked:
        return
    doc.add_heading("Please tell us more about", level=2)
    for f in asked[:MOST_QUESTIONS]:
        text = f"{f.lines[0].called} (“{f.lines[0].description}”, {show(f.charged_minor, f.currency)}): {causes()[f.cause].says}"
        doc.add_paragraph(_clean(text), style="List Bullet")


def _closing(doc: Document, audit: Audit, timely: Sequence[Claim]) -> None:
    soonest = min((c.until for c in timely if c.until), default=None)
    if soonest:
        doc.add_paragraph(
            f"By the agreement the first of these is to be raised by {long_date(soonest)}; please take this letter as that notice."
        )
    doc.add_paragraph("We would be glad to go through the points with you.")
    doc.add_paragraph("Yours faithfully,")
    doc.add_paragraph(_clean(str(audit.setting.contract.value("client_name") or "")))


def _clean(text: str) -> str:
    return " ".join(text.translate(_BLACK_OUT).split())
