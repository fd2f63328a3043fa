"""The incentive table in a terminal: who gains from what, at 80 columns, and the arithmetic for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from remit.review.incentives_record import IncentiveRow, Incentives
from remit.review.wording import amount, place

SIGNS = {"earns": "earns", "loses": "loses", "nothing": "no matter", "open": "open"}
STYLES = {"earns": "red", "loses": "green", "nothing": "dim", "open": "yellow"}


class Printing(Protocol):
    """What a page of the report offers."""

    width: int

    def line(self, text: str = "", indent: int = 0, style: str = "", hang: int = 0) -> None: ...
    def heading(self, text: str) -> None: ...
    def rows(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str], right: int
    ) -> None: ...


def print_incentives(found: Incentives, page: Printing, *, arithmetic: bool = False) -> None:
    page.heading("Whose interest the contract serves")
    index = (
        f" Alignment {signed(found.alignment)}: 1 is yours, below 0 against you."
        if found.alignment is not None
        else ""
    )
    page.line(f"{found.says}{index}", style="bold")
    page.line(
        f"{found.settled:.0%} of the weight of a year's trouble is settled by the contract.", style="dim"
    )
    if found.neglect is not None or found.neglect_says:
        head = {True: "Neglect pays. ", False: "", None: ""}[found.neglect]
        page.line(f"{head}{found.neglect_says}")
    for said in found.client:
        page.line(f"Your own side: {said}")
    for topic in found.topics:
        rows = [r for r in found.rows if r.topic == topic.topic]
        page.line()
        page.line(f"{topic.title}: {topic.says}", style="bold", hang=2)
        page.rows(
            ("", "contract", "provider", "an event", "an hour", "you", "index"),
            [cells(r, found) for r in rows],
            [STYLES[r.sign] for r in rows],
            4,
        )
        for row in rows:
            if row.provided:
                page.line(f"{row.label}: {row.provided}", indent=2, style="dim", hang=2)
            if row.sign == "open" and row.if_included is not None:
                charged = money(row.if_charged, found) if row.if_charged is not None else "a gain"
                page.line(
                    f"{row.label}: {money(row.if_included, found)} for the provider if it is in the fee, "
                    f"{charged} if it is billed.",
                    indent=2,
                    style="dim",
                    hang=2,
                )
            if arithmetic:
                page.line(f"{row.label}:", indent=2)
                for step in row.steps:
                    page.line(step, indent=4, style="dim", hang=2)
    page.line()
    page.line("What blunts or sharpens these interests", style="bold")
    for bent in found.bent:
        where = place(bent.evidence.page, bent.evidence.clause) if bent.evidence else ""
        sure = "" if bent.sure else "If the reading is right: "
        page.line(f"- {bent.effect}: {sure}{bent.says}{f' ({where})' if where else ''}", hang=2)
    page.line()
    page.line("Regular work", style="bold")
    for work in found.upkeep:
        where = place(work.evidence.page, work.evidence.clause) if work.evidence else ""
        page.line(f"- {work.label}: {work.says}{f' ({where})' if where else ''}", hang=2)
    page.line(f"Assumed: {'; '.join(found.assumed)}. Weighed by a year of {found.firm}.", style="dim")


def cells(row: IncentiveRow, found: Incentives) -> tuple[str, ...]:
    return (
        row.label,
        row.answer if row.sure else "unsure",
        SIGNS[row.sign],
        money(row.provider, found),
        money(row.provider_hour, found),
        money(row.client, found),
        signed(row.alignment),
    )


def money(minor: int | None, found: Incentives) -> str:
    """Whole units; the arithmetic has the rest."""
    if minor is None:
        return "?"
    whole = (Decimal(minor).scaleb(-found.minor_digits)).to_integral_value()
    return amount(whole).replace("-", "−")


def signed(index: float | None) -> str:
    return "?" if index is None else f"{index:+.2f}".replace("-", "−")
