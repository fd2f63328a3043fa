"""Needs by asking: a few plain questions in place of a file. What is not known is taken from the assumptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import Field

from remit.contract.vocabulary import Record
from remit.forecast.needs import Needs

Asking = Callable[["Question"], float | None]
"""Puts a question and returns the number, or None where the person does not know."""


class Question(Record):
    key: str
    ask: str
    must: bool = False
    fraction: bool = False


class Interview(Record):
    schema_: Literal["remit/needs-interview/1"] = Field(alias="schema")
    questions: tuple[Question, ...]


@cache
def questions() -> tuple[Question, ...]:
    text = files("remit.forecast").joinpath("interview.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Interview.model_validate(yaml.load(text, Loader=loader)).questions  # noqa: S506 - the safe loader, in C


def interview(asking: Asking) -> dict[str, Any]:
    """What was said, as the data of a needs file."""
    said = {q.key: value for q in questions() if (value := asking(q)) is not None}
    return as_data(said)


def as_data(said: Mapping[str, float]) -> dict[str, Any]:
    """A needs file's data from answers by the keys of the questions."""
    found: dict[str, Any] = {"schema": "remit/needs/1", "people": int(said["people"])}
    if said.get("sites", 1) > 1:
        found["sites"] = [{"name": f"place {n + 1}"} for n in range(int(said["sites"]))]
    age = {"age": said["age"]} if "age" in said else {}
    devices = [
        {"kind": kind, "count": int(said[kind]), **(age if kind != "server" else {})}
        for kind in ("laptop", "desktop", "server")
        if said.get(kind)
    ]
    if devices:
        found["devices"] = devices
    growth = [said.get(f"people_in_{n}") for n in ("one", "two", "three")]
    known = [int(n) for n in growth if n is not None]
    if known and None not in growth[: len(known)]:
        found["growth"] = {"people": known}
    for key in ("computers_replaced_after_years", "an_hour_lost"):
        if key in said:
            found[key] = said[key]
    if "tickets" in said:
        found["history"] = {"months": 12, "tickets": int(said["tickets"])}
        if "hours" in said:
            found["history"]["hours"] = said["hours"]
    if "budget" in said:
        found["budget"] = {"amount": said["budget"], "per": "year"}
    return found


def needs_text(data: Mapping[str, Any]) -> str:
    """A needs file that loads to the same needs."""
    Needs.model_validate(dict(data))
    return str(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True))
