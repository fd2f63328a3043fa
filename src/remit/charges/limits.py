"""Caps and thresholds of approval, over the lines in the order of the work."""

from __future__ import annotations

from collections.abc import Callable

from remit.charges.numbers import SPANS, Doubt
from remit.charges.pools import period
from remit.charges.sums import Sum, groups_of
from remit.charges.tariff import Price, Reading, Said
from remit.charges.terms import PriceTerms


def _limit_groups(
    terms: PriceTerms, live: list[Sum], of: Callable[[Sum], Price | None], question: str
) -> list[list[Sum]]:
    def key(s: Sum) -> tuple[object, ...]:
        price = of(s)
        unit = price.unit.of if price else ""
        where: tuple[object, ...] = (
            period(unit, s.line.date, terms.starts) if unit in SPANS else s.line.unit(unit or "ticket")
        )
        return (unit, where, s.line.tariff[question].because)

    return groups_of([s for s in live if s.amount is not None and of(s) is not None], key)


def cap(terms: PriceTerms, live: list[Sum]) -> None:
    for group in _limit_groups(terms, live, lambda s: s.numbers.cap, "cap"):
        most = int(group[0].numbers.cap.minor) if group[0].numbers.cap else 0
        total = given = 0
        for s in group:
            total += s.amount or 0
            kept = min(total, most) - given
            s.capped = (s.amount or 0) - kept
            s.amount = kept
            given += kept


def approve(terms: PriceTerms, live: list[Sum], reading: Reading) -> None:
    for group in _limit_groups(terms, live, lambda s: s.numbers.approval, "approval_above"):
        most = int(group[0].numbers.approval.minor) if group[0].numbers.approval else 0
        total = 0
        over = sum(s.amount or 0 for s in group) > most
        for s in group:
            amount = s.amount or 0
            beyond = max(min(amount, total + amount - most), 0)
            total += amount
            approved, word = s.line.facts.get("approved_by_client"), s.numbers.unapproved
            touched = (amount if word == "not_payable" else beyond) if over and word != "payable" else 0
            if approved is True or not touched:
                continue
            if reading == "least" or (approved is False and word is not None):
                s.unapproved, s.amount = touched, amount - touched
            elif reading == "usual":
                because = s.line.tariff["approval_above"].because
                said = (
                    Said("unapproved", "silent", because=because)
                    if approved is False
                    else Said("approval_above", "needs_fact", because=because, needs=("approved_by_client",))
                )
                s.outcome, s.amount = said.verdict, None
                s.doubts.append(Doubt(said))
