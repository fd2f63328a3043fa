"""Gaps counted over a space of more than 10^8 events, witnesses, and single rulings: seconds, and as a ratio.

The ratio is to the reference ruling on every event in turn, reckoned from a sample in this run.

    python benchmarks/ruling_gaps.py [--provisions 60 150 400]
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from typing import Any

from _ruling_contracts import contract_of, events_of, make_model

from remit.contract import Condition
from remit.ruling import rule
from remit.ruling.gaps import Analysis


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=int, nargs="+", default=[60, 150, 400])
    given: Any = parser.parse_args()
    for size in given.provisions:
        provisions = contract_of(size, random.Random(size))
        # Two more facts are tested by a few provisions, so that the space is as large as real ones get.
        for n, more in enumerate(({"outcome": "data_lost"}, {"users": "> 50"}, {"hours_worked": "> 8"})):
            when = provisions[n].when.to_data() | more
            provisions[n] = provisions[n].model_copy(update={"when": Condition.parse(when)})
        model = make_model(provisions)
        start = time.perf_counter()
        analysis = Analysis(model)
        count = analysis.count(analysis.where("silent"))
        took = time.perf_counter() - start

        witness_times = []
        for _, region in analysis.outcomes:
            for _ in range(3):
                start = time.perf_counter()
                analysis.witness(region)
                witness_times.append(1000 * (time.perf_counter() - start))

        ruling_times = []
        for event in events_of(300, random.Random(2)).to_dicts():
            # Some facts are missing, as in a real ticket.
            known = {f: v for n, (f, v) in enumerate(event.items()) if n % 3 != 2}
            start = time.perf_counter()
            rule(model, "coverage", known)
            ruling_times.append(1000 * (time.perf_counter() - start))
        one = statistics.median(ruling_times)

        print(
            f"{size} provisions, {count.of:,} events: {count.cells:,} gaps counted in {took:.2f} s "
            f"(x {count.of * one / 1000 / took:,.0f} the reference event by event)"
        )
        print(
            f"  a witness: median {statistics.median(witness_times):.0f} ms, slowest {max(witness_times):.0f} ms; "
            f"a ruling with a third of the facts missing: median {one:.1f} ms, slowest {max(ruling_times):.1f} ms"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"  peak memory so far {peak / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
