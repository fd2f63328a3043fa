"""Regular fees as the contract asks for them, each period reckoned once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from remit.audit.setting import Setting
from remit.charges import Charge, Seat, fees

Span = tuple[date, date]


@dataclass(frozen=True)
class Regular:
    """seats  users and devices with the days on which they were there; a kind that nobody counts has none."""

    setting: Setting
    seats: tuple[Seat, ...]
    _known: dict[Span, tuple[Charge, ...]] = field(default_factory=dict, compare=False, repr=False)

    def counts(self, each: str | None) -> bool:
        """Whether anybody counts them; the agreement itself is one."""
        return each is None or any(s.each == each for s in self.seats)

    def charges(self, question: str, span: Span) -> list[Charge]:
        """What the fee comes to for the period, by the seats that are known."""
        if span not in self._known:
            self._known[span] = self.reckoned(span, self.seats)
        return of(question, self._known[span])

    def reckoned(self, span: Span, seats: Sequence[Seat]) -> tuple[Charge, ...]:
        return fees(self.setting.terms, *span, seats, ends=self.setting.ends).charges


def of(question: str, charges: Sequence[Charge]) -> list[Charge]:
    """The charges of one fee: their entries are called by its question and the period's first day."""
    return [c for c in charges if c.entry.split()[0] == question]
