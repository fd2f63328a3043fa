"""The simulator and the provider's choice against the closed forms of the economics of maintenance contracts."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log, sqrt

import numpy as np
import pytest
from small_world import (
    EFFECT,
    HOURS,
    LOSS,
    PEOPLE,
    RATE,
    TICKETS,
    WAGE,
    by_the_hour,
    flat_fee,
    small_world,
    with_prices,
)

from remit.forecast.care import leaving, respond
from remit.forecast.draws import lognormal_table, spread_of
from remit.forecast.events import events
from remit.forecast.liability import Liability, capped_counts, limited_mean
from remit.forecast.offer import expected, margins
from remit.forecast.pricing import Credit, Pool
from remit.forecast.simulate import simulate

STEP = 0.001
"""Care is chosen from a grid of half this width."""


def poisson(mean: float, count: int) -> float:
    """The chance of exactly so many."""
    chance = exp(-mean)
    for n in range(count):
        chance *= mean / (n + 1)
    return chance


def within(values: np.ndarray, wanted: float, errors: float = 4.0) -> bool:
    """Whether a sample's mean lies within so many standard errors of what is wanted."""
    return bool(abs(values.mean() - wanted) <= errors * values.std() / sqrt(len(values)))


def test_who_is_paid_by_the_hour_prevents_nothing() -> None:
    _, care = respond(small_world(), by_the_hour())
    assert care.chosen == 0.0


def test_a_flat_fee_makes_some_care_pay() -> None:
    _, care = respond(small_world(), flat_fee())
    assert care.chosen == pytest.approx(log(EFFECT * TICKETS * HOURS) / EFFECT, abs=STEP)


def test_together_both_parties_want_more() -> None:
    _, care = respond(small_world(), flat_fee())
    assert care.best == pytest.approx(log(EFFECT * TICKETS * (HOURS + LOSS / WAGE)) / EFFECT, abs=STEP)
    assert care.best - care.chosen == pytest.approx(log(1 + LOSS / (HOURS * WAGE)) / EFFECT, abs=2 * STEP)


def test_a_credit_of_the_client_s_whole_loss_makes_the_provider_choose_what_is_best_for_both() -> None:
    world = small_world(missed_share=1.0)
    whole = Credit(share=LOSS / (170.0 * PEOPLE), most=1e6)
    _, care = respond(world, flat_fee(credit=whole))
    assert care.chosen == pytest.approx(care.best, abs=STEP)


def test_credits_lose_their_force_at_their_limit() -> None:
    """The credit for one more miss is paid only where the month has room: P(X <= K - 1)."""
    mean, most = 6.0, 4
    low, high = capped_counts(np.array([mean - 1e-5, mean + 1e-5]), most)
    slope = (high - low) / 2e-5
    assert slope == pytest.approx(sum(poisson(mean, n) for n in range(most)), abs=1e-6)


def test_simulated_credits_are_the_capped_mean() -> None:
    world = small_world(missed_share=0.1)
    it = flat_fee(credit=Credit(share=0.01, most=0.04))
    (found,) = simulate(world, [it], years=6_000)
    misses = TICKETS * PEOPLE * 0.1
    wanted = capped_counts(np.array([misses]), 4)[0] * 0.01 * 170 * 100 * PEOPLE
    assert within(found.parts["credits"].ravel(), wanted)


def test_hours_are_compound_poisson() -> None:
    world = small_world(months=1)
    (found,) = simulate(world, [replace(flat_fee(), fixed_care=True)], years=4_000)
    hours = found.parts["labour"][:, 0] / (WAGE * 100)
    count, cv = TICKETS * PEOPLE, world.known.value("hours_spread")
    assert within(hours, count * HOURS)
    variance = count * HOURS**2 * (1 + cv**2)
    spread = (hours - hours.mean()) ** 2
    assert within(spread, variance, 5.0)


def test_one_more_minute_beyond_the_included_time_is_charged_as_often_as_the_time_is_used_up() -> None:
    world = small_world(months=1)
    mean = TICKETS * PEOPLE * HOURS * 60
    charged = []
    for room in (round(mean), round(mean) - 1):
        it = with_prices(flat_fee(), pool=Pool(room, 1, round(RATE * 100)))
        (found,) = simulate(world, [it], years=3_000)
        charged.append(found.parts["extras"][:, 0])
    hours = found.parts["labour"][:, 0] / (WAGE * 100) * 60
    marginal = (charged[1] - charged[0]).mean() / (RATE * 100 / 60)
    assert marginal == pytest.approx((hours > mean - 0.5).mean(), abs=0.005)


def test_a_limit_on_a_lognormal_loss_leaves_most_of_it_with_the_client() -> None:
    mean, sigma, cap = 280_000.0, 1.5, 100_000.0
    size = lognormal_table(spread_of(sigma)) * mean
    assert limited_mean(mean, sigma, cap) == pytest.approx(np.minimum(size, cap).mean(), rel=1e-4)
    assert 1 - limited_mean(mean, sigma, cap) / mean == pytest.approx(0.755, abs=0.01)


def test_simulated_claims_are_the_limited_mean() -> None:
    """The provider is always at fault and nothing is ruled out: it pays every loss up to the limit."""
    world = small_world(ransomware_rate=1.0, at_fault_share=1.0, loss_data_part=0.0, prevention_effect=0.0)
    book = world.book.model_copy(update={"losses": events().losses[:1]})
    it = replace(flat_fee(), liability=Liability("amount", 100_000 * 100))
    plain = book.losses[0].model_copy(update={"work": None})
    world = replace(world, book=book.model_copy(update={"losses": (plain,)}))
    (found,) = simulate(world, [it], years=4_000)
    a_year = found.parts["claims"].sum(axis=1) / 100
    mean, sigma = world.known.value("ransomware_loss"), world.known.value("ransomware_spread")
    assert within(a_year, limited_mean(mean, sigma, 100_000))
    assert within(found.parts["losses"].sum(axis=1) / 100, mean)


def test_leaving_clients_keep_an_hourly_provider_honest_from_a_known_chance_on() -> None:
    """One more ticket earns (p - w) h and costs the chance to lose the client times its worth."""
    it = by_the_hour()
    mean = expected(small_world(), it)
    gain = margins(small_world(), it, mean)[0]
    revenue = TICKETS * PEOPLE * mean.charge[0]
    known = small_world().known
    neutral = gain / (known.value("client_worth") * revenue * known.value("service_margin"))
    assert leaving(small_world(churn_per_ticket=neutral), it, revenue) == pytest.approx(gain)
    _, below = respond(small_world(churn_per_ticket=neutral * 0.9), it)
    _, above = respond(small_world(churn_per_ticket=neutral * 3), it)
    assert below.chosen == 0.0
    assert above.chosen > 0.0


def test_what_is_simulated_is_what_is_expected() -> None:
    world = small_world()
    it, _ = respond(world, by_the_hour())
    (found,) = simulate(world, [it], years=4_000)
    mean, events_a_year = expected(world, it), TICKETS * PEOPLE * 12
    assert within(found.parts["extras"].sum(axis=1), float(mean.charge[0] * events_a_year))
    assert within(found.parts["standstill"].sum(axis=1), float(mean.lost[0] * events_a_year))
