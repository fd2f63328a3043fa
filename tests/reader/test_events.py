"""Typical events: every question's shares add up to one, and an event is most like itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.contract import Event, vocabulary
from remit.contract.event import read_event
from remit.reader.events import likeness, typical_events

EVENTS = st.fixed_dictionaries(
    {},
    optional={
        **{
            fact: st.sampled_from(sorted(vocabulary().facts[fact].values))
            for fact in ("activity", "subject", "cause", "hours", "place", "outcome")
        },
        "covered_asset": st.booleans(),
        "device_age_years": st.integers(0, 20),
    },
)


def test_every_typical_event_is_an_event_of_the_vocabulary() -> None:
    for event in typical_events().values():
        assert read_event(event.facts) == event.facts
        assert event.asks in vocabulary().questions


def test_a_typical_event_is_like_itself_alone() -> None:
    for name, event in typical_events().items():
        assert likeness(event.facts, event.asks) == {name: 1.0}


@given(EVENTS)
@pytest.mark.parametrize("question", ["coverage", "loss", "permission"])
def test_shares_add_up(question: str, event: Event) -> None:
    shares = likeness(event, question)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert {typical_events()[name].asks for name in shares} == {question}


@pytest.mark.parametrize(
    ("facts", "nearest"),
    [
        ({"activity": "incident", "subject": "desktop", "cause": "accident"}, "spilled_coffee"),
        ({"activity": "restore", "subject": "application", "cause": "user_deletion"}, "deleted_folder"),
        ({"activity": "request", "subject": "laptop", "hours": "weekend"}, "evening_request"),
        ({"activity": "patching", "subject": "application"}, "system_updates"),
        ({"activity": "project", "subject": "network"}, "office_move"),
    ],
)
def test_an_event_is_nearest_to_its_own_kind(facts: Event, nearest: str) -> None:
    shares = likeness(facts, "coverage")
    assert max(shares, key=lambda name: shares[name]) == nearest
