"""Files as systems export them, made in a line or two."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from remit.audit.importers import Imported, Options, read_files

EXAMPLES = Path(__file__).parents[2] / "examples"
LONDON = Options(zone="Europe/London", currency="GBP")


def text_table(
    folder: Path,
    headings: Sequence[str],
    *rows: Sequence[object],
    name: str = "export.csv",
    separator: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """A CSV with these headings and rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerows([headings, *rows])
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def read(path: Path, table: str, options: Options = LONDON) -> pl.DataFrame:
    """The rows of a table in a file."""
    return read_files([path], options=options).table(table).collect()


def imported(*paths: Path, options: Options = LONDON) -> Imported:
    return read_files(paths, options=options)
