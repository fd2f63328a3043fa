"""The kinds of event that a support contract meets (events.yaml), and the classes that a contract is asked about.

A kind falls into classes by when it comes, where it is cured, whether it is a return, and how old the device is. A
contract is ruled on once for each class; what is drawn later only looks the answer up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, model_validator

from remit.contract import Condition, Value, vocabulary
from remit.contract.vocabulary import Record
from remit.errors import ModelProblem
from remit.forecast.priors import Priors, priors

Group = Literal["problem", "change", "sale"]
Per = Literal["user", "computer", "laptop", "server", "site", "firm", "joiner", "new_computer"]


def _typed(facts: Any) -> Any:  # noqa: ANN401 - data from a file
    if not isinstance(facts, dict):
        return facts
    try:
        words = vocabulary()
        typed = {k: Decimal(str(v)) if words.fact(k).type == "number" else v for k, v in facts.items()}
        Condition.parse(typed)
    except ModelProblem as problem:
        raise ValueError(str(problem)) from problem
    return typed


Facts = Annotated[dict[str, bool | Decimal | str], BeforeValidator(_typed)]


class Stops(Record):
    """`people` who stand still with the chance that `chance` names, for `lasts` times the hours of work."""

    people: int | Literal["site", "server", "all"]
    chance: str | float
    lasts: str | float


class Restores(Record):
    """A backup is needed. When it does not work, what `lost` prices is lost, once or for each user of a server."""

    backup: Literal["calm", "attack"]
    lost: str
    per: Literal["firm", "server"]


class Kind(Record):
    """One kind of event. Without `per` it is asked about and not drawn."""

    id: str
    topic: str
    label: str
    group: Group
    facts: Facts
    per: Per | None = None
    often: tuple[str, ...] = ()
    times: int = 1
    by_age: bool = False
    hours: str | None = None
    varies: tuple[Literal["hours", "place", "recurring"], ...] = ()
    prevented: float = Field(ge=0, le=1)
    careless: bool = False
    stops: Stops | None = None
    sale: str | None = None
    restores: Restores | None = None

    @model_validator(mode="after")
    def _works_or_sells(self) -> Self:
        if (self.hours is None) == (self.sale is None):
            raise ValueError(f"{self.id}: an event takes hours or is a sale")
        return self

    def rate(self, known: Priors) -> float:
        """How many there are in a year for each of what `per` names."""
        found = float(self.times)
        for name in self.often:
            found *= 1 - known.value(name[1:]) if name.startswith("-") else known.value(name)
        return found


class Upkeep(Record):
    """Regular work; `duties` are kinds of the provider's duties that bind it to the work."""

    id: str
    label: str
    facts: Facts
    duties: tuple[str, ...] = ()


class Work(Record):
    """What a large loss asks of the provider's hands."""

    facts: Facts
    hours: str
    per: Per


class Loss(Record):
    """A rare large loss: a year's chance for a firm, a mean, a spread, and what the contract is asked about it."""

    id: str
    label: str
    topic: str
    often: str
    mean: str
    spread: str
    prevented: float = Field(ge=0, le=1)
    facts: Facts
    work: Work | None = None
    backup: Literal["attack"] | None = None


class Events(Record):
    schema_: Literal["remit/events/1"] = Field(alias="schema")
    ordinary: Facts
    topics: dict[str, str]
    kinds: tuple[Kind, ...]
    upkeep: tuple[Upkeep, ...]
    losses: tuple[Loss, ...]
    data_loss: Facts

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        known = priors()
        names = [n.removeprefix("-") for k in self.kinds for n in k.often]
        names += [n for k in self.kinds for n in (k.hours, k.sale, k.restores and k.restores.lost) if n]
        names += [
            n for k in self.kinds if k.stops for n in (k.stops.chance, k.stops.lasts) if isinstance(n, str)
        ]
        names += [n for x in self.losses for n in (x.often, x.mean, x.spread)]
        for name in names:
            known.prior(name)
        used = [*(k.topic for k in self.kinds), *(x.topic for x in self.losses)]
        lost = set(used) - self.topics.keys()
        if lost:
            raise ValueError(f"no topic {', '.join(sorted(lost))}")
        return self

    def kind(self, name: str) -> Kind:
        return next(k for k in self.kinds if k.id == name)

    def event(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """The facts, with the ordinary circumstances where they leave them open."""
        return {**self.ordinary, **facts}


@cache
def events() -> Events:
    """The events that come with the package."""
    text = files("remit.forecast").joinpath("events.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Events.model_validate(yaml.load(text, Loader=loader))  # noqa: S506 - the safe loader, in C where built


@dataclass(frozen=True)
class EventClass:
    """Events of one kind that no contract tells apart. `share` is the part of the kind that falls here.

    age  the device is in this year of its life (1 is the first), where the kind depends on it
    """

    kind: Kind
    facts: Mapping[str, Value]
    share: float
    age: int = 0


def classes(kind: Kind, known: Priors, warranty_years: int) -> Iterator[EventClass]:
    """The classes that a kind falls into; their shares add up to one, for each age where age matters."""
    after, weekend = known.value("after_hours_share"), known.value("weekend_share")
    options: dict[str, list[tuple[dict[str, Value], float]]] = {
        "hours": [
            ({"hours": "business"}, 1 - after),
            ({"hours": "after_hours"}, after * (1 - weekend)),
            ({"hours": "weekend"}, after * weekend),
        ],
        "place": [
            ({"place": "remote"}, 1 - known.value("onsite_share")),
            ({"place": "onsite"}, known.value("onsite_share")),
        ],
        "recurring": [
            ({"recurring": False}, 1 - known.value("repeat_share")),
            ({"recurring": True}, known.value("repeat_share")),
        ],
    }
    ages = range(1, len(known.failure_by_age) + 1) if kind.by_age else (0,)
    for age in ages:
        old: dict[str, Value] = {}
        if age:
            old = {"device_age_years": Decimal(age) - Decimal("0.5"), "in_warranty": age <= warranty_years}
        for choice in product(*(options[name] for name in kind.varies)):
            facts, share = dict(kind.facts) | old, 1.0
            for more, part in choice:
                facts |= more
                share *= part
            if share > 0:
                yield EventClass(kind, events().event(facts), share, age)
