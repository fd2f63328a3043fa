"""Months to come: devices age and are replaced, firms grow, and a client's own tickets are learnt from."""

from __future__ import annotations

import numpy as np
import pytest
from example_offers import NEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.forecast.fleet import fleet
from remit.forecast.needs import Devices, Growth, History, Needs, Site
from remit.forecast.priors import MONTHS, priors
from remit.forecast.world import learn, world

KNOWN = priors()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 9), min_size=1, max_size=40), st.floats(2, 8))
def test_no_computer_is_lost_by_growing_older(ages: list[float], refresh: float) -> None:
    needs = Needs(
        people=10,
        devices=tuple(Devices(kind="laptop", age=a) for a in ages),
        computers_replaced_after_years=refresh,
    )
    there = fleet(needs, KNOWN)
    assert there.computers == pytest.approx(np.full(36, len(ages)))
    assert (there.by_age >= 0).all()


def test_devices_are_replaced_at_their_age_and_then_are_new() -> None:
    needs = Needs(people=1, devices=(Devices(kind="laptop", age=4.0),), computers_replaced_after_years=5)
    there = fleet(needs, KNOWN)
    assert there.by_age[0].argmax() == 4
    assert there.by_age[12].argmax() == 0
    assert there.new_computers.nonzero()[0].tolist() == [12]


def test_overdue_devices_are_replaced_over_the_first_year() -> None:
    needs = Needs(
        people=1, devices=(Devices(kind="laptop", age=9, count=6),), computers_replaced_after_years=4
    )
    there = fleet(needs, KNOWN)
    assert there.new_computers[:MONTHS].sum() == 6
    assert there.new_computers[:MONTHS].max() == 1


def test_growth_brings_people_computers_and_joiners() -> None:
    grown = fleet(Needs(people=50, growth=Growth(people=(62, 74, 86))), KNOWN)
    flat = fleet(Needs(people=50), KNOWN)
    assert grown.users[[0, 12, 24]].tolist() == [50, 62, 74]
    assert grown.computers[-1] > flat.computers[-1]
    assert grown.joiners.sum() - flat.joiners.sum() > 35
    more = grown.computers[-1] - flat.computers[-1]
    assert grown.new_computers.sum() - flat.new_computers.sum() == pytest.approx(more)
    assert grown.by_age[:, 0].sum() > flat.by_age[:, 0].sum()


def test_old_devices_fail_more_often() -> None:
    young, old = (
        world(
            Needs(
                people=10,
                devices=(Devices(kind="laptop", age=a, count=10),),
                horizon_months=12,
                computers_replaced_after_years=9,
            )
        )
        for a in (0.0, 4.0)
    )

    def failures(there: object) -> float:
        return float(sum(there.rates[:, n].sum() for n, c in enumerate(there.classes) if c.kind.by_age))  # type: ignore[attr-defined]

    assert failures(old) > 3 * failures(young)


USUAL = {"network": 100.0, "programs": 300.0}


def test_tickets_move_the_rate_as_gamma_and_poisson_do() -> None:
    """A prior of shape k and mean 1, N tickets where E were expected: shape k + N, mean (k + N) / (k + E)."""
    known = KNOWN.with_values({"month_spread": 0.0})
    k = known.value("client_spread") ** -2
    belief, mix = learn(History(months=6, tickets=100), USUAL, Needs(people=50), known)
    assert belief.shape == pytest.approx(k + 100)
    assert belief.mean == pytest.approx((k + 100) / (k + 200))
    assert belief.cv == pytest.approx((k + 100) ** -0.5)
    assert set(mix.values()) == {belief.mean}


def test_months_that_differ_teach_less() -> None:
    sure, doubtful = (
        learn(
            History(months=6, tickets=100), USUAL, Needs(people=50), KNOWN.with_values({"month_spread": s})
        )[0]
        for s in (0.0, 0.5)
    )
    assert sure.mean < doubtful.mean < 1
    assert doubtful.cv > sure.cv


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 5000), st.integers(1, 60))
def test_belief_lies_between_what_was_thought_and_what_was_seen(tickets: int, months: int) -> None:
    belief, _ = learn(History(months=months, tickets=tickets), USUAL, Needs(people=50), KNOWN)
    seen = tickets / belief.expected
    assert min(1.0, seen) - 1e-9 <= belief.mean <= max(1.0, seen) + 1e-9


def test_the_mix_of_topics_moves_as_dirichlet_and_multinomial_do() -> None:
    history = History(months=12, tickets={"network": 300, "programs": 100})
    belief, mix = learn(history, USUAL, Needs(people=50), KNOWN)
    weight = KNOWN.value("mix_weight")
    share = (weight * 0.25 + 300) / (weight + 400)
    assert mix["network"] == pytest.approx(belief.mean * share / 0.25)
    assert mix["network"] > 1 > mix["programs"]


def test_longer_tickets_than_usual_make_longer_jobs() -> None:
    slow, quick = (
        world(Needs(people=50, history=History(months=12, tickets=500, hours=h))) for h in (1000.0, 100.0)
    )
    assert (slow.minutes > quick.minutes).all()


def test_needs_set_the_assumptions_that_follow_from_them() -> None:
    known = world(NEEDS).known
    assert known.value("user_hour_value") == 60
    assert known.value("unsupported_share") == pytest.approx(1 / 3)
    assert known.value("refresh_years") == 5
    assert known.value("after_hours_share") == pytest.approx(0.5 / 10.5)


def test_more_care_means_fewer_events_that_can_be_prevented() -> None:
    there = world(Needs(people=20))
    none, some = there.care(0.0), there.care(0.5)
    can = there.prevented > 0
    assert (some[can] < none[can]).all()
    assert (some[~can] == 1).all()
    assert there.care(there.known.value("usual_care")) == pytest.approx(np.ones(len(there.classes)))


def test_the_more_servers_and_sites_the_fewer_stand_still_for_one() -> None:
    def crowds(servers: int, sites: int) -> tuple[float, float]:
        needs = Needs(
            people=60,
            sites=tuple(Site(name=str(n)) for n in range(sites)),
            devices=(Devices(kind="laptop", count=60), Devices(kind="server", count=servers)),
        )
        there = fleet(needs, KNOWN)
        assert there.crowd("all") == 60
        assert there.crowd(5) == 5
        return there.crowd("server"), there.crowd("site")

    assert crowds(1, 1) == (60, 60)
    assert crowds(4, 3) == (15, 20)
