"""Case files of other systems run on our engine, and disagreement is noticed."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from remit.ruling.conformance import differences, main


def interval(lo: int | str | None, hi: int | str | None) -> dict[str, Any]:
    test = {"lo": lo, "lo_closed": True, "hi": hi, "hi_closed": True}
    return {"any_of": [test], "negate": False}


def table(kind: str, rows: list[tuple[Any, Any]], **given: Any) -> dict[str, Any]:
    inputs = [{"name": "n", "type": kind, "domain": given.pop("domain", None)}]
    rules = [{"when": [when], "then": then} for when, then in rows]
    return {"id": "t", "inputs": inputs, "rules": rules, "hit_policy": "UNIQUE"} | given


def open_box(lo: int, hi: int) -> list[dict[str, Any]]:
    return [{"lo": lo, "lo_closed": False, "hi": hi, "hi_closed": False}]


AGES = table(
    "number",
    [(interval(0, 17), "minor"), (interval(18, 65), "adult"), (interval(65, 99), "senior")],
    domain={"min": 0, "min_closed": True, "max": 99, "max_closed": True},
    expected={
        "gaps": [open_box(17, 18)],
        "overlaps": [{"rules": [2, 3], "box": [{"lo": 65, "lo_closed": True, "hi": 65, "hi_closed": True}]}],
        "recommended_hit_policy": "PRIORITY",
        "duplicates": [],
    },
)
DAYS = table(
    "date",
    [(interval(None, "2026-03-31"), "old"), (interval("2026-04-01", None), "new")],
    expected={"gaps": [], "overlaps": []},
)


def rows(policy: str, cases: list[tuple[Any, Any]], **given: Any) -> dict[str, Any]:
    rules = [(interval(0, 10), 5), (interval(5, 15), 7), ({"any_of": [{"value": None}], "negate": False}, 1)]
    found = [{"id": str(n), "inputs": {"n": n}, "expected": expected} for n, expected in cases]
    return table("number", rules, hit_policy=policy, cases=found, **given)


DEFAULTS = {
    "id": "d",
    "rules": [
        {"id": "base", "when": True, "value": 10, "overrides": []},
        {"id": "young", "when": ["and", ["<", "$age", 18], ["not", ["==", "$kind", "x"]]], "value": "5.0", "overrides": ["base"]},
        {"id": "same", "when": ["==", "$age", "$limit"], "value": 0, "overrides": ["young"]},
    ],
    "facts": {"age": 17, "kind": "y", "limit": 16},
    "expected": {"value": 5},
}  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [
        AGES,
        DAYS,
        rows("PRIORITY", [(7, 7), (2, 5), (12, 7), (20, None)], output_order=[7, 5, 1]),
        rows("FIRST", [(7, 5), (None, 1)]),
        rows("COLLECT", [(7, 12), (20, None)], aggregation="SUM"),
        rows("COLLECT", [(7, 2), (20, 0)], aggregation="COUNT"),
        rows("COLLECT", [(7, 7)], aggregation="MAX"),
        rows("COLLECT", [(7, [7, 5])]),
        rows("RULE ORDER", [(7, [5, 7]), (20, "none")], default="none"),
        rows("OUTPUT ORDER", [(7, [7, 5])], output_order=[7, 5, 1]),
        rows("UNIQUE", [(7, {"conflict": ["r0001", "r0002"]})]),
        DEFAULTS,
        DEFAULTS | {"facts": {"age": 17, "kind": "y", "limit": 17}, "expected": {"value": 0}},
        DEFAULTS | {"facts": {"age": 17, "kind": "x", "limit": 16}, "expected": {"value": 10}},
    ],
)
def test_case_agrees(case: dict[str, Any]) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_dropped_rule_is_noticed(missing: int) -> None:
    case = deepcopy(AGES)
    del case["rules"][missing]
    assert differences(case)


@pytest.mark.parametrize(("overrides", "kind"), [(["b"], "cycle"), (["a"], "self"), (["ghost"], "dangling")])
def test_bad_structure_is_told_apart(overrides: list[str], kind: str) -> None:
    rules = [
        {"id": "a", "when": True, "value": 1, "overrides": overrides},
        {"id": "b", "when": True, "value": 2, "overrides": ["a"]},
    ]
    assert differences({"id": "d", "rules": rules, "facts": {}, "expected": {"invalid": kind}}) == []


def test_last_line_of_each_file_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = DEFAULTS | {"expected": {"empty": True}}
    disputed = wrong | {"disputed": "the source did not look"}
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(c) for c in (DEFAULTS, wrong, disputed)))
    assert main([str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 2 agree"
