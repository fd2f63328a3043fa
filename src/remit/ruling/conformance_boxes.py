"""Gaps and overlaps that other systems' tests state for a decision table, compared with ours as sets of events.

Our side is the analysis that every contract gets: where each rule is in force, as a diagram. Theirs is a union of
boxes. Sets are compared, not lists of boxes; where a case states how many boxes there are, they are counted by the
sweep that such lists come from: input by input, neighbours with the same rest joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import permutations
from operator import or_
from typing import Any

from remit.ruling.cells import Space
from remit.ruling.conformance_tables import Case, Side, Table, shown
from remit.ruling.conformance_values import exact
from remit.ruling.gaps import Analysis
from remit.ruling.model import Model
from remit.ruling.regions import Region, Regions
from remit.ruling.values import key

Box = Sequence[Side | None]
Fired = frozenset[int]


def box_differences(case: Case) -> list[str]:
    """Where our gaps, overlaps and relations between rules are others than the case states."""
    found: list[str] = []
    for name, nulls in (("expected", False), ("computed", False), ("computed_with_null", True)):
        stated = case.get(name)
        if isinstance(stated, dict):
            found += _Compared(case, stated, nulls).differences()
    return found


class _Compared:
    def __init__(self, case: Case, stated: Case, nulls: bool) -> None:
        self.case, self.stated = case, stated
        gaps: list[Box] | None = stated.get("gaps")
        overlaps: list[Case] | None = stated.get("overlaps")
        boxes = [*(gaps or ()), *(o["box"] for o in overlaps or ())]
        if nulls:
            boxes = [_with_null(box) for box in boxes]
        # Which rules fire is asked here, not which of them prevails.
        bare = {**case, "hit_policy": "ANY", "aggregation": None, "default": None}
        self.table = Table(bare, nulls, boxes)
        conditions = [self.table.condition(box) for box in boxes]
        space = Space.of(self.table.words, (*(p.when for p in self.table.provisions), *conditions))
        model = Model(self.table.provisions, self.table.words, space)
        self.regions = Regions(space, range(len(space.axes)))
        force = Analysis(model, "table", canons=False, regions=self.regions).force
        self.where = {n: force[p.id] for n, p in enumerate(self.table.provisions, 1)}
        self.fired = self._fired()
        drawn = [self.regions.boxes(space.boxes(c)) for c in conditions]
        self.gaps = None if gaps is None else drawn[: len(gaps)]
        rest = drawn[len(gaps or ()) :]
        self.overlaps = (
            None
            if overlaps is None
            else list(zip((frozenset(o["rules"]) for o in overlaps), rest, strict=True))
        )

    def _fired(self) -> dict[Fired, Region]:
        """The space, split by the rules that fire together."""
        split: dict[Fired, Region] = {frozenset(): self.regions.whole}
        for n, region in self.where.items():
            parts = [
                (fired, part)
                for rules, events in split.items()
                for fired, part in ((rules, events & ~region), (rules | {n}, events & region))
            ]
            split = {fired: part for fired, part in parts if part != self.regions.nothing}
        return split

    def differences(self) -> list[str]:
        nothing = self.regions.nothing
        found: list[str] = []
        gap = self.fired.get(frozenset(), nothing)
        together = {rules: events for rules, events in self.fired.items() if len(rules) > 1}
        if self.gaps is not None:
            found += self._apart("boxes of gaps overlap each other", _twice(self.gaps, nothing))
            said = reduce(or_, self.gaps, nothing)
            found += self._apart("gap not stated", gap & ~said) + self._apart("no gap as stated", said & ~gap)
        if self.overlaps is not None:
            found += self._apart(
                "boxes of overlaps overlap each other", _twice([box for _, box in self.overlaps], nothing)
            )
            for rules in {*together, *(rules for rules, _ in self.overlaps)}:
                said = reduce(or_, (box for named, box in self.overlaps if named == rules), nothing)
                real = together.get(rules, nothing)
                found += self._apart(f"overlap of {sorted(rules)} not stated", real & ~said)
                found += self._apart(f"no overlap of {sorted(rules)} as stated", said & ~real)
        counts = {"gap_count": [gap], "overlap_count": [*together.values()]}
        for name, parts in counts.items():
            if self.stated.get(name) is not None:
                count = sum(self._boxes(part, self.regions.axes) for part in parts)
                if count != self.stated[name]:
                    found.append(f"{name}: {count}, expected {self.stated[name]}")
        return found + self._relations(together)

    def _relations(self, together: Mapping[Fired, Region]) -> list[str]:
        rules, where, nothing = self.case["rules"], self.where, self.regions.nothing
        then = {n: key(exact(r["then"])) for n, r in enumerate(rules, 1)}
        pairs = list(permutations(where, 2))

        def inside(a: int, b: int) -> bool:
            return bool(where[a] & ~where[b] == nothing)

        differ = any(len({then[n] for n in fired}) > 1 for fired in together)
        conflicts = {"UNIQUE": bool(together), "ANY": differ}
        found: dict[str, Any] = {
            "subsumptions": [[a, b] for a, b in pairs if inside(b, a) and then[a] == then[b]],
            "duplicates": [[a, b] for a, b in pairs if a < b and where[a] == where[b]],
            "recommended_hit_policy": "UNIQUE" if not together else "PRIORITY" if differ else "ANY",
            "rule_outside_domain": sorted(_outside(self.table)),
            "conflict_if": {
                policy: conflicts.get(policy, False) for policy in self.stated.get("conflict_if") or ()
            },
        }
        if self.case.get("output_order"):
            rank = {n: self.table.rank(n - 1) for n in where}
            found["masked"] = [[a, b] for a, b in pairs if inside(a, b) and rank[b] < rank[a]]
        return [
            f"{what}: {ours}, expected {self.stated[what]}"
            for what, ours in found.items()
            if self.stated.get(what) is not None and _sorted(ours) != _sorted(self.stated[what])
        ]

    def _boxes(self, region: Region, axes: Sequence[int]) -> int:
        """How many boxes a sweep along the axes makes of the region."""
        if region == self.regions.nothing:
            return 0
        if not axes:
            return 1
        at, rest = axes[0], axes[1:]
        axis = self.regions.space.axes[at]
        parts = [
            self.regions.without(at, region & self.regions.cells(at, 1 << cell)) for cell in range(axis.size)
        ]
        if axis.spec.type == "number":
            # Neighbours in order; a listed value has none.
            parts = [p for n, p in enumerate(parts) if not n or p != parts[n - 1]]
        else:
            parts = [p for n, p in enumerate(parts) if p not in parts[:n]]
        return sum(self._boxes(part, rest) for part in parts)

    def _apart(self, what: str, region: Region) -> list[str]:
        if region == self.regions.nothing:
            return []
        axes, cells = self.regions.space.axes, self.regions.pick(region)
        event: dict[str, Any] = {}
        for name, spec in zip(self.table.names, self.table.inputs, strict=True):
            at, companion = self.regions.space.place[name], self.regions.space.place.get(f"{name}_given")
            missing = companion is not None and not axes[companion].value(cells[companion])
            event[spec["name"]] = None if missing else shown(spec, axes[at].value(cells[at]))
        return [f"{what}: {event}"]


def _twice(boxes: Sequence[Region], nothing: Region) -> Region:
    """The events that lie in more than one box."""
    seen, twice = nothing, nothing
    for box in boxes:
        twice |= seen & box
        seen |= box
    return twice


def _with_null(box: Box) -> Box:
    """In a sweep null stands behind the greatest number: a side that ends there ends closed at no number."""
    sides: list[Side | None] = []
    for side in box:
        if side is not None and "values" not in side and side["hi"] is None and side["hi_closed"]:
            only_null = side["lo"] is None and side["lo_closed"]
            real = [] if only_null else [{**side, "hi_closed": False}]
            sides.append({"any_of": [*real, {"value": None}]})
        else:
            sides.append(side)
    return sides


def _outside(table: Table) -> set[int]:
    """The rules whose own tests reach outside an input's domain."""
    space = Space.of(table.words, (p.when for p in table.provisions))
    outside: dict[int, int] = {}
    for axis, mask in (pair for never in space.nevers for pair in never):
        outside[axis] = outside.get(axis, 0) | mask
    return {
        n
        for n, p in enumerate(table.provisions, 1)
        for box in space.boxes(p.when)
        for axis, mask in box
        if mask & outside.get(axis, 0)
    }


def _sorted(value: Any) -> Any:  # noqa: ANN401 - a relation, or one word
    return sorted(value) if isinstance(value, list) else value
