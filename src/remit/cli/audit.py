"""`remit audit`: tickets, work and invoices against the contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from remit.errors import RequestProblem

Many = list[Path]


def audit(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
    ],
    invoices: Annotated[
        Many | None, typer.Option("--invoices", metavar="FILE", help="Invoices; may be repeated.")
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
    from remit.cli.output import print_json
    from remit.cli.progress import progress
    from remit.files import load

    if not invoices:
        raise RequestProblem("There is nothing to audit without invoices.", "Give them with --invoices FILE.")
    told = load_known(known) if known else None
    given = {"tickets": tickets, "time_entries": time, "invoice_lines": invoices, "assets": assets}
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
        found = audit_tables(agreement.contract, tables, told, zone=zone, progress=report)
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
