"""Support hours: when the provider's clock runs. Deadlines and elapsed time, exact to the microsecond.

Instants are datetimes that name a zone; amounts are timedeltas of open time. The array forms are in arrays.py and
take and give whole numbers since 1970-01-01T00:00Z. What systems disagree on is in policies.py.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from remit.clock.policies import DEFAULT, Boundary, Days, Policies, Rounding
from remit.clock.reach import Combined, Reach
from remit.clock.schedule import DAYS, Holidays, Hours, as_date, schedule
from remit.clock.timeline import KINDS, Kind, Period, merge
from remit.clock.zones import SECOND, instant, micros, zone_named
from remit.errors import RequestProblem

if TYPE_CHECKING:
    from remit.clock.arrays import HoursArrays
    from remit.clock.contract_hours import Assumption
    from remit.contract import Contract, Evidence

Pause = tuple[datetime, datetime]
"""A span in which the clock stands: from, to."""
_MICRO: Final = timedelta(microseconds=1)
_WEEKEND: Final = ("sat", "sun")
_NO_ZONE: Final = object()
_UNITS: Final = {"second": SECOND, "minute": 60 * SECOND}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time of one kind."""

    start: datetime
    end: datetime
    kind: Kind

    @property
    def length(self) -> timedelta:
        """As it passes, whatever clocks show."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


class SupportHours:
    """Weekly hours in a zone, less holidays and breaks, with the days that have hours of their own.

    zone        the name of the time zone, such as Europe/London
    weekly      {"mon": [("09:00", "17:00")], ...}; several spans a day; ("22:00", "06:00") runs overnight
    holidays    closed local dates, or a calendar (see public_holidays)
    exceptions  {date: hours in place of that day's weekly ones}; [] closes the day
    breaks      {date, weekday or "daily": spans cut out}
    policies    what systems disagree on (see Policies)
    weekend     which days split() calls weekend outside the hours

    RequestProblem for arguments that make no sense. Runs from 1901 to 2198.
    """

    def __init__(
        self,
        zone: str,
        weekly: Mapping[str, Hours],
        holidays: Holidays = (),
        exceptions: Mapping[date | str, Hours] | None = None,
        breaks: Mapping[date | str, Hours] | None = None,
        *,
        policies: Policies = DEFAULT,
        weekend: Sequence[str] = _WEEKEND,
    ) -> None:
        plan = schedule(weekly, holidays, exceptions, breaks)
        unknown = [day for day in weekend if day not in DAYS]
        if unknown:
            raise RequestProblem(f"'{unknown[0]}' is no weekday.", f"Weekdays are {', '.join(DAYS)}.")
        days = frozenset(DAYS.index(day) for day in weekend)
        self._set(Reach((Period(zone_named(zone), plan),), policies, days))

    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def _set(self, reach: Reach) -> None:
        self.reach = reach
        self.policies = reach.policies
        self._plain = reach.plain
        self._short = reach.plain if reach.plain and self.policies.boundary == "close" else _NO_ZONE

    def _over(self, reach: Reach, *others: SupportHours) -> SupportHours:
        """The hours of another reach, resting on what these and the others rest on."""
        made = object.__new__(type(self))
        made._set(reach)
        for hours in (self, *others):
            made.evidence = tuple(dict.fromkeys((*made.evidence, *hours.evidence)))
            made.assumptions = tuple(dict.fromkeys((*made.assumptions, *hours.assumptions)))
        return made

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(self.reach.periods)

    @classmethod
    def always(cls, zone: str = "UTC", **options: Any) -> SupportHours:  # noqa: ANN401 - handed on as they are
        """24 hours a day, every day."""
        return cls(zone, {day: [("00:00", "24:00")] for day in DAYS}, **options)

    @classmethod
    def changing(cls, history: Mapping[date | str, SupportHours]) -> SupportHours:
        """Hours that change: each applies from its local date on, the first also before it.

        The policies and the weekend are those of the first.
        """
        dated = sorted(((as_date(day), hours) for day, hours in history.items()), key=lambda pair: pair[0])
        if not dated or any(len(h.periods) > 1 or isinstance(h.reach, Combined) for _, h in dated):
            raise RequestProblem(
                "Hours can only change between plain hours.",
                "Give a date and its weekly hours for each period.",
            )
        first = dated[0][1]
        periods = tuple(replace(h.periods[0], starts=day if n else None) for n, (day, h) in enumerate(dated))
        reach = Reach(periods, first.policies, first.reach.weekend)
        return first._over(reach, *(hours for _, hours in dated[1:]))  # noqa: SLF001 - of its own class

    @classmethod
    def from_contract(
        cls,
        contract: Contract,
        *,
        zone: str | None = None,
        weekly: Mapping[str, Hours] | None = None,
        holidays: Holidays | None = None,
        policies: Policies = DEFAULT,
    ) -> SupportHours:
        """The contract's support hours, with the evidence they rest on.

        What the contract leaves open is assumed and told in `assumptions`; what is given here needs no assumption.
        """
        from remit.clock.contract_hours import from_contract  # noqa: PLC0415 - that module builds on this one

        return from_contract(contract, zone=zone, weekly=weekly, holidays=holidays, policies=policies)

    def resting_on(self, evidence: Iterable[Evidence], assumptions: Iterable[Assumption]) -> SupportHours:
        """The same hours with what they rest on."""
        made = self._over(self.reach)
        made.evidence, made.assumptions = tuple(evidence), tuple(assumptions)
        return made

    def at(self, zone: str) -> SupportHours:
        """The same hours by another site's clocks."""
        return self._over(self.reach.by(place=zone_named(zone)))

    def under(self, **policies: Any) -> SupportHours:  # noqa: ANN401 - the fields of Policies
        """The same hours under other policies: hours.under(boundary="next_open")."""
        return self._over(self.reach.by(policies=replace(self.policies, **policies)))

    def __or__(self, other: SupportHours) -> SupportHours:
        """Open when either is; clocks, policies and holidays' names are these hours' own, as in the other two."""
        return self._over(Combined("either", self.reach, other.reach), other)

    def __and__(self, other: SupportHours) -> SupportHours:
        """Open when both are: a site's own hours and its provider's."""
        return self._over(Combined("both", self.reach, other.reach), other)

    def __sub__(self, other: SupportHours) -> SupportHours:
        """Open when these are and the other is not: support hours less a maintenance window."""
        return self._over(Combined("without", self.reach, other.reach), other)

    # -- the clock ------------------------------------------------------------------------------------------------

    def due(
        self,
        start: datetime,
        open_time: timedelta,
        pauses: Sequence[Pause] = (),
        boundary: Boundary | None = None,
    ) -> datetime:
        """When the open time after the start is used up. Nothing from a closed moment is due at the next opening."""
        if start.tzinfo is self._short and not (pauses or boundary):
            near = self.reach.local.due(start, open_time)
            if near is not None:
                return near
            self.reach.shorten()
        at, amount = self._enter(start), open_time // _MICRO
        if amount < 0:
            return self.back(start, -open_time, pauses, boundary)
        later = (boundary or self.policies.boundary) == "next_open"
        return self._leave(
            self._paused(at, amount, self._spans(pauses), later)
            if pauses
            else self._forward(at, amount, later)
        )

    def back(
        self,
        end: datetime,
        open_time: timedelta,
        pauses: Sequence[Pause] = (),
        boundary: Boundary | None = None,
    ) -> datetime:
        """When the open time before the end began. Where that is an opening, `next_open` goes on to the close before."""
        at, amount = self._enter(end), open_time // _MICRO
        if amount < 0:
            return self.due(end, -open_time, pauses, boundary)
        earlier = (boundary or self.policies.boundary) == "next_open"
        if pauses:
            return self._leave(self._paused_back(at, amount, self._spans(pauses), earlier))
        return self._leave(self._backward(at, amount, earlier))

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """Open time from start to end, less the pauses."""
        if start.tzinfo is end.tzinfo is self._plain and not pauses:
            near = self.reach.local.elapsed(start, end)
            if near is not None:
                return near
            self.reach.shorten()
        low, high = self._enter(start), self._enter(end)
        if low <= high:
            return self._spent(low, high, pauses)
        if self.policies.reversed == "refuse":
            raise RequestProblem(
                f"{end} is before {start}.", 'Check the two, or use the policy reversed="negative".'
            )
        return timedelta(0) if self.policies.reversed == "zero" else -self._spent(high, low, pauses)

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself if it is open, or the next opening."""
        return self._leave(self._forward(self._enter(moment), 0, True))

    def is_open(self, moment: datetime) -> bool:
        return self.kind(moment) == "business"

    def kind(self, moment: datetime) -> Kind:
        """business, after_hours, weekend or holiday."""
        at = self._enter(moment)
        line = self.reach.over(at, at)
        return KINDS[line.kinds[bisect_right(line.edges, at) - 1]]

    def split(self, start: datetime, end: datetime) -> list[Piece]:
        """The stretches of one kind each, in order; together they are exactly the time from start to end."""
        low, high = self._enter(start), self._enter(end)
        if low >= high:
            return []
        line = self.reach.over(low, high)
        first, last = bisect_right(line.edges, low) - 1, bisect_left(line.edges, high) - 1
        bounds = [low, *line.edges[first + 1 : last + 1], high]
        shown = [self.reach.shown(self.reach.leave(at)) for at in bounds]
        return [Piece(shown[n], shown[n + 1], KINDS[line.kinds[first + n]]) for n in range(len(bounds) - 1)]

    def works_on(self, day: date) -> bool:
        """Whether support opens on the local date."""
        return self.reach.closes(day) is not None

    def received(self, moment: datetime, cutoff: time) -> datetime:
        """When the clock starts on what comes in: the next opening, or after the cut-off that of the next working day."""
        from remit.clock.days import received  # noqa: PLC0415 - that module builds on this one

        return received(self, moment, cutoff)

    def add_days(
        self, start: datetime, days: int, pauses: Sequence[Pause] = (), policy: Days | None = None
    ) -> datetime:
        """The working day that many after (or before) the start's; a working day is one on which support opens."""
        from remit.clock.days import add_days  # noqa: PLC0415 - that module builds on this one

        return add_days(self, start, days, pauses, policy or self.policies.days)

    def arrays(self, unit: str = "s") -> HoursArrays:
        """The same over numpy arrays of whole numbers since 1970-01-01T00:00Z, in s, ms, us or ns."""
        from remit.clock.arrays import HoursArrays  # noqa: PLC0415 - numpy loads on first use

        return HoursArrays(self, unit)

    # -- on the line ----------------------------------------------------------------------------------------------

    def _forward(self, at: int, amount: int, later: bool) -> int:
        line = self.reach.line
        if not line.low < at < line.high:
            line = self.reach.over(at, at)
        i = bisect_right(line.opens, at) - 1
        end = line.ends[i]
        if at + amount < end or (at + amount == end and not later):
            return at + amount
        target = (at if at < end else end) - line.shift[i] + amount  # noqa: FURB136 - min() costs a call
        while target > line.after[-1] or (target == line.after[-1] and (later or not amount)):
            line = self.reach.later(amount)
        if later:
            return target + line.shift[bisect_right(line.before, target, i) - 1]
        # Most deadlines are a window or two away.
        i = i + 1 if amount and target <= line.after[i + 1] else bisect_left(line.after, target, i)
        found = target + line.shift[i]
        return found if found >= at else line.opens[i + 1]

    def _backward(self, at: int, amount: int, earlier: bool) -> int:
        line = self.reach.over(at, at)
        target = line.position(at) - amount
        while target < 0 or (target == 0 and (earlier or not amount)):
            line = self.reach.earlier(amount)
            target = line.position(at) - amount
        if earlier:
            return target + line.shift[bisect_left(line.after, target)]
        i = bisect_right(line.before, target) - 1
        found = target + line.shift[i]
        return found if found <= at else line.ends[i - 1]

    def _paused(self, at: int, amount: int, pauses: list[tuple[int, int]], later: bool) -> int:
        if self.policies.pausing == "wall_clock":
            due = self._forward(at, amount, later)
            for start, end in pauses:
                due += max(0, end - max(start, at)) if start < due else 0
            return due
        for start, end in pauses:
            if end <= at:
                continue
            if start > at:
                due = self._forward(at, amount, later)
                if due < start or (due == start and not later):
                    return due
                amount -= self._between(at, start)
            at = end
        return self._forward(at, amount, later)

    def _paused_back(self, at: int, amount: int, pauses: list[tuple[int, int]], earlier: bool) -> int:
        if self.policies.pausing == "wall_clock":
            began = self._backward(at, amount, earlier)
            for start, end in reversed(pauses):
                began -= max(0, min(end, at) - start) if end > began else 0
            return began
        for start, end in reversed(pauses):
            if start >= at:
                continue
            if end < at:
                began = self._backward(at, amount, earlier)
                if began > end or (began == end and not earlier):
                    return began
                amount -= self._between(end, at)
            at = start
        return self._backward(at, amount, earlier)

    def _spent(self, low: int, high: int, pauses: Sequence[Pause]) -> timedelta:
        spent = self._between(low, high)
        for start, end in self._spans(pauses):
            start, end = max(start, low), min(end, high)  # noqa: PLW2901 - what of the pause lies in the range
            if start < end:
                spent -= end - start if self.policies.pausing == "wall_clock" else self._between(start, end)
        spent = spent if self._plain else rounded(spent, self.policies.rounding)
        return timedelta(0, 0, spent if spent > 0 else 0)  # noqa: FURB136 - max() costs a call

    def _between(self, low: int, high: int) -> int:
        line = self.reach.line
        if not (line.low < low and high < line.high):
            line = self.reach.over(low, high)
        i = bisect_right(line.opens, low) - 1
        end = line.ends[i]
        if high <= end:
            return high - low
        spent = line.shift[i] - (low if low < end else end)  # noqa: FURB136 - as above
        i = bisect_right(line.opens, high, i) - 1
        end = line.ends[i]
        return spent + (high if high < end else end) - line.shift[i]  # noqa: FURB136 - as above

    def _spans(self, pauses: Sequence[Pause]) -> list[tuple[int, int]]:
        return merge([(self._enter(start), self._enter(end)) for start, end in pauses]) if pauses else []

    def _enter(self, moment: datetime) -> int:
        at = micros(moment)
        return at if self._plain else self.reach.enter(at)

    def _leave(self, at: int) -> datetime:
        if self._plain:
            return instant(at, self._plain)
        return self.reach.shown(self.reach.leave(rounded(at, self.policies.rounding)))


def rounded(at: int, rounding: Rounding) -> int:
    """Microseconds, rounded as the policy says."""
    if rounding == "exact":
        return at
    unit, _, up = rounding.partition("_")
    size = _UNITS[unit]
    return -(-at // size) * size if up else at // size * size
