"""The arithmetic, line by line: the readable reference. columnar.py does the same over frames, to the cent.

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

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from remit.charges.counting import covered, share, stepped
from remit.charges.lines import Line
from remit.charges.money import rounded
from remit.charges.numbers import SPANS, Doubt, Numbers, numbers
from remit.charges.pools import DAY, carried, period, stretches
from remit.charges.tariff import Price, Reading, Said
from remit.charges.terms import PriceTerms


@dataclass
class Sum:
    """What becomes of a line under one reading; steps.py tells it.

    charged        its time is charged, or drawn from what is prepaid
    outcome        of the line as it stands
    doubts         what keeps it from being settled
    free_ticket    its ticket is within a fair-use number; excess_ticket: beyond it
    counted        seconds after steps; billed: after the minimum
    included       of these, covered by included time; prepaid: covered by blocks
    granted        weighted seconds included for its period; carried: left over from earlier ones
    over           what is left is charged at the overage rate
    time, distance, flat  the amount before rounding, exactly, in minor units; flat charges by their question
    amount         in whole minor units; None while it is not settled
    capped         taken off by a cap; unapproved: taken off for want of approval
    """

    line: Line
    numbers: Numbers
    charged: bool
    outcome: str
    doubts: list[Doubt] = field(default_factory=list)
    free_ticket: bool = False
    excess_ticket: bool = False
    counted: int = 0
    billed: int = 0
    included: int = 0
    granted: Fraction = Fraction(0)
    carried: Fraction = Fraction(0)
    prepaid: int = 0
    over: bool = False
    time: Fraction = Fraction(0)
    distance: Fraction = Fraction(0)
    flat: dict[str, Fraction] = field(default_factory=dict)
    amount: int | None = 0
    capped: int = 0
    unapproved: int = 0

    @property
    def rest(self) -> int:
        """Seconds left to be charged."""
        return self.billed - self.included - self.prepaid

    @property
    def exact(self) -> Fraction:
        return self.time + self.distance + sum(self.flat.values(), Fraction(0))


def reckon(terms: PriceTerms, lines: Sequence[Line], reading: Reading) -> list[Sum]:
    """Every line's sum under the reading, in the order of the lines."""
    known: dict[tuple[int, bool], Numbers] = {}
    sums = []
    for line in lines:
        index = (line.tariff.number, line.entry.travel)
        if index not in known:
            known[index] = numbers(line.tariff, reading, travel=line.entry.travel)
        sums.append(_standing(line, known[index], reading))
    _tickets(terms, sums, reading)
    live = [s for s in sums if s.charged]
    _count(live)
    _included(terms, live, reading)
    live = [s for s in live if s.charged]
    _prepaid(terms, live)
    for s in live:
        _price(s, reading, bool(terms.blocks))
    _flat(live)
    _round(live)
    _cap(terms, live)
    _approve(terms, live, reading)
    return sums


def _groups(sums: Iterable[Sum], key: Callable[[Sum], Any]) -> list[list[Sum]]:
    found: dict[Any, list[Sum]] = {}
    for s in sums:
        found.setdefault(key(s), []).append(s)
    return list(found.values())


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

    for group in _groups(live, by_step):
        n = group[0].numbers
        total = stepped(sum(s.counted for s in group), n.step, n.rounding)
        for s, seconds in zip(group, share([s.counted for s in group], total), strict=True):
            s.counted = s.billed = seconds
    for group in _groups((s for s in live if s.numbers.least), by_least):
        worked = sum(s.counted for s in group)
        total = max(worked, group[0].numbers.least) if worked else 0
        for s, seconds in zip(group, share([s.counted for s in group], total), strict=True):
            s.billed = seconds


def _tickets(terms: PriceTerms, sums: list[Sum], reading: Reading) -> None:
    """Fair use: in each period the first tickets are free, by the order of their first work."""
    some = [s for s in sums if s.charged and not s.numbers.travel and s.numbers.tickets is not None]
    where: dict[str, tuple[object, ...]] = {}
    for s in some:
        place = (
            s.line.tariff["included_tickets"].because,
            period(s.numbers.period, s.line.date, terms.starts),
        )
        where.setdefault(s.line.ticket, place)
    for group in _groups(some, lambda s: where[s.line.ticket]):
        first = group[0]
        quota = _times(terms, first, first.numbers.tickets or Fraction(0))
        if quota is None and _uncounted(group, reading):
            continue
        order = {ticket: n for n, ticket in enumerate(dict.fromkeys(s.line.ticket for s in group))}
        for s in group:
            if order[s.line.ticket] < (quota or 0):
                s.charged, s.outcome, s.free_ticket = False, "included", True
            else:
                s.excess_ticket = True


def _times(terms: PriceTerms, s: Sum, grant: Fraction) -> Fraction | None:
    """The grant times the users or devices on the first day of the period; None where their number is not known."""
    if s.numbers.each == "agreement":
        return grant
    day = max(period(s.numbers.period, s.line.date, terms.starts)[0], terms.starts or date.min)
    count = terms.counts.on(s.numbers.each, day) if terms.counts else None
    return None if count is None else grant * count


def _uncounted(group: list[Sum], reading: Reading) -> bool:
    """Nobody says for how many users or devices time is included; True where that settles nothing, or all is free."""
    if reading == "most":
        return False
    for s in group:
        s.charged = False
        if reading == "usual":
            said = Said(
                "included_each",
                "needs_fact",
                because=s.line.tariff["included_each"].because,
                needs=("users" if s.numbers.each == "user" else "devices",),
            )
            s.outcome, s.amount = said.verdict, None
            s.doubts.append(Doubt(said))
    return True


def _included(terms: PriceTerms, live: list[Sum], reading: Reading) -> None:
    some = [s for s in live if not s.numbers.travel and s.numbers.grant is not None]
    for pool in _groups(some, lambda s: (s.line.tariff["included_time"].because, s.numbers.period)):
        kind = pool[0].numbers.period
        within: dict[tuple[date, date], list[Sum]] = {}
        for s in pool:
            within.setdefault(period(kind, s.line.date, terms.starts), []).append(s)
        spans = _every_period(kind, within, terms)
        known: dict[tuple[date, date], Fraction] = {}
        for span, group in list(within.items()):
            # The grant of a period is that of its first work.
            found = _times(terms, group[0], group[0].numbers.grant or Fraction(0))
            if found is None and _uncounted(group, reading):
                del within[span]
            known[span] = found or Fraction(0)
        grants = _filled(spans, known)
        wanted = [
            sum((s.billed * s.numbers.draw for s in within.get(span, [])), Fraction(0)) for span in spans
        ]
        last = pool[-1].numbers
        stocks = carried(grants, wanted, last.rollover, last.rollover_periods)
        for span, grant, stock in zip(spans, grants, stocks, strict=True):
            group = within.get(span, [])
            parts = [(s.billed, s.numbers.draw) for s in group]
            for s, seconds in zip(group, covered(parts, stock), strict=True):
                s.included, s.granted, s.carried = seconds, grant, stock - grant


def _filled(
    spans: Sequence[tuple[date, date]], known: Mapping[tuple[date, date], Fraction]
) -> list[Fraction]:
    """Idle periods have the grant of the last one before, the first ones that of the first one known."""
    grant = next(known[span] for span in spans if span in known)
    grants = []
    for span in spans:
        grant = known.get(span, grant)
        grants.append(grant)
    return grants


def _every_period(
    kind: str, found: Iterable[tuple[date, date]], terms: PriceTerms
) -> list[tuple[date, date]]:
    """From the first (or the one from which all work is known) to the last, with those in which nothing was done."""
    ordered = sorted(found)
    spans = [ordered[0]]
    if terms.since is not None and terms.since < spans[0][0]:
        spans = [period(kind, terms.since, terms.starts)]
    while spans[-1] < ordered[-1]:
        spans.append(period(kind, spans[-1][1] + DAY, terms.starts))
    return spans


def _prepaid(terms: PriceTerms, live: list[Sum]) -> None:
    if not terms.blocks:
        return
    edges, supply = stretches(terms.blocks)
    some = [s for s in live if not s.numbers.travel and not (s.excess_ticket and s.numbers.ticket_charge)]
    groups: list[list[Sum]] = [[] for _ in edges]
    for s in some:
        at = sum(edge <= s.line.date for edge in edges) - 1
        if at >= 0:
            groups[at].append(s)
    demand = [sum(((s.billed - s.included) * s.numbers.draw for s in group), Fraction(0)) for group in groups]
    for group, stock in zip(groups, supply(demand), strict=True):
        parts = [(s.billed - s.included, s.numbers.draw) for s in group]
        for s, seconds in zip(group, covered(parts, stock), strict=True):
            s.prepaid = seconds


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

    for group in _groups(settled, key):
        how = group[0].numbers.amount_rounding
        exact, given = Fraction(0), 0
        for s in group:
            exact += s.exact
            s.amount = rounded(exact, how) - given
            given += s.amount


def _limit_groups(
    terms: PriceTerms, live: list[Sum], of: Callable[[Sum], Price | None], question: str
) -> list[list[Sum]]:
    def key(s: Sum) -> tuple[object, ...]:
        price = of(s)
        unit = price.unit.of if price else ""
        where: tuple[object, ...] = (
            period(unit, s.line.date, terms.starts) if unit in SPANS else s.line.unit(unit or "ticket")
        )
        return (unit, where, s.line.tariff[question].because)

    return _groups([s for s in live if s.amount is not None and of(s) is not None], key)


def _cap(terms: PriceTerms, live: list[Sum]) -> None:
    for group in _limit_groups(terms, live, lambda s: s.numbers.cap, "cap"):
        most = int(group[0].numbers.cap.minor) if group[0].numbers.cap else 0
        total = given = 0
        for s in group:
            total += s.amount or 0
            kept = min(total, most) - given
            s.capped = (s.amount or 0) - kept
            s.amount = kept
            given += kept


def _approve(terms: PriceTerms, live: list[Sum], reading: Reading) -> None:
    for group in _limit_groups(terms, live, lambda s: s.numbers.approval, "approval_above"):
        most = int(group[0].numbers.approval.minor) if group[0].numbers.approval else 0
        total = 0
        over = sum(s.amount or 0 for s in group) > most
        for s in group:
            amount = s.amount or 0
            beyond = max(min(amount, total + amount - most), 0)
            total += amount
            approved, word = s.line.facts.get("approved_by_client"), s.numbers.unapproved
            touched = (amount if word == "not_payable" else beyond) if over and word != "payable" else 0
            if approved is True or not touched:
                continue
            if reading == "least" or (approved is False and word is not None):
                s.unapproved, s.amount = touched, amount - touched
            elif reading == "usual":
                because = s.line.tariff["approval_above"].because
                said = (
                    Said("unapproved", "silent", because=because)
                    if approved is False
                    else Said("approval_above", "needs_fact", because=because, needs=("approved_by_client",))
                )
                s.outcome, s.amount = said.verdict, None
                s.doubts.append(Doubt(said))
