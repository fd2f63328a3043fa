"""Which words of tickets speak of which fact, found in whole columns at once.

The lexicon (facts_words.yaml) is searched for all words of a fact in one pass. Where it says nothing, the reader's
concepts are asked, which are written for contracts. Both name the facts and values of the vocabulary.

What was found travels as small integers: the number of a `Saying`, which becomes words again for the few that are
looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl
import yaml

from remit.contract import vocabulary
from remit.errors import ModelProblem
from remit.reader.concepts import mentions

NONE: Final = "none"
HITS: Final = pl.Schema({"row": pl.UInt32(), "say": pl.UInt16()})
"""One row for each word found: `row` is the place in the column that was searched, `say` the number of a saying."""
LISTED: Final = 3
"""How strongly an entry of a list speaks."""
_SCHEMA: Final = "remit/ticket-words/1"
_BESIDE: Final = ("lists", "models", "confidence", "chosen", "incidents")
"""Parts of the lexicon that are no facts."""
_KINDS: Final = ("incident", "request")
_FROM_CONCEPTS: Final = ("activity", "subject", "cause")
_FEW: Final = 5_000
"""Different texts for which the reader's concepts are asked. They are never sure, they only help a person's review."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that speak of a value of a fact, from 4 (hardly a doubt) to 1 (a hint)."""

    fact: str
    value: str
    strength: int
    words: str


@dataclass(frozen=True)
class Lexicon:
    """All sayings by number, and how they are found.

    patterns  by fact: patterns for `spread` text in the order in which they are tried, with the number of a saying,
              None where the words only look like some of the fact
    lists     by fact: entries of lists, in plain words
    kinds     the two kinds that a system states
    concepts  by fact and value: what the reader's concepts speak of
    """

    sayings: tuple[Saying, ...]
    patterns: Mapping[str, Mapping[str, int | None]]
    lists: Mapping[str, Mapping[str, int]]
    kinds: Mapping[str, int]
    concepts: Mapping[tuple[str, str], int]


@cache
def _data() -> Mapping[str, Any]:
    text = files("remit.audit").joinpath("facts_words.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes text alone
    if data.pop("schema") != _SCHEMA:
        raise ModelProblem("facts_words.yaml has another schema than this program reads.")
    return dict(data)


@cache
def lexicon() -> Lexicon:
    """The lexicon, ready to be searched; ModelProblem where it names what the vocabulary has not."""
    sayings: list[Saying] = []

    def number(saying: Saying) -> int:
        sayings.append(saying)
        return len(sayings) - 1

    patterns = {
        fact: {
            pattern: number(saying) if saying.value != NONE else None
            for pattern, saying in _ordered(fact, values)
        }
        for fact, values in _data().items()
        if fact not in _BESIDE
    }
    lists = {
        fact: {
            " ".join(entry.split()): number(Saying(fact, value, LISTED, entry))
            for value, entries in values.items()
            for entry in entries
        }
        for fact, values in _data()["lists"].items()
    }
    kinds = {kind: number(Saying("activity", kind, 2, f"kind: {kind}")) for kind in _KINDS}
    asked = {
        (fact, value): number(Saying(fact, value, 1, spec.label))
        for fact in _FROM_CONCEPTS
        for value, spec in vocabulary().fact(fact).values.items()
    }
    return Lexicon(tuple(sayings), patterns, lists, kinds, asked)


def _ordered(fact: str, values: Mapping[str, Mapping[str, Sequence[str]]]) -> list[tuple[str, Saying]]:
    """The patterns of a fact, the longest first: "password reset" hides "password"."""
    spec = vocabulary().fact(fact)
    found: dict[str, Saying] = {}
    for value, strengths in values.items():
        if spec.type == "choice" and value not in spec.values:
            raise ModelProblem(f"facts_words.yaml: '{value}' is no value of {fact}.")
        for strength, words in strengths.items():
            for word in words:
                pattern = _pattern(word)
                said = (
                    Saying(fact, NONE, 0, word)
                    if strength == NONE
                    else Saying(fact, value, int(strength), word)
                )
                if pattern not in found or found[pattern].strength < said.strength:
                    found[pattern] = said
    return sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))


def _pattern(word: str) -> str:
    """A phrase as it stands in `spread` text: each word with a blank of its own on both sides; "*" leaves the end open."""
    inner = "  ".join(w.strip("*") for w in word.split())
    return f" {inner}" if word.endswith("*") else f" {inner} "


@cache
def models() -> Mapping[str, str]:
    """The kind of device by its maker's names, as patterns for `spread` text, the longest first."""
    found = {_pattern(word): value for value, words in _data()["models"].items() for word in words}
    return {p: found[p] for p in sorted(found, key=lambda p: (-len(p), p))}


def spread(text: pl.Series) -> pl.Series:
    """Text in lower case without punctuation, every word between two blanks of its own."""
    plain = (
        text.str.to_lowercase()
        .str.replace_all("['’`´]", "")
        .str.replace_all(r"[^\p{L}\p{N}]+", "  ")
        .str.strip_chars()
    )
    return " " + plain + " "


def search(text: pl.Series) -> pl.DataFrame:
    """The hits (HITS) of the lexicon in each text; where a fact has none and texts are few, of the reader's concepts."""
    if text.null_count() == len(text):
        return pl.DataFrame(schema=HITS)
    apart = spread(text)
    found = []
    silent: dict[str, pl.Series] = {}
    for fact, patterns in lexicon().patterns.items():
        hits = apart.str.extract_many(list(patterns), leftmost=True).to_frame("pattern").with_row_index("row")
        long = hits.explode("pattern").filter(pl.col("pattern").is_not_null()).unique()
        said = long.with_columns(
            say=pl.col("pattern").replace_strict(
                list(patterns), list(patterns.values()), default=None, return_dtype=pl.UInt16
            )
        ).filter(pl.col("say").is_not_null())
        found.append(said.select(HITS.names()).cast(HITS))
        silent[fact] = said["row"]
    own = pl.concat(found)
    return pl.concat([own, _concepts(text, silent)]) if len(text) <= _FEW else own


def _concepts(text: pl.Series, spoken: Mapping[str, pl.Series]) -> pl.DataFrame:
    """What the reader's concepts say of facts on which the lexicon is silent."""
    heard = {f: set(spoken[f]) for f in _FROM_CONCEPTS}
    found = [
        (row, lexicon().concepts[m.fact, m.value])
        for row, words in enumerate(text)
        if words
        for m in mentions(" ".join(words.lower().split()))
        if m.fact in heard and row not in heard[m.fact]
    ]
    return pl.DataFrame(list(dict.fromkeys(found)), schema=HITS, orient="row")


def listed(entries: pl.Series) -> pl.DataFrame:
    """The hits of entries that people choose from a list: whole categories and tags."""
    once = entries.drop_nulls().unique()
    plain = spread(once).str.replace_all("  ", " ").str.strip_chars()
    found = [pl.DataFrame(schema=HITS)]
    for known in lexicon().lists.values():
        say = {raw: known[word] for raw, word in zip(once, plain, strict=True) if word in known}
        if say:
            hits = entries.replace_strict(list(say), list(say.values()), default=None, return_dtype=pl.UInt16)
            frame = hits.to_frame("say").with_row_index("row").filter(pl.col("say").is_not_null())
            found.append(frame.select(HITS.names()).cast(HITS))
    return pl.concat(found)


def stated(kinds: pl.Series) -> pl.DataFrame:
    """The hits of the kinds that a system states."""
    known = lexicon().kinds
    say = kinds.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.UInt16)
    frame = say.to_frame("say").with_row_index("row").filter(pl.col("say").is_not_null())
    return frame.select(HITS.names()).cast(HITS)


def confidence(saying: Saying, less: int = 0) -> float:
    """How often the words of a title are right, `less` steps weaker where they stand elsewhere."""
    figures = _data()["confidence"]
    fact, value = saying.fact, saying.value
    name = value if fact == "activity" and value in figures else fact if fact in figures else "other"
    return float(figures[name][str(max(1, saying.strength - less))])


def chosen(origin: str) -> float:
    """How far an entry of a list is trusted, by the column it stands in."""
    return float(_data()["chosen"][origin])


@cache
def incidents() -> frozenset[str]:
    """Kinds of work that a system's kind "incident" bears out."""
    return frozenset(_data()["incidents"])
