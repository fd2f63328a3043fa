"""Prices as a client reads them: entries in, a bill out, with the steps and what the contract leaves open."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from remit.charges import price, price_table
from remit.contract import Contract, TermField

HOURLY = Contract(
    schema="remit/contract/1",
    fields={
        "hourly_rate": TermField(value={"amount": 100, "currency": "EUR", "per": "hour"}),
        "after_hours_rate": TermField(value={"multiplier": 1.5}),
        "billing_increment_minutes": TermField(value=15),
        "fee_model": TermField(value="hourly"),
        "support_hours": TermField(
            value={"days": ["mon", "tue"], "from": "08:00", "to": "18:00", "timezone": "Europe/Berlin"}
        ),
    },
)
EVENING = {
    "entry": "1",
    "started_at": datetime(2026, 3, 2, 16, 50, tzinfo=UTC),
    "ended_at": datetime(2026, 3, 2, 17, 10, tzinfo=UTC),
}


def test_an_entry_across_closing_time_is_priced_in_two_parts() -> None:
    (charge,) = price(HOURLY, [EVENING]).charges
    assert [(p.kind_of_hours, p.seconds, p.billed_seconds) for p in charge.parts] == [
        ("business", 600, 600),
        ("after_hours", 600, 1200),
    ]
    assert charge.amount_minor == 6667
    assert sum(step.minor for step in charge.steps) == 6667
    assert charge.assumed == ("increment_scope", "rounding")


def test_a_table_has_the_same_figures() -> None:
    table = price_table(HOURLY, pl.DataFrame([EVENING]))
    assert table["kind_of_hours"].to_list() == ["business", "after_hours"]
    assert table["amount_minor"].sum() == 6667
