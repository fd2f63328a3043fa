"""Which words of tickets speak of which fact, found in whole columns at once.

The lexicon (facts_words.yaml) is searched for all its words in one pass a fact; where it says nothing, the reader's
concepts do, which are written for contracts. Both name the facts and values of the vocabulary.
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
from remit.reader.concepts import concepts

NONE: Final = "none"
HITS: Final = pl.Schema(
    {
        "row": pl.UInt32(),
        "fact": pl.String(),
        "value": pl.String(),
        "strength": pl.Float64(),
        "words": pl.String(),
    }
)
"""One row for each word that speaks of a value: `row` is the place in the column that was searched."""
CONCEPT: Final = 1.5
"""How strongly the reader's concepts speak in a ticket: less than a ticket's own words, more than a hint."""
_SCHEMA: Final = "remit/ticket-words/1"
_BESIDE: Final = ("lists", "models", "confidence", "chosen", "incidents")
"""Parts of the lexicon that are no facts."""


@dataclass(frozen=True)
class Phrases:
    """The words of one fact: patterns in the order in which they are tried, and what each says."""

    fact: str
    patterns: tuple[str, ...]
    table: pl.DataFrame
    """pattern, value, strength, words"""


@cache
def _data() -> Mapping[str, Any]:
    text = files("remit.audit").joinpath("facts_words.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes text alone
    if data.pop("schema") != _SCHEMA:
        raise ModelProblem("facts_words.yaml has another schema than this program reads.")
    return dict(data)


@cache
def phrases() -> tuple[Phrases, ...]:
    """The lexicon, ready to be searched; ModelProblem where it names what the vocabulary has not."""
    found = []
    for fact, values in _data().items():
        if fact in _BESIDE:
            continue
        spec = vocabulary().fact(fact)
        rows: dict[str, tuple[str, float, str]] = {}
        for value, strengths in values.items():
            if spec.type == "choice" and value not in spec.values:
                raise ModelProblem(f"facts_words.yaml: '{value}' is no value of {fact}.")
            for strength, words in strengths.items():
                for word in words:
                    pattern = _pattern(word)
                    said = (NONE, 0.0, word) if strength == NONE else (value, float(strength), word)
                    if pattern not in rows or rows[pattern][1] < said[1]:
                        rows[pattern] = said
        # The longest first: "password reset" hides "password".
        order = sorted(rows, key=lambda p: (-len(p), p))
        table = pl.DataFrame(
            {
                "pattern": order,
                "value": [rows[p][0] for p in order],
                "strength": [rows[p][1] for p in order],
                "words": [rows[p][2] for p in order],
            }
        )
        found.append(Phrases(fact, tuple(order), table))
    return tuple(found)


def _pattern(word: str) -> str:
    """A phrase as it stands in `spread` text: each word with a blank on both sides of its own."""
    stem = word.endswith("*")
    inner = word.replace("*", "").split() if stem else word.split()
    return " " + "  ".join(w.strip("*") for w in inner) + ("" if stem else " ")


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
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
    )
    return " " + plain.str.replace_all(" ", "  ") + " "


def search(text: pl.Series) -> pl.DataFrame:
    """The hits (HITS) of the lexicon in each text; where a fact has none, of the reader's concepts."""
    apart = spread(text)
    found = []
    for p in phrases():
        hits = apart.str.extract_many(list(p.patterns), leftmost=True)
        long = (
            pl.DataFrame({"row": pl.int_range(len(hits), dtype=pl.UInt32, eager=True), "pattern": hits})
            .filter(pl.col("pattern").list.len() > 0)
            .explode("pattern")
            .unique(maintain_order=True)
            .join(p.table, on="pattern", how="left", maintain_order="left")
            .filter(pl.col("value") != NONE)
        )
        found.append(long.select("row", pl.lit(p.fact).alias("fact"), "value", "strength", "words"))
    own = pl.concat(found).cast(HITS)
    return pl.concat([own, _concepts(text, own)])


_FROM_CONCEPTS: Final = ("activity", "subject", "cause")


def _concepts(text: pl.Series, own: pl.DataFrame) -> pl.DataFrame:
    """What the reader's concepts say of facts on which the lexicon is silent."""
    plain = text.str.to_lowercase().str.replace_all(r"\s+", " ").alias("text")
    frame = plain.to_frame().with_row_index("row").filter(pl.col("text").is_not_null())
    found = [pl.DataFrame(schema=HITS)]
    for fact in _FROM_CONCEPTS:
        silent = frame.filter(
            ~pl.col("row").is_in(own.filter(pl.col("fact") == fact)["row"].unique().implode())
        )
        for concept in concepts():
            if concept.fact != fact or not len(silent):
                continue
            hit = silent.filter(pl.col("text").str.contains(_plain(concept.pattern.pattern)))
            if concept.unless is not None:
                hit = hit.filter(~pl.col("text").str.contains(_plain(concept.unless.pattern)))
            found.append(
                hit.select(
                    "row",
                    fact=pl.lit(fact),
                    value=pl.lit(concept.value),
                    strength=pl.lit(CONCEPT),
                    words=pl.col("text").str.extract(_plain(concept.pattern.pattern), 1),
                ).cast(HITS)
            )
    return pl.concat(found)


def _plain(pattern: str) -> str:
    """The reader's pattern without looking around, which the columns' engine can't: the words are group 1."""
    inner = pattern.removeprefix(r"(?<![\w-])(?:").removesuffix(r")(?![\w])")
    return rf"(?:^|[^\w-])({inner})(?:[^\w]|$)"


def listed(fact: str, entries: pl.Series) -> pl.DataFrame:
    """The hits of entries that people choose from a list: whole categories and tags."""
    known = {_plain_word(w): value for value, words in _data()["lists"].get(fact, {}).items() for w in words}
    plain = spread(entries).str.replace_all("  ", " ").str.strip_chars()
    value = plain.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    return (
        pl.DataFrame(
            {"row": pl.int_range(len(entries), dtype=pl.UInt32, eager=True), "value": value, "words": entries}
        )
        .filter(pl.col("value").is_not_null())
        .select("row", pl.lit(fact).alias("fact"), "value", pl.lit(3.0).alias("strength"), "words")
        .cast(HITS)
    )


def _plain_word(word: str) -> str:
    return " ".join(word.split())


def list_facts() -> Sequence[str]:
    return tuple(_data()["lists"])


@cache
def confidence(fact: str, value: str, strength: int) -> float:
    """How often a word of a title that speaks so strongly is right."""
    figures = _data()["confidence"]
    name = value if fact == "activity" and value in figures else fact if fact in figures else "other"
    return float(figures[name][str(strength)])


@cache
def chosen(origin: str) -> float:
    """How far an entry of a list is trusted, by the column it stands in."""
    return float(_data()["chosen"][origin])


@cache
def incidents() -> frozenset[str]:
    """Kinds of work that a system's kind "incident" bears out."""
    return frozenset(_data()["incidents"])
