"""The shipped formats, and which of them a file is in, told by its headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from remit.audit.importers.headings import plain, spellings
from remit.audit.importers.mapping import Mapping, parse_mapping
from remit.audit.importers.own import own_mapping
from remit.audit.tables import TABLES
from remit.errors import RequestProblem

ANY = "any"
_ENOUGH = 0.5
"""Share of a file's headings that a format must know, if nothing marks the file as its own."""
_NEEDED = {
    "tickets": ("ticket", "opened_at"),
    "time_entries": ("date",),
    "invoice_lines": ("description",),
    "assets": ("asset",),
    "status_changes": ("ticket", "changed_at", "status"),
    "pause_log": ("ticket", "paused_from"),
}
"""Columns without which a file is no such table."""


def needed(table: str) -> tuple[str, ...]:
    """Columns without which a file is no such table."""
    return _NEEDED.get(table, ())


@dataclass(frozen=True, slots=True)
class Match:
    """How well a format fits: the headings that no other format has, and the share of the file that it knows."""

    mapping: Mapping
    marks: int
    share: float

    @property
    def score(self) -> float:
        return self.share + 0.25 * self.marks


@cache
def formats() -> tuple[Mapping, ...]:
    folder = files("remit.audit.importers").joinpath("formats")
    found = [
        parse_mapping(item.read_text(encoding="utf-8"), item.name)
        for item in sorted(folder.iterdir(), key=lambda i: i.name)
        if item.name.endswith(".yaml")
    ]
    return tuple(found)


@cache
def _known() -> frozenset[str]:
    return frozenset().union(*(f.headings for f in formats()))


@cache
def _ours() -> frozenset[str]:
    return frozenset(name for table in TABLES.values() for name in table.schema.names())


def known(heading: str) -> bool:
    """Whether any format knows the heading."""
    return heading in _ours() or any(s in _known() for s in spellings(heading))


def matches(headings: Sequence[str], tables: Sequence[str]) -> list[Match]:
    """The formats of these tables that the headings can be in, the best first."""
    forms = [spellings(h) for h in headings]
    present = {s for form in forms for s in form}
    found = []
    for mapping in formats():
        if mapping.table not in tables or not _complete(mapping, present):
            continue
        marks = sum(1 for m in mapping.marks if plain(m) in present)
        share = sum(1 for form in forms if mapping.headings.intersection(form)) / max(len(forms), 1)
        if marks or mapping.format == ANY:
            found.append(Match(mapping, marks, share))
    # A general table only where nothing else fits.
    return sorted(found, key=lambda m: (m.mapping.format == ANY, -m.score))


def _complete(mapping: Mapping, present: set[str]) -> bool:
    return all(
        name in mapping.columns and any(plain(h) in present for h in mapping.columns[name].headings)
        for name in _NEEDED[mapping.table]
    )


def recognise(name: str, headings: Sequence[str], tables: Sequence[str], wanted: str = "") -> Mapping:
    """The format of a file; RequestProblem where it can't be told.

    tables  which tables the caller can use: a file of time entries among tickets is told from them
    wanted  the name of a format that the person gave
    """
    own = own_mapping(headings, tables)
    if own is not None:
        return own
    found = matches(headings, tables)
    if wanted:
        named = [m for m in formats() if m.format == wanted and m.table in tables]
        if not named:
            names = sorted({m.format for m in formats() if m.table in tables})
            raise RequestProblem(f"There is no format '{wanted}'.", f"There are {', '.join(names)}.")
        fitting = [m.mapping for m in found if m.mapping.format == wanted]
        if not fitting:
            raise RequestProblem(
                f"{name} is not in the format '{wanted}': its columns {_listed(headings)} lack what that needs.",
                "Leave the format out, or give a mapping.",
            )
        return fitting[0]
    special = [m for m in found if m.mapping.format != ANY and (m.marks >= 2 or m.share >= _ENOUGH)]
    if special:
        return special[0].mapping
    general = [m for m in found if m.mapping.format == ANY]
    if not general:
        raise RequestProblem(
            f"{name} can't be recognised as {' or '.join(t.replace('_', ' ') for t in tables)}: "
            f"its columns are {_listed(headings)}.",
            "Give a mapping file that says which column is which.",
        )
    return max(general, key=lambda m: m.share).mapping


def _listed(headings: Sequence[str]) -> str:
    shown = ", ".join(f"'{h}'" for h in headings[:12])
    return f"{shown} and {len(headings) - 12} more" if len(headings) > 12 else shown
