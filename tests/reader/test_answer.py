"""From clause text to an answer, and what a person's word does to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import remit
from remit.contract import Contract
from remit.contract.provision import Confirmation
from remit.contract.terms import dump_terms, load_terms
from remit.reader import limits
from remit.reader.answer import answer

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def harbourline() -> Contract:
    return remit.read(EXAMPLES / "contracts" / "harbourline.txt")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("devices older than five (5) years", {"device_age_years": "> 5"}),
        ("computers less than 4 years old", {"device_age_years": "<= 4"}),
        ("equipment no longer under warranty", {"in_warranty": False}),
        ("software no longer supported by its maker", {"vendor_supported": False}),
        ("a term of more than three years", {}),
    ],
)
def test_limits_become_conditions(text: str, limit: dict[str, object]) -> None:
    assert limits.read(text) == limit


def test_every_quote_is_found_again_at_its_place(harbourline: Contract) -> None:
    text = (EXAMPLES / "contracts" / "harbourline.txt").read_text(encoding="utf-8")
    quotes = [p.evidence for p in harbourline.provisions] + [f.evidence for f in harbourline.fields.values()]
    found = [e for e in quotes if e is not None]
    assert len(found) > 50
    assert all(text[e.start : e.end] == e.quote for e in found)


def test_most_answers_are_a_careful_readers(harbourline: Contract) -> None:
    scenarios = yaml.safe_load((EXAMPLES / "expected" / "harbourline.yaml").read_text(encoding="utf-8"))[
        "scenarios"
    ]
    asked = {
        "S15": (
            "coverage",
            {"activity": "remediation", "subject": "desktop", "cause": "malware", "hours": "business"},
        ),
        "S17": (
            "coverage",
            {"activity": "incident", "subject": "laptop", "cause": "accident", "hours": "business"},
        ),
        "S02": (
            "coverage",
            {"activity": "request", "subject": "account", "hours": "business", "place": "remote"},
        ),
        "S07": (
            "coverage",
            {"activity": "patching", "subject": "os", "hours": "business", "place": "remote"},
        ),
        "S28": ("coverage", {"activity": "training", "subject": "application", "hours": "business"}),
    }
    right = [
        answer(harbourline, q, facts).answer == scenarios[name]["answer"]
        for name, (q, facts) in asked.items()
    ]
    assert sum(right) >= 4


def test_a_decided_answer_quotes_what_decides(harbourline: Contract) -> None:
    found = answer(
        harbourline, "coverage", {"activity": "incident", "subject": "laptop", "cause": "accident"}
    )
    assert found.answer in ("chargeable", "excluded")
    quotes = [harbourline.provision(name).evidence for name in found.because if isinstance(name, str)]
    assert any(e is not None and "liquid" in e.quote for e in quotes)


def test_a_loaded_contract_answers_as_the_one_that_was_read(harbourline: Contract) -> None:
    loaded = load_terms(dump_terms(harbourline), "terms.yaml")
    event = {"activity": "deployment", "subject": "laptop", "hours": "business"}
    assert loaded == harbourline
    assert answer(loaded, "coverage", event).chances == answer(harbourline, "coverage", event).chances


def test_a_persons_confirmation_wins(harbourline: Contract) -> None:
    event = {"activity": "training", "subject": "application", "hours": "business", "place": "remote"}
    by_me = harbourline.provisions[0].model_copy(
        update={
            "id": "mine", "question": "coverage", "value": "included", "residual": False, "state": "confirmed",
            "when": harbourline.provisions[0].when.parse({"activity": "training"}),
            "confidence": 1.0, "confirmed": Confirmation(by="Ana", on=date(2026, 3, 1), why="agreed by phone"),
        }
    )  # fmt: skip
    decided = Contract(provisions=(by_me,), schema=harbourline.schema_)
    found = answer(decided, "coverage", event)
    assert (found.answer, found.because) == ("included", ("mine",))
