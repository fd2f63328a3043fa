"""Duties told to a person: dates first, then what comes again, what waits for something, and what is always owed."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from remit.clock.dates import long_date
from remit.contract import Contract, Evidence
from remit.duties.record import Due, Duties, Item
from remit.review.report_terminal import clean, shortened
from remit.review.wording import place

_WHO: Final = {"client": "Client", "provider": "Provider", "both": "Both"}
_LONG: Final = 150
_SERVICE: Final = ("other", "response", "report", "review", "patching", "backup_test")
_MISSING: Final = {
    "effective_date": "the day on which the contract starts",
    "initial_term_months": "the length of the first term",
}


def tell(console: Console, contract: Contract, found: Duties) -> None:
    console.print(f"[bold]From {long_date(found.on)} to {long_date(found.until)}[/]")
    _start(console, contract, found)
    dated = [i for i in found.items if i.how == "date"]
    _dates(console, dated, several=len(contract.documents) > 1)
    again = [i for i in found.items if i.how == "rhythm"]
    _section(console, "Comes again", again)
    for item in again:
        _line(console, item, item.rule)
        if item.dates:
            after = f", then {long_date(item.dates[1].day)}" if len(item.dates) > 1 else ""
            _print(console, f"[dim]next: {long_date(item.dates[0].day)}{after}[/]", 4)
            _print(console, f"[dim]{escape(item.dates[0].steps[-1])}[/]", 4)
    waits = [i for i in found.items if i.how == "event"]
    _section(console, "When something happens", waits)
    for item in waits:
        _line(console, item, item.rule)
        if item.example:
            label = f"{item.example.label}: " if item.example.label else ""
            _print(console, f"[dim]{escape(label + item.example.steps[-1])}[/]", 4)
    always = [i for i in found.items if i.how == "always"]
    # What a provider does without a rhythm or a deadline is its service, not an entry for a calendar.
    kept = [i for i in always if i.party != "provider" or i.kind not in _SERVICE]
    _section(console, "Always", kept)
    for item in kept:
        _line(console, item, "")
    if len(kept) < len(always):
        console.print(
            f"  [dim]and {len(always) - len(kept)} of the provider's services without a time; --json has them[/]"
        )
    for assumption in found.assumptions:
        console.print(
            f"\nTaken for granted: {escape(assumption.assumed)}, because {escape(assumption.because)}."
        )
    if any(i.unsure for i in found.items):
        console.print("\n[yellow]?[/] Remit is not sure of its reading here: look at the clause.")


def _start(console: Console, contract: Contract, found: Duties) -> None:
    if found.begins is None:
        field = contract.fields.get("effective_date")
        why = "left blank" if field and field.state == "blank" else "not written"
        console.print(
            f"The contract starts on a day that is {why}: its dates depend on it. Give it with --from DATE."
        )
        return
    field = contract.fields.get("effective_date")
    evidence = field.evidence if field else None
    if field and field.state == "unsure" and not found.given:
        console.print(
            "[yellow]?[/] Remit is not sure of the day on which it starts: check it, or give --from DATE."
        )
    source = (
        "as given" if found.given else f"“{escape(clean(shortened(evidence)))}”" if evidence else "as stated"
    )
    console.print(f"The contract starts on {long_date(found.begins)}: {source}")


def _dates(console: Console, items: list[Item], *, several: bool) -> None:
    _section(console, "Dates", items)
    pairs = sorted(((due, item) for item in items for due in item.dates), key=lambda p: (p[0].day, p[1].id))
    for day, group in groupby(pairs, key=lambda pair: pair[0].day):
        console.print(f"  [bold]{long_date(day)}[/]")
        for due, item in group:
            _date(console, due, item, several=several)
    for item in items:
        if item.needs:
            wanted = " and ".join(_MISSING.get(n, n) for n in item.needs)
            _line(console, item, item.rule)
            _print(console, f"[dim]depends on {wanted}, which the contract does not say[/]", 4)
        elif not item.dates:
            _line(console, item, item.rule)
            step = f"{item.example.steps[-1]} That is past." if item.example else "Not within the time shown."
            _print(console, f"[dim]{escape(step)}[/]", 4)


def _date(console: Console, due: Due, item: Item, *, several: bool) -> None:
    label = f": {due.label}" if due.label else ""
    doubt = "[yellow]?[/] " if item.unsure else ""
    _print(console, f"{doubt}{_WHO[item.party]}: {escape(clean(_short(item.what)))}{escape(label)}", 4)
    for step in due.steps:
        _print(console, f"[dim]{escape(step)}[/]", 6)
    for evidence in item.evidence[-2:]:
        _print(
            console,
            f"[dim]“{escape(clean(shortened(evidence)))}” {escape(_where(evidence, several=several))}[/]",
            6,
        )


def _line(console: Console, item: Item, rule: str) -> None:
    doubt = "[yellow]?[/] " if item.unsure else ""
    where = _where(item.evidence[0], several=False) if item.evidence else ""
    _print(
        console, f"{doubt}{_WHO[item.party]}: {escape(clean(_short(item.what)))} [dim]{escape(where)}[/]", 2
    )
    if rule and rule.lower() not in item.what.lower():
        _print(console, f"[dim]{escape(clean(rule))}[/]", 4)


def _where(evidence: Evidence, *, several: bool) -> str:
    where = place(evidence.page, evidence.clause, evidence.heading)
    parts = [p for p in (where, evidence.document if several else "") if p]
    return f"({', '.join(parts)})" if parts else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rsplit(' ', 1)[0]} …"


def _section(console: Console, title: str, items: list[Item]) -> None:
    if items:
        console.print(f"\n[bold]{title}[/]")


def _print(console: Console, text: str, left: int) -> None:
    console.print(Padding(text, (0, 0, 0, left)))
