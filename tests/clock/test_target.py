"""A target on a ticket: when it is due, and every stretch of the way told."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendars import Calendar, calendars, moments
from hypothesis import assume, given
from hypothesis import strategies as st
from test_clock_laws import _open, pauses_of

from remit.clock import PublicHolidays, SupportHours, deadline
from remit.clock.target import length

ZONE = ZoneInfo("Europe/London")
WEEK = {day: [("09:00", "12:00"), ("13:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = SupportHours("Europe/London", WEEK, PublicHolidays("GB", "ENG"))
FRIDAY = datetime(2026, 5, 22, 15, tzinfo=ZONE)
TUESDAY = (datetime(2026, 5, 26, 10, tzinfo=ZONE), datetime(2026, 5, 26, 14, 30, tzinfo=ZONE))
EIGHT = {"minutes": 480, "clock": "business"}


def test_every_stretch_is_told() -> None:
    found = deadline(HOURS, EIGHT, "resolution", FRIDAY, [TUESDAY])
    assert found.due == datetime(2026, 5, 27, 11, 30, tzinfo=ZONE)
    assert found.steps == (
        "Counted from Friday, 22 May 2026, 15:00 (Europe/London); the target is 8 h.",
        "Fri 22 May 2026, 15:00 to 17:00: 2 h counted, 2 h so far.",
        "Fri 22 May 2026, 17:00 to Sat 23 May 2026, 00:00: outside support hours.",
        "Sat 23 May 2026, 00:00 to Mon 25 May 2026, 00:00: weekend.",
        "Mon 25 May 2026, 00:00 to Tue 26 May 2026, 00:00: Spring Bank Holiday.",
        "Tue 26 May 2026, 00:00 to 09:00: outside support hours.",
        "Tue 26 May 2026, 09:00 to 10:00: 1 h counted, 3 h so far.",
        "Tue 26 May 2026, 10:00 to 12:00: paused.",
        "Tue 26 May 2026, 12:00 to 13:00: outside support hours.",
        "Tue 26 May 2026, 13:00 to 14:30: paused.",
        "Tue 26 May 2026, 14:30 to 17:00: 2 h 30 min counted, 5 h 30 min so far.",
        "Tue 26 May 2026, 17:00 to Wed 27 May 2026, 09:00: outside support hours.",
        "Wed 27 May 2026, 09:00 to 11:30: 2 h 30 min counted, 8 h so far.",
        "Due Wednesday, 27 May 2026, 11:30.",
    )


def test_to_the_second_is_in_time_and_a_second_later_is_not() -> None:
    found = deadline(HOURS, EIGHT, "resolution", FRIDAY)
    assert found.met(found.due)
    assert not found.met(found.due + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("paused", "kind", "moved"),
    [
        ("resolution", "response", False),
        ("resolution", "resolution", True),
        ("both", "response", True),
        ("none", "resolution", False),
    ],
)
def test_which_targets_a_pause_stops(paused: str, kind: str, moved: bool) -> None:
    hours = HOURS.under(paused=paused)
    with_pause, without = (deadline(hours, EIGHT, kind, FRIDAY, pauses).due for pauses in ([TUESDAY], []))  # type: ignore[arg-type]
    assert (with_pause > without) == moved


def test_a_target_by_all_hours_runs_through_the_night() -> None:
    found = deadline(HOURS, {"minutes": 60, "clock": "continuous"}, "response", FRIDAY + timedelta(hours=8))
    assert found.due == FRIDAY + timedelta(hours=9)
    assert found.assumptions == ()


def test_a_target_without_a_clock_is_counted_by_an_assumption() -> None:
    found = deadline(HOURS, {"minutes": 60}, "response", FRIDAY)
    assert [a.assumed for a in found.assumptions] == ["it counts support hours"]
    found = deadline(HOURS.under(unstated="continuous"), {"minutes": 60}, "response", FRIDAY)
    assert [a.assumed for a in found.assumptions] == ["it counts all hours"]


def test_a_long_way_is_summed_up_in_the_middle() -> None:
    steps = deadline(HOURS, {"minutes": 9600, "clock": "business"}, "resolution", FRIDAY).steps
    assert len(steps) == 15
    assert "stretches more" in steps[7]
    assert "160 h so far" in steps[-2]


def test_pauses_by_the_wall_clock_are_told_so() -> None:
    steps = deadline(HOURS.under(pausing="wall_clock"), EIGHT, "resolution", FRIDAY, [TUESDAY]).steps
    assert steps[1] == "Pauses move it by their whole length: 4 h 30 min."


@given(calendars(), st.data(), st.integers(1, 900))
def test_what_is_told_adds_up_to_the_target(calendar: Calendar, data: st.DataObject, minutes: int) -> None:
    hours = calendar.hours()
    assume(_open(hours))
    start, pauses = data.draw(moments(calendar)), data.draw(pauses_of(calendar))
    steps = deadline(hours, {"minutes": minutes, "clock": "business"}, "resolution", start, pauses).steps
    counted = [step for step in steps if step.endswith("so far.")]
    assert counted[-1].endswith(f"counted, {length(timedelta(minutes=minutes))} so far.")
