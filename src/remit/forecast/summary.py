"""Figures from simulated futures, each with the error that the number of futures leaves.

The runs come in independent batches; a figure is worked out for each batch as well, and their spread over the root of
their number is its standard error. It holds for quantiles and worst cases as for means.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np

from remit.forecast.fleet import Floats
from remit.forecast.pricing import Ints
from remit.forecast.priors import MONTHS
from remit.forecast.record import Figure
from remit.forecast.simulate import BATCHES, Outcome

TAIL = 0.05


def figure(values: Ints | Floats) -> Figure:
    """Of one number for each run, in the order of the runs."""
    return Figure(
        mean=_whole(values.mean()),
        mean_error=_whole(error(values, lambda v: float(v.mean()))),
        median=_whole(np.quantile(values, 0.5)),
        low=_whole(np.quantile(values, TAIL)),
        high=_whole(np.quantile(values, 1 - TAIL)),
        high_error=_whole(error(values, lambda v: float(np.quantile(v, 1 - TAIL)))),
        worst=_whole(worst(values)),
        worst_error=_whole(error(values, worst)),
    )


def worst(values: Ints | Floats) -> float:
    """The mean of the largest twentieth."""
    count = max(1, round(len(values) * TAIL))
    return float(np.sort(values)[len(values) - count :].mean())


def error(values: Ints | Floats, of: Callable[[Floats], float]) -> float:
    """The standard error of a figure, from the batches."""
    parts = [of(part) for part in np.split(values.astype(np.float64), BATCHES)]
    return float(np.std(parts, ddof=1)) / sqrt(BATCHES)


def sums(found: Outcome) -> dict[str, Ints]:
    """The figures of record.FIGURES for every run and month."""
    p = found.parts
    return {
        "cost": found.client(),
        "bill": found.bill(),
        "fees": p["fees"],
        "extras": p["extras"],
        "credits": p["credits"],
        "others": p["others"],
        "standstill": p["standstill"],
        "uncovered": found.uncovered(),
        "labour": p["labour"],
        "care": p["care"],
        "tools": p["tools"],
        "claims": p["claims"],
        "profit": found.profit(),
    }


def years(values: Ints) -> list[Ints]:
    """Sums over each whole year, and over what is left; run by run."""
    return [values[:, at : at + MONTHS].sum(axis=1) for at in range(0, values.shape[1], MONTHS)]


def a_year(values: Ints) -> Floats:
    """The whole horizon as one year, run by run."""
    return np.asarray(values.sum(axis=1) * (MONTHS / values.shape[1]))


def pooled(values: Ints) -> Ints:
    """Every whole year of every run as a future of its own, batch by batch."""
    whole = [y for n, y in enumerate(years(values)) if (n + 1) * MONTHS <= values.shape[1]]
    if not whole:
        return np.asarray(values.sum(axis=1))
    batches = [np.split(y, BATCHES) for y in whole]
    return np.concatenate([np.concatenate([b[n] for b in batches]) for n in range(BATCHES)])


def _whole(value: float) -> int:
    return int(np.floor(value + 0.5))
