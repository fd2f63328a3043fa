"""A piece of work as it was recorded: a time entry, or a trip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from remit.contract import Value, vocabulary
from remit.contract.event import read_fact, suggestion
from remit.errors import RequestProblem

FACTS_OF_COLUMNS: Final = ("role", "place", "activity")
OWN: Final = (
    "entry",
    "ticket",
    "person",
    "started_at",
    "ended_at",
    "seconds",
    "date",
    "travel",
    "distance_m",
    "coverage",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Work by one person at a stretch.

    entry        its number; unique
    ticket       the ticket it was booked to; without one it stands alone
    person       who worked
    started_at   when work began, an instant
    ended_at     when work ended, an instant after that
    seconds      time worked; where it differs from what lies between, the clock stood or ran on at the end
    date         day of the work where there are no instants; with instants it follows from them
    travel       the entry is travel, not work
    distance_m   metres travelled
    coverage     included, chargeable or excluded where that was decided elsewhere; else it is ruled on
    facts        what is known of the work: activity, subject, cause, role, place, ... (vocabulary.yaml)
    """

    entry: str
    ticket: str | None = None
    person: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    seconds: int | None = None
    date: date | None = None
    travel: bool = False
    distance_m: int | None = None
    coverage: str | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.started_at and self.ended_at:
            if self.started_at.tzinfo is None or self.ended_at.tzinfo is None:
                raise RequestProblem(
                    f"Entry {self.entry} has a time without a zone.",
                    "Write for example 2026-03-02T09:10+01:00.",
                )
            if self.ended_at < self.started_at:
                raise RequestProblem(f"Entry {self.entry} ends before it begins.", "Correct its times.")
        if (self.started_at is None or self.ended_at is None) and self.date is None:
            raise RequestProblem(
                f"Entry {self.entry} has no day.", "Give started_at and ended_at, or date and seconds."
            )
        if self.seconds is not None and self.seconds < 0:
            raise RequestProblem(f"Entry {self.entry} has less than no time.", "Correct its seconds.")
        if self.distance_m is not None and self.distance_m < 0:
            raise RequestProblem(f"Entry {self.entry} has less than no distance.", "Correct its distance_m.")

    @property
    def timed(self) -> bool:
        return self.started_at is not None and self.ended_at is not None

    @property
    def worked(self) -> int | None:
        """Seconds worked: as stated, else what lies between its instants; None where neither is known."""
        if self.seconds is not None:
            return self.seconds
        if self.started_at is not None and self.ended_at is not None:
            return (self.ended_at.astimezone(UTC) - self.started_at.astimezone(UTC)) // timedelta(seconds=1)
        return None

    @staticmethod
    def read(row: Mapping[str, Any]) -> Entry:
        """From a mapping of the columns above and of facts by their names; empty values are unknown.

        RequestProblem for a key that is neither, or a value that can't be understood.
        """
        given = {k: v for k, v in row.items() if v is not None and v != ""}
        words = vocabulary()
        unknown = [k for k in row if k not in OWN and k not in words.facts]
        if unknown:
            raise RequestProblem(
                f"'{unknown[0]}' is neither a column of an entry nor a fact.",
                suggestion(unknown[0], [*OWN, *words.facts]),
            )
        name = str(given.get("entry", ""))
        if not name:
            raise RequestProblem("An entry has no number.", "Give each entry its own under `entry`.")
        facts = {k: read_fact(k, v, words) for k, v in given.items() if k not in OWN}
        return Entry(
            entry=name,
            ticket=_text(given.get("ticket")),
            person=_text(given.get("person")),
            started_at=_instant(name, given.get("started_at")),
            ended_at=_instant(name, given.get("ended_at")),
            seconds=_whole(name, "seconds", given.get("seconds")),
            date=_day(name, given.get("date")),
            travel=_yes(name, given.get("travel", False)),
            distance_m=_whole(name, "distance_m", given.get("distance_m")),
            coverage=_coverage(name, given.get("coverage")),
            facts=facts,
        )


def _text(value: Any) -> str | None:  # noqa: ANN401 - as read from a file, here and below
    return None if value is None else str(value)


def _instant(name: str, value: Any) -> datetime | None:  # noqa: ANN401
    if value is None or isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as problem:
        raise RequestProblem(
            f"Entry {name}: '{value}' is no date and time.", "Write for example 2026-03-02T09:10+01:00."
        ) from problem


def _day(name: str, value: Any) -> date | None:  # noqa: ANN401
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as problem:
        raise RequestProblem(
            f"Entry {name}: '{value}' is no date.", "Write for example 2026-03-02."
        ) from problem


def _whole(name: str, column: str, value: Any) -> int | None:  # noqa: ANN401
    if value is None:
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = None
    if number is None or isinstance(value, bool) or number != value:
        raise RequestProblem(f"Entry {name}: {column} is a whole number, not '{value}'.", "Correct it.")
    return number


def _yes(name: str, value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    raise RequestProblem(f"Entry {name}: travel is true or false, not '{value}'.", "Correct it.")


def _coverage(name: str, value: Any) -> str | None:  # noqa: ANN401
    known = vocabulary().question("coverage").values
    if value is not None and value not in known:
        raise RequestProblem(f"Entry {name}: '{value}' is no coverage.", f"Known: {', '.join(known)}.")
    return None if value is None else str(value)
