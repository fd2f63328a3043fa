"""The example offers simulated once for all tests that look at them."""

from __future__ import annotations

import pytest
from example_offers import NEEDS, OFFERS, engine_only

from remit.forecast.forecasting import Simulated, forecast


@pytest.fixture(scope="session")
def simulated() -> Simulated:
    moved = ("labour_cost", "tickets_per_user_month", "user_hour_value", "usual_care", "silence_billed")
    return forecast(OFFERS, NEEDS, years=900, levers=False, moved=moved, answering=engine_only)
