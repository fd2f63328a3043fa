"""The records of a terms file: how the parts of a contract are arranged for people to read and edit.

The same facts as `Contract`, arranged otherwise: quote and place are separate keys, and provisions stand under the
question that they speak to.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from remit.contract.agreement import SCHEMA, Role, Source, State
from remit.contract.condition import ALWAYS, Condition
from remit.contract.evidence import Evidence
from remit.contract.provision import Confirmation, Override
from remit.contract.vocabulary import Record


class Where(Record):
    """`start` and `end` count characters in the text that `remit read --text` prints."""

    document: str
    page: int | None = None
    clause: str | None = None
    heading: str | None = None
    lead_in: str | None = None
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Cited(Record):
    """A quote with its place, or neither."""

    quote: str | None = None
    where: Where | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Cited:
        if (self.quote is None) != (self.where is None):
            raise ValueError("quote and where belong together")
        return self

    def evidence(self) -> Evidence | None:
        if self.quote is None or self.where is None:
            return None
        w = self.where
        return Evidence(
            document=w.document,
            quote=self.quote,
            start=w.start,
            end=w.end,
            page=w.page,
            clause=w.clause,
            heading=w.heading,
            lead_in=w.lead_in,
        )


class Quoted(Record):
    """A quote with its place, where a statement can't do without."""

    quote: str
    where: Where

    def evidence(self) -> Evidence:
        return Evidence(quote=self.quote, **self.where.model_dump())


class FieldEntry(Cited):
    value: Any = None
    confidence: float = Field(1.0, ge=0, le=1)
    state: State = "read"
    rivals: tuple[Quoted, ...] = ()
    confirmed: Confirmation | None = None


class ProvisionEntry(Cited):
    id: str = Field(min_length=1)
    value: Any = None
    when: Condition = ALWAYS
    kind: Literal["rule", "defeater"] = "rule"
    confidence: float = Field(1.0, ge=0, le=1)
    overrides: tuple[Override, ...] = ()
    residual: bool = False
    qualifiers: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    origin: Literal["reader", "model", "person", "derived"] = "reader"
    state: Literal["read", "unsure", "confirmed", "edited"] = "read"
    confirmed: Confirmation | None = None


class DutyEntry(Quoted):
    party: Literal["client", "provider"]
    kind: str
    text: str
    confidence: float = Field(1.0, ge=0, le=1)


class DefinitionEntry(Quoted):
    term: str
    meaning: str


class PrecedenceEntry(Quoted):
    order: tuple[str, ...]


class FindingEntry(Cited):
    kind: str
    message: str


class TermsFile(Record):
    """`order` names provisions in the contract's own order where that is not the order of their places."""

    schema_: Literal["remit/contract/1"] = Field(SCHEMA, alias="schema")
    documents: tuple[Source, ...] = ()
    parties: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    fields: dict[str, FieldEntry] = Field(default_factory=dict)
    provisions: dict[str, tuple[ProvisionEntry, ...]] = Field(default_factory=dict)
    order: tuple[str, ...] = ()
    duties: tuple[DutyEntry, ...] = ()
    definitions: tuple[DefinitionEntry, ...] = ()
    precedence: tuple[PrecedenceEntry, ...] = ()
    findings: tuple[FindingEntry, ...] = ()
