"""Schedules in effect, laid out on one line of microseconds: open windows, their running total, and kinds of time.

A timeline covers a range of dates; whoever needs more asks for a wider one. It never changes once built.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from remit.clock.policies import Policies
from remit.clock.schedule import DAY, Schedule, Span
from remit.clock.zones import EPOCH_DAY, SECOND, closing, midnight, opening, skipped

Kind = Literal["business", "after_hours", "weekend", "holiday"]
KINDS: Final[tuple[Kind, ...]] = ("business", "after_hours", "weekend", "holiday")
Window = tuple[int, int]


@dataclass(frozen=True)
class Period:
    """A schedule in a zone from the local date `starts` on (None: from the beginning)."""

    place: ZoneInfo
    schedule: Schedule
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Times are microseconds on the clock's line: instants, or wall-clock time where the policy says so.

    opens, ends    the windows; windows that touch are one. A window of no length at `low` stands first, so that every
                   moment has one before it
    before, after  open time before and after each window, counted from `low`
    shift          opens - before: a moment in the window less its shift is the open time up to it
    edges, kinds   kind of time from each edge to the next (index into KINDS)
    """

    low: int
    high: int
    opens: list[int]
    ends: list[int]
    before: list[int]
    after: list[int]
    shift: list[int]
    edges: list[int]
    kinds: list[int]

    def position(self, at: int) -> int:
        """Open time from `low` to the moment."""
        i = bisect_right(self.opens, at) - 1
        end = self.ends[i]
        return (at if at < end else end) - self.shift[i]  # noqa: FURB136 - min() costs a call


class Layout(NamedTuple):
    """What a timeline is made of: the open windows, in order, and each date's start with its kind outside them."""

    low: int
    high: int
    windows: list[Window]
    days: list[tuple[int, int]]


def layout(
    periods: Sequence[Period], first: date, last: date, policies: Policies, weekend: frozenset[int]
) -> Layout:
    """From the start of `first` to the start of `last`."""
    windows: list[Window] = []
    days: list[tuple[int, int]] = []
    bounds: list[int] = []
    for n, period in enumerate(periods):
        following = periods[n + 1] if n + 1 < len(periods) else None
        begins = max(first, period.starts or first)
        until = min(last, following.starts or last) if following else last
        if begins >= until:
            continue
        changes = following is not None and until == following.starts
        start = _place(begins, 0, period, policies)
        end = _place(until, 0, following if following and changes else period, policies)
        windows += clip(_open(period, begins, until, policies), start, end)
        days += _kinds(period, begins, until, policies, weekend)
        bounds += [start, end]
    return Layout(bounds[0], bounds[-1], merge(windows), days)


def timeline(of: Layout) -> Timeline:
    opens, ends = ([of.low, *part] for part in ([w[0] for w in of.windows], [w[1] for w in of.windows]))
    after = list(accumulate(end - start for start, end in zip(opens, ends, strict=True)))
    before = [0, *after[:-1]]
    shift = [start - so_far for start, so_far in zip(opens, before, strict=True)]
    edges, kinds = _overlay(of.days, of.windows)
    return Timeline(of.low, of.high, opens, ends, before, after, shift, edges, kinds)


def _place(day: date, seconds: int, period: Period, policies: Policies) -> int:
    if policies.daylight == "wall":
        return ((day.toordinal() - EPOCH_DAY) * DAY + seconds) * SECOND
    return opening(day, seconds, period.place, policies) if seconds else midnight(day, period.place)


def _window(day: date, span: Span, period: Period, policies: Policies) -> Window:
    if policies.daylight == "wall":
        return _place(day, span[0], period, policies), _place(day, span[1], period, policies)
    if policies.gap == "drop" and skipped(day, span[0], period.place):
        return (0, 0)
    return opening(day, span[0], period.place, policies), closing(day, span[1], period.place, policies)


def _open(period: Period, first: date, last: date, policies: Policies) -> list[Window]:
    plan = period.schedule
    windows: list[Window] = []
    cuts: list[Window] = []
    # The day before may run into the first; a cut the day after may reach back over a change of the clocks.
    for day in _days(first - timedelta(days=1), last):
        closed = plan.closed(day)
        if not (closed and policies.closing == "shift"):
            windows += [_window(day, span, period, policies) for span in plan.spans(day)]
        cuts += [_window(day, span, period, policies) for span in plan.cuts(day)]
        if closed and policies.closing == "date":
            cuts.append(
                (_place(day, 0, period, policies), _place(day + timedelta(days=1), 0, period, policies))
            )
    return subtract(merge(windows), merge(cuts))


def _kinds(
    period: Period, first: date, last: date, policies: Policies, weekend: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Each date's start and its kind outside the open hours."""
    for day in _days(first, last):
        kind: Kind = (
            "holiday"
            if period.schedule.closed(day)
            else "weekend"
            if day.weekday() in weekend
            else "after_hours"
        )
        yield _place(day, 0, period, policies), KINDS.index(kind)


def _overlay(days: Iterable[tuple[int, int]], windows: Sequence[Window]) -> tuple[list[int], list[int]]:
    """Kinds of time from edge to edge: business in the windows, each date's own kind elsewhere."""
    # At the same moment a window ends, then a date begins, then a window opens.
    changes = [(at, 1, kind) for at, kind in days]
    for start, end in windows:
        changes += [(start, 2, 0), (end, 0, 0)]
    inside, outside = False, KINDS.index("after_hours")
    at_edge: dict[int, int] = {}
    for at, what, kind in sorted(changes):
        inside = inside if what == 1 else what == 2
        outside = kind if what == 1 else outside
        at_edge[at] = 0 if inside else outside
    edges = list(at_edge)
    kept = [edges[0], *(b for a, b in pairwise(edges) if at_edge[a] != at_edge[b])]
    return kept, [at_edge[at] for at in kept]


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal()))


def merge(windows: Iterable[Window]) -> list[Window]:
    """In order, none empty; those that overlap or touch become one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def subtract(windows: Sequence[Window], cuts: Sequence[Window]) -> list[Window]:
    """What of the windows lies in no cut; both in order and merged."""
    found: list[Window] = []
    n = 0
    for start, end in windows:
        at = start
        while n < len(cuts) and cuts[n][1] <= at:
            n += 1
        i = n
        while i < len(cuts) and cuts[i][0] < end:
            if cuts[i][0] > at:
                found.append((at, cuts[i][0]))
            at = max(at, cuts[i][1])
            i += 1
        if at < end:
            found.append((at, end))
    return found


def clip(windows: Iterable[Window], low: int, high: int) -> list[Window]:
    return [(max(start, low), min(end, high)) for start, end in windows if start < high and end > low]
