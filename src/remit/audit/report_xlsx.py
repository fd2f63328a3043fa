"""The audit as a workbook: sheets for the sums, the findings, all lines, targets, credits, work and open facts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from remit.audit.auditing import Audit
from remit.audit.clocked import told
from remit.audit.record import Finding
from remit.audit.report_html import where
from remit.audit.report_json import NOT_ADVICE
from remit.audit.summary import HEADINGS, by_cause, by_month, by_verdict, cause_label, targets_in_numbers
from remit.audit.waterfall import LABELS
from remit.charges.money import minor_digits

MOST_ROWS: Final = 1_000_000
"""A sheet holds a few more."""


def render_xlsx(audit: Audit) -> bytes:
    """The workbook's bytes. Text is written as text: nothing in it is taken for a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 - only here

    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    for name, heads, rows in _sheets(audit):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(heads):
            sheet.write_string(0, column, title, head)
            sheet.set_column(column, column, _width(title))
        for n, row in enumerate(rows, 1):
            if n > MOST_ROWS:
                break
            for column, cell in enumerate(row):
                if cell is None or cell == "":
                    continue
                if isinstance(cell, float):
                    sheet.write_number(n, column, cell, money)
                elif isinstance(cell, int):
                    sheet.write_number(n, column, cell)
                elif isinstance(cell, date | datetime):
                    sheet.write_datetime(n, column, cell)
                else:
                    sheet.write_string(n, column, str(cell)[:32_000], wrap)
        sheet.autofilter(0, 0, 0, max(len(heads) - 1, 0))
    book.close()
    return held.getvalue()


def _width(title: str) -> int:
    return (
        70
        if title in ("Arithmetic", "Clauses", "In words", "Clock")
        else 40
        if title == "What is charged"
        else 15
    )


def _sheets(audit: Audit) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
    yield (
        "Sums",
        ("Of", "Verdict", "Number", "Currency", "Amount"),
        [
            *(
                ("all", HEADINGS[s.of[0]], s.count, s.currency, _major(s.minor, s.currency))
                for s in by_verdict(audit.findings)
            ),
            *(
                (cause_label(s.of[0]), HEADINGS[s.of[1]], s.count, s.currency, _major(s.minor, s.currency))
                for s in by_cause(audit.findings)
            ),
            *(
                (s.of[0], HEADINGS[s.of[1]], s.count, s.currency, _major(s.minor, s.currency))
                for s in by_month(audit.findings)
            ),
            (NOT_ADVICE,),
        ],
    )
    yield "Findings", (
        "Verdict", "Cause", "Month", "Invoice", "Lines", "Ticket", "Currency", "Charged", "Right", "Difference", "Hangs on it",
        "Arithmetic", "Clauses",
    ), (_finding(audit, f) for f in audit.findings)  # fmt: skip
    yield "Lines", (
        "Invoice", "Line", "Date", "Month", "Nature", "Ticket", "What is charged", "Quantity", "Price", "Currency", "Charged",
        "Verdict", "Difference", "File", "Row",
    ), (_line(r) for r in audit.lines.iter_rows(named=True))  # fmt: skip
    yield (
        "Targets",
        ("Month", "Measure", "Priority", "In time", "Met", "Missed", "Open", "Running"),
        (
            (
                r["month"],
                r["measure"],
                r["priority"],
                r["share"],
                r["met"],
                r["missed"],
                r["open"],
                r["running"],
            )
            for r in targets_in_numbers(audit.counted)
        ),
    )
    yield (
        "Missed",
        (
            "Ticket",
            "Measure",
            "Priority",
            "Verdict",
            "Why open",
            "Reported",
            "At",
            "Due",
            "System says met",
            "Clock",
        ),
        (_clocked(audit, r) for r in audit.clocked.iter_rows(named=True)),
    )
    yield (
        "Credits",
        ("Month", "Percent", "Fee", "Credit", "Given", "Currency", "Claim until", "Arithmetic", "Clauses"),
        (
            (
                c.month,
                None if c.percent is None else float(c.percent),
                _major(c.fee_minor, c.currency),
                _major(c.amount_minor, c.currency),
                _major(c.given_minor, c.currency),
                c.currency,
                c.claim_until,
                "\n".join(s.says for s in c.steps),
                _clauses(audit, c.because),
            )
            for c in audit.credits
        ),
    )
    yield (
        "Work",
        ("Month", "Borne by", "Hours", "Currency", "Charge by the contract"),
        (
            (
                r["month"],
                LABELS[r["layer"]],
                round(r["seconds"] / 3600, 2),
                r["currency"],
                _major(r["amount_minor"], r["currency"]),
            )
            for r in audit.borne.iter_rows(named=True)
        ),
    )
    yield (
        "Facts to look at",
        ("Ticket", "Fact", "Perhaps", "Or", "How sure", "Words"),
        (
            (r["ticket"], r["fact"], r["value"], r["rival"], f"{r['confidence']:.0%}", r["words"])
            for r in audit.review.iter_rows(named=True)
        ),
    )


def _major(minor: int | None, currency: str) -> float | None:
    """For a cell: workbooks know no exact numbers; what is shown has the currency's places."""
    return None if minor is None else minor / 10 ** minor_digits(currency)


def _finding(audit: Audit, f: Finding) -> tuple[Any, ...]:
    invoice = f.invoice or ", ".join(dict.fromkeys(ref.invoice for ref in f.lines))
    return (
        HEADINGS[f.verdict],
        cause_label(f.cause),
        f.month,
        invoice,
        ", ".join(ref.line for ref in f.lines),
        f.ticket,
        f.currency,
        _major(f.charged_minor, f.currency),
        _major(f.right_minor, f.right_currency or f.currency),
        _major(f.difference_minor, f.currency),
        _major(f.disputed_minor, f.currency) if f.disputed_minor else None,
        "\n".join(s.says for s in f.steps),
        _clauses(audit, f.because),
    )


def _clauses(audit: Audit, names: Iterable[str]) -> str:
    found = [e for name in names if (e := audit.setting.evidence(name))]
    return "\n".join(dict.fromkeys(f"“{e.quote}” ({where(e)})" for e in found))


def _line(r: dict[str, Any]) -> tuple[Any, ...]:
    return (
        r["invoice"],
        r["line"],
        r["invoice_date"],
        r["month"],
        r["nature"],
        r["ticket"],
        r["description"],
        None if r["quantity_micro"] is None else r["quantity_micro"] / 1_000_000,
        None if r["unit_price_micro"] is None else r["unit_price_micro"] / 1_000_000,
        r["currency"],
        _major(r["amount_minor"], r["currency"]),
        HEADINGS[r["verdict"]],
        _major(r["difference_minor"], r["currency"]) if r["difference_minor"] else None,
        r["file"],
        r["row"],
    )


def _clocked(audit: Audit, r: dict[str, Any]) -> tuple[Any, ...]:
    target = audit.targets[r["target"]] if r["target"] is not None else None
    zone = audit.setting.hours.periods[-1].place
    met = {True: "yes", False: "no"}.get(r["said_met"])
    says = told(r, target, zone) if target and r["due_at"] is not None else ""
    times = (
        r[c].astimezone(zone).strftime("%Y-%m-%d %H:%M") if r[c] else ""
        for c in ("opened_at", "at", "due_at")
    )
    return (r["ticket"], r["measure"], r["priority"], r["verdict"], r["why"], *times, met, says)
