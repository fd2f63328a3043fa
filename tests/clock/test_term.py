"""When terms end, how they renew, and the last day for notice, with every line of the arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from remit.clock.dates import Length, add_months, after, before, days, months
from remit.clock.term import Roll, Term, term_dates
from remit.errors import RequestProblem

YEAR = months(12)


def test_a_three_year_term_ends_the_day_before_its_anniversary() -> None:
    found = term_dates(Term(date(2024, 2, 1), months(36), notice=days(90), renewal="automatic", again=YEAR))
    assert (found.end, found.last_notice, found.renews) == (
        date(2027, 1, 31),
        date(2026, 11, 2),
        date(2027, 2, 1),
    )
    assert [step.text for step in found.steps] == [
        "Start 1 February 2024 + 36 months - 1 day = 31 January 2027: the first term ends.",
        "31 January 2027 - 90 days = 2 November 2026: the last day for notice.",
        "Without notice it renews for 12 months from 1 February 2027.",
    ]


def test_a_tacit_renewal_repeats_the_renewal_term_not_the_first() -> None:
    term = Term(
        date(2020, 8, 1), months(36), notice=months(3), renewal="automatic", again=YEAR, lead=days(21)
    )
    found = term_dates(term, date(2023, 10, 31))
    assert (found.initial_end, found.end, found.renewed) == (date(2023, 7, 31), date(2024, 7, 31), 1)
    assert (found.last_notice, found.alert) == (date(2024, 4, 30), date(2024, 4, 9))


def test_on_the_last_day_the_old_term_still_runs() -> None:
    term = Term(date(2025, 1, 1), YEAR, renewal="automatic", again=YEAR)
    assert term_dates(term, date(2025, 12, 31)).renewed == 0
    assert term_dates(term, date(2026, 1, 1)).renewed == 1


def test_a_written_end_renews_from_the_day_after() -> None:
    found = term_dates(
        Term(date(2025, 3, 15), end=date(2026, 1, 31), renewal="automatic", again=YEAR), date(2026, 2, 1)
    )
    assert found.end == date(2027, 1, 31)


def test_a_month_to_month_agreement_ends_every_month() -> None:
    term = Term(date(2026, 1, 31), months(1), notice=days(30), renewal="month_to_month")
    assert term_dates(term).end == date(2026, 2, 27)
    assert term_dates(term, date(2026, 3, 1)).end == date(2026, 3, 30)


def test_clear_days_leave_out_both_ends() -> None:
    term = Term(date(2026, 1, 1), YEAR, notice=days(90), counting="clear")
    assert term_dates(term).last_notice == date(2026, 12, 31) - timedelta(days=91)


@pytest.mark.parametrize(
    ("roll", "expected"),
    [("none", date(2026, 10, 4)), ("preceding", date(2026, 10, 2)), ("following", date(2026, 10, 5))],
)
def test_notice_on_a_sunday(roll: Roll, expected: date) -> None:
    found = term_dates(Term(date(2026, 1, 1), YEAR, notice=days(88), roll=roll))
    assert found.last_notice == found.steps[-1].day == expected
    if roll == "preceding":
        assert (
            found.steps[-1].text
            == "4 October 2026, a Sunday, is no working day: the one before is 2 October 2026."
        )


def test_working_days_before_the_end_skip_weekends() -> None:
    term = Term(date(2026, 1, 1), YEAR, notice=Length(10, "business_day"))
    assert term_dates(term).last_notice == date(2026, 12, 17)


def test_a_term_needs_a_length_or_an_end_not_both() -> None:
    with pytest.raises(RequestProblem, match="length or an end"):
        Term(date(2026, 1, 1))
    with pytest.raises(RequestProblem, match="before it begins"):
        Term(date(2026, 1, 1), end=date(2025, 1, 1))


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(0, 120),
    st.integers(1, 24),
    st.integers(0, 9000),
)
def test_the_term_that_runs_holds_the_date(begin: date, first: int, again: int, later: int) -> None:
    assume(first)
    term = Term(begin, months(first), renewal="automatic", again=months(again))
    as_of = begin + timedelta(days=later)
    found = term_dates(term, as_of)
    assert as_of <= found.end
    assert found.renewed == 0 or add_months(begin, first + (found.renewed - 1) * again) <= as_of
    assert found.renews == found.end + timedelta(days=1)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_working_days_counted_back_and_on_return(day: date, count: int) -> None:
    length = Length(count, "business_day")
    assert before(after(day, length), length) <= day
    assume(day.weekday() < 5)
    assert before(after(day, length), length) == day


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 600))
def test_a_month_on_is_the_same_day_or_the_last(day: date, count: int) -> None:
    there = add_months(day, count)
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)
