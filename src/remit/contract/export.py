"""The flat JSON of a contract that `remit read --json` prints (docs/commands.md).

Fields, provisions and duties carry their evidence's parts beside their value, so that a program that only wants the
quote of a field need not know the records. The shape is stable from the first release on.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from remit.contract.agreement import SCHEMA, Contract, Role, Source, State
from remit.contract.condition import Condition
from remit.contract.evidence import Evidence
from remit.contract.provision import Confirmation, Ground
from remit.contract.vocabulary import Record


class Quoted(Record):
    """The quote and its place; all null where the statement has no evidence.

    `start` and `end` are character offsets in the document's text as `remit read --text` prints it.
    """

    quote: str | None = None
    document: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    clause: str | None = None


class FlatField(Quoted):
    value: Any = Field(
        None, description="in the normal form of the field's kind; null = the contract does not say"
    )
    confidence: float = Field(ge=0, le=1)
    state: State
    rivals: tuple[Quoted, ...] = ()
    confirmed: Confirmation | None = None


class FlatOverride(Record):
    id: str
    ground: Ground
    reason: str = ""


class FlatProvision(Quoted):
    id: str
    question: str
    value: Any = None
    when: Condition
    kind: Literal["rule", "defeater"]
    confidence: float = Field(ge=0, le=1)
    overrides: tuple[FlatOverride, ...] = ()
    residual: bool = False
    qualifiers: tuple[str, ...] = ()
    effective_from: str | None = None
    effective_to: str | None = None
    origin: str
    state: str
    confirmed: Confirmation | None = None


class FlatDuty(Quoted):
    party: Literal["client", "provider"]
    kind: str
    text: str
    confidence: float = Field(ge=0, le=1)


class FlatDefinition(Quoted):
    term: str
    meaning: str


class FlatPrecedence(Quoted):
    order: tuple[str, ...]


class FlatFinding(Quoted):
    kind: str
    message: str


class Export(Record):
    schema_: Literal["remit/contract/1"] = Field(SCHEMA, alias="schema")
    documents: tuple[Source, ...]
    parties: dict[Role, tuple[str, ...]]
    fields: dict[str, FlatField]
    provisions: tuple[FlatProvision, ...]
    duties: tuple[FlatDuty, ...]
    definitions: tuple[FlatDefinition, ...]
    precedence: tuple[FlatPrecedence, ...]
    findings: tuple[FlatFinding, ...]


def quoted(evidence: Evidence | None) -> dict[str, Any]:
    """The parts of an evidence under the names that every JSON output of the program uses."""
    if evidence is None:
        return dict.fromkeys(("quote", "document", "page", "start", "end", "clause"))
    return {
        "quote": evidence.quote,
        "document": evidence.document,
        "page": evidence.page,
        "start": evidence.start,
        "end": evidence.end,
        "clause": evidence.clause,
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - each kind of field has its own form
    """A value as JSON and YAML know it: whole numbers as integers, records and tuples as mappings and lists."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value


def export(contract: Contract) -> dict[str, Any]:
    """The contract as plain data, checked against `Export`."""
    flat = Export(
        schema=SCHEMA,
        documents=contract.documents,
        parties=contract.parties,
        fields={
            name: FlatField(
                value=plain(field.value),
                **quoted(field.evidence),
                confidence=field.confidence,
                state=field.state,
                rivals=tuple(Quoted(**quoted(rival)) for rival in field.rivals),
                confirmed=field.confirmed,
            )
            for name, field in contract.fields.items()
        },
        provisions=tuple(
            FlatProvision(
                id=p.id,
                question=p.question,
                value=plain(p.value),
                when=p.when,
                kind=p.kind,
                **quoted(p.evidence),
                confidence=p.confidence,
                overrides=tuple(FlatOverride(id=o.id, ground=o.ground, reason=o.reason) for o in p.overrides),
                residual=p.residual,
                qualifiers=p.qualifiers,
                effective_from=p.effective_from.isoformat() if p.effective_from else None,
                effective_to=p.effective_to.isoformat() if p.effective_to else None,
                origin=p.origin,
                state=p.state,
                confirmed=p.confirmed,
            )
            for p in contract.provisions
        ),
        duties=tuple(
            FlatDuty(party=d.party, kind=d.kind, text=d.text, **quoted(d.evidence), confidence=d.confidence)
            for d in contract.duties
        ),
        definitions=tuple(
            FlatDefinition(term=d.term, meaning=d.meaning, **quoted(d.evidence)) for d in contract.definitions
        ),
        precedence=tuple(FlatPrecedence(order=p.order, **quoted(p.evidence)) for p in contract.precedence),
        findings=tuple(
            FlatFinding(kind=f.kind, message=f.message, **quoted(f.evidence)) for f in contract.findings
        ),
    )
    data: dict[str, Any] = flat.model_dump(mode="json", by_alias=True)
    return data
