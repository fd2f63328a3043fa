"""The prices behind recorded work: exact rates, and on demand the arithmetic of single entries in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

import polars as pl

from remit.audit.bundle import Part
from remit.audit.record import Step
from remit.audit.setting import Setting
from remit.charges import Charge, Entry, price
from remit.charges.entry import OWN
from remit.charges.money import rounded
from remit.charges.numbers import Numbers, numbers
from remit.charges.tariff import Tariff, Tariffs
from remit.contract import Value, vocabulary

FEW: Final = 3_000
"""Entries that are priced one by one without a second thought."""
_POOLS: Final = ("included_time", "included_tickets", "draw", "cap", "approval_above")
"""Questions through which the price of an entry hangs on others than those of its ticket."""


class Pricing:
    """Of one audit's work. `entries` is the table that price_table was given."""

    def __init__(self, setting: Setting, entries: pl.DataFrame) -> None:
        self.setting = setting
        self.tariffs = Tariffs(setting.terms)
        self._entries = entries
        self._alone: dict[tuple[str, ...], Mapping[str, Charge]] = {}

    # -- rates ------------------------------------------------------------------------------------------------------

    def tariff(self, facts: Mapping[str, Value], kind: str | None, on: date) -> Tariff:
        return self.tariffs.of({**facts, "hours": kind} if kind else facts, on)

    def numbers(self, part: Part) -> Numbers:
        return numbers(self.tariff(part.facts, part.kind, part.date), "usual", travel=part.travel)

    def rate(self, part: Part) -> Fraction | None:
        """The exact price of an hour in minor units."""
        said = self.numbers(part)
        if (
            said.overage is not None
            and part.rate == rounded(said.overage)
            and part.rate != rounded(said.rate or said.overage)
        ):
            return said.overage
        return said.rate if said.rate is not None else said.overage

    def changes(self) -> list[date]:
        """Days on which the contract's prices change."""
        return self.tariffs.changes

    # -- arithmetic -------------------------------------------------------------------------------------------------

    def steps(self, parts: Sequence[Part]) -> list[Step]:
        """The arithmetic of the entries, each clause beside its step."""
        return [Step(s.says, s.because) for charge in self._charges(parts) for s in charge.steps]

    def needs(self, parts: Sequence[Part]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for charge in self._charges(parts) for n in charge.needs))

    def capped(self, parts: Sequence[Part]) -> bool:
        return self._names(parts, "cap")

    def unapproved(self, parts: Sequence[Part]) -> bool:
        return self._names(parts, "approval_above")

    def _names(self, parts: Sequence[Part], what: str) -> bool:
        if what not in self.tariffs.asked:
            return False
        return any(s.what == what and s.minor < 0 for charge in self._charges(parts) for s in charge.steps)

    def _charges(self, parts: Sequence[Part]) -> Iterator[Charge]:
        names = tuple(dict.fromkeys(p.entry for p in parts))
        known = self._all if self._pooled or len(self._entries) <= FEW else self._of(names)
        for name in names:
            if name in known:
                yield known[name]

    @property
    def _pooled(self) -> bool:
        return bool(self.setting.terms.blocks) or any(q in self.tariffs.asked for q in _POOLS)

    @cached_property
    def _all(self) -> Mapping[str, Charge]:
        if len(self._entries) > 20 * FEW:
            # Sharing time among so many entries is told by its result alone.
            return {}
        return {c.entry: c for c in price(self.setting.terms, _read(self._entries)).charges}

    def _of(self, names: tuple[str, ...]) -> Mapping[str, Charge]:
        """Of these entries and all others of their tickets."""
        if names not in self._alone:
            mine = self._entries.filter(pl.col("entry").is_in(names))
            tickets = mine["ticket"].drop_nulls().unique()
            both = pl.concat([mine, self._entries.filter(pl.col("ticket").is_in(tickets))]).unique(
                "entry", maintain_order=True
            )
            self._alone = {names: {c.entry: c for c in price(self.setting.terms, _read(both)).charges}}
        return self._alone[names]


def _read(entries: pl.DataFrame) -> list[Entry]:
    known = [c for c in entries.columns if c in OWN or c in vocabulary().facts]
    return [Entry.read(row) for row in entries.select(known).iter_rows(named=True)]
