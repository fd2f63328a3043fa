"""What is paid for already: fair-use tickets, time included in the fee, prepaid blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from remit.charges.counting import covered
from remit.charges.numbers import Doubt
from remit.charges.pools import DAY, carried, period, stretches
from remit.charges.sums import Sum, groups_of
from remit.charges.tariff import Reading, Said
from remit.charges.terms import PriceTerms


def tickets(terms: PriceTerms, sums: list[Sum], reading: Reading) -> None:
    """Fair use: in each period the first tickets are free, by the order of their first work."""
    some = [s for s in sums if s.charged and not s.numbers.travel and s.numbers.tickets is not None]
    where: dict[str, tuple[object, ...]] = {}
    for s in some:
        place = (
            s.line.tariff["included_tickets"].because,
            period(s.numbers.period, s.line.date, terms.starts),
        )
        where.setdefault(s.line.ticket, place)
    for group in groups_of(some, lambda s: where[s.line.ticket]):
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


def included(terms: PriceTerms, live: list[Sum], reading: Reading) -> None:
    some = [s for s in live if not s.numbers.travel and s.numbers.grant is not None]
    for pool in groups_of(some, lambda s: (s.line.tariff["included_time"].because, s.numbers.period)):
        kind = pool[0].numbers.period
        within: dict[tuple[date, date], list[Sum]] = {}
        for s in pool:
            within.setdefault(period(kind, s.line.date, terms.starts), []).append(s)
        spans = every_period(kind, within, terms)
        known: dict[tuple[date, date], Fraction] = {}
        for span, group in list(within.items()):
            # The grant of a period is that of its first work.
            found = _times(terms, group[0], group[0].numbers.grant or Fraction(0))
            if found is None and _uncounted(group, reading):
                del within[span]
            known[span] = found or Fraction(0)
        grants = filled(spans, known)
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


def filled(spans: Sequence[tuple[date, date]], known: Mapping[tuple[date, date], Fraction]) -> list[Fraction]:
    """Idle periods have the grant of the last one before, the first ones that of the first one known."""
    grant = next(known[span] for span in spans if span in known)
    grants = []
    for span in spans:
        grant = known.get(span, grant)
        grants.append(grant)
    return grants


def every_period(kind: str, found: Iterable[tuple[date, date]], terms: PriceTerms) -> list[tuple[date, date]]:
    """From the first (or the one from which all work is known) to the last, with those in which nothing was done."""
    ordered = sorted(found)
    spans = [ordered[0]]
    if terms.since is not None and terms.since < spans[0][0]:
        spans = [period(kind, terms.since, terms.starts)]
    while spans[-1] < ordered[-1]:
        spans.append(period(kind, spans[-1][1] + DAY, terms.starts))
    return spans


def prepaid(terms: PriceTerms, live: list[Sum]) -> None:
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
