"""The timeline of some periods, laid out over the years that were asked about and made longer when more are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from remit.clock.local import NOWHERE, local_of
from remit.clock.policies import Policies
from remit.clock.schedule import Schedule, Span
from remit.clock.timeline import Layout, Period, Timeline, clip, layout, merge, subtract, timeline
from remit.clock.zones import EPOCH, EPOCH_DAY, SECOND, closing, instant, midnight, opening, wall
from remit.errors import RequestProblem

How = Literal["either", "both", "without"]
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

    def layout(self, first: date, last: date) -> Layout:
        return layout(self.periods, first, last, self.policies, self.weekend)

    def by(self, place: ZoneInfo | None = None, policies: Policies | None = None) -> Reach:
        """The same by another place's clocks, or under other policies."""
        periods = tuple(replace(p, place=place) for p in self.periods) if place else self.periods
        return Reach(periods, policies or self.policies, self.weekend)

    def closes(self, day: date) -> int | None:
        """The instant at which what opens on the local date closes for the last time; None where nothing opens."""
        period = period_on(self.periods, day)
        spans = open_spans(period.schedule, day)
        return closing(day, spans[-1][1], period.place, self.policies) if spans else None

    def _lay(self, first: int, last: int) -> Timeline:
        first, last = max(first, FIRST), min(last, LAST)
        line = timeline(self.layout(date(first, 1, 1), date(last, 1, 1)))
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


class Combined(Reach):
    """Two calendars put together by their windows; clocks, policies and kinds of days are those of the left one."""

    def __init__(self, how: How, left: Reach, right: Reach) -> None:
        super().__init__(left.periods, left.policies, left.weekend)
        self._how: How = how
        self._left, self._right = left, right.by(policies=left.policies)

    def layout(self, first: date, last: date) -> Layout:
        ours = self._left.layout(first, last)
        # Elsewhere the same dates begin up to a day earlier or later.
        days = timedelta(days=2)
        theirs = clip(self._right.layout(first - days, last + days).windows, ours.low, ours.high)
        if self._how == "either":
            return ours._replace(windows=merge((*ours.windows, *theirs)))
        only_ours = subtract(ours.windows, theirs)
        return ours._replace(
            windows=only_ours if self._how == "without" else subtract(ours.windows, only_ours)
        )

    def by(self, place: ZoneInfo | None = None, policies: Policies | None = None) -> Reach:
        return Combined(self._how, self._left.by(place, policies), self._right.by(place, policies))

    def closes(self, day: date) -> int | None:
        begins, ends = (
            self.enter(midnight(d, period_on(self.periods, d).place)) for d in (day, day + timedelta(days=1))
        )
        line = self.over(begins, ends - 1)
        i = bisect_left(line.opens, ends) - 1
        return self.leave(min(line.ends[i], ends)) if line.ends[i] > begins else None


def open_spans(plan: Schedule, day: date) -> list[Span]:
    """What opens on the local date, breaks cut out; empty on a day off."""
    return [] if plan.closed(day) else subtract(sorted(plan.spans(day)), sorted(plan.cuts(day)))


def period_on(periods: Sequence[Period], day: date) -> Period:
    return next(p for p in reversed(periods) if p.starts is None or p.starts <= day)


def _year(at: int) -> int:
    try:
        return (EPOCH + timedelta(microseconds=at)).year
    except OverflowError:
        return 0 if at < 0 else 9999


def _words(amount: int) -> str:
    return f"{timedelta(microseconds=amount)} hours" if amount else "moment"
