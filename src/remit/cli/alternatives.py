"""What would have to be different for another answer: the fewest facts, by the clauses that the ruling rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from remit.contract import Contract, vocabulary
from remit.contract.export import plain
from remit.ruling.interview import counterfactual
from remit.ruling.plain import value_words
from remit.ruling.story import story

if TYPE_CHECKING:
    from remit.reader.answer import Answer

MOST_CHANGES = 2
"""More than two changes make another event of it."""


def alternatives(contract: Contract, answer: Answer, canons: bool) -> dict[str, dict[str, Any]]:
    """By answer, the facts that would have to be so; only where the clauses themselves gave the answer."""
    ruling = answer.ruling
    given = str(ruling.value) if ruling.verdict == "ruled" else ruling.verdict
    if given != answer.answer:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for value in vocabulary().question(ruling.question).values:
        if value == given:
            continue
        changes = counterfactual(
            contract, ruling.question, ruling.facts, value, canons=canons, most=MOST_CHANGES
        )
        if changes:
            found[value] = changes
    return found


def alternatives_data(contract: Contract, answer: Answer, canons: bool) -> list[dict[str, Any]]:
    return [
        {"answer": value, "facts": plain(facts)}
        for value, facts in alternatives(contract, answer, canons).items()
    ]


def tell_alternatives(console: Console, contract: Contract, answer: Answer, canons: bool) -> None:
    found = alternatives(contract, answer, canons)
    if not found:
        return
    words = vocabulary()
    console.print("\n[bold]What would have to be different[/]")
    for value, facts in found.items():
        event = story(words, facts)
        told = f"{value_words(words, value)}, if it were: {event[:1].lower()}{event[1:]}"
        console.print(Padding(escape(told), (0, 0, 0, 2)))
