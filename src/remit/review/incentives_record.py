"""Whose interest the contract serves, as immutable records: one row for each kind of event, and what bends interests."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from remit.contract import Evidence
from remit.contract.vocabulary import Record

Sign = Literal["earns", "loses", "nothing", "open"]
"""What one more event does to the provider's profit; `open` where contract or reading leave it open."""
Interest = Literal["trouble", "quiet", "change", "sale", "nothing", "mixed", "open"]
"""`trouble`: the provider gains when it happens; `quiet`: it loses, and so has a reason to keep it away."""
Whole = Literal["trouble", "quiet", "even", "open"]
Neglect = Literal["pays", "bound", "ordered", "left", "open", "by_the_hour"]


class IncentiveRow(Record):
    """One kind of event. Money is in minor units of `Incentives.currency`; None where it can't be known.

    answer        what the contract says of it; `sure` is False where that is a reading only
    provider      the provider's profit by one more event, and by one more hour spent on it
    prevented     the same by one event prevented, before what preventing costs
    client        what one more event costs the client: bills, other people's bills, and people standing still
    social        labour and the client's loss, whoever bears them
    alignment     -(provider's profit by an event) / social cost: 1 where the provider bears all of it, 0 where it does
                  not care, below 0 where it gains
    provided      what the sign depends on, where no price is known
    if_included, if_charged   the provider's profit in either case, where the answer is open
    steps         the arithmetic, to be replayed by hand
    """

    id: str
    topic: str
    label: str
    group: Literal["problem", "change", "sale"]
    answer: str
    sure: bool
    sign: Sign
    provider: int | None
    provider_hour: int | None
    prevented: int | None
    client: int | None
    social: int
    alignment: float | None
    a_year: float
    provided: str = ""
    if_included: int | None = None
    if_charged: int | None = None
    steps: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()
    candidates: tuple[Evidence, ...] = ()


class TopicInterest(Record):
    """A topic's rows taken together."""

    topic: str
    title: str
    interest: Interest
    says: str


class Bent(Record):
    """A term that blunts or sharpens the interests. `sure` is False where the reading of it is not."""

    id: str
    effect: Literal["blunts", "sharpens"]
    says: str
    sure: bool
    evidence: Evidence | None = None


class UpkeepInterest(Record):
    """Regular work, and what leaving it undone does to the provider."""

    id: str
    label: str
    neglect: Neglect
    says: str
    evidence: Evidence | None = None


class Incentives(Record):
    """The whole table. `assumed` says what the amounts rest on beside the contract's own prices.

    whole, says  on balance over a year of the firm that `firm` describes; `alignment` is weighted by the social cost
    settled      the part of that social cost whose rows are not open
    neglect      True where the provider profits by neglect: a fixed fee, and no duty, target or credit against it
    """

    currency: str
    minor_digits: int
    firm: str
    assumed: tuple[str, ...]
    rows: tuple[IncentiveRow, ...]
    topics: tuple[TopicInterest, ...]
    whole: Whole
    says: str
    alignment: float | None
    settled: float = Field(ge=0, le=1)
    bent: tuple[Bent, ...] = ()
    upkeep: tuple[UpkeepInterest, ...] = ()
    neglect: bool | None = None
    neglect_says: str = ""
    client: tuple[str, ...] = ()
