"""What a provider would pay of a loss that is its fault: which kinds count, and up to which limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import erf, inf, log, sqrt
from typing import Literal

import numpy as np

from remit.charges.money import minor, rounded
from remit.contract import Contract
from remit.forecast.fleet import Floats
from remit.forecast.pricing import cents
from remit.forecast.priors import Priors

Limit = Literal["none", "amount", "months_of_fees", "fees_paid", "insurance"]


@dataclass(frozen=True)
class Liability:
    """`amount` is in minor units, or a number of months; None where the contract gives no size.

    without_business, without_data  these kinds of loss are ruled out
    """

    limit: Limit
    amount: float | None = None
    without_business: bool = False
    without_data: bool = False
    assumed: tuple[str, ...] = ()

    def cap(self, fee_a_month: float, paid: float) -> float:
        """The limit in minor units; infinite where there is none."""
        match self.limit:
            case "amount" | "insurance":
                return inf if self.amount is None else self.amount
            case "months_of_fees":
                return (12 if self.amount is None else self.amount) * fee_a_month
            case "fees_paid":
                return paid
            case "none":
                return inf


def liability_of(contract: Contract, known: Priors) -> Liability:
    """The contract's own limit. Where it states none there is none: the law may still have one."""
    kind: Limit = contract.value("liability_cap") or "none"
    value = contract.value("liability_cap_value")
    size = float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None
    assumed: tuple[str, ...] = ()
    if kind == "amount" and size is not None:
        size = float(rounded(minor(value, known.currency)))
    elif kind == "insurance":
        size, assumed = float(cents(known.value("insured_sum"), known.currency)), ("insured_sum",)
    return Liability(
        limit=kind,
        amount=size,
        without_business=contract.value("consequential_loss_excluded") is True,
        without_data=contract.value("data_loss_liability_excluded") is True,
        assumed=assumed,
    )


def limited_mean(mean: float, sigma: float, cap: float) -> float:
    """The mean of a log-normal loss as far as it lies below a limit: E min(X, cap).

    `sigma` is the standard deviation of the logarithm.
    """
    if cap <= 0 or mean <= 0:
        return 0.0
    if cap == inf:
        return mean
    if sigma <= 0:
        return min(mean, cap)
    mu = log(mean) - sigma * sigma / 2
    at = (log(cap) - mu) / sigma
    return mean * _phi(at - sigma) + cap * (1 - _phi(at))


def chance_below(mean: float, sigma: float, cap: float) -> float:
    """The chance that a log-normal number lies below a limit."""
    if mean <= 0 or cap == inf:
        return 1.0
    if cap <= 0:
        return 0.0
    return _phi((log(cap) - log(mean) + sigma * sigma / 2) / sigma) if sigma > 0 else float(mean < cap)


def capped_counts(means: Floats, most: int) -> Floats:
    """The means of Poisson numbers as far as they lie below a limit: E min(X, most)."""
    below, chance, total = np.zeros(len(means)), np.exp(-np.minimum(means, 600.0)), np.zeros(len(means))
    for n in range(most):
        below += chance
        total += 1 - below
        chance = chance * means / (n + 1)
        if n > means.max(initial=0.0) and chance.max(initial=0.0) < 1e-15:
            break
    # So many that chance hardly matters, and the smallest of the numbers above could not be written.
    return np.where(means > 600, np.minimum(means, most), total)


def _phi(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))
