"""What a client needs: the people, places, devices and programs that a contract has to serve (needs.yaml).

Only `people` must be given. What is left out is taken from the assumptions, and a forecast says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from remit.contract.event import suggestion
from remit.contract.lines import Lined, parse_lines
from remit.contract.values import Clock, Day
from remit.contract.vocabulary import Record
from remit.errors import FileProblem
from remit.files import read_text
from remit.forecast.events import events

MAX_PEOPLE = 20_000
"""Beyond any firm that is looked after under one such contract; more is a slip of the pen."""
MAX_BYTES = 4 * 1024 * 1024
DeviceKind = Literal["laptop", "desktop", "server", "network", "printer", "mobile"]
COMPUTERS = ("laptop", "desktop")
Rule = Literal["GDPR", "UK_GDPR", "HIPAA", "DORA", "NIS2", "FTC_SAFEGUARDS", "PCI_DSS", "CYBER_ESSENTIALS"]


class Devices(Record):
    """`count` devices of one kind. Their age in years is given, or follows from the month they were bought."""

    kind: DeviceKind
    count: int = Field(1, ge=1, le=100_000)
    age: float | None = Field(None, ge=0, le=40)
    bought: str | None = Field(None, pattern=r"^\d{4}(-\d{2}){0,2}$")
    warranty_years: float = Field(3, ge=0, le=20)

    def years(self, today: date) -> float | None:
        """Their age on the day; None where it is not given."""
        if self.age is not None or self.bought is None:
            return self.age
        parts = [int(p) for p in self.bought.split("-")]
        months = (today.year - parts[0]) * 12 + today.month - (parts[1] if len(parts) > 1 else 7)
        return max(0.0, months / 12)


class Site(Record):
    name: str
    people: int | None = Field(None, ge=0, le=MAX_PEOPLE)


class Application(Record):
    name: str
    vendor_support: bool = True
    critical: bool = False


class WorkedHours(Record):
    """When people work, by the clock of the place."""

    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri")
    from_: Clock = Field("09:00", alias="from")
    to: Clock = "17:00"

    @property
    def a_week(self) -> float:
        """Hours; a shift past midnight counts on."""
        return len(self.days) * self._length()

    def _length(self) -> float:
        start, end = _hour(self.from_), _hour(self.to)
        return end - start if end > start else end - start + 24

    def outside(self) -> float:
        """The part of them that lies outside Monday to Friday, 8 to 18, the usual support hours."""
        start, length = _hour(self.from_), self._length()
        inside = sum(max(0.0, min(start + length, 18 + d) - max(start, 8 + d)) for d in (0, 24))
        weekdays = sum(d not in ("sat", "sun") for d in self.days)
        return 1 - inside * weekdays / self.a_week if self.a_week else 0.0


class Growth(Record):
    """How many there will be at the end of each of the next years."""

    people: tuple[int, ...] = Field((), max_length=10)
    sites: tuple[int, ...] = Field((), max_length=10)

    @field_validator("people", "sites")
    @classmethod
    def _possible(cls, numbers: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 <= n <= MAX_PEOPLE for n in numbers):
            raise ValueError(f"a number between 0 and {MAX_PEOPLE:,} is expected for every year")
        return numbers


class History(Record):
    """The client's own tickets: all of them, or by topic, and the hours they took."""

    months: int = Field(ge=1, le=120)
    tickets: int | dict[str, int]
    hours: float | None = Field(None, ge=0)
    people: int | None = Field(None, ge=1, le=MAX_PEOPLE)

    @field_validator("tickets")
    @classmethod
    def _possible(cls, tickets: int | dict[str, int]) -> int | dict[str, int]:
        named = tickets if isinstance(tickets, dict) else {}
        for topic in named:
            if topic not in events().topics:
                raise ValueError(f"'{topic}' is no topic. {suggestion(topic, events().topics)}")
        if any(n < 0 for n in (named.values() if isinstance(tickets, dict) else (tickets,))):
            raise ValueError("a number of tickets is zero or more")
        return tickets

    @property
    def total(self) -> int:
        return self.tickets if isinstance(self.tickets, int) else sum(self.tickets.values())


class Budget(Record):
    amount: Decimal = Field(ge=0)
    per: Literal["month", "year"] = "year"

    @property
    def a_year(self) -> Decimal:
        return self.amount * (12 if self.per == "month" else 1)


class OwnBackup(Record):
    """What the client does by itself where a contract leaves backups to it."""

    runs: bool = False
    tested: bool = False


class Needs(Record):
    """`assets` names a table of devices (CSV) beside the file; its rows are added to `devices`."""

    schema_: Literal["remit/needs/1"] = Field("remit/needs/1", alias="schema")
    client: str = ""
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$")
    today: date | None = None
    people: int = Field(ge=1, le=MAX_PEOPLE)
    sites: tuple[Site, ...] = Field((), max_length=500)
    hours: WorkedHours | None = None
    devices: tuple[Devices, ...] = ()
    assets: str | None = None
    applications: tuple[Application, ...] = ()
    an_hour_lost: Decimal | None = Field(None, ge=0)
    rules: tuple[Rule, ...] = ()
    growth: Growth = Growth()
    computers_replaced_after_years: float | None = Field(None, ge=1, le=20)
    horizon_months: int = Field(36, ge=1, le=120)
    budget: Budget | None = None
    history: History | None = None
    backup: OwnBackup = OwnBackup()
    assumptions: dict[str, float] = Field(default_factory=dict)
    exchange: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        spread = sum(s.people or 0 for s in self.sites)
        if spread > self.people:
            raise ValueError(f"{spread} people work at the sites, and there are {self.people}")
        return self

    @property
    def site_count(self) -> int:
        return max(1, len(self.sites))

    def count(self, *kinds: DeviceKind) -> int:
        return sum(d.count for d in self.devices if d.kind in kinds)


def load_needs(path: Path) -> Needs:
    """The needs in a file; FileProblem names the line of what is wrong."""
    lined = parse_lines(read_text(path, MAX_BYTES), path.name)
    if not isinstance(lined.data, dict) or "people" not in lined.data:
        raise lined.problem((), "it does not say how many people there are.", "Write `people: 50`.")
    if lined.data.get("schema", "remit/needs/1") != "remit/needs/1":
        raise lined.problem(
            ("schema",), "it is no needs file of this version.", "Write `schema: remit/needs/1`."
        )
    needs = _checked(lined)
    if needs.assets:
        needs = needs.model_copy(
            update={"devices": (*needs.devices, *load_assets(path.parent / needs.assets))}
        )
    return needs


def needs_schema() -> dict[str, Any]:
    """The JSON Schema of a needs file."""
    schema = Needs.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A needs file of Remit",
    }


def _checked(lined: Lined) -> Needs:
    # A key whose value was deleted is as if it were not there.
    data = {key: value for key, value in lined.data.items() if value is not None}
    try:
        return Needs.model_validate(data)
    except ValidationError as problem:
        error = problem.errors(include_url=False)[0]
        path = tuple(p for p in error["loc"] if p not in ("int", "dict[str,int]"))
        key = str(path[-1]) if path else ""
        if error["type"] == "extra_forbidden":
            raise lined.problem(path, f"'{key}' is no key here.", suggestion(key, _keys())) from problem
        if error["type"] == "value_error":
            said = str(error["ctx"]["error"])
            raise lined.problem(
                path, f"{said[:1].lower()}{said[1:].rstrip('.')}.", "Correct the number."
            ) from problem
        wanted = error["msg"].removeprefix("Input should be ")
        shown = f"{error['input']!r}" if len(f"{error['input']!r}") < 60 else "that"
        raise lined.problem(path, f"{key} can't be {shown}.", f"Expected: {wanted}.") from problem


def _keys() -> list[str]:
    return [field.alias or name for name, field in Needs.model_fields.items()]


_HEADS = {
    "kind": ("kind", "type", "device type", "class", "category"),
    "count": ("count", "quantity", "qty", "number"),
    "age": ("age", "age in years", "years"),
    "bought": ("bought", "purchased", "purchase date", "date of purchase", "in service"),
    "warranty_years": ("warranty years", "warranty", "warranty (years)"),
}
_KINDS: dict[str, DeviceKind] = {
    "laptop": "laptop", "notebook": "laptop", "desktop": "desktop", "workstation": "desktop", "pc": "desktop",
    "computer": "desktop", "server": "server", "nas": "server", "switch": "network", "firewall": "network",
    "router": "network", "access point": "network", "network": "network", "printer": "printer",
    "phone": "mobile", "mobile": "mobile", "tablet": "mobile",
}  # fmt: skip


def load_assets(path: Path) -> tuple[Devices, ...]:
    """The devices of an inventory (CSV with a column for the kind, and if there are: count, age or purchase date).

    Rows of a kind that no contract speaks of apart (a monitor, a cable) are left out.
    """
    rows = csv.DictReader(read_text(path, MAX_BYTES).splitlines())
    heads = {h.strip().lower(): h for h in rows.fieldnames or ()}
    named = {key: next((heads[w] for w in words if w in heads), None) for key, words in _HEADS.items()}
    if named["kind"] is None:
        raise FileProblem(f"{path} has no column that says what kind a device is.", "Name a column `kind`.")
    return tuple(_devices(rows, named, path))


def _devices(rows: Iterable[dict[str, Any]], named: dict[str, str | None], path: Path) -> Iterable[Devices]:
    for line, row in enumerate(rows, 2):
        said = {key: str(row.get(head) or "").strip() for key, head in named.items() if head}
        kind = next((k for word, k in _KINDS.items() if word in said["kind"].lower()), None)
        if kind is None:
            continue
        given = {key: value for key, value in said.items() if value and key != "kind"}
        try:
            yield Devices.model_validate({"kind": kind, **given})
        except ValidationError as problem:
            error = problem.errors(include_url=False)[0]
            raise FileProblem(
                f"{path.name}, line {line}: {error['loc'][-1]} can't be '{error['input']}'.",
                f"{error['msg'].removeprefix('Input should be ').capitalize()}.",
            ) from problem


def _hour(clock: str) -> float:
    hour, _, minute = clock.partition(":")
    return int(hour) + int(minute) / 60
