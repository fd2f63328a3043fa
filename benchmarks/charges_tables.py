"""Time entries priced a second, as ratios.

The columnar form against the readable reference, and against the least that a careful engineer would write by hand in
Polars: kinds of hours given, one rate card, steps for each ticket; no splits, no limits, no reasons, no silences. All in
this run, on the same contract and entries; the figures of the reference are compared to the cent.

    python benchmarks/charges_tables.py [--entries 2000000] [--sample 3000]
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl

from remit.charges import Entry, price, price_table, price_terms
from remit.charges.terms import PriceTerms
from remit.clock import SupportHours
from remit.contract import Condition, Contract, Provision

YEAR = 365 * 86_400
WEEK = ("mon", "tue", "wed", "thu", "fri")
RATES = {"technician": 90.0, "engineer": 120.5}
TIMES = {"business": 1.0, "after_hours": 1.5, "weekend": 2.0}


def contract() -> PriceTerms:
    """Cover by kind of work and hours, rates by role, multiples by hours, steps by ticket, a least time, a cap."""

    def rule(name: str, question: str, value: Any, **when: Any) -> Provision:  # noqa: ANN401 - values of every form
        return Provision(id=name, question=question, value=value, when=Condition.parse(when))

    def hourly(amount: float) -> dict[str, Any]:
        return {"amount": amount, "currency": "EUR", "per": "hour"}

    provisions = (
        rule("faults", "coverage", "included", activity=["incident", "request"], hours="business"),
        rule("nights", "coverage", "chargeable", hours=["after_hours", "weekend", "holiday"]),
        rule("projects", "coverage", "chargeable", activity=["project", "deployment"], hours="business"),
        *(rule(role, "rate", hourly(amount), role=role) for role, amount in RATES.items()),
        *(rule(f"times {kind}", "rate_multiplier", times, hours=kind) for kind, times in TIMES.items()),
        rule("steps", "increment", 15),
        rule("for each", "increment_scope", "ticket"),
        rule("up", "rounding", "up"),
        rule("least", "minimum", 30, place="onsite"),
        rule("each visit", "minimum_scope", "entry"),
        rule("cap", "cap", hourly(50_000) | {"per": "month"}),
    )
    hours = SupportHours("Europe/Berlin", {day: [("08:00", "12:00"), ("13:00", "17:30")] for day in WEEK})
    return price_terms(Contract(schema="remit/contract/1", provisions=provisions), hours=hours)


def entries(count: int) -> pl.DataFrame:
    """A year of work, mostly in the daytime; repeatable."""
    draw = np.random.default_rng(1)
    start = draw.integers(0, YEAR // 3600, count) * 3600 + int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    length = draw.integers(5, 180, count) * 60
    return pl.DataFrame(
        {
            "entry": pl.Series(np.arange(count)).cast(pl.String),
            "ticket": pl.Series(draw.integers(0, count // 2 + 1, count)).cast(pl.String),
            "started_at": pl.Series(start * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "ended_at": pl.Series((start + length) * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "role": pl.Series(list(RATES)).gather(draw.integers(0, 2, count)),
            "place": pl.Series(["onsite", "remote"]).gather(draw.integers(0, 2, count)),
            "activity": pl.Series(["incident", "request", "project", "deployment"]).gather(
                draw.integers(0, 4, count)
            ),
            "kind": pl.Series(list(TIMES)).gather(draw.integers(0, 3, count)),
        }
    )


def by_hand(work: pl.DataFrame) -> pl.DataFrame:
    seconds = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds()
    rate = (
        pl.col("role").replace_strict(RATES, return_dtype=pl.Float64)
        * pl.col("kind").replace_strict(TIMES, return_dtype=pl.Float64)
        * 100
    )
    added = (-seconds.sum().over("ticket") % 900) * (pl.int_range(pl.len()).over("ticket") == 0)
    amount = ((seconds + added) * rate / 3600).round().cast(pl.Int64)
    return work.with_columns(amount_minor=amount)


def timed(run: Any, times: int = 3) -> tuple[float, Any]:  # noqa: ANN401 - any call
    best, found = float("inf"), None
    for _ in range(times):
        begin = time.perf_counter()
        found = run()
        best = min(best, time.perf_counter() - begin)
    return best, found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--entries", type=int, default=2_000_000)
    options.add_argument("--sample", type=int, default=3_000)
    given = options.parse_args()
    terms, work = contract(), entries(given.entries)
    sample = work.head(given.sample).drop("kind")
    rows = [Entry.read(row) for row in sample.iter_rows(named=True)]
    slow, bill = timed(lambda: price(terms, rows), 1)
    small = price_table(terms, sample).group_by("entry").agg(pl.col("amount_minor").sum())
    expected = {c.entry: c.amount_minor for c in bill.charges}
    assert dict(small.iter_rows()) == expected, "the two forms differ"
    fast, table = timed(lambda: price_table(terms, work.drop("kind")), 2)
    bound, _ = timed(lambda: by_hand(work), 2)
    each, reference = given.entries / fast, given.sample / slow
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{given.entries:,} entries, {len(table):,} parts: {fast:.1f} s, {each:,.0f}/s, {memory:.1f} GB in all"
    )
    print(f"  {each / reference:,.0f} times the reference ({reference:,.0f}/s with every step in words)")
    print(f"  {fast / bound:.1f} times as long as the least by hand ({given.entries / bound:,.0f}/s)")
    print(f"  the sample's {len(expected):,} amounts agree with the reference to the cent")


if __name__ == "__main__":
    main()
