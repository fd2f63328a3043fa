"""Dates as exports write them: read exactly, decided from the whole column, asked about where nothing decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.audit.importers.dates import Look, read_days, read_instants
from remit.audit.importers.mapping import Order

LONDON = "Europe/London"


def seen(*texts: str | None) -> tuple[pl.Series, Look]:
    column = pl.Series(list(texts), dtype=pl.String)
    look = Look()
    look.see(column)
    return column, look


def instant(
    text: str, order: Order | None = None, zone: str = LONDON, *, start_1904: bool = False
) -> datetime | None:
    column, look = seen(text)
    value: datetime | None = read_instants(
        column, look, order=order or look.proves, zone=zone, start_1904=start_1904
    ).value[0]
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02 09:15", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("2026-07-02T09:15:30", datetime(2026, 7, 2, 8, 15, 30, tzinfo=UTC)),
        ("2026-03-02T09:15:30.123456Z", datetime(2026, 3, 2, 9, 15, 30, 123456, tzinfo=UTC)),
        ("2026-03-02T09:15+02:00", datetime(2026, 3, 2, 7, 15, tzinfo=UTC)),
        ("2026-03-02 09:15:00 -0500", datetime(2026, 3, 2, 14, 15, tzinfo=UTC)),
        ("2026-03-02 09:15 CET", datetime(2026, 3, 2, 8, 15, tzinfo=UTC)),
        ("2026-03-02 09:15:00 (UTC+2)", datetime(2026, 3, 2, 7, 15, tzinfo=UTC)),
        ("13/03/2026 9:15", datetime(2026, 3, 13, 9, 15, tzinfo=UTC)),
        ("03/13/2026 9:15 PM", datetime(2026, 3, 13, 21, 15, tzinfo=UTC)),
        ("3/13/26, 9:15\u202fAM", datetime(2026, 3, 13, 9, 15, tzinfo=UTC)),
        ("13.03.2026 09:15 Uhr", datetime(2026, 3, 13, 9, 15, tzinfo=UTC)),
        ("02/Mar/26 9:15 AM", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("2. März 2026 um 09:15", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("Mon, 2 Mar 2026 09:15:00 GMT", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("Monday, March 2, 2026 at 12:05 AM", datetime(2026, 3, 2, 0, 5, tzinfo=UTC)),
        ("20260302T091530Z", datetime(2026, 3, 2, 9, 15, 30, tzinfo=UTC)),
        ("46083.385416666664", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("1772442900", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("1772442900500", datetime(2026, 3, 2, 9, 15, 0, 500000, tzinfo=UTC)),
        ("29/02/2028", datetime(2028, 2, 29, tzinfo=UTC)),
    ],
)
def test_the_shapes_that_systems_write(text: str, expected: datetime) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "29/02/2026",
        "2026-13-01",
        "2026-03-02 24:00",
        "2026-03-02 09:61",
        "2026-03-02 13:00 PM",
        "yesterday",
        "2026-03-02 09:15 IST",
        "12/2026",
        "0/0/2026",
    ],
)
def test_what_is_no_date_is_bad_and_not_guessed(text: str) -> None:
    column, look = seen(text)
    reading = read_instants(column, look, order="day", zone=LONDON)
    assert reading.value[0] is None
    assert reading.bad[0]


@pytest.mark.parametrize("text", ["", " ", "-", "N/A", "0000-00-00 00:00:00", "1900-01-01T00:00:00", None])
def test_ways_to_write_no_date_are_no_fault(text: str | None) -> None:
    column, look = seen(text)
    reading = read_instants(column, look, order=None, zone=LONDON)
    assert reading.value[0] is None
    assert not reading.bad[0]


def test_one_date_decides_for_the_whole_column() -> None:
    column, look = seen("04/05/2026", "05/06/2026", "13/07/2026")
    assert look.proves == "day"
    assert read_days(column, look, order=look.proves).value[0] == date(2026, 5, 4)
    _, look = seen("04/05/2026", "07/13/2026")
    assert look.proves == "month"


def test_nothing_is_proven_by_dates_that_read_both_ways_or_by_a_mixture() -> None:
    _, look = seen("04/05/2026", "05/06/2026")
    assert look.proves is None
    assert look.either == "04/05/2026"
    _, look = seen("13/05/2026", "05/13/2026")
    assert look.proves is None
    assert (look.day_first, look.month_first) == ("13/05/2026", "05/13/2026")


def test_parts_of_a_column_are_seen_together() -> None:
    look = Look()
    look.see(pl.Series(["04/05/2026"]))
    look.see(pl.Series(["2026-05-04 10:00", None]))
    look.see(pl.Series(["25/05/2026"]))
    assert look.proves == "day"
    assert look.filled == 3
    assert look.local == 1


def test_a_time_that_clocks_showed_twice_is_the_first_and_doubtful() -> None:
    column, look = seen("2026-10-25 01:30", "2026-10-25 02:30")
    reading = read_instants(column, look, order=None, zone=LONDON)
    assert reading.value[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    flags, why = reading.doubts[0]
    assert flags.to_list() == [True, False]
    assert "clocks went back" in why


def test_a_time_that_clocks_skipped_is_bad() -> None:
    column, look = seen("2026-03-29 01:30", "2026-03-29 01:30+00:00")
    reading = read_instants(column, look, order=None, zone=LONDON)
    assert reading.bad.to_list() == [True, False]
    assert "clocks in Europe/London skipped" in reading.why


def test_a_day_without_time_is_midnight_and_doubtful() -> None:
    column, look = seen("2026-07-01")
    reading = read_instants(column, look, order=None, zone=LONDON)
    assert reading.value[0] == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    assert reading.doubts[1][0][0]


def test_workbooks_count_days_from_1900_or_1904() -> None:
    assert instant("46083") == datetime(2026, 3, 2, tzinfo=UTC)
    assert instant("44621", start_1904=True) == datetime(2026, 3, 2, tzinfo=UTC)


def test_calendar_days_stay_as_they_are_written() -> None:
    column, look = seen("2026-07-01T00:00:00Z", "2026-07-01 23:30 -0700", "01/07/2026 00:15")
    assert read_days(column, look, order="day").value.to_list() == [date(2026, 7, 1)] * 3


ANY_TIME = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2079-12-31")).map(
    lambda d: d.replace(microsecond=0)
)


@given(
    st.lists(ANY_TIME, min_size=1, max_size=20),
    st.sampled_from(["UTC", LONDON, "America/New_York", "Asia/Kolkata"]),
)
def test_local_times_are_what_the_zone_s_clocks_showed(times: list[datetime], zone: str) -> None:
    column, look = seen(*(t.isoformat(sep=" ") for t in times))
    reading = read_instants(column, look, order=None, zone=zone)
    for local, read, bad in zip(times, reading.value, reading.bad, strict=True):
        aware = local.replace(tzinfo=ZoneInfo(zone))
        exists = aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
        assert bad is not exists
        if exists:
            assert read == aware.astimezone(UTC)


FORMS = (
    "%Y-%m-%dT%H:%M:%SZ",
    "%d %b %Y %H:%M:%S UTC",
    "%Y%m%dT%H%M%SZ",
    "%B %d, %Y %I:%M:%S %p Z",
    "%Y/%m/%d %H:%M:%S +00:00",
)


@given(st.lists(st.tuples(ANY_TIME, st.sampled_from(FORMS)), min_size=1, max_size=20))
def test_a_column_may_mix_shapes(cells: list[tuple[datetime, str]]) -> None:
    column, look = seen(*(t.strftime(form) for t, form in cells))
    reading = read_instants(column, look, order=None, zone=LONDON)
    assert reading.value.to_list() == [t.replace(tzinfo=UTC) for t, _ in cells]


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2079, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(["day", "month"]),
)
def test_figures_follow_the_order_that_is_said(days: list[date], order: Order) -> None:
    form = "%d.%m.%Y" if order == "day" else "%m-%d-%Y"
    column, look = seen(*(d.strftime(form) for d in days))
    assert read_days(column, look, order=order).value.to_list() == days
    assert look.proves in (None, order)


@given(st.integers(0, 10**6))
def test_serial_days_keep_the_millisecond(millis: int) -> None:
    time = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(milliseconds=millis)
    serial = 46083 + millis / 86_400_000
    assert instant(f"{serial:.15g}", zone="UTC") == time
