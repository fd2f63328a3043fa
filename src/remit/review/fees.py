"""The regular fee as a sum a month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from remit.contract import Contract, Value
from remit.contract.vocabulary import Record
from remit.review.wording import amount, plain

MONTHS = {
    "month": Decimal(1),
    "quarter": Decimal(3),
    "year": Decimal(12),
    "annum": Decimal(12),
    "annual": Decimal(12),
    "week": Decimal(12) / 52,
}
UNITS = {
    "users": r"user|person|people|employee|seat|mailbox|member|head",
    "devices": r"device|computer|endpoint|workstation|desktop|laptop|\bpc\b|machine",
}
UNKNOWN = r"hour|site|location|server|ticket|visit|call|day"
"""Prices for these can't be made a sum a month: how many there will be is nobody's guess."""


class Fee(Record):
    """`steps` show how the sum came about where the contract does not state it as it stands.

    example  the number of users or devices is the playbook's, not the contract's
    """

    a_month: Decimal
    currency: str
    steps: tuple[str, ...] = ()
    example: bool = False

    def say(self) -> str:
        return amount(self.a_month, self.currency)


def currency(contract: Contract) -> str:
    fee = contract.value("recurring_fee")
    return str(fee.get("currency") or "") if isinstance(fee, dict) else ""


def monthly_fee(contract: Contract, ordinary: Mapping[str, Value]) -> Fee | None:
    """A price for each user or device is taken times the number of the playbook's ordinary firm, and says so.

    None where no amount is written or none can be worked out.
    """
    fee = contract.value("recurring_fee")
    if not isinstance(fee, dict) or fee.get("amount") is None:
        return None
    money, per, unit = Decimal(str(fee["amount"])), str(fee.get("per") or "month").lower(), currency(contract)
    counted = next((fact for fact, words in UNITS.items() if re.search(words, per)), None)
    if counted is None and re.search(UNKNOWN, per):
        return None
    months = next((n for word, n in MONTHS.items() if word in per), Decimal(1))
    steps = []
    if counted:
        number = Decimal(str(ordinary[counted]))
        steps.append(
            f"{amount(money, unit)} × {plain(number)} {counted} = {amount(money * number, unit)}. "
            f"The number of {counted} is an example; put your own in its place."
        )
        money *= number
    if months != 1:
        steps.append(f"{amount(money, unit)} {per} = {amount(_cents(money / months), unit)} a month.")
    return Fee(a_month=_cents(money / months), currency=unit, steps=tuple(steps), example=counted is not None)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
