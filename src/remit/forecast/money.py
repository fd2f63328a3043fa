"""Sums of a forecast in words: whole units, with the error where there is one."""

from __future__ import annotations

from decimal import Decimal

from remit.forecast.record import Figure


def whole(minor: float, digits: int) -> str:
    """Whole units with separators: -1234567 cents are −12,346."""
    units = Decimal(round(minor)).scaleb(-digits).to_integral_value()
    return f"{units:,}".replace("-", "−")


def give(figure: Figure, digits: int) -> str:
    """The mean and its error: 12,346 ± 57."""
    return f"{whole(figure.mean, digits)} ± {whole(figure.mean_error, digits)}"


def short(minor: float, digits: int) -> str:
    """For axes: 120k, 1.5m."""
    units = minor / 10**digits
    sign, size = ("−" if units < 0 else ""), abs(units)
    for limit, letter in ((1e6, "m"), (1e3, "k")):
        if size >= limit:
            return f"{sign}{size / limit:.3g}{letter}"
    return f"{sign}{size:.3g}"
