"""A witness, ruled on, gives the verdict that it witnesses, and none of its facts can be left out."""

from __future__ import annotations

from hypothesis import given
from ruling_models import models

from remit.ruling import Model, rule
from remit.ruling.gaps import Analysis


@given(model=models())
def test_witness_gives_the_verdict_and_needs_each_fact(model: Model) -> None:
    analysis = Analysis(model)
    for outcome, region in analysis.outcomes:
        found = list(analysis.witnesses(region, 3))
        assert found
        for witness in found:
            ruling = rule(model, "coverage", witness.facts)
            assert ruling.key == outcome.key
            assert ruling.because == witness.outcome.because
            assert ruling.overridden == witness.outcome.overridden
            assert (ruling.nearest.id if ruling.nearest else None) == witness.nearest
            for fact in witness.facts:
                fewer = {f: v for f, v in witness.facts.items() if f != fact}
                assert rule(model, "coverage", fewer).key != outcome.key


@given(model=models())
def test_enough_witnesses_stand_for_the_whole_region(model: Model) -> None:
    analysis = Analysis(model)
    region = analysis.where("silent")
    covered = analysis.regions.nothing
    for witness in analysis.witnesses(region, 10_000):
        covered |= analysis.regions.box(tuple(analysis.box_of(witness.facts)))
    assert covered & analysis.regions.whole == region
