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


def ordered(when: Any, expected: dict[str, Any]) -> dict[str, Any]:
    facts = {"day": "2026-02-10", "other": "2026-02-11", "digits": "10", "flag": True}
    rules = [{"id": "a", "when": when, "value": "early", "overrides": []}]
    return {"id": "o", "rules": rules, "facts": facts, "expected": expected}


def some(*tests: Any, negate: bool = False) -> dict[str, Any]:
    return {"any_of": [t if isinstance(t, dict) else {"value": t} for t in tests], "negate": negate}


def span(lo: Any, hi: Any, lo_closed: bool = True, hi_closed: bool = False) -> dict[str, Any]:
    return {"lo": lo, "lo_closed": lo_closed, "hi": hi, "hi_closed": hi_closed}


def asked(case: dict[str, Any], *cases: tuple[Any, Any]) -> dict[str, Any]:
    return case | {
        "cases": [{"id": str(i), "inputs": {"n": n}, "expected": e} for i, (n, e) in enumerate(cases)]
    }


SIZES = table(
    "number",
    [(some(1, "2.50"), "small"), (some(span(3, None)), "large")],
    domain={"values": [1, "2.5", 3, 4, 5]},
    expected={"gaps": [], "overlaps": [], "gap_count": 0},
)
SEASONS = table(
    "date",
    [(some(span("2026-01-01", "2026-03-01")), "winter"), (some("2026-07-01"), "summer")],
    domain={"values": ["2026-02-01", "2026-05-01", "2026-07-01"]},
    expected={"gaps": [[{"values": ["2026-05-01"]}]], "gap_count": 1, "overlaps": []},
)
NAMES = table(
    "string",
    [(some(span("a", "m")), "first"), (some(span("m", None)), "second"), (some("k", negate=True), "no k")],
    computed={
        "gaps": [],
        "overlaps": [
            {"rules": [1, 3], "box": [{"values": ["a"]}]},
            {"rules": [2, 3], "box": [{"values": ["m"]}]},
        ],
    },
)
NULLS = table(
    "number",
    [(some(span(0, None, lo_closed=False)), "more"), (some(None, 0), "none")],
    expected={"gaps": [[span(None, 0, lo_closed=False)]], "gap_count": 1, "overlaps": []},
    computed_with_null={"gaps": [[span(None, 0, lo_closed=False)]], "overlaps": []},
)
NO_NULLS = table(
    "number",
    [(some(span(0, None)), "some"), (some(None, negate=True), "given")],
    computed_with_null={
        "gaps": [[span(None, None, hi_closed=True)]],
        "overlaps": [{"rules": [1, 2], "box": [span(0, None)]}],
    },
)
FLAGS = table(
    "boolean",
    [(some(True), {"a": "x", "b": 1}), (some(True, False), {"a": "x", "b": 2})],
    hit_policy="PRIORITY",
    output_order={"a": ["x", "y"]},
    expected={"gaps": [], "overlaps": [{"rules": [1, 2], "box": [{"values": [True]}]}], "overlap_count": 1},
)
PRECISE = "0.1234567890123456789012345678901"
DIGITS = table(
    "number",
    [(some(PRECISE), PRECISE), (some(span(None, None, lo_closed=False)), 1)],
    hit_policy="COLLECT",
    aggregation="SUM",
)


@pytest.mark.parametrize(
    "case",
    [
        AGES,
        DAYS,
        asked(SIZES, (1, "small"), ("3.0", "large"), (7, "large"), (2, None)),
        asked(SEASONS, ("2026-02-28", "winter"), ("2026-03-01", None), ("2026-07-01", "summer")),
        asked(
            NAMES | {"hit_policy": "COLLECT"}, ("k", ["first"]), ("zoe", ["second", "no k"]), (None, ["no k"])
        ),
        asked(NULLS, (None, "none"), ("0.5", "more"), (-1, None)),
        NO_NULLS,
        asked(FLAGS, (True, {"a": "x", "b": 1}), (False, {"a": "x", "b": 2})),
        asked(DIGITS, (PRECISE, f"1{PRECISE[1:]}"), (2, 1)),
        asked(table("string", [(some("x"), None), (None, "y")], hit_policy="FIRST"), ("x", None), ("z", "y")),
        rows("COLLECT", [(20, 0)], aggregation="COUNT", default=9),
        rows("COLLECT", [(20, 9)], aggregation="MIN", default=9),
        rows("ANY", [(7, {"conflict": ["r0001", "r0002"]})]),
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
        ordered(["<", "$day", "2026-03-01"], {"value": "early"}),
        ordered(["<=", "2026-03-01", "$day"], {"empty": True}),
        ordered([">", "$other", "$day"], {"value": "early"}),
        ordered(["!=", "$digits", 10], {"value": "early"}),
        ordered(["or", ["and", "$flag", False], ["!=", "$flag", True]], {"empty": True}),
    ],
)
def test_case_agrees(case: dict[str, Any]) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_dropped_rule_is_noticed(missing: int) -> None:
    case = deepcopy(AGES)
    del case["rules"][missing]
    assert differences(case)


@pytest.mark.parametrize(
    ("case", "change"),
    [
        (AGES, {"gap_count": 2}),
        (AGES, {"gaps": [open_box(17, 18), open_box(17, 18)]}),
        (AGES, {"overlaps": [{"rules": [1, 3], "box": AGES["expected"]["overlaps"][0]["box"]}]}),
        (AGES, {"duplicates": [[1, 2]]}),
        (FLAGS, {"overlap_count": 2}),
        (SEASONS, {"gaps": []}),
    ],
)
def test_a_wrong_statement_is_noticed(case: dict[str, Any], change: dict[str, Any]) -> None:
    assert differences(case | {"expected": case["expected"] | change})


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


def test_a_case_of_another_form_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = ['{"id": "half"', json.dumps({"id": "odd", "rules": []}), "", "[1]"]
    path = tmp_path / "cases.jsonl"
    path.write_text("\r\n".join([*odd, json.dumps(DEFAULTS), ""]))
    assert main([str(path)]) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == "1 of 4 agree"
    assert "line 1: can't be run" in said
    assert main([str(tmp_path / "none.jsonl")]) == 2
