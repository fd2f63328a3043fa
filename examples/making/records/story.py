"""The story in records.yaml, as records with instants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ZONE = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")
PRIORITIES = {1: "critical", 2: "high", 3: "normal", 4: "low"}


@dataclass(frozen=True)
class Work:
    """A time entry; `billed` is in hours, 0 where nothing was charged."""

    number: int
    ticket: Ticket
    person: str
    start: datetime
    end: datetime
    billed: Decimal
    work_type: str
    role: str
    place: str
    rate: Decimal

    @property
    def hours(self) -> Decimal:
        return Decimal(int((self.end - self.start).total_seconds())) / 3600


@dataclass(frozen=True)
class Ticket:
    """A ticket; times are local."""

    number: int
    at: datetime
    response: datetime
    done: datetime | None
    priority: int
    kind: str
    category: str
    subcategory: str
    title: str
    text: str
    who: str
    site: str
    by: str
    asset: str
    tags: tuple[str, ...]
    pauses: tuple[tuple[datetime, datetime, str], ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def closed(self) -> datetime | None:
        """Systems close a solved ticket by a timer."""
        return self.done + timedelta(days=3) if self.done else None

    @property
    def waited(self) -> int:
        """Minutes that the clock stood."""
        return sum(int((b - a).total_seconds()) // 60 for a, b, _ in self.pauses)

    @property
    def email(self) -> str:
        return f"{self.who.lower().replace(' ', '.')}@pendlerowe.example"


@dataclass(frozen=True)
class Line:
    ticket: int | None
    start: date
    end: date
    item: str
    text: str
    quantity: Decimal
    unit: str
    price: Decimal

    @property
    def net(self) -> Decimal:
        return (self.quantity * self.price).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Invoice:
    number: str
    issued: date
    due: date
    lines: tuple[Line, ...]
    credit_for: str

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return (self.net / 5).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Device:
    tag: str
    kind: str
    os: str
    node: str
    bought: date
    model: str
    maker: str
    warranty: int
    serial: str
    site: str
    user: str


@dataclass(frozen=True)
class Story:
    client: str
    provider: str
    agreement: str
    tickets: tuple[Ticket, ...]
    work: tuple[Work, ...]
    invoices: tuple[Invoice, ...]
    devices: tuple[Device, ...]


def read(path: Path) -> Story:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    tickets = tuple(_ticket(t) for t in data["tickets"])
    return Story(
        client=data["client"],
        provider=data["provider"],
        agreement=data["agreement"],
        tickets=tickets,
        work=tuple(_work(tickets, data["work_types"])),
        invoices=tuple(_invoice(i) for i in data["invoices"]),
        devices=tuple(_devices(data["devices"], tickets)),
    )


def _instant(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=ZONE)


def _ticket(t: Mapping[str, Any]) -> Ticket:
    category, _, subcategory = t["cat"].partition(" > ")
    return Ticket(
        number=t["n"],
        at=_instant(t["at"]),
        response=_instant(t["response"]),
        done=_instant(t["done"]) if t["done"] else None,
        priority=t["p"],
        kind=t["kind"],
        category=category,
        subcategory=subcategory,
        title=t["title"],
        text=t["text"],
        who=t["who"],
        site=t["site"],
        by=t["by"],
        asset=t["asset"],
        tags=tuple(t["tags"]),
        pauses=tuple((_instant(a), _instant(b), why) for a, b, why in t.get("pauses", ())),
        rows=tuple(tuple(map(str, w)) for w in t["work"]),
    )


def _work(tickets: tuple[Ticket, ...], types: Mapping[str, list[str]]) -> Iterator[Work]:
    number = 5000
    for ticket in tickets:
        for person, start, end, billed, kind in ticket.rows:
            number += 1
            name, role, place, rate = types[kind]
            begun = _instant(start)
            hour, minute = map(int, end.split(":"))
            yield Work(
                number=number,
                ticket=ticket,
                person=person,
                start=begun,
                end=begun.replace(hour=hour, minute=minute),
                billed=Decimal(billed),
                work_type=name,
                role=role,
                place=place,
                rate=Decimal(rate),
            )


def _invoice(i: Mapping[str, Any]) -> Invoice:
    return Invoice(
        number=i["number"],
        issued=i["date"],
        due=i["due"],
        credit_for=i.get("credit_for", ""),
        lines=tuple(_line(*line) for line in i["lines"]),
    )


def _line(
    ticket: int | None, when: object, item: str, text: str, quantity: str, unit: str, price: str
) -> Line:
    first, _, last = str(when).partition("/")
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else start
    return Line(ticket, start, end, item, text, Decimal(quantity), unit, Decimal(price))


def _devices(classes: Mapping[str, Any], tickets: tuple[Ticket, ...]) -> Iterator[Device]:
    users = {t.asset: t for t in reversed(tickets) if t.asset.startswith(("PR-LT", "PR-MB"))}
    for code, c in classes.items():
        number = 0
        for count, bought, model, maker, warranty in c["groups"]:
            for _ in range(count):
                number += 1
                tag = f"PR-{code}-{number:03}" if code == "LT" else f"PR-{code}-{number:02}"
                yield Device(
                    tag=tag,
                    kind=c["kind"],
                    os=c["os"],
                    node=c["nodes"],
                    bought=bought,
                    model=model,
                    maker=maker,
                    warranty=warranty,
                    serial=hashlib.sha256(tag.encode()).hexdigest()[:8].upper(),
                    site="Portishead" if number % 4 == 0 else "Bath",
                    user=users[tag].who if tag in users else "",
                )
