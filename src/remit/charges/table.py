"""Prices over tables: millions of time entries, the same figures as `price` to the minor unit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from remit.charges.columns import Ints, distinct
from remit.charges.cut_table import NEVER, UNKNOWN, Cuts, cut
from remit.charges.numbers import Numbers
from remit.charges.reckon_table import reckon_table
from remit.charges.sheet import NONE, OUTCOMES, Sums, Work
from remit.charges.tariff import Reading, Tariffs
from remit.charges.tariff_table import ANSWERS, Ruled, ruled
from remit.charges.terms import PriceTerms, price_terms
from remit.clock import KINDS
from remit.contract import Contract, vocabulary
from remit.errors import RequestProblem

INSTANT: Final = pl.Datetime("us", "UTC")
_COLUMNS: Final[dict[str, pl.DataType]] = {
    "part": pl.Int64(),
    "part_from": INSTANT,
    "part_to": INSTANT,
    "part_date": pl.Date(),
    "kind_of_hours": pl.String(),
    "part_seconds": pl.Int64(),
    "billed_seconds": pl.Int64(),
    "included_seconds": pl.Int64(),
    "prepaid_seconds": pl.Int64(),
    "rate_minor": pl.Int64(),
    "amount_minor": pl.Int64(),
    "currency": pl.String(),
    "outcome": pl.String(),
    "provisions": pl.List(pl.Categorical()),
    "least_minor": pl.Int64(),
    "most_minor": pl.Int64(),
}
RESULT: Final = pl.Schema(_COLUMNS)
"""The columns that price_table adds."""
_TYPES: Final[dict[str, pl.DataType]] = {
    "entry": pl.String(),
    "ticket": pl.String(),
    "started_at": INSTANT,
    "ended_at": INSTANT,
    "seconds": pl.Int64(),
    "date": pl.Date(),
    "travel": pl.Boolean(),
    "distance_m": pl.Int64(),
    "coverage": pl.String(),
}


def price_table(contract_or_terms: Contract | PriceTerms, frame: pl.DataFrame) -> pl.DataFrame:
    """One row for every part of every entry: the frame's own columns, then those of `RESULT`.

    The frame has the columns of an Entry (entry, ticket, person, started_at and ended_at as Datetime with a zone,
    seconds, date, travel, distance_m, coverage) and one for each fact that is known (activity, role, place, ...);
    an empty cell is unknown, other columns are kept. Rows stay in their order, an entry's parts in that of time.

    part            0, 1, ... within the entry
    part_from, part_to, part_date, kind_of_hours, part_seconds   the piece of the entry
    billed_seconds  after steps and minimum; of them included_seconds and prepaid_seconds are paid for already
    rate_minor      price of an hour in whole minor units, for display; amounts come from the exact rate
    amount_minor    whole minor units; null where the contract does not settle it; an entry costs the sum of its parts
    outcome         charged, included, prepaid, excluded; or open: silent, conflict, needs_fact, error
    provisions      ids of the provisions behind the price
    least_minor, most_minor   bounds of the whole entry's amount, on its first part (0 on the others)

    Steps in words are made on demand: `price` on the entries that belong together. RequestProblem for entries that
    make no sense.
    """
    terms = price_terms(contract_or_terms)
    rows = normal(frame)
    if not len(rows):
        return frame.hstack(pl.DataFrame(schema=RESULT))
    cuts = cut(terms, rows)
    tariffs = Tariffs(terms)
    found = ruled(tariffs, rows, cuts)
    work = _work(rows, cuts.row, found, cuts)
    usual = reckon_table(terms, work, "usual")
    doubtful = not usual.settled.all() or _countable(work, usual)
    least, most = (reckon_table(terms, work, r) if doubtful else usual for r in _BOUNDS)
    added = _result(terms, work, usual, least, most, len(rows))
    order = np.lexsort((cuts.part, cuts.row))
    return frame[cuts.row[order]].hstack(added[order])


_BOUNDS: Final[tuple[Reading, Reading]] = ("least", "most")


def normal(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame's columns that count, in their types; RequestProblem names what is wrong."""
    taken = [c for c in RESULT if c in frame.columns]
    if taken:
        raise RequestProblem(f"The table already has a column {', '.join(taken)}.", "Rename it.")
    if "entry" not in frame.columns:
        raise RequestProblem("The table has no column entry.", "Give every entry its own number.")
    known: list[Any] = []
    for name, dtype in _TYPES.items():
        if name not in frame.columns:
            known.append(pl.lit(None, dtype=dtype).alias(name))
            continue
        given = frame.schema[name]
        fits = (
            (isinstance(given, pl.Datetime) and given.time_zone is not None)
            if dtype == INSTANT
            else given.is_integer()
            if dtype == pl.Int64()
            else given == dtype
            or (dtype == pl.String() and (given.is_integer() or given in (pl.Categorical, pl.Enum)))
        )
        if not fits and given != pl.Null:
            raise RequestProblem(f"The column {name} holds {given}.", f"It must hold {dtype}.")
        column = (
            pl.col(name).dt.convert_time_zone("UTC")
            if dtype == INSTANT and given != pl.Null
            else pl.col(name)
        )
        known.append(column.cast(dtype).alias(name))
    facts = [c for c in frame.columns if c in vocabulary().facts]
    rows = frame.select(*known, *facts).with_columns(pl.col("travel").fill_null(False))
    _check(rows)
    return rows


def _check(rows: pl.DataFrame) -> None:
    timed = pl.col("started_at").is_not_null() & pl.col("ended_at").is_not_null()
    coverage = pl.col("coverage")
    for wrong, says, hint in (
        (pl.col("entry").is_null() | (pl.col("entry") == ""), "An entry has no number.", "Give each entry its own under `entry`."),
        (pl.col("entry").is_duplicated(), "Entry {} is given twice.", "Give every entry its own number."),
        (timed & (pl.col("ended_at") < pl.col("started_at")), "Entry {} ends before it begins.", "Correct its times."),
        (~timed & pl.col("date").is_null(), "Entry {} has no day.", "Give started_at and ended_at, or date and seconds."),
        (pl.col("seconds") < 0, "Entry {} has less than no time.", "Correct its seconds."),
        (pl.col("distance_m") < 0, "Entry {} has less than no distance.", "Correct its distance_m."),
        (~coverage.is_in(ANSWERS), "Entry {} has a coverage that is none.", f"Known: {', '.join(ANSWERS)}."),
    ):  # fmt: skip
        bad = rows.lazy().filter(wrong.fill_null(False)).select("entry").head(1).collect()
        if len(bad):
            raise RequestProblem(says.format(bad["entry"][0]), hint)


def _work(rows: pl.DataFrame, row: Ints, found: Ruled, cuts: Cuts) -> Work:
    ticket = rows["ticket"].cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(NONE).to_numpy()
    # Work without a ticket is a ticket of its own.
    ticket = np.where(ticket == NONE, -1 - np.arange(len(rows)), ticket)
    approved = np.full(len(rows), NONE, dtype=np.int64)
    if "approved_by_client" in rows.columns:
        approved = rows["approved_by_client"].cast(pl.Int64).fill_null(NONE).to_numpy()
    return Work(
        cuts=cuts,
        ruled=found,
        travel=rows["travel"].to_numpy()[row],
        ticket=ticket[row],
        distance=rows["distance_m"].fill_null(NONE).to_numpy()[row],
        approved=approved[row],
    )


def _countable(work: Work, usual: Sums) -> bool:
    """As pricing._countable: the way of counting is left open and can make a difference."""
    tariffs = [t for t in work.ruled.tariffs for _ in (0, 1)]
    open_ = [
        bool(
            (n.step and t["increment_scope"].verdict != "ruled")
            or (n.least and t["minimum_scope"].verdict != "ruled")
        )
        for t, n in zip(tariffs, usual.numbers, strict=True)
    ]
    return bool((np.array(open_, dtype=bool)[usual.which] & usual.charged).any())


def _result(terms: PriceTerms, work: Work, usual: Sums, least: Sums, most: Sums, count: int) -> pl.DataFrame:
    cuts = work.cuts
    settled = np.bincount(cuts.row, ~usual.settled, count) == 0
    amount = _per_entry(cuts.row, usual.amount, count)
    low = _per_entry(cuts.row, np.where(least.settled, least.amount, 0), count)
    high = _per_entry(cuts.row, np.where(most.settled, most.amount, 0), count)
    bounded = np.bincount(cuts.row, ~most.settled, count) == 0
    # As in pricing: the bounds hold whatever any reading gives the entry.
    lowest, highest = np.where(bounded, np.minimum(low, high), low), np.maximum(low, high)
    low = np.where(settled, np.minimum(lowest, amount), lowest)
    high = np.where(settled, np.maximum(highest, amount), highest)
    first = cuts.part == 0
    rest = usual.billed - usual.included - usual.prepaid
    whole = (usual.outcome == 0) & (usual.billed > 0) & (rest == 0) & (usual.exact == 0) & usual.charged
    outcome = np.where(
        whole,
        np.where(usual.prepaid > 0, OUTCOMES.index("prepaid"), OUTCOMES.index("included")),
        usual.outcome,
    )
    return pl.DataFrame(
        {
            "part": cuts.part,
            "part_from": _instants(cuts.start),
            "part_to": _instants(cuts.end),
            "part_date": pl.Series(cuts.day).cast(pl.Int32).cast(pl.Date),
            "kind_of_hours": _words([*KINDS, None], np.where(cuts.kind == UNKNOWN, len(KINDS), cuts.kind)),
            "part_seconds": cuts.seconds,
            "billed_seconds": usual.billed,
            "included_seconds": usual.included,
            "prepaid_seconds": usual.prepaid,
            "rate_minor": _nullable(usual.rate_minor.astype(np.int64), usual.rate_minor != NONE),
            "amount_minor": _nullable(usual.amount, usual.settled),
            "currency": _words(*_currencies(terms, usual, most, cuts.row, count)),
            "outcome": _words(list(OUTCOMES), outcome),
            "provisions": _provisions(work),
            "least_minor": np.where(first, low[cuts.row], 0),
            "most_minor": _nullable(np.where(first, high[cuts.row], 0), ~first | bounded[cuts.row]),
        },
        schema=RESULT,
    )


def _per_entry(row: Ints, values: Ints, count: int) -> Ints:
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, row, values)
    return total


def _instants(at: Ints) -> pl.Series:
    known = pl.Series(at)
    return pl.select(
        pl.when(known != NEVER).then(known).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    ).to_series()


def _nullable(values: Ints, there: Ints) -> pl.Series:
    return pl.select(pl.when(pl.Series(there)).then(pl.Series(values))).to_series()


def _words(words: list[str | None], index: Ints) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(index)


def _currencies(
    terms: PriceTerms, usual: Sums, most: Sums, row: Ints, count: int
) -> tuple[list[str | None], Ints]:
    """Each entry's: the first that one of its parts names, else the one of the contract's prices."""
    names: list[str | None] = [*sorted({n.currency for s in (usual, most) for n in s.numbers} - {""})]
    fallback = len(names)
    names.append(terms.currency or "")

    def of(numbers: tuple[Numbers, ...], which: Ints) -> Ints:
        return np.array([names.index(n.currency) if n.currency else fallback for n in numbers])[which]

    found = np.full(count, fallback, dtype=np.int64)
    for s in (most, usual):
        column = of(s.numbers, s.which)
        known = np.flatnonzero(column != fallback)[::-1]
        found[row[known]] = column[known]
    return names, found[row]


def _provisions(work: Work) -> pl.Series:
    """Ids behind coverage and price, each combination named once."""
    r = work.ruled
    key = r.reason * len(r.tariffs) + r.tariff
    heads, number = distinct(key, len(r.reasons) * len(r.tariffs))
    lists = []
    for at in heads:
        said = r.tariffs[r.tariff[at]].said.values()
        lists.append(list(dict.fromkeys([*r.reasons[r.reason[at]], *(n for s in said for n in s.because)])))
    return pl.Series(lists, dtype=pl.List(pl.Categorical)).gather(number)
