"""When a duty falls due, read from its own words."""

from __future__ import annotations

import pytest

from remit.clock.dates import Length
from remit.duties.timing import timing

MONTH, QUARTER, YEAR = Length(1, "month"), Length(3, "month"), Length(12, "month")


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("send a report each month", MONTH),
        ("report monthly on open tickets", MONTH),
        ("once in every calendar month", MONTH),
        ("meet once in each quarter to review the service", QUARTER),
        ("a meeting every quarter", QUARTER),
        ("hold a quarterly review", QUARTER),
        ("update the firmware in each Contract Year", YEAR),
        ("annually to agree a roadmap", YEAR),
        ("test the restoration every six (6) months", Length(6, "month")),
        ("operate a daily backup of the servers", Length(1, "day")),
        ("check each working day that the jobs have completed", Length(1, "business_day")),
        ("look every school day at the result", Length(1, "business_day")),
        ("patch the servers every two weeks", Length(2, "week")),
    ],
)
def test_a_rhythm(words: str, every: Length) -> None:
    found = timing(words)
    assert (found.how, found.every) == ("rhythm", every)
    assert found.words
    assert found.words.lower() in words.lower()


@pytest.mark.parametrize(
    ("words", "day", "working"),
    [
        ("send the Client, by the tenth (10th) day of each month, a report", 10, False),
        ("invoice on the first day of the month", 1, False),
        ("invoice the Monthly Fee on the first of each month", 1, False),
        ("issue a report by the fifth Business Day of each month", 5, True),
        ("report not later than the 3rd working day of every month", 3, True),
        ("report on the last day of each quarter", -1, False),
        ("Invoice Date | 1st of each month", 1, False),
        ("intimate additions by the 5th of each month", 5, False),
    ],
)
def test_a_rhythm_with_its_day(words: str, day: int, working: bool) -> None:
    found = timing(words)
    assert (found.how, found.day, found.working) == ("rhythm", day, working)


@pytest.mark.parametrize(
    ("words", "length", "trigger"),
    [
        ("within ten (10) working days of a request", Length(10, "business_day"), "event"),
        ("return decisions within three Business Days of being asked", Length(3, "business_day"), "event"),
        ("within thirty (30) days of the Commencement Date", Length(30, "day"), "start"),
        ("within 90 days after the Effective Date", Length(90, "day"), "start"),
        ("delete its copies thirty (30) days after the end of this agreement", Length(30, "day"), "end"),
        ("return all data within 2 weeks of termination", Length(2, "week"), "end"),
        ("pay each undisputed invoice within thirty (30) days of its date", Length(30, "day"), "invoice"),
        ("invoices must be paid within 21 days of receipt of the invoice", Length(21, "day"), "invoice"),
        ("answer questions inside one working day", Length(1, "business_day"), "event"),
    ],
)
def test_a_length_of_time_after_something(words: str, length: Length, trigger: str) -> None:
    found = timing(words)
    assert (found.how, found.length, found.trigger) == ("after", length, trigger)


@pytest.mark.parametrize(
    ("words", "length", "trigger"),
    [
        ("not less than one hundred and twenty (120) days before the end of the current period", 120, "end"),
        ("not more than 150 and not less than 120 days before the end of the current period", 120, "end"),
        ("at least six months before a device becomes a Legacy Device", 6, "event"),
        ("not less than two (2) working days in advance", 2, "event"),
        ("give at least thirty (30) days' notice of any change of Site", 30, "event"),
        (
            "on each anniversary, on not less than sixty (60) days’ written notice, increase the rates",
            60,
            "anniversary",
        ),
    ],
)
def test_a_length_of_time_ahead_of_something(words: str, length: int, trigger: str) -> None:
    found = timing(words)
    assert found.length is not None
    assert (found.how, found.length.count, found.trigger) == ("before", length, trigger)


@pytest.mark.parametrize(
    "words",
    [
        "keep every server under its manufacturer’s warranty",
        "pay the Monthly Charge, which is £62.00 per User per month",
        "set up new laptops, up to two (2) in each calendar month",
        "assist at no charge for the first four (4) hours in each Contract Year",
        "give up to sixteen (16) hours of help with the transfer",
        "be not more than five years old",
        "pay interest, which accrues daily until payment",
        "charge for each month then remaining",
        "refund five percent for each month in which it fails",
        "pay the whole of the Monthly Minimum at once",
        "maintain insurance of not less than £2,000,000 for each claim",
        "",
    ],
)
def test_no_time_at_all(words: str) -> None:
    assert timing(words).how == "always"


def test_hours_are_a_length_without_a_date() -> None:
    found = timing("tell the Client within twenty-four (24) hours of becoming aware")
    assert (found.how, found.length, found.minutes) == ("after", None, 1440)


def test_a_condition_ahead_is_what_triggers_it() -> None:
    found = timing(
        "within ten (10) working days hand over all passwords",
        "On the end of this agreement, the Supplier shall ",
    )
    assert (found.trigger, found.trigger_words) == ("end", "On the end of this agreement")
    found = timing(
        "investigate it and report within ten days",
        "Where a fault is reported three times, the Supplier shall ",
    )
    assert (found.trigger, found.trigger_words) == ("event", "Where a fault is reported three times")


def test_the_words_of_the_list_count_for_what_stands_in_it() -> None:
    found = timing(
        "the installation of its tools;",
        "",
        "The Supplier shall, within 30 days of the Start Date, complete:",
    )
    assert (found.how, found.trigger) == ("after", "start")


def test_own_words_count_before_those_of_the_sentence() -> None:
    before = "Once in each quarter the Supplier shall restore a sample, and shall "
    assert timing("report within ten days what was restored", before).how == "after"
    assert timing("restore a sample", "Once in each quarter the Supplier shall ").every == QUARTER


def test_twice_a_year_is_twice() -> None:
    found = timing("update the firmware at least twice in each Contract Year")
    assert (found.every, found.times, found.own_year) == (YEAR, 2, True)


def test_the_name_of_a_charge_is_no_rhythm() -> None:
    assert timing("Charge is £3,850, payable in advance", "3. The Monthly ").how == "always"
