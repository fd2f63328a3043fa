"""A contract as data: every document, field, provision, duty and definition with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import Field

from remit.contract.evidence import Evidence
from remit.contract.provision import Confirmation, Provision
from remit.contract.vocabulary import Record

if TYPE_CHECKING:
    from remit.ruling import Ruling

Role = Literal["provider", "client"]
State = Literal["read", "unsure", "blank", "silent", "confirmed", "edited"]
SCHEMA: Final = "remit/contract/1"
Frame = TypeVar("Frame")


class Source(Record):
    """A document of the agreement; `notices` are what a person should know about how it was read."""

    name: str
    format: str
    pages: int
    words: int
    sha256: str
    notices: tuple[str, ...] = ()


class TermField(Record):
    """A term's value in its normal form (see vocabulary.yaml), or null where the contract does not say.

    state `blank`: the contract has a place for it that nobody filled in.
    """

    value: Any = None
    evidence: Evidence | None = None
    confidence: float = Field(1.0, ge=0, le=1)
    state: State = "read"
    rivals: tuple[Evidence, ...] = ()
    confirmed: Confirmation | None = None


class Duty(Record):
    party: Literal["client", "provider"]
    kind: str
    text: str
    evidence: Evidence
    confidence: float = Field(1.0, ge=0, le=1)


class Definition(Record):
    term: str
    meaning: str
    evidence: Evidence


class Precedence(Record):
    """`order` lists documents or kinds of document, the strongest first."""

    order: tuple[str, ...]
    evidence: Evidence


class Finding(Record):
    """Something about the documents that a person should know: a blank, a missing schedule, hidden text."""

    kind: str
    message: str
    evidence: Evidence | None = None


class Contract(Record):
    schema_: Literal["remit/contract/1"] = Field(SCHEMA, alias="schema")
    documents: tuple[Source, ...] = ()
    parties: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    """Every name by which the documents call a party, pronouns included, the fullest first."""
    fields: dict[str, TermField] = Field(default_factory=dict)
    provisions: tuple[Provision, ...] = ()
    duties: tuple[Duty, ...] = ()
    definitions: tuple[Definition, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    findings: tuple[Finding, ...] = ()

    def value(self, field: str) -> Any:  # noqa: ANN401 - each kind of field has its own form
        found = self.fields.get(field)
        return found.value if found else None

    def provision(self, name: str) -> Provision:
        return next(p for p in self.provisions if p.id == name)

    def rule(self, event: Mapping[str, Any], question: str = "coverage", *, canons: bool = True) -> Ruling:
        """What the contract says about an event, given as facts; RequestProblem for facts that it does not know."""
        from remit.contract.event import read_event  # noqa: PLC0415 - the records don't depend on rulings
        from remit.ruling import rule  # noqa: PLC0415 - as above

        return rule(self, question, read_event(event), canons=canons)

    def rule_table(self, frame: Frame, question: str = "coverage", *, canons: bool = True) -> Frame:
        """The table of events (Polars, DuckDB, Arrow, ...) with verdict, value, needs and reasons added."""
        from remit.ruling.columnar import rule_table  # noqa: PLC0415 - loads the table libraries on first use

        return rule_table(self, frame, question, canons=canons)
