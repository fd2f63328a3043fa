"""Contracts side by side in a terminal: what differs first, then which costs less and from where on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from remit.forecast.comparison import Between, Comparison, Line
from remit.forecast.money import give, whole
from remit.forecast.record import FIGURES, Forecast
from remit.forecast.report_terminal import Page

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = ("cost", "bill", "extras", "others", "standstill", "uncovered", "profit")


def print_comparison(compared: Comparison, found: Forecast | None, console: Console) -> None:
    page = Page(console)
    page.line(f"Compared: {'; '.join(compared.names)}", "bold")
    if found:
        page.rests(found.rests)
        _costs(page, compared, found)
    else:
        page.line("Give --needs to see what each will cost.", "dim")
    _lines(page, "Who pays for what", compared, compared.events)
    _lines(page, "Who carries which loss", compared, compared.losses)
    _lines(page, "What they state", compared, compared.fields)
    page.heading("Where they rule differently, counted exactly")
    for a in compared.apart:
        what = "who pays" if a.question == "coverage" else "who bears the loss"
        page.line(
            f"{compared.names[a.first]} and {compared.names[a.second]}, {what}: {a.cells:,} of {a.of:,} kinds of event.",
            "bold",
        )
        for r in a.shown:
            page.line(f"- {r.event}: {r.first}; {r.second} ({r.cells:,} kinds)", hang=2)


def _costs(page: Page, compared: Comparison, found: Forecast) -> None:
    digits = found.minor_digits
    page.heading(f"What each costs a year, in {found.currency}")
    page.table(
        ("", *compared.names),
        [
            *((FIGURES[name], *(give(it.a_year[name], digits) for it in found.offers)) for name in SHOWN),
            ("in a usual year", *(whole(it.a_year["cost"].median, digits) for it in found.offers)),
            (
                "in one year of twenty more than",
                *(whole(it.a_year["cost"].high, digits) for it in found.offers),
            ),
            (
                "mean of the worst twentieth",
                *(
                    f"{whole(c.worst, digits)} ± {whole(c.worst_error, digits)}"
                    for it in found.offers
                    for c in (it.a_year["cost"],)
                ),
            ),
            (f"all {found.months} months", *(give(it.horizon, digits) for it in found.offers)),
            (
                "to the end of the first term",
                *("-" if it.term is None else give(it.term, digits) for it in found.offers),
            ),
            ("which has months", *("-" if it.term is None else str(it.term_months) for it in found.offers)),
            ("preventive hours a device", *(f"{it.care.chosen:g}" for it in found.offers)),
            ("tickets a month", *(f"{it.care.tickets_a_month:g}" for it in found.offers)),
        ],
    )
    for b in compared.between:
        _between(page, compared, b, digits)


def _between(page: Page, compared: Comparison, b: Between, digits: int) -> None:
    one, other = compared.names[b.first], compared.names[b.second]
    page.line()
    page.line(
        f"{other} costs you {whole(abs(b.mean), digits)} ± {whole(b.mean_error, digits)} {'less' if b.mean < 0 else 'more'} "
        f"a year than {one}, {whole(abs(b.worst), digits)} ± {whole(b.worst_error, digits)} "
        f"{'less' if b.worst < 0 else 'more'} in the worst twentieth, and is the cheaper one in {b.cheaper:.0%} ± "
        f"{b.cheaper_error:.1%} of the years."
    )
    for e in b.break_even:
        page.line(
            f"- {other if e.second_above else one} is cheaper above {e.value:g} ({e.label.lower()}, {e.unit}); expected are "
            f"{e.expected:g}.",
            hang=2,
        )
    if not b.break_even:
        page.line("- No number of tickets and no key assumption within its range turns this.", hang=2)
    page.line(
        f"On the same futures the variance of the difference is {b.common_draws:.1f} times smaller than on draws of their own.",
        "dim",
    )


def _lines(page: Page, title: str, compared: Comparison, lines: Sequence[Line]) -> None:
    apart = [line for line in lines if line.differs or any(not c.sure for c in line.cells)]
    same = len(lines) - len(apart)
    page.heading(title)
    if apart:
        page.words(("", *compared.names), [(line.label, *(c.says for c in line.cells)) for line in apart])
    page.line(f"In {same} other lines they say the same." if same else "They differ in every line.", "dim")
