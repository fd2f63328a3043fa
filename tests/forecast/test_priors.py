"""Assumptions: every number has a range, a source or the word assumed, and can be set."""

from __future__ import annotations

import pytest

from remit.errors import RequestProblem
from remit.forecast.events import classes, events
from remit.forecast.priors import MONTHS, priors


@pytest.mark.parametrize("name", priors().priors)
def test_a_number_says_where_it_comes_from(name: str) -> None:
    prior = priors().prior(name)
    assert prior.low <= prior.value <= prior.high
    assert prior.sources or prior.confidence == "assumed"
    assert prior.note.endswith((".", "?"))
    assert prior.label[0].isupper()


def test_every_source_is_used() -> None:
    used = {s for p in priors().priors.values() for s in p.sources}
    assert used == set(priors().sources)


def test_a_year_of_seasons_is_a_year() -> None:
    assert sum(priors().seasons) / MONTHS == pytest.approx(1.0)


def test_money_is_in_the_currency_that_was_asked_for() -> None:
    pounds = priors().in_currency("GBP")
    assert pounds.value("labour_cost") == pytest.approx(55 * 0.78)
    assert pounds.value("tickets_per_user_month") == priors().value("tickets_per_user_month")
    assert pounds.span("labour_cost") == pytest.approx((38 * 0.78, 75 * 0.78))
    assert priors().value("labour_cost") == 55


def test_a_person_s_own_number_stands_as_given_in_any_currency() -> None:
    known = priors()
    known.value("labour_cost")
    own = known.in_currency("GBP").with_values({"labour_cost": 40})
    assert own.value("labour_cost") == 40
    assert own.prior("labour_cost").given
    assert not own.prior("labour_cost").soft
    assert own.span("labour_cost") == pytest.approx((36, 44))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("labour_cost", -1, "can't be -1"),
        ("onsite_share", 1.5, "can't be 1.5"),
        ("labour_cost", float("nan"), "can't be nan"),
        ("labor_cost", 50, "is no assumption"),
    ],
)
def test_an_impossible_number_is_refused(name: str, value: float, said: str) -> None:
    with pytest.raises(RequestProblem, match=said) as problem:
        priors().with_values({name: value})
    assert problem.value.hint


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(RequestProblem, match="XYZ"):
        priors().in_currency("XYZ")


@pytest.mark.parametrize("kind", events().kinds, ids=lambda k: k.id)
def test_the_classes_of_a_kind_share_it_out(kind: object) -> None:
    k = events().kind(kind.id)  # type: ignore[attr-defined]
    shares: dict[int, float] = {}
    for c in classes(k, priors(), 3):
        shares[c.age] = shares.get(c.age, 0.0) + c.share
    assert all(total == pytest.approx(1.0) for total in shares.values())
    assert k.rate(priors()) >= 0
