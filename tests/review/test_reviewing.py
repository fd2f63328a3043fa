"""What the review makes of answers: ratings, states, questions to ask, order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_agreement import CONTRACT, REVIEWED, Stand, always, at, stand_in

from remit.contract import Contract, Event, TermField, vocabulary
from remit.review import client_playbook, review
from remit.review.asking import evidence_of
from remit.review.findings import RATINGS
from remit.review.playbook import Check, EventAsk, FieldAsk, Question
from remit.ruling import Nearest, Overridden, Ruling

BOOK = client_playbook()
EMPTY = Contract(schema="remit/contract/1")
EVENTS = [q for q in BOOK.questions if isinstance(q.ask, EventAsk)]
FIELDS = [q for q in BOOK.questions if isinstance(q.ask, FieldAsk)]


@pytest.mark.parametrize("answer", list(vocabulary().answers))
def test_every_answer_to_every_event_is_judged_as_the_playbook_says(answer: str) -> None:
    made = review(EMPTY, answer=always(answer))
    for q in EVENTS:
        assert isinstance(q.ask, EventAsk)
        if answer in q.domain(vocabulary()):
            item = made.item(q.id)
            assert item.verdict == answer
            assert item.rating == BOOK.outcome(q, answer).rating
            assert item.sentence == BOOK.outcome(q, answer).why


@pytest.mark.parametrize("question", BOOK.questions, ids=lambda q: q.id)
def test_what_is_not_written_and_matters_yields_a_question_and_a_proposal(question: Question) -> None:
    item = review(EMPTY, answer=always("silent")).item(question.id)
    if item.state == "not_written" and item.rating != "ok":
        assert item.ask == question.put
        assert item.propose == question.propose
    if item.state == "not_written":
        assert not item.quotes


@pytest.mark.parametrize("question", FIELDS, ids=lambda q: q.id)
def test_every_field_can_be_blank_unsure_or_silent(question: Question) -> None:
    assert isinstance(question.ask, FieldAsk)
    for held, state in (
        (TermField(value=None, state="blank"), "blank"),
        (TermField(value=None, state="unsure", confidence=0.2), "unsure"),
        (TermField(value=None, state="silent"), "not_written"),
    ):
        made = review(
            EMPTY.model_copy(update={"fields": {question.ask.field: held}}), answer=always("silent")
        )
        assert made.item(question.id).state == state


def test_unsure_is_never_shown_as_a_fact() -> None:
    made = review(CONTRACT, answer=always("chargeable", unsure=True, confidence=0.3, candidates=(at("1.2"),)))
    for q in EVENTS:
        item = made.item(q.id)
        assert item.state == "unsure"
        assert item.verdict == "unsure"
        assert item.rating == "watch"
        assert item.says == "Remit is not sure"
        assert [quote.role for quote in item.quotes] == ["candidate"]
        assert item.ask
    assert {row.where for row in made.matrix} == {"unclear"}
    assert made.item("fee-model").leaning == "A fixed fee, and other work by the hour"


def test_overridden_passages_are_shown_with_their_reason() -> None:
    beaten = Overridden(id="p1", by="p2", ground="drafted")
    given = Stand(answer="chargeable", because=("p2",), overridden=(beaten,), needs=("in_warranty",))
    silence = Stand(answer="silent")
    made = review(CONTRACT, answer=lambda _, question, __: given if question == "coverage" else silence)
    item = made.item("evening")
    assert [q.role for q in item.quotes] == ["because", "overridden"]
    assert item.reasons == ("It gives way to clause 1.2, page 1: the text says so.",)
    assert item.quotes[1].note == item.reasons[0]
    assert item.needs == ("Is it in the maker's warranty?",)


def test_silence_shows_the_nearest_passage_and_what_it_speaks_of() -> None:
    nearest = Nearest(id="p3", facts=("activity",))
    given = Stand(answer="silent", ruling=Ruling(question="coverage", verdict="silent", nearest=nearest))
    quote = review(CONTRACT, answer=lambda *_: given).item("training").quotes[0]
    assert (quote.role, quote.evidence, quote.note) == (
        "nearest",
        at("1.3"),
        "It speaks of another kind of work.",
    )


def test_two_provisions_of_one_sentence_are_one_quote() -> None:
    given = Stand(answer="silent", unsure=True, candidates=("p1", at("1.1"), "p2"))
    quotes = review(CONTRACT, answer=lambda *_: given).item("training").quotes
    assert [q.evidence for q in quotes] == [at("1.1"), at("1.2")]


def test_an_amended_provision_is_quoted_as_it_stood() -> None:
    old = CONTRACT.provision("p1").model_copy(update={"effective_to": date(2026, 12, 31)})
    new = old.model_copy(
        update={"effective_from": date(2027, 1, 1), "effective_to": None, "evidence": at("1.2")}
    )
    amended = CONTRACT.model_copy(update={"provisions": (old, new)})
    assert evidence_of(amended, "p1", date(2026, 6, 1)) == at("1.1")
    assert evidence_of(amended, "p1", date(2027, 6, 1)) == at("1.2")
    assert evidence_of(amended, "p1") == at("1.1")
    assert evidence_of(amended, "gone") is None


def test_items_and_questions_stand_worst_first() -> None:
    for topic in REVIEWED.topics:
        places = [RATINGS.index(i.rating) for i in topic.items]
        assert places == sorted(places)
        assert sum(topic.ratings.values()) == len(topic.items) == sum(topic.states.values())
    asked = [RATINGS.index(q.rating) for q in REVIEWED.before_you_sign]
    assert asked == sorted(asked)
    assert [t.id for t in REVIEWED.topics] == [t.id for t in BOOK.topics]


def test_the_provider_is_not_asked_the_same_thing_twice() -> None:
    made = review(EMPTY, answer=always("silent"))
    put = [q.item for q in made.before_you_sign]
    assert made.item("exit-help").ask
    assert "handover" in put
    assert "exit-help" not in put


def test_deal_breakers_and_lists() -> None:
    assert [i.id for i in REVIEWED.deal_breakers()] == ["unilateral-change"]
    assert [d.text for d in REVIEWED.what_you_must_do] == ["Pay within 30 days."]
    assert [n.kind for n in REVIEWED.notes] == ["blank", "hidden", "notice"]
    assert REVIEWED.item("missing-papers").verdict == "found"
    assert REVIEWED.item("all-chargeable").says == "2 passages"
    assert "restoring a failed server" in REVIEWED.item("neither").says.lower()


def test_nothing_is_good_about_an_empty_contract_that_it_does_not_say() -> None:
    made = review(EMPTY, answer=always("silent"))
    for item in made.items():
        if item.state == "not_written" and item.rating == "ok":
            # Silence is fine only where it keeps a right from the provider or a duty from the client.
            assert (
                BOOK.questions[[q.id for q in BOOK.questions].index(item.id)].outcomes["silent"].rating
                == "ok"
            )
    assert made.client is None


@pytest.mark.parametrize(
    ("answers", "says", "rating"),
    [
        ("included", "0 % of the work on faults would earn the provider extra", "ok"),
        ("chargeable", "100 % of the work on faults would earn the provider extra", "deal_breaker"),
        ("excluded", "0 % of the work on faults would earn the provider extra", "ok"),
        ("silent", "The contract leaves most of it open: between 0 % and 100 %", "watch"),
    ],
)
def test_income_from_problems(answers: str, says: str, rating: str) -> None:
    item = review(EMPTY, answer=always(answers)).item("problems-pay")
    assert item.says == says
    assert item.rating == rating
    assert item.arithmetic[0] == "A year of an office of 40 people, in hours of work:"


def test_the_share_can_be_replayed_by_hand() -> None:
    item = review(CONTRACT, answer=stand_in).item("problems-pay")
    rows = [step for step in item.arithmetic if " × " in step]
    hours = {row.split(":")[0]: float(row.split("= ")[1].split(" h")[0]) for row in rows}
    earning = sum(h for row, h in zip(rows, hours.values(), strict=True) if row.endswith("earns extra"))
    assert (
        f"{earning:g} of {sum(hours.values()):g} hours = {earning * 100 / sum(hours.values()):.0f} %"
        in " ".join(item.arithmetic)
    )


def _with(contract: Contract, **values: Any) -> Contract:
    fields = contract.fields | {name: TermField(value=v) for name, v in values.items()}
    return contract.model_copy(update={"fields": fields})


def test_notice_day() -> None:
    item = review(CONTRACT, answer=stand_in).item("notice-day")
    assert item.says == "1 December 2027"
    assert item.arithmetic[:2] == (
        "Start 1 March 2026 + 24 months: the first term's last day is 29 February 2028.",
        "29 February 2028 − 90 days = 1 December 2027.",
    )
    assert len(item.quotes) == 2


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 12, 1), "1 December 2027"),
        (date(2027, 12, 2), "30 November 2028"),
        (date(2029, 1, 1), "30 November 2029"),
    ],
)
def test_notice_day_rolls_past_renewals(today: date, day: str) -> None:
    assert review(CONTRACT, answer=stand_in, today=today).item("notice-day").says == day


@pytest.mark.parametrize("start", ["2024-01-31", "2024-02-29", "2025-08-31"])
def test_a_month_that_is_too_short_ends_on_its_last_day(start: str) -> None:
    made = review(_with(CONTRACT, effective_date=start, initial_term_months=1), answer=stand_in)
    assert "last day is" in made.item("notice-day").arithmetic[0]


def test_notice_day_says_what_is_missing() -> None:
    made = review(_with(CONTRACT, effective_date=None, initial_term_months=None), answer=stand_in)
    item = made.item("notice-day")
    assert item.state == "not_written"
    assert item.says == (
        "It can't be worked out: the day it starts and the length of the first term are not written. "
        "Notice is due 90 days before the end."
    )
    assert item.ask


def test_a_contract_that_does_not_renew_has_no_day_to_miss() -> None:
    ends = _with(CONTRACT, renewal="none", non_renewal_notice_days=None)
    assert review(ends, answer=stand_in).item("notice-day").rating == "ok"


def test_answers_that_cannot_both_be_right_are_not_told_as_facts() -> None:
    """A notice against renewal in a contract that is read as not renewing: the day is worked out all the same."""
    made = review(_with(CONTRACT, renewal="by_agreement"), answer=stand_in)
    assert made.item("renewal").state == "unsure"
    assert made.item("renewal").leaning == "Only if both sides agree"
    assert made.item("renewal").reasons == (
        "There is a notice against renewal, so it may well renew by itself.",
    )
    assert made.item("notice-day").state == "unsure"
    assert made.item("notice-day").leaning == "1 December 2027"


@pytest.mark.parametrize("check", BOOK.checks, ids=lambda c: "-".join(c.between))
def test_checks_name_answers_that_their_questions_have(check: Check) -> None:
    domains = {q.id: (*q.domain(vocabulary()), "stated") for q in BOOK.questions}
    for name, answers in check.between.items():
        assert set(answers) <= set(domains[name])


def test_a_sum_is_as_unsure_as_any_figure_in_it() -> None:
    fields = CONTRACT.fields | {
        "recurring_fee": CONTRACT.fields["recurring_fee"].model_copy(update={"state": "unsure"})
    }
    made = review(CONTRACT.model_copy(update={"fields": fields}), answer=stand_in)
    assert made.item("commitment").state == "unsure"
    assert made.item("commitment").leaning == "At least GBP 60,000"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "GBP 272,500 of GBP 280,000, 97 %"),
        ({"liability_cap": "amount", "liability_cap_value": 100000}, "GBP 180,000 of GBP 280,000, 64 %"),
        ({"liability_cap": "none", "liability_cap_value": None, "consequential_loss_excluded": False}, "GBP 0 of GBP 280,000, 0 %"),
        ({"liability_cap": "none", "liability_cap_value": None, "data_loss_liability_excluded": True}, "GBP 240,000 of GBP 280,000, 86 %"),
        (
            {"recurring_fee": {"amount": 60, "currency": "GBP", "per": "user per month"}},
            "GBP 272,800 of GBP 280,000, 97 %",
        ),
        ({"liability_cap": "fees_paid"}, "GBP 150,000 of GBP 280,000 at least"),
    ],
)  # fmt: skip
def test_what_a_loss_leaves_with_the_client(values: dict[str, Any], says: str) -> None:
    assert review(_with(CONTRACT, **values), answer=stand_in).item("left-with-client").says == says


@pytest.mark.parametrize(
    ("fee", "says"),
    [
        ({"amount": 2500, "currency": "GBP", "per": "month"}, "At least GBP 60,000"),
        ({"amount": 30000, "currency": "GBP", "per": "year"}, "At least GBP 60,000"),
        ({"amount": "7500.00", "currency": "GBP", "per": "quarter"}, "At least GBP 60,000"),
        ({"amount": 60, "currency": "GBP", "per": "user"}, "About GBP 57,600"),
        ({"amount": 700, "currency": "GBP", "per": "week"}, "At least GBP 72,799.92"),
        ({"amount": 300, "currency": "GBP", "per": "server per month"}, "It can't be worked out: how many units the fee is paid for is not known"),
        (None, "It can't be worked out: the regular fee is not written"),
    ],
)  # fmt: skip
def test_money_promised(fee: Any, says: str) -> None:
    assert review(_with(CONTRACT, recurring_fee=fee), answer=stand_in).item("commitment").says == says


def test_leaving_half_way() -> None:
    item = review(_with(CONTRACT, early_termination_fee=True), answer=stand_in).item("leaving-sum")
    assert item.says == "Up to GBP 30,000, if all remaining fees are due"
    assert item.rating == "bad"


def test_the_engine_is_never_asked_about_unknown_facts() -> None:
    seen: list[Event] = []

    def watching(contract: Contract, question: str, event: Event) -> Stand:
        seen.append(event)
        return stand_in(contract, question, event)

    review(EMPTY, answer=watching)
    assert {fact for event in seen for fact in event} <= set(vocabulary().facts)
