"""The columnar form gives the reference's figures to the minor unit, whatever the contract and the work."""

from __future__ import annotations

from typing import Any

from charge_models import bill_figures, entries, priced, table_figures, terms
from hypothesis import given, settings

from remit.charges.terms import PriceTerms


@settings(max_examples=80, deadline=None)
@given(terms(), entries())
def test_tables_and_records_agree(terms: PriceTerms, entries: list[dict[str, Any]]) -> None:
    assert table_figures(terms, entries) == bill_figures(priced(terms, entries))
