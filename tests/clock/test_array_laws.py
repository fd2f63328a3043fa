"""Every element of the array forms equals what the scalar form gives, under every policy, unit and boundary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from calendars import MINUTE, Calendar, calendars, moments
from hypothesis import assume, given
from hypothesis import strategies as st
from test_clock_laws import _open, pauses_of

from remit.clock import KINDS, SupportHours
from remit.clock.policies import Boundary, Days
from remit.errors import RequestProblem

SECOND = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}

policies = st.fixed_dictionaries(
    {},
    optional={
        "boundary": st.sampled_from(["close", "next_open"]),
        "reversed": st.sampled_from(["negative", "zero"]),
        "daylight": st.sampled_from(["physical", "wall"]),
        "gap": st.sampled_from(["shift", "forward", "drop"]),
        "fold": st.sampled_from(["first", "second", "widest"]),
        "closing": st.sampled_from(["date", "shift"]),
        "pausing": st.sampled_from(["open_time", "wall_clock"]),
        "rounding": st.sampled_from(["exact", "second", "second_up", "minute", "minute_up"]),
    },
)
units = st.sampled_from(["s", "ms", "us", "ns"])
boundaries: st.SearchStrategy[Boundary | None] = st.sampled_from(["close", "next_open", None])


def number(at: datetime | timedelta, unit: str) -> int:
    length = at - EPOCH if isinstance(at, datetime) else at
    return (
        length // timedelta(microseconds=1) * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit] // 10**6
    )


def pause_arrays(pauses: list[list[tuple[datetime, datetime]]], unit: str) -> Any:
    flat = [(row, number(a, unit), number(b, unit)) for row, some in enumerate(pauses) for a, b in some]
    row, begin, end = (np.array([p[i] for p in flat], np.int64) for i in range(3))
    # In any order.
    return row[::-1], begin[::-1], end[::-1]


@st.composite
def questions(
    draw: st.DrawFn,
) -> tuple[Calendar, SupportHours, str, list[datetime], list[timedelta], list[Any]]:
    calendar = draw(calendars())
    hours = calendar.hours(**draw(policies))
    assume(_open(hours))
    odd = st.integers(0, 119).map(lambda n: n * SECOND)
    n = draw(st.integers(1, 6))
    starts = [draw(moments(calendar)) + draw(odd) for _ in range(n)]
    amounts = [draw(st.integers(-500, 3000)) * MINUTE + draw(odd) for _ in range(n)]
    pauses = [draw(pauses_of(calendar)) for _ in range(n)]
    return calendar, hours, draw(units), starts, amounts, pauses


@given(questions(), boundaries, st.booleans())
def test_due_and_back(asked: Any, boundary: Boundary | None, paused: bool) -> None:
    _, hours, unit, starts, amounts, pauses = asked
    at, lengths = [number(s, unit) for s in starts], [number(a, unit) for a in amounts]
    arrays, given_pauses = hours.arrays(unit), pause_arrays(pauses, unit) if paused else None
    for name in ("due", "back"):
        scalar = [
            getattr(hours, name)(s, a, p if paused else (), boundary)
            for s, a, p in zip(starts, amounts, pauses, strict=True)
        ]
        found = getattr(arrays, name)(at, lengths, given_pauses, boundary)
        assert found.tolist() == [number(s, unit) for s in scalar], name


@given(questions(), st.booleans(), st.data())
def test_elapsed_openings_and_kinds(asked: Any, paused: bool, data: st.DataObject) -> None:
    calendar, hours, unit, starts, _, pauses = asked
    ends = [data.draw(moments(calendar)) for _ in starts]
    arrays, given_pauses = hours.arrays(unit), pause_arrays(pauses, unit) if paused else None
    low, high = [number(s, unit) for s in starts], [number(e, unit) for e in ends]
    scalar = [hours.elapsed(s, e, p if paused else ()) for s, e, p in zip(starts, ends, pauses, strict=True)]
    assert arrays.elapsed(low, high, given_pauses).tolist() == [number(s, unit) for s in scalar]
    assert arrays.next_open(low).tolist() == [number(hours.next_open(s), unit) for s in starts]
    assert [KINDS[k] for k in arrays.kinds(low)] == [hours.kind(s) for s in starts]


@given(questions(), st.data())
def test_split(asked: Any, data: st.DataObject) -> None:
    calendar, hours, unit, starts, _, _ = asked
    ends = [data.draw(moments(calendar)) for _ in starts]
    low, high = [number(s, unit) for s in starts], [number(e, unit) for e in ends]
    pieces = hours.arrays(unit).split(low, high)
    scalar = [
        (row, number(p.start, unit), number(p.end, unit), KINDS.index(p.kind))
        for row, (s, e) in enumerate(zip(starts, ends, strict=True))
        for p in hours.split(s, e)
    ]
    parts = (pieces.row, pieces.start, pieces.end, pieces.kind)
    assert list(zip(*(p.tolist() for p in parts), strict=True)) == scalar
    sums = hours.arrays(unit).by_kind(low, high).sum(axis=0)
    assert sums.tolist() == [sum(e - s for r, s, e, _ in scalar if r == row) for row in range(len(low))]


@given(questions(), st.booleans(), st.data())
def test_working_days(asked: Any, paused: bool, data: st.DataObject) -> None:
    _, hours, unit, starts, _, pauses = asked
    policy: Days = data.draw(st.sampled_from(["keep_time", "snap", "end_of_day", "open_time"]))
    days = [data.draw(st.integers(0 if paused else -12, 12)) for _ in starts]
    scalar = [
        hours.add_days(s, n, p if paused else (), policy)
        for s, n, p in zip(starts, days, pauses, strict=True)
    ]
    found = hours.arrays(unit).add_days(
        [number(s, unit) for s in starts], days, pause_arrays(pauses, unit) if paused else None, policy
    )
    assert found.tolist() == [number(s, unit) for s in scalar]


def test_hours_that_move_to_another_zone_agree_too() -> None:
    hours = SupportHours.changing(
        {
            "2026-01-01": SupportHours("Europe/London", WEEKDAYS),
            "2026-07-01": SupportHours("America/New_York", WEEKDAYS),
        }
    )
    starts = [datetime(2026, 6, 29, tzinfo=UTC) + timedelta(minutes=97 * n) for n in range(60)]
    for changed in (hours, hours.under(daylight="wall"), hours.under(days="end_of_day")):
        scalar = [changed.due(s, timedelta(hours=3)) for s in starts]
        found = changed.arrays().due([number(s, "s") for s in starts], [3 * 3600])
        assert found.tolist() == [number(s, "s") for s in scalar]
        scalar = [changed.add_days(s, 2) for s in starts]
        assert changed.arrays().add_days([number(s, "s") for s in starts], [2]).tolist() == [
            number(s, "s") for s in scalar
        ]


def test_no_rows_give_no_rows() -> None:
    arrays = SupportHours("UTC", WEEKDAYS).arrays()
    none = np.array([], np.int64)
    assert len(arrays.due(none, none)) == len(arrays.back(none, none)) == len(arrays.elapsed(none, none)) == 0
    assert len(arrays.split(none, none).row) == len(arrays.kinds(none)) == 0


@pytest.mark.parametrize("values", [[1.5], ["2026-07-01"], [[1]]])
def test_what_is_no_row_of_whole_numbers_is_refused(values: Any) -> None:
    with pytest.raises(RequestProblem, match="whole numbers"):
        SupportHours("UTC", WEEKDAYS).arrays().due(values, [3600])


def test_rows_that_do_not_pair_up_are_refused() -> None:
    with pytest.raises(RequestProblem, match="3 values stand beside 2"):
        SupportHours("UTC", WEEKDAYS).arrays().due([1, 2, 3], [1, 2])
