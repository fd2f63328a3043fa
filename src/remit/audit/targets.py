"""Response and resolution targets as the contract states them, for each priority, with the clock that they run on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from remit.audit.importers.words import meanings
from remit.audit.prices import Pricing
from remit.audit.setting import Setting
from remit.audit.tables import PRIORITIES
from remit.charges.money import fraction
from remit.contract import TermField

Measure = Literal["response", "resolution"]
Clock = Literal["business", "continuous"]
MEASURES: Final[tuple[Measure, ...]] = ("response", "resolution")
_FIELD: Final = {"response": "response_targets", "resolution": "resolution_targets"}
_QUESTION: Final = {"response": "response_due", "resolution": "resolution_due"}


@dataclass(frozen=True, slots=True)
class Target:
    """Within `seconds` for tickets of the priority (None: of every one that has no target of its own).

    clocks  the clocks on which it can be meant to run: several where the contract does not say
    pauses  whether waiting stops the clock: both where the contract does not say
    """

    measure: Measure
    priority: str | None
    seconds: int
    clocks: tuple[Clock, ...]
    pauses: tuple[bool, ...]
    because: tuple[str, ...]


def targets(setting: Setting, pricing: Pricing, on: date) -> tuple[Target, ...]:
    """The targets of the day: by provisions of response_due and resolution_due, else by the term fields."""
    return tuple(t for measure in MEASURES for t in _of(setting, pricing, measure, on))


def _of(setting: Setting, pricing: Pricing, measure: Measure, on: date) -> Iterator[Target]:
    ask, question = pricing.tariffs.ask, _QUESTION[measure]
    if question in pricing.tariffs.asked:
        for priority in PRIORITIES:
            said = ask(question, {"priority": priority}, on)
            if said.verdict == "ruled":
                seconds = int(fraction(said.value) * 60)
                stops, why = _pauses(pricing, measure, priority, on)
                yield Target(measure, priority, seconds, _clocks("unstated"), stops, (*said.because, *why))
        return
    found: TermField | None = setting.contract.fields.get(_FIELD[measure])
    if found is None or not isinstance(found.value, list) or found.state in ("unsure", "silent"):
        return
    for stated in found.value:
        named = priority_of(stated.get("priority"))
        stops, why = _pauses(pricing, measure, named, on)
        seconds = int(fraction(stated["minutes"]) * 60)
        clocks = _clocks(str(stated.get("clock") or "unstated"))
        yield Target(measure, named, seconds, clocks, stops, (f"field:{_FIELD[measure]}", *why))


def priority_of(said: Any) -> str | None:  # noqa: ANN401 - a contract writes 1, P1 or critical
    """The contract's name of a priority as one of ours."""
    if said is None:
        return None
    word = str(said)
    return word if word in PRIORITIES else meanings("priority", [word], {}).get(word)


def _clocks(stated: str) -> tuple[Clock, ...]:
    known: Mapping[str, tuple[Clock, ...]] = {"business": ("business",), "continuous": ("continuous",)}
    return known.get(stated, ("business", "continuous"))


def _pauses(
    pricing: Pricing, measure: Measure, priority: str | None, on: date
) -> tuple[tuple[bool, ...], tuple[str, ...]]:
    """Whether waiting stops the clock. Where the contract does not say, a resolution may wait and a response may not."""
    facts = {"measure": measure, **({"priority": priority} if priority else {})}
    said = pricing.tariffs.ask("clock_pauses", facts, on)
    if said.verdict == "ruled":
        return (said.value == "yes",), said.because
    return (True, False) if measure == "resolution" else (False,), ()
