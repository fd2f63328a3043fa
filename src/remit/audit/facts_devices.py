"""What the register of devices says of a ticket: the kind of device, its age on the day, and whether it is in warranty.

A ticket names a device by tag, name or serial number in its own column, or by a tag in its title. Age counts from the
day of purchase: on its fifth anniversary a device is exactly five years old, the day after it is more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from remit.audit.facts_words import NONE, lexicon, models, spread
from remit.contract import vocabulary

_KEYS: Final = ("asset", "name", "serial")
_LEAST: Final = 4
"""Characters that a tag must have to be looked for in titles."""
_IN_COLUMN, _IN_TITLE, _BY_MODEL = 0.98, 0.9, 0.85


def device_facts(tickets: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """subject, device_age_years, in_warranty and covered_asset of tickets whose device is known, as facts that are said."""
    known = with_subject(assets.filter(pl.col("repeats").is_null()))
    found = _matched(tickets, known)
    day = pl.col("opened_at").dt.date()
    age = _age(day, pl.col("purchased_on"))
    inside = day <= pl.col("warranty_until")
    parts = [
        (
            "subject",
            pl.col("subject"),
            pl.min_horizontal("sure", pl.lit(_BY_MODEL)),
            pl.coalesce("kind", "model"),
        ),
        ("device_age_years", age, pl.col("sure"), pl.format("bought {}", "purchased_on")),
        (
            "in_warranty",
            pl.when(inside).then(pl.lit("yes")).when(~inside).then(pl.lit("no")),
            pl.col("sure"),
            pl.format("warranty until {}", "warranty_until"),
        ),
    ]
    return pl.concat(
        [
            found.select(
                "ticket",
                "file",
                "row",
                pl.lit(fact).alias("fact"),
                value.alias("value"),
                sure.alias("confidence"),
                pl.format("{}: {}", "asset", words).alias("words"),
                pl.lit(None, pl.String).alias("rival"),
            ).filter(pl.col("value").is_not_null())
            for fact, value, sure, words in parts
        ]
    )


def _matched(tickets: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """Tickets beside their device. A name that several devices share finds none."""
    names = pl.concat(
        [assets.select(key=_key(pl.col(k)), asset="asset", place=pl.lit(i)) for i, k in enumerate(_KEYS)]
    ).filter(pl.col("key").is_not_null())
    single = (
        names.group_by("key")
        .agg(pl.col("asset").unique())
        .filter(pl.col("asset").list.len() == 1)
        .with_columns(pl.col("asset").list.first())
    )
    columns = ["ticket", "file", "row", "opened_at"]
    stated = tickets.select(*columns, key=_key(pl.col("asset"))).join(single, on="key", how="inner")
    rest = tickets.join(stated.select("file", "row"), on=["file", "row"], how="anti", nulls_equal=True)
    titled = _in_title(rest, single)
    both = pl.concat(
        [
            stated.select(*columns, "asset", sure=pl.lit(_IN_COLUMN)),
            titled.select(*columns, "asset", sure=pl.lit(_IN_TITLE)),
        ]
    )
    facts = assets.select("asset", "subject", "kind", "model", "purchased_on", "warranty_until")
    return both.join(facts.unique("asset", keep="first"), on="asset", how="left", maintain_order="left")


def _key(column: pl.Expr) -> pl.Expr:
    return column.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "").replace("", None)


def _in_title(tickets: pl.DataFrame, single: pl.DataFrame) -> pl.DataFrame:
    """Tickets whose title holds the tag of one device, as a word of its own with figures in it."""
    words = (
        tickets.select(
            "file",
            "row",
            word=pl.col("title").str.extract_all(r"[\p{L}\p{N}][\p{L}\p{N}._-]*\d[\p{L}\p{N}]*"),
        )
        .explode("word")
        .with_columns(key=_key(pl.col("word")))
        .filter(pl.col("key").str.len_chars() >= _LEAST)
        .join(single, on="key", how="inner")
        .unique(["file", "row", "asset"])
    )
    one = words.filter(pl.len().over("file", "row") == 1).select(
        "file", "row", pl.col("asset").alias("device")
    )
    return (
        tickets.drop("asset")
        .join(one, on=["file", "row"], how="inner", nulls_equal=True)
        .rename({"device": "asset"})
    )


def _age(day: pl.Expr, bought: pl.Expr) -> pl.Expr:
    """Years as text with four decimals: whole years, and the share of the year since the last anniversary, cut off."""
    years = day.dt.year() - bought.dt.year()
    years = years - (bought.dt.offset_by(pl.format("{}y", years)) > day).cast(pl.Int32)
    last = bought.dt.offset_by(pl.format("{}y", years))
    following = bought.dt.offset_by(pl.format("{}y", years + 1))
    passed = (day - last).dt.total_days()
    length = (following - last).dt.total_days()
    # A day after the anniversary must count as more, so a remainder is never cut to nothing.
    share = passed * 10_000 // length
    return pl.when(years >= 0).then(pl.format("{}.{}", years, share.cast(pl.String).str.zfill(4)))


def with_subject(assets: pl.DataFrame) -> pl.DataFrame:
    """The assets with `subject` filled in by kind, model and name, where they do not state it.

    A special kind ("laptop") stands above a general one ("computer"); the register's own word above the maker's name.
    """
    sayings, patterns = lexicon().sayings, lexicon().patterns["subject"]
    words = {p: sayings[n].value if n is not None else NONE for p, n in patterns.items()}
    # A register lists devices: "Windows" beside one is no operating system that somebody asks about.
    devices = vocabulary().fact("subject").expand("device") | {"phone"}
    words = {p: value if value in devices else NONE for p, value in words.items()}
    text = assets.select(t=pl.concat_str("kind", "model", "name", separator=" | ", ignore_nulls=True))["t"]
    by_word = _values(text, words)
    by_model = _values(text, models())
    special = [
        v.list.eval(pl.element().filter(~pl.element().is_in(_GENERAL))).list.first()
        for v in (by_word, by_model)
    ]
    best = pl.select(pl.coalesce(*special, by_word.list.first())).to_series()
    return assets.with_columns(subject=pl.coalesce("subject", best))


_GENERAL: Final = [NONE, "computer", "device"]


def _values(text: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    """What the patterns found in each text mean, in the order of the text."""
    hits = spread(text).str.extract_many(list(meanings), leftmost=True)
    return hits.list.eval(
        pl.element().replace_strict(
            list(meanings), list(meanings.values()), default=None, return_dtype=pl.String
        )
    )
