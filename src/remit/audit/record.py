"""What an audit finds, as records: verdicts on lines, each with amounts, arithmetic and clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import yaml

from remit.contract.vocabulary import Record

Verdict = Literal["ok", "overcharged", "undercharged", "duplicate", "no_clause", "conflict", "needs_fact"]
VERDICTS: Final[tuple[Verdict, ...]] = (
    "overcharged",
    "duplicate",
    "undercharged",
    "no_clause",
    "conflict",
    "needs_fact",
    "ok",
)
"""The most pressing first."""
WRONG: Final[tuple[Verdict, ...]] = ("overcharged", "duplicate")
"""Verdicts whose differences are certain and can be claimed."""


class Cause(Record):
    """Why something is wrong: `verdict` stands where it does not follow from the amounts."""

    label: str
    says: str
    verdict: Verdict | None = None


@cache
def causes() -> Mapping[str, Cause]:
    """Every cause by its id, from causes.yaml."""
    text = files("remit.audit").joinpath("causes.yaml").read_text(encoding="utf-8")
    return {name: Cause.model_validate(spec) for name, spec in yaml.safe_load(text)["causes"].items()}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic or of reasoning, and the provisions (or `field:NAME`) that it rests on."""

    says: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineRef:
    """An invoice line, and where it was read from."""

    invoice: str
    line: str
    file: str = ""
    row: int | None = None
    description: str = ""
    charged_minor: int = 0

    @property
    def called(self) -> str:
        return f"{self.invoice}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should look at, about lines of an invoice, a whole invoice, work or a month.

    month             "2026-03": of the work or the period charged for, of the invoice where neither is known
    charged_minor     what was charged, in `currency`
    right_minor       what the contract's terms come to, in `right_currency`; None where that is not settled
    difference_minor  charged less right: overcharged where positive. Where the contract leaves a range, what lies
                      outside it: certain under every reading. None where it can't be reckoned (two currencies)
    disputed_minor    for no_clause, conflict and needs_fact: how much of the charge hangs on the answer
    because           provisions, in the order of the steps; `field:NAME` stands for a term field
    needs             facts that would settle it
    """

    verdict: Verdict
    cause: str
    month: str
    currency: str
    charged_minor: int
    right_minor: int | None
    difference_minor: int | None
    lines: tuple[LineRef, ...] = ()
    invoice: str | None = None
    ticket: str | None = None
    entries: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()
    right_currency: str = ""
    disputed_minor: int = 0

    @property
    def because(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for step in self.steps for name in step.because))

    @property
    def certain(self) -> bool:
        """Whether its difference can be claimed as it stands."""
        return self.verdict in WRONG and bool(self.difference_minor)


@dataclass(frozen=True)
class Totals:
    """Sums of differences by verdict, month and cause, in minor units by currency."""

    by_verdict: Mapping[tuple[str, str], int] = field(default_factory=dict)
    by_month: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    by_cause: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
