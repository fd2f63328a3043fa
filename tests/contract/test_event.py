"""Facts as people give them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from strategies import events

from remit.contract.event import read_event, read_fact
from remit.errors import RequestProblem


@pytest.mark.parametrize(
    ("name", "given_as", "known"),
    [
        ("activity", "incident", "incident"),
        ("activity", " training ", "training"),
        ("subject", "a laptop", "laptop"),
        ("in_warranty", "yes", True),
        ("in_warranty", "No", False),
        ("in_warranty", True, True),
        ("device_age_years", "5", Decimal(5)),
        ("device_age_years", 5, Decimal(5)),
        ("device_age_years", 5.5, Decimal("5.5")),
        ("reported_at", "2026-03-07T22:00", "2026-03-07T22:00:00"),
        ("reported_at", "2026-03-07 22:00+01:00", "2026-03-07T22:00:00+01:00"),
    ],
)
def test_a_fact_is_understood(name: str, given_as: object, known: object) -> None:
    assert read_fact(name, given_as) == known


@pytest.mark.parametrize(
    ("name", "given_as", "said", "hint"),
    [
        ("activty", "incident", "'activty' is no fact.", "Did you mean 'activity'?"),
        ("colour", "red", "'colour' is no fact.", "Known: activity, subject,"),
        ("subject", "labtop", "'labtop' is no value of subject.", "Did you mean 'laptop'?"),
        ("subject", 7, "'7' is no value of subject.", "Known: device,"),
        ("in_warranty", "maybe", "in_warranty is yes or no", "in_warranty=yes"),
        ("device_age_years", "old", "device_age_years is a number", "device_age_years=5"),
        ("device_age_years", "nan", "device_age_years is a number", "device_age_years=5"),
        ("device_age_years", True, "device_age_years is a number", "device_age_years=5"),
        ("device_age_years", "-1", "device_age_years can't be -1.", "between 0 and 40"),
        ("reported_at", "yesterday", "reported_at is a date and time", "2026-03-07T22:00+01:00"),
    ],
)
def test_what_is_no_fact_is_refused_with_a_suggestion(
    name: str, given_as: object, said: str, hint: str
) -> None:
    with pytest.raises(RequestProblem) as caught:
        read_fact(name, given_as)
    assert said in caught.value.message
    assert hint in caught.value.hint


@given(events())
def test_an_event_written_down_is_read_back(event: dict[str, object]) -> None:
    assert (
        read_event({name: value if isinstance(value, bool) else str(value) for name, value in event.items()})
        == event
    )
