"""Entries in a frame, cut into parts: lines.pieces for millions of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.charges.columns import Flags, Ints
from remit.charges.lines import DAY
from remit.charges.terms import PriceTerms
from remit.clock import KINDS, SupportHours
from remit.errors import RequestProblem

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SECOND: Final = 1_000_000
NEVER: Final = 2**62
UNKNOWN: Final = -1


@dataclass(frozen=True)
class Cuts:
    """Parts in the order of the work.

    row     of the frame
    part    number within its entry
    start, end  microseconds; NEVER where there is no instant
    day     days since 1970-01-01, in the provider's zone
    kind    index into KINDS, UNKNOWN where it is not known
    """

    row: Ints
    part: Ints
    start: Ints
    end: Ints
    day: Ints
    kind: Ints
    seconds: Ints


def cut(terms: PriceTerms, rows: pl.DataFrame) -> Cuts:
    """The rows have entry, started_at, ended_at, seconds and date, of the types of `normal`, and `hours` if given."""
    zone = terms.zone or UTC
    start, end = (_micros(rows[c]) for c in ("started_at", "ended_at"))
    given = _kinds(rows)
    worked = rows["seconds"].fill_null(UNKNOWN).to_numpy()
    timed = (start != NEVER) & (end != NEVER)
    parts = [_plain(rows, ~timed, start, end, given, worked)]
    if timed.any():
        low, high = int(start[timed].min()), int(end[timed].max())
        days, dates = _midnights(low, high, zone)
        by_hours = timed & (given == UNKNOWN) & (terms.hours is not None)
        for chosen, hours in ((by_hours, terms.hours), (timed & ~by_hours, None)):
            if chosen.any():
                edges, kinds = _edges(hours, low, high, days)
                of_day = dates[np.searchsorted(days, edges, "right") - 1]
                parts.append(_timed(chosen, start, end, given, worked, edges, kinds, of_day))
    whole = {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
    order = _order(rows, whole, start, zone)
    return Cuts(**{name: values[order] for name, values in whole.items()})


def _micros(column: pl.Series) -> Ints:
    return column.dt.epoch("us").fill_null(NEVER).to_numpy()


def _kinds(rows: pl.DataFrame) -> Ints:
    """Kinds of hours that were recorded with the entries."""
    if "hours" not in rows.columns:
        return np.full(len(rows), UNKNOWN)
    found = (
        rows["hours"]
        .cast(pl.String)
        .replace_strict(list(KINDS), list(range(len(KINDS))), default=len(KINDS), return_dtype=pl.Int64)
    )
    known = pl.select(pl.when(rows["hours"].is_null()).then(UNKNOWN).otherwise(found)).to_series()
    if (known == len(KINDS)).any():
        wrong = rows["hours"].filter(known == len(KINDS))[0]
        raise RequestProblem(f"'{wrong}' is no value of hours.", f"Known: {', '.join(KINDS)}.")
    return known.to_numpy()


def _plain(
    rows: pl.DataFrame, chosen: Flags, start: Ints, end: Ints, given: Ints, worked: Ints
) -> dict[str, Ints]:
    at = np.flatnonzero(chosen)
    day = rows["date"].cast(pl.Int32).cast(pl.Int64).fill_null(0).to_numpy()
    return {
        "row": at,
        "part": np.zeros(len(at), dtype=np.int64),
        "start": start[at],
        "end": end[at],
        "day": day[at],
        "kind": given[at],
        "seconds": np.maximum(worked[at], 0),
    }


def _midnights(low: int, high: int, zone: tzinfo) -> tuple[Ints, Ints]:
    """Every local midnight that matters, and the days that begin there."""
    first = (EPOCH + timedelta(microseconds=low)).astimezone(zone).date()
    last = (EPOCH + timedelta(microseconds=high)).astimezone(zone).date()
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    at = [
        (datetime.combine(day, time(), zone).astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
        for day in days
    ]
    dates = np.array([(day - EPOCH.date()) // DAY for day in days], dtype=np.int64)
    return np.array(at, dtype=np.int64), dates


def _edges(hours: SupportHours | None, low: int, high: int, days: Ints) -> tuple[Ints, Ints]:
    """Moments at which the day or the kind of hours changes, with the kind from there on."""
    if hours is None:
        return days, np.full(len(days), UNKNOWN)
    begin, until = (EPOCH + timedelta(microseconds=at) for at in (min(low, int(days[0])), high + SECOND))
    pieces = hours.split(begin, until)
    at = np.array(
        [(p.start.astimezone(UTC) - EPOCH) // timedelta(microseconds=1) for p in pieces], dtype=np.int64
    )
    kinds = np.array([KINDS.index(p.kind) for p in pieces], dtype=np.int64)
    edges = np.union1d(at, days)
    return edges, kinds[np.maximum(np.searchsorted(at, edges, "right") - 1, 0)]


def _timed(
    chosen: Flags,
    start: Ints,
    end: Ints,
    given: Ints,
    worked: Ints,
    edges: Ints,
    kinds: Ints,
    of_day: Ints,
) -> dict[str, Ints]:
    at = np.flatnonzero(chosen)
    low, high = start[at], end[at]
    first = np.searchsorted(edges, low, "right") - 1
    last = np.maximum(np.searchsorted(edges, high, "left") - 1, first)
    count = last - first + 1
    whose = np.repeat(np.arange(len(at)), count)
    nth = np.arange(len(whose)) - np.repeat(np.cumsum(count) - count, count)
    span = first[whose] + nth
    bounds = np.append(edges, NEVER)
    begins = np.maximum(bounds[span], low[whose])
    ends = np.minimum(bounds[span + 1], high[whose])
    seconds = np.where(worked[at] < 0, (high - low) // SECOND, worked[at])[whose]
    passed = (ends - low[whose]) // SECOND
    final = nth == count[whose] - 1
    after = np.where(final, seconds, np.minimum(passed, seconds))
    before = np.where(nth == 0, 0, np.concatenate([[0], after[:-1]]))
    part = after - before
    # Where less was worked than lies between the instants, the last pieces may hold nothing.
    kept = (part > 0) | ((nth == 0) & (seconds == 0))
    found = {
        "row": at[whose],
        "part": nth,
        "start": begins,
        "end": ends,
        "day": of_day[span],
        "kind": np.where(given[at][whose] == UNKNOWN, kinds[span], given[at][whose]),
        "seconds": part,
    }
    chosen_parts = {name: values[kept] for name, values in found.items()}
    chosen_parts["part"] = _renumbered(chosen_parts["row"])
    return chosen_parts


def _renumbered(row: Ints) -> Ints:
    """Parts of an entry from 0, where some were left out."""
    first = np.ones(len(row), dtype=bool)
    first[1:] = row[1:] != row[:-1]
    begins = np.flatnonzero(first)
    found: Ints = np.arange(len(row)) - begins[np.cumsum(first) - 1]
    return found


def _order(rows: pl.DataFrame, parts: dict[str, Ints], begins: Ints, zone: tzinfo) -> NDArray[np.intp]:
    """Entries by their beginning, then by their number, each in the order of time; see lines.lines."""
    untimed = begins == NEVER
    if untimed.any():
        begins = begins.copy()
        known = rows["date"].cast(pl.Int32).cast(pl.Int64).fill_null(0).to_numpy()[untimed]
        days = np.unique(known)
        midnight = np.array([_midnight(int(day), zone) for day in days], dtype=np.int64)
        begins[untimed] = midnight[np.searchsorted(days, known)]
    names = rows["entry"].cast(pl.String)
    by_name = names.arg_sort().to_numpy()
    rank = np.empty(len(names), dtype=np.int64)
    # Ranks of entries; parts of an entry already stand in the order of time.
    rank[by_name[np.argsort(begins[by_name], kind="stable")]] = np.arange(len(names))
    order: NDArray[np.intp] = np.argsort(rank[parts["row"]], kind="stable")
    return order


def _midnight(day: int, zone: tzinfo) -> int:
    local = datetime.combine(EPOCH.date() + day * DAY, time(), zone)
    return (local.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
