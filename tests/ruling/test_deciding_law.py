"""The needed facts decide whatever their values are, and no smaller set of facts does."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from ruling_models import FACTS, Event, completes, either_way, events, models, settled, whole_events

from remit.ruling import Model, rule


@either_way
@given(model=models(), event=events())
def test_needs_are_a_smallest_deciding_set(few: int, model: Model, event: Event) -> None:
    with settled(few):
        found = rule(model, "coverage", event)
    cases = [(w, rule(model, "coverage", w).key) for w in whole_events(model) if completes(w, event, model)]

    def decides(facts: tuple[str, ...]) -> bool:
        seen: dict[tuple[object, ...], tuple[object, ...]] = {}
        return all(seen.setdefault(tuple(w[f] for f in facts), k) == k for w, k in cases)

    assert decides(found.needs)
    assert not any(decides(few) for n in range(len(found.needs)) for few in combinations(FACTS, n))


@either_way
@given(model=models(), event=events())
def test_each_outcome_comes_about_by_its_facts(few: int, model: Model, event: Event) -> None:
    with settled(few):
        outcomes = rule(model, "coverage", event).outcomes
    for outcome in outcomes:
        assert rule(model, "coverage", event | outcome.facts).key == outcome.key
