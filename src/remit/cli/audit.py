"""`remit audit`: tickets, work and invoices against the contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.audit.auditing import Audit

Many = list[Path]


def audit(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
    ],
    invoices: Annotated[
        Many | None,
        typer.Option("--invoices", metavar="FILE", help="Invoices: a file or a folder; may be repeated."),
    ] = None,
    tickets: Annotated[
        Many | None, typer.Option("--tickets", metavar="FILE", help="Ticket export; may be repeated.")
    ] = None,
    time: Annotated[
        Many | None, typer.Option("--time", metavar="FILE", help="Time entries; may be repeated.")
    ] = None,
    assets: Annotated[
        Many | None, typer.Option("--assets", metavar="FILE", help="Devices; may be repeated.")
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option("--known", metavar="FILE", help="What no export says: users, blocks, facts."),
    ] = None,
    mapping: Annotated[
        Many | None,
        typer.Option("--mapping", metavar="FILE", help="How a file's columns are read; see --mappings."),
    ] = None,
    mappings: Annotated[
        Path | None,
        typer.Option("--mappings", metavar="FOLDER", help="Write how each file was read, to edit."),
    ] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone of the exports.")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="Currency of files that name none.")
    ] = None,
    date_order: Annotated[
        str | None, typer.Option("--date-order", metavar="day|month", help="Which comes first in 03/04/2026.")
    ] = None,
    decimal: Annotated[
        str | None, typer.Option("--decimal", metavar="point|comma", help="The decimal sign.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Go on with the rows that can be read, and list the others.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a web page.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="Write the report as a workbook.")
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", metavar="FILE.docx", help="Write a letter that claims what is certain."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day to reckon open times from; today without it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when something was charged wrongly.")
    ] = False,
) -> None:
    """Check invoices against the contract, line by line, with the work behind them."""
    import sys

    from remit.audit.auditing import audit as audit_tables
    from remit.audit.known import load_known
    from remit.cli.audit_files import read_all
    from remit.cli.output import check_target, print_json
    from remit.cli.progress import progress
    from remit.files import load

    if not invoices:
        raise RequestProblem("There is nothing to audit without invoices.", "Give them with --invoices FILE.")
    told = load_known(known) if known else None
    today = _day(as_of)
    given = {"tickets": tickets, "time_entries": time, "invoice_lines": invoices, "assets": assets}
    read = [*files, *(path for held in given.values() for path in held or [])]
    for target in (html, xlsx, letter):
        if target:
            check_target(target, read)
    with progress() as report:
        agreement = load(files, report)
        tables = read_all(
            {name: held or [] for name, held in given.items()},
            mapping or [],
            zone=zone or (told.zone if told else None),
            currency=currency or (told.currency if told else None),
            date_order=date_order,
            decimal=decimal,
            partial=partial,
            progress=report,
        )
        found = audit_tables(agreement.contract, tables, told, zone=zone, today=today, progress=report)
    _write(found, html, xlsx, letter, today, quiet=as_json)
    if mappings:
        from remit.cli.audit_files import save_mappings

        save_mappings(mappings, tables)
    if as_json:
        from remit.audit.report_json import to_json

        print_json(to_json(found))
    else:
        from rich.console import Console

        from remit.cli.audit_terminal import print_audit

        print_audit(found, Console(file=sys.stdout, highlight=False))
    if strict and found.of("overcharged", "duplicate"):
        raise typer.Exit(1)


def _day(as_of: str | None) -> date:
    from datetime import UTC, datetime

    if as_of is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(as_of)
    except ValueError as problem:
        raise RequestProblem(f"'{as_of}' is no date.", "Write for example --as-of 2026-06-15.") from problem


def _write(
    found: Audit, html: Path | None, xlsx: Path | None, letter: Path | None, today: date, *, quiet: bool
) -> None:
    from remit.cli.output import save

    if html:
        from remit.audit.report_html import render_html

        save(html, render_html(found))
    if xlsx:
        from remit.audit.report_xlsx import render_xlsx

        save(xlsx, render_xlsx(found))
    if letter:
        from remit.audit.letter import render_letter

        save(letter, render_letter(found, today))
    for target in (html, xlsx, letter):
        if target:
            typer.echo(f"Wrote {target}", err=quiet)
