"""The timeline of some periods, laid out over the years that were asked about and made longer when more are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from remit.clock.local import NOWHERE, local_of
from remit.clock.policies import Policies
from remit.clock.timeline import Period, Timeline, build
from remit.clock.zones import EPOCH, EPOCH_DAY, SECOND, instant, midnight, opening, wall
from remit.errors import RequestProblem

FIRST: Final = 1900
LAST: Final = 2200
"""Years between which the clock runs: beyond them a date in an export is a mistake or stands for "never"."""
_NOTHING: Final = Timeline(0, 0, [0], [0], [0], [0], [0], [0], [1])


class Reach:
    """`line` only ever changes for a longer one, so that several threads may read it."""

    def __init__(self, periods: Sequence[Period], policies: Policies, weekend: frozenset[int]) -> None:
        self.periods = periods
        self.policies = policies
        self.weekend = weekend
        self.line = _NOTHING
        self.local = NOWHERE
        # Where one place's clocks count plainly, moments that come with them may take the short way.
        self.plain = (
            periods[0].place
            if len(periods) == 1 and (policies.daylight, policies.rounding) == ("physical", "exact")
            else None
        )
        self.years = (0, 0)
        self._moves = [
            (midnight(p.starts, p.place), (p.starts.toordinal() - EPOCH_DAY) * 86_400 * SECOND, p.place)
            for p in periods
            if p.starts
        ]

    def over(self, low: int, high: int) -> Timeline:
        """A timeline that holds both; RequestProblem beyond the clock's years."""
        line = self.line
        if line.low < low and high < line.high:
            return line
        first, last = self.years
        for at in (low, high):
            year = _year(at)
            if not FIRST < year < LAST - 1:
                raise RequestProblem(
                    f"The clock runs from {FIRST + 1} to {LAST - 2}, not in the year {year}.",
                    "Check the date; it may stand for 'never' in an export.",
                )
            reach = max(2, last - first)
            if not last:
                first, last = year - 1, year + 2
            first = first if first < year else min(year - 1, first - reach)
            last = last if last > year + 1 else max(year + 2, last + reach)
        return self._lay(first, last)

    def later(self, amount: int) -> Timeline:
        """A timeline that runs on further, from the same beginning."""
        first, last = self.years
        if last >= LAST:
            raise RequestProblem(
                f"After that the hours have no {_words(amount)} of open time.",
                "Check that they open at all, and that the amount is meant.",
            )
        return self._lay(first, last + max(2, last - first))

    def earlier(self, amount: int) -> Timeline:
        """A timeline that begins further back: positions on it are others."""
        first, last = self.years
        if first <= FIRST:
            raise RequestProblem(
                f"Before that the hours have no {_words(amount)} of open time.",
                "Check that they open at all, and that the amount is meant.",
            )
        return self._lay(first - max(2, last - first), last)

    def _lay(self, first: int, last: int) -> Timeline:
        first, last = max(first, FIRST), min(last, LAST)
        line = build(self.periods, date(first, 1, 1), date(last, 1, 1), self.policies, self.weekend)
        self.years, self.line, self.local = (first, last), line, NOWHERE
        return line

    def shorten(self) -> None:
        """Lays the short way out, if it is not yet."""
        if self.plain and self.local is NOWHERE and self.line is not _NOTHING:
            self.local = local_of(self.line, self.plain)

    def place(self, at: int) -> ZoneInfo:
        """Whose clocks count at the instant."""
        return next(
            (place for moved, _, place in reversed(self._moves) if moved <= at), self.periods[0].place
        )

    def enter(self, at: int) -> int:
        """The instant on the line: itself, or what the clocks show."""
        return wall(at, self.place(at)) if self.policies.daylight == "wall" else at

    def leave(self, at: int) -> int:
        """The instant of a moment on the line."""
        if self.policies.daylight != "wall":
            return at
        days, rest = divmod(at, 86_400 * SECOND)
        seconds, fraction = divmod(rest, SECOND)
        place = next((p for _, shown, p in reversed(self._moves) if shown <= at), self.periods[0].place)
        return opening(date.fromordinal(days + EPOCH_DAY), seconds, place, self.policies) + fraction

    def shown(self, at: int) -> datetime:
        """The instant with the clocks of its place."""
        return instant(at, self.place(at))


def _year(at: int) -> int:
    try:
        return (EPOCH + timedelta(microseconds=at)).year
    except OverflowError:
        return 0 if at < 0 else 9999


def _words(amount: int) -> str:
    return f"{timedelta(microseconds=amount)} hours" if amount else "moment"
