"""The calendar feed, read back by the library that calendars use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar
from small_contract import ON, contract

from remit.duties import duties
from remit.duties.feed import calendar_feed

FOUND = duties(contract(), on=ON)
FEED = calendar_feed(FOUND, ("agreement.txt",))


def events(feed: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(feed).walk("VEVENT"))


def test_every_date_is_one_event_of_a_day() -> None:
    found = events(FEED)
    assert [event.decoded("dtstart") for event in found] == [due.day for _, due in FOUND.dated()]
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in found)


def test_an_event_says_who_owes_what_with_the_sum_and_the_quote() -> None:
    (event,) = [e for e in events(FEED) if "Increase the rates" in e["summary"]]
    assert event.decoded("dtstart") == date(2026, 12, 31)
    assert str(event["summary"]).startswith("Provider: ")
    description = str(event["description"])
    assert "1 March 2027 - 60 days = 31 December 2026." in description
    assert (
        "on not less than sixty (60) days’ notice, increase the rates.” (agreement.txt, page 1, clause 15.1)"
        in description
    )


def test_the_same_contract_gives_the_same_events_and_each_its_own() -> None:
    ids = [str(event["uid"]) for event in events(FEED)]
    assert len(set(ids)) == len(ids)
    assert calendar_feed(duties(contract(), on=ON), ("agreement.txt",)) == FEED
    later = {
        str(e["uid"])
        for e in events(calendar_feed(duties(contract(), on=ON + timedelta(days=9)), ("agreement.txt",)))
    }
    assert set(ids) & later


def test_notices_and_the_end_warn_ahead() -> None:
    warned = {str(e["summary"]): e.walk("VALARM") for e in events(calendar_feed(FOUND, ("a",), warn_days=45))}
    (alarm,) = next(
        alarms for summary, alarms in warned.items() if summary == "Both: Last day for notice against renewal"
    )
    assert alarm.decoded("trigger") == timedelta(days=-45)
    assert all(not alarms for summary, alarms in warned.items() if summary.startswith("Client: Pay"))


def test_lines_are_folded_and_end_as_the_format_wants() -> None:
    lines = FEED.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in FEED.encode().replace(b"\r\n", b"")


def test_what_is_past_is_not_put_into_calendars() -> None:
    over = duties(contract(renewal="none"), on=date(2029, 1, 1))
    assert any(due.day < over.on for _, due in over.dated())
    assert all(event.decoded("dtstart") >= over.on for event in events(calendar_feed(over, ("a",))))
