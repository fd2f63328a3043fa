"""Laws of the terms file and of the published schemas, over contracts drawn at random."""

from __future__ import annotations

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from strategies import contracts

from remit.contract import Contract
from remit.contract.export import export
from remit.contract.lines import parse_lines
from remit.contract.schema import contract_schema, terms_schema
from remit.contract.terms import dump_terms, load_terms

TERMS = jsonschema.Draft202012Validator(terms_schema())
CONTRACT = jsonschema.Draft202012Validator(contract_schema())
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(contracts())
def test_a_terms_file_loads_back_to_the_same_contract(contract: Contract) -> None:
    assert load_terms(dump_terms(contract)) == contract


@SLOW
@given(contracts())
def test_a_loaded_contract_is_written_as_the_same_file(contract: Contract) -> None:
    text = dump_terms(contract)
    assert dump_terms(load_terms(text)) == text


@SLOW
@given(contracts())
def test_terms_files_keep_to_their_schema(contract: Contract) -> None:
    TERMS.validate(parse_lines(dump_terms(contract), "terms.yaml").data)


@SLOW
@given(contracts())
def test_exported_contracts_keep_to_their_schema(contract: Contract) -> None:
    CONTRACT.validate(export(contract))


@pytest.mark.parametrize("validator", [TERMS, CONTRACT], ids=["terms", "contract"])
def test_schemas_are_schemas(validator: jsonschema.Draft202012Validator) -> None:
    validator.check_schema(validator.schema)
