"""Tables that make no sense are refused with the entry; columns of others are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from charge_models import frame

from remit.charges import price_table, price_terms
from remit.contract import Condition, Contract, Provision
from remit.errors import RequestProblem

RATE = Provision(id="rate", question="rate", value={"amount": 100, "currency": "EUR", "per": "hour"})
WORK = Provision(id="work", question="coverage", value="chargeable")
CONTRACT = Contract(schema="remit/contract/1", provisions=(RATE, WORK))
GOOD: dict[str, Any] = {"entry": "1", "date": date(2026, 3, 2), "seconds": 3600}
NINE, TEN = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_other_columns_are_kept_and_rows_stay_in_their_order() -> None:
    rows = pl.DataFrame(
        {
            "entry": [7, 3],
            "date": [date(2026, 3, 3), date(2026, 3, 2)],
            "seconds": [60, 3600],
            "note": ["x", "y"],
        }
    )
    found = price_table(CONTRACT, rows)
    assert found["note"].to_list() == ["x", "y"]
    assert found["entry"].to_list() == [7, 3]
    assert found["amount_minor"].to_list() == [167, 10_000]
    assert found["provisions"].to_list() == [["work", "rate"], ["work", "rate"]]


def test_an_empty_table_is_an_empty_bill() -> None:
    assert len(price_table(CONTRACT, frame([]))) == 0


def test_a_night_is_two_parts_with_one_instant_between() -> None:
    night = {
        "entry": "1",
        "started_at": NINE.replace(hour=22),
        "ended_at": datetime(2026, 3, 3, 2, tzinfo=UTC),
    }
    found = price_table(price_terms(CONTRACT, zone="Europe/Berlin"), pl.DataFrame([night]))
    assert found["part_to"][0] == found["part_from"][1] == NINE.replace(hour=23)
    assert found["amount_minor"].to_list() == [10_000, 30_000]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([GOOD, GOOD], "given twice"),
        ([GOOD | {"entry": None}], "no number"),
        ([{"entry": "1", "seconds": 60}], "no day"),
        ([GOOD | {"seconds": -1}], "less than no time"),
        ([GOOD | {"distance_m": -1}], "less than no distance"),
        ([GOOD | {"coverage": "free"}], "coverage"),
        ([{"entry": "1", "started_at": TEN, "ended_at": NINE}], "ends before"),
        ([GOOD | {"seconds": 1.5}], "must hold"),
        ([GOOD | {"started_at": NINE.replace(tzinfo=None)}], "must hold"),
        ([GOOD | {"outcome": "x", "amount_minor": 1}], "already has a column amount_minor"),
        ([{"date": date(2026, 3, 2)}], "no column entry"),
        ([GOOD | {"hours": "teatime"}], "teatime"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(rows: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(RequestProblem, match=says):
        price_table(CONTRACT, pl.DataFrame(rows))


def test_a_value_that_a_fact_can_t_have_is_refused() -> None:
    by_role = RATE.model_copy(update={"when": Condition.parse({"role": "engineer"})})
    contract = Contract(schema="remit/contract/1", provisions=(by_role, WORK))
    with pytest.raises(RequestProblem, match="wizard"):
        price_table(contract, pl.DataFrame([GOOD | {"role": "wizard"}]))


def test_amounts_beyond_64_bits_are_reckoned_exactly() -> None:
    steep = RATE.model_copy(update={"value": {"amount": 1234567890.01, "currency": "EUR", "per": "minute"}})
    odd = Provision(id="odd", question="rate_multiplier", value=1.0000001)
    contract = Contract(schema="remit/contract/1", provisions=(steep, WORK, odd))
    rows = [GOOD | {"entry": str(n), "seconds": 86_399} for n in range(50)]
    found = price_table(contract, pl.DataFrame(rows))
    exact = 123456789001 * 86399 * 10000001 / (60 * 10**7)
    assert found["amount_minor"].n_unique() == 1
    assert abs(found["amount_minor"][0] - exact) < 1
