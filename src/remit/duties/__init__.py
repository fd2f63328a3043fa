"""Who owes what by when: a contract's duties, dates and rhythms as a calendar, with the arithmetic and the quotes."""

from remit.duties.calendar import duties
from remit.duties.record import Due, Duties, Item

__all__ = ["Due", "Duties", "Item", "duties"]
