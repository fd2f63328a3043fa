"""How common a region of events is: among tickets that happened, or among those that are to be expected.

An occurrence says what is known of some events, how many there are and what they are worth. Facts that it leaves
open are taken to be spread as such facts usually are (spreads.py), impossible combinations aside. All exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from remit.ruling.regions import Region, Regions, Tree
from remit.ruling.spreads import Spread, cell_weights


@dataclass(frozen=True)
class Occurrence:
    """`count` events of which `facts` is known, worth `worth` in all: hours of work, or money."""

    facts: Mapping[str, Any]
    count: Fraction
    worth: Fraction = Fraction(0)


@dataclass(frozen=True)
class Measure:
    """`sure` counts the events that lie in the region whatever their open facts are; `count` weighs the others too."""

    count: Fraction
    worth: Fraction
    sure: Fraction
    possible: Fraction

    def __add__(self, other: Measure) -> Measure:
        return Measure(
            self.count + other.count,
            self.worth + other.worth,
            self.sure + other.sure,
            self.possible + other.possible,
        )


NOTHING = Measure(Fraction(0), Fraction(0), Fraction(0), Fraction(0))


class Weights:
    """Occurrences over the axes of one space of events."""

    def __init__(
        self, regions: Regions, occurrences: Iterable[Occurrence], known: Mapping[str, Spread] | None = None
    ) -> None:
        self.regions = regions
        space = regions.space
        self.spread = {at: cell_weights(space.axes[at], known) for at in regions.axes}
        self.suffixes: dict[tuple[tuple[int, ...], int], int] = {}
        # Occurrences that no provision can tell apart are one.
        joined: dict[tuple[int, ...], tuple[Fraction, Fraction]] = {}
        for o in occurrences:
            cells = space.read(o.facts)
            index = tuple(cells[at] for at in regions.axes)
            count, worth = joined.get(index, (Fraction(0), Fraction(0)))
            joined[index] = (count + o.count, worth + o.worth)
        whole = regions.tree(regions.whole)
        self.kinds: list[_Kind] = []
        self.impossible = Fraction(0)
        memo: dict[tuple[int, int], int] = {}
        for index, (count, worth) in joined.items():
            kind = self._kind(index, count, worth)
            kind.total = whole.weigh(kind.weights, kind.rests, memo)
            if kind.total:
                self.kinds.append(kind)
            else:
                self.impossible += count
        self.count = sum((k.count for k in self.kinds), Fraction(0))
        self.worth = sum((k.worth for k in self.kinds), Fraction(0))

    def _kind(self, masks: Sequence[int], count: Fraction, worth: Fraction) -> _Kind:
        weights: list[tuple[int, ...]] = []
        for at, mask in zip(self.regions.axes, masks, strict=True):
            mine = tuple(w if mask >> c & 1 else 0 for c, w in enumerate(self.spread[at]))
            # What is known to be so is so, however rare it is.
            weights.append(mine if any(mine) else tuple(mask >> c & 1 for c in range(len(mine))))
        rests = [0]
        for mine in reversed(weights):
            rests.append(self.suffixes.setdefault((mine, rests[-1]), len(self.suffixes) + 1))
        return _Kind(count, worth, weights, rests[::-1])

    def measure(self, region: Region) -> Measure:
        """How many of the events lie in the region."""
        found = NOTHING
        for kind, part in self._parts(region):
            found += Measure(kind.count * part, kind.worth * part, kind.count * (part == 1), kind.count)
        return found

    def _parts(self, region: Region) -> list[tuple[_Kind, Fraction]]:
        """The occurrences that can lie in the region, each with the part of its completions that does."""
        tree = self.regions.tree(region)
        memo: dict[tuple[int, int], int] = {}
        parts = ((kind, tree.weigh(kind.weights, kind.rests, memo)) for kind in self.kinds)
        return [(kind, Fraction(part, kind.total)) for kind, part in parts if part]

    def likely(self, region: Region, most: int, by_worth: bool = False) -> list[dict[int, int]]:
        """Events of the region, one for each of the occurrences that fall there most: axis and cell."""
        tree = self.regions.tree(region)
        parts = self._parts(region)
        parts.sort(key=lambda p: -(p[0].worth if by_worth else p[0].count) * p[1])
        return [tree.likeliest(kind.weights) for kind, _ in parts[:most]]


@dataclass
class _Kind:
    """`weights` by axis and cell; `rests` numbers what follows from each axis on, equal numbers for equal weights."""

    count: Fraction
    worth: Fraction
    weights: list[tuple[int, ...]]
    rests: list[int]
    total: int = 0


__all__ = ["NOTHING", "Measure", "Occurrence", "Tree", "Weights"]
