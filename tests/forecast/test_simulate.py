"""Simulated years: the same draws for every contract, sums that add up, and the same figures everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from example_offers import NAMES
from small_world import LOSS, PEOPLE, TICKETS, by_the_hour, flat_fee, small_world, with_prices

from remit.forecast.comparison import common_draws
from remit.forecast.events import events
from remit.forecast.forecasting import Simulated
from remit.forecast.means import means
from remit.forecast.pricing import Allowance
from remit.forecast.simulate import BATCHES, PARTS, Outcome, simulate
from remit.forecast.summary import a_year, error, figure, worst


def outcome(simulated: Simulated, name: str) -> Outcome:
    return simulated.outcomes[NAMES.index(name)]


def test_the_same_seed_gives_these_figures_on_every_machine() -> None:
    world = small_world(client_spread=0.5, month_spread=0.25)
    (found,) = simulate(world, [by_the_hour()], years=40, seed=7)
    assert (
        int(found.events.sum()),
        int(found.parts["extras"].sum()),
        int(found.parts["standstill"].sum()),
    ) == (
        28_436,
        341_546_902,
        256_160_200,
    )
    (again,) = simulate(world, [by_the_hour()], years=40, seed=7)
    assert all((again.parts[p] == found.parts[p]).all() for p in PARTS)
    (other,) = simulate(world, [by_the_hour()], years=40, seed=8)
    assert other.parts["extras"].sum() != found.parts["extras"].sum()


def test_two_equal_contracts_have_equal_futures() -> None:
    one, other = simulate(small_world(), [by_the_hour(), by_the_hour()], years=40)
    assert all((one.parts[p] == other.parts[p]).all() for p in PARTS)


def test_a_contract_s_future_does_not_hang_on_who_stands_beside_it() -> None:
    world = small_world()
    careful = replace(flat_fee(), care=0.2)
    (alone,) = simulate(world, [careful], years=40)
    _, beside = simulate(world, [careful, careful], years=40)
    assert all((alone.parts[p] == beside.parts[p]).all() for p in PARTS)


def test_with_more_care_the_same_events_happen_but_fewer() -> None:
    lazy, careful = (replace(flat_fee(), care=e) for e in (0.0, 0.2))
    one, other = simulate(small_world(), [lazy, careful], years=200)
    assert (other.parts["labour"] <= one.parts["labour"]).all()
    assert other.events.sum() / one.events.sum() == pytest.approx(np.exp(-4 * 0.2), rel=0.02)


def test_what_is_in_the_fee_is_not_billed_and_what_is_left_out_is_not_worked_on(simulated: Simulated) -> None:
    world = small_world()
    (inside,) = simulate(world, [flat_fee()], years=20)
    assert not inside.parts["extras"].any()
    assert not inside.parts["others"].any()
    assert inside.parts["labour"].all()
    left_out = replace(flat_fee(), ruled=replace(flat_fee().ruled, chances=np.array([[0.0, 0.0, 1.0]])))
    (outside,) = simulate(world, [left_out], years=20)
    assert not outside.parts["labour"].any()
    assert outside.parts["others"].all()
    assert outcome(simulated, "by-the-hour").parts["fees"].sum() == 0


def test_what_is_open_comes_out_one_way_in_each_future() -> None:
    half = replace(flat_fee(), ruled=replace(flat_fee().ruled, chances=np.array([[0.5, 0.5, 0.0]])))
    (found,) = simulate(small_world(), [half], years=2_000)
    billed = found.parts["extras"].sum(axis=1) > 0
    assert billed.mean() == pytest.approx(0.5, abs=0.05)


def test_cost_and_profit_add_up(simulated: Simulated) -> None:
    for found in simulated.outcomes:
        p = found.parts
        assert (found.client() == found.bill() + p["others"] + p["standstill"] + found.uncovered()).all()
        assert (found.profit() == found.bill() - p["labour"] - p["care"] - p["tools"] - p["claims"]).all()
        assert all((p[name] >= 0).all() for name in PARTS)
        assert (p["claims"] <= p["losses"]).all()


def test_draws_agree_with_the_exact_means(simulated: Simulated) -> None:
    for found in simulated.outcomes:
        exact = means(simulated.world, found.offer)
        for name in ("extras", "others", "standstill", "labour"):
            values = a_year(found.parts[name])
            assert values.mean() == pytest.approx(
                getattr(exact, name), abs=max(5 * error(values, lambda v: float(v.mean())), 1)
            ), name
        assert found.parts["credits"].mean() * 12 == pytest.approx(exact.credits, rel=0.02)


def test_common_draws_cut_the_variance_of_a_difference_by_five(simulated: Simulated) -> None:
    hourly, plan = outcome(simulated, "by-the-hour"), outcome(simulated, "base-and-extras")
    assert common_draws(hourly, plan) >= 5
    # Draws of their own: the futures of one contract set against other futures of the other.
    first, second = (a_year(o.client() - o.uncovered()) for o in (hourly, plan))
    own = np.roll(second, len(second) // 2) - first
    assert own.var() / (second - first).var() >= 5


def test_extras_stop_at_their_limit() -> None:
    capped = with_prices(by_the_hour(), cap=100_000)
    (found,) = simulate(small_world(), [capped], years=20)
    assert found.parts["extras"].max() == 100_000


def test_the_first_few_of_a_kind_are_free() -> None:
    world = small_world(months=24)
    free = with_prices(by_the_hour(), allowances=(Allowance("fault", 10),))
    all_billed, some_free = simulate(world, [by_the_hour(), free], years=200)
    saved = all_billed.parts["extras"].sum(axis=1) - some_free.parts["extras"].sum(axis=1)
    per_job = all_billed.parts["extras"].sum() / all_billed.events.sum()
    assert saved.mean() == pytest.approx(20 * per_job, rel=0.1)
    none = with_prices(by_the_hour(), allowances=(Allowance("fault", 10**9),))
    assert not simulate(world, [none], years=20)[0].parts["extras"].any()


def test_prices_rise_at_the_end_of_a_year() -> None:
    rising = with_prices(flat_fee(), rise=0.1)
    (found,) = simulate(small_world(months=24), [rising], years=40)
    fees = found.parts["fees"][0]
    assert fees[12] == round(fees[11] * 1.1)
    assert fees[0] == fees[11]


def test_ransomware_and_the_outage_of_a_site_are_common_to_all_people(simulated: Simulated) -> None:
    book = events()
    assert {k.stops.people for k in book.kinds if k.stops} >= {"site", "all", 1}
    found = outcome(simulated, "by-the-hour")
    assert worst(a_year(found.uncovered())) > 5 * a_year(found.uncovered()).mean()


def test_an_error_is_that_of_the_mean() -> None:
    values = np.random.default_rng(2).normal(100, 10, 200 * BATCHES)
    f = figure(values)
    assert f.mean == 100
    assert error(values, lambda v: float(v.mean())) == pytest.approx(10 / len(values) ** 0.5, rel=0.5)
    assert f.low < f.median < f.high < f.worst


def test_the_loss_of_a_ticket_is_the_client_s() -> None:
    (found,) = simulate(small_world(), [flat_fee()], years=400)
    assert found.parts["standstill"].mean() / 100 == pytest.approx(TICKETS * PEOPLE * LOSS, rel=0.05)
