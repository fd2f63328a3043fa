"""A contract does not differ from itself; two differ exactly where the reference rules differently."""

from __future__ import annotations

from hypothesis import given
from ruling_models import WORDS, models, provision_lists, whole_events

from remit.contract import Provision
from remit.ruling import Model, rule
from remit.ruling.difference import Difference


@given(model=models())
def test_a_contract_does_not_differ_from_itself(model: Model) -> None:
    same = Difference(model, model)
    assert same.count.cells == 0
    assert list(same.changes()) == []


@given(one=provision_lists(most=4), other=provision_lists(most=4))
def test_difference_is_where_the_reference_rules_differently(
    one: list[Provision], other: list[Provision]
) -> None:
    found = Difference(Model(one, WORDS), Model(other, WORDS))
    space = found.regions.space
    a, b = Model(one, WORDS, space), Model(other, WORDS, space)
    facts = [space.axes[at].fact for at in found.regions.axes]
    differ = {
        tuple(e[f] for f in facts)
        for e in whole_events(a)
        if rule(a, "coverage", e).key != rule(b, "coverage", e).key
    }
    assert found.count.cells == len(differ) == sum(c.cells for c in found.changes())
    for change in found.changes():
        assert rule(a, "coverage", change.witness.facts).key == change.before.key
        assert rule(b, "coverage", change.witness.facts).key == change.after.key
