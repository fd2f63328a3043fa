"""A clean year of tickets, work and invoices under the Larkfield agreement, reckoned here by a few lines of arithmetic.

Nothing of the program is used to make it: prices are worked out from the agreement's words, so that an audit of the
clean year that finds nothing has agreed with a second reckoning.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from remit.audit.importers import Imported
from remit.audit.tables import INVOICE_LINES, INVOICES, REJECTS, TICKETS, TIME_ENTRIES

BERLIN = ZoneInfo("Europe/Berlin")
QUARTER = 900
BLOCK_SECONDS = 12 * 3600
"""Prepaid time, from January to the end of March."""


def rate(role: str, day: date) -> int:
    """Cents an hour."""
    if role == "consultant":
        return 12_400
    return 9_000 if day < date(2026, 7, 1) else 9_600


def factor(kind: str) -> tuple[int, int]:
    return {"business": (1, 1), "after_hours": (3, 2), "weekend": (2, 1)}[kind]


@dataclass(frozen=True)
class Job:
    """Work on a ticket on one day: seconds of each entry, one after another from `starts` on."""

    ticket: str
    activity: str
    role: str
    starts: datetime
    entries: tuple[int, ...]
    subject: str | None = None

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def kind(self) -> str:
        if self.starts.weekday() >= 5:
            return "weekend"
        return "business" if 8 <= self.starts.hour < 18 else "after_hours"

    @property
    def charged(self) -> bool:
        if self.subject == "personal_device":
            return False
        return self.activity in ("project", "deployment") or self.kind != "business"

    @property
    def billed(self) -> int:
        """Seconds, in quarters of an hour for the whole ticket, half an hour at least."""
        return max(-(-sum(self.entries) // QUARTER) * QUARTER, 2 * QUARTER)

    @property
    def price(self) -> int:
        """Cents an hour."""
        times, by = factor(self.kind)
        return rate(self.role, self.day) * times // by


@dataclass(frozen=True)
class Line:
    """A line of an invoice; quantity in millionths, money in cents."""

    line: str
    item: str
    description: str
    quantity: int
    price: int
    unit: str
    day: date | None = None
    period: tuple[date, date] | None = None
    ticket: str | None = None
    currency: str = "EUR"
    off: int = 0
    """What the amount differs from quantity times price."""

    @property
    def amount(self) -> int:
        sign = -1 if self.quantity * self.price < 0 else 1
        return sign * ((2 * abs(self.quantity * self.price) + 1_000_000) // 2_000_000) + self.off


@dataclass(frozen=True)
class Bill:
    number: str
    dated: date
    lines: tuple[Line, ...]
    tax: int = 0
    off: int = 0
    """What the stated total differs from the sum of the lines."""

    @property
    def net(self) -> int:
        return sum(line.amount for line in self.lines) + self.off


@dataclass(frozen=True)
class Year:
    jobs: tuple[Job, ...]
    tickets: tuple[dict[str, Any], ...]
    bills: tuple[Bill, ...]
    users: dict[date, int]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def job(self, ticket: str) -> Job:
        return next(j for j in self.jobs if j.ticket == ticket)

    def with_bill(self, bill: Bill) -> Year:
        return replace(self, bills=tuple(bill if b.number == bill.number else b for b in self.bills))

    def bill_of(self, line: Line) -> Bill:
        return next(b for b in self.bills if line in b.lines)


def months() -> list[date]:
    return [date(2026, m, 1) for m in range(1, 13)]


def last(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def clean_year(seed: int) -> Year:
    draw = random.Random(seed)  # noqa: S311 - repeatable draws
    jobs: list[Job] = []
    tickets: list[dict[str, Any]] = []
    users = {}
    for month in months():
        users[month] = draw.randint(18, 24)
        days = [month + timedelta(days=n) for n in range((last(month) - month).days + 1)]
        work = [d for d in days if d.weekday() < 5]
        ends = [d for d in days if d.weekday() >= 5]
        chosen = sorted(draw.sample(work, 8))
        number = len(jobs)
        for n, day in enumerate(chosen):
            # One ticket a day and never two at once: the block is drawn in this order.
            what, hour = [
                ("incident", 9), ("request", 10), ("project", 13), ("incident", 19),
                ("project", 9), ("incident", 14), ("deployment", 11), ("request", 20),
            ][n]  # fmt: skip
            role = "consultant" if what == "project" and draw.random() < 0.4 else "engineer"
            jobs.append(_job(draw, f"L-{number + n:03}", what, role, day, hour))
        jobs.append(_job(draw, f"L-{number + 8:03}", "incident", "engineer", draw.choice(ends), 10))
        own = draw.choice([d for d in work if d not in chosen])
        jobs.append(_job(draw, f"L-{number + 9:03}", "request", "engineer", own, 15, "personal_device"))
    jobs.sort(key=lambda j: j.starts)
    late_months = set(draw.sample(range(1, 13), 4))
    late = {
        m: next(j.ticket for j in jobs if j.day.month == m and j.activity == "incident") for m in late_months
    }
    for job in jobs:
        tickets.append(_ticket(job, late.get(job.day.month) == job.ticket))
    facts = {
        j.ticket: {"activity": j.activity, "subject": j.subject or "laptop", "cause": "software_fault"}
        for j in jobs
    }
    return Year(tuple(jobs), tuple(tickets), tuple(_bills(jobs, users, late_months)), users, facts)


def _job(
    draw: random.Random, ticket: str, what: str, role: str, day: date, hour: int, subject: str | None = None
) -> Job:
    # Minutes that never make whole quarters, so that rounding by entry and by ticket differ.
    entries = tuple(60 * draw.choice([7, 11, 19, 23, 31, 37, 41]) for _ in range(draw.randint(2, 3)))
    return Job(
        ticket, what, role, datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN), entries, subject
    )


def _ticket(job: Job, late: bool) -> dict[str, Any]:
    # Reported at eight on the day of the work, or at its very start where that is outside support hours.
    business = job.kind == "business"
    opened = job.starts.replace(hour=8) if business else job.starts
    answered = opened + (timedelta(hours=1, minutes=7) if late else timedelta(minutes=25))
    if late and not business:
        answered = opened + timedelta(days=5)
    solved = max(job.starts + timedelta(seconds=sum(job.entries) + 600), answered)
    return {
        "ticket": job.ticket,
        "source": "any",
        "opened_at": opened.astimezone(UTC),
        "first_response_at": answered.astimezone(UTC),
        "resolved_at": solved.astimezone(UTC),
        "status": "closed",
        "priority": "high" if job.activity == "incident" else "normal",
        "title": None,
        "file": "tickets.csv",
    }


def _bills(jobs: list[Job], users: dict[date, int], late_months: set[int]) -> list[Bill]:
    drawn: dict[str, int] = {}
    left = BLOCK_SECONDS
    for job in jobs:
        if job.charged:
            drawn[job.ticket] = min(left, job.billed) if job.day < date(2026, 4, 1) else 0
            left -= drawn[job.ticket]
    bills = []
    for n, dated in enumerate([*months(), date(2027, 1, 1)]):
        lines: list[Line] = []
        if dated.year == 2026:
            lines.append(fee(users[dated], dated))
        before = [
            j
            for j in jobs
            if (j.day.year, j.day.month)
            == ((dated.year, dated.month - 1) if dated.month > 1 else (dated.year - 1, 12))
        ]
        for job in before:
            if job.charged and job.billed > drawn[job.ticket]:
                lines.append(labour(job, job.billed - drawn[job.ticket]))
        if before and before[0].day.month in late_months:
            lines.append(credit(users, before[0].day.month))
        bills.append(
            Bill(f"N-{n + 1:02}", dated, tuple(replace(x, line=str(i)) for i, x in enumerate(lines, 1)))
        )
    return bills


def fee(count: int, month: date) -> Line:
    text = f"Managed services {month:%B %Y}, {count} users"
    return Line("", "USER", text, count * 1_000_000, 4_500, "user", period=(month, last(month)))


def labour(job: Job, seconds: int) -> Line:
    micro = seconds * 1_000_000 // 3600
    return Line("", "LAB", f"Ticket {job.ticket}", micro, job.price, "hour", day=job.day, ticket=job.ticket)


def credit(users: dict[date, int], month: int) -> Line:
    amount = (users[date(2026, month, 1)] * 4_500 * 5 * 2 + 100) // 200
    return Line("", "SLA", f"Service credit {date(2026, month, 1):%B %Y}", -1_000_000, amount, "piece")


def tables(year: Year) -> Imported:
    """The year as the tables that importers make."""
    lines, heads, entries = [], [], []
    for bill in year.bills:
        for line in bill.lines:
            lines.append(_line(bill, line))
        heads.append(
            {
                "invoice": bill.number,
                "source": "any",
                "kind": "invoice",
                "invoice_date": bill.dated,
                "currency": "EUR",
                "net_minor": bill.net,
                "tax_minor": bill.tax,
                "gross_minor": bill.net + bill.tax,
                "file": "invoices.csv",
            }
        )
    for job in year.jobs:
        at = job.starts
        for n, seconds in enumerate(job.entries):
            entries.append(
                {
                    "entry": f"{job.ticket}/{n}",
                    "source": "any",
                    "ticket": job.ticket,
                    "role": job.role,
                    "work_type": "work",
                    "place": "remote",
                    "started_at": at.astimezone(UTC),
                    "ended_at": (at + timedelta(seconds=seconds)).astimezone(UTC),
                    "seconds": seconds,
                    "date": job.day,
                    "file": "time.csv",
                }
            )
            at += timedelta(seconds=seconds)
    held = {
        "tickets": pl.DataFrame(list(year.tickets), schema_overrides=TICKETS.schema),
        "time_entries": pl.DataFrame(entries, schema_overrides=TIME_ENTRIES.schema),
        "invoice_lines": pl.DataFrame(lines, schema_overrides=INVOICE_LINES.schema),
        "invoices": pl.DataFrame(heads, schema_overrides=INVOICES.schema),
    }
    of = {
        "tickets": TICKETS,
        "time_entries": TIME_ENTRIES,
        "invoice_lines": INVOICE_LINES,
        "invoices": INVOICES,
    }
    whole = {
        name: pl.concat([of[name].empty(), frame], how="diagonal").select(of[name].schema.names()).lazy()
        for name, frame in held.items()
    }
    return Imported(whole, REJECTS.empty(), (), ())


def _line(bill: Bill, line: Line) -> dict[str, Any]:
    return {
        "invoice": bill.number,
        "line": line.line,
        "source": "any",
        "kind": "invoice",
        "part": "line",
        "invoice_date": bill.dated,
        "service_date": line.day,
        "period_from": line.period[0] if line.period else None,
        "period_to": line.period[1] if line.period else None,
        "item": line.item,
        "description": line.description,
        "quantity_micro": line.quantity,
        "unit": line.unit,
        "unit_price_micro": line.price * 10_000,
        "amount_minor": line.amount,
        "currency": line.currency,
        "ticket": line.ticket,
        "file": "invoices.csv",
        "row": int(line.line),
    }
