"""What was read from a contract, for a person at a terminal: terms with their quotes, provisions by question."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from remit.contract import Contract, Evidence, Provision, TermField, vocabulary
from remit.review.report_terminal import clean, shortened
from remit.review.wording import counted, place, plain, say
from remit.ruling.plain import condition_words

UNSURE = 0.6
"""Below it a reading is shown as unsure."""


def print_summary(contract: Contract) -> None:
    console = Console(file=sys.stdout, highlight=False)
    for d in contract.documents:
        console.print(
            f"[bold]{_safe(d.name)}[/]: {d.format}, {counted(d.pages, 'page')}, {counted(d.words, 'word')}"
        )
        for notice in d.notices:
            console.print(f"  [yellow]{_safe(notice)}[/]")
    _fields(console, contract)
    _provisions(console, contract)
    for finding in contract.findings:
        console.print(f"[yellow]{_safe(finding.message)}[/]")
    console.print("\nTo check and edit all of it: remit read ... -o terms.yaml")


def _fields(console: Console, contract: Contract) -> None:
    words = vocabulary().fields
    table = Table(title="Terms", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("Term", style="bold", ratio=2)
    table.add_column("Value", ratio=2)
    table.add_column("Sure", justify="right")
    table.add_column("Quote", ratio=5, style="dim")
    silent: list[str] = []
    blank: list[str] = []
    for name, spec in words.items():
        field = contract.fields.get(name) or TermField(state="silent")
        if field.state == "blank":
            blank.append(spec.label)
        elif field.value is None:
            silent.append(spec.label)
        else:
            table.add_row(
                spec.label, _safe(say(spec.kind, field.value, {})), _sure(field), _quote(field.evidence)
            )
    if table.row_count:
        console.print()
        console.print(table)
    if blank:
        console.print(f"\n[bold]Left blank:[/] {', '.join(blank)}.")
    if silent:
        console.print(f"\n[bold]Not written:[/] {', '.join(silent)}.")


def _provisions(console: Console, contract: Contract) -> None:
    words = vocabulary()
    for question, spec in words.questions.items():
        found = [p for p in contract.provisions if p.question == question]
        if not found:
            continue
        table = Table(
            title=f"{spec.label.capitalize()}?", title_justify="left", box=None, padding=(0, 2, 0, 0)
        )
        table.add_column("Answer", style="bold", ratio=2)
        table.add_column("When", ratio=3)
        table.add_column("Sure", justify="right")
        table.add_column("Quote", ratio=5, style="dim")
        for p in found:
            table.add_row(
                _safe(_answer(p)), _safe(condition_words(vocabulary(), p.when)), _sure(p), _quote(p.evidence)
            )
        console.print()
        console.print(table)


def _answer(p: Provision) -> str:
    if p.kind == "defeater":
        return "takes exceptions away" if p.overrides else "no answer"
    spec = vocabulary().questions.get(p.question)
    answers = vocabulary().answers
    if spec is not None and spec.kind != "choice":
        return say(spec.kind, p.value, {})
    return answers[p.value].label if p.value in answers else plain(p.value)


def _sure(read: TermField | Provision) -> str:
    if read.state in {"confirmed", "edited"}:
        return read.state
    percent = f"{read.confidence:.0%}"
    return f"[yellow]{percent} ?[/]" if read.state == "unsure" or read.confidence < UNSURE else percent


def _quote(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    where = place(evidence.page, evidence.clause)
    return f"“{_safe(shortened(evidence))}”{f' ({_safe(where)})' if where else ''}"


def _safe(text: str) -> str:
    """Contract text as it is: no control characters, and no square brackets taken for markup."""
    return escape(clean(text))
