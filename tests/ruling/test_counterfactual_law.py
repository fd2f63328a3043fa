"""What would have to be different: the changes bring the value about, and fewer do not."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st
from ruling_models import FACTS, Event, events, models, possible

from remit.ruling import Model, rule
from remit.ruling.interview import counterfactual


@given(model=models(), event=events(whole=True), value=st.sampled_from(["in", "extra", "out"]))
def test_changes_are_the_fewest_that_give_the_value(model: Model, event: Event, value: str) -> None:
    changes = counterfactual(model, "coverage", event, value)
    if changes is not None:
        assert rule(model, "coverage", event | changes).value == value
    fewest = 3 if changes is None else len(changes) - 1
    axes = {axis.fact: [axis.value(cell) for cell in range(axis.size)] for axis in model.space.axes}
    for many in range(min(fewest, 2) + 1):
        for facts in combinations(FACTS, many):
            for values in product(*(axes[f] for f in facts)):
                there = event | dict(zip(facts, values, strict=True))
                assert not possible(there) or rule(model, "coverage", there).value != value
