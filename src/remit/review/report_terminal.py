"""The review in a terminal: readable at 80 columns, and plain text where the output is no terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from remit.contract import Contract, Evidence
from remit.review.findings import COLUMNS, Item, ProviderQuestion, Quote, Rating, Review, Topic
from remit.review.incentives_terminal import print_incentives
from remit.review.wording import (
    COLUMN_WORDS,
    DUTY_WORDS,
    NOT_ADVICE,
    RATING_WORDS,
    ROLE_WORDS,
    place,
    reasons_left,
    sentence,
    verdict_line,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES: dict[Rating, str] = {
    "deal_breaker": "bold white on red",
    "bad": "bold red",
    "watch": "yellow",
    "ok": "green",
}
MARKS: dict[Rating, str] = {"deal_breaker": "✖", "bad": "▲", "watch": "●", "ok": "✓"}
ASCII_MARKS: dict[Rating, str] = {"deal_breaker": "X", "bad": "!", "watch": "?", "ok": "+"}
LONG = 320
"""Characters of a quote that a terminal shows; the HTML report and the JSON hold the whole."""
WIDTH = 100
# Contract text is written by others: control characters and marks that turn the reading direction are not printed.
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_terminal(review: Review, contract: Contract, console: Console) -> None:
    """Print the whole review, worst first. `contract` gives the documents' names and sizes."""
    page = Page(console)
    page.title(review, contract)
    page.overview(review)
    page.matrix(review)
    if review.incentives:
        print_incentives(review.incentives, page)
    for topic in review.topics:
        page.topic(topic)
    page.questions("Before you sign: questions to put to the provider", review.before_you_sign)
    page.duties(review)
    page.silences(review)
    page.notes(review)
    page.questions("Also worth asking (Remit does not read these terms)", review.also_ask)


class Page:
    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, WIDTH)
        self.marks = MARKS if console.encoding.startswith("utf") else ASCII_MARKS

    def line(self, text: Text | str = "", indent: int = 0, style: str = "", hang: int = 0) -> None:
        """A paragraph wrapped to the page; `hang` indents the lines after the first further."""
        from rich.text import Text  # noqa: PLC0415 - rich loads only where something is printed

        shown = text if isinstance(text, Text) else Text(clean(text), style=style)
        lines = shown.wrap(self.console, max(20, self.width - indent - hang))
        for n, part in enumerate(lines):
            self.console.print(Text(" " * (indent + (hang if n else 0))) + part, soft_wrap=True)

    def heading(self, text: str) -> None:
        self.line()
        self.line(text.upper() if not self.console.is_terminal else text, style="bold underline")

    def rows(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str], right: int
    ) -> None:
        """A table of so many columns to the right as numbers; each row in its style."""
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), width=self.width)
        for n, head in enumerate(heads):
            numeric = n >= len(heads) - right
            table.add_column(
                head, justify="right" if numeric else "left", no_wrap=numeric, header_style="dim"
            )
        for row, style in zip(rows, styles, strict=True):
            table.add_row(*(clean(cell) for cell in row), style=style)
        self.console.print(table)

    def title(self, review: Review, contract: Contract) -> None:
        parties = " and ".join(p for p in (review.provider, review.client) if p)
        self.line(f"Review of the agreement{f' between {parties}' if parties else ''}", style="bold")
        for d in contract.documents:
            self.line(f"{d.name}: {d.pages} page{'s' if d.pages != 1 else ''}, {d.words:,} words", indent=2)
        self.line(f"Read from the client's side. {NOT_ADVICE}", style="dim")

    def overview(self, review: Review) -> None:
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        breakers = review.deal_breakers()
        if breakers:
            self.heading("Deal-breakers")
            for item in breakers:
                self.item(item)
        self.heading("At a glance")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("")
        for rating, word in RATING_WORDS.items():
            table.add_column(
                word, justify="right", style=STYLES[rating] if rating != "deal_breaker" else "bold red"
            )
        table.add_column("Not written", justify="right")
        for topic in review.topics:
            counts = [str(topic.ratings[r] or "-") for r in topic.ratings]
            table.add_row(Text(topic.title), *counts, str(topic.states["not_written"] or "-"))
        self.console.print(table)

    def matrix(self, review: Review) -> None:
        if not review.matrix:
            return
        self.heading("Who bears what")
        for column in COLUMNS:
            labels = [row.label for row in review.matrix if row.where == column]
            if labels:
                self.line(f"{COLUMN_WORDS[column]} ({len(labels)}): {'; '.join(labels)}.", hang=2)

    def topic(self, topic: Topic) -> None:
        self.heading(topic.title)
        self.line(topic.intro, style="italic")
        fine = [item for item in topic.items if item.rating == "ok"]
        for item in topic.items:
            # Deal-breakers stand at the top of the report.
            if item.rating in {"bad", "watch"}:
                self.item(item)
        if fine:
            self.line()
        for item in fine:
            self.short(item)

    def short(self, item: Item) -> None:
        self.line(f"{self.marks['ok']} {item.question}", style="green", hang=2)
        where = place(item.quotes[0].evidence.page, item.quotes[0].evidence.clause) if item.quotes else ""
        self.line(f"{verdict_line(item)}{f' ({where})' if where else ''}", indent=2)

    def item(self, item: Item) -> None:
        from rich.text import Text  # noqa: PLC0415

        self.line()
        head = Text(f"{self.marks[item.rating]} {RATING_WORDS[item.rating]}", style=STYLES[item.rating])
        head.append(f"  {item.question}", style="bold not dim")
        self.line(head, hang=2)
        self.line(verdict_line(item), indent=2)
        if item.leaning:
            self.line(f"It leans to: {sentence(item.leaning)} Confidence {item.confidence:.0%}.", indent=2)
        for step in item.arithmetic:
            self.line(step, indent=4, style="dim", hang=2)
        for quote in item.quotes[:6]:
            self.quote(quote)
        if len(item.quotes) > 6:
            self.line(f"and {len(item.quotes) - 6} more passages", indent=4, style="dim")
        for reason in reasons_left(item):
            self.line(reason, indent=4, style="dim")
        if item.needs:
            self.line(f"It turns on: {' '.join(item.needs)}", indent=2)

    def quote(self, quote: Quote) -> None:
        e = quote.evidence
        where = place(e.page, e.clause, e.heading)
        self.line(
            f"{ROLE_WORDS[quote.role]} ({where or e.document}): “{shortened(e)}”",
            indent=4,
            style="cyan",
            hang=2,
        )
        if quote.note:
            self.line(quote.note, indent=6, style="dim")

    def questions(self, title: str, asked: Iterable[ProviderQuestion]) -> None:
        held = tuple(asked)
        if not held:
            return
        self.heading(title)
        for number, question in enumerate(held, 1):
            self.line(f"{number}. {question.text}", hang=len(str(number)) + 2)
            if question.propose:
                self.line(f"Proposed wording: {question.propose}", indent=4, style="dim")

    def duties(self, review: Review) -> None:
        self.heading("What you must do")
        if not review.what_you_must_do:
            self.line("No duties of yours were found.")
        for duty in review.what_you_must_do:
            where = place(duty.evidence.page, duty.evidence.clause)
            self.line(
                f"- {DUTY_WORDS.get(duty.kind, duty.kind)}: {duty.text}{f' ({where})' if where else ''}",
                hang=2,
            )

    def silences(self, review: Review) -> None:
        self.heading("What is not written")
        if not review.what_is_not_written:
            self.line("The contract speaks to every question that was asked.")
        for name in review.what_is_not_written:
            self.line(f"- {review.item(name).question}", hang=2)

    def notes(self, review: Review) -> None:
        self.heading("Blanks, missing schedules and notices")
        if not review.notes:
            self.line("None were found.")
        for note in review.notes:
            where = place(note.evidence.page, note.evidence.clause) if note.evidence else note.document
            self.line(f"- {note.text}{f' ({where})' if where else ''}", hang=2)


def clean(text: str) -> str:
    return _UNPRINTED.sub("\N{REPLACEMENT CHARACTER}", text)


def shortened(evidence: Evidence) -> str:
    """The quote, cut at its end where it is long; what is shown is verbatim but for folded white space."""
    text = " ".join(evidence.quote.split())
    return text if len(text) <= LONG else f"{text[:LONG].rsplit(' ', 1)[0]} …"
