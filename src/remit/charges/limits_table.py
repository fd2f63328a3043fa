"""limits.py over columns: caps and thresholds of approval."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from remit.charges.columns import Groups, Ints
from remit.charges.numbers import SPANS, Numbers
from remit.charges.sheet import NONE, OUTCOMES, SCOPES, Sheet
from remit.charges.tariff import Price


def cap(sheet: Sheet) -> None:
    s = sheet.sums
    found = _limited(sheet, lambda n: n.cap, "cap")
    if found is None:
        return
    at, groups = found
    most = groups.heads(sheet.column(lambda n: int(n.cap.minor) if n.cap else 0)[at])[groups.number]
    s.amount[at] = groups.differences(np.minimum(groups.running(s.amount[at]), most))


def approve(sheet: Sheet) -> None:
    s = sheet.sums
    found = _limited(sheet, lambda n: n.approval, "approval_above")
    if found is None:
        return
    at, groups = found
    amount = s.amount[at]
    most = groups.heads(sheet.column(lambda n: int(n.approval.minor) if n.approval else 0)[at])
    total = groups.rows(groups.running(amount))
    limit = groups.rows(most[groups.number])
    over = groups.rows((groups.totals(amount) > most)[groups.number])
    beyond = np.maximum(np.minimum(amount, total - limit), 0)
    words = ("payable", "excess_not_payable", "not_payable")
    word = sheet.column(lambda n: words.index(n.unapproved) if n.unapproved else NONE)[at]
    touched = np.where(word == words.index("not_payable"), amount, beyond)
    touched = np.where(over & (word != words.index("payable")), touched, 0)
    approved = sheet.work.approved[at]
    hit = (approved != 1) & (touched > 0)
    refused = hit & (((approved == 0) & (word != NONE)) | (sheet.reading == "least"))
    s.amount[at] = np.where(refused, amount - touched, amount)
    if sheet.reading == "usual":
        open_ = hit & ~refused
        s.settled[at[open_]] = False
        why = np.where(approved == 0, OUTCOMES.index("silent"), OUTCOMES.index("needs_fact"))
        s.outcome[at[open_]] = why[open_]


def _limited(
    sheet: Sheet, of: Callable[[Numbers], Price | None], question: str
) -> tuple[Ints, Groups] | None:
    s = sheet.sums
    at = np.flatnonzero(s.charged & s.settled & sheet.flag(lambda n: of(n) is not None))
    if not len(at):
        return None
    units = [p.unit.of if (p := of(n)) else "ticket" for n in sheet.numbers]
    _, span = sheet.periods(at, [u if u in SPANS else "term" for u in units])
    long = np.array([u in SPANS for u in units], dtype=bool)[sheet.which[at]]
    kinds = sorted(set(units))
    kind = np.array([kinds.index(u) for u in units], dtype=np.int64)[sheet.which[at]]
    scope = np.array([SCOPES.index(u) if u in SCOPES else 0 for u in units], dtype=np.int64)[sheet.which[at]]
    first, second = sheet.unit(scope, at)
    return at, Groups(
        len(at), np.where(long, span, first), np.where(long, 0, second), kind, sheet.said(question)[at]
    )
