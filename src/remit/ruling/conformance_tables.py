"""Decision tables, as other systems' test files state them, run on our engine.

A table's rows are rules of one question; a hit policy is an order of overrides or a combination; a default is the
residual rule; a table's domain is a list of impossible combinations. Gaps and overlaps are compared as sets of
cells, ruling by ruling. Whole days become half-open intervals of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations, product
from typing import Any

from remit.contract import ALWAYS, Condition, Override, Provision, Test, Vocabulary
from remit.ruling.cells import Space
from remit.ruling.conformance_values import OTHER, exact, text, words_for
from remit.ruling.meaning import rule
from remit.ruling.model import Model
from remit.ruling.record import Ruling
from remit.ruling.values import key

NEVER = Condition((ALWAYS,), negated=True)
Case = Mapping[str, Any]


class Table:
    """A decision table as provisions; `nulls` gives every input a companion: whether it was given at all."""

    def __init__(self, case: Case, nulls: bool = False) -> None:
        self.case, self.nulls = case, nulls
        self.inputs: list[Case] = case["inputs"]
        self.names = [f"i{n}" for n in range(len(self.inputs))]
        self.strings = [self._strings(n) for n in range(len(self.inputs))]
        self.words = self._words()
        self.provisions = self._provisions()

    def _strings(self, n: int) -> list[str] | None:
        """The values of an input that is a list; None for numbers, dates and yes/no."""
        given, domain = self.inputs[n], self.inputs[n].get("domain")
        if given["type"] == "boolean":
            return None
        if domain and "values" in domain:
            listed = [text(v) for v in domain["values"] if v is not None]
            return [*listed, OTHER] if self.nulls else listed
        if given["type"] != "string":
            return None
        tests = [t for r in self.case["rules"] if r["when"][n] for t in r["when"][n]["any_of"]]
        return [*sorted({t["value"] for t in tests if isinstance(t.get("value"), str)}), OTHER]

    def _words(self) -> Vocabulary:
        facts: dict[str, Any] = {}
        nevers: list[dict[str, Any]] = []
        for name, given, strings in zip(self.names, self.inputs, self.strings, strict=True):
            kind = "yesno" if given["type"] == "boolean" else "choice" if strings else "number"
            values = {v: {"label": v} for v in strings or ()}
            facts[name] = {"type": kind, "label": given["name"], "ask": given["name"], "values": values}
            if self.nulls:
                facts[f"{name}_given"] = {"type": "yesno", "label": f"{given['name']} given", "ask": "?"}
            domain = given.get("domain")
            if domain and "min" in domain:
                ends = {"lo": domain["min"], "lo_closed": domain["min_closed"], "hi": domain["max"]}
                low, high, low_closed, high_closed = _ends(given, ends | {"hi_closed": domain["max_closed"]})
                if low is not None:
                    nevers.append({name: f"{'<' if low_closed else '<='} {low}"})
                if high is not None:
                    nevers.append({name: f"{'>' if high_closed else '>='} {high}"})
        combine = {"SUM": "sum", "COUNT": "sum", "MIN": "min", "MAX": "max"}.get(
            self.case.get("aggregation") or ""
        )
        return words_for(facts, nevers, combine or "agree")

    def _provisions(self) -> list[Provision]:
        rules = self.case["rules"]
        policy = self.case["hit_policy"]
        counting = self.case.get("aggregation") == "COUNT"
        beats: dict[int, list[int]] = {n: [] for n in range(len(rules))}
        for a, b in permutations(beats, 2):
            first = policy == "FIRST" and a < b
            rank = policy == "PRIORITY" and self.rank(rules[a]["then"]) < self.rank(rules[b]["then"])
            if first or rank:
                beats[a].append(b)
        found = [
            Provision(
                id=_id(n),
                question="table",
                value=1 if counting else exact(r["then"]),
                when=self.condition(r["when"]),
                overrides=tuple(Override(id=_id(b), ground="recorded", reason=policy) for b in beats[n]),
            )
            for n, r in enumerate(rules)
        ]
        if self.case.get("default") is not None:
            default = exact(self.case["default"])
            found.append(Provision(id="default", question="table", value=default, residual=True))
        return found

    def rank(self, then: Any) -> tuple[int, ...]:  # noqa: ANN401 - whatever a table gives
        order = self.case["output_order"]
        if isinstance(then, dict):
            return tuple(order[k].index(v) if k in order else 0 for k, v in then.items())
        return (order.index(then),)

    def condition(self, whens: Sequence[Any]) -> Condition:
        """One entry for each input, null where anything will do; a rule's entries or a box's sides."""
        return Condition(tuple(self._entry(n, when) for n, when in enumerate(whens) if when is not None))

    def _entry(self, n: int, when: Case) -> Condition:
        tests = (
            when["any_of"]
            if "any_of" in when
            else [{"value": v} for v in when["values"]]
            if "values" in when
            else [when]
        )
        real = [t for t in tests if not ("value" in t and t["value"] is None)]
        entry = Condition(any_of=tuple(self._test(n, t) for t in real)) if real else NEVER
        if self.nulls:
            given = Test(f"{self.names[n]}_given", frozenset({True}))
            # A null passes a test that names it, and no other.
            missing = [Condition((Condition((given,)),), negated=True)] if len(real) < len(tests) else []
            entry = Condition(any_of=(Condition((given, entry)), *missing))
        return Condition((entry,), negated=True) if when.get("negate") else entry

    def _test(self, n: int, test: Case) -> Condition:
        strings, name = self.strings[n], self.names[n]
        if self.inputs[n]["type"] == "boolean":
            return Condition((Test(name, frozenset({test["value"]})),))
        if strings is not None and "value" in test:
            named = text(test["value"])
            return Condition((Test(name, frozenset({named})),)) if named in strings else NEVER
        ends = (
            test
            if "value" not in test
            else {"lo": test["value"], "hi": test["value"], "lo_closed": True, "hi_closed": True}
        )
        low, high, low_closed, high_closed = _ends(self.inputs[n], ends)
        interval = Test(name, None, low, high, low_closed, high_closed)
        if strings is None:
            return Condition((interval,))
        inside = {v for v in strings if v != OTHER and interval.holds({name: Decimal(v)})}
        return Condition((Test(name, frozenset(inside)),)) if inside else NEVER

    def event(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for n, (name, given) in enumerate(zip(self.names, self.inputs, strict=True)):
            value, strings = inputs[given["name"]], self.strings[n]
            found[f"{name}_given"] = value is not None
            if value is None:
                continue
            if strings is not None:
                found[name] = text(value) if text(value) in strings else OTHER
            else:
                found[name] = value if given["type"] == "boolean" else _point(given, value)
        return found


def box_differences(case: Case, stated: Case) -> list[str]:
    """Compare gaps, overlaps and relations between rules, cell by cell."""
    bare = {**case, "hit_policy": "ANY", "aggregation": None, "default": None}
    table = Table(bare)
    gaps = [table.condition(box) for box in stated.get("gaps") or ()]
    overlaps = [(o["rules"], table.condition(o["box"])) for o in stated.get("overlaps") or ()]
    conditions = [*(p.when for p in table.provisions), *gaps, *(c for _, c in overlaps)]
    model = Model(table.provisions, table.words, Space.of(table.words, conditions))
    found: list[str] = []
    where: dict[int, set[int]] = {n: set() for n in range(1, len(case["rules"]) + 1)}
    for at, event in enumerate(_events(model)):
        ruling = rule(model, "table", event, canons=False)
        fired = sorted(int(n[1:]) for n in ruling.because)
        for n in fired:
            where[n].add(at)
        if stated.get("gaps") is not None and any(g.holds(event) for g in gaps) != (
            ruling.verdict == "silent"
        ):
            found.append(f"gap at {event}: {ruling.verdict}")
        expected = next((sorted(rules) for rules, box in overlaps if box.holds(event)), [])
        if stated.get("overlaps") is not None and expected != (fired if len(fired) > 1 else []):
            found.append(f"overlap at {event}: {fired}, expected {expected}")
    return found + _relations(case, stated, where, table)


def _events(model: Model) -> Iterator[dict[str, Any]]:
    space = model.space
    for cells in product(*(range(axis.size) for axis in space.axes)):
        masks = [1 << c for c in cells]
        if not any(all(masks[axis] & mask for axis, mask in never) for never in space.nevers):
            yield {axis.fact: axis.value(cell) for axis, cell in zip(space.axes, cells, strict=True)}


def _relations(case: Case, stated: Case, where: Mapping[int, set[int]], table: Table) -> list[str]:
    then = {n: key(exact(r["then"])) for n, r in enumerate(case["rules"], 1)}
    pairs = list(permutations(where, 2))
    shared = [(a, b) for a, b in pairs if where[a] & where[b]]
    differ = any(then[a] != then[b] for a, b in shared)
    found: dict[str, Any] = {
        "subsumptions": [[a, b] for a, b in pairs if where[b] <= where[a] and then[a] == then[b]],
        "duplicates": [[a, b] for a, b in pairs if a < b and where[a] == where[b]],
        "recommended_hit_policy": "UNIQUE" if not shared else "PRIORITY" if differ else "ANY",
        "rule_outside_domain": sorted(_outside(table)),
    }
    if case.get("output_order"):
        rank = {n: table.rank(r["then"]) for n, r in enumerate(case["rules"], 1)}
        found["masked"] = [[a, b] for a, b in pairs if where[a] <= where[b] and rank[b] < rank[a]]
    conflicts = {"UNIQUE": bool(shared), "ANY": differ}
    found["conflict_if"] = {
        policy: conflicts.get(policy, False) for policy in stated.get("conflict_if") or ()
    }
    return [
        f"{what}: {found[what]}, expected {stated[what]}"
        for what in found
        if stated.get(what) is not None
        and found[what] != (sorted(stated[what]) if isinstance(stated[what], list) else stated[what])
    ]


def _outside(table: Table) -> set[int]:
    """The rules whose own tests reach outside an input's domain."""
    space = Space.of(table.words, (p.when for p in table.provisions))
    outside = {axis: mask for never in space.nevers for axis, mask in never}
    for axis, mask in (pair for never in space.nevers for pair in never):
        outside[axis] |= mask
    return {
        n
        for n, p in enumerate(table.provisions, 1)
        for box in space.boxes(p.when)
        for axis, mask in box
        if mask & outside.get(axis, 0)
    }


def row_differences(case: Case) -> list[str]:
    table = Table(case, nulls=True)
    model = Model(table.provisions, table.words)
    found = []
    for row in case["cases"]:
        got = _outcome(table, rule(model, "table", table.event(row["inputs"]), canons=False))
        expected = exact(row["expected"])
        if case["hit_policy"] == "COLLECT" and isinstance(got, list) and isinstance(expected, list):
            # A collected list promises no order.
            got, expected = (
                sorted(got, key=lambda v: repr(key(v))),
                sorted(expected, key=lambda v: repr(key(v))),
            )
        if key(got) != key(expected):
            found.append(f"{row['id']}: {got!r}, expected {expected!r}")
    return found


def _outcome(table: Table, ruling: Ruling) -> Any:  # noqa: ANN401 - whatever a table gives
    policy = table.case["hit_policy"]
    values = {p.id: p.value for p in table.provisions}
    if policy in ("RULE ORDER", "OUTPUT ORDER") or (
        policy == "COLLECT" and not table.case.get("aggregation")
    ):
        names = sorted(ruling.because)
        if policy == "OUTPUT ORDER":
            names.sort(key=lambda n: table.rank(table.case["rules"][int(n[1:]) - 1]["then"]))
        default = table.case.get("default")
        return exact(default) if names == ["default"] else [values[n] for n in names]
    if ruling.verdict == "silent":
        return 0 if table.case.get("aggregation") == "COUNT" else None
    if ruling.verdict != "ruled" or (policy == "UNIQUE" and len(ruling.because) > 1):
        return {"conflict": list(ruling.because)}
    return ruling.value


def _ends(given: Case, ends: Case) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    low = _point(given, ends["lo"]) if ends.get("lo") is not None else None
    high = _point(given, ends["hi"]) if ends.get("hi") is not None else None
    if given["type"] != "date":
        return low, high, bool(ends.get("lo_closed")), bool(ends.get("hi_closed"))
    # A day lasts until the next begins.
    low = low + 1 if low is not None and not ends.get("lo_closed") else low
    high = high + 1 if high is not None and ends.get("hi_closed") else high
    return low, high, True, False


def _point(given: Case, value: Any) -> Decimal:  # noqa: ANN401
    return Decimal(date.fromisoformat(value).toordinal() if given["type"] == "date" else str(value))


def _id(n: int) -> str:
    return f"r{n + 1:04}"
