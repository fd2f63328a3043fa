"""What a forecast says, as immutable records. Money is in minor units of `currency`; every figure has its error."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from remit.contract.evidence import Evidence
from remit.contract.vocabulary import Record

FIGURES: dict[str, str] = {
    "cost": "All that it costs you",
    "bill": "What you pay the provider",
    "fees": "Regular fees",
    "extras": "Extras",
    "credits": "Credits",
    "others": "Paid to others for what is left out",
    "standstill": "Your people standing still",
    "uncovered": "Losses that stay with you",
    "labour": "Provider's labour",
    "care": "Provider's preventive work",
    "tools": "Provider's tools",
    "claims": "Losses that the provider bears",
    "profit": "Provider's profit",
}
CLIENT = ("fees", "extras", "credits", "others", "standstill", "uncovered")
"""What `cost` is made of; credits count against it."""


class Figure(Record):
    """A sum of money over the simulated futures. Each number's error is its standard error.

    low, high  nineteen futures in twenty lie above and below these; worst is the mean of the worst twentieth
    """

    mean: int
    mean_error: int
    median: int
    low: int
    high: int
    high_error: int
    worst: int
    worst_error: int


class Care(Record):
    """The provider's preventive work in hours for each device and month.

    chosen     what pays it best under this contract, its duties kept; free: without any duty
    best       what would pay both parties together best
    prevented  the part of what could be prevented that this keeps away, against none
    """

    chosen: float
    free: float
    best: float
    duty: float
    tickets_a_month: float


class Open(Record):
    """An event that the contract or its reading leaves open, and the chances with which it was drawn."""

    label: str
    answer: str
    sure: bool
    included: float
    chargeable: float
    excluded: float


class Swing(Record):
    """What one assumption does to the yearly cost between its reasonable ends."""

    id: str
    label: str
    unit: str
    value: float
    low: float
    high: float
    confidence: str
    given: bool
    at_low: int
    at_high: int

    @property
    def size(self) -> int:
        return abs(self.at_high - self.at_low)


class Rests(Record):
    """What the figures rest on. `mostly_assumed` is told at the top of everything.

    swing  the part of all swings that comes from numbers nobody has counted
    """

    given: int
    counted: int
    assumed: int
    swing: float = Field(ge=0, le=1)
    mostly_assumed: bool
    says: str
    history: str = ""


class Doubtful(Record):
    """A term that the figures rest on and whose reading is not sure."""

    field: str
    label: str
    says: str
    confidence: float
    evidence: Evidence | None = None


class Limit(Record):
    """What the limit of liability leaves with the client of a mean large loss that is the provider's fault."""

    label: str
    loss: int
    provider: int
    client_share: float


class Effect(Record):
    """What a lever does in a year, in minor units; the errors are standard errors of the differences.

    client, provider  the change of the client's cost and of the provider's profit
    worst     the change of the client's mean cost in the worst twentieth
    flips     topics by which the provider earned, and does no more
    halves    topics whose cost to the client falls to a half or less
    a_user_month  the rise of the fee for each user and month that would make up for it to the provider
    """

    lever: str
    label: str
    wording: str
    client: int
    client_error: int
    provider: int
    provider_error: int
    worst: int
    worst_error: int
    flips: tuple[str, ...]
    halves: tuple[str, ...]
    a_user_month: int
    care: float


class Cure(Record):
    """For a topic the cheapest lever that flips the sign or halves the exposure; None where none does."""

    topic: str
    why: Literal["earns", "exposed"]
    costs: int
    lever: str | None


class Tried(Record):
    """All levers that change anything under an offer, the best for the client first, and what they cure."""

    effects: tuple[Effect, ...]
    cures: tuple[Cure, ...]


class OfferForecast(Record):
    """One contract's future.

    by_year   each figure of FIGURES for each year of the horizon; a_year: over the whole, as a year
    term      the client's whole cost to the end of the first term, where the contract states one within the horizon
    topics    the client's cost a year by topic, fees apart
    tried    changes of terms, where they were tried
    over_budget  the chance that a year costs more than the budget, with its error
    """

    name: str
    provider: str | None
    client: str | None
    documents: tuple[str, ...]
    care: Care
    by_year: tuple[dict[str, Figure], ...]
    a_year: dict[str, Figure]
    term_months: int | None
    term: Figure | None
    horizon: Figure
    topics: dict[str, Figure]
    margin: float
    margin_says: str
    over_budget: tuple[float, float] | None
    open: tuple[Open, ...]
    assumed: tuple[str, ...]
    doubtful: tuple[Doubtful, ...]
    limits: tuple[Limit, ...]
    tornado: tuple[Swing, ...]
    tried: Tried | None = None


class Forecast(Record):
    schema_: Literal["remit/forecast/1"] = Field("remit/forecast/1", alias="schema")
    note: str
    client: str
    currency: str
    minor_digits: int
    months: int
    runs: int
    years: int
    seed: int
    people: tuple[int, ...]
    rests: Rests
    topics: dict[str, str]
    budget: int | None
    offers: tuple[OfferForecast, ...]
