"""A ruling does not depend on the order in which the provisions are listed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from ruling_models import WORDS, Event, events, provision_lists

from remit.contract import Provision
from remit.ruling import Model, rule


@given(provisions=provision_lists(), data=st.data(), event=events())
def test_order_of_provisions_changes_nothing(
    provisions: list[Provision], data: st.DataObject, event: Event
) -> None:
    shuffled = data.draw(st.permutations(provisions))
    assert rule(Model(provisions, WORDS), "coverage", event) == rule(
        Model(shuffled, WORDS), "coverage", event
    )
