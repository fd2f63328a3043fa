"""The small arithmetic: shares, steps, stocks, proration, rounding; columns and single numbers alike."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.charges import Block, Counts, Seat, columns
from remit.charges.columns import Groups
from remit.charges.counting import covered, share, stepped
from remit.charges.money import fraction, minor, rounded, show
from remit.charges.pools import carried, period, stretches
from remit.charges.seats import part_of
from remit.charges.units import Unit, unit_of
from remit.errors import ModelProblem, RequestProblem

PARTS = st.lists(st.integers(0, 1000), min_size=1, max_size=6)
LARGE = st.integers(0, 10**25)


@given(PARTS, st.integers(0, 8000))
def test_a_total_is_shared_out_whole_and_in_order(parts: list[int], total: int) -> None:
    shared = share(parts, total)
    assert sum(shared) == total
    assert all(s >= 0 for s in shared)
    assert all(s <= p for s, p in zip(shared[:-1], parts[:-1], strict=True))


@given(
    st.integers(0, 100_000),
    st.integers(0, 100_000),
    st.integers(1, 7200),
    st.sampled_from(["up", "down", "nearest"]),
)
def test_steps_are_whole_near_and_never_turn_more_into_less(
    one: int, other: int, step: int, how: str
) -> None:
    low, high = sorted((one, other))
    assert stepped(low, step, how) <= stepped(high, step, how)
    found = stepped(low, step, how)
    assert found % step == 0
    assert abs(found - low) < step
    assert {"up": found >= low, "down": found <= low, "nearest": 2 * abs(found - low) <= step}[how]


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(4, 3)])),
        max_size=6,
    ),
    st.fractions(0, 2000),
)
def test_a_stock_covers_no_more_than_it_holds_and_stops_when_it_is_used_up(
    parts: list[tuple[int, Fraction]], stock: Fraction
) -> None:
    found = covered(parts, stock)
    assert sum((c * w for c, (_, w) in zip(found, parts, strict=True)), Fraction(0)) <= stock
    assert all(0 <= c <= s for c, (s, _) in zip(found, parts, strict=True))
    short = [n for n, (c, (s, _)) in enumerate(zip(found, parts, strict=True)) if c < s]
    assert not short or not any(found[n] for n in range(short[0] + 1, len(parts)))


@given(st.fractions(-1000, 1000), st.sampled_from(["half_up", "half_even", "up", "down"]))
def test_rounding_is_that_of_decimals(value: Fraction, how: str) -> None:
    modes = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN}
    whole = Fraction(value.numerator * 2, value.denominator).limit_denominator(50) / 2
    exact = Decimal(whole.numerator) / Decimal(whole.denominator)
    if Fraction(exact) == whole:
        assert rounded(whole, how) == int(exact.quantize(Decimal(1), modes[how]))  # type: ignore[arg-type]
    assert abs(rounded(value, how) - value) < 1  # type: ignore[arg-type]


@settings(max_examples=50)
@given(
    st.lists(LARGE, min_size=1, max_size=5),
    st.integers(1, 10**6),
    st.sampled_from(["half_up", "half_even", "up", "down"]),
)
def test_columns_round_as_single_numbers_do_at_any_size(
    values: list[int], denominator: int, how: str
) -> None:
    dtype = object if max(values) >= columns.SAFE else np.int64
    found = columns.rounded(np.array(values, dtype=dtype), denominator, how)
    assert [int(f) for f in found] == [rounded(Fraction(v, denominator), how) for v in values]  # type: ignore[arg-type]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**18)), min_size=1, max_size=12), st.data())
def test_columns_share_as_single_numbers_do(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    keys, parts = np.array([k for k, _ in rows]), np.array([p for _, p in rows])
    groups = Groups(len(rows), keys)
    totals = [data.draw(st.integers(0, 10**18)) for _ in groups.begins]
    found = groups.share(parts, np.array(totals))
    for n, key in enumerate(sorted(set(keys.tolist()))):
        assert found[keys == key].tolist() == share(parts[keys == key].tolist(), totals[n])
        assert int(groups.totals(parts)[n]) == sum(int(p) for p in parts[keys == key])


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["week", "month", "quarter", "year"]),
    st.none() | st.dates(date(2019, 1, 1), date(2025, 1, 1)),
)
def test_periods_follow_on_each_other_without_gap(day: date, kind: str, starts: date | None) -> None:
    low, high = period(kind, day, starts)
    assert low <= day <= high
    assert period(kind, high + timedelta(days=1), starts)[0] == high + timedelta(days=1)
    assert period(kind, low, starts) == (low, high)


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.data(), st.sampled_from(["daily", "thirty_days"]))
def test_parts_of_a_month_add_up_to_the_month(day: date, data: st.DataObject, how: str) -> None:
    low, high = period("month", day, None)
    cut = data.draw(st.dates(low, high))
    parts = [part_of(low, cut, low, high, how)]
    if cut < high:
        parts.append(part_of(cut + timedelta(days=1), high, low, high, how))
    # The 31st counts as the 30th, and so twice where a month is cut between the two.
    twice = how == "thirty_days" and cut.day == 30 and high.day == 31
    assert sum(parts) == 1 + Fraction(1, 30) * twice


@given(
    st.lists(st.tuples(st.fractions(0, 10), st.fractions(0, 10)), min_size=1, max_size=8),
    st.fractions(0, 20),
    st.none() | st.integers(0, 3),
)
def test_no_period_holds_more_than_its_grant_and_what_may_be_carried(
    given_: list[tuple[Fraction, Fraction]], most: Fraction, lasts: int | None
) -> None:
    grants, wanted = [g for g, _ in given_], [w for _, w in given_]
    found = carried(grants, wanted, most, lasts)
    for n, (grant, stock) in enumerate(zip(grants, found, strict=True)):
        assert grant <= stock <= grant + most
        earlier = grants[max(0, n - lasts) : n] if lasts is not None else grants[:n]
        assert stock - grant <= sum(earlier, Fraction(0))
    assert sum(min(s, w) for s, w in zip(found, wanted, strict=True)) <= sum(grants)


def test_a_block_can_be_used_from_its_first_day_to_its_last() -> None:
    blocks = [Block("a", 60, date(2026, 1, 1), date(2026, 1, 31)), Block("b", 60, date(2026, 1, 15))]
    edges, supply = stretches(blocks)
    assert edges == [date(2026, 1, 1), date(2026, 1, 15), date(2026, 2, 1)]
    assert supply([Fraction(20), Fraction(50), Fraction(100)]) == [60, 100, 50]


def test_counts_hold_from_their_day_on() -> None:
    counts = Counts({date(2026, 1, 1): 3, date(2026, 2, 1): 5})
    assert counts.on("user", date(2025, 12, 31)) is None
    assert counts.on("user", date(2026, 1, 31)) == 3
    assert counts.on("user", date(2026, 2, 1)) == 5
    assert counts.on("device", date(2026, 2, 1)) is None


@pytest.mark.parametrize(
    ("per", "unit"),
    [
        ("hour", Unit("agreement", "hour")),
        ("user per month", Unit("user", "month")),
        ("user/month", Unit("user", "month")),
        ("workstation/month", Unit("device", "month")),
        ("call-out", Unit("agreement", "visit")),
        ("call", Unit("agreement", "ticket")),
        ("annum", Unit("agreement", "year")),
        (None, Unit()),
    ],
)
def test_units_are_read_as_contracts_write_them(per: str | None, unit: Unit) -> None:
    assert unit_of({"amount": 1, "per": per}) == unit


@pytest.mark.parametrize("per", ["moon", "hour per visit"])
def test_a_unit_that_says_nothing_or_two_things_is_refused(per: str) -> None:
    with pytest.raises(ModelProblem, match=per):
        unit_of({"amount": 1, "per": per})


def test_amounts_are_shown_with_the_digits_of_their_currency() -> None:
    assert show(123456, "EUR") == "EUR 1,234.56"
    assert show(123456, "JPY") == "JPY 123,456"
    assert show(123456, "KWD") == "KWD 123.456"
    assert show(Fraction(5000, 3), "EUR") == "EUR 16.666666…"
    assert show(Fraction(-1, 2), "EUR") == "EUR -0.005"
    assert minor(0.1, "EUR") == 10
    with pytest.raises(ModelProblem):
        fraction("ten")


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(RequestProblem, match="lapses before"):
        Block("a", 60, date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(RequestProblem, match="ends before"):
        Seat("a", "user", date(2026, 2, 1), date(2026, 1, 1))
