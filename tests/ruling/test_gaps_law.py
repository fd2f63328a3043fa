"""Regions are exact: gap, ruled and conflict are the whole space, cell by cell what the reference says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruling_models import Event, models, whole_events

from remit.ruling import Model, rule
from remit.ruling.gaps import Analysis


def cells(analysis: Analysis, model: Model) -> dict[tuple[object, ...], tuple[object, ...]]:
    """By brute force: the outcome of every cell of the facts that count."""
    facts = [model.space.axes[at].fact for at in analysis.regions.axes]
    return {tuple(e[f] for f in facts): rule(model, analysis.question, e).key for e in whole_events(model)}


@pytest.mark.parametrize("question", ["coverage", "due", "most", "credit"])
@given(data=st.data())
def test_counts_are_those_of_listing_every_event(question: str, data: st.DataObject) -> None:
    model: Model = data.draw(models(question))
    analysis = Analysis(model, question)
    listed = cells(analysis, model)
    counted = {outcome.key: analysis.regions.size(region) for outcome, region in analysis.outcomes}
    assert counted == {k: list(listed.values()).count(k) for k in set(listed.values())}
    assert sum(counted.values()) == analysis.regions.size(analysis.regions.whole) == len(listed)


@given(model=models())
def test_gap_ruled_and_conflict_are_the_whole_space(model: Model) -> None:
    analysis = Analysis(model)
    parts = [analysis.where(verdict) for verdict in ("silent", "ruled", "conflict")]
    joined = parts[0] | parts[1] | parts[2]
    assert joined == analysis.regions.whole
    assert sum(map(analysis.regions.size, parts)) == analysis.regions.size(analysis.regions.whole)


@given(model=models())
def test_large_spaces_are_counted_exactly_too(model: Model) -> None:
    analysis = Analysis(model)
    for _, region in analysis.outcomes:
        assert analysis.regions._count(region) == analysis.regions.size(region)


@given(model=models())
def test_dead_provisions_are_in_force_nowhere(model: Model) -> None:
    because = {n for e in whole_events(model) for n in rule(model, "coverage", e).because}
    rules = model.book("coverage").rules
    assert {n for n in Analysis(model).dead if n in rules} == rules - because


def without(model: Model, name: str) -> Model:
    rest = [
        p.model_copy(update={"overrides": tuple(o for o in p.overrides if o.id != name)})
        for p in model.provisions
        if p.id != name
    ]
    return Model(rest, model.words, model.space)


@given(model=models(most=4))
def test_redundant_is_what_can_go_unnoticed(model: Model) -> None:
    every: list[Event] = list(whole_events(model))
    verdicts = [rule(model, "coverage", e).key for e in every]
    redundant = Analysis(model).redundant
    for p in model.book("coverage").provisions:
        fewer = without(model, p.id)
        same = [rule(fewer, "coverage", e).key for e in every] == verdicts
        assert same == (p.id in redundant), p.id


@given(model=models())
def test_a_dead_provision_is_told_with_what_beats_it(model: Model) -> None:
    analysis = Analysis(model)
    for name in analysis.dead:
        beaten = analysis.regions.nothing
        for by in analysis.beaten_by(name):
            beaten |= analysis.force[by]
        assert analysis.held[name] & ~beaten == analysis.regions.nothing
