"""`remit ask`: an event is put to the contract."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from remit.errors import FileProblem, RequestProblem

if TYPE_CHECKING:
    from remit.contract import Contract, Value
    from remit.reader.event_text import TextFact


# One word with a file's ending: a mistyped name, not a description of what happened.
_NAMED = re.compile(r"\S+\.[A-Za-z][A-Za-z0-9]{0,4}")


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
    question: Annotated[
        Asks, typer.Option(help="Is it covered, who bears the loss, or may service be suspended.")
    ] = Asks.coverage,
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
    files, text = split_words(words)
    if scenarios:
        if fact or text or interview:
            raise RequestProblem(
                "--scenarios brings its own events.", "Leave out the text, --fact and --interview."
            )
        _battery(files, scenarios, canons, as_json)
        return
    event = given_facts(fact or [])
    _one(files, text, question.value, event, canons, as_json, interview)


def split_words(words: list[str]) -> tuple[list[Path], str]:
    """Which arguments are files; all others together are what happened, in words."""
    files: list[Path] = []
    rest: list[str] = []
    for word in words:
        path = Path(word)
        if _exists(path):
            files.append(path)
        elif _NAMED.fullmatch(word):
            raise FileProblem(f"There is no file {word}.", "Check the name and the folder.")
        else:
            rest.append(word)
    if not files:
        raise FileProblem(
            "No contract was given.", "Name its file first: remit ask CONTRACT.pdf 'what happened'"
        )
    return files, " ".join(rest).strip()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a sentence can be too long for a file's name
        return False


def given_facts(pairs: list[str]) -> dict[str, Value]:
    """The event of the --fact options; RequestProblem where one can't be understood or two disagree."""
    from remit.contract.event import read_fact

    event: dict[str, Value] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        name = name.strip()
        if not separator or not value.strip():
            raise RequestProblem(
                f"'{pair}' is no fact with a value.", "Write for example --fact subject=laptop."
            )
        known = read_fact(name, value)
        if event.get(name, known) != known:
            raise RequestProblem(f"{name} is given twice, with different values.", "Give it once.")
        event[name] = known
    return event


def _one(
    files: list[Path],
    text: str,
    question: str,
    event: dict[str, Value],
    canons: bool,
    as_json: bool,
    interview: bool | None,
) -> None:
    import sys

    from rich.console import Console

    from remit.cli.alternatives import alternatives_data, tell_alternatives
    from remit.cli.charging import tell_charge
    from remit.cli.output import print_json
    from remit.cli.telling import tell, tell_facts
    from remit.cli.verdict import to_data

    contract = _load(files)
    heard: tuple[TextFact, ...] = ()
    if text:
        from remit.reader.event_text import facts_from_text

        # What a person states as a fact outranks what is read from their words.
        heard = tuple(f for f in facts_from_text(text) if f.fact not in event)
        event = {f.fact: f.value for f in heard} | event
    console = Console(file=sys.stdout, highlight=False)
    if text and not as_json:
        tell_facts(console, heard)
    if interview or (interview is None and not event and not as_json):
        from remit.cli.interview import converse

        event = converse(contract, question, event, canons)
    from remit.reader.answer import answer

    result = answer(contract, question, event, canons=canons)
    if as_json:
        facts = {name: value if isinstance(value, bool) else str(value) for name, value in event.items()}
        read = [
            {"fact": f.fact, "value": str(f.value), "confidence": round(f.confidence, 4), "words": f.words}
            for f in heard
        ]
        others = {"alternatives": alternatives_data(contract, result, canons)}
        print_json(to_data(contract, result, None, question) | {"facts": facts, "read": read} | others)
    else:
        tell(console, contract, result)
        tell_alternatives(console, contract, result, canons)
        if question == "coverage":
            tell_charge(console, contract, result)


def _battery(files: list[Path], scenarios: Path, canons: bool, as_json: bool) -> None:
    from remit.cli.output import print_json
    from remit.cli.scenarios import read_scenarios
    from remit.cli.verdict import to_data

    battery = read_scenarios(scenarios)
    contract = _load(files)
    from remit.reader.answer import answer

    answers = [(s, answer(contract, s.asks, s.facts, canons=canons)) for s in battery]
    if as_json:
        print_json([to_data(contract, found, s.id, s.asks) for s, found in answers])
    else:
        from remit.cli.telling import tell_battery

        tell_battery(contract, answers)


def _load(files: list[Path]) -> Contract:
    from remit.cli.progress import progress
    from remit.files import load

    with progress() as report:
        return load(files, report).contract
