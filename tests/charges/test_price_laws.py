"""Laws of prices: what never changes, never exceeds, never gets mixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from charge_models import BERLIN, VALUES, bill_figures, entries, priced, terms
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from remit.charges import Bill, Entry, price, price_terms
from remit.charges.record import SETTLED
from remit.charges.terms import PriceTerms
from remit.contract import Contract, Provision
from remit.errors import RequestProblem

COUNTING = (
    "increment",
    "minimum",
    "call_out",
    "included_tickets",
    "amount_scope",
    "travel_flat",
    "approval_above",
)


def without(terms: PriceTerms, *questions: str) -> PriceTerms:
    kept = tuple(p for p in terms.contract.provisions if p.question not in questions)
    return price_terms(
        terms.contract.model_copy(update={"provisions": kept}),
        hours=terms.hours,
        zone="Europe/Berlin",
        starts=terms.starts,
        since=terms.since,
        blocks=terms.blocks,
        counts=terms.counts,
    )


def rates_by_time(p: Provision) -> bool:
    return p.question != "rate" or (p.value is not None and p.value["per"] in ("hour", "minute"))


@settings(max_examples=30, deadline=None)
@given(terms(plain=True), entries(), st.integers(0, 10**6))
def test_splitting_an_entry_never_changes_the_total_where_no_increments_are_stated(
    terms: PriceTerms, entries: list[dict[str, Any]], cut: int
) -> None:
    free = without(terms, *COUNTING)
    assume(all(rates_by_time(p) for p in free.contract.provisions))
    whole = Provision(id="scope", question="amount_scope", value="bill")
    free = price_terms(
        free.contract.model_copy(update={"provisions": (*free.contract.provisions, whole)}),
        hours=terms.hours, zone="Europe/Berlin", starts=terms.starts, since=terms.since, blocks=terms.blocks,
        counts=terms.counts,
    )  # fmt: skip
    halves, entries = [], [row | {"ticket": row["ticket"] or f"alone {row['entry']}"} for row in entries]
    for row in entries:
        low, high = row["started_at"], row["ended_at"]
        if low is None or row["seconds"] is not None or row["travel"] or high == low:
            halves.append(row)
            continue
        middle = low + timedelta(seconds=cut % ((high - low) // timedelta(seconds=1)))
        halves += [row | {"ended_at": middle}, row | {"entry": row["entry"] + "b", "started_at": middle}]
    one, other = priced(free, entries), priced(free, halves)
    assume(not one.open)
    assert one.total_minor == other.total_minor


@settings(max_examples=30, deadline=None)
@given(terms(), entries())
def test_hours_that_no_price_depends_on_change_nothing(
    terms: PriceTerms, entries: list[dict[str, Any]]
) -> None:
    kept = tuple(
        p.model_copy(update={"overrides": ()})
        for p in terms.contract.provisions
        if "hours" not in p.when.facts() and p.question != "draw"
    )
    contract = terms.contract.model_copy(update={"provisions": kept})
    cut, whole = (
        priced(replace(price_terms(contract, hours=h, zone="Europe/Berlin"), blocks=terms.blocks), entries)
        for h in (BERLIN, None)
    )
    assert [(c.entry, c.amount_minor, c.outcome) for c in cut.charges] == [
        (c.entry, c.amount_minor, c.outcome) for c in whole.charges
    ]


@settings(max_examples=40, deadline=None)
@given(terms(), entries())
def test_the_steps_of_a_settled_charge_add_up_to_it_and_bounds_hold_it(
    terms: PriceTerms, entries: list[dict[str, Any]]
) -> None:
    for c in priced(terms, entries).charges:
        if c.outcome in SETTLED:
            assert sum((s.minor for s in c.steps), Fraction(0)) == c.amount_minor
            assert sum(p.amount_minor or 0 for p in c.parts) == c.amount_minor
            assert c.least_minor <= (c.amount_minor or 0)
            assert c.most_minor is None or (c.amount_minor or 0) <= c.most_minor
        else:
            assert c.amount_minor is None
            assert any(s.basis in ("silent", "conflict", "needs_fact", "error") for s in c.steps)
            assert c.most_minor is None or c.least_minor <= c.most_minor
        assert all(p.seconds >= 0 for p in c.parts)
        known = [s for step in c.steps for s in step.because]
        assert all(name in terms.provisions for name in known)


@settings(max_examples=30, deadline=None)
@given(terms(), entries(), st.randoms(use_true_random=False))
def test_the_order_in_which_work_was_recorded_does_not_matter(
    terms: PriceTerms, entries: list[dict[str, Any]], random: Any
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert bill_figures(priced(terms, shuffled)) == bill_figures(priced(terms, entries))


@settings(max_examples=40, deadline=None)
@given(terms(plain=True), entries(), VALUES["cap"])
def test_a_cap_is_never_exceeded(
    terms: PriceTerms, entries: list[dict[str, Any]], cap: dict[str, Any]
) -> None:
    free = without(terms, "cap")
    capped = price_terms(
        free.contract.model_copy(
            update={
                "provisions": (*free.contract.provisions, Provision(id="cap", question="cap", value=cap))
            }
        ),
        hours=terms.hours, zone="Europe/Berlin", starts=terms.starts, since=terms.since, blocks=terms.blocks,
        counts=terms.counts,
    )  # fmt: skip
    sums: dict[object, int] = {}
    for c in priced(capped, entries).charges:
        for p in c.parts:
            unit: object = {
                "ticket": c.ticket or c.entry,
                "day": p.date,
                "month": (p.date.year, p.date.month),
                "quarter": (p.date.year, (p.date.month - 1) // 3),
            }[cap["per"]]
            sums[unit] = sums.get(unit, 0) + (p.amount_minor or 0)
    assert all(total <= cap["amount"] * 100 for total in sums.values())


@settings(max_examples=30, deadline=None)
@given(
    terms(plain=True),
    st.integers(0, 20_000),
    st.integers(0, 20_000),
    st.sampled_from(["up", "down", "nearest"]),
)
def test_more_time_never_costs_less(terms: PriceTerms, one: int, other: int, rounding: str) -> None:
    provisions = [
        p for p in terms.contract.provisions if p.question not in ("rounding", "unapproved", "approval_above")
    ]
    provisions.append(Provision(id="way", question="rounding", value=rounding))
    found = price_terms(
        Contract(schema="remit/contract/1", provisions=tuple(provisions)), blocks=terms.blocks
    )
    less, more = sorted((one, other))
    bills = [
        price(found, [Entry("a", date=date(2026, 3, 20), seconds=s, coverage="chargeable")])
        for s in (less, more)
    ]
    assume(not any(b.open for b in bills))
    assert bills[0].total_minor <= bills[1].total_minor


@settings(max_examples=30, deadline=None)
@given(terms(), entries())
def test_included_time_is_never_more_than_was_granted(
    terms: PriceTerms, entries: list[dict[str, Any]]
) -> None:
    bill = priced(terms, entries)
    prepaid = sum(p.prepaid_seconds for c in bill.charges for p in c.parts)
    assert prepaid <= sum(b.seconds for b in terms.blocks)
    for c in bill.charges:
        for p in c.parts:
            assert p.included_seconds + p.prepaid_seconds <= p.billed_seconds
            assert min(p.included_seconds, p.prepaid_seconds) >= 0


def money(amount: float, currency: str) -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "per": "hour"}


@pytest.fixture
def two_currencies() -> Bill:
    contract = Contract(
        schema="remit/contract/1",
        provisions=(
            Provision(id="home", question="rate", value=money(100, "EUR"), when={"place": "onsite"}),
            Provision(id="away", question="rate", value=money(100, "USD"), when={"place": "remote"}),
        ),
    )
    return price(
        contract,
        [
            Entry("a", date=date(2026, 3, 2), seconds=3600, coverage="chargeable", facts={"place": "onsite"}),
            Entry("b", date=date(2026, 3, 2), seconds=3600, coverage="chargeable", facts={"place": "remote"}),
        ],
    )


def test_currencies_are_never_added_up(two_currencies: Bill) -> None:
    assert two_currencies.totals() == {"EUR": 10_000, "USD": 10_000}
    for ask in ("total_minor", "least_minor", "most_minor", "currency"):
        with pytest.raises(RequestProblem, match="EUR and USD"):
            getattr(two_currencies, ask)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"entry": "1"}, "has no day"),
        ({"entry": "1", "date": "2 March"}, "is no date"),
        ({"entry": "1", "date": "2026-03-02", "seconds": -1}, "less than no time"),
        ({"entry": "1", "date": "2026-03-02", "seconds": 1.5}, "whole number"),
        ({"entry": "1", "date": "2026-03-02", "distance_m": -1}, "less than no distance"),
        ({"entry": "1", "date": "2026-03-02", "travel": "perhaps"}, "true or false"),
        ({"entry": "1", "date": "2026-03-02", "coverage": "free"}, "no coverage"),
        ({"entry": "1", "date": "2026-03-02", "rolle": "engineer"}, "Did you mean 'role'"),
        ({"entry": "1", "date": "2026-03-02", "role": "wizard"}, "wizard"),
        ({"entry": "", "date": "2026-03-02"}, "has no number"),
        ({"entry": "1", "started_at": "2026-03-02T09:00", "ended_at": "2026-03-02T10:00"}, "without a zone"),
        ({"entry": "1", "started_at": "2026-03-02T09:00Z", "ended_at": "2026-03-02T08:00Z"}, "ends before"),
        ({"entry": "1", "started_at": "nine", "ended_at": "2026-03-02T08:00Z"}, "no date and time"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_with_its_number(row: dict[str, Any], says: str) -> None:
    with pytest.raises(RequestProblem, match=says):
        Entry.read(row)


def test_two_entries_of_one_number_are_refused() -> None:
    row = {"entry": "1", "date": "2026-03-02", "seconds": 60}
    with pytest.raises(RequestProblem, match="given twice"):
        price(Contract(schema="remit/contract/1"), [row, row])
