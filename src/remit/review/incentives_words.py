"""The plain words of the incentive table, and which terms bend interests: data from incentives.yaml."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal, Self

import yaml
from pydantic import Field, model_validator

from remit.contract import vocabulary
from remit.contract.vocabulary import Record


class Term(Record):
    """A field with one of `values` (yes and no are "true" and "false"), or of at least `least`, or `silent`."""

    id: str
    field: str
    values: tuple[str, ...] = ()
    least: Decimal | None = None
    silent: bool = False
    effect: Literal["blunts", "sharpens"]
    says: str


class Words(Record):
    schema_: Literal["remit/incentives/1"] = Field(alias="schema")
    terms: tuple[Term, ...]
    verdicts: dict[str, str]
    neglect: dict[str, str]
    whole: dict[str, str]
    client: dict[str, str]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unknown = {t.field for t in self.terms} - vocabulary().fields.keys()
        if unknown:
            raise ValueError(f"no field {', '.join(sorted(unknown))}")
        return self


@cache
def words() -> Words:
    text = files("remit.review").joinpath("incentives.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Words.model_validate(yaml.load(text, Loader=loader))  # noqa: S506 - the safe loader, in C where built
