"""Removing a redundant provision changes nothing, neither where all is known nor where facts are missing."""

from __future__ import annotations

from hypothesis import given
from ruling_models import Event, events, models
from test_gaps_law import without

from remit.ruling import Model, rule
from remit.ruling.gaps import Analysis


@given(model=models(), event=events())
def test_removing_a_redundant_provision_changes_nothing(model: Model, event: Event) -> None:
    before = rule(model, "coverage", event)
    for name in Analysis(model).redundant:
        after = rule(without(model, name), "coverage", event)
        assert (after.key, after.needs) == (before.key, before.needs)
