"""What the columnar arithmetic works on: the parts of a table, their numbers under one reading, their sums so far.

Amounts before rounding are whole numbers of a minor unit's `scale`-th part, a common denominator of every price.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from remit.charges.columns import SAFE, Flags, Ints, distinct
from remit.charges.cut_table import EPOCH, Cuts
from remit.charges.lines import DAY
from remit.charges.numbers import Numbers, numbers
from remit.charges.pools import period
from remit.charges.tariff import Reading, Tariff
from remit.charges.tariff_table import Ruled
from remit.charges.terms import PriceTerms

OUTCOMES: Final = ("charged", "included", "prepaid", "excluded", "silent", "conflict", "needs_fact", "error")
SCOPES: Final = ("entry", "ticket", "day", "visit", "bill")
NONE: Final = -1


@dataclass(frozen=True)
class Work:
    """What is known of the parts, by part, in the order of the work."""

    cuts: Cuts
    ruled: Ruled
    travel: Flags
    ticket: Ints
    distance: Ints
    approved: Ints
    """1 approved, 0 not, -1 not known; `distance` is -1 where it is not known."""


@dataclass
class Sums:
    """By part; `settled`: its amount is known. See reckon.Sum."""

    charged: Flags
    settled: Flags
    outcome: Ints
    counted: Ints
    billed: Ints
    included: Ints
    prepaid: Ints
    exact: Ints
    amount: Ints
    rate_minor: Ints
    numbers: tuple[Numbers, ...] = ()
    which: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


class Sheet:
    """One reading of the whole table. `which` is the index of each part's numbers; `scale` see above."""

    def __init__(self, terms: PriceTerms, work: Work, reading: Reading) -> None:
        self.terms, self.work, self.reading = terms, work, reading
        self.count = len(work.cuts.row)
        tariffs = work.ruled.tariffs
        self.tariffs: list[Tariff] = [t for t in tariffs for _ in (0, 1)]
        self.numbers = [numbers(t, reading, travel=travel) for t in tariffs for travel in (False, True)]
        self.which: Ints = work.ruled.tariff * 2 + work.travel
        self.scale = self._scale()
        zero = np.zeros(self.count, dtype=np.int64)
        self.excess = np.zeros(self.count, dtype=bool)
        self.sums = Sums(
            np.zeros(self.count, dtype=bool),
            np.ones(self.count, dtype=bool),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            zero.copy(),
            np.full(self.count, NONE, dtype=np.int64),
            tuple(self.numbers),
            self.which,
        )

    def column(self, of: Callable[[Numbers], int]) -> Ints:
        """A figure of every part's numbers."""
        values = [of(n) for n in self.numbers]
        large = any(abs(v) >= SAFE for v in values)
        return np.array(values, dtype=object if large else np.int64)[self.which]

    def flag(self, of: Callable[[Numbers], bool]) -> Flags:
        return np.array([of(n) for n in self.numbers], dtype=bool)[self.which]

    def said(self, question: str) -> Ints:
        """Parts to which the same provisions answer the question have the same number."""
        known: dict[tuple[str, ...], int] = {}
        of = [known.setdefault(t[question].because, len(known)) for t in self.tariffs]
        return np.array(of, dtype=np.int64)[self.which]

    def unit(self, scope: Ints, at: Ints) -> tuple[Ints, Ints]:
        """The unit to which parts belong, by scope: two numbers that agree for parts of the same unit."""
        row, day, ticket = self.work.cuts.row[at], self.work.cuts.day[at], self.work.ticket[at]
        first = np.select(
            [scope == SCOPES.index("entry"), scope == SCOPES.index("day"), scope == SCOPES.index("bill")],
            [row, 0 * row, 0 * row],
            ticket,
        )
        second = np.where((scope == SCOPES.index("day")) | (scope == SCOPES.index("visit")), day, 0)
        return first, second

    def periods(self, at: Ints, kinds: Sequence[str]) -> tuple[list[tuple[date, date]], Ints]:
        """Spans of time, and for each part (index) the number of its own, by the kind of period of its numbers."""
        day, which = self.work.cuts.day[at], self.which[at]
        first = int(day.min())
        heads, number = distinct(
            (day - first) * len(self.numbers) + which, (int(day.max()) - first + 1) * len(self.numbers)
        )
        known: dict[tuple[date, date], int] = {}
        of = [
            known.setdefault(
                period(kinds[which[n]], EPOCH.date() + int(day[n]) * DAY, self.terms.starts), len(known)
            )
            for n in heads
        ]
        return list(known), np.array(of, dtype=np.int64)[number]

    def times(self, n: Numbers, grant: Fraction, span: tuple[date, date]) -> Fraction | None:
        if n.each == "agreement":
            return grant
        day = max(span[0], self.terms.starts or date.min)
        count = self.terms.counts.on(n.each, day) if self.terms.counts else None
        return None if count is None else grant * count

    def uncounted(self, at: Ints) -> bool:
        if self.reading == "most":
            return False
        s = self.sums
        s.charged[at] = False
        if self.reading == "usual":
            s.settled[at] = False
            s.outcome[at] = OUTCOMES.index("needs_fact")
        return True

    def scaled(self, value: Fraction | None) -> int:
        return 0 if value is None else int(value * self.scale)

    def _scale(self) -> int:
        parts = {1}
        for n in self.numbers:
            for rate in (n.rate, n.overage, None if n.overage is None else n.overage * n.times):
                if rate is not None:
                    parts.add((rate / 3600).denominator)
            parts.add(n.per_metre.denominator)
            parts.add((n.per_metre * n.free_metres).denominator)
            parts |= {p.minor.denominator for p in (n.flat, n.call_out, n.ticket_charge, n.travel_flat) if p}
        return lcm(*parts)
