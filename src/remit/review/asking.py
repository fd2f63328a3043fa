"""One question of the playbook put to the contract: what comes back, before anybody judges it.

The engine is asked events, the contract's records are asked for everything else. Nothing here searches the text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from remit.contract import Contract, Event, Evidence, Provision, vocabulary
from remit.contract.vocabulary import Record
from remit.review.findings import Quote, State
from remit.review.playbook import DutyAsk, EventAsk, FieldAsk, FindingAsk, Playbook, ProvisionsAsk
from remit.review.wording import counted, measure, place, say
from remit.ruling import Nearest, Overridden, Ruling

SURE = 0.5
"""Below this, a duty or provision is shown as a candidate and not as found."""


class Answer(Protocol):
    """A ruling in the vocabulary's answers, as the review needs it.

    `because` and `candidates` are ids of provisions, or evidence that no provision stands for.
    """

    @property
    def answer(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def because(self) -> tuple[str | Evidence, ...]: ...
    @property
    def overridden(self) -> tuple[Overridden, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def unsure(self) -> bool: ...
    @property
    def candidates(self) -> tuple[str | Evidence, ...]: ...
    @property
    def ruling(self) -> Ruling: ...


Answering = Callable[[Contract, str, Event], Answer]


class Heard(Record):
    """What the contract says to a question. `answer` is in the question's domain; `size` is for bands.

    Where `state` is "unsure", `answer` and `says` are what the reading leans to.
    """

    answer: str
    says: str
    state: State
    confidence: float = 1.0
    size: Decimal | None = None
    quotes: tuple[Quote, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    arithmetic: tuple[str, ...] = ()


SILENT = "The contract does not say"
STATES: dict[str, State] = {
    "silent": "not_written",
    "conflict": "conflict",
    "depends": "depends",
    "blank": "blank",
}


def ask_event(contract: Contract, ask: EventAsk, book: Playbook, answering: Answering) -> Heard:
    words = vocabulary()
    given = answering(contract, ask.question, book.event(ask.facts))
    grounds = {o.id: _beaten(contract, o, given.ruling.on) for o in given.overridden}
    named = [("because", r, "") for r in given.because]
    named += [("overridden", name, why) for name, why in grounds.items()]
    if given.unsure or given.answer in {"silent", "depends"}:
        named += [("candidate", r, "") for r in given.candidates]
    if given.answer == "silent" and not given.unsure and given.ruling.nearest:
        named.append(("nearest", given.ruling.nearest.id, _kept_from(given.ruling.nearest)))
    # A passage is shown once, in the first role that it has; several provisions may come from one sentence.
    quotes: dict[Evidence, Quote] = {}
    for role, reason, note in named:
        evidence = evidence_of(contract, reason, given.ruling.on)
        if evidence and evidence not in quotes:
            quotes[evidence] = Quote.model_validate({"role": role, "evidence": evidence, "note": note})
    return Heard(
        answer=given.answer,
        says=SILENT if given.answer == "silent" else words.answers[given.answer].label.capitalize(),
        state="unsure" if given.unsure else STATES.get(given.answer, "written"),
        confidence=given.confidence,
        quotes=tuple(quotes.values()),
        reasons=tuple(dict.fromkeys(grounds.values())),
        needs=tuple(words.facts[n].ask if n in words.facts else n for n in given.needs),
    )


def evidence_of(contract: Contract, reason: str | Evidence, on: date | None = None) -> Evidence | None:
    """The evidence of a provision by its id, as it stood on the day; evidence is its own."""
    if isinstance(reason, Evidence):
        return reason
    named = [p for p in contract.provisions if p.id == reason]
    valid = [p for p in named if on is None or (p.effective_from or on) <= on <= (p.effective_to or on)]
    return next((p.evidence for p in (*valid, *named)), None)


GROUNDS = {
    "drafted": "the text says so",
    "precedence": "the contract's order of precedence, or a later amendment, says so",
    "recorded": "a person decided so",
    "canon": "a rule of interpretation is applied",
}


def _beaten(contract: Contract, beaten: Overridden, on: date | None) -> str:
    by = evidence_of(contract, beaten.by, on)
    where = place(by.page, by.clause, by.heading) if by else ""
    why = f"{GROUNDS[beaten.ground]}{f', {beaten.canon}' if beaten.canon else ''}"
    return f"It gives way to {where or beaten.by}: {beaten.reason or why}."


def _kept_from(nearest: Nearest) -> str:
    words = vocabulary().facts
    names = [words[f].label if f in words else f for f in nearest.facts]
    return f"It speaks of another {' and '.join(names)}." if names else ""


def ask_field(contract: Contract, ask: FieldAsk, book: Playbook) -> Heard:
    spec = vocabulary().fields[ask.field]
    found = contract.fields.get(ask.field)
    if found is None or (found.value is None and found.state not in {"unsure", "blank"}):
        return Heard(
            answer="silent", says=SILENT, state="not_written", confidence=found.confidence if found else 1.0
        )
    role = "candidate" if found.state == "unsure" else "because"
    quotes = [Quote(role=role, evidence=found.evidence)] if found.evidence else []
    aside = "candidate" if found.state == "unsure" else "also"
    quotes += [Quote(role=aside, evidence=e) for e in found.rivals if e != found.evidence]
    if found.state == "blank":
        return Heard(
            answer="blank",
            says="Left blank",
            state="blank",
            confidence=found.confidence,
            quotes=tuple(quotes),
        )
    value = found.value
    answer = {"yesno": "yes" if value else "no", "one_of": str(value)}.get(spec.kind, "stated")
    return Heard(
        answer="silent" if value is None else answer,
        says=SILENT if value is None else _said(contract, ask.field, value, book),
        state="unsure" if found.state == "unsure" else "written",
        confidence=found.confidence,
        size=None if value is None else measure(spec.kind, value),
        quotes=tuple(quotes),
    )


def _said(contract: Contract, field: str, value: Any, book: Playbook) -> str:  # noqa: ANN401 - a field's value
    spec = vocabulary().fields[field]
    if field == "liability_cap_value" and contract.value("liability_cap") == "months_of_fees":
        return f"{counted(value, 'month')} of fees"
    if field.endswith("_years"):
        return counted(value, "year")
    return say(spec.kind, value, book.labels)


def ask_duty(contract: Contract, ask: DutyAsk) -> Heard:
    held = [d for d in contract.duties if d.party == ask.party and d.kind in ask.kinds]
    sure = [d for d in held if d.confidence >= SURE]
    shown = sure or held
    if not shown:
        return Heard(answer="silent", says=SILENT, state="not_written")
    role = "because" if sure else "candidate"
    return Heard(
        answer="written",
        says="; ".join(dict.fromkeys(d.text for d in shown)),
        state="written" if sure else "unsure",
        confidence=max(d.confidence for d in shown),
        quotes=tuple(Quote(role=role, evidence=d.evidence) for d in shown),
    )


def ask_finding(contract: Contract, ask: FindingAsk) -> Heard:
    held = [f for f in contract.findings if f.kind in ask.kinds]
    if not held:
        return Heard(answer="none", says="None found", state="written")
    return Heard(
        answer="found",
        says=" ".join(f.message for f in held),
        state="written",
        quotes=tuple(Quote(role="because", evidence=f.evidence) for f in held if f.evidence),
    )


def ask_provisions(contract: Contract, ask: ProvisionsAsk) -> Heard:
    held = [
        p
        for p in contract.provisions
        if p.question == ask.question and p.value in ask.values and p.kind == "rule"
    ]
    sure = [p for p in held if p.confidence >= SURE]
    shown = sure or held
    if not shown:
        return Heard(answer="silent", says=SILENT, state="not_written")
    passages: dict[Evidence, Provision] = {p.evidence: p for p in shown if p.evidence}
    return Heard(
        answer="listed",
        says=f"{len(passages)} passage" + ("" if len(passages) == 1 else "s"),
        state="written" if sure else "unsure",
        confidence=max(p.confidence for p in shown),
        quotes=tuple(
            Quote(role="because" if sure else "candidate", evidence=e, note=_always(p))
            for e, p in passages.items()
        ),
    )


def _always(provision: Provision) -> str:
    return "The contract's own catch-all: it applies where nothing else does." if provision.residual else ""
