"""Gaps told at a terminal: per question the figures, then the kinds of event, each with the clause that comes nearest."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from remit.contract import Contract
from remit.contract.vocabulary import vocabulary
from remit.review.report_terminal import clean
from remit.ruling.gap_report import DifferenceReport, Gap, GapReport, QuestionReport, Reason
from remit.ruling.gap_words import depends, happens, kinds, left_out, percent, spot, telling
from remit.ruling.plain import value_words

LONG = 260
"""Characters of a quote that are shown."""
MOST_NAMED = 8
"""Provisions without effect that are told one by one."""


def tell_gaps(console: Console, report: GapReport, contract: Contract) -> None:
    if report.as_of:
        console.print(f"By the text in effect on {report.as_of.isoformat()}.", style="dim")
    if not report.canons:
        console.print("Without rules of interpretation: only what the text itself settles.", style="dim")
    if report.told:
        console.print(f"Weighed by {escape(report.told)}. {escape(' '.join(report.notes))}", style="dim")
    for q in report.questions:
        _question(console, q, report, contract)
    if report.clashes:
        console.print("\n[bold]Answers that do not go together[/]")
        for c in report.clashes:
            _item(console, f"{c.words}.", f"{c.events:,} of {c.of:,} kinds of event")
            _reasons(console, telling(c.because, 1))
    for d in report.differences or ():
        _difference(console, d)
    if report.unasked:
        labels = [vocabulary().question(q).label for q in report.unasked]
        console.print(f"\nNothing is said at all on: {', '.join(labels)}.", style="dim")


def _question(console: Console, q: QuestionReport, report: GapReport, contract: Contract) -> None:
    console.print(f"\n[bold]{escape(q.label[:1].upper() + q.label[1:])}?[/]")
    if not q.provisions:
        console.print("  [yellow]The contract says nothing on it.[/]")
        return
    console.print(f"  [dim]{escape(f'{depends(q)} {left_out(q)}'.strip())}[/]")
    for name, part, colour in (
        ("Silent", q.silent, "yellow"),
        ("Contradictory", q.conflict, "red"),
        ("No answer can be worked out", q.error, "red"),
    ):
        if part.events or name != "No answer can be worked out":
            shown = f"[{colour}]{name}[/]" if part.events else name
            weighed = f"; {happens(part.weight, q, report, contract)}" if part.weight and part.events else ""
            console.print(f"  {shown}: {kinds(part, q)}{escape(weighed)}.")
    _gaps(console, "Nothing is said of", q.gaps, q, report, contract)
    _gaps(console, "Two things are said of", q.conflicts, q, report, contract)
    _without_effect(console, q)


def _gaps(
    console: Console,
    title: str,
    gaps: Sequence[Gap],
    q: QuestionReport,
    report: GapReport,
    contract: Contract,
) -> None:
    if not gaps:
        return
    console.print(f"\n  [bold]{title}[/]")
    for gap in gaps:
        weighed = f"; {happens(gap.part.weight, q, report, contract)}" if gap.part.weight else ""
        _item(console, f"{gap.words}.", f"{kinds(gap.part, q)}{weighed}")
        _reasons(console, telling(gap.because))
        if len(gap.because) > len(telling(gap.because)):
            rest = len(gap.because) - len(telling(gap.because))
            console.print(f"      [dim]and {rest} more provisions that say one or the other[/]")
        if gap.nearest:
            lacks = " and ".join(gap.lacks)
            _reasons(console, [gap.nearest], "nearest", f"it would take another {lacks}")
        _reasons(console, gap.doubtful[:1], "unsure reading that might settle it")


def _without_effect(console: Console, q: QuestionReport) -> None:
    if q.dead:
        console.print(
            f"\n  [bold]Never in force[/] ({len(q.dead)}): something else always prevails, or nothing fits"
        )
        for dead in q.dead[:MOST_NAMED]:
            by = f"gives way to {', '.join(dead.by)}" if dead.by else "its condition can't hold"
            _reasons(console, [dead.reason], dead.reason.provision, by)
        _more(console, len(q.dead))
    if q.redundant:
        console.print(f"\n  [bold]Could each be left out[/] ({len(q.redundant)}): others say the same")
        _reasons(console, q.redundant[:MOST_NAMED])
        _more(console, len(q.redundant))


def _more(console: Console, count: int) -> None:
    if count > MOST_NAMED:
        console.print(f"      [dim]and {count - MOST_NAMED} more (all of them with --json)[/]")


def _difference(console: Console, d: DifferenceReport) -> None:
    label = d.label[:1].upper() + d.label[1:]
    weighed = f", {percent(d.weight.share)} of what happens" if d.weight and d.events else ""
    differs = f"differs on {d.events:,} of {d.of:,} kinds of event{weighed}" if d.events else "no difference"
    console.print(f"\n[bold]{escape(label)}? Compared:[/] {differs}.")
    for c in d.changes:
        _item(console, f"{c.words}.", f"{c.part.events:,} kinds of event")
        console.print(Padding(f"here: {escape(c.before)}", (0, 0, 0, 6)))
        _reasons(console, telling(c.because_before, 1))
        console.print(Padding(f"there: {escape(c.after)}", (0, 0, 0, 6)))
        _reasons(console, telling(c.because_after, 1))


def _item(console: Console, words: str, figures: str) -> None:
    console.print(Padding(f"• {escape(words)}", (0, 0, 0, 4), expand=False))
    console.print(Padding(f"[dim]{escape(figures)}[/]", (0, 0, 0, 6), expand=False))


def _reasons(console: Console, reasons: Sequence[Reason], title: str = "", ending: str = "") -> None:
    for r in reasons:
        lead = f"{title}: " if title else ""
        says = "cancels only" if r.value is None else value_words(vocabulary(), r.value)
        text = (
            f"{lead}“{_short(r.quote)}” ({spot(r)}) → {says}" if r.quote else f"{lead}{r.provision} → {says}"
        )
        console.print(
            Padding(f"[dim]{escape(clean(text))}{escape(f'; {ending}' if ending else '')}[/]", (0, 0, 0, 6))
        )


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= LONG else f"{text[:LONG].rsplit(' ', 1)[0]} …"
