"""Writing a value in any of its spellings and reading it back gives the value."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.reader.dates import dates, order_of
from remit.reader.durations import durations
from remit.reader.hours import weekly_hours
from remit.reader.money import amounts, currency_of, multiples, percentages
from remit.reader.numbers import number, spelt

UNITS = ("minute", "hour", "day", "week", "month", "year")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@given(st.integers(0, 999))
def test_number_in_words(value: int) -> None:
    assert number(spelt(value)) == value


@given(st.integers(1, 999), st.sampled_from(UNITS), st.sampled_from(("figures", "words", "both", "hyphen")))
def test_duration(amount: int, unit: str, form: str) -> None:
    plural = unit if amount == 1 else f"{unit}s"
    text = {
        "figures": f"within {amount} {plural} of notice",
        "words": f"within {spelt(amount)} {plural} of notice",
        "both": f"within {spelt(amount)} ({amount}) {plural} of notice",
        "hyphen": f"a {amount}-{unit} period",
    }[form]
    (found,) = durations(text)
    assert (found.amount, found.unit, found.business) == (amount, unit, False)
    assert text[found.start : found.end].rstrip("'").endswith(unit if form == "hyphen" else plural)


@given(st.integers(1, 60), st.sampled_from(("business", "working")), st.sampled_from(("day", "hour")))
def test_business_duration(amount: int, kind: str, unit: str) -> None:
    (found,) = durations(f"{spelt(amount)} {kind} {unit}s")
    assert (found.amount, found.unit, found.business) == (amount, unit, True)


@given(
    st.integers(0, 10_000_000),
    st.sampled_from((("$", ""), ("US$", "USD"), ("A$", "AUD"), ("£", "GBP"), ("€", "EUR"), ("S$", "SGD"), ("Rs. ", "INR"))),
    st.sampled_from((((), ""), (("hour",), " per hour"), (("user", "month"), "/user/month"), (("month",), " a month"))),
)  # fmt: skip
def test_amount(cents: int, sign: tuple[str, str], per: tuple[tuple[str, ...], str]) -> None:
    text = f"The price is {sign[0]}{cents // 100:,}.{cents % 100:02d}{per[1]}, no more"
    (found,) = amounts(text)
    assert (round(found.amount * 100), found.currency, found.per) == (cents, sign[1], per[0])


@given(st.integers(0, 10_000))
def test_percentage(hundredths: int) -> None:
    (found,) = percentages(f"interest at {hundredths / 100:.2f}% per month")
    assert round(found.percent * 100) == hundredths


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.integers(0, 5))
def test_date(day: date, form: int) -> None:
    month = MONTHS[day.month - 1]
    text = (
        f"on {day.day} {month} {day.year} at noon",
        f"on {month} {day.day}, {day.year} at noon",
        f"on the {day.day}th day of {month}, {day.year} at noon",
        f"on {day.isoformat()} at noon",
        f"on {day.day:02d}.{day.month:02d}.{day.year} at noon",
        f"on {month[:3]} {day.day}, {day.year} at noon",
    )[form]
    (found,) = dates(text)
    assert found.day == day
    assert found.certain


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(("day", "month")))
def test_date_of_figures_needs_the_documents_own_order(day: date, order: str) -> None:
    parts = (day.day, day.month) if order == "day" else (day.month, day.day)
    text = f"{parts[0]}/{parts[1]}/{day.year}"
    (read,) = dates(text, "day" if order == "day" else "month")
    assert read.day == day
    (bare,) = dates(text)
    assert bare.certain == (day.day > 12 or day.day == day.month)


def test_order_comes_from_the_document() -> None:
    assert order_of(["Signed 25/03/2025"]) == "day"
    assert order_of(["Signed 03/25/2025"]) == "month"
    assert order_of(["dated March 3, 2025"]) == "month"
    assert order_of(["nothing here"]) == "unknown"


@given(st.integers(0, 22), st.integers(1, 12), st.booleans(), st.sampled_from(("-", "to", "until")))
def test_weekly_hours(opens: int, length: int, half: bool, to: str) -> None:
    closes = min(opens + length, 23)
    minute = "30" if half else "00"
    text = f"Monday to Friday, {opens:02d}:{minute} {to} {closes:02d}:59"
    (found,) = weekly_hours(text)
    assert found.days == ("mon", "tue", "wed", "thu", "fri")
    assert (found.opens, found.closes) == (f"{opens:02d}:{minute}", f"{closes:02d}:59")


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("8:30am - 5pm Monday to Friday", 5, "08:30", "17:00"),
        ("M-F 8-5 CST", 5, "08:00", "17:00"),
        ("between the hours of 9.00 and 17.30, Monday through Saturday inclusive", 6, "09:00", "17:30"),
        ("0700 hours to 1900 hours, Mon-Fri", 5, "07:00", "19:00"),
        ("24/7", 7, "00:00", "24:00"),
        ("24 hours a day, seven days a week", 7, "00:00", "24:00"),
        ("9 a.m. to 5 p.m. on weekdays", 5, "09:00", "17:00"),
    ],
)
def test_hours_as_people_write_them(text: str, days: int, opens: str, closes: str) -> None:
    (found,) = weekly_hours(text)
    assert (len(found.days), found.opens, found.closes) == (days, opens, closes)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("one and one half times the rate", 1.5),
        ("1.5x the rate", 1.5),
        ("150 % of the hourly rate", 1.5),
        ("time and a half", 1.5),
        ("the rate multiplied by 1.75", 1.75),
        ("double the rate", 2.0),
        ("one-and-one-half (1.5) times", 1.5),
    ],
)
def test_multiple(text: str, factor: float) -> None:
    assert [m.factor for m in multiples(text)] == [factor]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1-1/2", 1.5),
        ("one and one-half", 1.5),
        ("2½", 2.5),
        ("one hundred and eighty", 180),
        ("1,250.50", 1250.5),
    ],
)
def test_fraction(text: str, value: float) -> None:
    assert number(text) == value


def test_currency_that_a_bare_sign_means() -> None:
    assert currency_of(["All amounts are in Australian dollars.", "$5 per hour"]) == "AUD"
    assert currency_of(["no money here"]) == ""


@given(st.integers(1, 400))
def test_days_and_months_agree(months: int) -> None:
    (found,) = durations(f"{months} months")
    assert found.months == months
    assert found.days == months * 30
    assert timedelta(minutes=float(found.minutes())) == timedelta(days=months * 30)
