"""What a contract asks for: its regular fee and the price of work in each class of event, for reckoning over arrays.

Prices are what `charges` reads from the contract. Where it bills and settles no price the market's is taken, and
`assumed` says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from remit.charges import price_terms
from remit.charges.money import minor, minor_digits, rounded
from remit.charges.numbers import Numbers, numbers
from remit.charges.tariff import Tariffs
from remit.charges.units import unit_of
from remit.contract import Contract, Value
from remit.errors import ModelProblem
from remit.forecast.events import EventClass
from remit.forecast.priors import MONTHS, Priors

Ints = NDArray[np.int64]
Each = Literal["agreement", "user", "device"]
OUTSIDE: Final = ("after_hours", "weekend", "holiday")
_PERIODS: Final = {
    "week": Fraction(52, 12),
    "month": Fraction(1),
    "quarter": Fraction(1, 3),
    "year": Fraction(1, 12),
}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_FEES: Final[dict[str, Each]] = {"fee": "agreement", "user_fee": "user", "device_fee": "device"}
_LONG_AGO: Final = date(2000, 1, 1)


@dataclass(frozen=True)
class Price:
    """Of work: minor units for an hour, in steps of `step` seconds, at least `least` seconds.

    each  minor units for every job beside its time, or in place of it where an hour costs nothing
    """

    hour: int
    step: int = 60
    least: int = 0
    each: int = 0

    def charge(self, minutes: Ints) -> Ints:
        """Minor units for jobs of so many minutes, each rounded up to steps by itself, half-up to the minor unit."""
        billed = np.maximum(-(-minutes * 60 // self.step) * self.step, self.least)
        return (billed * self.hour + 1800) // 3600 + self.each


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

    fees     empty where all work is paid by the hour
    of       the price of each class's work, by its number
    assumed  ids of assumptions that stand in for what the contract does not state
    rise     rise of fees and rates a year
    cap      most that extras come to in a month, in minor units
    """

    currency: str
    fees: tuple[Fee, ...]
    of: tuple[Price, ...]
    assumed: tuple[str, ...] = ()
    rise: float = 0.0
    pool: Pool | None = None
    credit: Credit | None = None
    cap: int | None = None
    allowances: tuple[Allowance, ...] = ()

    def a_month(self, users: NDArray[np.float64], devices: NDArray[np.float64]) -> Ints:
        """All fees of each month."""
        total = np.zeros(len(users), dtype=np.int64)
        for fee in self.fees:
            total += fee.a_month(users, devices)
        return total


def rise(prices: Prices, months: int) -> NDArray[np.float64]:
    """How much higher prices are in each month: they rise at the end of each year."""
    return np.asarray(np.power(1 + prices.rise, np.arange(months) // MONTHS))


def units(currency: str) -> int:
    """Minor units in one unit of the currency."""
    return int(10 ** minor_digits(currency))


def cents(amount: float, currency: str) -> int:
    """An assumed amount of money in minor units, half-up."""
    return rounded(minor(round(amount, 6), currency))


def currency_of(contract: Contract) -> str | None:
    """The one that the contract's prices name; None where there is none, or several."""
    return price_terms(contract).currency


class Stated:
    """A contract's own prices, ruled on once for each kind of work."""

    def __init__(self, contract: Contract, currency: str | None = None) -> None:
        self.contract, self.terms = contract, price_terms(contract, currency=currency)
        self.tariffs = Tariffs(self.terms)
        self.day = self.terms.model.latest or self.terms.starts or _LONG_AGO
        self._known: dict[tuple[object, ...], tuple[Numbers, Price | None]] = {}

    def of(self, contract: Contract) -> Stated:
        """The same prices for a contract that differs in other terms."""
        other = copy(self)
        other.contract = contract
        return other

    def numbers(self, facts: Mapping[str, Value]) -> Numbers:
        return self._both(facts)[0]

    def price(self, facts: Mapping[str, Value]) -> Price | None:
        """The price of such work; None where the contract settles none."""
        return self._both(facts)[1]

    def _both(self, facts: Mapping[str, Value]) -> tuple[Numbers, Price | None]:
        key = tuple(sorted(facts.items()))
        if key not in self._known:
            said = numbers(self.tariffs.of(facts, self.day), "usual", travel=False)
            self._known[key] = (said, self._priced(said))
        return self._known[key]

    def _priced(self, said: Numbers) -> Price | None:
        each = rounded(said.call_out.minor) if said.call_out else 0
        step, least = said.step or 60, said.least
        if said.flat is not None:
            return Price(0, step, least, each + rounded(said.flat.minor))
        return None if said.rate is None else Price(rounded(said.rate), step, least, each)

    def because(self, facts: Mapping[str, Value]) -> tuple[str, ...]:
        """Ids of the provisions behind the price; `derived` ones rest on a term field."""
        said = self.tariffs.of(facts, self.day).said.values()
        return tuple(dict.fromkeys(name for s in said for name in s.because))

    @cached_property
    def fees(self) -> tuple[Fee, ...]:
        """The regular fees that the contract settles, each as a sum a month."""
        if self.contract.value("fee_model") == "hourly":
            return ()
        found = []
        for question, each in _FEES.items():
            value = self.tariffs.ask(question, {}, self.day).value
            if value is None or value.get("amount") is None:
                continue
            period = unit_of(value).of or "month"
            if period in _PERIODS:
                currency = str(value.get("currency") or self.terms.currency or "")
                found.append(Fee(rounded(minor(value["amount"], currency) * _PERIODS[period]), each))
        return tuple(found)


def prices_of(stated: Stated, classes: Sequence[EventClass], known: Priors) -> Prices:
    """The contract's prices for these classes.

    ModelProblem where it states neither a fee that can be reckoned with nor work by the hour.
    """
    contract, fees = stated.contract, stated.fees
    if not fees and contract.value("fee_model") not in ("hourly", "block_hours"):
        raise ModelProblem(
            "The contract states no regular fee that can be reckoned with, and is not paid by the hour either.",
            "Make a terms file with `remit read FILE -o terms.yaml`, and fill in recurring_fee, or fee_model: hourly.",
        )
    assumed: dict[str, None] = {}
    found = _filled(stated, classes, known, assumed)
    credit = None
    if contract.value("service_credits") is True:
        credit = Credit(known.value("credit_percent"), known.value("credit_cap"))
        assumed |= dict.fromkeys(("credit_percent", "credit_cap"))
    rise = 0.0
    if contract.value("price_change") not in (None, "fixed"):
        rise = known.value("price_rise")
        assumed["price_rise"] = None
    said = [stated.numbers(c.facts) for c in classes]
    return Prices(
        currency=known.currency,
        fees=fees,
        of=found,
        assumed=tuple(assumed),
        rise=rise,
        pool=_pool(said, found),
        credit=credit,
        cap=_cap(said),
    )


def market(known: Priors) -> tuple[Price, Price]:
    """What another provider takes for work in support hours, and outside them."""
    rate = known.value("hourly_rate")
    late = rate * known.value("after_hours_times")
    quarter = 15 * 60
    return (
        Price(cents(rate, known.currency), quarter, quarter),
        Price(cents(late, known.currency), quarter, quarter),
    )


def _filled(
    stated: Stated, classes: Sequence[EventClass], known: Priors, assumed: dict[str, None]
) -> tuple[Price, ...]:
    """The contract's prices, and where it states none for some work the least that it states, or the market's."""
    own = [stated.price(c.facts) for c in classes]
    hours = [p.hour for p in own if p is not None and p.hour]
    usual = min(hours, default=0)
    if None in own and not hours:
        assumed["hourly_rate"] = None
        usual = cents(known.value("hourly_rate"), known.currency)
    times = Fraction(str(known.value("after_hours_times")))
    found = []
    for price, c in zip(own, classes, strict=True):
        it = price or Price(usual)
        if c.facts.get("hours") in OUTSIDE and it.hour:
            by_day = stated.price({**c.facts, "hours": "business"}) or Price(usual)
            if it.hour <= by_day.hour:
                # Nothing is said of a higher rate for late work: the market's is expected.
                assumed["after_hours_times"] = None
                it = Price(rounded(by_day.hour * times), it.step, it.least, it.each)
        found.append(it)
    return tuple(found)


def _pool(said: Sequence[Numbers], prices: Sequence[Price]) -> Pool | None:
    held = next(
        (n for n in said if n.grant is not None and n.period in _MONTHS and n.each == "agreement"), None
    )
    if held is None:
        return None
    beyond = held.overage if held.overage is not None else held.rate
    hour = rounded(beyond) if beyond is not None else max(p.hour for p in prices)
    return Pool(int(cast("Fraction", held.grant) / 60), _MONTHS[held.period], hour)


def _cap(said: Sequence[Numbers]) -> int | None:
    """The limit on a month's charges, where the contract has one of that kind."""
    caps = [n.cap for n in said if n.cap is not None]
    by_month = [rounded(c.minor) for c in caps if c.unit.of == "month"]
    return min(by_month, default=None)
