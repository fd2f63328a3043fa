"""stocks.py over columns: fair-use tickets, included time, prepaid blocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import lcm

import numpy as np

from remit.charges.columns import Groups, Ints, exact
from remit.charges.cut_table import EPOCH
from remit.charges.lines import DAY
from remit.charges.pools import carried, stretches
from remit.charges.sheet import NONE, OUTCOMES, Sheet
from remit.charges.stocks import every_period, filled


def tickets(sheet: Sheet) -> None:
    s = sheet.sums
    at = np.flatnonzero(s.charged & ~sheet.work.travel & sheet.flag(lambda n: n.tickets is not None))
    if not len(at):
        return
    spans, span = sheet.periods(at, [n.period for n in sheet.numbers])
    place = sheet.said("included_tickets")[at] * len(spans) + span
    ticket = sheet.work.ticket[at]
    by_ticket = Groups(len(at), ticket)
    place = by_ticket.rows(by_ticket.heads(place)[by_ticket.number])
    opens = by_ticket.is_first()
    by_place = Groups(len(at), place)
    nth = by_place.rows(by_place.running(opens.astype(np.int64)))
    nth = by_ticket.rows(by_ticket.heads(nth)[by_ticket.number]) - 1
    heads = by_place.order[by_place.begins]
    quota = np.zeros(len(heads), dtype=np.int64)
    for g, head in enumerate(heads):
        n = sheet.numbers[sheet.which[at[head]]]
        found = sheet.times(n, n.tickets or Fraction(0), spans[int(place[head]) % len(spans)])
        members = at[place == place[head]]
        if found is None and sheet.uncounted(members):
            quota[g] = NONE
        else:
            # A ticket is free while fewer than the quota came before it: the quota counts as rounded up.
            quota[g] = -(-(found or Fraction(0)) // 1)
    mine = by_place.rows(quota[by_place.number])
    free = (nth < mine) & (mine != NONE)
    s.charged[at[free]] = False
    s.outcome[at[free]] = OUTCOMES.index("included")
    sheet.excess[at[~free & (mine != NONE)]] = True


def included(sheet: Sheet) -> None:
    s = sheet.sums
    at = np.flatnonzero(s.charged & ~sheet.work.travel & sheet.flag(lambda n: n.grant is not None))
    if not len(at):
        return
    weight, unit = _weights(sheet)
    kinds = [n.period for n in sheet.numbers]
    spans, span = sheet.periods(at, kinds)
    kind = np.array([sorted(set(kinds)).index(k) for k in kinds], dtype=np.int64)[sheet.which[at]]
    pool = sheet.said("included_time")[at] * len(set(kinds)) + kind
    for one in np.unique(pool):
        mine = np.flatnonzero(pool == one)
        _pool(sheet, at[mine], [spans[int(n)] for n in span[mine]], weight, unit)


def _pool(sheet: Sheet, at: Ints, span: Sequence[tuple[date, date]], weight: Ints, unit: int) -> None:
    s = sheet.sums
    first = sheet.numbers[sheet.which[at[0]]]
    known = {name: n for n, name in enumerate(dict.fromkeys(span))}
    index = np.array([known[name] for name in span], dtype=np.int64)
    grants: dict[tuple[date, date], Fraction] = {}
    dropped: set[tuple[date, date]] = set()
    for name, n in known.items():
        members = at[index == n]
        head = sheet.numbers[sheet.which[members[0]]]
        found = sheet.times(head, head.grant or Fraction(0), name)
        if found is None and sheet.uncounted(members):
            dropped.add(name)
        grants[name] = found or Fraction(0)
    spans = every_period(first.period, known, sheet.terms)
    wanted = []
    demand = exact(s.billed[at]) * weight[at]
    for name in spans:
        mine = demand[index == known[name]] if name in known and name not in dropped else demand[:0]
        wanted.append(Fraction(int(mine.sum()) if len(mine) else 0, unit))
    last = sheet.numbers[sheet.which[at[-1]]]
    stocks = carried(filled(spans, grants), wanted, last.rollover, last.rollover_periods)
    for name, stock in zip(spans, stocks, strict=True):
        if name in known and name not in dropped:
            mine = at[index == known[name]]
            s.included[mine] = _covered(s.billed[mine], weight[mine], int(stock * unit // 1))


def prepaid(sheet: Sheet) -> None:
    s, blocks = sheet.sums, sheet.terms.blocks
    if not blocks:
        return
    weight, unit = _weights(sheet)
    edges, supply = stretches(blocks)
    days = np.array([(d - EPOCH.date()) // DAY for d in edges], dtype=np.int64)
    charged_apart = sheet.excess & sheet.flag(lambda n: n.ticket_charge is not None)
    at = np.flatnonzero(s.charged & ~sheet.work.travel & ~charged_apart)
    stretch = np.searchsorted(days, sheet.work.cuts.day[at], "right") - 1
    rest = (s.billed - s.included)[at]
    groups = [np.flatnonzero(stretch == n) for n in range(len(edges))]
    demand = [Fraction(int((exact(rest[g]) * weight[at[g]]).sum()) if len(g) else 0, unit) for g in groups]
    for g, stock in zip(groups, supply(demand), strict=True):
        s.prepaid[at[g]] = _covered(rest[g], weight[at[g]], int(stock * unit // 1))


def _weights(sheet: Sheet) -> tuple[Ints, int]:
    unit = lcm(*(n.draw.denominator for n in sheet.numbers))
    return sheet.column(lambda n: int(n.draw * unit)), unit


def _covered(seconds: Ints, weight: Ints, stock: int) -> Ints:
    """counting.covered of one stock, in the order of the parts."""
    if not len(seconds):
        return seconds
    demand = exact(seconds, int(weight.max() or 1)) * weight
    used = np.cumsum(exact(demand))
    taken = np.minimum(demand, np.maximum(stock - (used - demand), 0))
    return np.where(weight > 0, taken // np.maximum(weight, 1), seconds).astype(np.int64)
