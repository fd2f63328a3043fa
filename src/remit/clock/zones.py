"""Local wall-clock time and instants. Instants are whole microseconds since 1970-01-01T00:00Z."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from remit.clock.policies import Policies
from remit.clock.schedule import DAY
from remit.errors import RequestProblem

SECOND: Final = 1_000_000
EPOCH_DAY: Final = 719_163
"""The ordinal of 1970-01-01."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - local wall-clock time has no zone by design


@cache
def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise RequestProblem(f"'{name}' is no time zone.", "Use a name such as Europe/London.") from problem


def micros(instant: datetime) -> int:
    """Exact; RequestProblem where the date and time names no zone."""
    try:
        since = instant - EPOCH
    except TypeError as problem:
        raise RequestProblem(
            f"{instant} names no time zone.", "Give an instant, such as 2026-07-01T09:00+02:00."
        ) from problem
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def instant(at: int, place: ZoneInfo) -> datetime:
    """The microsecond as the place's clocks show it."""
    rest = at % SECOND
    found = datetime.fromtimestamp(at // SECOND, place)
    return found.replace(microsecond=rest) if rest else found


def wall(at: int, place: ZoneInfo) -> int:
    """What the place's clocks show at the instant, as if they were in UTC."""
    shown = instant(at, place).replace(tzinfo=None) - _NAIVE
    return (shown.days * 86_400 + shown.seconds) * SECOND + shown.microseconds


def midnight(day: date, place: ZoneInfo) -> int:
    """When the local date begins: the first moment that is not before it."""
    first, _, skipped = _both(day, 0, place)
    return first if skipped is None else skipped


def opening(day: date, seconds: int, place: ZoneInfo, policies: Policies) -> int:
    first, second, skipped = _both(day, seconds, place)
    if skipped is not None:
        return first if policies.gap == "shift" else skipped
    return second if policies.fold == "second" else first


def closing(day: date, seconds: int, place: ZoneInfo, policies: Policies) -> int:
    first, second, skipped = _both(day, seconds, place)
    if skipped is not None:
        return first if policies.gap == "shift" else skipped
    # Midnight that is shown twice still ends the day the first time.
    return first if policies.fold == "first" or seconds % DAY == 0 else second


def skipped(day: date, seconds: int, place: ZoneInfo) -> bool:
    return _both(day, seconds, place)[2] is not None


def _both(day: date, seconds: int, place: ZoneInfo) -> tuple[int, int, int | None]:
    """The wall-clock time's first and second instant, and the end of the gap that it falls in, if it does."""
    since = (day.toordinal() - EPOCH_DAY) * 86_400 + seconds
    always = _steady(place, since // 86_400)
    if always is not None:
        only = since * SECOND - always
        return only, only, None
    shown = _NAIVE + timedelta(seconds=since)
    one = shown.replace(tzinfo=place).utcoffset() or timedelta()
    two = shown.replace(tzinfo=place, fold=1).utcoffset() or timedelta()
    first, second = (since * SECOND - offset // timedelta(microseconds=1) for offset in (one, two))
    # In a gap the reading before the change lies after it, and the other way round.
    return first, second, _change(second, first, place) if first > second else None


@lru_cache(maxsize=1 << 16)
def _steady(place: ZoneInfo, day: int) -> int | None:
    """The offset in microseconds on a local date, by days since 1970, if the clocks stay as they are around it."""
    offsets = {_at_noon(place, n) for n in range(day - 2, day + 3)}
    return offsets.pop() if len(offsets) == 1 else None


@lru_cache(maxsize=1 << 16)
def _at_noon(place: ZoneInfo, day: int) -> int:
    return (instant((day * 86_400 + 43_200) * SECOND, place).utcoffset() or timedelta()) // timedelta(
        microseconds=1
    )


def _change(low: int, high: int, place: ZoneInfo) -> int:
    """The first second of the new offset, between two instants around the one change."""
    before = instant(low, place).utcoffset()
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        low, high = (middle, high) if instant(middle, place).utcoffset() == before else (low, middle)
    return high
