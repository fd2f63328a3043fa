"""An interview asks only what can change the answer, ends, and asks what matters most first."""

from __future__ import annotations

from hypothesis import given
from ruling_models import WORDS, Event, events, models

from remit.contract import Condition, Override, Provision
from remit.ruling import Model, rule
from remit.ruling.interview import next_question


@given(model=models(), whole=events(whole=True))
def test_interview_ends_with_the_answer(model: Model, whole: Event) -> None:
    known: Event = {}
    while fact := next_question(model, "coverage", known):
        assert fact in rule(model, "coverage", known).needs
        known[fact] = whole[fact]
    assert rule(model, "coverage", known).key == rule(model, "coverage", whole).key


def test_the_fact_with_the_highest_effect_comes_first() -> None:
    rare = Condition.parse({"activity": "x", "subject": "laptop", "age": "> 8"}, WORDS)
    model = Model(
        [
            Provision(id="a", question="coverage", value="in", when=Condition.parse({"cause": "p"}, WORDS)),
            Provision(
                id="b",
                question="coverage",
                value="out",
                when=rare,
                overrides=(Override(id="a", ground="drafted"),),
            ),
        ],
        WORDS,
    )
    assert next_question(model, "coverage", {}) == "cause"


def test_what_is_likely_counts_more_than_what_is_rare() -> None:
    # Nearly every device is under the agreement; whether a fault comes after hours is the better question.
    model = Model(
        [
            Provision(
                id="a",
                question="coverage",
                value="included",
                when={"covered_asset": True, "hours": "business"},
            ),
            Provision(
                id="b", question="coverage", value="chargeable", when={"hours": ["after_hours", "weekend"]}
            ),
            Provision(id="c", question="coverage", value="excluded", residual=True),
        ]
    )
    assert next_question(model, "coverage", {}) == "hours"
    assert next_question(model, "coverage", {"hours": "business"}) == "covered_asset"
    assert next_question(model, "coverage", {"hours": "weekend"}) is None
