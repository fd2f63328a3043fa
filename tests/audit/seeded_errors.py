"""Errors that bills really have, put into a clean year one at a time: each says what an audit must find, to the cent."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from seeded_year import BERLIN, QUARTER, Bill, Job, Line, Year, labour, rate


@dataclass(frozen=True)
class Expected:
    """A finding: its cause, the lines it is about as (invoice, line), and charged less right in cents.

    Where nothing can be reckoned `difference` is None and `disputed` what hangs on the answer.
    """

    cause: str
    lines: tuple[tuple[str, str], ...]
    difference: int | None
    disputed: int = 0
    charged: int | None = None
    right: int | None = None


Injection = Callable[[random.Random, Year, set[str]], tuple[Year, Expected] | None]
"""Changes the year at a place that no other error uses (the set names them); None where there is none."""


def _labour(
    year: Year, used: set[str], fits: Callable[[Job, Line], bool] = lambda *_: True
) -> list[tuple[Bill, Line]]:
    found = []
    for bill in year.bills:
        for line in bill.lines:
            if (
                line.item == "LAB"
                and line.ticket
                and line.ticket not in used
                and fits(year.job(line.ticket), line)
            ):
                found.append((bill, line))
    return found


def _pick(
    draw: random.Random, year: Year, used: set[str], fits: Callable[[Job, Line], bool] = lambda *_: True
) -> tuple[Bill, Line] | None:
    places = _labour(year, used, fits)
    if not places:
        return None
    bill, line = draw.choice(places)
    used.add(line.ticket or "")
    return bill, line


def _whole(job: Job, line: Line) -> bool:
    """Whether the line charges all of the job: nothing of it was prepaid."""
    return line.quantity == job.billed * 1_000_000 // 3600


def _changed(year: Year, bill: Bill, line: Line, **new: object) -> tuple[Year, Line]:
    made = replace(line, **new)  # type: ignore[arg-type]
    lines = tuple(made if x == line else x for x in bill.lines)
    return year.with_bill(replace(bill, lines=lines)), made


def _added(year: Year, bill: Bill, line: Line) -> tuple[Year, Line]:
    made = replace(line, line=str(len(bill.lines) + 1))
    return year.with_bill(replace(bill, lines=(*bill.lines, made))), made


def _repriced(
    price: Callable[[Job], int | None], cause: str, fits: Callable[[Job, Line], bool] = lambda *_: True
) -> Injection:
    def inject(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
        place = _pick(draw, year, used, lambda j, x: fits(j, x) and price(j) not in (None, j.price))
        if place is None:
            return None
        bill, line = place
        changed, made = _changed(year, bill, line, price=price(year.job(line.ticket or "")))
        return changed, Expected(cause, ((bill.number, line.line),), made.amount - line.amount)

    return inject


def _requantified(seconds: Callable[[Job], int], cause: str) -> Injection:
    def inject(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
        place = _pick(draw, year, used, lambda j, x: _whole(j, x) and seconds(j) != j.billed)
        if place is None:
            return None
        bill, line = place
        quantity = seconds(year.job(line.ticket or "")) * 1_000_000 // 3600
        changed, made = _changed(year, bill, line, quantity=quantity)
        return changed, Expected(cause, ((bill.number, line.line),), made.amount - line.amount)

    return inject


def _by_entry(job: Job) -> int:
    return sum(-(-s // QUARTER) * QUARTER for s in job.entries)


def _least_by_entry(job: Job) -> int:
    each = sum(max(-(-s // QUARTER) * QUARTER, 2 * QUARTER) for s in job.entries)
    # Only where this is not what rounding each entry would come to as well.
    return each if each != _by_entry(job) else job.billed


def not_drawn(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    """Work that the prepaid block covers in part or whole is charged in full."""
    charged = {line.ticket: (bill, line) for bill in year.bills for line in bill.lines if line.item == "LAB"}
    drawn = [j for j in year.jobs if j.charged and j.day < date(2026, 4, 1) and j.ticket not in used]
    drawn = [j for j in drawn if j.ticket not in charged or not _whole(j, charged[j.ticket][1])]
    if not drawn:
        return None
    job = draw.choice(drawn)
    used.add(job.ticket)
    if job.ticket in charged:
        bill, line = charged[job.ticket]
        changed, made = _changed(year, bill, line, quantity=job.billed * 1_000_000 // 3600)
        return changed, Expected("prepaid", ((bill.number, line.line),), made.amount - line.amount)
    bill = next(b for b in year.bills if (b.dated - timedelta(days=1)).month == job.day.month)
    changed, made = _added(year, bill, labour(job, job.billed))
    return changed, Expected("prepaid", ((bill.number, made.line),), made.amount)


def _free(cause: str, fits: Callable[[Job], bool]) -> Injection:
    def inject(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
        jobs = [j for j in year.jobs if fits(j) and not j.charged and j.ticket not in used]
        job = draw.choice(jobs)
        used.add(job.ticket)
        bill = next(b for b in year.bills if (b.dated - timedelta(days=1)).month == job.day.month)
        changed, made = _added(year, bill, labour(job, job.billed))
        return changed, Expected(cause, ((bill.number, made.line),), made.amount)

    return inject


def twice(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    place = _pick(draw, year, used)
    if place is None:
        return None
    bill, line = place
    later = [b for b in year.bills if b.dated >= bill.dated]
    changed, made = _added(year, target := draw.choice(later), line)
    return changed, Expected("duplicate", ((target.number, made.line),), line.amount)


def fee_twice(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    bill, line = _fee(draw, year, used)
    later = draw.choice([b for b in year.bills if b.dated > bill.dated])
    changed, made = _added(year, later, line)
    return changed, Expected("duplicate", ((later.number, made.line),), line.amount)


def _fee(draw: random.Random, year: Year, used: set[str]) -> tuple[Bill, Line]:
    places = [(b, x) for b in year.bills for x in b.lines if x.item == "USER" and x.description not in used]
    bill, line = draw.choice(places)
    used.add(line.description)
    # A credit is a share of the month's fee, so both are not changed at once.
    used.add(f"credit {bill.dated:%B %Y}")
    return bill, line


def seats(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    bill, line = _fee(draw, year, used)
    more = draw.choice([-2, -1, 1, 2, 3])
    changed, made = _changed(year, bill, line, quantity=line.quantity + more * 1_000_000)
    return changed, Expected("seats", ((bill.number, line.line),), made.amount - line.amount)


def dear_fee(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    bill, line = _fee(draw, year, used)
    changed, made = _changed(year, bill, line, price=draw.choice([4_700, 4_650, 4_499]))
    return changed, Expected("fee", ((bill.number, line.line),), made.amount - line.amount)


def no_credit(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    places = [
        (b, x)
        for b in year.bills
        for x in b.lines
        if x.item == "SLA" and f"credit {x.description[15:]}" not in used
    ]
    if not places:
        return None
    bill, line = draw.choice(places)
    used.add(f"credit {line.description[15:]}")
    # The lines keep their numbers: other errors may be about them.
    kept = tuple(x for x in bill.lines if x != line)
    return year.with_bill(replace(bill, lines=kept)), Expected("credit", (), -line.amount)


def early(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    """Work of the last year, before the agreement began."""
    name = f"X-{len(used):03}"
    used.add(name)
    day = date(2025, 12, draw.choice([15, 16, 17]))
    job = Job(name, "project", "engineer", datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN), (3600,))
    ticket = {**year.tickets[0], "ticket": name, "priority": "normal"}
    ticket |= dict.fromkeys(("opened_at", "first_response_at", "resolved_at"), job.starts)
    more = replace(year, jobs=(*year.jobs, job), tickets=(*year.tickets, ticket))
    bill = draw.choice(more.bills)
    changed, made = _added(
        more,
        bill,
        Line("", "LAB", f"Ticket {name}", 1_000_000, rate("engineer", day), "hour", day=day, ticket=name),
    )
    return changed, Expected("out_of_term", ((bill.number, made.line),), 0, disputed=made.amount)


def dollars(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    place = _pick(draw, year, used)
    if place is None:
        return None
    bill, line = place
    changed, made = _changed(year, bill, line, currency="USD")
    return changed, Expected(
        "currency", ((bill.number, line.line),), None, charged=made.amount, right=line.amount
    )


def tax_on_top(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    bill = _bill(draw, year, used)
    tax = (bill.net * 19 + 50) // 100
    return year.with_bill(replace(bill, tax=tax)), Expected("tax", (), tax)


def wrong_total(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    bill = _bill(draw, year, used)
    off = draw.choice([-1000, -9, 1, 500, 27_000])
    return year.with_bill(replace(bill, off=off)), Expected("invoice_total", (), off)


def _bill(draw: random.Random, year: Year, used: set[str]) -> Bill:
    bill = draw.choice([b for b in year.bills if b.number not in used])
    used.add(bill.number)
    return bill


def wrong_sum(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    place = _pick(draw, year, used)
    if place is None:
        return None
    bill, line = place
    off = draw.choice([-500, -1, 1, 900, 10_000])
    changed, _ = _changed(year, bill, line, off=off)
    return changed, Expected("line_arithmetic", ((bill.number, line.line),), off)


def travel(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    place = _pick(draw, year, used)
    if place is None:
        return None
    bill, line = place
    km = draw.choice([12, 38, 140]) * 1_000_000
    made = Line(
        "", "TRAVEL", f"Ticket {line.ticket}: journey", km, 42, "kilometre", day=line.day, ticket=line.ticket
    )
    changed, added = _added(year, bill, made)
    return changed, Expected("travel", ((bill.number, added.line),), added.amount)


def invented(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    bill = draw.choice(year.bills[1:])
    name = f"Z-{len(used):03}"
    used.add(name)
    day = bill.dated - timedelta(days=9)
    changed, made = _added(
        year,
        bill,
        Line("", "LAB", f"Ticket {name}", 2_000_000, rate("engineer", day), "hour", day=day, ticket=name),
    )
    return changed, Expected("no_record", ((bill.number, made.line),), None, disputed=made.amount)


def forgotten(draw: random.Random, year: Year, used: set[str]) -> tuple[Year, Expected] | None:
    place = _pick(draw, year, used, lambda j, _: date(2026, 1, 10) < j.day < date(2026, 12, 20))
    if place is None:
        return None
    bill, line = place
    kept = tuple(x for x in bill.lines if x != line)
    return year.with_bill(replace(bill, lines=kept)), Expected("not_billed", (), -line.amount)


KINDS: dict[str, Injection] = {
    "wrong rate": _repriced(lambda j: 9_700 if j.kind == "business" else None, "rate"),
    "rate of another role": _repriced(
        lambda j: 12_400 if j.role == "engineer" and j.kind == "business" else None, "role_rate"
    ),
    "after hours at the wrong multiplier": _repriced(
        lambda j: rate(j.role, j.day) * 2 if j.kind == "after_hours" else None, "hours_rate"
    ),
    "business hours charged as evening": _repriced(
        lambda j: rate(j.role, j.day) * 3 // 2 if j.kind == "business" else None, "hours_rate"
    ),
    "price rise before its date": _repriced(
        lambda j: (
            9_600 if j.role == "engineer" and j.kind == "business" and j.day < date(2026, 7, 1) else None
        ),
        "price_date",
    ),
    "rounded by entry": _requantified(_by_entry, "rounding"),
    "minimum for each entry": _requantified(_least_by_entry, "minimum"),
    "more time than recorded": _requantified(lambda j: j.billed + 7 * QUARTER, "time"),
    "prepaid hours not drawn": not_drawn,
    "included work charged": _free("included", lambda j: j.subject is None),
    "excluded work charged": _free("excluded", lambda j: j.subject is not None),
    "charged twice": twice,
    "fee charged twice": fee_twice,
    "number of users": seats,
    "fee too dear": dear_fee,
    "credit not given": no_credit,
    "before the term": early,
    "other currency": dollars,
    "tax on top": tax_on_top,
    "total wrong": wrong_total,
    "line adds up wrongly": wrong_sum,
    "travel not agreed": travel,
    "work that nobody recorded": invented,
    "work not charged": forgotten,
}
