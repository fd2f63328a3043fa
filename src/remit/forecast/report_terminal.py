"""A forecast in a terminal, readable at 80 columns: what it rests on first, then both parties' money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from remit.forecast.money import give, whole
from remit.forecast.record import FIGURES, Figure, Forecast, OfferForecast, Rests

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
PROVIDER = ("bill", "labour", "care", "tools", "claims", "profit")
MOVING = 8
"""Assumptions shown in the terminal; the web page shows more, the JSON all."""


def print_forecast(found: Forecast, console: Console) -> None:
    page = Page(console)
    who = f" for {found.client}" if found.client else ""
    page.line(
        f"Forecast{who}: {found.months} months, {found.years:,} simulated years, in {found.currency}", "bold"
    )
    page.rests(found.rests)
    page.line(f"{found.note} Seed {found.seed}.", "dim")
    for it in found.offers:
        page.offer(found, it)


class Page:
    """Lines, headings and tables, wrapped to the page."""

    def __init__(self, console: Console) -> None:
        self.console, self.width = console, min(console.width, WIDTH)

    def line(self, text: str = "", style: str = "", indent: int = 0, hang: int = 0) -> None:
        from rich.text import Text  # noqa: PLC0415 - rich loads only where something is printed

        shown = Text(
            "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text), style=style
        )
        for n, part in enumerate(shown.wrap(self.console, max(20, self.width - indent - hang))):
            self.console.print(Text(" " * (indent + (hang if n else 0))) + part, soft_wrap=True)

    def heading(self, text: str) -> None:
        self.line()
        self.line(text if self.console.is_terminal else text.upper(), "bold underline")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """The first column is words, the others numbers."""
        from rich.table import Table  # noqa: PLC0415

        # Figures keep their line and heads break; what is left is for the words.
        wide = [
            max(*(len(row[n]) for row in rows), *(len(word) for word in head.split()), 1)
            for n, head in enumerate(heads[1:], 1)
        ]
        room = max(16, self.width - sum(wide) - 2 * len(wide))
        words = max(16, *(len(row[0]) for row in rows))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for n, head in enumerate(heads):
            width = wide[n - 1] if n else min(words, room)
            table.add_column(head, justify="right" if n else "left", width=width, header_style="dim")
        for row in rows:
            table.add_row(row[0], *(cell.replace(" ", "\N{NO-BREAK SPACE}") for cell in row[1:]))
        self.console.print(table)

    def words(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table of words in columns of equal width."""
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), width=self.width)
        for n, head in enumerate(heads):
            table.add_column(head, ratio=3 if n else 4, header_style="dim")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def rests(self, rests: Rests) -> None:
        if rests.mostly_assumed:
            self.line("Mostly assumed. Put your own numbers in the needs file.", "bold yellow")
        self.line(rests.says)
        if rests.history:
            self.line(rests.history)

    def offer(self, found: Forecast, it: OfferForecast) -> None:
        digits = found.minor_digits
        self.heading(f"{it.name}{f' ({it.provider})' if it.provider and it.provider != it.name else ''}")
        cost = it.a_year["cost"]
        self.line(
            f"It costs you about {whole(cost.median, digits)} in a usual year, up to {whole(cost.high, digits)} in "
            f"nineteen of twenty, and {whole(cost.worst, digits)} ± {whole(cost.worst_error, digits)} in the mean of the "
            "worst twentieth."
        )
        if it.over_budget is not None and found.budget is not None:
            chance, error = it.over_budget
            self.line(
                f"The chance that a year goes beyond {whole(found.budget, digits)}: {chance:.0%} ± {error:.1%}."
            )
        if it.term is not None:
            self.line(f"To the end of the first term ({it.term_months} months): {give(it.term, digits)}.")
        self.line(f"To the end of the forecast ({found.months} months): {give(it.horizon, digits)}.")
        self.line()
        self.table(
            ("your side, a year", "mean", "usual", "5 % below", "5 % above", "worst 5 %"),
            [
                _row(FIGURES[name], it.a_year[name], digits)
                for name in ("cost", "bill", "extras", "others", "standstill", "uncovered")
            ],
        )
        self.line()
        self.table(
            ("all that it costs you, by year", "mean", "usual", "5 % below", "5 % above", "worst 5 %"),
            [
                _row(f"year {n} ({people} people)", y["cost"], digits)
                for n, (y, people) in enumerate(zip(it.by_year, found.people, strict=False), 1)
            ],
        )
        self.line()
        self.table(
            ("the provider's side, a year", "mean", "usual", "5 % below", "5 % above", "worst 5 %"),
            [_row(FIGURES[name], it.a_year[name], digits) for name in PROVIDER],
        )
        self.line(it.margin_says)
        c = it.care
        duty = (
            f" The contract's duties assure {c.duty:g}."
            if c.duty
            else " No duty of the contract assures any."
        )
        self.line(
            f"Preventive work that pays it best: {c.free:g} hours for each device and month; both of you together would "
            f"want {c.best:g}.{duty} It is taken to do {c.chosen:g}, and you to have {c.tickets_a_month:g} tickets a month."
        )
        for limit in it.limits:
            self.line(
                f"{limit.label}: of a mean loss of {whole(limit.loss, digits)} the provider pays {whole(limit.provider, digits)} "
                f"where it is at fault; {limit.client_share:.0%} stays with you."
            )
        self.topics(found, it)
        if it.doubtful:
            self.line()
            self.line("Check these readings first; the figures rest on them:", "bold")
            for d in it.doubtful:
                where = f", clause {d.evidence.clause}" if d.evidence and d.evidence.clause else ""
                self.line(f"- {d.label}: {d.says} ({d.confidence:.0%} sure{where})", hang=2)
        if it.open:
            self.line()
            self.line("Left open by the contract or its reading, and drawn by chance:", "bold")
            for o in it.open:
                said = o.answer if o.sure else "unsure"
                self.line(
                    f"- {o.label} ({said}): in the fee {o.included:.0%}, billed {o.chargeable:.0%}, left out {o.excluded:.0%}",
                    hang=2,
                )
        if it.assumed:
            self.line(f"Not stated in the contract and assumed: {', '.join(it.assumed)}.")
        self.levers(found, it)
        self.line()
        self.line("What moves the yearly cost most, between the reasonable ends of each number:", "bold")
        self.table(
            ("", "low", "high", "cost at low", "cost at high", ""),
            [
                (
                    s.label,
                    f"{s.low:g}",
                    f"{s.high:g}",
                    whole(s.at_low, digits),
                    whole(s.at_high, digits),
                    "yours" if s.given else s.confidence,
                )
                for s in it.tornado[:MOVING]
            ],
        )

    def levers(self, found: Forecast, it: OfferForecast) -> None:
        tried, digits = it.tried, found.minor_digits
        if tried is None or not tried.effects:
            return
        by_id = {e.lever: e for e in tried.effects}
        self.line()
        self.line("What to ask for: the cheapest change that turns an interest or halves an exposure", "bold")
        for cure in tried.cures:
            why = "the provider earns by it" if cure.why == "earns" else "it weighs on you"
            head = f"- {found.topics[cure.topic]} ({why}, {whole(cure.costs, digits)} a year)"
            effect = by_id.get(cure.lever or "")
            if effect is None:
                self.line(f"{head}: none of the changes tried does it alone.", hang=2)
                continue
            self.line(
                f"{head}: {effect.label}. It saves you {whole(-effect.client, digits)} ± "
                f"{whole(effect.client_error, digits)} a year and costs the provider {whole(-effect.provider, digits)}, "
                f"as much as {whole(effect.a_user_month, digits)} on the fee for each user and month.",
                hang=2,
            )
        shown = dict.fromkeys(c.lever for c in tried.cures if c.lever)
        for name in shown:
            self.line(
                f"Proposed wording ({by_id[str(name)].label.lower()}): {by_id[str(name)].wording}",
                "dim",
                indent=2,
                hang=2,
            )
        self.line()
        self.table(
            ("all changes tried, a year", "for you", "for the provider", "your worst 5 %"),
            [
                (
                    e.label,
                    f"{whole(-e.client, digits)} ± {whole(e.client_error, digits)}",
                    f"{whole(e.provider, digits)} ± {whole(e.provider_error, digits)}",
                    f"{whole(-e.worst, digits)} ± {whole(e.worst_error, digits)}",
                )
                for e in tried.effects
            ],
        )

    def topics(self, found: Forecast, it: OfferForecast) -> None:
        ordered = sorted(it.topics.items(), key=lambda x: -x[1].mean)[:6]
        said = "; ".join(f"{found.topics[t].lower()} {whole(c.mean, found.minor_digits)}" for t, c in ordered)
        self.line(f"Beyond the fee it costs you a year by: {said}.")


def _row(label: str, c: Figure, digits: int) -> tuple[str, ...]:
    return (label, give(c, digits), *(whole(v, digits) for v in (c.median, c.low, c.high, c.worst)))
