"""Dates as a calendar feed (RFC 5545), for any calendar program."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from remit.duties.record import Due, Duties, Item

if TYPE_CHECKING:
    from icalendar import Event

_ALARMED = ("notice", "term")
"""Kinds that nobody wants to learn of on the day."""


def calendar_feed(found: Duties, names: tuple[str, ...], *, warn_days: int = 7) -> str:
    """One event of a whole day for every date to come. The same duties give the same feed, so that it may be fetched again.

    names      the documents' own, for the feed's title
    warn_days  how long before a notice or the end the calendar is to warn
    """
    from icalendar import Calendar  # noqa: PLC0415 - loads on first use

    feed = Calendar()
    feed.add("prodid", "-//Remit//Duties//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", f"Duties: {', '.join(names)}")
    for item, due in found.dated():
        if due.day < found.on:
            continue
        feed.add_component(_event(found, item, due, names, warn_days))
    return str(feed.to_ical().decode("utf-8"))


def _event(found: Duties, item: Item, due: Due, names: tuple[str, ...], warn_days: int) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415 - as above

    event = Event()
    key = "|".join((*names, item.id, item.what, due.day.isoformat(), due.label))
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@remit")
    event.add("dtstamp", datetime.combine(found.on, time(), UTC))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", summary(item, due))
    event.add("description", description(item, due))
    event.add("categories", [item.kind.replace("_", " "), item.party])
    if item.kind in _ALARMED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary(item, due))
        alarm.add("trigger", timedelta(days=-warn_days))
        event.add_component(alarm)
    return event


def summary(item: Item, due: Due) -> str:
    who = {"client": "Client", "provider": "Provider", "both": "Both"}[item.party]
    what = f"{item.what}: {due.label}" if due.label else item.what
    return f"{who}: {what if len(what) <= 120 else what[:117].rstrip() + '...'}" + (
        " (unsure)" if item.unsure else ""
    )


def description(item: Item, due: Due) -> str:
    """The arithmetic, then every quote with its place."""
    lines = [item.what, *due.steps]
    for e in item.evidence:
        where = ", ".join(
            part
            for part in (
                e.document,
                f"page {e.page}" if e.page else "",
                f"clause {e.clause}" if e.clause else "",
            )
            if part
        )
        lines.append(f"“{' '.join(e.quote.split())}” ({where})")
    if item.unsure:
        lines.append("Remit is not sure of its reading here: see the quote.")
    return "\n".join(lines)
