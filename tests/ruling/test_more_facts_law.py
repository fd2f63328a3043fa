"""Learning a fact never turns one ruling into another: what was ruled stays ruled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from ruling_models import Event, events, models, possible

from remit.ruling import Model, rule


@given(model=models(), whole=events(whole=True), data=st.data())
def test_a_further_fact_never_overturns(model: Model, whole: Event, data: st.DataObject) -> None:
    known = data.draw(st.sets(st.sampled_from(sorted(whole)))) if whole else set()
    before = rule(model, "coverage", {f: whole[f] for f in known})
    after = rule(model, "coverage", whole)
    if possible(whole) and before.verdict != "needs_fact":
        assert after.key == before.key
