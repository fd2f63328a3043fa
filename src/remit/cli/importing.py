"""`remit import`: how exports are read, shown before anything rests on them, and as tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.audit.importers import Imported, Mapping, Options, Preview


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Exports of tickets, time, invoices or devices.", show_default=False
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Write the tables, and what can't be read."),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--form", metavar="csv|xlsx|parquet|json|jsonl", help="What the tables are written as."),
    ] = "csv",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="How the file's columns are read.")
    ] = None,
    save_mapping: Annotated[
        Path | None,
        typer.Option("--save-mapping", metavar="FILE", help="Write how the file is read, to edit."),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help="The system it comes from, such as zendesk.")
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")] = "",
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="NAME", help="Time zone of the account.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Currency of files that name none.")
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
) -> None:
    """Show how exports of tickets, work, invoices and devices are read, or turn them into tables."""
    from typing import cast

    from remit.audit.importers import Options, load_mapping

    for option, value, words in (
        ("--date-order", date_order, ("day", "month")),
        ("--decimal", decimal, ("point", "comma")),
        ("--form", form, ("csv", "xlsx", "parquet", "json", "jsonl")),
    ):
        if value is not None and value not in words:
            raise RequestProblem(f"{option} can't be '{value}'.", f"Write {option} {' or '.join(words)}.")
    options = Options(
        zone=zone,
        date_order=cast("Any", date_order),
        decimal=cast("Any", decimal),
        currency=currency,
        format=format_,
        sheet=sheet,
        partial=partial,
    )
    if (mapping or save_mapping) and len(files) > 1:
        raise RequestProblem("A mapping is for one file.", "Give the files one by one.")
    own = load_mapping(mapping) if mapping else None
    if output is not None:
        _tables(files, output, form, options, own, as_json)
    else:
        _previews(files, options, own, save_mapping, as_json)


def _previews(
    files: list[Path], options: Options, own: Mapping | None, save_mapping: Path | None, as_json: bool
) -> None:
    from remit.audit.importers import dump_mapping, preview_file
    from remit.cli.output import check_target, print_exactly, print_json, save
    from remit.cli.progress import progress

    if save_mapping is not None:
        check_target(save_mapping, files)
    with progress() as report:
        shown: list[Preview] = [
            preview_file(path, options=options, mapping=own, progress=report) for path in files
        ]
    if save_mapping is not None:
        save(save_mapping, dump_mapping(shown[0].mapping))
        typer.echo(f"Wrote {save_mapping}.", err=True)
    if as_json:
        print_json([p.model_dump(mode="json", by_alias=True) for p in shown])
    elif save_mapping is None:
        print_exactly("\n\n".join(p.text() for p in shown) + "\n")


def _tables(
    files: list[Path], folder: Path, form: str, options: Options, own: Mapping | None, as_json: bool
) -> None:
    from remit.audit.importers import read_files, write_table
    from remit.audit.tables import REJECTS, TABLES
    from remit.cli.output import print_json
    from remit.cli.progress import progress

    if folder.exists() and not folder.is_dir():
        raise RequestProblem(f"{folder} is a file.", "Give a folder to write the tables to.")
    with progress() as report:
        found = read_files(
            files, options=options, mappings={files[0].name: own} if own else {}, progress=report
        )
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, str] = {}
    frames = {**found.tables, **({REJECTS.name: found.rejects.lazy()} if len(found.rejects) else {})}
    for name, frame in frames.items():
        path = folder / f"{name}.{form}"
        write_table(frame, TABLES[name], path)
        written[name] = str(path)
    if as_json:
        print_json({"files": _files(found), "notices": [n.text for n in found.notices], "written": written})
        return
    for file in _files(found):
        kept = f", {file['rejected']} values that can't be read" if file["rejected"] else ""
        typer.echo(
            f"{file['name']}: {file['rows']} {str(file['table']).replace('_', ' ')} ({file['format']}){kept}"
        )
    for notice in found.notices:
        typer.echo(notice.text)
    for name in written.values():
        typer.echo(f"Wrote {name}.", err=True)


def _files(found: Imported) -> list[dict[str, object]]:
    return [
        {"name": f.name, "table": f.table, "format": f.format, "rows": f.rows, "rejected": f.rejected}
        for f in found.files
    ]
