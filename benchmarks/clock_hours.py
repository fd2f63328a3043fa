"""Support clocks, as ratios in one run: one deadline at a time against two rivals, whole columns against a bare bound.

The bound is what two look-ups a deadline cost when everything else is left out: prefix sums over the windows, found by
numpy's bisection. All clocks are checked against each other before they are timed; times are processor time, so that
other work on the machine does not count.

    python benchmarks/clock_hours.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

import businesstimedelta  # type: ignore[import-untyped]
import django  # type: ignore[import-untyped]
import holidays
import numpy as np
import numpy.typing as npt
import pytz  # type: ignore[import-untyped]
from django.conf import settings  # type: ignore[import-untyped]

from remit.clock import PublicHolidays, SupportHours

ZONE = "America/New_York"
Call = Callable[[Any, Any], Any]
Whole = npt.NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    week = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
    hours = SupportHours(ZONE, week, PublicHolidays("US"))
    single(hours)
    arrays(hours, rows)


def single(hours: SupportHours) -> None:
    """Deadlines 5 minutes to 32 hours away and spans of up to four days, 9 to 5 on weekdays, US holidays."""
    draw = random.Random(7)
    first = datetime(2025, 1, 6, tzinfo=UTC)
    moments = [first + timedelta(minutes=draw.randrange(60 * 24 * 600)) for _ in range(20_000)]
    starts = [moment.astimezone(ZoneInfo(ZONE)) for moment in moments]
    amounts = [timedelta(minutes=draw.randrange(5, 32 * 60)) for _ in starts]
    ends = [(m + timedelta(minutes=draw.randrange(60 * 24 * 4))).astimezone(ZoneInfo(ZONE)) for m in moments]
    few = 1_500
    rivals = {"businesstimedelta": _businesstimedelta(), "django-bizcal": _bizcal()}
    calls: tuple[tuple[str, Call, Sequence[Any], int], ...] = (
        ("due", hours.due, amounts, 0),
        ("elapsed", hours.elapsed, ends, 1),
    )
    for what, ours, args, which in calls:
        rate = _rate(ours, starts, args)
        in_utc = _rate(ours, moments, args if which == 0 else [end.astimezone(UTC) for end in ends])
        print(f"{what:8} remit             {rate:>10,.0f}/s   ({in_utc:,.0f}/s where instants come in UTC)")
        for name, both in rivals.items():
            theirs = both[which]
            wrong = sum(
                _utc(theirs(s, a)) != _utc(ours(s, a)) for s, a in zip(starts[:500], args[:500], strict=True)
            )
            slow = _rate(theirs, starts[:few], args[:few])
            print(f"{what:8} {name:17} {slow:>10,.0f}/s   remit is {rate / slow:,.0f} times as fast"
                  f"{f' ({wrong} of 500 results differ)' if wrong else ''}")  # fmt: skip


def arrays(hours: SupportHours, rows: int) -> None:
    """A column of tickets, in random order."""
    draw = np.random.default_rng(7)
    starts = draw.integers(1_736_121_600, 1_736_121_600 + 86_400 * 600, rows)
    amounts, lengths = draw.integers(300, 32 * 3600, rows), draw.integers(0, 4 * 86_400, rows)
    column = hours.arrays()
    column.due(starts, amounts)
    due_bound, elapsed_bound = _bounds(hours)
    for what, ours, bound, other in (
        ("due", column.due, due_bound, amounts),
        ("elapsed", column.elapsed, elapsed_bound, starts + lengths),
    ):
        assert (ours(starts, other) == bound(starts, other)).all()
        fast, bare = _best(lambda f=ours, o=other: f(starts, o)), _best(lambda f=bound, o=other: f(starts, o))  # type: ignore[misc]
        print(f"{what:8} array form        {rows / fast / 1e6:>7.1f} million/s   bare prefix sums {rows / bare / 1e6:.1f} "
              f"million/s: {fast / bare:.2f} times the bound's time")  # fmt: skip


def _bounds(hours: SupportHours) -> tuple[Callable[[Whole, Whole], Whole], Callable[[Whole, Whole], Whole]]:
    line = hours.reach.line
    opens, ends, before, after = (
        np.array(part) // 10**6 for part in (line.opens, line.ends, line.before, line.after)
    )

    def position(at: Whole) -> Whole:
        i = np.searchsorted(opens, at, side="right") - 1
        return np.asarray(before[i] + np.minimum(at, ends[i]) - opens[i])

    def due(at: Whole, amount: Whole) -> Whole:
        target = position(at) + amount
        i = np.searchsorted(after, target)
        return np.asarray(opens[i] + target - before[i])

    return due, lambda start, end: position(end) - position(start)


def _businesstimedelta() -> tuple[Call, Call]:
    rules = businesstimedelta.Rules(
        [
            businesstimedelta.WorkDayRule(
                clock_time(9), clock_time(17), list(range(5)), tz=pytz.timezone(ZONE)
            ),
            businesstimedelta.HolidayRule(holidays.country_holidays("US"), tz=pytz.timezone(ZONE)),
        ]
    )

    def due(start: datetime, amount: timedelta) -> datetime:
        found: datetime = start + businesstimedelta.BusinessTimeDelta(rules, seconds=amount.total_seconds())
        return found

    def elapsed(start: datetime, end: datetime) -> timedelta:
        found = rules.difference(start, end)
        return timedelta(hours=found.hours, seconds=found.seconds)

    return due, elapsed


def _bizcal() -> tuple[Call, Call]:
    settings.configure(USE_TZ=True, TIME_ZONE=ZONE, INSTALLED_APPS=[])
    django.setup()
    from django_bizcal import WorkingCalendar  # noqa: PLC0415 - Django has to be set up first

    calendar = WorkingCalendar.from_country(
        country="US",
        years=range(2024, 2030),
        tz=ZONE,
        weekly_schedule={weekday: [("09:00", "17:00")] for weekday in range(5)},
    )

    def due(start: datetime, amount: timedelta) -> datetime:
        return calendar.add_business_time(start, amount)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        return calendar.business_time_between(start, end)

    return due, elapsed


def _utc(value: datetime | timedelta) -> datetime | timedelta:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _rate(call: Call, starts: Sequence[datetime], others: Sequence[Any]) -> float:
    """Calls a second, the best of five."""
    return len(starts) / _best(
        lambda: [call(start, other) for start, other in zip(starts, others, strict=True)]
    )


def _best(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


if __name__ == "__main__":
    main()
