"""`remit ask`: an event is put to the contract."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from remit.errors import FileProblem, RequestProblem


class Asks(StrEnum):
    coverage = "coverage"
    loss = "loss"
    permission = "permission"


def ask(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE... [TEXT]",
            help="Contract documents or one terms file; then, in words, what happened.",
            show_default=False,
        ),
    ],
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="FACT=VALUE", help="What is known of the event; repeat as needed."),
    ] = None,
    scenarios: Annotated[
        Path | None,
        typer.Option("--scenarios", metavar="FILE", help="Answer every event of this list (YAML)."),
    ] = None,
    question: Annotated[Asks, typer.Option(help="What to ask.")] = Asks.coverage,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    canons: Annotated[
        bool,
        typer.Option(
            "--canons/--no-canons",
            help="Use rules of interpretation, such as: the specific beats the general.",
        ),
    ] = True,
    interview: Annotated[
        bool | None,
        typer.Option(
            "--interview/--no-interview",
            help="Ask for the facts that decide. The default: when none are given.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Ask whether something is covered, who bears a loss, or whether service may be suspended."""
    from remit.cli.output import print_json
    from remit.cli.progress import progress
    from remit.cli.scenarios import read_scenarios
    from remit.cli.verdict import to_data
    from remit.files import load

    files, text = split_words(words)
    if scenarios:
        if fact or text:
            raise RequestProblem("--scenarios brings its own events.", "Leave out the text and --fact.")
        battery = read_scenarios(scenarios)
        with progress() as report:
            contract = load(files, report).contract
        from remit.reader.answer import answer

        answers = [
            to_data(contract, answer(contract, s.asks, s.facts, canons=canons), s.id, s.asks) for s in battery
        ]
        if as_json:
            print_json(answers)
    del question, interview


def split_words(words: list[str]) -> tuple[list[Path], str]:
    """Which arguments are files; all others together are what happened, in words."""
    files = [Path(word) for word in words if Path(word).exists()]
    rest = [word for word in words if not Path(word).exists()]
    for word in rest:
        if Path(word).suffix and not any(c.isspace() for c in word):
            raise FileProblem(f"There is no file {word}.", "Check the name and the folder.")
    if not files:
        raise FileProblem(
            "No contract was given.", "Name its file first: remit ask CONTRACT.pdf 'what happened'"
        )
    return files, " ".join(rest)
