"""Unknown facts are settled exactly: the outcomes are those of all completions, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruling_models import Event, completes, either_way, events, models, settled, whole_events

from remit.ruling import Model, rule


@either_way
@pytest.mark.parametrize("question", ["coverage", "due", "most", "credit"])
@given(data=st.data(), event=events(), canons=st.booleans())
def test_outcomes_are_those_of_all_completions(
    few: int, question: str, data: st.DataObject, event: Event, canons: bool
) -> None:
    model: Model = data.draw(models(question))
    expected = {
        rule(model, question, whole, canons=canons).key
        for whole in whole_events(model)
        if completes(whole, event, model)
    }
    with settled(few):
        found = rule(model, question, event, canons=canons)
    outcomes = {o.key for o in found.outcomes} or {found.key}
    assert outcomes == expected
    assert (found.verdict == "needs_fact") == (len(expected) > 1)
