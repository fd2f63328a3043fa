"""An answer told to a person: the answer first, how sure it is, then the text that it rests on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from remit.cli.searched import Searched
from remit.cli.sources import Sources
from remit.contract import Contract, Evidence, vocabulary
from remit.review.report_terminal import clean, shortened
from remit.review.wording import place
from remit.ruling.plain import fact_words, outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.cli.scenarios import Scenario
    from remit.reader.answer import Answer
    from remit.reader.event_text import TextFact

SENTENCES = {
    "included": "Covered by the agreed fee.",
    "chargeable": "Not covered by the fee: charged extra.",
    "excluded": "Not covered: outside the agreement.",
    "provider": "The provider bears the loss.",
    "client": "The client bears the loss.",
    "shared": "The provider bears the loss up to a cap, the client the rest.",
    "allowed": "Yes, the provider may suspend the service.",
    "not_allowed": "No, the provider may not suspend the service.",
    "silent": "The contract does not say.",
    "conflict": "The contract contradicts itself: two texts give different answers.",
    "depends": "It depends on something that is not given.",
}
GROUNDS = {
    "drafted": "the text says so",
    "precedence": "the contract's order of precedence",
    "recorded": "a person decided so",
    "canon": "a rule of interpretation",
}


MOST_CASES = 6


def tell(console: Console, contract: Contract, answer: Answer) -> None:
    sources = Sources(contract, answer.ruling.on)
    sentence = SENTENCES[answer.answer]
    if answer.unsure:
        console.print(f"[bold yellow]Unsure.[/] Perhaps: {sentence}")
    else:
        console.print(f"[bold]{sentence}[/]")
    console.print(f"How sure: {answer.confidence:.0%}, that a careful reader would say the same.")
    _reasons(console, sources, "Why", answer.because)
    if answer.overridden:
        console.print("\n[bold]Overridden[/]")
        for o in answer.overridden:
            reason = f": {escape(clean(o.reason))}" if o.reason else ""
            _print(console, _quote(sources, o.id))
            _print(console, f"[dim]gives way to {_where(sources, o.by)} ({GROUNDS[o.ground]}{reason})[/]", 4)
    if answer.needs or answer.answer == "depends":
        _cases(console, answer)
    if answer.answer == "silent" and answer.ruling.nearest:
        nearest = answer.ruling.nearest
        _reasons(console, sources, "The nearest clause, which does not reach it", [nearest.id])
        facts = ", ".join(vocabulary().facts[name].label for name in nearest.facts)
        _print(console, f"[dim]it would take another {escape(facts)}[/]", 4)
    if answer.answer in {"silent", "depends"}:
        _search(console, Searched.of(contract, answer.ruling.question))
    if answer.unsure or answer.answer in {"silent", "depends"}:
        told = {str(reason) for reason in answer.because}
        others = [c for c in answer.candidates if str(c) not in told]
        _reasons(console, sources, "Clauses that may decide it", others)
    if answer.ruling.canons:
        names = ", ".join(answer.ruling.canons)
        console.print(
            f"\nWithout the rule of interpretation {names} the answer would be another.", style="dim"
        )


def _search(console: Console, searched: Searched) -> None:
    if searched.documents:
        console.print(f"\n{escape(searched.sentence())}", style="dim")
    for message in searched.missing:
        console.print(f"[yellow]{escape(clean(message))}[/] The answer may stand there.")


def _cases(console: Console, answer: Answer) -> None:
    """What the answer depends on, and how it comes out in each case."""
    words = vocabulary()
    console.print("\n[bold]It depends on[/]")
    for name in answer.needs:
        _print(console, escape(words.facts[name].ask if name in words.facts else name))
    for outcome in answer.ruling.outcomes[:MOST_CASES]:
        case = (
            "; ".join(fact_words(words, name, value) for name, value in outcome.facts.items()) or "otherwise"
        )
        _print(console, f"[dim]{escape(case)} → {escape(outcome_words(words, outcome))}[/]", 4)


def tell_facts(console: Console, heard: Sequence[TextFact]) -> None:
    """What was understood of a person's words, so that they can correct it before they trust the answer."""
    if not heard:
        console.print("No facts could be read from these words.\n")
        return
    console.print("[bold]Understood[/]")
    for f in heard:
        doubt = "" if f.confidence >= 0.8 else ", perhaps"
        console.print(
            f"  {escape(fact_words(vocabulary(), f.fact, f.value))} [dim](“{escape(clean(f.words))}”{doubt})[/]"
        )
    console.print("  [dim]Not right? Say it with --fact FACT=VALUE.[/]\n")


def tell_battery(contract: Contract, answers: Sequence[tuple[Scenario, Answer]]) -> None:
    console = Console(file=sys.stdout, highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("", style="bold")
    table.add_column("Answer", ratio=2)
    table.add_column("Sure", justify="right")
    table.add_column("Because", ratio=4, style="dim")
    labels = vocabulary().answers
    for scenario, answer in answers:
        label = labels[answer.answer].label
        shown = f"[yellow]unsure; {label}?[/]" if answer.unsure else label
        quote = _quote(Sources(contract, answer.ruling.on), answer.because[0]) if answer.because else ""
        table.add_row(escape(clean(scenario.id)), shown, f"{answer.confidence:.0%}", quote)
    console.print(table)


def _reasons(console: Console, sources: Sources, title: str, reasons: Iterable[str | Evidence]) -> None:
    held = list(reasons)
    if not held:
        return
    console.print(f"\n[bold]{title}[/]")
    for reason in held:
        _print(console, _quote(sources, reason))
        if isinstance(reason, str):
            for qualifier in sources.provision(reason).qualifiers:
                _print(console, f"[dim]only where: {escape(clean(qualifier))}[/]", 4)


def _print(console: Console, text: str, indent: int = 2) -> None:
    """A paragraph, every line of it indented."""
    console.print(Padding(text, (0, 0, 0, indent), expand=False))


def _quote(sources: Sources, reason: str | Evidence) -> str:
    evidence = sources.evidence(reason)
    if evidence is None:
        return f"{escape(str(reason))} (added by hand, without a quote)"
    return f"“{escape(clean(shortened(evidence)))}” [dim]({_spot(sources, evidence)})[/]"


def _where(sources: Sources, name: str) -> str:
    evidence = sources.provision(name).evidence
    return _spot(sources, evidence) if evidence else escape(name)


def _spot(sources: Sources, evidence: Evidence) -> str:
    spot = place(evidence.page, evidence.clause, evidence.heading)
    named = evidence.document if len(sources.contract.documents) > 1 or not spot else ""
    return escape(clean(", ".join(part for part in (spot, named) if part)))
