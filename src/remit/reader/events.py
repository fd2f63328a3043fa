"""Typical events: what the model was taught passages decide, and how like them any other event is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, Literal

import yaml

from remit.contract import Event, vocabulary
from remit.contract.vocabulary import Record

_WEIGHTS = {"activity": 3.0, "cause": 2.0, "subject": 1.5, "hours": 1.5, "place": 1.0}
"""How much each fact makes an event what it is; the others count half a point."""
_OTHER, _SHARPNESS = 0.5, 1.5


class TypicalEvent(Record):
    asks: Literal["coverage", "loss", "permission"]
    label: str
    facts: dict[str, Any]


@cache
def typical_events() -> Mapping[str, TypicalEvent]:
    data = yaml.safe_load(files("remit.reader").joinpath("events.yaml").read_text(encoding="utf-8"))
    return {name: TypicalEvent.model_validate(event) for name, event in data["events"].items()}


def likeness(event: Event, question: str) -> dict[str, float]:
    """Shares, adding up to one, of the typical events of a question that an event is like."""
    same = {n: t for n, t in typical_events().items() if t.asks == question}
    equal = [n for n, t in same.items() if dict(event) == t.facts]
    if equal:
        return {equal[0]: 1.0}
    raised = {n: exp(_SHARPNESS * _shared(event, t.facts)) for n, t in same.items()}
    whole = sum(raised.values())
    return {n: r / whole for n, r in raised.items()}


def _shared(event: Event, facts: Mapping[str, Any]) -> float:
    points = 0.0
    for fact in {*event, *facts}:
        weight = _WEIGHTS.get(fact, _OTHER)
        if fact not in event or fact not in facts:
            points -= weight / 4
        else:
            points += weight * _alike(fact, event[fact], facts[fact])
    return points


def _alike(fact: str, one: Any, other: Any) -> float:  # noqa: ANN401 - each fact has its own kind of value
    if one == other:
        return 1.0
    if fact == "hours" and "business" not in (one, other):
        return 0.5  # evenings, weekends and holidays are all outside support hours
    spec = vocabulary().facts[fact]
    if spec.type in ("number", "instant"):
        return 0.5
    if spec.type == "choice" and (one in spec.expand(other) or other in spec.expand(one)):
        return 0.5
    return -1.0
