"""Random calendars and moments near changes of the clocks, and a slow reference that looks at every minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from remit.clock import Policies, SupportHours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Days around which clocks change: forward, back, by half an hour, at midnight, and a day left out altogether.
PLACES = {
    "UTC": date(2026, 3, 29),
    "Europe/London": date(2026, 3, 29),
    "Europe/Berlin": date(2026, 10, 25),
    "America/New_York": date(2026, 3, 8),
    "America/Los_Angeles": date(2026, 11, 1),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "America/Havana": date(2026, 3, 8),
    "America/Sao_Paulo": date(2018, 11, 4),
    "Asia/Kathmandu": date(2026, 5, 1),
    "Pacific/Apia": date(2011, 12, 30),
}
MINUTE = timedelta(minutes=1)
Spans = list[tuple[str, str]]


@dataclass(frozen=True)
class Calendar:
    zone: str
    around: date
    weekly: dict[str, Spans]
    holidays: list[date] = field(default_factory=list)
    exceptions: dict[date | str, Spans] = field(default_factory=dict)
    breaks: dict[date | str, Spans] = field(default_factory=dict)

    def hours(self, **policies: Any) -> SupportHours:
        return SupportHours(
            self.zone,
            self.weekly,
            self.holidays,
            self.exceptions,
            self.breaks,
            policies=Policies(**policies),
        )

    def open_minutes(self) -> list[int]:
        """Every open minute of the weeks around, since 1970: found by marking and unmarking minutes."""
        zone = ZoneInfo(self.zone)
        marked: set[int] = set()
        unmarked: set[int] = set()
        for n in range(-20, 21):
            day = self.around + timedelta(days=n)
            name = DAYS[day.weekday()]
            closed = self.exceptions[day] == [] if day in self.exceptions else day in self.holidays
            for opens, closes in self.exceptions.get(day) or self.weekly.get(name, []):
                marked.update(_minutes(day, opens, closes, zone))
            for key in (day, name, "daily"):
                for opens, closes in self.breaks.get(key, []):
                    unmarked.update(_minutes(day, opens, closes, zone))
            if closed:
                unmarked.update(_minutes(day, "00:00", "24:00", zone))
        return sorted(marked - unmarked)


def minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _minutes(day: date, opens: str, closes: str, zone: ZoneInfo) -> range:
    start, end = _moment(day, opens, zone), _moment(day, closes, zone)
    if opens >= closes:
        end = _moment(day + timedelta(days=1), closes, zone)
    return range(minute(start), minute(end))


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        return _moment(day + timedelta(days=1), "00:00", zone)
    shown = datetime.combine(day, time.fromisoformat(clock), zone)
    found = shown.astimezone(UTC)
    if clock == "00:00" and found.astimezone(zone).replace(tzinfo=None) != shown.replace(tzinfo=None):
        # Midnight is skipped: the day begins with the first minute that its date shows.
        found -= timedelta(days=1)
        while found.astimezone(zone).date() < day:
            found += MINUTE
    return found


def clock_times(limit: int = 96) -> st.SearchStrategy[str]:
    return st.integers(0, limit).map(lambda n: f"{n // 4:02d}:{n % 4 * 15:02d}")


def spans() -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(clock_times(95), clock_times()).filter(lambda s: s[0] != s[1])


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone = draw(st.sampled_from(sorted(PLACES)))
    around = PLACES[zone]
    near = st.integers(-6, 6).map(lambda n: around + timedelta(days=n))
    plain = st.sampled_from(
        [[("09:00", "17:00")], [("00:00", "24:00")], [("08:00", "12:00"), ("13:00", "18:00")]]
    )
    daily = st.one_of(plain, st.lists(spans(), max_size=3))
    return Calendar(
        zone,
        around,
        draw(st.dictionaries(st.sampled_from(DAYS), daily, min_size=1)),
        draw(st.lists(near, max_size=3)),
        draw(st.dictionaries(near, st.lists(spans(), max_size=2), max_size=2)),
        draw(st.dictionaries(st.one_of(near, st.sampled_from([*DAYS, "daily"])), st.lists(spans(), max_size=2), max_size=2)),
    )  # fmt: skip


@st.composite
def moments(draw: st.DrawFn, calendar: Calendar) -> datetime:
    """A whole minute within ten days of the change."""
    noon = datetime.combine(calendar.around, time(12), UTC)
    return noon + draw(st.integers(-14_400, 14_400)) * MINUTE
