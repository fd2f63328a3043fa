"""The concept layer: which words speak of which fact value. One lexicon for contracts and for a person's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from remit.contract import vocabulary
from remit.errors import ModelProblem


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that speak of a fact value, at offsets of the text that was searched."""

    fact: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Concept:
    fact: str
    value: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


def compile_phrase(phrase: str) -> str:
    """The lexicon's notation as a regular expression: "*" any letters, " .. " up to five words between."""
    parts = [p.strip() for p in phrase.split(" .. ")]
    built = [
        re.sub(r"(?<!\\)\*", r"[\\w-]*", re.sub(r"(?<!\[)(?<!-) (?!\])", r"\\s+", part)) for part in parts
    ]
    # Words and what separates them share no character: otherwise a line of dashes costs exponential time.
    return r"[^\w']+(?:[\w']+[^\w']+){0,5}?".join(built)


@cache
def concepts() -> tuple[Concept, ...]:
    text = files("remit.reader").joinpath("concepts.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the fast safe loader
    words = vocabulary()
    unless = {v: _union(phrases) for v, phrases in data.pop("not").items() if phrases}
    if data.pop("schema") != "remit/concepts/1":
        raise ModelProblem("concepts.yaml has another schema than this program reads.")
    found = []
    for fact, values in data.items():
        for value, phrases in values.items():
            if value not in words.fact(fact).values:
                raise ModelProblem(f"concepts.yaml: '{value}' is no value of {fact}.")
            found.append(Concept(fact, value, _union(phrases), unless.get(value)))
    return tuple(found)


def _union(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(compile_phrase(p) for p in phrases) + r")(?![\w])")


@cache
def _mentions(text: str) -> tuple[Mention, ...]:
    found = []
    for concept in concepts():
        for match in concept.pattern.finditer(text):
            blocked = concept.unless is not None and any(
                b.start() <= match.start() < b.end() for b in concept.unless.finditer(text)
            )
            if not blocked:
                found.append(Mention(concept.fact, concept.value, match.start(), match.end()))
    return tuple(found)


def mentions(text: str) -> tuple[Mention, ...]:
    """Every mention in a text, which must be lower case with single spaces (`Segment.lower`)."""
    return _mentions(text)


def values(text: str, fact: str) -> frozenset[str]:
    """The values of one fact that a text mentions."""
    return frozenset(m.value for m in mentions(text) if m.fact == fact)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Every (fact, value) that a text mentions, once."""
    yield from dict.fromkeys((m.fact, m.value) for m in mentions(text))
