"""Service credits: what the contract promises for each month in which targets were missed, and until when to claim it.

A credit is a percentage of the month's regular fee, ruled on for every kind of target with the share that was met
(facts `measure`, `priority`, `activity`, `attained_percent`). `credit_each` says whether it is given for each ticket
that missed, for each priority that fell short, or once a month; `credit_cap` limits a month's credits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

import polars as pl

from remit.audit.attainment import Attained, attained
from remit.audit.prices import Pricing
from remit.audit.record import Step
from remit.audit.setting import Setting
from remit.charges.money import fraction, rounded, show
from remit.charges.pools import period
from remit.charges.words import plain
from remit.contract import Value, vocabulary

_OF_MEASURE: Final = {"response": "responses", "resolution": "resolutions", "availability": "availability"}


@dataclass(frozen=True, slots=True)
class Credit:
    """What is due for one month.

    percent      of the fee, after the cap; None where tickets whose target is open decide it
    fee_minor    the month's regular fee; None where it is not known
    amount_minor whole minor units, half-up; None where percent or fee is open
    most_minor   the most, every open ticket taken as missed
    given_minor  what credit lines of the invoices give for the month
    claim_until  last day on which it can be claimed; None where the contract sets no limit
    automatic    whether it is given without a claim; None where the contract does not say
    """

    month: str
    percent: Fraction | None
    fee_minor: int | None
    amount_minor: int | None
    most_minor: int | None
    given_minor: int
    currency: str
    claim_until: date | None
    automatic: bool | None
    steps: tuple[Step, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chronic:
    """Credits in so many months that the contract lets the client leave: the months, and the clause."""

    months: tuple[str, ...]
    because: tuple[str, ...]


def credits_due(
    setting: Setting,
    pricing: Pricing,
    counted: pl.DataFrame,
    fees: Mapping[str, tuple[int, str, tuple[Step, ...]]],
    given: Mapping[str, int],
) -> tuple[Credit, ...]:
    """A credit for each month in which the contract may promise one.

    counted  attainment.COUNTS
    fees     the regular fee of each month: minor units, currency, and how it was reckoned
    given    minor units of credit that invoices give for each month
    """
    if "credit" not in pricing.tariffs.asked:
        return ()
    return tuple(
        _Month(setting, pricing, month, rows, fees.get(month), given.get(month, 0)).credit()
        for month, rows in _months(pricing, counted)
    )


def _months(pricing: Pricing, counted: pl.DataFrame) -> Iterator[tuple[str, list[Attained]]]:
    for month in sorted(counted["month"].unique()):
        mine = counted.filter(pl.col("month") == month)
        on = _first(month)
        over = pricing.tariffs.ask("attained_over", {}, on)
        tested = pricing.tariffs.facts("credit", on)
        by = [] if over.value == "all" else ["priority"]
        by += ["activity"] if "activity" in tested else []
        yield month, attained(mine, *by)


@dataclass(frozen=True)
class _Month:
    setting: Setting
    pricing: Pricing
    month: str
    rows: Sequence[Attained]
    fee: tuple[int, str, tuple[Step, ...]] | None
    given: int

    def credit(self) -> Credit:
        on = _first(self.month)
        low, steps = self._percent("most")
        high, _ = self._percent("least")
        ask = self.pricing.tariffs.ask
        cap = ask("credit_cap", {}, on)
        limit = fraction(cap.value) if cap.verdict == "ruled" else None
        currency = self.fee[1] if self.fee else self.setting.currency or ""
        if self.fee:
            steps += self.fee[2]
        if limit is not None and low > limit:
            steps.append(
                Step(
                    f"Credits of a month are limited to {plain(limit)} %: {plain(low)} % count as {plain(limit)} %.",
                    cap.because,
                )
            )
        low, high = (p if limit is None else min(p, limit) for p in (low, high))
        amount, most = (None if not self.fee else rounded(p * self.fee[0] / 100) for p in (low, high))
        settled = low == high
        if self.fee and settled and amount is not None:
            steps.append(Step(f"{plain(low)} % of {show(self.fee[0], currency)} = {show(amount, currency)}."))
        claim, days = ask("credit_claim", {}, on), ask("credit_claim_days", {}, on)
        until = None
        if days.verdict == "ruled":
            last = period("month", on, None)[1]
            until = last + timedelta(days=int(days.value))
            steps.append(
                Step(
                    f"To be claimed within {plain(fraction(days.value))} days of {last}: by {until}.",
                    days.because,
                )
            )
        elif claim.value == "automatic":
            steps.append(Step("It is given without a claim.", claim.because))
        return Credit(
            month=self.month,
            percent=low if settled else None,
            fee_minor=self.fee[0] if self.fee else None,
            amount_minor=amount if settled else None,
            most_minor=most,
            given_minor=self.given,
            currency=currency,
            claim_until=until,
            automatic={"automatic": True, "on_request": False}.get(str(claim.value)),
            steps=tuple(steps),
            because=tuple(dict.fromkeys(n for s in steps for n in s.because)),
        )

    def _percent(self, reading: str) -> tuple[Fraction, list[Step]]:
        """The sum of the credits, with the share that was met at its `least` or `most`."""
        total, steps = Fraction(0), []
        once: set[str] = set()
        on = _first(self.month)
        for row in self.rows:
            share = row.least if reading == "least" else row.most
            if share is None:
                continue
            facts = _facts(row, share)
            said = self.pricing.tariffs.ask("credit", facts, on)
            if said.verdict != "ruled" or not said.value:
                continue
            each = self.pricing.tariffs.ask("credit_each", facts, on)
            missed = row.missed + (row.open if reading == "least" else 0)
            percent, times = fraction(said.value), 1
            if each.value == "ticket":
                times = missed
            elif each.value == "month":
                fresh = [name for name in said.because if name not in once]
                once |= set(fresh)
                percent = sum((self._value(name, on) for name in fresh), Fraction(0))
                if not percent:
                    continue
            total += percent * times
            steps.append(Step(_sentence(row, share, missed, percent, times), (*said.because, *each.because)))
        return total, steps

    def _value(self, name: str, on: date) -> Fraction:
        return fraction(self.setting.terms.provision(name, on).value)


def _facts(row: Attained, share: Fraction) -> dict[str, Value]:
    facts: dict[str, Value] = {"measure": row.measure}
    if row.priority:
        facts["priority"] = row.priority
    if row.activity:
        facts["activity"] = row.activity
    return {**facts, "attained_percent": Decimal(share.numerator) / Decimal(share.denominator)}


def _sentence(row: Attained, share: Fraction, missed: int, percent: Fraction, times: int) -> str:
    due = row.met + row.missed + row.open
    label = vocabulary().facts["priority"].values
    of = f" of priority {label[row.priority].label}" if row.priority else ""
    kind = f" {row.activity}s" if row.activity else " tickets"
    each = f" for each of {times}: {plain(percent * times)} %" if times > 1 else ""
    return (
        f"{_OF_MEASURE[row.measure].capitalize()}{of}: {missed} of {due}{kind} late, {plain(share)} % in time: "
        f"a credit of {plain(percent)} %{each}."
    )


def chronic(pricing: Pricing, due: Iterable[Credit]) -> Chronic | None:
    """The first months with credits that are as many, and as close together, as the contract says."""
    months = [c.month for c in due if c.percent]
    if not months:
        return None
    on = _first(months[-1])
    misses, within = (pricing.tariffs.ask(q, {}, on) for q in ("chronic_misses", "chronic_within"))
    if misses.verdict != "ruled":
        return None
    count = int(misses.value)
    span = int(within.value) if within.verdict == "ruled" else count
    for n in range(len(months) - count + 1):
        some = months[n : n + count]
        if _number(some[-1]) - _number(some[0]) < span:
            return Chronic(tuple(some), (*misses.because, *within.because))
    return None


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
