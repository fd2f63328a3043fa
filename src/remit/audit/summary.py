"""The figures of an audit: sums by verdict, month and cause, and targets in numbers. Every face tells these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from remit.audit.record import Finding, causes
from remit.charges.money import show

HEADINGS: Final[Mapping[str, str]] = {
    "overcharged": "Overcharged",
    "duplicate": "Charged twice",
    "undercharged": "Undercharged",
    "no_clause": "Not covered by any clause",
    "conflict": "The contract contradicts itself",
    "needs_fact": "Needs a fact",
    "ok": "Right",
}
"""What a verdict is called above its findings."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Findings that have something in common, and their amount.

    minor  differences where they are certain, else what hangs on the answer; None where it can't be added up
    """

    of: tuple[str, ...]
    count: int
    currency: str
    minor: int

    @property
    def money(self) -> str:
        return show(abs(self.minor), self.currency)


def by_verdict(findings: Iterable[Finding]) -> list[Sum]:
    found = _summed(findings, lambda f: (f.verdict,))
    return sorted(found, key=lambda s: ([*HEADINGS].index(s.of[0]), s.currency))


def by_month(findings: Iterable[Finding]) -> list[Sum]:
    """Certain differences by month: overcharged, charged twice and undercharged."""
    return sorted(_summed(_certain(findings), lambda f: (f.month, f.verdict)), key=lambda s: s.of)


def by_cause(findings: Iterable[Finding]) -> list[Sum]:
    """Certain differences by cause, the dearest first."""
    found = _summed(_certain(findings), lambda f: (f.cause, f.verdict))
    return sorted(found, key=lambda s: (-abs(s.minor), s.of))


def cause_label(cause: str) -> str:
    return causes()[cause].label


def _certain(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.verdict in ("overcharged", "duplicate", "undercharged")]


def _summed(findings: Iterable[Finding], key: Callable[[Finding], tuple[str, ...]]) -> list[Sum]:
    held: dict[tuple[tuple[str, ...], str], list[int]] = {}
    for f in findings:
        amount = f.difference_minor if f.difference_minor is not None else f.disputed_minor
        held.setdefault((key(f), f.currency), []).append(amount)
    return [Sum(of, len(amounts), currency, sum(amounts)) for (of, currency), amounts in held.items()]


def targets_in_numbers(counted: pl.DataFrame) -> list[dict[str, object]]:
    """Tickets by month, measure and priority: met, missed, open, running, and the share that was met."""
    rows = (
        counted.group_by("month", "measure", "priority")
        .agg(pl.col("met", "missed", "open", "running").sum())
        .sort(
            "month",
            "measure",
            pl.col("priority").replace_strict(
                {"critical": 0, "high": 1, "normal": 2, "low": 3}, default=4, return_dtype=pl.Int32
            ),
        )
    )
    return [
        {**row, "share": f"{100 * row['met'] // due} %" if (due := row["met"] + row["missed"]) else ""}
        for row in rows.iter_rows(named=True)
    ]
