"""Facts, conditions and outcomes in plain words, from the vocabulary's own labels."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from remit.contract import Condition, Provision, Test, Vocabulary
from remit.contract.vocabulary import Fact
from remit.ruling.record import Outcome
from remit.ruling.values import digits


def fact_words(words: Vocabulary, fact: str, value: Any) -> str:  # noqa: ANN401 - each fact has its own form
    """Such as: cause: a hardware failure; in the maker's warranty: no; age of the device in years: 6."""
    spec = words.facts[fact]
    if spec.type == "choice":
        return f"{spec.label}: {_label(spec, str(value))}"
    if spec.type == "yesno":
        return f"{spec.label}: {'yes' if value else 'no'}"
    return f"{spec.label}: {number_words(value) if spec.type == 'number' else value}"


def event_words(words: Vocabulary, event: Mapping[str, Any]) -> str:
    """One line that a person can picture, in the vocabulary's order of facts."""
    if not event:
        return "any event"
    return "; ".join(fact_words(words, fact, event[fact]) for fact in words.facts if fact in event)


def condition_words(words: Vocabulary, condition: Condition) -> str:
    """The condition as a phrase; "always" where nothing is required."""
    parts = [_part(words, part) for part in condition.all_of]
    if condition.any_of:
        parts.append("either " + ", or ".join(condition_words(words, c) for c in condition.any_of))
    phrase = "; ".join(parts) or "always"
    return f"not ({phrase})" if condition.negated else phrase


def value_words(words: Vocabulary, value: Any) -> str:  # noqa: ANN401
    """Such as: included in the fee; 30; 120.50 EUR per hour; 1.5 times the usual rate."""
    if isinstance(value, Mapping):
        if value.get("amount") is None:
            return f"{number_words(value.get('multiplier'))} times the usual rate"
        per = f"per {value['per']}" if value.get("per") else ""
        return " ".join(p for p in (number_words(value["amount"]), value.get("currency") or "", per) if p)
    if isinstance(value, str):
        return words.answers[value].label if value in words.answers else value
    return number_words(value)


def outcome_words(words: Vocabulary, outcome: Outcome) -> str:
    values = " / ".join(value_words(words, v) for v in outcome.values)
    match outcome.verdict:
        case "ruled":
            return values
        case "silent":
            return "the contract does not say"
        case "conflict":
            return f"the contract contradicts itself: {values}"
        case "error":
            return f"no answer can be worked out: {outcome.message}"
        case _:
            return "it depends"


def place_words(provision: Provision) -> str:
    """Where the text stands: "clause 4.2, page 3, agreement.pdf"."""
    at = provision.evidence
    if at is None:
        return "no text"
    clause = f"clause {at.clause}" if at.clause else ""
    page = f"page {at.page}" if at.page else ""
    return ", ".join(p for p in (clause, page, at.document) if p)


def number_words(value: Any) -> str:  # noqa: ANN401
    return digits(value) if isinstance(value, Decimal) else str(value)


def _label(spec: Fact, value: str) -> str:
    return spec.values[value].label if value in spec.values else value


def _part(words: Vocabulary, part: Test | Condition) -> str:
    if isinstance(part, Condition):
        return condition_words(words, part)
    spec = words.facts[part.fact]
    if part.values is None:
        return f"{spec.label} {_interval(part)}"
    if spec.type == "yesno":
        return " or ".join(fact_words(words, part.fact, v) for v in sorted(part.values, key=str)) or "never"
    # A class is named once, not with everything under it.
    top = [v for v in spec.values if v in part.values and spec.values[v].under not in part.values]
    return f"{spec.label}: {' or '.join(_label(spec, v) for v in top)}"


def _interval(test: Test) -> str:
    low, high = number_words(test.low), number_words(test.high)
    if test.low is not None and test.low == test.high:
        return low
    parts = []
    if test.low is not None:
        parts.append(f"{'at least' if test.low_closed else 'more than'} {low}")
    if test.high is not None:
        parts.append(f"{'at most' if test.high_closed else 'less than'} {high}")
    return " and ".join(parts)
