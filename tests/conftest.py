"""How thoroughly the laws are tried, and what several rooms' tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from remit.forecast.forecasting import Simulated

# A little on every run, the same each time, so that a change that breaks nothing fails nothing; a lot, and new each
# time, with HYPOTHESIS_PROFILE=thorough. No deadline: an example's time depends on what else
# the machine is doing.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("usual", parent=_COMMON, max_examples=50, derandomize=True)
settings.register_profile("thorough", parent=_COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

# Every room runs the program as the tests of the command line do.
sys.path.append(str(Path(__file__).parent / "cli"))


@pytest.fixture(scope="session")
def simulated() -> Simulated:
    """The example offers simulated once for all tests that look at them."""
    from example_offers import NEEDS, OFFERS, engine_only  # noqa: PLC0415 - only that room's tests need it

    from remit.forecast.forecasting import forecast  # noqa: PLC0415 - loads much

    moved = ("labour_cost", "tickets_per_user_month", "user_hour_value", "usual_care", "silence_billed")
    return forecast(OFFERS, NEEDS, years=900, levers=False, moved=moved, answering=engine_only)
