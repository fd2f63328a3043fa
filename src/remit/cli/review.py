"""`remit review`: read a contract, put the playbook's questions to it, and report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def review(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
    ],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a web page.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    incentives: Annotated[
        bool,
        typer.Option("--incentives", help="Only whose interest the contract serves, with the arithmetic."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when there is a deal-breaker.")
    ] = False,
) -> None:
    """Review a contract: what is covered, who bears which risk, what is missing."""
    import sys

    from remit.cli.output import check_target, print_json, save
    from remit.cli.progress import progress
    from remit.files import load

    if html:
        check_target(html, files)
    with progress() as report:
        agreement = load(files, report)
        report("reviewing", 0, 1)
        from remit.review import review as review_contract

        found = review_contract(agreement.contract)
    if html:
        from remit.review.report_html import render_html

        save(html, render_html(found, agreement.contract, agreement.documents))
    if as_json:
        from remit.review.report_json import to_json

        data = to_json(found)
        print_json(data["incentives"] if incentives else data)
    else:
        from rich.console import Console

        from remit.review.report_terminal import Page, print_terminal

        console = Console(file=sys.stdout, highlight=False)
        if incentives and found.incentives:
            from remit.review.incentives_terminal import print_incentives

            print_incentives(found.incentives, Page(console), arithmetic=True)
        else:
            print_terminal(found, agreement.contract, console)
    if html:
        typer.echo(f"Wrote {html}", err=as_json)
    if strict and found.deal_breakers():
        raise typer.Exit(1)
