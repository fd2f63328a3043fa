"""What hours of work come to at the rate that the contract itself states, with every figure of the sum."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from remit.contract import Contract
from remit.ruling.gap_report import Weight

TENTH, CENT = Decimal("0.1"), Decimal("0.01")


def at_rate(weight: Weight, unit: str, contract: Contract) -> tuple[Decimal, Decimal, Decimal, str] | None:
    """Hours, rate, amount and currency; None where the worth is no hours, or the contract states no rate.

    The hours are rounded first, so that the sum can be checked by hand.
    """
    rate = contract.value("hourly_rate")
    if unit != "hours" or not isinstance(rate, Mapping) or rate.get("amount") is None:
        return None
    hours = weight.worth.quantize(TENTH, ROUND_HALF_UP)
    price = Decimal(str(rate["amount"])).quantize(CENT, ROUND_HALF_UP)
    return hours, price, (hours * price).quantize(CENT, ROUND_HALF_UP), str(rate.get("currency") or "")
