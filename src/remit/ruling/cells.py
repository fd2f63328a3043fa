"""Facts as cells: the provisions' cut points divide every fact's domain into cells; a cell is one bit.

A closed list has one cell for each value that has nothing under it; a value of the hierarchy stands for the
cells under it, in a condition ("any device") and in an event alike ("some computer": which one is unknown).
A number has a cell for each cut point and one for each open interval between neighbours.
A set of cells is an integer mask, so "holds", "can't hold" and "might hold" are three comparisons of integers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property

from remit.contract import Condition, Event, Test, Value, Vocabulary
from remit.contract.vocabulary import Fact
from remit.errors import ModelProblem, RequestProblem

Box = tuple[tuple[int, int], ...]
"""A conjunction: pairs (position of the axis, mask of the cells allowed), in order of the axes."""

MOST_BOXES = 4096
"""Alternatives that one condition may unfold into; no clause that a person wrote comes near."""


@dataclass(frozen=True)
class Axis:
    """One fact's cells. `members` holds a closed list's values; `cuts` a number's cut points, in order."""

    fact: str
    spec: Fact
    members: tuple[Value, ...] = ()
    cuts: tuple[Decimal, ...] = ()

    @cached_property
    def size(self) -> int:
        if self.spec.type != "number":
            return len(self.members)
        return 2 * len(self.cuts) + 1 - (self.spec.min is not None) - (self.spec.max is not None)

    @property
    def full(self) -> int:
        return (1 << self.size) - 1

    def cell_of(self, number: Decimal) -> int | None:
        """Position of the cell that holds the number; None outside the domain."""
        at = bisect_left(self.cuts, number)
        on_cut = at < len(self.cuts) and self.cuts[at] == number
        cell = 2 * at + on_cut - (self.spec.min is not None)
        return cell if 0 <= cell < self.size else None

    def bounds(self, cell: int) -> tuple[Decimal | None, Decimal | None]:
        """Lower and upper end of a number's cell; equal for a point, None where unbounded."""
        place = cell + (self.spec.min is not None)
        at = place // 2
        if place % 2:
            return self.cuts[at], self.cuts[at]
        return (self.cuts[at - 1] if at else None), (self.cuts[at] if at < len(self.cuts) else None)

    def value(self, cell: int) -> Value:
        """One value in the cell, by which a person can picture it."""
        if self.spec.type != "number":
            return self.members[cell]
        low, high = self.bounds(cell)
        if low is not None and low == high:
            return low
        if low is None or high is None:
            return Decimal(0) if low == high else low + 1 if low is not None else (high or Decimal(0)) - 1
        whole = Decimal(int(low) + 1) if low >= 0 else Decimal(int(low))
        return whole if low < whole < high else _between(low, high)

    def mask(self, test: Test) -> int:
        if self.spec.type != "number":
            return sum(1 << i for i, v in enumerate(self.members) if v in (test.values or ()))
        return sum(1 << i for i in range(self.size) if test.holds({self.fact: self.value(i)}))

    def known(self, value: Value) -> int:
        """The cells that an event's value leaves open; RequestProblem where it is no value of the fact."""
        if self.spec.type == "number":
            try:
                cell = self.cell_of(Decimal(str(value))) if not isinstance(value, bool) else None
            except InvalidOperation:
                cell = None
            if cell is None:
                raise RequestProblem(f"{value!r} is no value of {self.fact}.", _range(self.spec))
            return 1 << cell
        inside = self.spec.expand(value) if isinstance(value, str) and value in self.spec.values else {value}
        found = sum(1 << i for i, v in enumerate(self.members) if v in inside and isinstance(v, type(value)))
        if not found:
            known = ", ".join(self.spec.values) or "yes (true), no (false)"
            raise RequestProblem(f"{value!r} is no value of {self.fact}.", f"Known: {known}.")
        return found


def _between(low: Decimal, high: Decimal) -> Decimal:
    # Exact at any number of digits: the decimal context would round a mean of long numbers onto an end.
    mean = (Fraction(low) + Fraction(high)) / 2
    digits = 0
    while mean.denominator != 1:
        mean, digits = mean * 10, digits + 1
    return Decimal(f"{mean.numerator}E-{digits}")


def _range(spec: Fact) -> str:
    ends = [f"at least {spec.min}"] * (spec.min is not None) + [f"at most {spec.max}"] * (
        spec.max is not None
    )
    return f"Give a number{', ' + ' and '.join(ends) if ends else ''}."


@dataclass(frozen=True)
class Space:
    """Every fact that a condition can test, in the vocabulary's order, and the combinations that can't occur."""

    words: Vocabulary
    axes: tuple[Axis, ...]
    occurred: frozenset[Box] = frozenset()
    """Combinations that were observed, whatever the vocabulary says."""

    @staticmethod
    def of(words: Vocabulary, conditions: Iterable[Condition]) -> Space:
        """The coarsest cells on which every condition and every constraint of the vocabulary is constant."""
        cuts: dict[str, set[Decimal]] = {}
        for condition in (*conditions, *(Condition.parse(c.never, words) for c in words.constraints)):
            for test in condition.tests():
                if test.values is None:
                    cuts.setdefault(test.fact, set()).update(
                        n for n in (test.low, test.high) if n is not None
                    )
        return Space(
            words, tuple(_axis(name, f, cuts) for name, f in words.facts.items() if f.type != "instant")
        )

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {axis.fact: at for at, axis in enumerate(self.axes)}

    @cached_property
    def nevers(self) -> tuple[Box, ...]:
        """The impossible combinations."""
        found = (b for c in self.words.constraints for b in self.boxes(Condition.parse(c.never, self.words)))
        return tuple(b for b in found if b not in self.occurred)

    def read(self, event: Event) -> list[int]:
        """The cells that an event leaves open, axis by axis."""
        open_cells = [axis.full for axis in self.axes]
        for fact, value in event.items():
            if fact in self.place:
                open_cells[self.place[fact]] = self.axes[self.place[fact]].known(value)
            elif fact not in self.words.facts:
                raise RequestProblem(
                    f"'{fact}' is no fact.", f"Known facts: {', '.join(sorted(self.words.facts))}."
                )
        return open_cells

    def boxes(self, condition: Condition, positive: bool = True) -> tuple[Box, ...]:
        """The condition (or its opposite) as alternatives of conjunctions; none if it can't hold."""
        positive ^= condition.negated
        groups = [self._part(part, positive) for part in condition.all_of]
        if condition.any_of:
            options = [self.boxes(part, positive) for part in condition.any_of]
            groups.append(self._either(options) if positive else self._both(options))
        return self._both(groups) if positive else self._either(groups)

    def _either(self, groups: list[tuple[Box, ...]]) -> tuple[Box, ...]:
        """The alternatives, as few as joining them along one axis at a time makes them."""
        found = list(dict.fromkeys(box for group in groups for box in group))
        joined = len(found) > 1
        while joined:
            before = len(found)
            for axis in sorted({at for box in found for at, _ in box}):
                apart: dict[Box, int] = {}
                for box in found:
                    rest = tuple(pair for pair in box if pair[0] != axis)
                    apart[rest] = apart.get(rest, 0) | dict(box).get(axis, self.axes[axis].full)
                found = [_limited(rest, axis, mask, self.axes[axis].full) for rest, mask in apart.items()]
            joined = 1 < len(found) < before
        return tuple(b for b in found if not any(o != b and within(b, o) for o in found))

    def _both(self, groups: list[tuple[Box, ...]]) -> tuple[Box, ...]:
        found: tuple[Box, ...] = ((),)
        for group in groups:
            found = self._either([tuple(m for a in found for b in group if (m := meet(a, b)) is not None)])
            if len(found) > MOST_BOXES:
                raise ModelProblem(
                    "A condition has too many alternatives.", "Split it into several provisions."
                )
        return found

    def _part(self, part: Test | Condition, positive: bool) -> tuple[Box, ...]:
        if isinstance(part, Condition):
            return self.boxes(part, positive)
        if part.fact not in self.place:
            self.words.fact(part.fact)
            raise ModelProblem(
                f"{part.fact} is an instant; a condition can't compare it.", "Use effective periods."
            )
        axis = self.axes[self.place[part.fact]]
        mask = axis.mask(part)
        if not mask and positive:
            raise ModelProblem(
                f"A test of {part.fact} allows no value that {part.fact} can have.", _range(axis.spec)
            )
        mask = mask if positive else axis.full & ~mask
        if mask == axis.full:
            return ((),)
        return (((self.place[part.fact], mask),),) if mask else ()


def _axis(name: str, spec: Fact, cuts: Mapping[str, set[Decimal]]) -> Axis:
    if spec.type == "yesno":
        return Axis(name, spec, (False, True))
    if spec.type == "choice":
        parents = {v.under for v in spec.values.values()}
        return Axis(name, spec, tuple(v for v in spec.values if v not in parents))
    low, high = spec.min, spec.max
    inside = {n for n in cuts.get(name, ()) if (low is None or n > low) and (high is None or n < high)}
    return Axis(name, spec, cuts=tuple(sorted(inside | {Decimal(n) for n in (low, high) if n is not None})))


def meet(a: Box, b: Box) -> Box | None:
    """What two conjunctions allow together; None if nothing."""
    if not a or not b:
        return a or b
    both = dict(a)
    for axis, mask in b:
        both[axis] = both[axis] & mask if axis in both else mask
        if not both[axis]:
            return None
    return tuple(sorted(both.items()))


def within(a: Box, b: Box) -> bool:
    """Whether everything that `a` allows, `b` allows."""
    allowed = dict(a)
    return all(axis in allowed and not allowed[axis] & ~mask for axis, mask in b)


def _limited(rest: Box, axis: int, mask: int, full: int) -> Box:
    return rest if mask == full else tuple(sorted((*rest, (axis, mask))))
