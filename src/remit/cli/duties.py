"""`remit duties`: who owes what by when, as a list, as JSON and as a calendar feed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Whose(StrEnum):
    client = "client"
    provider = "provider"


def duties(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Contract documents, or one terms file.", show_default=False),
    ],
    begins: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="When the contract starts, if it does not say.",
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on", metavar="DATE", formats=["%Y-%m-%d"], help="The day to look from; today without it."
        ),
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, max=120, help="How far to look ahead.")] = 12,
    lead: Annotated[
        int,
        typer.Option(
            "--lead", metavar="DAYS", min=0, max=730, help="Warn this long before a last day for notice."
        ),
    ] = 30,
    party: Annotated[Whose | None, typer.Option("--party", help="Only what this party owes.")] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write the dates as a calendar feed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Who owes what by when: last days for notice, renewals, reports, reviews, payments."""
    import sys
    from datetime import UTC

    from remit.cli.output import check_target, print_json, save
    from remit.cli.progress import progress
    from remit.clock import Length
    from remit.duties import duties as duties_of
    from remit.duties.record import Duties
    from remit.files import load

    if ics:
        check_target(ics, files)
    with progress() as report:
        contract = load(files, report).contract
    day = on.date() if on else datetime.now(UTC).astimezone().date()
    found = duties_of(
        contract, on=day, begins=begins.date() if begins else None, months=months, lead=Length(lead, "day")
    )
    if party:
        found = found.model_copy(
            update={"items": tuple(i for i in found.items if i.party in (party.value, "both"))}
        )
    names = tuple(document.name for document in contract.documents) or tuple(file.name for file in files)
    if ics:
        from remit.duties.feed import calendar_feed

        save(ics, calendar_feed(found, names, warn_days=max(lead, 7)))
    if as_json:
        print_json(Duties.model_dump(found, mode="json", by_alias=True))
    else:
        from rich.console import Console

        from remit.cli.duties_told import tell

        tell(Console(file=sys.stdout, highlight=False), contract, found)
    if ics:
        dates = sum(due.day >= found.on for _, due in found.dated())
        typer.echo(f"Wrote {ics}: {dates} dates", err=as_json)
