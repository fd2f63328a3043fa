"""Laws of the clock: it inverts, adds up, and agrees with a count of every minute, also where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from calendars import DAYS, MINUTE, PLACES, Calendar, calendars, minute, moments
from hypothesis import assume, given
from hypothesis import strategies as st

from remit.clock import KINDS, SupportHours
from remit.clock.policies import Boundary
from remit.errors import RequestProblem


def utc(moment: datetime) -> datetime:
    """Datetimes of two zones are never equal at a time that clocks show twice."""
    return moment.astimezone(UTC)


amounts = st.integers(0, 3000).map(lambda n: n * MINUTE)
boundaries: st.SearchStrategy[Boundary] = st.sampled_from(["close", "next_open"])


@given(calendars(), st.data())
def test_elapsed_counts_every_open_minute(calendar: Calendar, data: st.DataObject) -> None:
    start, end = sorted([data.draw(moments(calendar)), data.draw(moments(calendar))])
    counted = sum(minute(start) <= m < minute(end) for m in calendar.open_minutes())
    assert calendar.hours().elapsed(start, end) == counted * MINUTE


@given(calendars(), st.data(), st.integers(1, 2000))
def test_due_is_where_counting_minutes_ends(calendar: Calendar, data: st.DataObject, amount: int) -> None:
    start = data.draw(moments(calendar))
    ahead = [m for m in calendar.open_minutes() if m >= minute(start)]
    assume(len(ahead) > amount)
    assert minute(calendar.hours().due(start, amount * MINUTE)) == ahead[amount - 1] + 1
    assert minute(calendar.hours().due(start, amount * MINUTE, boundary="next_open")) == ahead[amount]


@given(calendars(), st.data(), st.integers(1, 2000))
def test_back_is_where_counting_back_ends(calendar: Calendar, data: st.DataObject, amount: int) -> None:
    end = data.draw(moments(calendar))
    behind = [m for m in calendar.open_minutes() if m < minute(end)]
    assume(len(behind) > amount)
    assert minute(calendar.hours().back(end, amount * MINUTE)) == behind[-amount]
    assert (
        minute(calendar.hours().back(end, amount * MINUTE, boundary="next_open")) == behind[-amount - 1] + 1
    )


@given(calendars(), st.data())
def test_the_next_opening_is_the_first_open_minute(calendar: Calendar, data: st.DataObject) -> None:
    start = data.draw(moments(calendar))
    ahead = [m for m in calendar.open_minutes() if m >= minute(start)]
    assume(ahead)
    assert minute(calendar.hours().next_open(start)) == ahead[0]


@given(calendars(), st.data())
def test_a_pause_takes_its_open_minutes_off(calendar: Calendar, data: st.DataObject) -> None:
    start, end = sorted([data.draw(moments(calendar)), data.draw(moments(calendar))])
    pauses = data.draw(pauses_of(calendar))
    away = [(minute(a), minute(b)) for a, b in pauses]
    counted = [
        m
        for m in calendar.open_minutes()
        if minute(start) <= m < minute(end) and not any(a <= m < b for a, b in away)
    ]
    assert calendar.hours().elapsed(start, end, pauses) == len(counted) * MINUTE


@given(calendars(), st.data(), amounts, boundaries)
def test_what_is_due_after_some_open_time_is_that_much_away(
    calendar: Calendar, data: st.DataObject, amount: timedelta, boundary: Boundary
) -> None:
    hours, start = calendar.hours(), data.draw(moments(calendar))
    pauses = data.draw(pauses_of(calendar))
    assume(_open(hours))
    due = hours.due(start, amount, pauses, boundary)
    assert due >= start
    assert hours.elapsed(start, due, pauses) == amount
    began = hours.back(start, amount, pauses, boundary)
    assert began <= start
    assert hours.elapsed(began, start, pauses) == amount


@given(calendars(), st.data(), amounts)
def test_going_back_returns_to_an_open_start(
    calendar: Calendar, data: st.DataObject, amount: timedelta
) -> None:
    hours = calendar.hours()
    assume(_open(hours))
    start = hours.next_open(data.draw(moments(calendar)))
    pauses = data.draw(pauses_of(calendar))
    assume(not any(a <= start < b for a, b in pauses))
    # Of the moments with the same open time between, `back` gives the latest and `next_open` the earliest.
    assert utc(hours.back(hours.due(start, amount, pauses), amount, pauses)) == utc(start) or not amount


@given(calendars(), st.data(), amounts)
def test_moments_by_the_hours_own_clocks_take_a_shorter_way_to_the_same_end(
    calendar: Calendar, data: st.DataObject, amount: timedelta
) -> None:
    hours, zone = calendar.hours(), ZoneInfo(calendar.zone)
    assume(_open(hours))
    start, end = data.draw(moments(calendar)), data.draw(moments(calendar))
    due, elapsed = utc(hours.due(start, amount)), hours.elapsed(start, end)
    assert utc(hours.due(start.astimezone(zone), amount)) == due
    assert hours.elapsed(start.astimezone(zone), end.astimezone(zone)) == elapsed


@pytest.mark.parametrize("zone", sorted(PLACES))
@pytest.mark.parametrize(
    "hours_a_day", [("09:00", "17:00"), ("01:30", "02:30"), ("23:00", "01:15"), ("00:00", "24:00")]
)
def test_every_half_hour_of_a_year_takes_the_shorter_way_to_the_same_end(
    zone: str, hours_a_day: tuple[str, str]
) -> None:
    hours = SupportHours(zone, {day: [hours_a_day] for day in DAYS})
    first = datetime(PLACES[zone].year, 1, 1, tzinfo=UTC)
    amount = timedelta(minutes=100)
    half_hours = [first + timedelta(minutes=30 * n) for n in range(48 * 365)]
    by_instant = [hours.due(moment, amount) for moment in half_hours]
    place = ZoneInfo(zone)
    assert [utc(hours.due(moment.astimezone(place), amount)) for moment in half_hours] == [
        utc(due) for due in by_instant
    ]
    spent = [hours.elapsed(moment, utc(due)) for moment, due in zip(half_hours, by_instant, strict=True)]
    assert spent == [amount] * len(spent)
    assert spent == [
        hours.elapsed(moment.astimezone(place), due)
        for moment, due in zip(half_hours, by_instant, strict=True)
    ]


def test_a_date_without_a_zone_is_refused_whatever_the_policies() -> None:
    naive = datetime(2026, 7, 6, 9)  # noqa: DTZ001 - the point of the test
    week = SupportHours("Europe/London", {"mon": [("09:00", "17:00")]})
    for hours in (week, week.under(boundary="next_open"), week.under(daylight="wall")):
        hours.next_open(datetime(2026, 7, 6, 9, tzinfo=UTC))
        with pytest.raises(RequestProblem, match="no time zone"):
            hours.due(naive, MINUTE)
        with pytest.raises(RequestProblem, match="no time zone"):
            hours.elapsed(naive, naive)
        with pytest.raises(RequestProblem, match="no time zone"):
            hours.add_days(naive, 1)


@given(calendars(), st.data())
def test_elapsed_time_adds_up(calendar: Calendar, data: st.DataObject) -> None:
    hours = calendar.hours()
    a, b, c = (data.draw(moments(calendar)) for _ in range(3))
    assert hours.elapsed(a, b) + hours.elapsed(b, c) == hours.elapsed(a, c)
    assert hours.elapsed(a, b) == -hours.elapsed(b, a)


@given(calendars(), st.data(), amounts, amounts)
def test_two_amounts_one_after_the_other_are_their_sum(
    calendar: Calendar, data: st.DataObject, one: timedelta, two: timedelta
) -> None:
    hours, start = calendar.hours(), data.draw(moments(calendar))
    assume(_open(hours) and two)
    assert utc(hours.due(hours.due(start, one), two)) == utc(hours.due(start, one + two))


@given(calendars(), st.data())
def test_pieces_are_the_whole_stretch_and_business_is_the_open_time(
    calendar: Calendar, data: st.DataObject
) -> None:
    hours = calendar.hours()
    start, end = sorted([data.draw(moments(calendar)), data.draw(moments(calendar))])
    pieces = hours.split(start, end)
    assert sum((p.length for p in pieces), timedelta()) == end - start
    assert [p.start for p in pieces[1:]] == [p.end for p in pieces[:-1]]
    assert all(one.kind != two.kind for one, two in pairwise(pieces))
    business = sum((p.length for p in pieces if p.kind == "business"), timedelta())
    assert business == hours.elapsed(start, end)
    for piece in pieces:
        assert hours.kind(piece.start) == piece.kind
        assert piece.kind in KINDS


@given(calendars(), st.data(), amounts)
def test_a_schedule_that_changes_to_itself_changes_nothing(
    calendar: Calendar, data: st.DataObject, amount: timedelta
) -> None:
    hours, start = calendar.hours(), data.draw(moments(calendar))
    assume(_open(hours))
    changed = SupportHours.changing({calendar.around - timedelta(days=90): hours, calendar.around: hours})
    # A night window across the change is the old schedule's before midnight and the new one's after it.
    assert utc(changed.due(start, amount)) == utc(hours.due(start, amount))


def test_each_schedule_counts_on_its_own_dates() -> None:
    short = SupportHours("Europe/London", {"mon": [("09:00", "12:00")]})
    long = SupportHours("Europe/London", {"mon": [("09:00", "17:00")]})
    hours = SupportHours.changing({"2026-01-01": short, "2026-07-01": long})
    june, july = datetime(2026, 6, 29, tzinfo=UTC), datetime(2026, 7, 6, tzinfo=UTC)
    day = timedelta(days=1)
    assert hours.elapsed(june, june + day) == timedelta(hours=3)
    assert hours.elapsed(july, july + day) == timedelta(hours=8)
    assert hours.elapsed(june, july + day) == timedelta(hours=11)


def test_a_site_keeps_the_hours_by_its_own_clocks() -> None:
    london = SupportHours("Europe/London", {"mon": [("09:00", "17:00")]})
    opening = london.next_open(datetime(2026, 7, 5, tzinfo=UTC))
    assert london.at("America/New_York").next_open(opening) == opening + timedelta(hours=5)


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_dates_that_stand_for_never_are_refused(year: int) -> None:
    with pytest.raises(RequestProblem, match=f"not in the year {year}"):
        SupportHours.always().elapsed(datetime(2026, 1, 1, tzinfo=UTC), datetime(year, 6, 1, tzinfo=UTC))


def pauses_of(calendar: Calendar) -> st.SearchStrategy[list[tuple[datetime, datetime]]]:
    pair = st.tuples(moments(calendar), moments(calendar)).map(lambda p: (min(p), max(p)))
    return st.lists(pair, max_size=4)


def _open(hours: SupportHours) -> bool:
    """Whether there is open time in every ordinary week."""
    return any(hours.periods[0].schedule.weekly) and hours.elapsed(
        datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 1, 11, tzinfo=UTC)
    ) > timedelta(0)
