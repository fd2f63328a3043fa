"""The playbook is data in order: every name it uses exists, every answer that can come back is rated."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from remit.contract import Condition, vocabulary
from remit.errors import FileProblem
from remit.review import client_playbook, load_playbook
from remit.review.findings import RATINGS
from remit.review.playbook import ComputedAsk, EventAsk, Question

BOOK = client_playbook()
QUESTIONS = pytest.mark.parametrize("question", BOOK.questions, ids=lambda q: q.id)


@QUESTIONS
def test_every_fact_and_answer_is_in_the_vocabulary(question: Question) -> None:
    words = vocabulary()
    if isinstance(question.ask, EventAsk):
        words.question(question.ask.question)
        # An event is a conjunction of single values: a condition that admits one of each.
        assert Condition.parse(question.ask.facts).facts() == set(question.ask.facts)


@QUESTIONS
def test_every_answer_of_its_domain_has_a_rating_and_a_reason(question: Question) -> None:
    for answer in question.domain(vocabulary()):
        outcome = BOOK.outcome(question, answer)
        assert outcome.rating in RATINGS
        assert outcome.why.endswith((".", "?"))


@QUESTIONS
def test_measured_questions_rate_every_size(question: Question) -> None:
    if question.is_measured(vocabulary()):
        limits = [b.upto for b in question.bands]
        assert limits[-1] is None
        assert sorted(x for x in limits if x is not None) == limits[:-1]
    elif not isinstance(question.ask, ComputedAsk):
        assert not question.bands


@QUESTIONS
def test_question_ask_and_proposal_are_plain_sentences(question: Question) -> None:
    assert question.question.endswith("?")
    assert question.put.endswith((".", "?"))
    assert question.propose.endswith(".")
    assert question.matters.endswith(".")
    assert "!" not in f"{question.question} {question.put} {question.propose} {question.matters}"
    assert all(len(sentence.split()) <= 40 for sentence in question.propose.split(". "))


def test_no_band_or_outcome_stands_for_nothing() -> None:
    for question in BOOK.questions:
        assert question.outcomes or question.bands, question.id


def test_the_article_is_answered_in_full() -> None:
    """The questions of the article that the project grew from are asked, each by name."""
    wanted = {
        "slow-network", "server-restore", "restore-fails", "new-laptops", "malware-cleanup", "ransomware-loss",
        "problems-pay", "old-computer", "device-age-limit", "hardware-warranty", "unsupported-application",
        "evening", "weekend-emergency", "holiday-emergency", "accident", "user-error", "deleted-folder",
        "third-party-data", "all-excluded", "neither", "patching", "restore-test", "security-tools", "help-desk",
        "pay-on-time", "warranties", "vendor-support", "timely-answers", "named-contact", "planning",
    }  # fmt: skip
    assert wanted <= {q.id for q in BOOK.questions}


def _write(tmp_path: Path, **changes: object) -> Path:
    whole = BOOK.model_dump(mode="json", by_alias=True) | changes
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(whole), encoding="utf-8")
    return path


def test_a_playbook_can_be_one_file(tmp_path: Path) -> None:
    assert load_playbook(_write(tmp_path)) == BOOK


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"topic": "nowhere"}, "no topic 'nowhere'"),
        ({"sources": ["nobody"]}, "no source 'nobody'"),
        ({"ask": {"by": "field", "field": "colour"}}, "no field 'colour'"),
        ({"outcomes": {"perhaps": {"ok": "Fine."}}}, "'perhaps' is no answer to it"),
        ({"id": "Bad id"}, "String should match pattern"),
    ],
)
def test_a_playbook_out_of_order_is_refused_with_the_reason(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    first = BOOK.questions[0].model_dump(mode="json") | change
    rest = [q.model_dump(mode="json") for q in BOOK.questions[1:]]
    with pytest.raises(FileProblem, match=says):
        load_playbook(_write(tmp_path, questions=[first, *rest]))


def test_a_missing_playbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"gone\.yaml"):
        load_playbook(tmp_path / "gone.yaml")
