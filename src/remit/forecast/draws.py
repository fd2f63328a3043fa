"""Chance, the same on every machine: raw bits of a fixed generator, turned into numbers by tables of our own.

A bit generator's stream is fixed by its definition, while the methods built on it may change with a library's
version. Hence only raw bits are taken, and every distribution is a table of its quantiles. Streams are named by a
seed and a path of numbers, so that every contract meets the same events whatever else is drawn.
"""

from __future__ import annotations

from functools import cache
from math import erf, exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
QUANTILES = 1 << 16
"""Entries of a table of hours or losses; each is the mean of its slice, so that the whole keeps its mean."""
_GAMMA = 1 << 12
_STEP = 1.02
"""Poisson tables are made for means this far apart; a draw for a mean between two is thinned down from the larger."""


def raw(seed: int, path: tuple[int, ...], size: int) -> Bits:
    """`size` words of 64 random bits of the stream that the path names."""
    source = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=path))
    return np.asarray(source.random_raw(size), dtype=np.uint64)


def uniforms(seed: int, path: tuple[int, ...], size: int) -> Floats:
    """Numbers above 0 and below 1."""
    return ((raw(seed, path, size) >> np.uint64(11)).astype(np.float64) + 0.5) / float(1 << 53)


def strata(seed: int, path: tuple[int, ...], size: int) -> Floats:
    """As many numbers, one in each of as many equal slices of 0 to 1, in random order: rare events come evenly."""
    order = np.argsort(raw(seed, (*path, 0), size), kind="stable")
    return (order + uniforms(seed, (*path, 1), size)) / size


@cache
def lognormal_table(cv: float) -> Floats:
    """Quantiles of a log-normal number of mean 1 and this coefficient of variation."""
    if cv <= 0:
        return np.ones(QUANTILES)
    sigma = sqrt(log(1 + cv * cv))
    normal = NormalDist()
    below = np.zeros(QUANTILES + 1)
    below[1:-1] = [_phi(normal.inv_cdf(i / QUANTILES) - sigma) for i in range(1, QUANTILES)]
    below[-1] = 1.0
    return np.asarray(np.diff(below) * QUANTILES)


def spread_of(sigma: float) -> float:
    """The coefficient of variation of a log-normal number whose logarithm has this standard deviation."""
    return sqrt(exp(sigma * sigma) - 1)


@cache
def gamma_table(cv: float) -> Floats:
    """Quantiles of a gamma number of mean 1 and this coefficient of variation."""
    if cv <= 0:
        return np.ones(_GAMMA)
    shape = 1 / (cv * cv)
    # In the logarithm of the number the density is smooth for every shape.
    width = 40 * sqrt(1 / shape) + 30 / shape
    x = np.linspace(log(shape) - width, log(shape) + min(width, 8.0), 400_001)
    density = np.exp(shape * x - np.exp(x) - (shape * log(shape) - shape))
    held, moment = _summed(density), _summed(density * np.exp(x))
    cuts = np.interp(np.arange(_GAMMA + 1) / _GAMMA, held / held[-1], moment / moment[-1])
    cuts[0], cuts[-1] = 0.0, 1.0
    return np.asarray(np.diff(cuts) * _GAMMA)


def pick(table: Floats, u: Floats) -> Floats:
    """The table's entries at these uniform numbers."""
    return np.asarray(table[(u * len(table)).astype(np.int64)])


def poisson(means: Floats, u: Floats) -> tuple[Ints, Floats]:
    """Counts drawn for means no smaller than these, and the part of each count's events to keep.

    Keeping each event with that chance makes the count a Poisson number of the mean that was asked for.
    """
    counts, keep = np.zeros(len(means), dtype=np.int64), np.ones(len(means))
    some = means > 0
    if not some.any():
        return counts, keep
    step = np.ceil(np.log(means[some]) / log(_STEP)).astype(np.int64)
    found = np.zeros(len(step), dtype=np.int64)
    order = np.argsort(step, kind="stable")
    levels, starts = np.unique(step[order], return_index=True)
    drawn = u[some]
    for level, start, end in zip(levels, starts, [*starts[1:], len(step)], strict=True):
        where = order[start:end]
        found[where] = np.searchsorted(_poisson_table(int(level)), drawn[where], side="right")
    counts[some] = found
    keep[some] = np.minimum(1.0, means[some] / np.power(_STEP, step.astype(np.float64)))
    return counts, keep


@cache
def _poisson_table(level: int) -> Floats:
    """The chances to be at most 0, 1, 2, ... for the mean of a level."""
    mean = _STEP**level
    top = int(mean + 12 * sqrt(mean) + 30)
    logs = [k * log(mean) - mean - lgamma(k + 1) for k in range(top)]
    return np.asarray(np.minimum(np.cumsum(np.exp(logs)), 1.0))


def _phi(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))


def _summed(density: Floats) -> Floats:
    steps = (density[1:] + density[:-1]) / 2
    return np.concatenate([[0.0], np.cumsum(steps)])
