"""A file of any tabular kind as one lazy table of its own columns: what importers read, whatever it came in.

`open_source` tells the kind by content. The frame's columns are the file's headings, made distinct; values are text
where the file holds text (CSV, sheets, JSON) and typed where it is typed (Parquet).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import polars as pl

from remit.errors import FileProblem

ROW = "__row"
"""The column that counts rows as a spreadsheet does."""
BEYOND = tuple(f"__beyond_{n}" for n in range(1, 9))
"""Columns for cells that stand right of the last heading."""
Progress = Callable[[str, int, int], None]
Known = Callable[[str], bool]
"""Whether some format of ours knows a heading; it finds the row of headings under titles and above data."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that can't be cut into cells; `text` is the row as it stands."""

    row: int
    problem: str
    text: str


@dataclass(frozen=True)
class Source:
    """A table of a file.

    headings   the columns in the file's order; the frame has them, ROW and `beyond`
    beyond     columns that hold what stands right of the last heading, null in a sound row
    one_based  how a message counts: "row" of a sheet, "record" of JSON
    start_1904 the workbook counts days from 1904
    keep       temporary files that live as long as the source
    """

    name: str
    kind: str
    frame: pl.LazyFrame
    headings: tuple[str, ...]
    beyond: tuple[str, ...] = ()
    unit: str = "row"
    sheet: str = ""
    size: int = 0
    start_1904: bool = False
    broken: tuple[Broken, ...] = ()
    notices: tuple[str, ...] = ()
    keep: object = field(default=None, compare=False, repr=False)


def open_source(
    path: Path, known: Known, *, name: str = "", sheet: str = "", progress: Progress | None = None
) -> Source:
    """The table in a CSV, Excel, OpenDocument, Parquet, Arrow or JSON file; FileProblem where it can't be opened."""
    shown = name or path.name
    head = start_of(path, shown)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from remit.audit.importers.workbook import open_workbook  # noqa: PLC0415 - only what a file needs

        return open_workbook(path, shown, known, sheet, progress)
    if head.startswith((b"PAR1", b"ARROW1")):
        return _columnar(path, shown, head)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        from remit.audit.importers.objects import open_objects  # noqa: PLC0415 - as above

        return open_objects(path, shown, known)
    if head.startswith(b"\x1f\x8b"):
        raise FileProblem(f"{shown} is a gzip archive.", "Unpack it and give the file inside.")
    from remit.audit.importers.delimited import open_delimited  # noqa: PLC0415 - as above

    return open_delimited(path, shown, known)


def start_of(path: Path, name: str) -> bytes:
    """The first bytes of a file; FileProblem where there are none."""
    try:
        if path.is_dir():
            raise FileProblem(f"{name} is a folder.", "Name the files in it.")
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError as problem:
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from problem
    except OSError as problem:
        raise FileProblem(
            f"{name} can't be read ({problem.strerror}).", "Check its permissions and the disk."
        ) from problem
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileProblem(f"{name} is empty.", "Check that it was exported or downloaded completely.")
    return head


def unmistakable(number: Decimal) -> str:
    """A number with a point and never exactly three decimals: "1.250" alone might be 1250 written in German."""
    text = format(number, "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _columnar(path: Path, name: str, head: bytes) -> Source:
    try:
        scan = pl.scan_parquet if head.startswith(b"PAR1") else pl.scan_ipc
        frame = scan(path, row_index_name=ROW, row_index_offset=1)
        headings = tuple(h for h in frame.collect_schema().names() if h != ROW)
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise FileProblem(
            f"{name} is damaged: {str(problem).splitlines()[0]}.", "Export it again."
        ) from problem
    return Source(
        name=name,
        kind="parquet",
        frame=frame.with_columns(pl.col(ROW).cast(pl.Int64)),
        headings=headings,
        unit="record",
        size=path.stat().st_size,
    )
