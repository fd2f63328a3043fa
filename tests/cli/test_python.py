"""The package as a library."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import terms_file

import remit
from remit.errors import RemitError


def test_the_public_names() -> None:
    assert set(remit.__all__) == {"FileProblem", "ModelProblem", "RemitError", "RequestProblem", "read"}
    for name in remit.__all__:
        assert hasattr(remit, name)


def test_read_takes_one_path_or_several_as_text_or_path(tmp_path: Path) -> None:
    path = terms_file(tmp_path)
    assert remit.read(path) == remit.read(str(path)) == remit.read([path]) == remit.read([str(path)])


def test_a_contract_rules_on_an_event(tmp_path: Path) -> None:
    contract = remit.read(terms_file(tmp_path))
    assert contract.rule({"activity": "training"}).value == "excluded"
    assert contract.rule({"days_overdue": 45}, "permission").value == "allowed"
    assert contract.rule({"activity": "project"}).verdict == "silent"


def test_problems_are_exceptions_of_one_tree(tmp_path: Path) -> None:
    with pytest.raises(remit.FileProblem):
        remit.read(tmp_path / "none.pdf")
    with pytest.raises(remit.RequestProblem, match="Did you mean 'activity'"):
        remit.read(terms_file(tmp_path)).rule({"activty": "incident"})
    with pytest.raises(RemitError):
        remit.read([])
