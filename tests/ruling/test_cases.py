"""The readable cases: every good one on the reference and on every back end, every bad one refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from backends import Table, every_backend, frame
from pydantic import ValidationError

from remit.contract import Contract, Provision
from remit.contract.event import read_event
from remit.errors import ModelProblem
from remit.ruling import Model, Ruling, rule
from remit.ruling.explain import explain_text, replay
from remit.ruling.values import key, text

CASES = Path(__file__).parents[1] / "cases"
KEYS = {"event", "says", "values", "needs", "because", "overridden", "canons", "nearest", "without_canons"}


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def provisions(data: dict[str, Any]) -> tuple[Provision, ...]:
    return tuple(Provision.model_validate({"question": "coverage"} | p) for p in data["provisions"])


def files(kind: str) -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in sorted((CASES / kind).glob("*.yaml"))]


def check(found: Ruling, case: dict[str, Any]) -> None:
    says = case["says"]
    verdicts = {"silent": "silent", "conflict": "conflict", "needs": "needs_fact", "error": "error"}
    assert found.verdict == verdicts.get(says, "ruled")
    if found.verdict == "ruled":
        assert key(found.value) == key(says)
    checks: dict[str, Any] = {
        "values": sorted(str(v) for v in found.values),
        "needs": sorted(found.needs),
        "because": sorted(found.because),
        "overridden": {o.id: o.by for o in found.overridden},
        "canons": list(found.canons),
        "nearest": found.nearest.id if found.nearest else None,
    }
    for name, value in checks.items():
        assert case.get(name, value) == value, name


@pytest.mark.parametrize("path", files("good"))
def test_good_case_is_ruled_as_expected(path: Path) -> None:
    data = read(path)
    contract = Contract(schema="remit/contract/1", provisions=provisions(data))
    for case in data["cases"]:
        assert set(case) <= KEYS
        canons = not case.get("without_canons", False)
        found = rule(contract, data.get("question", "coverage"), read_event(case["event"]), canons=canons)
        check(found, case)
        assert replay(contract, found)
        assert explain_text(contract, found)


@every_backend
@pytest.mark.parametrize("path", files("good"))
def test_good_case_is_ruled_so_in_tables(path: Path, table: Table) -> None:
    data = read(path)
    model, question = Model(provisions(data)), data.get("question", "coverage")
    for canons in (True, False):
        cases = [c for c in data["cases"] if canons != c.get("without_canons", False)]
        if not cases:
            continue
        events = [read_event(c["event"]) for c in cases]
        for event, row in zip(
            events, table(model, frame(events, model), question, canons=canons), strict=True
        ):
            found = rule(model, question, event, canons=canons)
            assert row["verdict"] == found.verdict
            assert row["value"] == (text(found.value) if found.verdict == "ruled" else None)
            assert (row["needs"] or "") == ",".join(found.needs)


@pytest.mark.parametrize("path", files("bad"))
def test_bad_case_is_refused_by_name(path: Path) -> None:
    data = read(path)
    with pytest.raises((ModelProblem, ValidationError)) as caught:
        Model(provisions(data))
    assert all(name in str(caught.value) for name in data["refused"])


def test_contract_rules_tables_itself() -> None:
    data = read(CASES / "good" / "carve-back.yaml")
    contract = Contract(schema="remit/contract/1", provisions=provisions(data))
    events = frame([c["event"] for c in data["cases"]], Model(contract.provisions))
    ruled = contract.rule_table(events)
    assert ruled["verdict"].to_list() == [contract.rule(c["event"]).verdict for c in data["cases"]]
