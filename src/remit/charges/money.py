"""Money, exactly: fractions of a minor unit while reckoning, whole minor units in the end. No floats.

The minor unit is the currency's own: a cent of EUR, a whole yen, a thousandth of a Kuwaiti dinar.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import yaml

from remit.errors import ModelProblem, RequestProblem

Rounding = Literal["half_up", "half_even", "up", "down"]
ROUNDINGS: Final = ("half_up", "half_even", "up", "down")
_SHOWN: Final = 4
"""Decimal places beyond the minor unit in which an amount that is not yet rounded is shown."""


@cache
def _digits() -> dict[str, int]:
    text = files("remit.charges").joinpath("currencies.yaml").read_text(encoding="utf-8")
    found: dict[str, int] = yaml.safe_load(text)["minor_digits"]
    return found


def minor_digits(currency: str) -> int:
    """Decimal places of the currency's minor unit (ISO 4217); two where the code is not listed."""
    return _digits().get(currency.upper(), 2)


def fraction(value: Any) -> Fraction:  # noqa: ANN401 - a number as a file holds it
    """The number as it was written: 0.1 is a tenth. ModelProblem where it is none."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ModelProblem(f"{value!r} is no number.", "Correct the terms.")
    return Fraction(str(value))


def minor(amount: Any, currency: str) -> Fraction:  # noqa: ANN401 - a number as a file holds it
    """An amount of major units in minor units; not rounded, for a kilometre may cost half a cent."""
    return fraction(amount) * Fraction(10 ** minor_digits(currency))


def rounded(value: Fraction, how: Rounding = "half_up") -> int:
    """To a whole number. Half-up means away from zero, as in commerce: -0.5 becomes -1."""
    sign, size = (-1, -value) if value < 0 else (1, value)
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    match how:
        case "half_up":
            more = twice >= 0
        case "half_even":
            more = twice > 0 or (twice == 0 and whole % 2 == 1)
        case "up":
            more = rest > 0
        case "down":
            more = False
    return sign * (whole + more)


def show(value: Fraction | int, currency: str) -> str:
    """Such as "EUR 41.67", or "EUR 41.6666…" where it is not a whole number of minor units."""
    digits = minor_digits(currency)
    sign, size = ("-", -Fraction(value)) if value < 0 else ("", Fraction(value))
    places = digits if size.denominator == 1 else digits + _SHOWN
    scaled = size / 10**digits * 10**places
    whole = int(scaled)
    text = f"{whole // 10**places:,}" + (f".{whole % 10**places:0{places}d}" if places else "")
    if size.denominator != 1:
        text = text if scaled != whole else text.rstrip("0")
    return f"{currency} {sign}{text}{'…' if scaled != whole else ''}".strip()


def one_currency(currencies: Iterable[str]) -> str | None:
    """The one currency among them, None where there is none; RequestProblem where they differ."""
    found = sorted(set(currencies))
    if len(found) > 1:
        raise RequestProblem(
            f"Amounts in {' and '.join(found)} can't be added up.", "Ask for the totals by currency."
        )
    return found[0] if found else None
