"""What a review says, as immutable records: items, topics, the questions to put, the lists and the picture."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from remit.contract import Evidence
from remit.contract.vocabulary import Record
from remit.review.incentives_record import Incentives

Rating = Literal["deal_breaker", "bad", "watch", "ok"]
RATINGS: tuple[Rating, ...] = ("deal_breaker", "bad", "watch", "ok")
"""Worst first; the order in which everything is shown."""

State = Literal["written", "not_written", "blank", "unsure", "conflict", "depends"]
"""How far the contract answers. Only `written`, `conflict` and `depends` are statements about the text;
`unsure` is a statement about the reading, and is never shown as a fact."""

Role = Literal["because", "overridden", "candidate", "nearest", "also"]


class Quote(Record):
    """A passage that an item rests on. `note` says what role it plays, where that is not plain."""

    role: Role
    evidence: Evidence
    note: str = ""


class Item(Record):
    """One question of the playbook, answered.

    verdict     an answer of the vocabulary, a field's value as text, or "silent", "blank", "unsure"
    says        the verdict in plain words; `sentence` is why it matters to the client
    leaning     where unsure: the likeliest verdict, to be checked and never relied on
    ask         the question to put to the provider; empty where nothing is open
    propose     a model sentence to offer
    needs       facts that the answer turns on
    arithmetic  steps that a reader can replay by hand
    """

    id: str
    topic: str
    question: str
    state: State
    verdict: str
    says: str
    rating: Rating
    confidence: float = Field(ge=0, le=1)
    sentence: str
    matters: str = ""
    leaning: str = ""
    quotes: tuple[Quote, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    arithmetic: tuple[str, ...] = ()
    ask: str = ""
    propose: str = ""
    sources: tuple[str, ...] = ()


class Topic(Record):
    """A topic's items, worst first, with how many there are of each rating and state. There is no score."""

    id: str
    title: str
    intro: str
    ratings: dict[Rating, int]
    states: dict[State, int]
    items: tuple[Item, ...]

    @property
    def worst(self) -> Rating:
        return self.items[0].rating if self.items else "ok"


class ProviderQuestion(Record):
    """A question ready to be sent to the provider, with the item that raises it."""

    item: str
    rating: Rating
    text: str
    propose: str = ""


class ClientDuty(Record):
    kind: str
    text: str
    evidence: Evidence
    confidence: float = Field(ge=0, le=1)


class Note(Record):
    """A blank, a missing schedule, hidden text, or another notice about the documents."""

    kind: str
    text: str
    evidence: Evidence | None = None
    document: str = ""


class Bearing(Record):
    """One row of the picture: who bears what. `where` is a column of `COLUMNS`."""

    item: str
    group: str
    label: str
    where: Literal["included", "chargeable", "excluded", "silent", "unclear"]


COLUMNS: tuple[Literal["included", "chargeable", "excluded", "silent", "unclear"], ...] = (
    "included",
    "chargeable",
    "excluded",
    "silent",
    "unclear",
)


class Review(Record):
    """A whole review. `topics` are in the playbook's order, which is worst first."""

    schema_: Literal["remit/review/1"] = Field("remit/review/1", alias="schema")
    playbook: str
    side: str
    documents: tuple[str, ...]
    client: str | None
    provider: str | None
    topics: tuple[Topic, ...]
    matrix: tuple[Bearing, ...] = ()
    before_you_sign: tuple[ProviderQuestion, ...] = ()
    also_ask: tuple[ProviderQuestion, ...] = ()
    what_you_must_do: tuple[ClientDuty, ...] = ()
    what_is_not_written: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    incentives: Incentives | None = None
    sources: dict[str, str] = Field(default_factory=dict)

    def items(self) -> tuple[Item, ...]:
        return tuple(item for topic in self.topics for item in topic.items)

    def item(self, name: str) -> Item:
        return next(item for item in self.items() if item.id == name)

    def deal_breakers(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items() if item.rating == "deal_breaker")
