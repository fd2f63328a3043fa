"""The terms file: a contract as YAML that a person reads, corrects and compares, and that loads back to the same.

Loading checks everything and reports the first thing that is wrong: its line, what was expected, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from remit.contract.agreement import Contract, Definition, Duty, Finding, Precedence, Source, TermField
from remit.contract.event import suggestion
from remit.contract.evidence import Evidence
from remit.contract.layout import (
    DefinitionEntry,
    DutyEntry,
    FieldEntry,
    FindingEntry,
    PrecedenceEntry,
    ProvisionEntry,
    TermsFile,
    Where,
)
from remit.contract.lines import Lined, Path, parse_lines
from remit.contract.provision import Confirmation, Override, Provision
from remit.contract.terms_text import write_terms
from remit.contract.values import check_value
from remit.contract.vocabulary import vocabulary
from remit.errors import FileProblem

_SECTIONS: dict[str, type[BaseModel]] = {
    "documents": Source,
    "fields": FieldEntry,
    "provisions": ProvisionEntry,
    "duties": DutyEntry,
    "definitions": DefinitionEntry,
    "precedence": PrecedenceEntry,
    "findings": FindingEntry,
    "where": Where,
    "overrides": Override,
    "confirmed": Confirmation,
}


def dump_terms(contract: Contract) -> str:
    """The contract as a terms file."""
    order = tuple(p.id for p in contract.provisions)
    grouped = [
        p
        for question in _questions(contract.provisions)
        for p in contract.provisions
        if p.question == question
    ]
    natural = tuple(p.id for p in _by_place(grouped, contract.documents))
    return write_terms(contract, () if natural == order else order)


def load_terms(text: str, name: str = "terms file") -> Contract:
    """The contract that the text holds; FileProblem names the line of what is wrong."""
    lined = parse_lines(text, name)
    if not isinstance(lined.data, dict):
        raise lined.problem(
            (), "a terms file is a mapping, and this is none.", "Make one with `remit read -o`."
        )
    if lined.data.get("schema") != "remit/contract/1":
        raise lined.problem(
            ("schema",), "it is no terms file of this version.", "It begins with 'schema: remit/contract/1'."
        )
    # A section whose entries were all deleted is empty, not wrong.
    data = {key: value for key, value in lined.data.items() if value is not None}
    try:
        file = TermsFile.model_validate(data)
    except ValidationError as problem:
        raise _explained(lined, problem) from problem
    return Contract(
        schema=file.schema_,
        documents=file.documents,
        parties=file.parties,
        fields=_fields(lined, file),
        provisions=_provisions(lined, file),
        duties=tuple(
            Duty(party=d.party, kind=d.kind, text=d.text, evidence=d.evidence(), confidence=d.confidence)
            for d in file.duties
        ),
        definitions=tuple(
            Definition(term=d.term, meaning=d.meaning, evidence=d.evidence()) for d in file.definitions
        ),
        precedence=tuple(Precedence(order=p.order, evidence=p.evidence()) for p in file.precedence),
        findings=tuple(Finding(kind=f.kind, message=f.message, evidence=f.evidence()) for f in file.findings),
    )


def _fields(lined: Lined, file: TermsFile) -> dict[str, TermField]:
    specs = vocabulary().fields
    found: dict[str, TermField] = {}
    for name, entry in file.fields.items():
        path: Path = ("fields", name)
        if name not in specs:
            raise lined.problem(path, f"'{name}' is no field.", suggestion(name, specs))
        try:
            value = check_value(specs[name], entry.value)
        except ValueError as problem:
            raise _wrong_value(lined, (*path, "value"), name, entry.value, str(problem)) from problem
        found[name] = TermField(
            value=value,
            evidence=_evidence(lined, path, entry.evidence(), file),
            confidence=entry.confidence,
            state=entry.state,
            rivals=tuple(r.evidence() for r in entry.rivals),
            confirmed=entry.confirmed,
        )
    return found


def _provisions(lined: Lined, file: TermsFile) -> tuple[Provision, ...]:
    questions = vocabulary().questions
    found: dict[Path, Provision] = {}
    named: dict[str, list[Provision]] = {}
    for question, entries in file.provisions.items():
        if question not in questions:
            raise lined.problem(
                ("provisions", question), f"'{question}' is no question.", suggestion(question, questions)
            )
        for i, entry in enumerate(entries):
            path: Path = ("provisions", question, i)
            try:
                value = check_value(questions[question], entry.value)
            except ValueError as problem:
                raise _wrong_value(lined, (*path, "value"), question, entry.value, str(problem)) from problem
            if any(_overlap(entry, other) for other in named.get(entry.id, ())):
                raise lined.problem(
                    (*path, "id"),
                    f"'{entry.id}' stands here for the second time.",
                    "Give it another id, or end the first before the second begins (effective_to, effective_from).",
                )
            found[path] = _provision(entry, question, value, _evidence(lined, path, entry.evidence(), file))
            named.setdefault(entry.id, []).append(found[path])
    _check_overrides(lined, found)
    return _ordered(lined, file, list(found.values()))


def _overlap(one: ProvisionEntry, other: Provision) -> bool:
    """Whether both are in effect on some day; an amended provision may stand once for each period."""
    before = (
        one.effective_to is not None
        and other.effective_from is not None
        and one.effective_to < other.effective_from
    )
    after = (
        other.effective_to is not None
        and one.effective_from is not None
        and other.effective_to < one.effective_from
    )
    return not (before or after)


def _ordered(lined: Lined, file: TermsFile, found: list[Provision]) -> tuple[Provision, ...]:
    if not file.order:
        return tuple(_by_place(found, file.documents))
    left = found
    first: list[Provision] = []
    for i, name in enumerate(file.order):
        named = next((p for p in left if p.id == name), None)
        if named is None:
            raise lined.problem(
                ("order", i), f"there is no provision '{name}' left here.", "Delete it from the order."
            )
        first.append(named)
        left = [p for p in left if p is not named]
    return (*first, *left)


def _provision(entry: ProvisionEntry, question: str, value: Any, evidence: Evidence | None) -> Provision:  # noqa: ANN401
    return Provision(
        id=entry.id,
        question=question,
        value=value,
        when=entry.when,
        kind=entry.kind,
        evidence=evidence,
        confidence=entry.confidence,
        overrides=entry.overrides,
        residual=entry.residual,
        qualifiers=entry.qualifiers,
        effective_from=entry.effective_from,
        effective_to=entry.effective_to,
        origin=entry.origin,
        state=entry.state,
        confirmed=entry.confirmed,
    )


def _check_overrides(lined: Lined, found: Mapping[Path, Provision]) -> None:
    names = sorted({p.id for p in found.values()})
    for path, provision in found.items():
        for i, override in enumerate(provision.overrides):
            if override.id not in names:
                raise lined.problem(
                    (*path, "overrides", i),
                    f"'{provision.id}' overrides '{override.id}', which does not exist.",
                    suggestion(override.id, names)
                    if len(names) <= 12
                    else "Give the id of a provision of this file.",
                )
    circle = _circle(found.values())
    if circle:
        path = next(path for path, p in found.items() if p.id == circle[0])
        raise lined.problem(
            (*path, "overrides"),
            f"provisions override each other in a circle ({', '.join(circle)}).",
            "Delete one of these overrides.",
        )


def _circle(provisions: Iterable[Provision]) -> tuple[str, ...]:
    """Provisions that override each other in a circle, or none."""
    left: dict[str, set[str]] = {}
    for p in provisions:
        left.setdefault(p.id, set()).update(o.id for o in p.overrides)
    # Whatever nothing overrides, or overrides nothing, is on no circle: peel until all that is left is.
    while left:
        beaten = set().union(*left.values())
        kept = {
            name: targets & left.keys()
            for name, targets in left.items()
            if name in beaten and targets & left.keys()
        }
        if kept == left:
            break
        left = kept
    return tuple(left)


def _evidence(lined: Lined, path: Path, evidence: Evidence | None, file: TermsFile) -> Evidence | None:
    names = [d.name for d in file.documents]
    if evidence is not None and names and evidence.document not in names:
        raise lined.problem(
            (*path, "where"),
            f"there is no document '{evidence.document}' in this file.",
            suggestion(evidence.document, names),
        )
    return evidence


def _wrong_value(lined: Lined, path: Path, name: str, value: object, wanted: str) -> FileProblem:
    shown = f"{value!r}" if len(f"{value!r}") < 80 else f"{value!r}"[:77] + "..."
    return lined.problem(path, f"{name} can't be {shown}.", f"Expected: {wanted}.")


def _questions(provisions: Iterable[Provision]) -> list[str]:
    used = {p.question for p in provisions}
    return [q for q in vocabulary().questions if q in used] + sorted(used - vocabulary().questions.keys())


def _by_place(provisions: Iterable[Provision], documents: Sequence[Source]) -> list[Provision]:
    """In the order in which the documents state them; what has no place comes last, in the order given."""
    rank = {d.name: i for i, d in enumerate(documents)}

    def place(p: Provision) -> tuple[int, int]:
        if p.evidence is None:
            return (len(rank) + 1, 0)
        return (rank.get(p.evidence.document, len(rank)), p.evidence.start)

    return sorted(provisions, key=place)


def _explained(lined: Lined, problem: ValidationError) -> FileProblem:
    error = problem.errors(include_url=False)[0]
    path: Path = error["loc"]
    key = str(path[-1]) if path else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _known_keys(path)
        return lined.problem(path, f"'{key}' is no key here.", suggestion(key, known))
    if kind == "missing":
        return lined.problem(path[:-1], f"'{key}' is missing.", f"Add a line '{key}: ...'.")
    if kind == "value_error":
        said = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
        return lined.problem(
            path, f"{said[:1].lower()}{said[1:].rstrip('.')}.", "Correct it, or restore the line as it was."
        )
    wanted = error["msg"].removeprefix("Input should be ")
    return lined.problem(path, f"{key or 'this'} can't be {_short(error['input'])}.", f"Expected: {wanted}.")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:77]}..."


def _known_keys(path: Path) -> list[str]:
    """The keys that the innermost record around the path knows."""
    for step in reversed(path[:-1]):
        if isinstance(step, str) and step in _SECTIONS:
            model = _SECTIONS[step]
            return [field.alias or name for name, field in model.model_fields.items()]
    return [field.alias or name for name, field in TermsFile.model_fields.items()]
