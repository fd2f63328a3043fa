"""Answers that can't both be right are not both shown as facts.

A reader of contracts makes mistakes, and some of them show: a notice against renewal in a contract that does not
renew. The playbook lists such pairs (`checks`). What is doubted becomes unsure, and the reason is given.
"""

from __future__ import annotations

from collections.abc import Sequence

from remit.contract import Contract
from remit.contract.vocabulary import Record
from remit.review.asking import SURE, Heard
from remit.review.findings import Quote
from remit.review.playbook import FieldAsk, Playbook, Question


class Asked(Record):
    question: Question
    heard: Heard


def doubts(asked: Sequence[Asked], book: Playbook) -> tuple[Asked, ...]:
    """The same answers, those that a check speaks against marked unsure."""
    by_id = {a.question.id: a for a in asked}
    marked = dict(by_id)
    for check in book.checks:
        sides = [by_id[name] for name in check.between if name in by_id]
        if len(sides) == len(check.between) and all(_gives(a, check.between[a.question.id]) for a in sides):
            for name in check.doubt:
                others = [q for a in sides if a.question.id != name for q in a.heard.quotes]
                marked[name] = _doubted(marked[name], check.why, others)
    return tuple(marked.values())


def _gives(asked: Asked, answers: tuple[str, ...]) -> bool:
    return asked.heard.state == "written" and asked.heard.answer in answers


def _doubted(asked: Asked, why: str, others: Sequence[Quote]) -> Asked:
    own = asked.heard.quotes
    shown = {q.evidence: Quote(role="candidate", evidence=q.evidence, note=q.note) for q in (*own, *others)}
    heard = asked.heard.model_copy(
        update={
            "state": "unsure",
            "confidence": min(asked.heard.confidence, SURE),
            "quotes": tuple(shown.values()),
            "reasons": (*asked.heard.reasons, why),
        }
    )
    return Asked(question=asked.question, heard=heard)


def with_doubts(contract: Contract, asked: Sequence[Asked]) -> Contract:
    """The contract with the doubted fields unsure, so that no sum takes them for certain."""
    named = {
        a.question.ask.field
        for a in asked
        if isinstance(a.question.ask, FieldAsk) and a.heard.state == "unsure"
    }
    fields = {
        name: f.model_copy(update={"state": "unsure"}) if name in named else f
        for name, f in contract.fields.items()
    }
    return contract.model_copy(update={"fields": fields})
