"""What neither the contract nor an export says, told by a person in a small YAML file.

    schema: remit/known/1
    zone: Europe/London
    users: {2026-03-01: 48, 2026-05-01: 47}       # from that day on, until the next day named
    blocks: [{block: Spring, hours: 20, starts: 2026-03-01, ends: 2026-08-31}]
    tickets:
      1010: {cause: malware, approved_by_client: false}

Facts told here stand above those that are read from texts and columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from remit.charges import Block, Counts, Seat
from remit.charges.seats import Each
from remit.contract import Value
from remit.contract.event import read_event
from remit.contract.lines import parse_lines
from remit.contract.vocabulary import Record
from remit.errors import RemitError
from remit.files import read_text

MAX_BYTES = 16 << 20


class KnownBlock(Record):
    """Prepaid time: `hours` from the first day on which it can be used to the last."""

    block: str
    hours: Decimal = Field(ge=0)
    starts: date
    ends: date | None = None


class Known(Record):
    """What a person tells.

    users, devices  how many there are from each day on
    starts, ends      first and last day of the agreement, where they differ from what it says
    holidays          days on which support is closed, where the contract closes on holidays
    tickets           facts of tickets, by their number
    """

    schema_: Literal["remit/known/1"] = Field("remit/known/1", alias="schema")
    zone: str | None = None
    currency: str | None = None
    starts: date | None = None
    ends: date | None = None
    users: dict[date, int] = Field(default_factory=dict)
    devices: dict[date, int] = Field(default_factory=dict)
    blocks: tuple[KnownBlock, ...] = ()
    holidays: tuple[date, ...] = ()
    weekend: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("sat", "sun")
    tickets: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @field_validator("users", "devices")
    @classmethod
    def _not_negative(cls, counts: dict[date, int]) -> dict[date, int]:
        if any(n < 0 for n in counts.values()):
            raise ValueError("a number of users or devices is not negative")
        return counts

    def facts(self) -> dict[str, dict[str, Value]]:
        """Facts of tickets as the rulings take them; RequestProblem for one that is unknown."""
        return {ticket: read_event(said) for ticket, said in self.tickets.items()}

    def prepaid(self) -> tuple[Block, ...]:
        return tuple(Block(b.block, int(b.hours * 3600), b.starts, b.ends) for b in self.blocks)

    def counts(self) -> Counts:
        return Counts(self.users, self.devices)

    def seats(self, each: Each) -> tuple[Seat, ...]:
        """As many seats on each day as the counts say; those that came last leave first."""
        held = self.users if each == "user" else self.devices
        return seats_of(each, held)


def seats_of(each: Each, counts: Mapping[date, int]) -> tuple[Seat, ...]:
    there: list[date] = []
    found: list[Seat] = []
    for day, count in sorted(counts.items()):
        while len(there) > count:
            found.append(Seat(f"{each} {len(there)}", each, there.pop(), day - timedelta(days=1)))
        there += [day] * (count - len(there))
    return tuple(found) + tuple(Seat(f"{each} {n}", each, day) for n, day in enumerate(there, 1))


def load_known(path: Path) -> Known:
    """FileProblem with the line where something in the file can't be understood."""
    lined = parse_lines(read_text(path, MAX_BYTES), path.name)
    if not isinstance(lined.data, dict) or lined.data.get("schema") != "remit/known/1":
        raise lined.problem(
            (), "this is no file of known facts.", "Its first line is 'schema: remit/known/1'."
        )
    try:
        known = Known.model_validate(lined.data)
    except ValidationError as problem:
        error = problem.errors(include_url=False)[0]
        where = tuple(part for part in error["loc"] if part != "[key]")
        raise lined.problem(
            where,
            f"{'.'.join(map(str, where))}: {error['msg'].removeprefix('Value error, ').lower()}.",
            "See docs/audit.md for what the file may hold.",
        ) from problem
    for ticket, said in known.tickets.items():
        try:
            read_event(said)
        except RemitError as problem:
            raise lined.problem(("tickets", ticket), problem.message, problem.hint) from problem
    return known
