"""Time paid for in advance: what a fee includes for each period, and blocks of hours that were bought.

Work draws on it in the order in which it was done, whenever it was recorded. Of several blocks the one that lapses
first is used first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from remit.errors import RequestProblem

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """Prepaid time. `starts` is the first day on which it can be used, `ends` the last (None: it does not lapse)."""

    block: str
    seconds: int
    starts: date
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.seconds < 0 or (self.ends is not None and self.ends < self.starts):
            raise RequestProblem(f"Block {self.block} is empty or lapses before it begins.", "Correct it.")


def lapses(starts: date, months: int) -> date:
    """The last day of so many months from the first day on; a month too short for it ends on its last day."""
    whole = starts.year * 12 + starts.month - 1 + months
    last = _months(whole // 12, whole % 12 + 1, 1)[1]
    return last.replace(day=min(starts.day, last.day)) - DAY


@dataclass(frozen=True)
class Counts:
    """How many users and devices there are from each day on, until the next day that is named."""

    users: Mapping[date, int] = field(default_factory=dict)
    devices: Mapping[date, int] = field(default_factory=dict)

    def on(self, each: str, day: date) -> int | None:
        """None where nothing is known of that day."""
        held = self.users if each == "user" else self.devices
        days = sorted(held)
        at = bisect_right(days, day)
        return held[days[at - 1]] if at else None


def period(kind: str, day: date, starts: date | None) -> tuple[date, date]:
    """First and last day of the period that holds the day.

    Months and quarters are those of the calendar, weeks begin on Monday; years are counted from the day on which the term `starts`, and
    are calendar years where that is not known. A term runs from its start for good.
    """
    match kind:
        case "week":
            monday = day - day.weekday() * DAY
            return monday, monday + 6 * DAY
        case "month":
            return _months(day.year, day.month, 1)
        case "quarter":
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "year":
            first = starts or date(day.year, 1, 1)
            begins = _anniversary(first, day.year)
            begins = begins if begins <= day else _anniversary(first, day.year - 1)
            return begins, _anniversary(first, begins.year + 1) - DAY
        case _:
            return starts or date.min, date.max


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = year * 12 + month - 1 + count
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - DAY


def _anniversary(first: date, year: int) -> date:
    """The 29th of February is kept on the 28th in other years."""
    try:
        return first.replace(year=year)
    except ValueError:
        return first.replace(year=year, day=28)


def carried(
    grants: Sequence[Fraction], demand: Sequence[Fraction], most: Fraction, lasts: int | None
) -> list[Fraction]:
    """What is there in each of successive periods: its grant and what is carried over from those before.

    At the end of a period what is left is carried over, oldest first lost, up to `most` in all, and each grant for
    `lasts` periods (None: for good). What is oldest is used first.
    """
    stocks: list[tuple[int, Fraction]] = []
    found = []
    for n, (grant, wanted) in enumerate(zip(grants, demand, strict=True)):
        stocks.append((n, grant))
        found.append(sum((s for _, s in stocks), Fraction(0)))
        left = _used(stocks, wanted)
        kept = [(at, s) for at, s in left if lasts is None or n + 1 - at <= lasts]
        over = max(sum((s for _, s in kept), Fraction(0)) - most, Fraction(0))
        stocks = _used(kept, over)
    return found


def _used(stocks: Iterable[tuple[int, Fraction]], wanted: Fraction) -> list[tuple[int, Fraction]]:
    left = []
    for at, held in stocks:
        taken = min(held, wanted)
        wanted -= taken
        if held > taken:
            left.append((at, held - taken))
    return left


def stretches(blocks: Sequence[Block]) -> tuple[list[date], Callable[[Sequence[Fraction]], list[Fraction]]]:
    """Days on which a stretch with the same live blocks begins, and what is there in each given what is wanted.

    Work before the first day has no block. The function takes the demand of each stretch, in order.
    """
    ordered = sorted(blocks, key=lambda b: (b.ends or date.max, b.starts, b.block))
    edges = sorted({b.starts for b in blocks} | {b.ends + DAY for b in blocks if b.ends})

    def supply(demand: Sequence[Fraction]) -> list[Fraction]:
        left = {b: Fraction(b.seconds) for b in ordered}
        found = []
        for (begins, ends), wanted in zip(pairwise([*edges, date.max]), demand, strict=True):
            live = [b for b in ordered if b.starts <= begins and (b.ends is None or b.ends + DAY >= ends)]
            found.append(sum((left[b] for b in live), Fraction(0)))
            missing = wanted
            for b in live:
                taken = min(left[b], missing)
                left[b] -= taken
                missing -= taken
        return found

    return edges, supply
