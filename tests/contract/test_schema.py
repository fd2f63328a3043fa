"""The published schemas refuse what loading refuses, so that an editor shows it while a person types."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from remit.contract.schema import terms_schema

TERMS = jsonschema.Draft202012Validator(terms_schema())
WHERE = {"document": "a.pdf", "start": 1, "end": 2}


def file(**sections: Any) -> dict[str, Any]:
    return {"schema": "remit/contract/1", **sections}


def rule(**parts: Any) -> dict[str, Any]:
    return file(provisions={"coverage": [{"id": "a", "value": "included", **parts}]})


@pytest.mark.parametrize(
    "data",
    [
        file(),
        file(fields=None),
        file(fields={"payment_days": {"value": 30, "quote": "30 days", "where": WHERE}}),
        rule(when={"activity": "incident", "device_age_years": "> 5", "not": {"in_warranty": True}}),
        rule(when={"any": [{"hours": ["weekend"]}, {}]}),
    ],
)
def test_right_files_are_accepted(data: dict[str, Any]) -> None:
    TERMS.validate(data)


@pytest.mark.parametrize(
    "data",
    [
        {"schema": "remit/contract/9"},
        file(feilds={}),
        file(fields={"payment_day": {"value": 30}}),
        file(fields={"payment_days": {"value": "thirty"}}),
        file(fields={"payment_days": {"valeu": 30}}),
        file(fields={"renewal": {"value": "sometimes"}}),
        file(fields={"support_hours": {"value": {"from": "8am"}}}),
        file(provisions={"covrage": []}),
        rule(value="free"),
        rule(when={"activty": "incident"}),
        rule(when={"activity": "incidnet"}),
        rule(when={"in_warranty": "perhaps"}),
        rule(when={"any": []}),
        rule(overrides=[{"id": "b", "ground": "because"}]),
    ],
)
def test_wrong_files_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        TERMS.validate(data)
