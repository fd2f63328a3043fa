"""The files of an audit: read into its tables, each by the mapping that was given for it or recognised."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from remit.audit.importers import Imported, Mapping, Options, dump_mapping, load_mapping, read_files
from remit.audit.importers.mapping import Decimals, Order
from remit.cli.output import save
from remit.errors import RequestProblem
from remit.files import Progress


def read_all(
    given: Map[str, Sequence[Path]],
    mappings: Sequence[Path],
    *,
    zone: str | None,
    currency: str | None,
    date_order: str | None,
    decimal: str | None,
    partial: bool,
    progress: Progress | None = None,
) -> Imported:
    """given: files by the table that they are to fill; tickets may hold time entries too, and the other way round."""
    _one_of("--date-order", date_order, ("day", "month"))
    _one_of("--decimal", decimal, ("point", "comma"))
    options = Options(
        zone=zone,
        currency=currency,
        date_order=cast("Order | None", date_order),
        decimal=cast("Decimals | None", decimal),
        partial=partial,
    )
    given = {table: [file for path in held for file in in_folder(path)] for table, held in given.items()}
    paths = [path for held in given.values() for path in held]
    return read_files(paths, options=options, mappings=_by_name(given, mappings), progress=progress)


def in_folder(path: Path) -> list[Path]:
    """The files of a folder, in order of their names; a file stands for itself."""
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
    if not found:
        raise RequestProblem(
            f"The folder {path} holds no files.", "Give the files or a folder that holds them."
        )
    return found


def _one_of(option: str, value: str | None, words: tuple[str, ...]) -> None:
    if value is not None and value not in words:
        raise RequestProblem(f"{option} can't be '{value}'.", f"Write {option} {' or '.join(words)}.")


def _by_name(given: Map[str, Sequence[Path]], mappings: Sequence[Path]) -> dict[str, Mapping]:
    """A mapping saved as NAME.mapping.yaml is for the file NAME, any other for all files of its table."""
    found: dict[str, Mapping] = {}
    names = {path.name: table for table, held in given.items() for path in held}
    for path in mappings:
        mapping = load_mapping(path)
        own = path.name.removesuffix(".mapping.yaml")
        wanted = [own] if own in names else [n for n, table in names.items() if table == mapping.table]
        if not wanted:
            raise RequestProblem(
                f"{path} is for {mapping.table.replace('_', ' ')}, and none were given.",
                "Give the files that it is for, or leave it out.",
            )
        found |= dict.fromkeys(wanted, mapping)
    return found


def save_mappings(folder: Path, tables: Imported) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in tables.files:
        if file.mapping is not None:
            save(folder / f"{file.name.replace('/', '_')}.mapping.yaml", dump_mapping(file.mapping))
