"""The assumptions of a forecast: numbers with a range, a source and a confidence, from priors.yaml.

Whoever knows better sets them: `priors().with_values({"tickets_per_user_month": 0.6})`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, Self

import yaml
from pydantic import Field, PrivateAttr, model_validator

from remit.contract.event import suggestion
from remit.contract.vocabulary import Record
from remit.errors import RequestProblem

Confidence = Literal["strong", "moderate", "weak", "assumed"]
SOFT: frozenset[Confidence] = frozenset({"weak", "assumed"})
"""What a forecast calls assumed: nobody has counted it, or one voice has."""
MONTHS = 12
OWN = 0.1
"""How far a person's own number is taken to be off, as a part of it."""


class Prior(Record):
    """One number. `low` and `high` are how far it may reasonably be off; `read` says that the source was read.

    given  a person's own value stands in its place
    """

    label: str
    unit: str
    value: float = Field(allow_inf_nan=False)
    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    confidence: Confidence
    read: bool
    key: bool = False
    note: str
    sources: tuple[str, ...] = ()
    given: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} is not between {self.low} and {self.high}")
        if self.confidence != "assumed" and not self.sources and not self.given:
            raise ValueError("a number that is not assumed has a source")
        return self

    @property
    def in_money(self) -> bool:
        return self.unit.startswith("USD")

    @property
    def soft(self) -> bool:
        return self.confidence in SOFT and not self.given


class Priors(Record):
    """All assumptions. `value(id)` is the number; money is in the currency that was asked for."""

    schema_: Literal["remit/priors/1"] = Field(alias="schema")
    compiled: str
    currency: str
    exchange: dict[str, float]
    seasons: tuple[float, ...] = Field(min_length=MONTHS, max_length=MONTHS)
    failure_by_age: tuple[float, ...] = Field(min_length=1)
    sources: dict[str, str]
    priors: dict[str, Prior]
    _worths: dict[str, float] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unknown = {s for p in self.priors.values() for s in p.sources} - self.sources.keys()
        if unknown:
            raise ValueError(f"no source {', '.join(sorted(unknown))}")
        return self

    def prior(self, name: str) -> Prior:
        if name not in self.priors:
            raise RequestProblem(f"'{name}' is no assumption.", suggestion(name, self.priors))
        return self.priors[name]

    def value(self, name: str) -> float:
        """Money is in `currency`."""
        found = self._worths.get(name)
        if found is None:
            found = self._worths[name] = self.prior(name).value * self._worth(name)
        return found

    def span(self, name: str) -> tuple[float, float]:
        """How far the number may reasonably be off, in `currency` where it is money."""
        found, worth = self.prior(name), self._worth(name)
        return found.low * worth, found.high * worth

    def _worth(self, name: str) -> float:
        # A person's own number is in the forecast's currency already.
        found = self.prior(name)
        return self.exchange[self.currency] if found.in_money and not found.given else 1.0

    def with_exchange(self, rates: Mapping[str, float]) -> Self:
        """The same with other rates of exchange: what a dollar is worth in each currency."""
        return self._with(exchange=dict(rates))

    def in_currency(self, currency: str) -> Self:
        """The same with money in another currency; RequestProblem where its rate is not known."""
        if currency not in self.exchange:
            raise RequestProblem(
                f"What a dollar is worth in {currency} is not known.",
                f"Known: {', '.join(self.exchange)}. Give `exchange: {{{currency}: ...}}` in the needs file.",
            )
        return self._with(currency=currency)

    def with_values(self, values: Mapping[str, float]) -> Self:
        """The same with a person's own numbers, in the currency of the forecast where they are money.

        RequestProblem for a number that can't be: a negative rate, a share above one.
        """
        changed = dict(self.priors)
        for name, value in values.items():
            old = self.prior(name)
            limit = 1.0 if old.unit == "share" else None
            if not (value == value and value >= 0 and (limit is None or value <= limit)):  # noqa: PLR0124 - NaN
                raise RequestProblem(
                    f"{name} can't be {value:g}.",
                    f"{old.label}: {old.unit}, usually {old.low:g} to {old.high:g}.",
                )
            top = value * (1 + OWN) if limit is None else min(limit, value * (1 + OWN))
            changed[name] = old.model_copy(
                update={"value": value, "low": value * (1 - OWN), "high": top, "given": True}
            )
        return self._with(priors=changed)

    def _with(self, **update: object) -> Self:
        copy = self.model_copy(update=update)
        # What was reckoned for the original is not true of the copy.
        copy._worths = {}  # noqa: SLF001 - a copy of ourselves
        return copy


@cache
def priors() -> Priors:
    """The assumptions that come with the package."""
    text = files("remit.forecast").joinpath("priors.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Priors.model_validate(yaml.load(text, Loader=loader))  # noqa: S506 - the safe loader, in C where built
