"""Case files of other rule systems, run on our engine: decision tables and prioritised defaults.

Each case becomes a vocabulary and provisions of its own; nothing here decides what a case means but the engine.
Decision tables are in conformance_tables.py; prioritised defaults, a few lines, here.

    python -m remit.ruling.conformance FILE...      exit 1 if a case disagrees that nobody disputes
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from remit.contract import ALWAYS, Condition, Override, Provision, Test
from remit.errors import ModelProblem
from remit.ruling.conformance_tables import NEVER, box_differences, row_differences
from remit.ruling.conformance_values import OTHER, exact, words_for
from remit.ruling.meaning import rule
from remit.ruling.model import Model
from remit.ruling.values import key

Case = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    wrong = 0
    for name in arguments:
        agree = count = disputed = 0
        print(Path(name).name)  # noqa: T201 - a command's output
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case.get("disputed"):
                disputed += 1
                continue
            found = differences(case)
            count, agree = count + 1, agree + (not found)
            for difference in found[:3]:
                print(f"  {case['id']}: {difference}")  # noqa: T201
        if disputed:
            print(f"  {disputed} disputed, not counted")  # noqa: T201
        print(f"{agree} of {count} agree")  # noqa: T201
        wrong += count - agree
    return 1 if wrong else 0


def differences(case: Case) -> list[str]:
    """Where our engine differs from what the case expects; empty if nowhere."""
    if "facts" in case:
        return _defaults(case)
    found = row_differences(case) if "cases" in case else []
    for stated in (case.get("expected"), case.get("computed")):
        found += box_differences(case, stated) if stated else []
    return found


def _defaults(case: Case) -> list[str]:
    facts: dict[str, Any] = {}
    for name, value in case["facts"].items():
        kind = "yesno" if isinstance(value, bool) else "choice" if not _isexact(value) else "number"
        facts[name] = {"type": kind, "label": name, "ask": name, "values": {OTHER: {"label": OTHER}}}
    words_of = {n: {OTHER} for n, f in facts.items() if f["type"] == "choice"}
    # A comparison between two facts is a fact of its own: conditions compare facts with values only.
    event = {
        n: v if isinstance(v, bool) or n in words_of else Decimal(str(v)) for n, v in case["facts"].items()
    }
    for name, named in words_of.items():
        named.add(str(event[name]))
    conditions = [_when(r["when"], facts, words_of, event) for r in case["rules"]]
    for name, named in words_of.items():
        facts[name]["values"] = {v: {"label": v} for v in sorted(named)}
    rules = [
        Provision(
            id=r["id"],
            question="table",
            value=exact(r["value"]),
            when=when,
            overrides=tuple(Override(id=o, ground="drafted") for o in r["overrides"]),
        )
        for r, when in zip(case["rules"], conditions, strict=True)
    ]
    expected = case["expected"]
    try:
        ruling = rule(Model(rules, words_for(facts, [], "agree")), "table", event, canons=False)
    except ModelProblem as problem:
        wrong = (
            "dangling"
            if "does not exist" in problem.message
            else "self"
            if "itself" in problem.message
            else "cycle"
        )
        return [] if expected.get("invalid") == wrong else [f"invalid ({wrong}), expected {expected}"]
    got = {"silent": {"empty": True}, "conflict": {"conflict": True}}.get(
        ruling.verdict, {"value": ruling.value}
    )
    return [] if key(got) == key(exact(expected)) else [f"{got}, expected {expected}"]


def _when(when: Any, facts: dict[str, Any], words: dict[str, set[str]], event: dict[str, Any]) -> Condition:  # noqa: ANN401
    if isinstance(when, bool):
        return ALWAYS if when else NEVER
    op, *parts = when
    if op in ("and", "or"):
        inner = tuple(_when(part, facts, words, event) for part in parts)
        return Condition(inner) if op == "and" else Condition(any_of=inner)
    if op == "not":
        return Condition((_when(parts[0], facts, words, event),), negated=True)
    left, right = parts
    names = [p[1:] if isinstance(p, str) and p.startswith("$") else None for p in parts]
    if names[0] is None and names[1] is not None:
        return _when(
            [{"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op), right, left], facts, words, event
        )
    if names[0] is None or names[1] is not None:
        a, b = (event[n] if n is not None else exact(p) for n, p in zip(names, parts, strict=True))
        name = f"{op} {left} {right}"
        facts[name] = {"type": "yesno", "label": name, "ask": name}
        event[name] = {"==": a == b, "!=": a != b}[op] if op in ("==", "!=") else _ordered(op, a, b)
        return Condition((Test(name, frozenset({True})),))
    name = names[0]
    if facts[name]["type"] == "number":
        n = Decimal(str(right))
        test = Test(name, None, n if op in (">", ">=", "==", "!=") else None, n if op in ("<", "<=", "==", "!=") else None,
                    op != ">", op != "<")  # fmt: skip
    else:
        if name in words:
            words[name].add(str(right))
        test = Test(name, frozenset({right}))
    return Condition((Condition((test,)),), negated=op == "!=")


def _ordered(op: str, a: Any, b: Any) -> bool:  # noqa: ANN401
    return bool({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op])


def _isexact(value: Any) -> bool:  # noqa: ANN401
    return isinstance(exact(value), Decimal)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
