"""What work costs: the contract's rulings on price, and the arithmetic on top of them, shown step by step."""

from remit.charges.entry import Entry
from remit.charges.fees import fees
from remit.charges.interest import late_interest
from remit.charges.pools import Block, Counts
from remit.charges.pricing import price
from remit.charges.record import Bill, Charge, Part, Step, charge_data
from remit.charges.seats import Seat
from remit.charges.table import price_table
from remit.charges.tax import Taxed, with_tax
from remit.charges.terms import PriceTerms, derived, price_terms

__all__ = [
    "Bill",
    "Block",
    "Charge",
    "Counts",
    "Entry",
    "Part",
    "PriceTerms",
    "Seat",
    "Step",
    "Taxed",
    "charge_data",
    "derived",
    "fees",
    "late_interest",
    "price",
    "price_table",
    "price_terms",
    "with_tax",
]
