"""An event is told in one sentence that a person can picture, and so is what a contract leaves open about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from remit.contract import vocabulary
from remit.ruling.record import Outcome
from remit.ruling.story import ending, phrases, story


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            {"activity": "incident", "subject": "laptop", "device_age_years": Decimal(6), "in_warranty": False,
             "cause": "hardware_failure", "hours": "weekend"},
            "A fault or complaint, a laptop, 6 years old, out of the maker's warranty, caused by a hardware failure, on a weekend",
        ),
        ({"device_age_years": Decimal(0)}, "A device, brand-new"),
        ({"cause": "unknown", "days_overdue": Decimal(1)}, "Of unknown cause, an invoice being a day overdue"),
        ({}, "Any event"),
    ],
)  # fmt: skip
def test_event_is_told(event: dict[str, Any], told: str) -> None:
    assert story(vocabulary(), event) == told


def test_what_is_left_open_is_named() -> None:
    words = vocabulary()
    silent, conflict = (
        Outcome(verdict="silent"),
        Outcome(verdict="conflict", values=("chargeable", "included")),
    )
    assert ending(words, "payer", silent) == "the contract does not say who pays"
    assert (
        ending(words, "coverage", conflict)
        == "the contract says both “charged extra” and “included in the fee”"
    )
    assert ending(words, "fee", silent) == "the contract does not say (regular fee)"
    assert ending(words, "coverage", Outcome(verdict="ruled", values=("excluded",))) == "excluded"


def test_phrases_are_of_facts_and_questions_that_there_are() -> None:
    words = vocabulary()
    assert set(phrases().facts) <= set(words.facts)
    assert set(phrases().questions) <= set(words.questions)
    for fact, phrase in phrases().facts.items():
        spec = words.facts[fact]
        # Every value can be told: by a phrase for all, or by one for each.
        values = (
            set(spec.values) if spec.type == "choice" else {"yes", "no"} if spec.type == "yesno" else {"7"}
        )
        assert phrase.words or values <= set(phrase.special), fact
