"""Tickets on the clock: for each target when it was due, how long it took, and whether it was met.

Time that passes is open time that counts, time outside the target's hours, or time in which the clock stood. Where
the contract leaves the clock or the pauses open, or an export does not say when the pauses were, each reading is
reckoned: a target is met or missed where all agree, and open where they do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.audit.tables import INSTANT
from remit.audit.targets import Clock, Target
from remit.charges.words import duration
from remit.clock import SupportHours

Ints = NDArray[np.int64]
SECOND: Final = 1_000_000
NEVER: Final = np.iinfo(np.int64).min
VERDICTS: Final = ("met", "missed", "open", "running")
CLOCKED: Final = pl.Schema(
    {
        "ticket": pl.String(),
        "measure": pl.String(),
        "priority": pl.String(),
        "activity": pl.String(),
        "month": pl.String(),
        "opened_at": INSTANT,
        "at": INSTANT,
        "due_at": INSTANT,
        "target_seconds": pl.Int64(),
        "elapsed_seconds": pl.Int64(),
        "outside_seconds": pl.Int64(),
        "paused_seconds": pl.Int64(),
        "low_seconds": pl.Int64(),
        "high_seconds": pl.Int64(),
        "verdict": pl.String(),
        "why": pl.String(),
        "said_met": pl.Boolean(),
        "target": pl.Int32(),
    }
)
"""A ticket under one target.

month            in which it was reported, by the contract's zone
at, due_at       when it was answered or solved, and by when it had to be, by the first reading
elapsed_seconds  open time less pauses, by the first reading; outside_seconds and paused_seconds make up the rest
low, high        the least and the most that any reading gives
why              what keeps an open one from being settled: clock, pauses, time or priority; of a missed one
                 `unrecorded` where the export does not say when the clock stood
said_met         what the ticket system says
target           which of the targets
"""
_KIND: Final = {"incident": "incident", "alert": "incident", "request": "request"}


@dataclass
class Clocks:
    """The two clocks that targets run on, laid out once for all tickets."""

    hours: SupportHours
    now: datetime
    _held: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, clock: Clock) -> Any:  # noqa: ANN401 - HoursArrays loads on first use
        if clock not in self._held:
            always = SupportHours.always(str(self.hours.periods[-1].place))
            self._held[clock] = (self.hours if clock == "business" else always).arrays("us")
        return self._held[clock]


def clocked(tickets: pl.DataFrame, targets: Sequence[Target], clocks: Clocks) -> pl.DataFrame:
    """Every ticket under every target that holds for its priority (CLOCKED). Void tickets are no tickets."""
    kept = tickets.filter((pl.col("status") != "void") | pl.col("status").is_null())
    found = [pl.DataFrame(schema=CLOCKED)]
    for n, target in enumerate(targets):
        own = {t.priority for t in targets if t.measure == target.measure and t.priority}
        mine = (
            pl.col("priority") == target.priority
            if target.priority
            else pl.col("priority").is_null() | ~pl.col("priority").is_in(sorted(own))
        )
        some = kept.filter(mine)
        if len(some):
            found.append(_under(some, n, target, clocks))
    return pl.concat([*found, _without_priority(kept, targets)])


def _under(tickets: pl.DataFrame, number: int, target: Target, clocks: Clocks) -> pl.DataFrame:
    response = target.measure == "response"
    done = pl.col("first_response_at" if response else "resolved_at")
    # Where nobody recorded an answer the solution is one; where no solution is recorded closing is.
    spare = pl.col("resolved_at") if response else pl.col("closed_at")
    latest = pl.coalesce(done, spare, "closed_at")
    ended = pl.when(latest.is_null()).then(pl.lit(clocks.now.astimezone(UTC)).cast(INSTANT)).otherwise(latest)
    rows = tickets.with_columns(
        __end=pl.max_horizontal(ended, "opened_at"),
        __silent=pl.col("pauses").is_null() & pl.col("paused_seconds").is_null(),
        __known=done.is_not_null(),
        __running=latest.is_null(),
    )
    opened, end = (rows[c].dt.epoch("us").to_numpy() for c in ("opened_at", "__end"))
    pauses, standing = _pauses(rows)
    readings = {
        (clock, stops): _elapsed(clocks, clock, opened, end, pauses, standing, stops)
        for clock in target.clocks
        for stops in target.pauses
    }
    low = np.minimum.reduce([r[0] for r in readings.values()])
    high = np.maximum.reduce([r[1] for r in readings.values()])
    first = readings[target.clocks[0], target.pauses[0]]
    # Without a recorded answer all that is known is that it came no later than what ended the ticket.
    known = rows["__known"].to_numpy()
    running = rows["__running"].to_numpy()
    low = np.where(known | running, low, 0)
    limit = target.seconds
    verdict = np.where((high <= limit) & ~running, 0, np.where(low > limit, 1, np.where(running, 3, 2)))
    stops = target.pauses[0]
    due = clocks[target.clocks[0]].due(
        opened, np.full(len(opened), limit * SECOND), pauses if stops else None
    )
    open_time = clocks[target.clocks[0]].elapsed(opened, end) // SECOND
    zone = str(clocks.hours.periods[-1].place)
    return rows.select(
        "ticket",
        measure=pl.lit(target.measure),
        priority="priority",
        activity=pl.col("kind").replace_strict(_KIND, default=None, return_dtype=pl.String),
        month=pl.col("opened_at").dt.convert_time_zone(zone).dt.strftime("%Y-%m"),
        opened_at="opened_at",
        at=pl.when(~pl.col("__running")).then("__end"),
        due_at=pl.Series(due).cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        target_seconds=pl.lit(limit, pl.Int64),
        elapsed_seconds=pl.Series(first[1]),
        outside_seconds=pl.Series((end - opened) // SECOND - open_time),
        paused_seconds=pl.Series(open_time - first[1]),
        low_seconds=pl.Series(low),
        high_seconds=pl.Series(high),
        verdict=pl.Series(list(VERDICTS)).gather(verdict),
        why=_why(verdict, known, readings, limit, rows["__silent"].to_numpy() & stops),
        said_met="response_met" if response else "resolution_met",
        target=pl.lit(number, pl.Int32),
    ).cast(CLOCKED)


def _elapsed(
    clocks: Clocks,
    clock: Clock,
    opened: Ints,
    end: Ints,
    pauses: Any,  # noqa: ANN401 - arrays of rows and instants
    standing: Ints,
    stops: bool,
) -> tuple[Ints, Ints]:
    """The least and the most whole seconds that count. A sum of pauses may lie anywhere in the time."""
    whole = clocks[clock].elapsed(opened, end)
    if not stops:
        return whole // SECOND, whole // SECOND
    counted = clocks[clock].elapsed(opened, end, pauses) if pauses is not None else whole
    most = counted // SECOND
    return np.maximum(most - standing, 0), most


def _pauses(rows: pl.DataFrame) -> tuple[Any, Ints]:
    """(row, from, to) of every pause, and for each row the seconds of pauses of which only the sum is known."""
    told = (
        rows.select("pauses", "opened_at", "__end")
        .with_row_index("row")
        .filter(pl.col("pauses").list.len() > 0)
        .explode("pauses")
        .unnest("pauses")
        .with_columns(
            pl.max_horizontal("from", "opened_at").alias("from"), pl.min_horizontal("to", "__end").alias("to")
        )
        .filter(pl.col("from") < pl.col("to"))
        .sort("row", "from")
    )
    spans = None
    if len(told):
        at = told["row"].cast(pl.Int64).to_numpy()
        spans = (at, told["from"].dt.epoch("us").to_numpy(), told["to"].dt.epoch("us").to_numpy())
    summed = rows.select(
        pl.when(pl.col("pauses").is_null()).then(pl.col("paused_seconds").fill_null(0)).otherwise(0)
    )
    return spans, summed.to_series().cast(pl.Int64).to_numpy()


def _why(
    verdict: Ints,
    known: NDArray[np.bool_],
    readings: Mapping[tuple[Clock, bool], tuple[Ints, Ints]],
    limit: int,
    silent: NDArray[np.bool_],
) -> pl.Series:
    """For the open ones, the first of these that makes a difference: time, clock, pauses.

    A missed one for which nobody recorded whether the clock stood, though waiting stops it, is `unrecorded`.
    """
    found = np.full(len(verdict), 3)
    clocks = {clock for clock, _ in readings}
    if len(clocks) > 1:
        differs = np.zeros(len(verdict), dtype=bool)
        for stops in {s for _, s in readings}:
            met = [readings[clock, stops][1] <= limit for clock in sorted(clocks)]
            differs |= met[0] != met[1]
        found = np.where(differs, 1, found)
    found = np.where((found == 3) & known, 2, found)
    found = np.where(~known, 0, found)
    words = pl.Series(["time", "clock", "pauses", None, "unrecorded"], dtype=pl.String)
    missed = np.where((verdict == 1) & silent, 4, 3)
    return words.gather(np.where(verdict == 2, found, missed))


def _without_priority(tickets: pl.DataFrame, targets: Sequence[Target]) -> pl.DataFrame:
    """Tickets of no priority have a target all the same, where every priority has one; nobody knows which."""
    found = [pl.DataFrame(schema=CLOCKED)]
    for measure in ("response", "resolution"):
        mine = [t for t in targets if t.measure == measure]
        if not mine or any(t.priority is None for t in mine):
            continue
        named = sorted(t.priority for t in mine if t.priority)
        some = tickets.filter(pl.col("priority").is_null() & pl.lit(bool(named)))
        found.append(
            some.select(
                "ticket",
                "opened_at",
                measure=pl.lit(measure),
                month=pl.col("opened_at").dt.strftime("%Y-%m"),
                verdict=pl.lit("open"),
                why=pl.lit("priority"),
            )
            .select(
                *(
                    pl.col(c)
                    if c in ("ticket", "opened_at", "measure", "month", "verdict", "why")
                    else pl.lit(None).alias(c)
                    for c in CLOCKED
                )
            )
            .cast(CLOCKED)
        )
    return pl.concat(found)


def told(row: Mapping[str, Any], target: Target, zone: Any) -> str:  # noqa: ANN401 - a row of CLOCKED, a time zone
    """The clock's steps in words: what passed, what of it did not count, what did, and the target."""
    start = row["opened_at"].astimezone(zone)
    what = "answered" if target.measure == "response" else "solved"
    parts = []
    if row["outside_seconds"]:
        parts.append(f"{duration(row['outside_seconds'])} outside support hours")
    if row["paused_seconds"]:
        parts.append(f"{duration(row['paused_seconds'])} paused")
    passed = row["elapsed_seconds"] + row["outside_seconds"] + row["paused_seconds"]
    less = f", less {' and '.join(parts)}" if parts else ""
    counts = f": {duration(row['elapsed_seconds'])} count" if parts else ""
    if row["at"] is None:
        said = f"Reported {start:%a %d %b %Y %H:%M}, not yet {what}: {duration(passed)} so far{less}{counts}"
    else:
        end = row["at"].astimezone(zone)
        said = f"Reported {start:%a %d %b %Y %H:%M}, {what} {end:%a %d %b %H:%M}: {duration(passed)}{less}{counts}"
    due = row["due_at"].astimezone(zone)
    return f"{said}. The target is {duration(target.seconds)}: due {due:%a %d %b %H:%M}."
