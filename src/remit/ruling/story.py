"""An event told in one sentence that a person can picture, from phrases kept as data.

"A fault or complaint, a laptop, 6 years old, out of the maker's warranty, on a weekend: the contract does not say
whether it is covered."
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import Field

from remit.contract import Vocabulary
from remit.contract.vocabulary import Record
from remit.ruling.plain import fact_words, number_words, outcome_words, value_words
from remit.ruling.record import Outcome


class Phrase(Record):
    """`words` holds {} for the value's label or number; `special` words outrank it, by value.

    `missing` stands for a fact that is not given where one of `along` is.
    """

    words: str = ""
    special: dict[str, str] = Field(default_factory=dict)
    missing: str = ""
    along: tuple[str, ...] = Field((), alias="with")


class Phrases(Record):
    schema_: Literal["remit/phrases/1"] = Field(alias="schema")
    facts: dict[str, Phrase]
    questions: dict[str, str]


@cache
def phrases() -> Phrases:
    text = files("remit.ruling").joinpath("phrases.yaml").read_text(encoding="utf-8")
    return Phrases.model_validate(yaml.safe_load(text))


def story(words: Vocabulary, event: Mapping[str, Any]) -> str:
    """The event's facts in one breath, beginning with a capital; "Any event" where none is given."""
    told = phrases().facts
    parts = []
    for fact in (*told, *(f for f in words.facts if f not in told)):
        phrase = told.get(fact)
        if fact in event:
            parts.append(_fact(words, phrase, fact, event[fact]))
        elif phrase and phrase.missing and any(f in event for f in phrase.along):
            parts.append(phrase.missing)
    text = ", ".join(parts) or "any event"
    return f"{text[:1].upper()}{text[1:]}"


def ending(words: Vocabulary, question: str, outcome: Outcome) -> str:
    """What becomes of it: "the contract does not say who pays"; "the contract says both X and Y"."""
    if outcome.verdict == "silent":
        return f"the contract does not say {left_unsaid(words, question)}"
    if outcome.verdict == "conflict":
        first, *rest = (f"“{value_words(words, v)}”" for v in outcome.values)
        return f"the contract says {'both ' if len(rest) == 1 else ''}{' and '.join([first, *rest])}"
    return outcome_words(words, outcome)


def left_unsaid(words: Vocabulary, question: str) -> str:
    return phrases().questions.get(question) or f"({words.question(question).label})"


def _fact(words: Vocabulary, phrase: Phrase | None, fact: str, value: Any) -> str:  # noqa: ANN401
    spec = words.facts[fact]
    if phrase is None:
        return fact_words(words, fact, value)
    plain = ("yes" if value else "no") if isinstance(value, bool) else number_words(value)
    if plain in phrase.special:
        return phrase.special[plain]
    label = spec.values[plain].label if plain in spec.values else plain
    return phrase.words.format(label) if phrase.words else fact_words(words, fact, value)
