"""Tickets become facts: what was done, to what, why and where, each with a confidence and the words that it rests on.

Facts come from three places, the surest first: columns that state them (priority, the register of devices), lists that
people choose from (category, kind, tags), and free text. A fact below `SURE` is never used for money: it goes to the
list for review, with its rival, and counts as unknown until a person has told it.

    facts = read_facts(tickets, assets)
    facts.events     one row a ticket, a column a fact: what rulings take
    facts.review     what a person should look at
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from remit.audit.facts_devices import device_facts
from remit.audit.facts_words import (
    HITS,
    Saying,
    chosen,
    confidence,
    incidents,
    lexicon,
    listed,
    search,
    stated,
)
from remit.contract import vocabulary

SURE: Final = 0.8
"""The least confidence with which a fact may decide about money."""
SAID: Final = pl.Schema(
    {
        "ticket": pl.String(),
        "file": pl.String(),
        "row": pl.Int64(),
        "fact": pl.String(),
        "value": pl.String(),
        "confidence": pl.Float64(),
        "words": pl.String(),
        "rival": pl.String(),
    }
)
"""A fact of a ticket: `words` are what it was read from, `rival` the value that others speak for."""
_MORE: Final = 0.9
"""What each further word for the same value leaves of the doubt, up to three."""
_BORNE: Final = 0.3
"""How far a kind of work is borne out by the system's own kind, which is more general."""
_RIVAL: Final = 0.5
"""How much of its confidence a fact loses to a rival that is as sure."""
_GENERAL: Final = ("incident", "request")
"""Kinds of work that say little: any other one that is clearly named stands above them."""
_CLEAR: Final = 3
_TITLE, _BESIDE, _CATEGORY, _BELOW, _TAGS, _KIND = range(6)
"""Where a word stands. A text beside the title counts less: it names much that the ticket is not about."""
_LISTS: Final = {_CATEGORY: "category", _BELOW: "subcategory", _TAGS: "tags", _KIND: "kind"}


@dataclass(frozen=True)
class Facts:
    """What is known of tickets.

    events  ticket, file, row, then a column for each fact that is sure: the events that rulings take
    said    every fact of every ticket (SAID), sure or not
    """

    events: pl.DataFrame
    said: pl.DataFrame

    @property
    def review(self) -> pl.DataFrame:
        """What is not sure enough to decide about money, the likeliest first."""
        return self.said.filter(pl.col("confidence") < SURE).sort(
            "confidence", descending=True, maintain_order=True
        )


def read_facts(tickets: pl.DataFrame, assets: pl.DataFrame | None = None) -> Facts:
    """The facts of tickets (tables.TICKETS) with the register of devices (tables.ASSETS) where there is one."""
    priority = tickets.select(
        "ticket",
        "file",
        "row",
        fact=pl.lit("priority"),
        value="priority",
        confidence=pl.lit(1.0),
        words="priority_said",
        rival=pl.lit(None, pl.String),
    ).filter(pl.col("value").is_not_null())
    sources = [text_facts(tickets), priority.cast(SAID)]
    if assets is not None and len(assets):
        sources.append(device_facts(tickets, assets).cast(SAID))
    said = _best(pl.concat(sources))
    return Facts(_events(tickets, said), said)


def text_facts(tickets: pl.DataFrame) -> pl.DataFrame:
    """What titles, descriptions and chosen entries say (SAID)."""
    best = _score(_above(_hits(tickets)))
    at = best["row"]
    names = _Names.made()
    return pl.DataFrame(
        {
            "ticket": tickets["ticket"].gather(at),
            "file": tickets["file"].gather(at),
            "row": tickets["row"].gather(at),
            "fact": names.facts.gather(best["pair"]),
            "value": names.values.gather(best["pair"]),
            "confidence": best["confidence"],
            "words": names.words.gather(best["say"]),
            "rival": names.values.gather(best["rival"]),
        },
        schema=SAID,
    )


@dataclass(frozen=True)
class _Names:
    """Numbers of sayings and of pairs (fact, value), and what they stand for."""

    words: pl.Series
    pair_of: pl.Series
    """By saying: its pair."""
    fact_of: pl.Series
    """By pair: the number of its fact."""
    facts: pl.Series
    values: pl.Series
    pairs: dict[tuple[str, str], int]

    @staticmethod
    @cache
    def made() -> _Names:
        sayings = lexicon().sayings
        pairs = {p: i for i, p in enumerate(dict.fromkeys((s.fact, s.value) for s in sayings))}
        facts = {f: i for i, f in enumerate(dict.fromkeys(f for f, _ in pairs))}
        return _Names(
            pl.Series([s.words for s in sayings]),
            pl.Series([pairs[s.fact, s.value] for s in sayings], dtype=pl.UInt16),
            pl.Series([facts[f] for f, _ in pairs], dtype=pl.UInt8),
            pl.Series([f for f, _ in pairs]),
            pl.Series([v for _, v in pairs]),
            pairs,
        )


def _hits(tickets: pl.DataFrame) -> pl.DataFrame:
    """Every word of every ticket: row, say, pair, origin, and `sure`, how far it is trusted where it stands."""
    found = [_placed(_searched(tickets["title"]), _TITLE, confidence)]
    if tickets["description"].null_count() < len(tickets):
        found.append(_placed(_searched(tickets["description"]), _BESIDE, lambda s: confidence(s, less=1)))
    found.append(_chosen(listed(tickets["category"]), _CATEGORY))
    found.append(_chosen(listed(tickets["subcategory"].str.extract(r"([^>]+)$").str.strip_chars()), _BELOW))
    tags = tickets.select("tags").with_row_index("at").explode("tags").filter(pl.col("tags").is_not_null())
    if len(tags):
        hits = listed(tags["tags"])
        found.append(_chosen(hits.with_columns(row=tags["at"].gather(hits["row"])), _TAGS))
    found.append(_chosen(stated(tickets["kind"]), _KIND))
    return pl.concat(found)


def _placed(hits: pl.DataFrame, origin: int, trust: Callable[[Saying], float]) -> pl.DataFrame:
    sure = pl.Series([trust(s) for s in lexicon().sayings], dtype=pl.Float64)
    return hits.with_columns(
        pair=_Names.made().pair_of.gather(hits["say"]),
        origin=pl.lit(origin, pl.UInt8),
        sure=sure.gather(hits["say"]),
    )


def _chosen(hits: pl.DataFrame, origin: int) -> pl.DataFrame:
    return _placed(hits, origin, lambda _: chosen(_LISTS[origin]))


def _searched(text: pl.Series) -> pl.DataFrame:
    """The hits in a column, each different text searched once."""
    once = text.drop_nulls().unique()
    if len(once) == len(text):
        return search(text)
    hits = search(once).rename({"row": "code"})
    codes = once.to_frame("text").with_row_index("code")
    where = text.to_frame("text").with_row_index("row").join(codes, on="text", how="inner")
    return where.select("row", "code").join(hits, on="code").select(HITS.names())


def _above(hits: pl.DataFrame) -> pl.DataFrame:
    """Drop what a more special word stands above: a class whose member is named, and general kinds of work.

    A general kind that the system states bears a special one out where the two go together.
    """
    names = _Names.made()
    keep = hits
    for fact, spec in vocabulary().facts.items():
        for name in spec.values:
            members = [names.pairs[fact, m] for m in spec.expand(name) - {name} if (fact, m) in names.pairs]
            if members and (fact, name) in names.pairs:
                special = keep.filter(pl.col("pair").is_in(members)).select("row").unique()
                general = keep.filter(pl.col("pair") == names.pairs[fact, name])
                rest = keep.filter(pl.col("pair") != names.pairs[fact, name])
                keep = pl.concat([rest, general.join(special, on="row", how="anti")])
    keep = _private(keep, names)
    work = [n for (f, _), n in names.pairs.items() if f == "activity"]
    general_pairs = [names.pairs["activity", g] for g in _GENERAL]
    clear = pl.Series([s.strength >= _CLEAR for s in lexicon().sayings])
    special = keep.filter(
        pl.col("pair").is_in([w for w in work if w not in general_pairs]) & clear.gather(keep["say"])
    )
    general = keep.filter(pl.col("pair").is_in(general_pairs))
    rest = keep.filter(~pl.col("pair").is_in(general_pairs))
    told = general.filter(pl.col("origin") == _KIND).select("row", kind="pair")
    of_incidents = [n for (f, v), n in names.pairs.items() if f == "activity" and v in incidents()]
    borne = (
        special.unique(["row", "pair"])
        .join(told, on="row", how="inner")
        .filter(pl.col("pair").is_in(of_incidents) == (pl.col("kind") == names.pairs["activity", "incident"]))
        .with_columns(sure=pl.lit(_BORNE), origin=pl.lit(_KIND, pl.UInt8))
        .select(keep.columns)
    )
    return pl.concat([rest, general.join(special.select("row"), on="row", how="anti"), borne])


def _private(hits: pl.DataFrame, names: _Names) -> pl.DataFrame:
    """A device of a person's own is that before it is a laptop: "my own iMac" has no rival."""
    kinds = vocabulary().fact("subject").expand("device")
    devices = [n for (f, v), n in names.pairs.items() if f == "subject" and v in kinds]
    own = hits.filter(pl.col("pair") == names.pairs["subject", "personal_device"]).select("row").unique()
    others = hits.filter(pl.col("pair").is_in(devices)).join(own, on="row", how="anti")
    return pl.concat([hits.filter(~pl.col("pair").is_in(devices)), others])


def _score(hits: pl.DataFrame) -> pl.DataFrame:
    """The value of each fact of each row for which most is said: pair, confidence, the surest words, the rival's pair.

    Within a place the surest word counts, and further ones take a little of the doubt; places that agree are
    independent of each other, so that doubt remains only where all of them are wrong; a rival takes from it.
    """
    places = hits.group_by("row", "pair", "origin").agg(
        sure=pl.col("sure").max(), more=pl.len(), say=pl.col("say").get(pl.col("sure").arg_max())
    )
    doubted = places.with_columns(
        doubt=(1 - pl.col("sure")) * _MORE ** (pl.col("more") - 1).clip(0, 3).cast(pl.Float64)
    )
    values = doubted.group_by("row", "pair").agg(
        sure=1 - pl.col("doubt").product(), say=pl.col("say").get(pl.col("doubt").arg_min())
    )
    ranked = values.with_columns(fact=_Names.made().fact_of.gather(values["pair"])).sort(
        ["row", "fact", "sure", "pair"], descending=[False, False, True, False]
    )
    key = ["row", "fact"]
    same = pl.all_horizontal(pl.col(k) == pl.col(k).shift(-1) for k in key).fill_null(value=False)
    first = pl.any_horizontal(pl.col(k).ne_missing(pl.col(k).shift(1)) for k in key)
    second = pl.when(same).then(pl.col("sure").shift(-1)).otherwise(0.0)
    return ranked.with_columns(
        confidence=(pl.col("sure") * (1 - second * _RIVAL)).round(3),
        rival=pl.when(same).then(pl.col("pair").shift(-1)),
    ).filter(first)


def _best(said: pl.DataFrame) -> pl.DataFrame:
    """One value a fact of a ticket: the surest."""
    by = ["file", "row", "ticket", "fact"]
    return said.sort("confidence", descending=True, maintain_order=True).unique(
        by, keep="first", maintain_order=True
    )


def _events(tickets: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The sure facts in columns of the types that rulings take."""
    by = ["ticket", "file", "row"]
    events = tickets.select(*by, reported_at=pl.col("opened_at"))
    sure = said.filter(pl.col("confidence") >= SURE)
    for fact in sorted(set(sure["fact"].unique())):
        column = sure.filter(pl.col("fact") == fact).select(*by, pl.col("value").alias(fact))
        kind = vocabulary().fact(fact).type
        if kind == "yesno":
            column = column.with_columns(pl.col(fact) == "yes")
        elif kind == "number":
            column = column.with_columns(pl.col(fact).str.to_decimal(scale=4))
        events = events.join(column, on=by, how="left", nulls_equal=True, maintain_order="left")
    return events
