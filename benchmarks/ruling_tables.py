"""Tickets ruled a second over a table, as ratios.

Ours against the same logic written by hand in Polars, against the scalar reference and beside another rules engine:
all in this run, on the same contracts and tickets.

    python benchmarks/ruling_tables.py [--tickets 5000000] [--provisions 60 150 400]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Callable
from typing import Any

import polars as pl
from _ruling_contracts import contract_of, events_of, make_model

from remit.ruling import rule
from remit.ruling.columnar import rule_table
from remit.ruling.model import Book

Columns = dict[str, pl.Expr]


def by_hand(book: Book, tickets: pl.DataFrame) -> pl.DataFrame:
    """What a careful engineer writes: a truth column a provision, attackers first, and the same reasons."""
    frame = tickets.lazy()
    depth: dict[str, int] = {}
    levels: dict[int, Columns] = {}
    overridden: list[pl.Expr] = []
    conditions: Columns = {}
    for n, p in enumerate(book.provisions):
        conditions[f"c{n}"] = pl.all_horizontal(
            [_test(book, axis, mask) for box in book.boxes[p.id] for axis, mask in box]
            or [pl.lit(value=True)]
        )
    frame = frame.with_columns(**conditions)
    place = {p.id: n for n, p in enumerate(book.provisions)}
    for n, p in enumerate(book.provisions):
        against = [place[a.by] for a in book.attackers[p.id]]
        depth[p.id] = 1 + max((depth[a.by] for a in book.attackers[p.id]), default=-1)
        beaten = pl.any_horizontal([pl.col(f"f{a}") for a in against]) if against else pl.lit(value=False)
        levels.setdefault(depth[p.id], {})[f"f{n}"] = (
            pl.col(f"c{n}") & ~beaten if against else pl.col(f"c{n}")
        )
        overridden.append(pl.col(f"c{n}") & beaten)
    for level in sorted(levels):
        frame = frame.with_columns(**levels[level])
    values = sorted({str(p.value) for p in book.provisions})
    there = {
        v: pl.any_horizontal([pl.col(f"f{n}") for n, p in enumerate(book.provisions) if str(p.value) == v])
        for v in values
    }
    count = pl.sum_horizontal([t.cast(pl.Int8) for t in there.values()])
    verdict = pl.when(count == 0).then(pl.lit("silent")).when(count == 1).then(pl.lit("ruled"))
    value: Any = pl.when(count > 1).then(None)
    for v, t in there.items():
        value = value.when(t).then(pl.lit(v))
    force = [pl.col(f"f{n}") for n in range(len(book.provisions))]
    masks = {
        f"{name}_{w}": pl.sum_horizontal(
            [b.cast(pl.Int64) * (1 << k) for k, b in enumerate(bits[62 * w : 62 * w + 62])]
        )
        for name, bits in (("in_force", force), ("overridden", overridden))
        for w in range(-(-len(bits) // 62))
    }
    outcome = {"verdict": verdict.otherwise(pl.lit("conflict")), "value": value.otherwise(None)}
    return frame.with_columns(**outcome, **masks).select(*tickets.columns, *outcome, *masks).collect()


def _test(book: Book, at: int, mask: int) -> pl.Expr:
    axis = book.space.axes[at]
    cells = [c for c in range(axis.size) if mask >> c & 1]
    if axis.spec.type == "number":
        low, high = axis.bounds(cells[0])[0], axis.bounds(cells[-1])[1]
        column = pl.col(axis.fact)
        above = column > float(low) if low is not None and cells[0] else pl.lit(value=True)
        return above & (column <= float(high)) if high is not None else above
    if axis.spec.type == "yesno":
        return pl.col(axis.fact) if axis.value(cells[0]) else ~pl.col(axis.fact)
    return pl.col(axis.fact).is_in([str(axis.value(c)) for c in cells])


def rate(run: Callable[[], object], tickets: int) -> float:
    start = time.perf_counter()
    run()
    return tickets / (time.perf_counter() - start)


def zen_rate(book: Book, tickets: pl.DataFrame) -> float | None:
    """The provisions as a collecting decision table of zen-engine; overrides are not expressible there."""
    try:
        import zen  # noqa: PLC0415 - an optional rival
    except ImportError:
        return None
    facts = [axis.fact for axis in book.space.axes if axis.fact in tickets.columns]
    rules = []
    for n, p in enumerate(book.provisions):
        row = {"_id": str(n), "o": json.dumps(str(p.value))}
        tests = dict(book.boxes[p.id][0])
        for fact in facts:
            at = book.space.place[fact]
            row[fact] = _zen_test(book, at, tests[at]) if at in tests else ""
        rules.append(row)
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": f, "name": f, "field": f} for f in facts],
        "outputs": [{"id": "o", "name": "o", "field": "value"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "content": {}},
        {"id": "t", "name": "t", "type": "decisionTableNode", "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "content": {}},
    ]
    edges = [{"id": "a", "sourceId": "in", "targetId": "t"}, {"id": "b", "sourceId": "t", "targetId": "out"}]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    rows = tickets.head(300).to_dicts()
    return rate(lambda: [decision.evaluate(r) for r in rows], len(rows))


def _zen_test(book: Book, at: int, mask: int) -> str:
    axis = book.space.axes[at]
    cells = [c for c in range(axis.size) if mask >> c & 1]
    if axis.spec.type == "number":
        return f"> {axis.bounds(cells[0])[0]}"
    return ", ".join(json.dumps(axis.value(c)) for c in cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=5_000_000)
    parser.add_argument("--provisions", type=int, nargs="+", default=[60, 150, 400])
    given: Any = parser.parse_args()
    tickets = events_of(given.tickets, random.Random(1))
    print(f"{given.tickets:,} tickets, all facts known; one question with reasons")
    chance = random.Random(3)
    for size in given.provisions:
        model = make_model(contract_of(size, random.Random(size)))
        book = model.book("coverage", canons=False)
        few = tickets.head(2000).to_dicts()
        rule_table(model, tickets.head(10), canons=False)
        ours = rate(lambda m=model: rule_table(m, tickets, canons=False), given.tickets)  # type: ignore[misc]
        hand = rate(lambda b=book: by_hand(b, tickets), given.tickets)  # type: ignore[misc]
        same = rule_table(model, tickets.head(5000), canons=False).select("verdict", "value")
        assert same.equals(by_hand(book, tickets.head(5000)).select("verdict", "value"))
        scalar = rate(lambda m=model, f=few: [rule(m, "coverage", e, canons=False) for e in f], len(few))  # type: ignore[misc]
        zen = zen_rate(book, tickets)
        beside = f", zen-engine {zen:,.0f}/s (x {ours / zen:,.0f})" if zen else ""
        print(
            f"{size} provisions: {ours:,.0f}/s; by hand in Polars {hand:,.0f}/s (x {ours / hand:.2f}), "
            f"reference {scalar:,.0f}/s (x {ours / scalar:,.0f}){beside}"
        )
        for part, words in ((0.05, "every twentieth"), (0.3, "every third")):
            gaps = tickets.head(50_000)
            for fact in gaps.columns:
                known = pl.Series([chance.random() >= part for _ in range(len(gaps))])
                gaps = gaps.with_columns(pl.when(known).then(pl.col(fact)).alias(fact))
            missing = rate(lambda m=model, g=gaps: rule_table(m, g, canons=False), len(gaps))  # type: ignore[misc]
            some = [{f: v for f, v in e.items() if v is not None} for e in gaps.head(300).to_dicts()]
            alone = rate(lambda m=model, f=some: [rule(m, "coverage", e, canons=False) for e in f], len(some))  # type: ignore[misc]
            print(
                f"  with {words} fact missing at random: {missing:,.0f}/s "
                f"(x {missing / alone:,.0f} the reference, {alone:,.0f}/s)"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"  peak memory so far {peak / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
