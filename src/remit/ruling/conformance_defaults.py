"""Prioritised defaults, as other systems' test files state them, run on our engine.

A rule that overrides another is an exception to it. Conditions compare facts with values; a comparison that our
conditions do not have (of two facts, or of texts by order) is worked out beforehand and becomes a fact of its own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from remit.contract import ALWAYS, Condition, Override, Provision, Test
from remit.errors import ModelProblem
from remit.ruling.conformance_tables import NEVER
from remit.ruling.conformance_values import NULL, OTHER, given, told, words_for
from remit.ruling.meaning import rule
from remit.ruling.model import Model
from remit.ruling.values import key

Case = Mapping[str, Any]
COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: key(a) == key(b),
    "!=": lambda a, b: key(a) != key(b),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
INVALID = {"does not exist": "dangling", "overrides itself": "self", "in a circle": "cycle"}


def default_differences(case: Case) -> list[str]:
    rules = _Rules(case)
    expected = case["expected"]
    try:
        ruling = rule(rules.model(), "table", rules.event, canons=False)
    except ModelProblem as problem:
        wrong = next((kind for words, kind in INVALID.items() if words in problem.message), problem.message)
        return [] if expected.get("invalid") == wrong else [f"invalid ({wrong}), expected {expected}"]
    if "invalid" in expected:
        return [f"{ruling.verdict}, expected {expected}"]
    plain = {"silent": {"empty": True}, "conflict": {"conflict": True}}
    got = plain.get(ruling.verdict, {"value": told(ruling.value)})
    wanted = {name: told(given(value)) for name, value in expected.items()}
    return [] if key(got) == key(wanted) else [f"{got}, expected {expected}"]


class _Rules:
    """The case's rules as provisions; facts are found on the way, those of our own making included."""

    def __init__(self, case: Case) -> None:
        self.event: dict[str, Any] = {name: _fact(value) for name, value in case["facts"].items()}
        self.named: dict[str, set[str]] = {n: {v} for n, v in self.event.items() if isinstance(v, str)}
        self.provisions = [
            Provision(
                id=str(r["id"]),
                question="table",
                value=given(r["value"]),
                when=self.condition(r["when"]),
                overrides=tuple(Override(id=str(o), ground="drafted") for o in r["overrides"]),
            )
            for r in case["rules"]
        ]

    def model(self) -> Model:
        facts: dict[str, Any] = {}
        for name, value in self.event.items():
            kind = "yesno" if isinstance(value, bool) else "choice" if isinstance(value, str) else "number"
            values = {v: {"label": v} for v in sorted({*self.named.get(name, ()), OTHER})}
            facts[name] = {
                "type": kind,
                "label": name,
                "ask": name,
                "values": values if kind == "choice" else {},
            }
        return Model(self.provisions, words_for(facts, [], "agree"))

    def condition(self, when: Any) -> Condition:  # noqa: ANN401 - true, false, a fact, or an operator with its parts
        if isinstance(when, bool):
            return ALWAYS if when else NEVER
        if isinstance(when, str):
            return self.condition(["==", when, True])
        op, *parts = when
        if op == "not":
            return Condition((self.condition(parts[0]),), negated=True)
        if op in ("and", "or"):
            inner = tuple(self.condition(part) for part in parts)
            return Condition(inner) if op == "and" else Condition(any_of=inner) if inner else NEVER
        left, right = parts
        if not self._is_fact(left) and self._is_fact(right):
            op, left, right = TURNED[op], right, left
        name = left[1:] if self._is_fact(left) else ""
        if not name or self._is_fact(right) or not self._testable(op, name, right):
            return self._worked_out(op, left, right)
        if isinstance(self.event[name], Decimal):
            return self._number(op, name, _fact(right))
        if isinstance(right, str):
            self.named[name].add(right)
        test = Condition((Test(name, frozenset({right})),))
        return Condition((test,), negated=True) if op == "!=" else test

    def _is_fact(self, part: Any) -> bool:  # noqa: ANN401
        return isinstance(part, str) and part.startswith("$") and part[1:] in self.event

    def _testable(self, op: str, name: str, value: Any) -> bool:  # noqa: ANN401
        """Whether our conditions have the comparison: values of one kind, and an order for numbers only."""
        fact, value = self.event[name], _fact(value)
        return type(fact) is type(value) and (isinstance(fact, Decimal) or op in ("==", "!="))

    def _worked_out(self, op: str, left: Any, right: Any) -> Condition:  # noqa: ANN401
        a, b = (self.event[p[1:]] if self._is_fact(p) else _fact(p) for p in (left, right))
        name = f"{op} {left} {right}"
        self.event[name] = COMPARED[op](a, b)
        return Condition((Test(name, frozenset({True})),))

    def _number(self, op: str, name: str, number: Decimal) -> Condition:
        low = number if op in (">", ">=", "==", "!=") else None
        high = number if op in ("<", "<=", "==", "!=") else None
        test = Condition((Test(name, None, low, high, op != ">", op != "<"),))
        return Condition((test,), negated=True) if op == "!=" else test


def _fact(value: Any) -> Any:  # noqa: ANN401 - a fact's value as the case writes it
    """Numbers become decimals; a text of digits stays a text, to be compared as one."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(str(value))
    return NULL if value is None else value
