"""Decision tables, as other systems' test files state them, become provisions; their rows are run on our engine.

A table's rows are rules of one question; a hit policy is an order of overrides or a combination; a default is the
residual rule; a table's domain is a list of impossible combinations. Whole days become half-open intervals of
numbers. Gaps and overlaps are in conformance_boxes.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

from remit.contract import ALWAYS, Condition, Override, Provision, Test, Vocabulary
from remit.ruling.conformance_values import OTHER, exact, given, text, told, words_for
from remit.ruling.meaning import rule
from remit.ruling.model import Model
from remit.ruling.record import Ruling
from remit.ruling.values import digits, key

NEVER = Condition((ALWAYS,), negated=True)
Case = Mapping[str, Any]
Side = Mapping[str, Any]
UNKNOWN_TEXT = "\0"
"""Where texts are ordered, one that nobody names comes before all that somebody does."""


class Table:
    """A decision table as provisions. `nulls` gives every input a companion: whether it was given at all.

    `also` are further entries, one for each input, that name values: a row's own, or the sides of boxes.
    """

    def __init__(self, case: Case, nulls: bool = False, also: Sequence[Sequence[Side | None]] = ()) -> None:
        self.case, self.nulls = case, nulls
        self.inputs: list[Case] = case["inputs"]
        self.names = [f"i{n}" for n in range(len(self.inputs))]
        self.strings = [
            self._strings(n, [*(r["when"][n] for r in case["rules"]), *(sides[n] for sides in also)])
            for n in range(len(self.inputs))
        ]
        self.words = self._words()
        self.provisions = self._provisions()

    def _strings(self, n: int, entries: Sequence[Side | None]) -> list[str] | None:
        """The values of an input that is a list; None for numbers, dates and yes/no."""
        kind, domain = self.inputs[n]["type"], self.inputs[n].get("domain")
        if kind == "boolean":
            return None
        if domain and "values" in domain:
            return list(dict.fromkeys(text(kind, v) for v in domain["values"] if v is not None))
        if kind != "string":
            return None
        named = {
            v
            for entry in entries if entry
            for test in _tests(entry)
            for v in (test.get("value"), test.get("lo"), test.get("hi"))
            if isinstance(v, str)
        }  # fmt: skip
        return [*sorted(named - {OTHER}), OTHER]

    def _words(self) -> Vocabulary:
        facts: dict[str, Any] = {}
        nevers: list[dict[str, Any]] = []
        for name, spec, strings in zip(self.names, self.inputs, self.strings, strict=True):
            kind = "yesno" if spec["type"] == "boolean" else "number" if strings is None else "choice"
            values = {v: {"label": v} for v in strings or ()}
            facts[name] = {"type": kind, "label": spec["name"], "ask": spec["name"], "values": values}
            if self.nulls:
                facts[f"{name}_given"] = {"type": "yesno", "label": f"{spec['name']} given", "ask": "?"}
            domain = spec.get("domain")
            if domain and "min" in domain and kind == "number":
                ends = {"lo": domain["min"], "lo_closed": domain["min_closed"], "hi": domain["max"]}
                low, high, low_closed, high_closed = _ends(spec, ends | {"hi_closed": domain["max_closed"]})
                if low is not None:
                    nevers.append({name: f"{'<' if low_closed else '<='} {low:f}"})
                if high is not None:
                    nevers.append({name: f"{'>' if high_closed else '>='} {high:f}"})
        combine = {"SUM": "sum", "COUNT": "sum", "MIN": "min", "MAX": "max"}
        return words_for(facts, nevers, combine.get(self.case.get("aggregation") or "", "agree"))

    def _provisions(self) -> list[Provision]:
        rules = self.case["rules"]
        policy = self.case["hit_policy"]
        counting = self.case.get("aggregation") == "COUNT"
        beats: dict[int, list[int]] = {n: [] for n in range(len(rules))}
        for a, b in permutations(beats, 2):
            first = policy == "FIRST" and a < b
            # Of equal rank, the first in the table.
            if first or (policy == "PRIORITY" and (self.rank(a), a) < (self.rank(b), b)):
                beats[a].append(b)
        found = [
            Provision(
                id=_id(n),
                question="table",
                value=1 if counting else given(r["then"]),
                when=self.condition(r["when"]),
                overrides=tuple(Override(id=_id(b), ground="recorded", reason=policy) for b in beats[n]),
            )
            for n, r in enumerate(rules)
        ]
        if self.case.get("default") is not None and not counting:
            default = exact(self.case["default"])
            found.append(Provision(id="default", question="table", value=default, residual=True))
        return found

    def rank(self, n: int) -> tuple[int, ...]:
        """A rule's place in the order of outputs, the first first; outputs of several parts, part by part."""
        then, order = self.case["rules"][n]["then"], self.case.get("output_order")
        if isinstance(then, dict):
            return tuple(_place((order or {}).get(name, ()), value) for name, value in then.items())
        return (_place(order or (), then),)

    def condition(self, whens: Sequence[Side | None]) -> Condition:
        """One entry for each input, null where anything will do; a rule's entries or a box's sides."""
        return Condition(tuple(self._entry(n, when) for n, when in enumerate(whens) if when is not None))

    def _entry(self, n: int, when: Side) -> Condition:
        tests = _tests(when)
        real = [t for t in tests if not ("value" in t and t["value"] is None)]
        entry = Condition(any_of=tuple(self._test(n, t) for t in real)) if real else NEVER
        if self.nulls:
            here = Test(f"{self.names[n]}_given", frozenset({True}))
            # A null passes a test that names it, and no other.
            missing = [Condition((Condition((here,)),), negated=True)] if len(real) < len(tests) else []
            entry = Condition(any_of=(Condition((here, entry)), *missing))
        return Condition((entry,), negated=True) if when.get("negate") else entry

    def _test(self, n: int, test: Side) -> Condition:
        kind, strings, name = self.inputs[n]["type"], self.strings[n], self.names[n]
        if kind == "boolean":
            return Condition((Test(name, frozenset({test["value"]})),))
        if strings is not None:
            inside = {v for v in strings if _passes(kind, v, test)}
            return Condition((Test(name, frozenset(inside)),)) if inside else NEVER
        low, high, low_closed, high_closed = _ends(self.inputs[n], _interval(test))
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and not (low_closed and high_closed)))
        ):
            return NEVER
        return Condition((Test(name, None, low, high, low_closed, high_closed),))

    def event(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for n, (name, spec) in enumerate(zip(self.names, self.inputs, strict=True)):
            value, strings = inputs.get(spec["name"]), self.strings[n]
            found[f"{name}_given"] = value is not None
            if value is None:
                continue
            if strings is not None:
                word = text(spec["type"], value)
                found[name] = word if word in strings else OTHER
            else:
                found[name] = value if spec["type"] == "boolean" else _point(spec, value)
        return found


def row_differences(case: Case) -> list[str]:
    # A row is a row whether or not its values lie in the domains that the analysis of gaps looks at.
    open_ended = [{**spec, "domain": None} for spec in case["inputs"]]
    given_values = [
        [{"value": row["inputs"].get(spec["name"])} for spec in open_ended] for row in case["cases"]
    ]
    table = Table({**case, "inputs": open_ended}, nulls=True, also=given_values)
    model = Model(table.provisions, table.words)
    found = []
    for row in case["cases"]:
        got = _outcome(table, rule(model, "table", table.event(row["inputs"]), canons=False))
        expected = exact(row["expected"])
        if case["hit_policy"] == "COLLECT" and isinstance(got, list) and isinstance(expected, list):
            # A collected list promises no order.
            got, expected = (sorted(values, key=lambda v: repr(key(v))) for values in (got, expected))
        if key(got) != key(expected):
            found.append(f"{row['id']}: {got!r}, expected {expected!r}")
    return found


def _outcome(table: Table, ruling: Ruling) -> Any:  # noqa: ANN401 - whatever a table gives
    policy, aggregation = table.case["hit_policy"], table.case.get("aggregation")
    values = {p.id: told(p.value) for p in table.provisions}
    if policy in ("RULE ORDER", "OUTPUT ORDER") or (policy == "COLLECT" and not aggregation):
        names = sorted(ruling.because)
        if names == ["default"]:
            return values["default"]
        if policy == "OUTPUT ORDER":
            names.sort(key=lambda name: table.rank(int(name[1:]) - 1))
        return [values[name] for name in names]
    if ruling.verdict == "silent":
        return 0 if aggregation == "COUNT" else None
    if ruling.verdict != "ruled" or (policy == "UNIQUE" and len(ruling.because) > 1):
        return {"conflict": list(ruling.because)}
    return told(ruling.value)


def shown(spec: Case, value: Any) -> Any:  # noqa: ANN401 - whatever an input can be
    """An input's value as the case writes it."""
    if spec["type"] == "date" and isinstance(value, Decimal) and 0 < value <= date.max.toordinal():
        return date.fromordinal(int(value)).isoformat()
    return digits(value) if isinstance(value, Decimal) else value


def _tests(entry: Side) -> list[Side]:
    """A rule's entry, or a box's side: the tests of which one must pass."""
    if "any_of" in entry:
        return list(entry["any_of"])
    return [{"value": v} for v in entry["values"]] if "values" in entry else [entry]


def _interval(test: Side) -> Side:
    if "value" not in test:
        return test
    return {"lo": test["value"], "hi": test["value"], "lo_closed": True, "hi_closed": True}


def _passes(kind: str, value: str, test: Side) -> bool:
    """Whether a listed value passes: compared as what it is, a number, a day (both ordered as such) or a text."""

    def point(v: str) -> Any:  # noqa: ANN401 - numbers or texts
        # Days in their usual form are ordered like their texts.
        return Decimal(v) if kind == "number" else UNKNOWN_TEXT if v == OTHER else v

    if "value" in test:
        return text(kind, test["value"]) == value
    at = point(value)
    low, high = (point(str(v)) if v is not None else None for v in (test.get("lo"), test.get("hi")))
    above = low is None or low < at or (bool(test.get("lo_closed")) and low == at)
    return above and (high is None or at < high or (bool(test.get("hi_closed")) and high == at))


def _ends(spec: Case, ends: Side) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    low = _point(spec, ends["lo"]) if ends.get("lo") is not None else None
    high = _point(spec, ends["hi"]) if ends.get("hi") is not None else None
    if spec["type"] != "date":
        return low, high, bool(ends.get("lo_closed")), bool(ends.get("hi_closed"))
    # A day lasts until the next begins.
    low = low + 1 if low is not None and not ends.get("lo_closed") else low
    high = high + 1 if high is not None and ends.get("hi_closed") else high
    return low, high, True, False


def _point(spec: Case, value: Any) -> Decimal:  # noqa: ANN401
    return Decimal(date.fromisoformat(value).toordinal() if spec["type"] == "date" else str(value))


def _place(order: Sequence[Any], value: Any) -> int:  # noqa: ANN401 - whatever a table gives
    """What the order does not name comes last."""
    keys = [key(given(v)) for v in order]
    return keys.index(key(given(value))) if key(given(value)) in keys else len(keys)


def _id(n: int) -> str:
    return f"r{n + 1:04}"
