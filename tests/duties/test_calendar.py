"""Who owes what by when: every date of a small contract, with its sum."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_contract import ON, contract

from remit.clock.dates import Length
from remit.contract import Contract
from remit.duties import Duties, Item, duties


def item(found: Duties, words: str) -> Item:
    (one,) = [i for i in found.items if words.lower() in i.what.lower()]
    return one


FOUND = duties(contract(), on=ON)


def test_the_term_and_its_notice() -> None:
    end = item(FOUND, "End of the term")
    assert [d.day for d in end.dates] == [date(2028, 2, 29), date(2028, 3, 1)]
    notice = item(FOUND, "Last day for notice")
    assert [(d.day, d.label) for d in notice.dates] == [
        (date(2027, 10, 30), "decide, and send the notice"),
        (date(2027, 11, 29), ""),
    ]
    assert notice.dates[1].steps == (
        "Start 1 March 2026 + 24 months - 1 day = 29 February 2028: the first term ends.",
        "29 February 2028 - 3 months = 29 November 2027: the last day for notice.",
    )
    assert [e.clause for e in notice.evidence] == ["2.2"]


def test_a_notice_that_came_too_late_is_said_and_the_next_one_given() -> None:
    notice = item(duties(contract(), on=date(2028, 1, 10)), "Last day for notice")
    assert [(d.day, d.label) for d in notice.dates] == [
        (date(2027, 11, 29), "past"),
        (date(2028, 10, 29), "decide, and send the notice"),
        (date(2028, 11, 28), ""),
    ]
    assert notice.dates[0].steps[-1] == "29 November 2027 is past: for this term notice came too late."


def test_on_the_last_day_for_notice_it_is_not_yet_too_late() -> None:
    notice = item(duties(contract(), on=date(2027, 11, 29)), "Last day for notice")
    assert [(d.day, d.label) for d in notice.dates] == [(date(2027, 11, 29), "")]


def test_a_term_that_is_over_is_said_to_be() -> None:
    end = item(duties(contract(renewal="none"), on=date(2029, 1, 1)), "End of the term")
    assert [(d.day, d.label) for d in end.dates] == [(date(2028, 2, 29), "past")]


def test_a_lead_of_ones_own() -> None:
    notice = item(duties(contract(), on=ON, lead=Length(60, "day")), "Last day for notice")
    assert notice.dates[0].day == date(2027, 11, 29) - timedelta(days=60)
    none = item(duties(contract(), on=ON, lead=Length(0, "day")), "Last day for notice")
    assert len(none.dates) == 1


def test_a_day_of_the_month() -> None:
    report = item(FOUND, "Send the Client")
    assert report.how == "rhythm"
    assert [d.day for d in report.dates[:2]] == [date(2026, 12, 10), date(2027, 1, 10)]
    assert len(report.dates) == 12
    # What is due today is still to come.
    assert item(duties(contract(), on=date(2026, 12, 10)), "Send the Client").dates[0].day == date(
        2026, 12, 10
    )


def test_days_to_pay_are_dates_where_the_day_of_the_invoice_is_known() -> None:
    pay = item(FOUND, "Pay each invoice")
    assert [d.day for d in pay.dates[:2]] == [date(2026, 12, 1), date(2026, 12, 31)]
    assert pay.dates[0].steps == (
        "1 November 2026 is the 1st day of the month.",
        "Invoice of 1 November 2026 + 30 days = 1 December 2026.",
    )
    assert [e.clause for e in pay.evidence] == ["14.4", "14.3"]


def test_a_quarter_without_a_day_is_the_calendars_and_says_so() -> None:
    meet = item(FOUND, "Meet once")
    assert [d.day for d in meet.dates] == [
        date(2026, 12, 31),
        date(2027, 3, 31),
        date(2027, 6, 30),
        date(2027, 9, 30),
    ]
    assert "quarters of the calendar are taken" in meet.dates[0].steps[0]


def test_what_was_due_after_the_start_is_past() -> None:
    tools = item(FOUND, "install its tools")
    assert (tools.how, tools.dates) == ("date", ())
    assert tools.example is not None
    assert tools.example.day == date(2026, 3, 31)
    early = item(duties(contract(), on=date(2026, 3, 2)), "install its tools")
    assert [d.day for d in early.dates] == [date(2026, 3, 31)]


def test_notice_before_each_anniversary() -> None:
    rise = item(FOUND, "increase the rates")
    assert [(d.day, d.label) for d in rise.dates] == [(date(2026, 12, 31), "for 1 March 2027")]
    assert rise.dates[0].steps == (
        "Start 1 March 2026 + 1 x 12 months = 1 March 2027.",
        "1 March 2027 - 60 days = 31 December 2026.",
    )


def test_what_follows_the_end_is_told_for_the_end_of_this_term() -> None:
    for words, day in (("Hand over", date(2028, 3, 10)), ("not solicit", date(2028, 8, 29))):
        found = item(FOUND, words)
        assert (found.how, found.example and found.example.day) == ("event", day)


def test_what_waits_for_something_is_told_for_today() -> None:
    answer = item(FOUND, "Answer requests")
    assert answer.example is not None
    assert answer.example.steps == ("23 November 2026 + 3 working days = 26 November 2026.",)
    assert answer.what == "Answer requests within three (3) working days"
    assert item(FOUND, "Put a breach right").example is not None


def test_what_has_no_time_is_always() -> None:
    assert item(FOUND, "Keep every server").how == "always"


@pytest.mark.parametrize("missing", ["effective_date", "initial_term_months"])
def test_a_date_depends_on_what_is_not_written(missing: str) -> None:
    found = duties(contract(without=(missing,)), on=ON)
    for words in ("End of the term", "Last day for notice"):
        one = item(found, words) if any(words in i.what for i in found.items) else None
        assert one is None or (one.dates, one.needs) == ((), (missing,))
    assert item(found, "Hand over").needs == (missing,)
    if missing == "effective_date":
        assert item(found, "increase the rates").needs == (missing,)
        assert found.begins is None


def test_a_given_start_settles_it() -> None:
    found = duties(contract(without=("effective_date",)), on=ON, begins=date(2026, 3, 1))
    assert found.given
    assert [i.dates for i in found.items] == [i.dates for i in FOUND.items]


def test_a_start_left_unread_is_no_start() -> None:
    assert duties(contract(effective_date="soon"), on=ON).begins is None


def test_a_renewal_that_may_not_be_one_is_marked() -> None:
    notice = item(duties(contract(renewal="by_agreement"), on=ON), "Last day for notice")
    assert notice.unsure
    assert "check whether notice is needed" in notice.rule


def test_month_to_month_renews_every_month() -> None:
    found = duties(contract(renewal="month_to_month", initial_term_months=1, renewal_term_months=None), on=ON)
    assert [d.day for d in item(found, "End of the term").dates] == [date(2026, 11, 30), date(2026, 12, 1)]


def test_holidays_of_the_place_are_no_working_days() -> None:
    us = contract(governing_law="Texas", holidays_excluded=True)
    answer = item(duties(us, on=date(2026, 11, 24)), "Answer requests")
    # Thanksgiving and the day after are holidays in Texas.
    assert answer.example is not None
    assert answer.example.day == date(2026, 12, 1)
    assert [a.assumed for a in duties(us, on=ON).assumptions] == ["the public holidays of US-TX"]


def test_an_empty_contract_owes_nothing() -> None:
    found = duties(Contract(schema="remit/contract/1"), on=ON)
    assert (found.items, found.dated()) == ((), [])


@given(
    st.dates(date(2015, 1, 1), date(2040, 1, 1)),
    st.dates(date(2015, 1, 1), date(2040, 1, 1)),
    st.integers(1, 36),
    st.sampled_from(["automatic", "by_agreement", "month_to_month", "none"]),
)
def test_every_date_ends_its_own_sum_and_rhythms_keep_to_the_time_shown(
    begins: date, on: date, months: int, renewal: str
) -> None:
    found = duties(contract(renewal=renewal), on=on, begins=begins, months=months)
    for one, due in found.dated():
        last = due.steps[-1]
        assert f"{due.day.day} {due.day:%B} {due.day.year}" in last
        if one.how == "rhythm":
            assert on <= due.day <= found.until
    days = [due.day for _, due in found.dated()]
    assert days == sorted(days)
    # The running term has not ended, unless nothing renews it.
    end = item(found, "End of the term").dates[0].day
    assert end >= on or renewal in ("by_agreement", "none")
