"""The vocabulary: facts of an event, questions, answers and term fields, read from vocabulary.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from remit.errors import ModelProblem


class Record(BaseModel):
    """An immutable record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FactValue(Record):
    label: str
    under: str | None = None


class Fact(Record):
    type: Literal["choice", "yesno", "number", "instant"]
    label: str
    ask: str
    values: dict[str, FactValue] = Field(default_factory=dict)
    min: int | None = None
    max: int | None = None

    def expand(self, value: str) -> frozenset[str]:
        """The value and everything under it: a laptop is a computer is a device."""
        found = {value}
        grown = True
        while grown:
            more = {v for v, spec in self.values.items() if spec.under in found} - found
            grown = bool(more)
            found |= more
        return frozenset(found)


class Constraint(Record):
    """A combination of fact values that can't occur."""

    id: str
    never: dict[str, str | bool | list[str]]


class Question(Record):
    label: str
    values: tuple[str, ...] = ()
    kind: Literal["choice", "money", "minutes", "percent", "number", "days", "months"] = "choice"
    combine: Literal["agree", "sum", "min", "max"] = "agree"


class Answer(Record):
    label: str
    plain: str


class FieldSpec(Record):
    kind: Literal[
        "name",
        "date",
        "months",
        "days",
        "minutes",
        "number",
        "percent",
        "yesno",
        "one_of",
        "money",
        "hours",
        "targets",
    ]
    label: str
    of: tuple[str, ...] = ()


class Vocabulary(Record):
    schema_: Literal["remit/vocabulary/1"] = Field(alias="schema")
    facts: dict[str, Fact]
    constraints: tuple[Constraint, ...]
    questions: dict[str, Question]
    answers: dict[str, Answer]
    fields: dict[str, FieldSpec]

    def fact(self, name: str) -> Fact:
        if name not in self.facts:
            raise ModelProblem(f"'{name}' is no fact.", f"Known facts: {', '.join(sorted(self.facts))}.")
        return self.facts[name]

    def question(self, name: str) -> Question:
        if name not in self.questions:
            raise ModelProblem(f"'{name}' is no question.", f"Known questions: {', '.join(self.questions)}.")
        return self.questions[name]


@cache
def vocabulary() -> Vocabulary:
    text = files("remit.contract").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Vocabulary.model_validate(yaml.load(text, Loader=loader))  # noqa: S506 - safe, and in C if it can be
