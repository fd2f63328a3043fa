"""Support hours out of a contract: what it says, and what has to be assumed because it does not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest

from remit.clock import PublicHolidays, SupportHours
from remit.clock.places import place_in, places, zone_in
from remit.clock.public_holidays import holidays_in, named_holidays
from remit.contract import Contract, Evidence, TermField
from remit.errors import RequestProblem

WEEK = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "18:00", "timezone": None}


def contract(**fields: tuple[Any, str]) -> Contract:
    return Contract(
        schema="remit/contract/1",
        fields={
            name: TermField(
                value=value, evidence=Evidence(document="a", quote=quote, start=0, end=len(quote))
            )
            for name, (value, quote) in fields.items()
        },
    )


def assumed(hours: SupportHours) -> dict[str, str]:
    return {a.field: a.assumed for a in hours.assumptions}


def test_a_contract_that_says_everything_needs_no_assumption() -> None:
    hours = SupportHours.from_contract(
        contract(
            support_hours=(WEEK, "08:00 to 18:00, Monday to Friday, London time"),
            holidays_excluded=(True, "excluding bank holidays in England"),
        )
    )
    assert assumed(hours) == {}
    assert [e.quote for e in hours.evidence] == [
        "08:00 to 18:00, Monday to Friday, London time",
        "excluding bank holidays in England",
    ]
    zone = ZoneInfo("Europe/London")
    assert hours.next_open(datetime(2026, 8, 31, 9, tzinfo=zone)) == datetime(2026, 9, 1, 8, tzinfo=zone)
    assert hours.under(boundary="next_open").evidence == hours.evidence


def test_a_silent_contract_tells_all_that_is_taken_for_granted() -> None:
    hours = SupportHours.from_contract(contract())
    assert assumed(hours) == {
        "support_hours": "Mon-Fri 09:00-17:00",
        "timezone": "UTC",
        "holidays_excluded": "holidays count like other days",
    }


def test_what_is_given_is_no_assumption() -> None:
    hours = SupportHours.from_contract(
        contract(), zone="Asia/Tokyo", weekly={"mon": [("10:00", "12:00")]}, holidays=["2026-01-01"]
    )
    assert hours.assumptions == ()
    assert hours.periods[0].place.key == "Asia/Tokyo"


def test_the_governing_law_tells_the_zone_and_the_holidays_but_only_as_an_assumption() -> None:
    hours = SupportHours.from_contract(
        contract(
            support_hours=(WEEK, "8 to 6, Monday to Friday"),
            governing_law=("Oregon", "laws of Oregon"),
            holidays_excluded=(True, "excluding holidays"),
        )
    )
    assert assumed(hours) == {"timezone": "America/Los_Angeles", "holidays": "the public holidays of US-OR"}
    assert hours.assumptions[0].because == (
        "the contract names no time zone; its governing law is that of Oregon, which has several zones"
    )


def test_a_contracts_own_list_is_the_whole_list() -> None:
    hours = SupportHours.from_contract(
        contract(
            support_hours=(WEEK | {"timezone": "Eastern"}, "8 to 6"),
            holidays_excluded=(True, "other than New Year's Day, July 4 and the day after Thanksgiving"),
        )
    )
    assert not hours.works_on(date(2026, 11, 27))
    assert hours.works_on(date(2026, 11, 26))
    assert hours.works_on(date(2026, 12, 25))
    assert "named holiday on a weekend" in assumed(hours)["holidays"]


def test_an_unsure_reading_is_told() -> None:
    silent = contract(support_hours=(WEEK, "8 to 6 London time"))
    unsure = silent.fields["support_hours"].model_copy(update={"state": "unsure", "confidence": 0.4})
    hours = SupportHours.from_contract(silent.model_copy(update={"fields": {"support_hours": unsure}}))
    assert hours.assumptions[0].because == "read with a confidence of 40% only"


@pytest.mark.parametrize(
    ("words", "law", "zone"),
    [
        ("Europe/Madrid", None, "Europe/Madrid"),
        ("Eastern Time", None, "America/New_York"),
        ("EST", "Ontario, Canada", "America/Toronto"),
        ("EST", "New South Wales", "Australia/Sydney"),
        ("AEST", "Queensland", "Australia/Brisbane"),
        ("IST", "Ireland", "Europe/Dublin"),
        ("IST", "India", "Asia/Kolkata"),
        ("CET", "Switzerland", "Europe/Zurich"),
        ("Adelaide", None, "Australia/Adelaide"),
        ("somewhere", None, None),
    ],
)
def test_words_for_zones(words: str, law: str | None, zone: str | None) -> None:
    assert zone_in(words, place_in(law) if law else None) == zone


def test_every_place_has_a_zone_and_a_calendar() -> None:
    for place in places().places:
        ZoneInfo(place.zone)
        holidays.country_holidays(place.country, subdiv=place.region, years=2026)
    for name in places().zones:
        for zone in (name.zone, *name.by_country.values()):
            ZoneInfo(zone)
    words = [word for place in places().places for word in place.words]
    words += [word for name in places().zones for word in name.words]
    assert sorted(words) == sorted(set(words))
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Christmas Eve, Christmas and New Year’s Day", ("christmas_eve", "christmas_day", "new_years_day")),
        (
            "25 and 26 December, 1 and 2 January",
            ("christmas_day", "boxing_day", "new_years_day", "second_of_january"),
        ),
        ("the day following Thanksgiving", ("day_after_thanksgiving",)),
        ("excluding holidays", ()),
    ],
)
def test_holidays_named_in_a_text(text: str, names: tuple[str, ...]) -> None:
    assert holidays_in(text) == names


@pytest.mark.parametrize("country", ["US", "GB", "CA"])
def test_rules_of_named_holidays_agree_with_public_calendars(country: str) -> None:
    """Where a country keeps the holiday under that name, its own date is taken; the rule is what others would get."""
    theirs = {"CA": {"thanksgiving"}, "GB": {"may_day"}}.get(country, set())
    for name, holiday in named_holidays().items():
        if name in theirs or not (holiday.on or holiday.nth or holiday.easter or holiday.after):
            continue
        for year in (2024, 2025, 2026, 2027):
            by_rule = set(PublicHolidays(named=(name,), observed=False)(year))
            kept = set(PublicHolidays(country, None, (name,), observed=False)(year))
            assert by_rule == kept, (name, year)


def test_thanksgiving_is_the_countrys_own() -> None:
    assert list(PublicHolidays("CA", "ON", ("thanksgiving",))(2026)) == [date(2026, 10, 12)]
    assert list(PublicHolidays("US", None, ("thanksgiving",))(2026)) == [date(2026, 11, 26)]


def test_public_holidays_and_one_more() -> None:
    days = PublicHolidays("US", None, ("day_after_thanksgiving",), besides=True)(2026)
    assert date(2026, 11, 27) in days
    assert date(2026, 12, 25) in days


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"country": "XX"}, "no calendar"),
        ({"country": "GB", "region": "TX"}, "no calendar"),
        ({"named": ("groundhog",)}, "no holiday"),
        ({}, "Which holidays"),
        ({"named": ("christmas_day",), "besides": True}, "Besides which"),
    ],
)
def test_holidays_that_there_are_not(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestProblem, match=message):
        PublicHolidays(**arguments)
