"""Canons can be switched off; a ruling that lists none comes out the same without them."""

from __future__ import annotations

from hypothesis import given
from ruling_models import Event, events, models

from remit.ruling import Model, rule


@given(model=models(), event=events())
def test_a_ruling_names_the_canons_it_needs(model: Model, event: Event) -> None:
    full, bare = rule(model, "coverage", event), rule(model, "coverage", event, canons=False)
    assert not bare.canons
    assert not any(o.ground == "canon" for o in bare.overridden)
    assert bool(full.canons) == (
        (full.key, full.needs, {o.key for o in full.outcomes})
        != (bare.key, bare.needs, {o.key for o in bare.outcomes})
    )
