"""The arithmetic, line by line: the readable reference. reckon_table.py does the same over columns, to the cent.

In this order, each over the lines in the order of the work:

    1 standing   which lines are charged at all
    2 tickets    those within a fair-use number of tickets are free
    3 steps      time in whole increments, for each entry, ticket or day
    4 minimum    at least so much time, for each entry, ticket or day
    5 included   time that the fee covers, period by period
    6 prepaid    time that blocks cover
    7 price      what is left, at the rate or the overage rate; flat charges once for each of what they are for
    8 rounding   to whole minor units, for each entry, ticket or the bill
    9 cap        no more than so much for each entry, ticket, day, month, ...
   10 approval   what goes beyond the threshold without approval
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from remit.charges.counting import share, stepped
from remit.charges.limits import approve, cap
from remit.charges.lines import Line
from remit.charges.money import rounded
from remit.charges.numbers import Doubt, Numbers, numbers
from remit.charges.stocks import included, prepaid, tickets
from remit.charges.sums import Sum, groups_of
from remit.charges.tariff import Price, Reading, Said
from remit.charges.terms import PriceTerms


def reckon(terms: PriceTerms, lines: Sequence[Line], reading: Reading) -> list[Sum]:
    """Every line's sum under the reading, in the order of the lines."""
    known: dict[tuple[int, bool], Numbers] = {}
    sums = []
    for line in lines:
        index = (line.tariff.number, line.entry.travel)
        if index not in known:
            known[index] = numbers(line.tariff, reading, travel=line.entry.travel)
        sums.append(_standing(line, known[index], reading))
    tickets(terms, sums, reading)
    live = [s for s in sums if s.charged]
    _count(live)
    included(terms, live, reading)
    live = [s for s in live if s.charged]
    prepaid(terms, live)
    for s in live:
        _price(s, reading, bool(terms.blocks))
    _flat(live)
    _round(live)
    cap(terms, live)
    approve(terms, live, reading)
    return sums


def _standing(line: Line, n: Numbers, reading: Reading) -> Sum:
    if n.travel:
        return _travelling(line, n, reading)
    said = line.coverage
    if said.verdict == "ruled" and said.value == "excluded":
        return Sum(line, n, False, "excluded")
    if said.verdict == "ruled" and said.value == "included" and not n.limited:
        return Sum(line, n, False, "included")
    settled = said.verdict == "ruled" or (said.verdict == "silent" and n.limited)
    doubts = list(n.doubts) if settled else [Doubt(said)]
    if reading == "usual" and doubts:
        return Sum(line, n, False, doubts[0].outcome, doubts, amount=None)
    return Sum(line, n, settled or reading == "most", "charged")


def _travelling(line: Line, n: Numbers, reading: Reading) -> Sum:
    if n.charged is False:
        return Sum(line, n, False, "included")
    doubts = list(n.doubts)
    unmeasured = n.distance is not None and line.entry.distance_m is None
    # Where time or a flat charge is paid too, an entry without a distance is the time's own.
    if unmeasured and n.travel_flat is None and (n.base is None or not line.seconds):
        doubts.append(Doubt(Said("travel_distance", "needs_fact", needs=("distance_km",))))
    if reading == "usual" and doubts:
        return Sum(line, n, False, doubts[0].outcome, doubts, amount=None)
    unbounded = reading == "most" and (not n.priced or bool(doubts and unmeasured))
    return Sum(line, n, bool(n.charged), "charged", amount=None if unbounded else 0)


def _count(live: list[Sum]) -> None:
    """Seconds in steps, then at least the minimum; each group's total is shared out in the order of the work."""
    for s in live:
        s.counted = s.billed = s.line.seconds if not s.numbers.travel or s.numbers.base is not None else 0

    def by_step(s: Sum) -> tuple[object, ...]:
        n = s.numbers
        return (n.step_scope, n.step, n.rounding, *s.line.unit(n.step_scope))

    def by_least(s: Sum) -> tuple[object, ...]:
        return (s.numbers.least_scope, s.numbers.least, *s.line.unit(s.numbers.least_scope))

    for group in groups_of(live, by_step):
        n = group[0].numbers
        total = stepped(sum(s.counted for s in group), n.step, n.rounding)
        for s, seconds in zip(group, share([s.counted for s in group], total), strict=True):
            s.counted = s.billed = seconds
    for group in groups_of((s for s in live if s.numbers.least), by_least):
        worked = sum(s.counted for s in group)
        total = max(worked, group[0].numbers.least) if worked else 0
        for s, seconds in zip(group, share([s.counted for s in group], total), strict=True):
            s.billed = seconds


def _price(s: Sum, reading: Reading, blocks: bool) -> None:
    n = s.numbers
    if n.travel:
        s.time = s.rest * (n.base or Fraction(0)) / 3600
        s.distance = max(Fraction(s.line.entry.distance_m or 0) - n.free_metres, Fraction(0)) * n.per_metre
        return
    if n.flat is not None or (s.excess_ticket and n.ticket_charge is not None) or not s.rest:
        return
    s.over = n.overage is not None and (n.grant is not None or blocks or s.excess_ticket)
    if reading == "usual" and n.price_doubts:
        s.outcome, s.amount = n.price_doubts[0].outcome, None
        s.doubts.extend(n.price_doubts)
        return
    rate = n.overage if s.over else n.rate
    # Whether after-hours overage is multiplied too is hardly ever said; only the dearest reading does so.
    if s.over and rate is not None and reading == "most":
        rate = rate * n.times
    if rate is None:
        s.amount = 0 if reading == "least" else None
        if reading == "usual":
            doubt = Doubt(s.line.tariff["rate"] if s.line.tariff["rate"].question else Said("rate", "silent"))
            s.outcome = doubt.outcome
            s.doubts.append(doubt)
        return
    s.time = s.rest * rate / 3600


def _flat(live: list[Sum]) -> None:
    """Flat charges stand with the first line of what they are for."""

    def once(question: str, of: Callable[[Sum], Price | None]) -> None:
        seen: set[Any] = set()
        for s in live:
            price = of(s)
            if price is None:
                continue
            key = (s.line.unit(price.unit.of), price.unit.of, price.minor)
            if key not in seen:
                seen.add(key)
                s.flat[question] = price.minor

    once("rate", lambda s: s.numbers.flat if not s.numbers.travel and not s.excess_ticket else None)
    once("call_out", lambda s: s.numbers.call_out)
    once("ticket_charge", lambda s: s.numbers.ticket_charge if s.excess_ticket else None)
    once("travel_flat", lambda s: s.numbers.travel_flat)


def _round(live: list[Sum]) -> None:
    settled = [s for s in live if s.amount is not None]

    def key(s: Sum) -> tuple[object, ...]:
        scope = s.numbers.amount_scope
        unit: tuple[object, ...] = () if scope == "bill" else s.line.unit(scope)
        return (scope, s.numbers.amount_rounding, s.numbers.currency, *unit)

    for group in groups_of(settled, key):
        how = group[0].numbers.amount_rounding
        exact, given = Fraction(0), 0
        for s in group:
            exact += s.exact
            s.amount = rounded(exact, how) - given
            given += s.amount
