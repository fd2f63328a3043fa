"""Which heading fills which column of ours, and how its values are meant: shipped for each format, saved for each file.

A shipped mapping lists every spelling of a heading it knows; a saved one names the headings of one file, and what was
decided about it (zone, order of day and month, decimal sign), so that the next export is read the same way:

    schema: remit/mapping/1
    table: tickets
    format: zendesk
    zone: Europe/London
    columns:
      ticket: Id
      opened_at: Created at
      first_response_at: {from: First reply time in minutes, after: opened_at, unit: minutes}
    words:
      priority: {Urgent: critical}
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from remit.audit.importers.headings import plain
from remit.audit.tables import TABLES
from remit.contract.vocabulary import Record
from remit.errors import FileProblem
from remit.files import read_text

SCHEMA: Literal["remit/mapping/1"] = "remit/mapping/1"
Unit = Literal["seconds", "minutes", "hours", "days", "months"]
Order = Literal["day", "month"]
Decimals = Literal["point", "comma"]
HEAD: Final[Map[str, str]] = MappingProxyType(
    {
        "total_net_minor": "net_minor",
        "total_tax_minor": "tax_minor",
        "total_gross_minor": "gross_minor",
        "total_prepaid_minor": "prepaid_minor",
        "total_payable_minor": "payable_minor",
        "notes": "notes",
        "discount_percent_micro": "",
    }
)
"""What a table of invoice lines may say besides: totals of the whole invoice, which go to the table of invoices, and a
discount in per cent, from which the amount follows where the file has none."""
_MAX_BYTES = 1 << 20
_CALLED: Map[str, str] = {"from": "headings"}


class Take(Record):
    """How one column of ours is filled.

    headings  the first of them that the file has; with `join`, all that it has, in this order
    spare     headings that fill it where no other column takes them
    time      heading of the time of day where the date stands alone
    after     the value is this column of ours plus the duration or number of months that is read
    unit      what a bare number counts
    reads     "remaining": time left to a target, so a minus sign means that it was missed
    order     day or month first, where this column differs from the rest of the file
    value     what the column holds in every row, where no heading says it
    """

    headings: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    join: str | None = None
    after: str | None = None
    unit: Unit | None = None
    reads: Literal["remaining"] | None = None
    order: Order | None = None
    value: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        """A heading, or a list of them, may stand for the whole record; `from` is how people write `headings`."""
        if isinstance(given, str):
            return {"headings": (given,)}
        if isinstance(given, list):
            return {"headings": tuple(given)}
        if isinstance(given, dict):
            return {_CALLED.get(k, k): v for k, v in given.items()}
        return given

    @field_validator("headings", "spare", "time", mode="before")
    @classmethod
    def _one(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        return (given,) if isinstance(given, str) else given


class Mapping(Record):
    """A format, or one file's reading. `also` lists headings that tell the format though no column of ours takes them.

    fill_down  columns of ours that continuation rows leave empty
    marks      headings that no other format has
    """

    schema_: Literal["remit/mapping/1"] = Field(default=SCHEMA, alias="schema")
    table: str
    format: str
    label: str = ""
    sheet: str = ""
    zone: str | None = None
    date_order: Order | None = None
    decimal: Decimals | None = None
    currency: str | None = None
    start_1904: bool = False
    columns: dict[str, Take]
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    fill_down: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Mapping:
        table = TABLES.get(self.table)
        if table is None:
            raise ValueError(f"'{self.table}' is no table; there are {', '.join(TABLES)}")
        names = table.by_name
        more = HEAD if self.table == "invoice_lines" else {}
        for name, take in self.columns.items():
            if name not in names and name not in more:
                raise ValueError(f"{self.table} has no column '{name}'; it has {', '.join([*names, *more])}")
            if take.after is not None and take.after not in self.columns:
                raise ValueError(f"{name} counts from '{take.after}', which is not read")
        for name, meanings in self.words.items():
            allowed = names[name].words if name in names else ()
            for word in meanings.values():
                if allowed and word not in allowed:
                    raise ValueError(f"'{word}' is no {name}; there are {', '.join(allowed)}")
        return self

    @cached_property
    def headings(self) -> frozenset[str]:
        """The plain form of every heading of the format."""
        found = {plain(h) for t in self.columns.values() for h in (*t.headings, *t.spare, *t.time)}
        return frozenset(found | {plain(h) for h in (*self.also, *self.marks)})


def load_mapping(path: Path) -> Mapping:
    """A mapping file; FileProblem with what is wrong in it."""
    return parse_mapping(read_text(path, _MAX_BYTES), path.name)


def parse_mapping(text: str, name: str) -> Mapping:
    # Every word is text here: a heading called "No" and a status "on" must not become yes or no.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        data = yaml.load(text, Loader=loader)  # noqa: S506 - makes text and nothing else
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise FileProblem(
            f"{name}{where}: this is no YAML.", "Check indents, colons and quotation marks."
        ) from problem
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise FileProblem(
            f"{name} is no mapping: it lacks the line 'schema: {SCHEMA}'.",
            "Save one from the preview of a file.",
        )
    try:
        return Mapping.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(p) for p in first["loc"] if p != "schema_")
        said = str(first["msg"]).removeprefix("Value error, ")
        raise FileProblem(
            f"{name}: {where + ': ' if where else ''}{said}.", "Correct that entry."
        ) from problem


def dump_mapping(mapping: Mapping) -> str:
    """The mapping as YAML that `load_mapping` reads; what says nothing is left out."""
    data = mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["columns"] = {name: _short(take) for name, take in mapping.columns.items()}
    ordered = {"schema": SCHEMA, "table": mapping.table, "format": mapping.format}
    return yaml.safe_dump({**ordered, **data}, sort_keys=False, allow_unicode=True, width=100)


def _short(take: Take) -> object:
    """The shortest way to write it."""
    said = take.model_dump(mode="json", exclude_defaults=True)
    for name in ("headings", "spare", "time"):
        if len(said.get(name, ())) == 1:
            said[name] = said[name][0]
    return (
        said["headings"]
        if set(said) == {"headings"}
        else {("from" if k == "headings" else k): v for k, v in said.items()}
    )
