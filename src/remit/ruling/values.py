"""Values compared and combined: 30 and "30.0" minutes are one value; yes and 1 are two.

Money is a mapping {"amount": 120.5, "currency": "EUR", ...}. Numbers are reckoned as decimals, exactly.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any, Literal

Combine = Literal["agree", "sum", "min", "max"]
MOST_DIGITS = 400
"""Sums are exact up to here; the decimal module's own 28 digits would round what nobody rounded."""


def key(value: Any) -> Hashable:  # noqa: ANN401 - each question has its own form of value
    """Equal keys mean the same value; numbers are compared as numbers, whatever their form."""
    if isinstance(value, bool) or value is None:
        return (type(value).__name__, value)
    if isinstance(value, int | Decimal):
        return ("number", Decimal(value))
    if isinstance(value, float):
        return ("number", Decimal(str(value)))
    if isinstance(value, Mapping):
        return ("mapping", tuple(sorted((str(k), key(v)) for k, v in value.items())))
    if isinstance(value, list | tuple):
        return ("list", tuple(key(v) for v in value))
    return ("text", str(value))


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """One of each value, in an order that depends on the values only."""
    found = {key(v): v for v in values}
    return tuple(found[k] for k in sorted(found, key=repr))


def combined(how: Combine, values: Iterable[Any]) -> Any:  # noqa: ANN401
    """The sum, least or greatest of numbers or of amounts of money; ValueError says why there is none."""
    given = list(values)
    numbers = [_number(v) for v in given]
    units = [
        {k: v for k, v in value.items() if k != "amount"} if isinstance(value, Mapping) else None
        for value in given
    ]
    if any(unit != units[0] for unit in units):
        raise ValueError("the amounts are in different units")
    with localcontext(prec=MOST_DIGITS):
        result = sum(numbers, Decimal(0)) if how == "sum" else min(numbers) if how == "min" else max(numbers)
    plain: int | Decimal = int(result) if result == result.to_integral_value() else result
    return plain if units[0] is None else {"amount": plain, **units[0]}


def _number(value: Any) -> Decimal:  # noqa: ANN401
    amount = value.get("amount") if isinstance(value, Mapping) else value
    found = key(amount)
    if not isinstance(found, tuple) or found[0] != "number":
        raise ValueError(f"{value!r} is no number")
    return Decimal(found[1])


def text(value: Any) -> str:  # noqa: ANN401
    """The value in a column of texts: a word as it is, a number in plain digits, anything else as JSON."""
    if isinstance(value, str):
        return value
    found = key(value)
    if isinstance(found, tuple) and found[0] == "number":
        return digits(Decimal(found[1]))
    return json.dumps(value, sort_keys=True, default=str)


def digits(number: Decimal) -> str:
    """The number in plain digits, without zeros that say nothing, and never rounded."""
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown == "-0" else shown
