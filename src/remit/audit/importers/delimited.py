"""Text tables: CSV, and with semicolons, tabs or bars; in any encoding that spreadsheets write.

A sound UTF-8 file is scanned where it lies. Any other one is rewritten once, row for row, into a temporary one:
other encodings, lines that end in a bare carriage return, quotation marks that don't pair. A row that can't be cut
into cells is set aside with its text, and the rows after it are read.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from remit.audit.importers.headings import LOOK, combine, distinct, heading_row
from remit.audit.importers.scratch import Scratch
from remit.audit.importers.source import BEYOND, ROW, Broken, Known, Source
from remit.errors import FileProblem

_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 18
_LONGEST = 1000
"""Lines that one quoted cell may span before its opening quotation mark is taken for a slip."""
_CHUNK = 1 << 20
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a file is cut: encoding, separator, and the headings with the place where the data begin."""

    encoding: str
    separator: str
    headings: tuple[str, ...]
    records: int
    lines: int


def open_delimited(path: Path, name: str, known: Known) -> Source:
    """The table of a text file; FileProblem where it is none."""
    encoding, notices = _encoding(path, name)
    sample = _sample(path, encoding)
    if "\0" in sample:
        raise FileProblem(f"{name} is no table: it is neither text nor a known kind of file.", _HINT)
    shape = _shape(sample, encoding, name, known)
    if encoding == "utf-8" and not _bare_returns(sample):
        if _sound(path, shape):
            return _source(path, name, _scan(path, shape), shape, notices)
        notices += ("Its quotation marks don't pair; rows were cut as well as they can be.",)
    return _rewritten(path, name, shape, notices)


def _sound(path: Path, shape: _Shape) -> bool:
    """Whether every quotation mark has its partner and stands where one may, so that the file can be scanned."""
    with path.open("rb") as file:
        quoted = any(b'"' in chunk for chunk in iter(lambda: file.read(_CHUNK), b""))
    if not quoted:
        return True
    with path.open(encoding="utf-8", newline="") as text:
        try:
            deque(csv.reader(text, delimiter=shape.separator, strict=True), maxlen=0)
            # 24" within a cell is no fault to the one reader, and confuses the other.
            _scan(path, shape).select(pl.all().null_count()).collect(engine="streaming")
        except (csv.Error, pl.exceptions.PolarsError):
            return False
    return True


_HINT = "Give a table as CSV, Excel, Parquet or JSON."


def _source(path: Path, name: str, frame: pl.LazyFrame, shape: _Shape, notices: tuple[str, ...]) -> Source:
    return Source(
        name=name,
        kind="csv",
        frame=frame,
        headings=shape.headings,
        beyond=BEYOND,
        size=path.stat().st_size,
        notices=notices,
    )


def _scan(path: Path, shape: _Shape) -> pl.LazyFrame:
    columns = (*shape.headings, *BEYOND)
    return pl.scan_csv(
        path,
        has_header=False,
        separator=shape.separator,
        skip_lines=shape.lines,
        schema=dict.fromkeys(columns, pl.String),
        infer_schema=False,
        missing_columns="insert",
        extra_columns="ignore",
        empty_string_is_null=True,
        row_index_name=ROW,
        row_index_offset=shape.records + 1,
        raise_if_empty=False,
    ).with_columns(pl.col(ROW).cast(pl.Int64))


def _encoding(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """The encoding by byte order mark and content; a notice where it had to be guessed."""
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", ()
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8", ()
        odd, even = head[1::2].count(0), head[::2].count(0)
        if odd + even > len(head) // 4:
            return ("utf-16-le" if odd > even else "utf-16-be"), ()
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", (f"{name} is not in UTF-8; it was read in Windows' western code page.",)
    return "utf-8", ()


def _sample(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        data = file.read(_SAMPLE)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(data)
    return text.removeprefix("\ufeff")


def _bare_returns(sample: str) -> bool:
    return "\r" in sample and "\n" not in sample


def _shape(sample: str, encoding: str, name: str, known: Known) -> _Shape:
    best: tuple[int, _Shape] | None = None
    said = sample[:6].lower()
    separators = said[4] if said.startswith("sep=") and len(said) > 4 else _SEPARATORS
    for separator in separators:
        rows, lines = _head(sample, separator)
        index = heading_row(rows, known)
        if index is None:
            continue
        headings = combine(rows, index, known)
        score = 100 * sum(1 for h in headings if h and known(h)) + len(headings)
        if best is None or score > best[0]:
            shape = _Shape(encoding, separator, distinct(headings), index + 1, lines[index])
            best = (score, shape)
    if best is None or not any(h.strip() for h in best[1].headings):
        raise FileProblem(f"{name} has no row of headings.", _HINT)
    return best[1]


def _head(sample: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The first rows, and the number of lines up to the end of each."""
    rows, lines = [], []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        for row in itertools.islice(reader, LOOK + 1):
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        pass
    return rows, lines


def _rewritten(path: Path, name: str, shape: _Shape, notices: tuple[str, ...]) -> Source:
    folder = Scratch()
    clean = folder.path / "table.csv"
    broken: list[Broken] = []
    with (
        path.open(encoding=shape.encoding, errors="replace", newline="") as file,
        clean.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        for row, cells in _records(file, shape.separator, broken):
            if row <= shape.records:
                continue
            # An empty line keeps its place; so does a broken row, whose text is in `broken`.
            if any(cells):
                writer.writerow([c.replace("\0", "") for c in cells])
            else:
                out.write("\n")
    new = replace(shape, encoding="utf-8", separator=",", lines=0)
    source = _source(path, name, _scan(clean, new), new, notices)
    return replace(source, broken=tuple(broken), keep=folder)


def _records(file: Iterable[str], separator: str, broken: list[Broken]) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number. A quotation mark that is never closed spoils its own line only."""
    lines = iter(file)
    again: deque[str] = deque()
    for row in itertools.count(1):
        line = again.popleft() if again else next(lines, None)
        if line is None:
            return
        if row == 1:
            line = line.removeprefix("\ufeff")
        if '"' not in line:
            yield row, next(csv.reader([line], delimiter=separator), [])
            continue
        held = [line]
        while (cells := _cells(held, separator)) is None and len(held) <= _LONGEST:
            further = again.popleft() if again else next(lines, None)
            if further is None:
                break
            held.append(further)
        if cells is None or (len(held) > 1 and not _strict(held, separator)):
            # Joined with later lines it still makes no sense: the slip is in the first one.
            broken.append(Broken(row, "a quotation mark is opened and never closed", line.rstrip("\r\n")))
            again.extendleft(reversed(held[1:]))
            cells = None
        yield row, cells or []


def _cells(lines: list[str], separator: str) -> list[str] | None:
    """The cells of one record; None where a quotation mark is still open at its end."""
    text = "".join(lines)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [])
    except csv.Error as problem:
        if "end of data" in str(problem):
            return None
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def _strict(lines: list[str], separator: str) -> bool:
    try:
        deque(csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True
