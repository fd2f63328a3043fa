"""JSON: a list of records, an object that holds one, or one record a line. Nested names are joined by dots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from remit.audit.importers.chunks import lay_down
from remit.audit.importers.headings import distinct
from remit.audit.importers.source import Broken, Known, Source, unmistakable
from remit.errors import FileProblem

_MAX_WHOLE = 2**30
"""Bytes of a JSON text, which is held whole; one record a line has no limit."""
_DEPTH = 8
_HINT = "Export it again, or give it as CSV."


def _number(text: str) -> str:
    """A number with a point as text, for floats round what was written."""
    return unmistakable(Decimal(text))


def open_objects(path: Path, name: str, known: Known) -> Source:
    """The records of a JSON file; FileProblem where it holds none."""
    broken: list[Broken] = []
    if _lines(path):
        names = list(_names(_each_line(path, [])))
        records = _each_line(path, broken)
    else:
        whole = _whole(path, name, known)
        names = list(_names(enumerate(whole, 1)))
        records = enumerate(whole, 1)
    if not names:
        raise FileProblem(f"{name} holds no records.", _HINT)
    columns = distinct(names)
    place = {n: i for i, n in enumerate(names)}

    def rows() -> Iterator[tuple[int, list[str | None]]]:
        for number, record in records:
            cells: list[str | None] = [None] * len(columns)
            for key, value in _flat(record):
                cells[place[key]] = value
            yield number, cells

    frame, keep = lay_down(rows(), columns)
    return Source(
        name=name,
        kind="json",
        frame=frame,
        headings=columns,
        unit="record",
        size=path.stat().st_size,
        broken=tuple(broken),
        keep=keep,
    )


def _lines(path: Path) -> bool:
    """Whether the file has one record a line: its first line is a whole object."""
    with path.open("rb") as file:
        first = file.readline(2**24).lstrip(b"\xef\xbb\xbf").strip()
        more = file.read(1)
    if not first.startswith(b"{") or not more:
        return False
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def _each_line(path: Path, broken: list[Broken]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line, parse_float=_number)
            except ValueError as problem:
                broken.append(Broken(number, f"it is no JSON ({problem})", line.rstrip("\n")))
                continue
            if isinstance(record, dict):
                yield number, record
            else:
                broken.append(Broken(number, "it is no JSON object", line.rstrip("\n")))


def _whole(path: Path, name: str, known: Known) -> list[Mapping[str, Any]]:
    if path.stat().st_size > _MAX_WHOLE:
        raise FileProblem(
            f"{name} is larger than {_MAX_WHOLE // 2**20} MB.",
            "Give it as CSV or Parquet, or with one record a line.",
        )
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=_number)
    except RecursionError as problem:
        raise FileProblem(f"{name} is nested too deeply.", _HINT) from problem
    except UnicodeDecodeError as problem:
        raise FileProblem(f"{name} is no text in UTF-8.", _HINT) from problem
    except json.JSONDecodeError as problem:
        raise FileProblem(
            f"{name}, line {problem.lineno}, column {problem.colno}: the JSON breaks off or is wrong ({problem.msg}).",
            _HINT,
        ) from problem
    found = _list(data, known)
    if found is None:
        raise FileProblem(f"{name} holds no list of records.", "Give a JSON list of objects.")
    return found


def _list(data: Any, known: Known) -> list[Mapping[str, Any]] | None:  # noqa: ANN401 - any JSON
    """The records in the data: a list of objects, the longest one under a key, or an object that is a record itself.

    A record may hold lists of objects too (pauses, custom fields): whose names are better known is the record.
    """
    if isinstance(data, list):
        records: list[Mapping[str, Any]] = [d for d in data if isinstance(d, dict)]
        return records if len(records) == len(data) and records else None
    if isinstance(data, dict):
        lists = [found for value in data.values() if (found := _list(value, known)) is not None]
        best = max(lists, key=len, default=None)
        if best is not None and _known(best[0], known) >= _known(data, known):
            return best
        return [data]
    return None


def _known(record: Mapping[str, Any], known: Known) -> int:
    return sum(1 for name, _ in _flat(record) if known(name))


def _names(records: Iterator[tuple[int, Mapping[str, Any]]]) -> dict[str, None]:
    return dict.fromkeys(key for _, record in records for key, _ in _flat(record))


def _flat(value: Mapping[str, Any], lead: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        name = f"{lead}{key}"
        if isinstance(inner, dict) and inner and depth < _DEPTH:
            yield from _flat(inner, f"{name}.", depth + 1)
        elif isinstance(inner, bool):
            yield name, "yes" if inner else "no"
        elif isinstance(inner, dict) or (isinstance(inner, Sequence) and not isinstance(inner, str)):
            yield name, json.dumps(inner, ensure_ascii=False)
        else:
            yield name, "" if inner is None else str(inner)
