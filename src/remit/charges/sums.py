"""What becomes of a line: the record that every step of the arithmetic fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from remit.charges.lines import Line
from remit.charges.numbers import Doubt, Numbers


@dataclass
class Sum:
    """What becomes of a line under one reading; steps.py tells it.

    charged        its time is charged, or drawn from what is prepaid
    outcome        of the line as it stands
    doubts         what keeps it from being settled
    free_ticket    its ticket is within a fair-use number; excess_ticket: beyond it
    counted        seconds after steps; billed: after the minimum
    included       of these, covered by included time; prepaid: covered by blocks
    granted        weighted seconds included for its period; carried: left over from earlier ones
    over           what is left is charged at the overage rate
    time, distance, flat  the amount before rounding, exactly, in minor units; flat charges by their question
    amount         in whole minor units; None while it is not settled
    capped         taken off by a cap; unapproved: taken off for want of approval
    """

    line: Line
    numbers: Numbers
    charged: bool
    outcome: str
    doubts: list[Doubt] = field(default_factory=list)
    free_ticket: bool = False
    excess_ticket: bool = False
    counted: int = 0
    billed: int = 0
    included: int = 0
    granted: Fraction = Fraction(0)
    carried: Fraction = Fraction(0)
    prepaid: int = 0
    over: bool = False
    time: Fraction = Fraction(0)
    distance: Fraction = Fraction(0)
    flat: dict[str, Fraction] = field(default_factory=dict)
    amount: int | None = 0
    capped: int = 0
    unapproved: int = 0

    @property
    def rest(self) -> int:
        """Seconds left to be charged."""
        return self.billed - self.included - self.prepaid

    @property
    def exact(self) -> Fraction:
        return self.time + self.distance + sum(self.flat.values(), Fraction(0))


def groups_of(sums: Iterable[Sum], key: Callable[[Sum], Any]) -> list[list[Sum]]:
    found: dict[Any, list[Sum]] = {}
    for s in sums:
        found.setdefault(key(s), []).append(s)
    return list(found.values())
