"""The published JSON Schemas, made from the records that the program itself checks with."""

from __future__ import annotations

from typing import Any

from remit.contract.export import Export
from remit.contract.layout import TermsFile
from remit.contract.values import value_schema
from remit.contract.vocabulary import Fact, FieldSpec, Question, vocabulary

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def terms_schema() -> dict[str, Any]:
    """Of a terms file: every field with the form of its values, every question with its answers."""
    schema = TermsFile.model_json_schema(by_alias=True)
    questions = {
        name: {"title": spec.label, "type": "array", "items": _with_value(schema, "ProvisionEntry", spec)}
        for name, spec in vocabulary().questions.items()
    }
    schema["$defs"]["Condition"] = _condition()
    schema["$defs"]["ProvisionEntry"]["properties"]["when"] = {"$ref": "#/$defs/Condition"}
    schema["properties"]["fields"] = _fields(schema, "FieldEntry")
    schema["properties"]["provisions"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": questions,
    }
    for name, part in schema["properties"].items():
        # A section whose entries were all deleted is null to YAML.
        if name != "schema":
            schema["properties"][name] = {"anyOf": [part, {"type": "null"}]}
    return {"$schema": _DIALECT, **schema, "title": "A terms file of Remit"}


def contract_schema() -> dict[str, Any]:
    """Of what `remit read --json` prints."""
    schema = Export.model_json_schema(by_alias=True, mode="serialization")
    schema["$defs"]["Condition"] = _condition()
    schema["$defs"]["FlatProvision"]["properties"]["when"] = {"$ref": "#/$defs/Condition"}
    schema["properties"]["fields"] = _fields(schema, "FlatField")
    return {"$schema": _DIALECT, **schema, "title": "A contract as remit read --json prints it"}


def _fields(schema: dict[str, Any], entry: str) -> dict[str, Any]:
    forms = {
        name: {"title": spec.label, **_with_value(schema, entry, spec)}
        for name, spec in vocabulary().fields.items()
    }
    return {"type": "object", "additionalProperties": False, "properties": forms}


def _with_value(schema: dict[str, Any], entry: str, spec: FieldSpec | Question) -> dict[str, Any]:
    """The entry's record, its value narrowed to the kind; definitions that the kind brings move to the top."""
    form = value_schema(spec)
    schema["$defs"].update(form.pop("$defs", {}))
    return {"allOf": [{"$ref": f"#/$defs/{entry}"}, {"properties": {"value": form}}]}


def _condition() -> dict[str, Any]:
    """A condition in its mapping form: every fact with what it may be compared with."""
    again = {"$ref": "#/$defs/Condition"}
    several = {"type": "array", "items": again, "minItems": 1}
    facts = {name: _fact(spec) for name, spec in vocabulary().facts.items() if spec.type != "instant"}
    return {
        "type": "object",
        "description": "facts and the values under which the provision speaks; all must hold, {} means always",
        "additionalProperties": False,
        "properties": {**facts, "not": again, "any": several, "all": several},
    }


def _fact(spec: Fact) -> dict[str, Any]:
    if spec.type == "choice":
        names = list(spec.values)
        form: dict[str, Any] = {"anyOf": [{"enum": names}, {"type": "array", "items": {"enum": names}}]}
    elif spec.type == "yesno":
        form = {"type": "boolean"}
    else:
        form = {"type": ["number", "string"], "examples": ["> 5", "2..5"]}
    return {"title": spec.label, **form}
