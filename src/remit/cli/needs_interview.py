"""The needs asked for one question at a time, from a terminal or a pipe. Questions go to standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.forecast.needs import Needs
    from remit.forecast.needs_interview import Question


def ask_needs() -> tuple[Needs, str]:
    """The needs, and the text of a file that holds them."""
    from pydantic import ValidationError

    from remit.forecast.needs import Needs
    from remit.forecast.needs_interview import interview, needs_text

    console = Console(stderr=True, highlight=False)
    console.print("[dim]A number, or Enter: I don't know.[/]")
    data = interview(lambda question: _number(console, question))
    try:
        return Needs.model_validate(data), needs_text(data)
    except ValidationError as problem:
        error = problem.errors(include_url=False)[0]
        raise RequestProblem(
            f"{' '.join(str(p) for p in error['loc'])} can't be {error['input']}.",
            f"Expected: {error['msg'].removeprefix('Input should be ')}.",
        ) from problem


def _number(console: Console, question: Question) -> float | None:
    while True:
        console.print(f"[bold]{escape(question.ask)}[/] ", end="")
        line = sys.stdin.readline()
        said = line.strip().replace(",", "")
        if not said and not question.must:
            return None
        try:
            value = float(said)
            if value >= 0 and value < 1e12 and (question.fraction or value == int(value)):
                return value
        except ValueError:
            pass
        if not line:
            raise RequestProblem(
                "The number of people was not given.",
                "Answer the first question, or give a file with --needs.",
            )
        console.print("Give a number." if question.fraction else "Give a whole number.")
