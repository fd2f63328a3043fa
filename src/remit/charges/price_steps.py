"""The steps in which time and distance become money, and what limits take off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from remit.charges.money import show
from remit.charges.numbers import METRES
from remit.charges.record import Step
from remit.charges.sums import Sum
from remit.charges.words import KINDS, by_canon, duration, plain


def price_steps(live: Sequence[Sum]) -> Iterator[Step]:
    for s in live:
        yield from _flat(s)
        yield from _travel(s) if s.numbers.travel else _time(s)
    yield from _rounding([s for s in live if s.amount is not None])


def _flat(s: Sum) -> Iterator[Step]:
    n = s.numbers
    prices = {
        "rate": n.flat,
        "call_out": n.call_out,
        "ticket_charge": n.ticket_charge,
        "travel_flat": n.travel_flat,
    }
    for question, minor in s.flat.items():
        price = prices[question]
        unit = price.unit.of if price else ""
        text = f"{show(minor, n.currency)} once for each {unit}."
        yield Step(question, text, minor, s.line.tariff[question].because, "stated")
    if n.flat is not None and "rate" not in s.flat and not n.travel and not s.excess_ticket:
        text = f"The charge for each {n.flat.unit.of} stands with earlier work."
        yield Step("rate", text, because=s.line.tariff["rate"].because, basis="stated")


def _time(s: Sum) -> Iterator[Step]:
    n, tariff = s.numbers, s.line.tariff
    if (
        s.amount is None
        or not s.rest
        or n.flat is not None
        or (s.excess_ticket and n.ticket_charge is not None)
    ):
        return
    question, base = ("overage", n.overage) if s.over else ("rate", n.base)
    said = tariff[question]
    because, factor = said.because, ""
    if not s.over and n.times != 1:
        because, factor = (*because, *tariff["rate_multiplier"].because), f" × {plain(n.times)}"
    kind = f" {KINDS[s.line.kind]}" if s.line.kind else ""
    text = f"{duration(s.rest)}{kind} × {show(base or 0, n.currency)} an hour{factor} = {show(s.time, n.currency)}"
    yield Step(question, f"{text}{by_canon(said)}.", s.time, because, "stated")
    if s.over and n.times != 1:
        text = "The contract does not say whether the rate beyond included time is multiplied too; it is not."
        yield Step("rate_multiplier", text, because=tariff["rate_multiplier"].because, basis="silent")


def _travel(s: Sum) -> Iterator[Step]:
    n, tariff = s.numbers, s.line.tariff
    if s.time:
        text = f"{duration(s.rest)} of travel × {show(n.base or 0, n.currency)} an hour = {show(s.time, n.currency)}."
        yield Step("travel_time", text, s.time, tariff["travel_time"].because, "stated")
    if n.distance is not None and s.line.entry.distance_m is not None:
        unit = n.distance.unit.of
        driven, free = Fraction(s.line.entry.distance_m) / METRES[unit], n.free_metres / METRES[unit]
        charged = max(driven - free, Fraction(0))
        less = f" − {plain(free)} free = {plain(charged)} {unit}s" if free else f" {unit}s"
        text = (
            f"{plain(driven)}{less} × {show(n.distance.minor, n.currency)} = {show(s.distance, n.currency)}."
        )
        because = (*tariff["travel_distance"].because, *tariff["travel_free"].because)
        yield Step("travel_distance", text, s.distance, because, "stated")


def _rounding(settled: Sequence[Sum]) -> Iterator[Step]:
    exact = sum((s.exact for s in settled), Fraction(0))
    whole = sum((s.amount or 0) + s.capped + s.unapproved for s in settled)
    if exact == whole:
        return
    n, tariff = settled[0].numbers, settled[0].line.tariff
    how, scope = tariff["amount_rounding"], tariff["amount_scope"]
    silent = "" if how.verdict == "ruled" else "; the contract does not say how"
    text = (
        f"{show(exact, n.currency)} rounded {n.amount_rounding.replace('_', ' ')} for each {n.amount_scope}: "
        f"{show(whole, n.currency)}{silent}."
    )
    because = (*how.because, *scope.because)
    yield Step("amount", text, whole - exact, because, "stated" if because else "arithmetic")


def limit_steps(live: Sequence[Sum]) -> Iterator[Step]:
    capped, refused = sum(s.capped for s in live), sum(s.unapproved for s in live)
    if capped:
        s = next(s for s in live if s.capped)
        cap, tariff = s.numbers.cap, s.line.tariff
        if cap:
            text = f"Charges are limited to {show(cap.minor, cap.currency)} for each {cap.unit.of}: {show(capped, cap.currency)} are not charged."
            yield Step("cap", text, Fraction(-capped), tariff["cap"].because, "stated")
    if refused:
        s = next(s for s in live if s.unapproved)
        limit, tariff = s.numbers.approval, s.line.tariff
        if limit:
            text = (
                f"Above {show(limit.minor, limit.currency)} for each {limit.unit.of} approval is needed and was not "
                f"given: {show(refused, limit.currency)} are not charged."
            )
            because = (*tariff["approval_above"].because, *tariff["unapproved"].because)
            yield Step("approval_above", text, Fraction(-refused), because, "stated")
