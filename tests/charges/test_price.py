"""Prices as a client reads them: entries in, a bill out, with the steps and what the contract leaves open."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import polars as pl

from remit.charges import charge_data, price, price_table, price_terms
from remit.contract import Condition, Contract, Evidence, Provision, TermField

ONSITE = Condition.parse({"place": "onsite"})

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


def test_what_the_contract_adds_in_words_and_rules_of_interpretation_are_told() -> None:
    hour = {"amount": 100, "currency": "EUR", "per": "hour"}
    contract = Contract(
        schema="remit/contract/1",
        provisions=(
            Provision(
                id="work", question="coverage", value="chargeable", qualifiers=("if ordered in writing",)
            ),
            Provision(id="all", question="rate", value=hour),
            Provision(id="onsite", question="rate", value=hour | {"amount": 130}, when=ONSITE),
        ),
    )
    entry = {"entry": "1", "date": "2026-03-02", "seconds": 3600, "place": "onsite"}
    (charge,) = price(contract, [entry]).charges
    says = {step.what: step.says for step in charge.steps}
    assert says["coverage"].endswith("The contract adds: if ordered in writing.")
    assert "by the rule of interpretation specific-over-general" in says["rate"]
    assert charge.amount_minor == 13_000
    (conflict,) = price(price_terms(contract, canons=False), [entry]).charges
    assert (conflict.outcome, conflict.least_minor, conflict.most_minor) == ("conflict", 10_000, 13_000)


def test_a_charge_as_data_quotes_every_clause() -> None:
    quote = Evidence(document="a.pdf", quote="EUR 100 an hour", start=1, end=16, clause="5")
    terms = HOURLY.fields | {
        "hourly_rate": HOURLY.fields["hourly_rate"].model_copy(update={"evidence": quote})
    }
    bill = price(HOURLY.model_copy(update={"fields": terms}), [EVENING])
    data = charge_data(bill, bill.charges[0])
    (rate,) = (
        s["because"][0] for s in data["steps"] if s["what"] == "rate" and "in support hours" in s["says"]
    )
    assert (rate["quote"], rate["clause"], rate["provision"]) == ("EUR 100 an hour", "5", "field:hourly_rate")
    assert (data["amount"], data["minor_digits"]) == ("EUR 66.67", 2)
    assert json.loads(json.dumps(data)) == data
