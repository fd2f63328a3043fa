"""A contract reviewed: every question of the playbook asked, judged from the client's side, and put in order."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib import import_module

from remit.contract import Contract
from remit.review.asking import (
    Answering,
    Heard,
    ask_duty,
    ask_event,
    ask_field,
    ask_finding,
    ask_provisions,
)
from remit.review.dates import notice_day
from remit.review.doubts import Asked, doubts, with_doubts
from remit.review.findings import (
    RATINGS,
    Bearing,
    ClientDuty,
    Item,
    Note,
    ProviderQuestion,
    Rating,
    Review,
    State,
    Topic,
)
from remit.review.incentives import incentives
from remit.review.incentives_share import income_share
from remit.review.playbook import (
    Ask,
    ComputedAsk,
    DutyAsk,
    EventAsk,
    FieldAsk,
    FindingAsk,
    Outcome,
    Playbook,
    ProvisionsAsk,
    Question,
    SilentAsk,
    client_playbook,
)
from remit.review.sums import commitment, leaving, left_with_client

OPEN: frozenset[State] = frozenset({"not_written", "blank", "unsure", "conflict", "depends"})
STATES: tuple[State, ...] = ("written", "conflict", "depends", "unsure", "blank", "not_written")
PLACES = {"included": "included", "chargeable": "chargeable", "excluded": "excluded", "silent": "silent"}


def review(
    contract: Contract,
    *,
    playbook: Playbook | None = None,
    answer: Answering | None = None,
    today: date | None = None,
) -> Review:
    """Ask the whole playbook.

    answer  what rules an event (default: the reader's own)
    today   rolls the notice day forward past renewals that have been; without it the first term's is given
    """
    book = playbook or client_playbook()
    answering = answer or _default_answering()
    asked = _asked(contract, book, answering, today)
    items = [_item(a, book) for a in asked]
    topics = tuple(t for head in book.topics if (t := _topic(head.id, head.title, head.intro, items)).items)
    ordered = [
        item for rating in RATINGS for topic in topics for item in topic.items if item.rating == rating
    ]
    return Review(
        schema="remit/review/1",
        playbook=book.name,
        side=book.side,
        documents=tuple(d.name for d in contract.documents),
        client=_text(contract.value("client_name")),
        provider=_text(contract.value("provider_name")),
        topics=topics,
        matrix=_matrix(asked, book),
        before_you_sign=_to_put(ordered, book),
        also_ask=tuple(
            ProviderQuestion(item="", rating="watch", text=f.question, propose=f.propose)
            for f in book.further
        ),
        what_you_must_do=tuple(
            ClientDuty(kind=d.kind, text=d.text, evidence=d.evidence, confidence=d.confidence)
            for d in contract.duties
            if d.party == "client"
        ),
        what_is_not_written=tuple(i.id for i in ordered if i.state == "not_written"),
        notes=_notes(contract),
        incentives=incentives(with_doubts(contract, asked), answering),
        sources=book.sources,
    )


def _default_answering() -> Answering:
    # Imported when it is needed: whoever brings an engine of their own does not load the reader's models.
    found: Answering = import_module("remit.reader.answer").answer
    return found


def _asked(contract: Contract, book: Playbook, answering: Answering, today: date | None) -> list[Asked]:
    """Every question in the playbook's order. What rests on other answers is asked after their doubts are known."""
    plain = [
        Asked(question=q, heard=_ask(contract, q.ask, book, answering))
        for q in book.questions
        if not isinstance(q.ask, ComputedAsk | SilentAsk)
    ]
    plain = list(doubts(plain, book))
    doubted = with_doubts(contract, plain)
    found = {a.question.id: a for a in plain}
    for q in book.questions:
        if isinstance(q.ask, ComputedAsk):
            found[q.id] = Asked(question=q, heard=_compute(doubted, q.ask, book, answering, today))
        elif isinstance(q.ask, SilentAsk):
            found[q.id] = Asked(question=q, heard=_silent_events(plain))
    return [found[q.id] for q in book.questions]


def _ask(contract: Contract, ask: Ask, book: Playbook, answering: Answering) -> Heard:
    match ask:
        case EventAsk():
            return ask_event(contract, ask, book, answering)
        case FieldAsk():
            return ask_field(contract, ask, book)
        case DutyAsk():
            return ask_duty(contract, ask)
        case FindingAsk():
            return ask_finding(contract, ask)
        case ProvisionsAsk():
            return ask_provisions(contract, ask)
        case ComputedAsk() | SilentAsk():
            raise AssertionError("asked after the others")


def _compute(
    contract: Contract, ask: ComputedAsk, book: Playbook, answering: Answering, today: date | None
) -> Heard:
    match ask.what:
        case "notice_day":
            return notice_day(contract, today)
        case "commitment":
            return commitment(contract, book.ordinary)
        case "leaving":
            return leaving(contract, book.ordinary)
        case "left_with_client":
            return left_with_client(contract, book.story, book.ordinary)
        case "problems_pay":
            return income_share(contract, "problem", answering)
        case "changes_pay":
            return income_share(contract, "change", answering)


def _silent_events(asked: list[Asked]) -> Heard:
    labels = [a.question.label for a in asked if _is_coverage(a.question) and a.heard.state == "not_written"]
    if not labels:
        return Heard(answer="none", says="None", state="written")
    return Heard(answer="some", says=f"{len(labels)}: {', '.join(labels)}", state="not_written")


def _is_coverage(question: Question) -> bool:
    return isinstance(question.ask, EventAsk) and question.ask.question == "coverage"


def _item(asked: Asked, book: Playbook) -> Item:
    q, heard = asked.question, asked.heard
    judged = _judge(asked, book)
    unsure = heard.state == "unsure"
    troubled = heard.state in OPEN or judged.rating in {"bad", "deal_breaker"}
    return Item(
        id=q.id,
        topic=q.topic,
        question=q.question,
        state=heard.state,
        verdict="unsure"
        if unsure
        else heard.answer
        if heard.size is None or heard.answer != "stated"
        else heard.says,
        says="Remit is not sure" if unsure else heard.says,
        rating=judged.rating,
        confidence=heard.confidence,
        sentence=judged.why,
        matters=q.matters,
        leaning=heard.says if unsure else "",
        quotes=heard.quotes,
        reasons=heard.reasons,
        needs=heard.needs,
        arithmetic=heard.arithmetic,
        ask=q.put if troubled and judged.rating != "ok" else "",
        propose=q.propose if troubled and judged.rating != "ok" else "",
        sources=q.sources,
    )


def _judge(asked: Asked, book: Playbook) -> Outcome:
    q, heard = asked.question, asked.heard
    if heard.state == "unsure":
        # What a program is unsure of is neither held against the provider nor counted as good.
        return Outcome(
            rating="watch", why="The passages below may decide it. Read them, or ask the provider."
        )
    if heard.size is not None and q.bands:
        return book.band(q, heard.size)
    if heard.answer == "stated" and "stated" not in q.outcomes:
        return Outcome(
            rating="watch", why="It is stated in a form that Remit can't measure. Read the clause."
        )
    return book.outcome(q, heard.answer)


def _topic(name: str, title: str, intro: str, items: list[Item]) -> Topic:
    # Items keep the playbook's order within a rating and state: it is the order of importance.
    held = [i for i in items if i.topic == name]
    held.sort(key=lambda i: (RATINGS.index(i.rating), STATES.index(i.state)))
    ratings: Counter[Rating] = Counter(i.rating for i in held)
    states: Counter[State] = Counter(i.state for i in held)
    return Topic(
        id=name,
        title=title,
        intro=intro,
        ratings={r: ratings[r] for r in RATINGS},
        states={s: states[s] for s in STATES},
        items=tuple(held),
    )


def _to_put(ordered: list[Item], book: Playbook) -> tuple[ProviderQuestion, ...]:
    asked = {i.id for i in ordered if i.ask}
    twins = {q.id for q in book.questions if q.same_as in asked}
    return tuple(
        ProviderQuestion(item=i.id, rating=i.rating, text=i.ask, propose=i.propose)
        for i in ordered
        if i.ask and i.id not in twins
    )


def _matrix(asked: list[Asked], book: Playbook) -> tuple[Bearing, ...]:
    titles = {t.id: t.events or t.title for t in book.topics}
    order = {t.id: n for n, t in enumerate(book.topics)}
    rows = [
        a for a in asked if isinstance(a.question.ask, EventAsk) and a.question.ask.question == "coverage"
    ]
    rows.sort(key=lambda a: order[a.question.topic])
    return tuple(
        Bearing.model_validate(
            {
                "item": a.question.id,
                "group": titles[a.question.topic],
                "label": a.question.label,
                "where": "unclear" if a.heard.state == "unsure" else PLACES.get(a.heard.answer, "unclear"),
            }
        )
        for a in rows
    )


def _notes(contract: Contract) -> tuple[Note, ...]:
    blanks = [
        Note(kind="blank", text=f"{name.replace('_', ' ').capitalize()}: left blank.", evidence=f.evidence)
        for name, f in contract.fields.items()
        if f.state == "blank"
    ]
    found = [Note(kind=f.kind, text=f.message, evidence=f.evidence) for f in contract.findings]
    said = {n.evidence for n in found if n.evidence}
    notices = [Note(kind="notice", text=n, document=d.name) for d in contract.documents for n in d.notices]
    return (*found, *(b for b in blanks if b.evidence is None or b.evidence not in said), *notices)


def _text(value: object) -> str | None:
    return str(value) if value else None
