"""Laws of conditions: data and back, and Kleene's three values."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import WORDS, conditions, events

from remit.contract import ALWAYS, Condition, Value


def negated(condition: Condition) -> Condition:
    return Condition((condition,), negated=True)


@given(conditions(), events())
def test_a_condition_means_the_same_after_a_trip_through_data(
    condition: Condition, event: dict[str, Any]
) -> None:
    assert Condition.parse(condition.to_data()).holds(event) is condition.holds(event)


@given(conditions())
def test_data_stays_the_same_on_the_second_trip(condition: Condition) -> None:
    again = Condition.parse(condition.to_data())
    assert again.to_data() == condition.to_data()
    assert again == condition
    assert hash(again) == hash(condition)


@given(conditions(), events())
def test_not_is_its_own_opposite(condition: Condition, event: dict[str, Any]) -> None:
    outcome = condition.holds(event)
    assert negated(condition).holds(event) is (None if outcome is None else not outcome)
    assert negated(negated(condition)).holds(event) is outcome


@given(conditions(), conditions(), events())
def test_de_morgan(a: Condition, b: Condition, event: dict[str, Any]) -> None:
    neither = negated(Condition((), (a, b))).holds(event)
    both_not = Condition((negated(a), negated(b))).holds(event)
    assert neither is both_not


@given(conditions(), conditions(), events())
def test_and_is_the_lesser_and_or_the_greater_of_two(
    a: Condition, b: Condition, event: dict[str, Any]
) -> None:
    rank = {False: 0, None: 1, True: 2}
    left, right = rank[a.holds(event)], rank[b.holds(event)]
    assert rank[Condition((a, b)).holds(event)] == min(left, right)
    assert rank[Condition((), (a, b)).holds(event)] == max(left, right)


@settings(max_examples=200)
@given(conditions(), events(), st.data())
def test_learning_a_fact_never_changes_what_was_certain(
    condition: Condition, event: dict[str, Any], data: st.DataObject
) -> None:
    missing = sorted(condition.facts() - event.keys())
    before = condition.holds(event)
    if missing and before is not None:
        name = data.draw(st.sampled_from(missing))
        learnt: Value = True
        if WORDS.facts[name].type == "choice":
            learnt = data.draw(st.sampled_from(sorted(WORDS.facts[name].values)))
        elif WORDS.facts[name].type == "yesno":
            learnt = data.draw(st.booleans())
        else:
            learnt = data.draw(st.decimals(0, 40, places=1))
        assert condition.holds({**event, name: learnt}) is before


@given(events())
def test_the_empty_condition_always_holds(event: dict[str, Any]) -> None:
    assert ALWAYS.holds(event) is True
    assert Condition.parse({}).holds(event) is True
    assert Condition.parse(None) == ALWAYS


@given(conditions())
def test_facts_are_those_of_the_tests(condition: Condition) -> None:
    assert condition.facts() == {test.fact for test in condition.tests()}
