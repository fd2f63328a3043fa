"""What a contract asks for: its regular fee and the price of work in each class of event, for reckoning over arrays.

Prices are what the contract states. Where it bills and states no price, the market's is taken and `assumed` says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from remit.contract import Contract, Value
from remit.errors import ModelProblem
from remit.forecast.events import EventClass
from remit.forecast.priors import Priors

Ints = NDArray[np.int64]
CENTS = 100
"""Minor units of a unit of money; currencies without cents are reckoned in hundredths and shown in whole units."""
Each = Literal["agreement", "user", "device"]
_UNITS: dict[Each, str] = {
    "user": r"user|person|people|employee|seat|mailbox|member|head",
    "device": r"device|computer|endpoint|workstation|desktop|laptop|\bpc\b|machine",
}
_PERIODS = {
    "week": Fraction(52, 12),
    "quarter": Fraction(1, 3),
    "year": Fraction(1, 12),
    "annum": Fraction(1, 12),
}
_OUTSIDE = ("after_hours", "weekend", "holiday")
UNFIT = r"hour|ticket|visit|call|day|job|minute"
"""Fees for these are prices of work, not a fee that comes every month."""


@dataclass(frozen=True)
class Price:
    """Of work: minor units for an hour, in steps of `step` minutes, at least `least` minutes, and `call_out` on top."""

    hour: int
    step: int = 1
    least: int = 0
    call_out: int = 0

    def charge(self, minutes: Ints) -> Ints:
        """Minor units for jobs of so many minutes, each rounded up to steps by itself, half-up to the minor unit."""
        billed = minutes if self.step == 1 else -(-minutes // self.step) * self.step
        return (np.maximum(billed, self.least) * self.hour + 30) // 60 + self.call_out


@dataclass(frozen=True)
class Fee:
    """Minor units a month for each agreement, user or device."""

    minor: int
    each: Each = "agreement"

    def a_month(self, users: NDArray[np.float64], devices: NDArray[np.float64]) -> Ints:
        """The fee in each month; users and devices count in whole numbers, half-up."""
        if self.each == "agreement":
            return np.full(len(users), self.minor, dtype=np.int64)
        count = np.floor((users if self.each == "user" else devices) + 0.5).astype(np.int64)
        return count * self.minor


@dataclass(frozen=True)
class Pool:
    """Time in the fee: `minutes` for each period of `months`; what goes beyond is charged by the hour."""

    minutes: int
    months: int
    hour: int


@dataclass(frozen=True)
class Credit:
    """What a missed target gives back, and the most of a month, as parts of the month's fee."""

    share: float
    most: float


@dataclass(frozen=True)
class Allowance:
    """So many events of a kind a year without a charge."""

    kind: str
    a_year: int


@dataclass(frozen=True)
class Prices:
    """Everything about money that a forecast asks of a contract.

    of        the price of each class's work, by its number
    fee       None where all work is paid by the hour
    assumed   ids of assumptions that stand in for what the contract does not state
    cap       most that extras come to in a month, in minor units
    rise      rise of fee and rates a year
    """

    currency: str
    fee: Fee | None
    of: tuple[Price, ...]
    assumed: tuple[str, ...] = ()
    rise: float = 0.0
    pool: Pool | None = None
    credit: Credit | None = None
    cap: int | None = None
    allowances: tuple[Allowance, ...] = ()


def cents(amount: Any) -> int:  # noqa: ANN401 - a number as a file holds it
    """An amount of money in minor units, half-up."""
    exact = Fraction(str(amount)) * CENTS
    return int((exact + Fraction(1, 2)) // 1)


def currency_of(contract: Contract) -> str | None:
    """The one that the contract's prices name; None where there is none, or several."""
    values = (contract.value(f) for f in ("recurring_fee", "hourly_rate", "after_hours_rate"))
    found = {str(v["currency"]) for v in values if isinstance(v, Mapping) and v.get("currency")}
    return found.pop() if len(found) == 1 else None


def prices_of(contract: Contract, classes: Sequence[EventClass], known: Priors) -> Prices:
    """The contract's prices for these classes; ModelProblem where it states neither a fee nor work by the hour."""
    fee, assumed = fee_of(contract), list[str]()
    by_hour = contract.value("fee_model") in ("hourly", "block_hours")
    if fee is None and not by_hour:
        raise ModelProblem(
            "The contract states no regular fee that can be reckoned with, and is not paid by the hour either.",
            "Make a terms file with `remit read FILE -o terms.yaml`, and fill in recurring_fee, or fee_model: hourly.",
        )
    rate = hourly(contract)
    if rate is None:
        assumed.append("hourly_rate")
        rate = cents(f"{known.value('hourly_rate'):.2f}")
    step, least = (
        _minutes(contract, "billing_increment_minutes") or 1,
        _minutes(contract, "minimum_charge_minutes"),
    )
    after, stated = after_hours(contract, rate, known)
    if not stated:
        assumed.append("after_hours_times")
    day, night = Price(rate, step, least), Price(after, step, least)
    credit = None
    if contract.value("service_credits") is True:
        credit = Credit(known.value("credit_percent"), known.value("credit_cap"))
        assumed += ["credit_percent", "credit_cap"]
    rise = 0.0
    if contract.value("price_change") not in (None, "fixed"):
        rise = known.value("price_rise")
        assumed.append("price_rise")
    return Prices(
        currency=known.currency,
        fee=fee,
        of=tuple(night if c.facts.get("hours") in _OUTSIDE else day for c in classes),
        assumed=tuple(assumed),
        rise=rise,
        credit=credit,
    )


def fee_of(contract: Contract) -> Fee | None:
    """The regular fee; None where none is stated or none can be made a sum a month."""
    value = contract.value("recurring_fee")
    if (
        not isinstance(value, Mapping)
        or value.get("amount") is None
        or contract.value("fee_model") == "hourly"
    ):
        return None
    per = str(value.get("per") or "month").lower()
    each: Each = next((name for name, words in _UNITS.items() if re.search(words, per)), "agreement")
    if each == "agreement" and re.search(UNFIT, per):
        return None
    times = next((n for word, n in _PERIODS.items() if word in per), Fraction(1))
    return Fee(int((Fraction(str(value["amount"])) * CENTS * times + Fraction(1, 2)) // 1), each)


def hourly(contract: Contract) -> int | None:
    """Minor units for an hour in support hours; None where the contract states none."""
    value = contract.value("hourly_rate")
    return cents(value["amount"]) if isinstance(value, Mapping) and value.get("amount") is not None else None


def after_hours(contract: Contract, rate: int, known: Priors) -> tuple[int, bool]:
    """Minor units for an hour outside support hours, and whether the contract states it."""
    value = contract.value("after_hours_rate")
    if isinstance(value, Mapping) and value.get("amount") is not None:
        return cents(value["amount"]), True
    stated = isinstance(value, Mapping) and value.get("multiplier") is not None
    times = Decimal(str(value["multiplier"])) if stated else Decimal(str(known.value("after_hours_times")))
    return int((Fraction(times) * rate + Fraction(1, 2)) // 1), stated


def at_market(minutes: Ints, known: Priors, facts: Mapping[str, Value]) -> Ints:
    """What another provider would take for work that the contract leaves to others."""
    rate = known.value("hourly_rate") * (
        known.value("after_hours_times") if facts.get("hours") in _OUTSIDE else 1
    )
    return Price(cents(f"{rate:.2f}"), 15, 15).charge(minutes)


def _minutes(contract: Contract, field: str) -> int:
    value = contract.value(field)
    return int(Fraction(str(value))) if isinstance(value, int | float | Decimal) and value > 0 else 0
