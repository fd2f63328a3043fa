"""An entry cut into lines: one kind of hours on one day each, with what the contract says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from remit.charges.counting import share
from remit.charges.entry import Entry
from remit.charges.tariff import Said, Tariff, Tariffs
from remit.charges.terms import PriceTerms
from remit.contract import Value

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is its place in the order of the work; `facts` are all that is known of it."""

    number: int
    entry: Entry
    start: datetime | None
    end: datetime | None
    date: date
    kind: str | None
    seconds: int
    facts: dict[str, Value] = field(repr=False)
    coverage: Said = field(repr=False)
    tariff: Tariff = field(repr=False)

    @property
    def ticket(self) -> str:
        """The ticket; work without one is a ticket of its own."""
        return f"t:{self.entry.ticket}" if self.entry.ticket is not None else f"e:{self.entry.entry}"

    def unit(self, of: str) -> tuple[object, ...]:
        """What the line belongs to, for charges and steps that are counted by entry, ticket, visit or day."""
        match of:
            case "entry":
                return (self.entry.entry,)
            case "ticket":
                return (self.ticket,)
            case "visit":
                return (self.ticket, self.date)
            case _:
                return (self.date,)


def lines(terms: PriceTerms, tariffs: Tariffs, entries: Iterable[Entry]) -> list[Line]:
    """All lines in the order of the work: entries by their beginning, then by their number; each in the order of time.

    Where entries overlap, the one that began first comes first whole, so that nothing hangs on how it is cut.
    """
    zone = terms.zone or UTC

    def begins(entry: Entry) -> tuple[datetime, str]:
        return entry.started_at or datetime.combine(entry.date or date.min, time(), zone), entry.entry

    cuts = [(entry, piece) for entry in sorted(entries, key=begins) for piece in pieces(terms, zone, entry)]
    return [_line(tariffs, n, entry, piece) for n, (entry, piece) in enumerate(cuts)]


@dataclass(frozen=True, slots=True)
class Cut:
    start: datetime | None
    end: datetime | None
    date: date
    kind: str | None
    seconds: int


def pieces(terms: PriceTerms, zone: tzinfo, entry: Entry) -> list[Cut]:
    """Cut where the kind of hours changes and at local midnight; seconds worked fill the pieces in their order."""
    stated = entry.facts.get("hours")
    kind = str(stated) if stated is not None else None
    worked = entry.worked
    if entry.started_at is None or entry.ended_at is None:
        return [Cut(entry.started_at, entry.ended_at, entry.date or date.min, kind, worked or 0)]
    low, high = entry.started_at.astimezone(UTC), entry.ended_at.astimezone(UTC)
    if low == high:
        found = terms.hours.kind(low) if terms.hours and kind is None else kind
        return [Cut(entry.started_at, entry.ended_at, low.astimezone(zone).date(), found, worked or 0)]
    spans: list[tuple[datetime, datetime, str | None]] = (
        [(p.start.astimezone(UTC), p.end.astimezone(UTC), p.kind) for p in terms.hours.split(low, high)]
        if terms.hours and kind is None
        else [(low, high, kind)]
    )
    parts = [(a, b, k) for start, end, k in spans for a, b in _by_day(start, end, zone)]
    lengths = [(b - low) // timedelta(seconds=1) - (a - low) // timedelta(seconds=1) for a, b, _ in parts]
    seconds = share(lengths, worked or 0)
    cuts = [
        Cut(a.astimezone(zone), b.astimezone(zone), a.astimezone(zone).date(), k, s)
        for (a, b, k), s in zip(parts, seconds, strict=True)
    ]
    # Where less was worked than lies between the instants, the last pieces may hold nothing.
    return [c for c in cuts if c.seconds] or cuts[:1]


def _by_day(start: datetime, end: datetime, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """Cut at the zone's midnights; start and end are in UTC."""
    while True:
        midnight = datetime.combine(start.astimezone(zone).date() + DAY, time(), zone).astimezone(UTC)
        if midnight >= end:
            yield start, end
            return
        yield start, midnight
        start = midnight


def _line(tariffs: Tariffs, number: int, entry: Entry, cut: Cut) -> Line:
    facts = dict(entry.facts)
    if cut.kind is not None:
        facts["hours"] = cut.kind
    if entry.distance_m is not None and "distance_km" not in facts:
        facts["distance_km"] = Decimal(entry.distance_m) / 1000
    if entry.coverage is not None:
        coverage = Said("coverage", "ruled", (entry.coverage,))
    else:
        coverage = tariffs.ask("coverage", facts, cut.date)
    return Line(
        number,
        entry,
        cut.start,
        cut.end,
        cut.date,
        cut.kind,
        cut.seconds,
        facts,
        coverage,
        tariffs.of(facts, cut.date),
    )
