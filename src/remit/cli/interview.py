"""The interview: one question at a time, only such as can change the answer, until none can.

Questions go to standard error, so that standard output holds the answer alone; answers come from standard input,
a terminal or a pipe. An empty line, 0 or the end of the input mean that the person does not know.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from remit.contract import Contract, Value, vocabulary
from remit.contract.event import read_fact
from remit.errors import RequestProblem
from remit.ruling import rule
from remit.ruling.interview import next_question

if TYPE_CHECKING:
    from remit.contract.vocabulary import Fact

_DONT_KNOW = {"", "0", "?"}
_STOP = {"q", "quit", "stop"}


class _Stopped(Exception):
    pass


def converse(contract: Contract, question: str, event: Mapping[str, Value], canons: bool) -> dict[str, Value]:
    """The event with what the person knows of the facts that decide."""
    console = Console(stderr=True, highlight=False)
    known = dict(event)
    unknown: set[str] = set()
    console.print("[dim]Answer with a number or in words; 0 or Enter: I don't know; q: stop.[/]")
    try:
        while fact := _next(contract, question, known, unknown, canons):
            value = _ask(console, fact)
            if value is None:
                unknown.add(fact)
            else:
                known[fact] = value
    except _Stopped:
        pass
    console.print()
    return known


def _next(
    contract: Contract, question: str, known: Mapping[str, Value], unknown: set[str], canons: bool
) -> str | None:
    """The fact to ask for; the next best where the person does not know the best one."""
    fact = next_question(contract, question, known, canons=canons)
    if fact is None or fact not in unknown:
        return fact
    ruling = rule(contract, question, known, canons=canons)
    others = (*ruling.needs, *(name for outcome in ruling.outcomes for name in outcome.facts))
    return next((name for name in others if name not in unknown and name not in known), None)


def _ask(console: Console, fact: str) -> Value | None:
    """The value of the fact, None where the person does not know; asks again what it can't understand."""
    spec = vocabulary().fact(fact)
    options: list[tuple[Value, str]] = [(name, value.label) for name, value in spec.values.items()]
    if spec.type == "yesno":
        options = [(True, "yes"), (False, "no")]
    console.print(f"\n[bold]{escape(spec.ask)}[/]")
    _show(console, spec, options)
    while True:
        console.print("> ", end="")
        line = sys.stdin.readline()
        said = line.strip()
        if not line or said.lower() in _STOP:
            raise _Stopped
        if (
            said in _DONT_KNOW
            or said.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") == "i don't know"
        ):
            return None
        if options and said.isdecimal():
            if int(said) <= len(options):
                return options[int(said) - 1][0]
            console.print(f"Give a number from 0 to {len(options)}.")
            continue
        try:
            return read_fact(fact, said)
        except RequestProblem as problem:
            console.print(escape(f"{problem.message} {problem.hint}"))


def _show(console: Console, spec: Fact, options: list[tuple[Value, str]]) -> None:
    for number, (name, label) in enumerate(options, 1):
        # What belongs to a group stands under it, one step in.
        depth = 1
        above = spec.values[name].under if isinstance(name, str) and name in spec.values else None
        while above:
            depth += 1
            above = spec.values[above].under
        console.print(f"{'  ' * depth}{number:>2}  {escape(label)}")
    if options:
        console.print("   0  I don't know")
