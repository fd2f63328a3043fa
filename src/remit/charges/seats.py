"""Who and what a regular fee is paid for: users and devices with the days on which they were there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from remit.contract import Value
from remit.errors import RequestProblem

Each = Literal["user", "device"]
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """A user or device, from its first day to its last (None: it is still there).

    facts  what its price may depend on: {"subject": "server"}
    """

    seat: str
    each: Each = "user"
    starts: date = date.min
    ends: date | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.starts:
            raise RequestProblem(f"Seat {self.seat} ends before it begins.", "Correct its days.")

    def there(self, first: date, last: date) -> tuple[date, date] | None:
        """The days within the span on which it was there."""
        low, high = max(first, self.starts), min(last, self.ends or date.max)
        return (low, high) if low <= high else None


def part_of(low: date, high: date, first: date, last: date, proration: str) -> Fraction:
    """The share of the period from `first` to `last` that the days from `low` to `high` are charged for.

    daily        the days over the days of the period
    thirty_days  a month counts thirty days: the 31st counts as the 30th, the end of February as a 30th
    full         a period that has begun is charged whole
    none         only a whole period is charged; one that begins or ends within is free
    """
    if (low, high) == (first, last) or proration == "full":
        return Fraction(1)
    if proration == "none":
        return Fraction(0)
    if proration == "daily":
        return Fraction((high - low).days + 1, (last - first).days + 1)
    return Fraction(_thirties(low, high), _thirties(first, last))


def _thirties(low: date, high: date) -> int:
    end = 30 if (high + DAY).day == 1 else min(high.day, 30)
    return 360 * (high.year - low.year) + 30 * (high.month - low.month) + end - min(low.day, 30) + 1
