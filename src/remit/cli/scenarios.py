"""A file of scenarios: a YAML or JSON list of events, each put to the contract in turn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from remit.errors import RequestProblem
from remit.files import read_text

if TYPE_CHECKING:
    from remit.contract import Event

ASKS = ("coverage", "loss", "permission")
_KEYS = ("id", "asks", "text", "facts")
_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Scenario:
    id: str
    asks: str
    facts: Event
    text: str = ""


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """FileProblem with the line where the file is not as described in docs/commands.md."""
    from remit.contract.event import read_fact, suggestion
    from remit.contract.lines import parse_lines

    file = parse_lines(read_text(path, _MAX_BYTES), path.name)
    shape = "Write a list of {id, asks, text, facts}, as in docs/commands.md."
    if not isinstance(file.data, list) or not file.data:
        raise file.problem((), "scenarios are a list, and this is none.", shape)
    found: list[Scenario] = []
    names: set[str] = set()
    for i, entry in enumerate(file.data):
        if not isinstance(entry, dict):
            raise file.problem((i,), "a scenario is a mapping, and this is none.", shape)
        for key in entry:
            if key not in _KEYS:
                raise file.problem((i, key), f"'{key}' is no key of a scenario.", suggestion(key, _KEYS))
        name = str(entry.get("id", f"{i + 1}"))
        if name in names:
            raise file.problem((i, "id"), f"the id '{name}' is used twice.", "Give each scenario its own.")
        names.add(name)
        asks = entry.get("asks", "coverage")
        if asks not in ASKS:
            raise file.problem((i, "asks"), f"'{asks}' can't be asked.", suggestion(str(asks), ASKS))
        facts = entry.get("facts") or {}
        if not isinstance(facts, dict):
            raise file.problem((i, "facts"), "facts are a mapping such as {activity: incident}.", shape)
        event = {}
        for fact, value in facts.items():
            if value is None:
                continue  # written down as unknown
            try:
                event[fact] = read_fact(fact, value)
            except RequestProblem as problem:
                raise file.problem((i, "facts", fact), problem.message, problem.hint) from problem
        found.append(Scenario(name, asks, event, str(entry.get("text") or "")))
    return tuple(found)
