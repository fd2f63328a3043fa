"""The arithmetic of reckon.py over columns: the same steps in the same order, the same figures to the minor unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from remit.charges import columns
from remit.charges.columns import Flags, Groups, Ints, exact
from remit.charges.limits_table import approve, cap
from remit.charges.money import rounded
from remit.charges.numbers import Numbers
from remit.charges.sheet import NONE, OUTCOMES, SCOPES, Sheet, Sums, Work
from remit.charges.stocks_table import included, prepaid, tickets
from remit.charges.tariff import Price, Reading
from remit.charges.tariff_table import COVERAGE
from remit.charges.terms import PriceTerms

ROUNDINGS: Final = ("up", "nearest", "down")


def reckon_table(terms: PriceTerms, work: Work, reading: Reading) -> Sums:
    """Every part's sum under the reading, in the order of the work."""
    sheet = Sheet(terms, work, reading)
    _standing(sheet)
    tickets(sheet)
    _count(sheet)
    included(sheet)
    prepaid(sheet)
    _price(sheet)
    _round(sheet)
    cap(sheet)
    approve(sheet)
    return sheet.sums


def _standing(sheet: Sheet) -> None:
    s, coverage = sheet.sums, sheet.work.ruled.coverage
    limited = sheet.flag(lambda n: n.limited)
    doubt = sheet.column(lambda n: OUTCOMES.index(n.doubts[0].outcome) if n.doubts else NONE)
    silent = coverage == COVERAGE.index("silent")
    ruled = coverage < COVERAGE.index("silent")
    known = ruled | (silent & limited)
    cover = np.array([OUTCOMES.index(w) if w in OUTCOMES else 0 for w in COVERAGE], dtype=np.int64)[coverage]
    free = (coverage == COVERAGE.index("excluded")) | ((coverage == COVERAGE.index("included")) & ~limited)
    why = np.where(known, doubt, cover)
    open_ = (
        ~free & (why != NONE) & ~(known & (doubt == NONE))
        if sheet.reading == "usual"
        else np.zeros_like(free)
    )
    charged = ~free & ~open_ & (known | (sheet.reading == "most"))
    outcome = np.where(free, cover, np.where(open_, why, 0))
    settled = ~open_
    if sheet.work.travel.any():
        _travelling(sheet, charged, outcome, settled, doubt)
    s.charged, s.outcome, s.settled = charged, outcome, settled


def _travelling(sheet: Sheet, charged: Flags, outcome: Ints, settled: Flags, doubt: Ints) -> None:
    travel, work = sheet.work.travel, sheet.work
    refused = sheet.flag(lambda n: n.charged is False)
    unmeasured = sheet.flag(lambda n: n.distance is not None) & (work.distance == NONE)
    alone = sheet.flag(lambda n: n.travel_flat is None) & (
        sheet.flag(lambda n: n.base is None) | (work.cuts.seconds == 0)
    )
    missing = unmeasured & alone
    doubtful = ~refused & ((doubt != NONE) | missing)
    open_ = doubtful & (sheet.reading == "usual")
    unbounded = (
        ~refused & (~sheet.flag(lambda n: n.priced) | (doubtful & unmeasured)) & (sheet.reading == "most")
    )
    goes = ~refused & ~open_ & sheet.flag(lambda n: bool(n.charged))
    why = np.where(doubt != NONE, doubt, OUTCOMES.index("needs_fact"))
    charged[travel] = goes[travel]
    settled[travel] = (~open_ & ~unbounded)[travel]
    outcome[travel] = np.where(refused, OUTCOMES.index("included"), np.where(open_, why, 0))[travel]


def _count(sheet: Sheet) -> None:
    s = sheet.sums
    timed = sheet.flag(lambda n: not n.travel or n.base is not None)
    live = np.flatnonzero(s.charged)
    seconds = np.where(timed, sheet.work.cuts.seconds, 0)[live]
    step = sheet.column(lambda n: n.step)[live]
    scope = sheet.column(lambda n: SCOPES.index(n.step_scope))[live]
    how = sheet.column(lambda n: ROUNDINGS.index(n.rounding))[live]
    if (step > 1).any():
        groups = Groups(len(live), *sheet.unit(scope, live), scope, step, how)
        total = groups.totals(seconds)
        unit = np.maximum(groups.heads(step), 1)
        way = groups.heads(how)
        whole = np.select(
            [way == 0, way == 2],
            [-(-total // unit) * unit, total // unit * unit],
            (2 * total + unit) // (2 * unit) * unit,
        )
        seconds = groups.share(seconds, np.where(groups.heads(step) > 0, whole, total))
    s.counted[live] = s.billed[live] = seconds
    least = sheet.column(lambda n: n.least)[live]
    some = np.flatnonzero(least)
    if len(some):
        scope = sheet.column(lambda n: SCOPES.index(n.least_scope))[live][some]
        groups = Groups(len(some), *sheet.unit(scope, live[some]), scope, least[some])
        worked = groups.totals(seconds[some])
        total = np.where(worked > 0, np.maximum(worked, groups.heads(least[some])), 0)
        s.billed[live[some]] = groups.share(seconds[some], total)


def _price(sheet: Sheet) -> None:
    s, n = sheet.sums, sheet.numbers
    live, travel = s.charged, sheet.work.travel
    rest = s.billed - s.included - s.prepaid
    apart = sheet.flag(lambda n: n.flat is not None) | (
        sheet.excess & sheet.flag(lambda n: n.ticket_charge is not None)
    )
    paid = live & ~travel & ~apart & (rest > 0)
    over = sheet.flag(lambda n: n.overage is not None) & (
        sheet.flag(lambda n: n.grant is not None) | bool(sheet.terms.blocks) | sheet.excess
    )
    if sheet.reading == "usual":
        doubt = sheet.column(lambda n: OUTCOMES.index(n.price_doubts[0].outcome) if n.price_doubts else NONE)
        open_ = paid & (doubt != NONE)
        s.settled &= ~open_
        s.outcome = np.where(open_, doubt, s.outcome)
        paid = paid & ~open_
    unpriced = paid & ~over & sheet.flag(lambda n: n.base is None)
    if sheet.reading != "least":
        s.settled &= ~unpriced
    if sheet.reading == "usual":
        silent = [
            OUTCOMES.index(w) if (w := t["rate"].verdict) in OUTCOMES else OUTCOMES.index("error")
            for t in sheet.tariffs
        ]
        s.outcome = np.where(unpriced, np.array(silent, dtype=np.int64)[sheet.which], s.outcome)
    usual = sheet.column(lambda n: sheet.scaled(None if n.rate is None else n.rate / 3600))
    dear = sheet.reading == "most"
    beyond = sheet.column(
        lambda n: sheet.scaled(None if n.overage is None else n.overage * (n.times if dear else 1) / 3600)
    )
    price = np.where(paid & ~unpriced, np.where(over, beyond, usual), 0)
    total = exact(rest, int(max(abs(int(price.max(initial=0))), 1))) * price
    if travel.any():
        total = total + _travel_amounts(sheet, rest)
    s.exact = _flat_amounts(sheet, total)
    shown = [[NONE if r is None else rounded(r) for r in (x.rate, x.overage)] for x in n]
    rates = np.array(shown, dtype=np.int64)[sheet.which]
    s.rate_minor = np.where(live, np.where(over & ~travel, rates[:, 1], rates[:, 0]), NONE)


def _travel_amounts(sheet: Sheet, rest: Ints) -> Ints:
    goes = sheet.sums.charged & sheet.work.travel
    base = sheet.column(lambda n: sheet.scaled(None if n.base is None else n.base / 3600) if n.travel else 0)
    metre = sheet.column(lambda n: sheet.scaled(n.per_metre))
    free = sheet.column(lambda n: sheet.scaled(n.per_metre * n.free_metres))
    metres = np.maximum(sheet.work.distance, 0)
    by_time = exact(rest, max(int(base.max(initial=0)), 1)) * base
    by_metre = np.maximum(exact(metres, max(int(metre.max(initial=0)), 1)) * metre - free, 0)
    return np.where(goes, by_time + by_metre, 0)


def _flat_amounts(sheet: Sheet, total: Ints) -> Ints:
    prices: tuple[tuple[Callable[[Numbers], Price | None], Flags], ...] = (
        (lambda n: None if n.travel else n.flat, ~sheet.excess),
        (lambda n: n.call_out, np.ones(sheet.count, dtype=bool)),
        (lambda n: n.ticket_charge, sheet.excess),
        (lambda n: n.travel_flat, np.ones(sheet.count, dtype=bool)),
    )
    for of, where in prices:
        # A price's unit and amount for each set of numbers; an amount of None where there is none.
        found = [of(n) for n in sheet.numbers]
        if not any(found):
            continue
        there = np.array([p is not None for p in found], dtype=bool)[sheet.which]
        at = np.flatnonzero(sheet.sums.charged & where & there)
        if len(at):
            minors = [sheet.scaled(p.minor) if p else 0 for p in found]
            price = exact(
                np.array(minors, dtype=object if max(minors) >= columns.SAFE else np.int64)[sheet.which[at]]
            )
            scope = np.array([SCOPES.index(p.unit.of) if p else 0 for p in found], dtype=np.int64)[
                sheet.which[at]
            ]
            which = np.array([minors.index(m) for m in minors], dtype=np.int64)[sheet.which[at]]
            once = Groups(len(at), *sheet.unit(scope, at), scope, which).is_first()
            if price.dtype == object:
                total = total.astype(object)
            total[at[once]] = total[at[once]] + price[once]
    return total


def _round(sheet: Sheet) -> None:
    s = sheet.sums
    at = np.flatnonzero(s.charged & s.settled)
    if not len(at):
        return
    names = sorted({n.currency for n in sheet.numbers})
    hows = sorted({str(n.amount_rounding) for n in sheet.numbers})
    how = sheet.column(lambda n: hows.index(n.amount_rounding))[at]
    currency = sheet.column(lambda n: names.index(n.currency))[at]
    scope = sheet.column(lambda n: SCOPES.index(n.amount_scope))[at]
    amounts = s.exact[at]
    groups = Groups(len(at), *sheet.unit(scope, at), scope, how, currency)
    after = groups.running(amounts)
    whole = np.zeros_like(after)
    way = groups.heads(how)[groups.number]
    for n, name in enumerate(hows):
        chosen = way == n
        if chosen.any():
            whole[chosen] = columns.rounded(exact(after[chosen], 2), sheet.scale, name)
    s.amount[at] = groups.differences(whole).astype(np.int64)
