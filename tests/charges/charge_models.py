"""Contracts of price and work, drawn at random, and both forms of pricing side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import strategies as st

from remit.charges import Bill, Block, Counts, Entry, price, price_table, price_terms
from remit.charges.terms import PriceTerms
from remit.clock import SupportHours
from remit.contract import Contract, Override, Provision

BERLIN = SupportHours(
    "Europe/Berlin",
    {day: [("08:00", "12:00"), ("13:00", "17:30")] for day in ("mon", "tue", "wed", "thu", "fri")},
    holidays=[date(2026, 4, 3), date(2026, 4, 6)],
)
"""With a lunch break and holidays, around a change of the clocks on 29 March 2026."""
CONDITIONS: Sequence[dict[str, Any]] = (
    {},
    {},
    {},
    {"hours": ["after_hours", "weekend", "holiday"]},
    {"hours": "business"},
    {"place": "onsite"},
    {"role": ["engineer", "architect"]},
    {"activity": "project"},
    {"distance_km": "> 20"},
)


def money(
    *amounts: float, per: Sequence[str], currencies: Sequence[str] = ("EUR",)
) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda amount, currency, unit: {"amount": amount, "currency": currency, "per": unit},
        st.sampled_from(amounts),
        st.sampled_from(currencies),
        st.sampled_from(per),
    )


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "coverage": st.sampled_from(["chargeable", "chargeable", "included", "excluded"]),
    "rate": money(90, 100, 0.07, 119.99, 33.333, per=["hour", "hour", "hour", "minute", "visit", "day"]),
    "rate_multiplier": st.sampled_from([1, 1.5, 2, 1.33, 0.5]),
    "increment": st.sampled_from([1, 6, 15, 30, 0.5]),
    "increment_scope": st.sampled_from(["entry", "ticket", "day"]),
    "rounding": st.sampled_from(["up", "nearest", "down"]),
    "minimum": st.sampled_from([10, 30, 60]),
    "minimum_scope": st.sampled_from(["entry", "ticket", "day"]),
    "call_out": money(60, 12.345, per=["visit", "ticket", "day"]),
    "included_time": st.sampled_from([30, 90, 200.5]),
    "included_period": st.sampled_from(["month", "quarter", "year", "term"]),
    "included_each": st.sampled_from(["agreement", "user", "device"]),
    "rollover": st.sampled_from([0, 45, 6000]),
    "rollover_periods": st.sampled_from([1, 2]),
    "draw": st.sampled_from([1, 1.5, 1.33]),
    "overage": money(130, 61.7, per=["hour"]),
    "included_tickets": st.sampled_from([1, 2, 1.5]),
    "ticket_charge": money(14, per=["ticket"]),
    "cap": money(150, 400, per=["ticket", "day", "month", "quarter"]),
    "approval_above": money(50, 120, per=["ticket", "month"]),
    "unapproved": st.sampled_from(["payable", "excess_not_payable", "not_payable"]),
    "amount_rounding": st.sampled_from(["half_up", "half_even", "up", "down"]),
    "amount_scope": st.sampled_from(["entry", "ticket", "bill"]),
    "travel_charged": st.sampled_from(["yes", "yes", "no"]),
    "travel_time": st.one_of(money(40, per=["hour"]), st.just({"multiplier": 0.5})),
    "travel_distance": money(0.88, 1.005, per=["km", "mile"]),
    "travel_free": st.sampled_from([0, 10, 33.3]),
    "travel_flat": money(60, per=["visit", "day"]),
}


@st.composite
def contracts(draw: st.DrawFn, *, plain: bool = False) -> Contract:
    """`plain`: nothing is left open but what is left out: no question has two rules."""
    found: list[Provision] = []
    for question, values in VALUES.items():
        often = question in ("coverage", "rate")
        several = 1 if plain else draw(st.sampled_from([1, 1, 1, 1, 1, 2]))
        for n in range(several if often or draw(st.integers(0, 3)) == 0 else 0):
            when = {} if plain or (often and n == 0) else draw(st.sampled_from(CONDITIONS))
            changed = draw(st.integers(0, 9)) == 0 and not plain
            found.append(
                Provision(
                    id=f"{question}{n}",
                    question=question,
                    value=draw(values),
                    when=when,
                    overrides=(Override(id=f"{question}0", ground="drafted"),)
                    if n and draw(st.booleans())
                    else (),
                    effective_from=date(2026, 3, 30) if changed else None,
                )
            )
    return Contract(schema="remit/contract/1", provisions=tuple(found))


@st.composite
def entries(draw: st.DrawFn, most: int = 7) -> list[dict[str, Any]]:
    found = []
    for n in range(draw(st.integers(1, most))):
        travel = draw(st.integers(0, 4)) == 0
        row: dict[str, Any] = {
            "entry": f"{draw(st.sampled_from('abc'))}{n}",
            "ticket": draw(st.sampled_from([None, "T1", "T2", "T3"])),
            "travel": travel,
            "distance_m": draw(st.sampled_from([None, 0, 12345, 50000])) if travel else None,
            "place": draw(st.sampled_from(["onsite", "remote", "remote", "onsite", None])),
            "role": draw(st.sampled_from(["engineer", "technician", "engineer", "architect", None])),
            "activity": draw(st.sampled_from(["incident", "project", "incident", "request", None])),
            "coverage": draw(st.sampled_from([None, "chargeable", "chargeable", "included"])),
            "approved_by_client": draw(st.sampled_from([True, True, False, None])),
            "hours": None,
            "started_at": None,
            "ended_at": None,
            "seconds": None,
            "date": None,
        }
        if draw(st.integers(0, 3)):
            start = datetime(2026, 3, 27, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 12 * 86_400)))
            length = draw(st.sampled_from([0, 59, 600, 1800, 4321, 30_000, 100_000]))
            row |= {"started_at": start, "ended_at": start + timedelta(seconds=length)}
            if draw(st.integers(0, 4)) == 0:
                row["seconds"] = draw(st.sampled_from([0, 100, 2000, 200_000]))
        else:
            row |= {"date": date(2026, 2, 1) + timedelta(days=draw(st.integers(0, 90)))}
            row |= {"seconds": draw(st.sampled_from([None, 0, 1, 77, 900, 5000]))}
        if draw(st.integers(0, 4)) == 0:
            row["hours"] = draw(st.sampled_from(["business", "after_hours", "weekend"]))
        found.append(row)
    return found


@st.composite
def terms(draw: st.DrawFn, *, plain: bool = False) -> PriceTerms:
    blocks = [
        Block("B1", draw(st.sampled_from([0, 1000, 7200])), date(2026, 3, 1), date(2026, 3, 29)),
        Block("B2", draw(st.sampled_from([1000, 7200])), date(2026, 3, 28)),
    ]
    counts = Counts({date(2026, 1, 1): 3, date(2026, 4, 1): 4}, {date(2026, 3, 1): 2})
    return price_terms(
        draw(contracts(plain=plain or draw(st.booleans()))),
        hours=draw(st.sampled_from([BERLIN, None])),
        zone="Europe/Berlin",
        starts=draw(st.sampled_from([None, date(2025, 3, 31)])),
        since=draw(st.sampled_from([None, date(2026, 1, 5)])),
        blocks=draw(st.sampled_from([[], [], blocks])),
        counts=draw(st.sampled_from([None, counts])),
    )


SCHEMA: dict[str, pl.DataType] = {
    "entry": pl.String(), "ticket": pl.String(), "travel": pl.Boolean(), "distance_m": pl.Int64(), "place": pl.String(),
    "role": pl.String(), "activity": pl.String(), "coverage": pl.String(), "approved_by_client": pl.Boolean(),
    "hours": pl.String(), "started_at": pl.Datetime("us", "UTC"), "ended_at": pl.Datetime("us", "UTC"),
    "seconds": pl.Int64(), "date": pl.Date(),
}  # fmt: skip


def frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


FIGURES = ("kind_of_hours", "part_seconds", "billed_seconds", "included_seconds", "prepaid_seconds",
           "amount_minor", "outcome")  # fmt: skip
Figures = tuple[dict[Any, Any], dict[str, Any]]
"""Of every part, and of every entry: currency, least and most."""


def figures(table: pl.DataFrame) -> Figures:
    rows = table.to_dicts()
    parts = {(r["entry"], r["part"]): tuple(r[f] for f in FIGURES) for r in rows}
    return parts, {
        r["entry"]: (r["currency"], r["least_minor"], r["most_minor"]) for r in rows if r["part"] == 0
    }


def table_figures(terms: PriceTerms, rows: Sequence[dict[str, Any]]) -> Figures:
    return figures(price_table(terms, frame(rows)))


def bill_figures(bill: Bill) -> Figures:
    parts = {
        (c.entry, n): (
            p.kind_of_hours,
            p.seconds,
            p.billed_seconds,
            p.included_seconds,
            p.prepaid_seconds,
            p.amount_minor,
            p.outcome,
        )
        for c in bill.charges
        for n, p in enumerate(c.parts)
    }
    return parts, {c.entry: (c.currency, c.least_minor, c.most_minor) for c in bill.charges}


def priced(terms: PriceTerms, rows: Sequence[dict[str, Any]]) -> Bill:
    return price(terms, [Entry.read(r) for r in rows])
