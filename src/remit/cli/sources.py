"""The text behind an answer: provisions as they stood on the day that was ruled on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.contract import Contract, Evidence, Provision


@dataclass(frozen=True)
class Sources:
    contract: Contract
    on: date | None = None

    def provision(self, name: str) -> Provision:
        """An amended provision stands in the contract once for each period; this is the one in effect."""
        named = [p for p in self.contract.provisions if p.id == name]
        return next((p for p in named if self._in_effect(p)), named[0])

    def evidence(self, reason: str | Evidence) -> Evidence | None:
        """Of a provision's id; evidence that no provision stands for is its own."""
        return reason if isinstance(reason, Evidence) else self.provision(reason).evidence

    def _in_effect(self, p: Provision) -> bool:
        return self.on is None or (p.effective_from or self.on) <= self.on <= (p.effective_to or self.on)
