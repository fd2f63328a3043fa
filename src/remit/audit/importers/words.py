"""What words, months, zones and currency signs mean in any format: the data of words.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import polars as pl
import yaml

from remit.errors import ModelProblem


@cache
def _data() -> dict[str, Any]:
    text = files("remit.audit.importers").joinpath("words.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    data = yaml.load(text, Loader=loader)  # noqa: S506 - makes text and nothing else
    if data.get("schema") != "remit/words/1":
        raise ModelProblem("words.yaml has another schema than this program reads.")
    return dict(data)


@cache
def empty() -> tuple[str, ...]:
    """Ways to write nothing, in lower case."""
    return tuple(_data()["empty"])


@cache
def never() -> tuple[str, ...]:
    """Dates that stand for none, in lower case."""
    return (*empty(), *_data()["never"])


@cache
def months() -> Mapping[str, int]:
    return MappingProxyType({word: int(n) for n, words in _data()["months"].items() for word in words})


@cache
def zones() -> Mapping[str, int]:
    """Minutes from UTC of abbreviations that mean one zone."""
    return MappingProxyType({name: int(minutes) for name, minutes in _data()["zones"].items()})


@cache
def currencies() -> Mapping[str, str]:
    """Signs of money and their codes; "" where several currencies share the sign."""
    return MappingProxyType(dict(_data()["currencies"]))


@cache
def _patterns(column: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    meanings: dict[str, list[str]] = _data()["columns"].get(column, {})
    return tuple((value, re.compile("|".join(f"(?:{p})" for p in ps))) for value, ps in meanings.items())


def fold(word: str) -> str:
    return " ".join(word.split()).casefold()


def meaning(column: str, word: str, own: Mapping[str, str]) -> str | None:
    """What a word means in a column: by the format's own list, else by the patterns of any format."""
    text = fold(word)
    if text in own:
        return own[text]
    return next((value for value, pattern in _patterns(column) if pattern.search(text)), None)


def meanings(column: str, words: Iterable[str], own: Mapping[str, str]) -> dict[str, str]:
    """The words that mean something, each with its meaning."""
    given = {fold(k): v for k, v in own.items()}
    found = {word: meaning(column, word, given) for word in words}
    return {word: value for word, value in found.items() if value is not None}


def bare(text: pl.Series, nothing: tuple[str, ...]) -> pl.Series:
    """The text without white space around it, null where it says nothing."""
    clean = text.str.strip_chars()
    return clean.to_frame("t").select(
        pl.when(~pl.col("t").str.to_lowercase().is_in(list(nothing))).then(pl.col("t"))
    )["t"]
