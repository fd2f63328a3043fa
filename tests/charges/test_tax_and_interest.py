"""Tax is kept apart; interest counts days after the due date."""

from __future__ import annotations

from datetime import date

import pytest

from remit.charges import late_interest, price_terms, with_tax
from remit.charges.terms import PriceTerms
from remit.contract import Contract, Provision, TermField
from remit.errors import ModelProblem

DAY = date(2026, 3, 2)


def terms(*provisions: Provision, **fields: float) -> PriceTerms:
    return price_terms(
        Contract(
            schema="remit/contract/1",
            provisions=provisions,
            fields={name: TermField(value=value) for name, value in fields.items()},
        )
    )


def test_tax_is_added_to_prices_without_it() -> None:
    found = with_tax(terms(Provision(id="t", question="tax", value="added")), 10_010, "EUR", 19, DAY)
    assert (found.net_minor, found.tax_minor, found.gross_minor, found.settled) == (
        10_010,
        1_902,
        11_912,
        True,
    )
    assert found.steps[0].because == ("t",)


def test_tax_is_found_in_prices_that_include_it() -> None:
    found = with_tax(terms(Provision(id="t", question="tax", value="included")), 11_912, "EUR", 19, DAY)
    assert (found.net_minor, found.tax_minor, found.gross_minor) == (10_010, 1_902, 11_912)


def test_silence_about_tax_is_told() -> None:
    found = with_tax(terms(), 1_000, "GBP", 7.5, DAY)
    assert (found.tax_minor, found.settled) == (75, False)
    assert found.steps[-1].basis == "silent"
    with pytest.raises(ModelProblem):
        with_tax(terms(), 1_000, "GBP", "a fifth", DAY)


def test_interest_runs_from_the_day_after_the_due_date() -> None:
    found = late_interest(
        terms(payment_days=30, late_interest_percent_per_month=1.5), 100_000, "USD", DAY, date(2026, 4, 16)
    )
    (charge,) = found.charges
    assert charge.amount_minor == 750
    assert sum(s.minor for s in charge.steps) == 750
    assert charge.provisions == ("field:payment_days", "field:late_interest_percent_per_month")


def test_what_is_paid_in_time_bears_none() -> None:
    (charge,) = late_interest(terms(payment_days=30), 100_000, "USD", DAY, date(2026, 4, 1)).charges
    assert (charge.outcome, charge.amount_minor) == ("charged", 0)


def test_interest_that_is_not_stated_is_open() -> None:
    (charge,) = late_interest(terms(payment_days=30), 100_000, "USD", DAY, date(2026, 4, 2)).charges
    assert (charge.outcome, charge.amount_minor, charge.most_minor) == ("silent", None, None)
    (charge,) = late_interest(terms(), 100_000, "USD", DAY, date(2027, 4, 2)).charges
    assert charge.outcome == "silent"
