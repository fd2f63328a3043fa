"""`remit gaps`: on which events a contract is silent, and on which it contradicts itself."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.contract import Contract
    from remit.ruling.gap_report import Expectation, GapReport


class Rank(StrEnum):
    frequency = "frequency"
    money = "money"


def gaps(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
    ],
    question: Annotated[
        list[str] | None,
        typer.Option("--question", metavar="NAME", help="Only this question; repeat as needed."),
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help="Also tell where this contract, or version, rules differently; repeat for its further documents.",
        ),
    ] = None,
    tickets: Annotated[
        Path | None,
        typer.Option(
            "--tickets",
            metavar="FILE",
            help="Weigh gaps by these tickets (CSV or Parquet, columns of facts).",
        ),
    ] = None,
    needs: Annotated[
        Path | None,
        typer.Option("--needs", metavar="FILE", help="Weigh gaps by what this client is to expect."),
    ] = None,
    rank: Annotated[
        Rank, typer.Option(help="What comes first: the most frequent gaps, or the dearest.")
    ] = Rank.frequency,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Gaps told of each kind.")] = 5,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FOLDER", help="Write the coverage maps there, as pictures (SVG)."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write all of it as a web page, maps included."),
    ] = None,
    canons: Annotated[
        bool,
        typer.Option(
            "--canons/--no-canons",
            help="Use rules of interpretation, such as: the specific beats the general.",
        ),
    ] = True,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="By the text in effect on this day.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when the contract is silent or contradictory.")
    ] = False,
) -> None:
    """Find what a contract leaves open: events on which it is silent, and events on which it contradicts itself."""
    import sys

    from remit.cli.gap_events import expected, from_tickets
    from remit.cli.output import check_target, print_json, save

    day = _day(as_of)
    if tickets and needs:
        raise RequestProblem("--tickets and --needs both say what happens.", "Give one of them.")
    _known(question or [])
    if html:
        check_target(html, files)
    if svg:
        _folder(svg)
    weights = from_tickets(tickets) if tickets else expected(needs)
    found, contract = _report(
        files, against or [], question or [], weights, day, canons, rank, limit, bool(svg or html)
    )
    written: list[Path] = []
    if svg:
        from remit.ruling.maps import map_picture

        for q in found.questions:
            for drawn in q.maps:
                target = svg / f"{q.question}-{drawn.row_name}-by-{drawn.column_name}.svg"
                save(target, map_picture(drawn))
                written.append(target)
    if html:
        from remit.ruling.gap_page import render_page

        save(html, render_page(found, contract))
        written.append(html)
    if as_json:
        from remit.ruling.gap_data import to_data

        print_json(to_data(found, contract))
    else:
        from rich.console import Console

        from remit.cli.gap_telling import tell_gaps

        tell_gaps(Console(file=sys.stdout, highlight=False), found, contract)
    for target in written:
        typer.echo(f"Wrote {target}", err=as_json)
    if strict and found.open:
        raise typer.Exit(1)


def _report(
    files: list[Path],
    against: list[Path],
    questions: list[str],
    weights: Expectation,
    day: date | None,
    canons: bool,
    rank: Rank,
    limit: int,
    with_maps: bool,
) -> tuple[GapReport, Contract]:
    from remit.cli.progress import progress
    from remit.files import load
    from remit.ruling.gap_report import Reporter

    with progress() as report:
        contract = load(files, report).contract
        other = load(against, report).contract if against else None
        reporter = Reporter(
            contract,
            canons=canons,
            on=day,
            expectation=weights,
            most=limit,
            by_worth=rank is Rank.money,
            with_maps=with_maps,
            progress=report,
        )
        return reporter.report(questions, other), contract


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as problem:
        raise RequestProblem(f"'{text}' is no date.", "Write for example --as-of 2026-07-01.") from problem


def _known(questions: list[str]) -> None:
    from remit.contract import vocabulary
    from remit.contract.event import suggestion

    for name in questions:
        if name not in vocabulary().questions:
            raise RequestProblem(f"'{name}' is no question.", suggestion(name, vocabulary().questions))


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise RequestProblem(
            f"{folder} can't be made a folder ({problem.strerror}).", "Choose another place."
        ) from problem
