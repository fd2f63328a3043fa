"""The lexicon: which words speak of which fact, and what only looks like it."""

from __future__ import annotations

import time

import pytest

from remit.contract import vocabulary
from remit.reader.concepts import concepts, pairs
from remit.reader.event_text import facts_from_text


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("repair of liquid damage", ("cause", "accident")),
        ("monthly security updates", ("activity", "patching")),
        ("quarterly test of the restore of backups", ("activity", "restore_test")),
        ("support outside business hours", ("hours", "after_hours")),
        ("an engineer attends on site", ("place", "onsite")),
        ("computers that employees own: byod", ("subject", "personal_device")),
        ("changes made by anyone other than the supplier", ("cause", "unauthorised_change")),
        ("power surge or flood", ("cause", "environment")),
        ("set up new laptops", ("activity", "deployment")),
    ],
)
def test_words_speak_of_a_fact(text: str, pair: tuple[str, str]) -> None:
    assert pair in set(pairs(text))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("a security deposit of two months", ("activity", "security")),
        ("incidental expenses", ("activity", "incident")),
        ("your account manager", ("subject", "account")),
    ],
)
def test_what_only_looks_like_it_does_not(text: str, pair: tuple[str, str]) -> None:
    assert pair not in set(pairs(text))


def test_every_concept_is_a_value_of_the_vocabulary() -> None:
    facts = vocabulary().facts
    assert all(c.value in facts[c.fact].values for c in concepts())


def test_a_line_of_dashes_costs_no_time() -> None:
    began = time.process_time()
    list(pairs("report correction " + "- ------------- -------- " * 200))
    # Exponential matching took minutes; a second leaves room for any machine.
    assert time.process_time() - began < 1


def test_a_persons_words_become_facts() -> None:
    found = {
        f.fact: f.value for f in facts_from_text("Coffee spilled on a three-year-old laptop, Saturday night")
    }
    assert found["subject"] == "laptop"
    assert found["cause"] == "accident"
    assert found["hours"] == "weekend"
    assert found["device_age_years"] == 3
