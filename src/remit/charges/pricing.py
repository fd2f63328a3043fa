"""What work costs under a contract: every entry a charge, with its arithmetic and the clauses behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from remit.charges.entry import Entry
from remit.charges.lines import Line, lines
from remit.charges.money import rounded
from remit.charges.reckon import reckon
from remit.charges.record import Bill, Charge, Outcome, Part
from remit.charges.steps import steps
from remit.charges.sums import Sum
from remit.charges.tariff import DEFAULTS, Tariffs
from remit.charges.terms import PriceTerms, price_terms
from remit.contract import Contract
from remit.errors import RequestProblem


def price(contract_or_terms: Contract | PriceTerms, entries: Iterable[Entry | Mapping[str, Any]]) -> Bill:
    """What the entries cost: a charge for each, in the order of the work.

    Terms made with `price_terms` bring hours, blocks and counts; a bare contract brings what its own fields say.
    Entries that share tickets, days, included time, blocks or caps must be priced together.

    Where the contract does not settle a charge, its amount is None and `least_minor` and `most_minor` bound it.
    RequestProblem for entries that make no sense, and for two of the same number.
    """
    terms = price_terms(contract_or_terms)
    read = [e if isinstance(e, Entry) else Entry.read(e) for e in entries]
    names: set[str] = set()
    for e in read:
        if e.entry in names:
            raise RequestProblem(f"Entry {e.entry} is given twice.", "Give every entry its own number.")
        names.add(e.entry)
    cut = lines(terms, Tariffs(terms), read)
    usual = reckon(terms, cut, "usual")
    doubtful = any(s.amount is None for s in usual) or any(_countable(s) for s in usual)
    least = reckon(terms, cut, "least") if doubtful else usual
    most = reckon(terms, cut, "most") if doubtful else usual
    by_entry: dict[str, list[int]] = {}
    for line in cut:
        by_entry.setdefault(line.entry.entry, []).append(line.number)
    charges = tuple(
        _charge(terms, *([sums[n] for n in numbers] for sums in (usual, least, most)))
        for numbers in by_entry.values()
    )
    return Bill(charges, terms.provisions, terms.fields)


def _countable(s: Sum) -> bool:
    """Whether the way of counting is left open and can make a difference."""
    tariff = s.line.tariff
    steps = s.numbers.step and tariff["increment_scope"].verdict != "ruled"
    least = s.numbers.least and tariff["minimum_scope"].verdict != "ruled"
    return s.charged and bool(steps or least)


def _charge(terms: PriceTerms, usual: Sequence[Sum], least: Sequence[Sum], most: Sequence[Sum]) -> Charge:
    line = usual[0].line
    outcome = _outcome(usual)
    amounts = [s.amount for s in usual]
    amount = None if None in amounts else sum(a for a in amounts if a is not None)
    # The readings share steps, caps and included time out among entries in other ways, so that one entry may bear
    # less in the dearer reading: its bounds hold whatever any reading gives it.
    low, high = sum(s.amount or 0 for s in least), [s.amount for s in most]
    top = None if None in high else sum(a for a in high if a is not None)
    given = [low, *([top] if top is not None else []), *([amount] if amount is not None else [])]
    low, top = min(given), None if top is None else max(given)
    currency = next((s.numbers.currency for sums in (usual, most) for s in sums if s.numbers.currency), "")
    told = steps(terms, usual)
    return Charge(
        entry=line.entry.entry,
        what="travel" if line.entry.travel else "work",
        ticket=line.entry.ticket,
        date=line.date,
        outcome=outcome,
        amount_minor=amount,
        least_minor=low,
        most_minor=top,
        currency=currency or terms.currency or "",
        parts=tuple(_part(s) for s in usual),
        steps=tuple(told),
        assumed=tuple(dict.fromkeys(s.what for s in told if s.basis == "silent" and s.what in DEFAULTS)),
        needs=tuple(dict.fromkeys(n for s in told for n in s.needs)),
    )


_RANK: Final = ("error", "conflict", "needs_fact", "silent", "charged", "prepaid", "included", "excluded")


def _outcome(sums: Sequence[Sum]) -> Outcome:
    """The first of the parts' in this order: open before charged, charged before included."""
    return cast("Outcome", min((settled(s) for s in sums), key=_RANK.index))


def settled(s: Sum) -> str:
    """Work that included or prepaid time covers whole is that."""
    if s.outcome == "charged" and s.billed and not s.rest and not s.exact:
        return "prepaid" if s.prepaid else "included"
    return s.outcome


def _part(s: Sum) -> Part:
    rate = s.numbers.overage if s.over else s.numbers.rate
    return Part(
        start=s.line.start,
        end=s.line.end,
        date=s.line.date,
        kind_of_hours=s.line.kind,
        seconds=s.line.seconds,
        billed_seconds=s.billed,
        included_seconds=s.included,
        prepaid_seconds=s.prepaid,
        rate_minor=None if rate is None or not s.charged else rounded(rate),
        amount_minor=s.amount,
        outcome=cast("Outcome", settled(s)),
        provisions=_provisions(s.line),
    )


def _provisions(line: Line) -> tuple[str, ...]:
    said = [line.coverage, *line.tariff.said.values()]
    return tuple(dict.fromkeys(name for s in said for name in s.because))
