"""The playbook: which questions a careful buyer asks, and what each answer means to the one who pays.

It is data (client/*.yaml). `index.yaml` holds what all topics share; every other file holds one topic's questions.
Each question says how it is asked: of the engine as an event, of a field, of the duties, of the findings, of the
provisions as a list, or as a sum over several of these (`computed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from remit.contract import Condition, Value, Vocabulary, vocabulary
from remit.contract.vocabulary import Record
from remit.errors import FileProblem, ModelProblem
from remit.review.findings import RATINGS, Rating

NAME = r"^[a-z][a-z0-9-]*$"
"""Ids become anchors and selectors of the HTML report."""
MEASURED = ("months", "days", "minutes", "number", "percent", "money", "hours", "targets")
"""Kinds of field that are rated by bands of their size (see `measure` in wording.py)."""


class Outcome(Record):
    """What one answer means to the client; in a file `included: {ok: One plain sentence why}`."""

    rating: Rating
    why: str

    @model_validator(mode="before")
    @classmethod
    def short_form(cls, data: Any) -> Any:  # noqa: ANN401 - data from a file
        if isinstance(data, dict) and len(data) == 1 and next(iter(data)) in RATINGS:
            ((rating, why),) = data.items()
            return {"rating": rating, "why": why}
        return data


class Band(Record):
    """`upto` is the largest size the band holds; the last band of a list has none and holds the rest."""

    upto: Decimal | None = None
    rating: Rating
    why: str


def _typed(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts in the types of the vocabulary: a number may be written as text in a file."""
    typed = {k: Decimal(str(v)) if vocabulary().fact(k).type == "number" else v for k, v in facts.items()}
    Condition.parse(typed)
    return typed


def _checked(facts: Any) -> Any:  # noqa: ANN401 - data from a file
    try:
        return _typed(facts) if isinstance(facts, dict) else facts
    except ModelProblem as problem:
        raise ValueError(str(problem)) from problem


Facts = Annotated[dict[str, bool | Decimal | str], BeforeValidator(_checked)]


class EventAsk(Record):
    by: Literal["event"]
    question: str
    facts: Facts


class FieldAsk(Record):
    by: Literal["field"]
    field: str


class DutyAsk(Record):
    """Answered "written" or "silent"."""

    by: Literal["duty"]
    party: Literal["client", "provider"]
    kinds: tuple[str, ...] = Field(min_length=1)


class FindingAsk(Record):
    """Answered "found" or "none": kinds of finding about the documents themselves."""

    by: Literal["finding"]
    kinds: tuple[str, ...] = Field(min_length=1)


class ProvisionsAsk(Record):
    """Answered "listed" or "silent": every provision of a question with one of the values."""

    by: Literal["provisions"]
    question: str
    values: tuple[str, ...] = Field(min_length=1)


class SilentAsk(Record):
    """Answered "some" or "none": the events of this playbook that no provision decides."""

    by: Literal["silent_events"]


class ComputedAsk(Record):
    """Worked out from several answers, with the arithmetic shown; the rating comes from bands."""

    by: Literal["computed"]
    what: Literal["notice_day", "commitment", "leaving", "left_with_client", "problems_pay", "changes_pay"]


Ask = Annotated[
    EventAsk | FieldAsk | DutyAsk | FindingAsk | ProvisionsAsk | SilentAsk | ComputedAsk,
    Field(discriminator="by"),
]


class Question(Record):
    """One question of the playbook.

    label     two or three words for tables and the picture
    outcomes  what each answer means; answers not listed fall back to the playbook's `defaults`
    bands     for values with a size: what each size means
    put       the question to the provider when the contract is silent or unclear
    same_as   the question that asks the provider for the same thing; where both are open only that one is put
    propose   a balanced sentence to offer, in our own words
    """

    id: str = Field(pattern=NAME)
    topic: str
    question: str
    label: str
    ask: Ask
    outcomes: dict[str, Outcome] = Field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    put: str
    same_as: str | None = None
    propose: str
    matters: str
    sources: tuple[str, ...] = Field(min_length=1)

    def domain(self, words: Vocabulary) -> tuple[str, ...]:
        """Every answer that can come back, the measured ones aside."""
        match self.ask:
            case EventAsk():
                return (*words.question(self.ask.question).values, "silent", "conflict", "depends")
            case FieldAsk():
                spec = words.fields[self.ask.field]
                options = {
                    "yesno": ("yes", "no"),
                    "one_of": spec.of,
                    "name": ("stated",),
                    "date": ("stated",),
                }
                return (*options.get(spec.kind, ()), "silent", "blank")
            case DutyAsk():
                return ("written", "silent")
            case FindingAsk():
                return ("found", "none")
            case ProvisionsAsk():
                return ("listed", "silent")
            case SilentAsk():
                return ("some", "none")
            case ComputedAsk():
                return ("silent", "unknown")

    def is_measured(self, words: Vocabulary) -> bool:
        if isinstance(self.ask, FieldAsk):
            return words.fields[self.ask.field].kind in MEASURED
        return isinstance(self.ask, ComputedAsk)


class TopicHead(Record):
    """`events` is what the topic's events are called in the picture of who bears what."""

    id: str = Field(pattern=NAME)
    title: str
    events: str = ""
    intro: str


class Loss(Record):
    """A part of the loss story. `kind` decides which exclusions reach it."""

    label: str
    amount: Decimal
    kind: Literal["restoring", "data", "business"]


class Story(Record):
    title: str
    text: str
    losses: tuple[Loss, ...]
    source: str


class Further(Record):
    """A question that no field or event of the vocabulary reaches; it is put to the provider as it stands."""

    question: str
    propose: str = ""
    sources: tuple[str, ...] = Field(min_length=1)


class Check(Record):
    """Answers that can't all be right; `doubt` names the questions whose answers are then unsure."""

    between: dict[str, tuple[str, ...]] = Field(min_length=2)
    doubt: tuple[str, ...] = Field(min_length=1)
    why: str


class Playbook(Record):
    """`ordinary` is what is so of every event unless its question says otherwise."""

    schema_: Literal["remit/playbook/1"] = Field(alias="schema")
    name: str
    side: Literal["client"]
    topics: tuple[TopicHead, ...]
    defaults: dict[str, Outcome]
    labels: dict[str, str] = Field(default_factory=dict)
    ordinary: Facts
    story: Story
    sources: dict[str, str]
    questions: tuple[Question, ...]
    further: tuple[Further, ...] = ()
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def consistent(self) -> Self:
        """Every question belongs to a topic, has its own id, known sources and a rating for every answer."""
        words, topics = vocabulary(), {t.id for t in self.topics}
        ids = [q.id for q in self.questions]
        problems = [f"{name} stands twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
        for q in self.questions:
            if q.topic not in topics:
                problems.append(f"{q.id}: no topic '{q.topic}'")
            if q.same_as and q.same_as not in ids:
                problems.append(f"{q.id}: no question '{q.same_as}'")
            if isinstance(q.ask, FieldAsk) and q.ask.field not in words.fields:
                problems.append(f"{q.id}: no field '{q.ask.field}'")
                continue
            problems += [f"{q.id}: no source '{s}'" for s in q.sources if not _known(s, self.sources)]
            domain = q.domain(words)
            problems += [
                f"{q.id}: no rating for '{a}'" for a in domain if a not in {*q.outcomes, *self.defaults}
            ]
            problems += [f"{q.id}: '{a}' is no answer to it" for a in q.outcomes if a not in domain]
            if q.is_measured(words) and (not q.bands or q.bands[-1].upto is not None):
                problems.append(f"{q.id}: its bands must end with one that has no upper limit")
        for check in self.checks:
            problems += [f"check: no question '{n}'" for n in (*check.between, *check.doubt) if n not in ids]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def event(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """The facts, with the ordinary circumstances where they leave them open."""
        return {**self.ordinary, **facts}

    def outcome(self, question: Question, answer: str) -> Outcome:
        return question.outcomes.get(answer) or self.defaults[answer]

    def band(self, question: Question, size: Decimal) -> Outcome:
        held = next(b for b in question.bands if b.upto is None or size <= b.upto)
        return Outcome(rating=held.rating, why=held.why)


def _known(source: str, sources: dict[str, str]) -> bool:
    # "terms:x", "checklist:x" and "priors:x" name an entry of the research files, the rest a work in `sources`.
    return source in sources or source.partition(":")[0] in {"terms", "checklist", "priors", "dispute"}


def _merged(texts: Iterable[str]) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    whole: dict[str, Any] = {"questions": []}
    for text in texts:
        part = yaml.load(text, Loader=loader)  # noqa: S506 - the safe loader, in C where it is built
        topic = part.pop("topic", None)
        questions = part.pop("questions", [])
        whole["questions"] += [{"topic": topic, **q} if topic else q for q in questions]
        whole |= part
    return whole


def load_playbook(path: Path) -> Playbook:
    """A playbook from one YAML file, or from a folder of them; FileProblem says what is wrong."""
    try:
        paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        return Playbook.model_validate(_merged(p.read_text(encoding="utf-8") for p in paths))
    except OSError as problem:
        raise FileProblem(f"The playbook {path} can't be read.", str(problem.strerror)) from problem
    except (yaml.YAMLError, ValidationError, AttributeError) as problem:
        raise FileProblem(f"The playbook {path} is not in order.", str(problem)) from problem


@cache
def client_playbook() -> Playbook:
    """The playbook that comes with the package: an IT support contract, seen from the client's side."""
    folder = files("remit.review").joinpath("client")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    return Playbook.model_validate(_merged(folder.joinpath(n).read_text(encoding="utf-8") for n in names))
