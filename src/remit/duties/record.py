"""Who owes what by when, as data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from remit.clock import Assumption, Length
from remit.contract import Evidence
from remit.contract.vocabulary import Record

Party = Literal["client", "provider", "both"]
How = Literal["date", "rhythm", "event", "always"]


class Due(Record):
    """A date with its arithmetic, one step a line, and what it is where an item has several."""

    day: date
    steps: tuple[str, ...]
    label: str = ""


class Item(Record):
    """Something owed.

    how    on a date; in a rhythm; a length of time after or before something that happens; or always
    what   in the contract's own words, or the name of a term
    rule   when, in the contract's own words; what triggers it
    length the time after or before that
    dates  within the time asked about; an `example` is what the rule would give for something that happened today
    needs  fields that the contract does not give and a date depends on
    """

    id: str
    party: Party
    kind: str
    how: How
    what: str
    rule: str = ""
    length: Length | None = None
    dates: tuple[Due, ...] = ()
    example: Due | None = None
    needs: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = Field(1.0, ge=0, le=1)
    unsure: bool = False


class Duties(Record):
    """`begins` is the day from which terms are counted, `given` where it did not come from the contract."""

    schema_: Literal["remit/duties/1"] = Field("remit/duties/1", alias="schema")
    on: date
    until: date
    begins: date | None = None
    given: bool = False
    items: tuple[Item, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def dated(self) -> list[tuple[Item, Due]]:
        """Every date with its item, in order of time."""
        pairs = [(item, due) for item in self.items for due in item.dates]
        return sorted(pairs, key=lambda pair: (pair[1].day, pair[0].id))
