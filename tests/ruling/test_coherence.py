"""Answers that do not go together are found across questions."""

from __future__ import annotations

from typing import Any

import pytest

from remit.contract import Contract, Provision, vocabulary
from remit.ruling.coherence import clashes, incoherences


def contract(*provisions: tuple[str, Any, dict[str, Any]]) -> Contract:
    return Contract(
        schema="remit/contract/1",
        provisions=tuple(
            Provision(id=f"{question}-{n}", question=question, value=value, when=when)
            for n, (question, value, when) in enumerate(provisions)
        ),
    )


def test_excluded_and_yet_the_provider_pays() -> None:
    both = Contract(
        schema="remit/contract/1",
        provisions=(
            Provision(id="misuse", question="coverage", value="excluded", when={"cause": "user"}),
            Provision(
                id="parts",
                question="payer",
                value="provider",
                when={"activity": "parts", "in_warranty": True},
            ),
            Provision(id="rest", question="payer", value="client", residual=True),
        ),
    )
    [found] = incoherences(both)
    assert found.because == ("misuse", "parts")
    assert found.facts["activity"] == "parts"
    assert found.clash.why in found.words
    assert 0 < found.cells < found.of
    coherent = both.model_copy(update={"provisions": both.provisions[1:]})
    assert list(incoherences(coherent)) == []


@pytest.mark.parametrize(
    ("provisions", "clash"),
    [
        (
            [("coverage", "excluded", {"cause": "malware"}), ("loss", "provider", {"outcome": "data_lost"})],
            "excluded-yet-borne",
        ),
        (
            [("suspension", "yes", {"days_overdue": "> 30"}), ("response_due", 60, {"priority": "critical"})],
            "suspended-yet-answered",
        ),
        ([("suspension", "yes", {}), ("resolution_due", 240, {})], "suspended-yet-solved"),
        ([("suspension", "yes", {}), ("permission", "not_allowed", {})], "suspended-without-right"),
        (
            [("coverage", "chargeable", {"hours": "weekend"}), ("rate", {"amount": 90}, {"place": "onsite"})],
            "charged-at-no-rate",
        ),
        (
            [("coverage", "included", {}), ("rate", {"amount": 90}, {"place": "onsite"})],
            "included-yet-charged",
        ),
    ],
)
def test_clash_is_found_with_both_sides(
    provisions: list[tuple[str, Any, dict[str, Any]]], clash: str
) -> None:
    it = contract(*provisions)
    [found] = incoherences(it)
    assert found.clash.id == clash
    for (question, _, when), p in zip(provisions, it.provisions, strict=True):
        said = found.clash.answers[question]
        ruling = it.rule(found.facts, question)
        assert ruling.verdict == ("silent" if said == "silent" else "ruled")
        assert (p.id in found.because) == (said != "silent")
        assert said == "silent" or set(when) <= set(found.facts)


def test_a_question_that_the_contract_never_answers_clashes_with_nothing() -> None:
    assert list(incoherences(contract(("coverage", "chargeable", {})))) == []


def test_every_clash_is_of_two_questions_and_their_answers() -> None:
    for clash in clashes():
        assert len(clash.answers) == 2, clash.id
        for question, said in clash.answers.items():
            spec = vocabulary().question(question)
            assert isinstance(said, str) or set(said) <= set(spec.values), clash.id
