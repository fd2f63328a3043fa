"""Tickets become facts: what was done, to what, why and where, each with a confidence and the words that it rests on.

Facts come from three places, the surest first: columns that state them (priority, the device's register), lists that
people choose from (category, kind, tags), and free text. A fact below `SURE` is never used for money: it goes to the
list for review, with its rival, and counts as unknown until a person has told it.

    facts = read_facts(tickets, assets)
    facts.events     one row a ticket, a column a fact: what rulings take
    facts.review     what a person should look at
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from remit.audit.facts_devices import device_facts
from remit.audit.facts_words import HITS, chosen, confidence, incidents, list_facts, listed, search
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
_BESIDE: Final = 1.0
"""What a text beside the title counts less: it tells the story, and names much that it is not about."""
_MORE: Final = 0.9
"""What each further word for the same value leaves of the doubt, up to three."""
_BORNE: Final = 0.3
"""How far a kind of work is borne out by the system's own kind, which is more general."""
_RIVAL: Final = 0.5
"""How much of its confidence a fact loses to a rival that is as sure."""
_GENERAL: Final = ("incident", "request")
"""Kinds of work that say little: any other one that is clearly named stands above them."""
_CLEAR: Final = 3.0


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
    texts = text_facts(tickets)
    sources = [texts]
    priority = tickets.select(
        "ticket",
        "file",
        "row",
        fact=pl.lit("priority"),
        value="priority",
        confidence=pl.lit(1.0),
        words="priority_said",
        rival=None,
    ).filter(pl.col("value").is_not_null())
    sources.append(priority.cast(SAID))
    if assets is not None and len(assets):
        sources.append(device_facts(tickets, assets).cast(SAID))
    said = _best(pl.concat(sources))
    return Facts(_events(tickets, said), said)


def text_facts(tickets: pl.DataFrame) -> pl.DataFrame:
    """What titles, descriptions and chosen entries say (SAID)."""
    hits = _hits(tickets)
    scored = _score(hits)
    rows = tickets.select("ticket", "file", "row").with_row_index("__at")
    return (
        scored.join(rows, left_on="row", right_on="__at", how="left", maintain_order="left", suffix="_of")
        .select(
            "ticket", "file", pl.col("row_of").alias("row"), "fact", "value", "confidence", "words", "rival"
        )
        .cast(SAID)
    )


def _hits(tickets: pl.DataFrame) -> pl.DataFrame:
    """Every word of every ticket that speaks of a fact, with the place it stands in and how far that is trusted."""
    found = [_trusted(_searched(tickets["title"]), "title")]
    if tickets["description"].null_count() < len(tickets):
        beside = _searched(tickets["description"])
        found.append(
            _trusted(beside.with_columns(strength=(pl.col("strength") - _BESIDE).clip(1.0)), "description")
        )
    for fact in list_facts():
        found.append(_from_list(listed(fact, tickets["category"]), "category"))
        last = tickets["subcategory"].str.extract(r"([^>]+)$").str.strip_chars()
        found.append(_from_list(listed(fact, last), "subcategory"))
        tags = (
            tickets.select("tags").with_row_index("at").explode("tags").filter(pl.col("tags").is_not_null())
        )
        if len(tags):
            hit = listed(fact, tags["tags"])
            found.append(_from_list(hit.with_columns(row=tags["at"].gather(hit["row"])), "tags"))
    kinds = tickets.select(pl.col("kind").alias("value")).with_row_index("row")
    general = kinds.filter(pl.col("value").is_in(_GENERAL)).select(
        "row", fact=pl.lit("activity"), value="value", strength=pl.lit(2.0), words=pl.lit("kind")
    )
    found.append(_from_list(general.cast(HITS), "kind"))
    return pl.concat(found)


def _trusted(hits: pl.DataFrame, origin: str) -> pl.DataFrame:
    """Hits of a text, each with the confidence that its strength has by fact and value."""
    kinds = hits.select(
        "fact", "value", pl.col("strength").floor().clip(1, 4).cast(pl.Int32).alias("level")
    ).unique()
    sure = kinds.with_columns(
        sure=pl.Series([confidence(f, v, s) for f, v, s in kinds.iter_rows()], dtype=pl.Float64)
    )
    return (
        hits.with_columns(level=pl.col("strength").floor().clip(1, 4).cast(pl.Int32))
        .join(sure, on=["fact", "value", "level"], how="left", maintain_order="left")
        .select(*HITS.names(), "sure", pl.lit(origin).alias("origin"))
    )


def _from_list(hits: pl.DataFrame, origin: str) -> pl.DataFrame:
    return hits.with_columns(sure=pl.lit(chosen(origin)), origin=pl.lit(origin))


def _searched(text: pl.Series) -> pl.DataFrame:
    """The hits in a column, each different text searched once."""
    once = text.unique(maintain_order=True).drop_nulls()
    if not len(once):
        return pl.DataFrame(schema=HITS)
    hits = search(once)
    codes = once.to_frame("text").with_row_index("code")
    where = text.to_frame("text").with_row_index("row").join(codes, on="text", how="inner")
    return where.select("row", "code").join(hits.rename({"row": "code"}), on="code").select(HITS.names())


def _score(hits: pl.DataFrame) -> pl.DataFrame:
    """The value of each fact of each row for which most is said, with confidence and rival.

    Within a place the surest word counts, and further ones take a little of the doubt; places that agree are
    independent of each other, so that doubt remains only where all of them are wrong; a rival takes from it.
    """
    by = ["row", "fact"]
    places = (
        _above(hits)
        .group_by(*by, "value", "origin")
        .agg(
            pl.col("strength").max(),
            doubt=(1 - pl.col("sure").max()) * pl.lit(_MORE) ** (pl.col("words").n_unique() - 1).clip(0, 3),
            words=pl.col("words").sort_by("sure", descending=True).first(),
        )
    )
    values = places.group_by(*by, "value").agg(
        pl.col("strength").max(),
        sure=1 - pl.col("doubt").product(),
        words=pl.col("words").sort_by("doubt").first(),
    )
    ranked = values.sort([*by, "sure", "strength", "value"], descending=[False, False, True, True, False])
    best = ranked.group_by(by, maintain_order=True).agg(
        pl.col("value").first(),
        pl.col("words").first(),
        pl.col("sure").first(),
        pl.col("value").get(1, null_on_oob=True).alias("rival"),
        pl.col("sure").get(1, null_on_oob=True).fill_null(0.0).alias("second"),
    )
    return best.with_columns(confidence=(pl.col("sure") * (1 - pl.col("second") * _RIVAL)).round(3))


def _above(hits: pl.DataFrame) -> pl.DataFrame:
    """Drop what a more special word stands above: a class whose member is named, and general kinds of work.

    A general kind that the system states bears a special one out where the two go together.
    """
    keep = hits
    for fact, spec in vocabulary().facts.items():
        classes = {v: sorted(spec.expand(v) - {v}) for v in spec.values if len(spec.expand(v)) > 1}
        for name, members in classes.items():
            special = keep.filter((pl.col("fact") == fact) & pl.col("value").is_in(members))["row"].unique()
            keep = keep.filter(
                ~(
                    (pl.col("fact") == fact)
                    & (pl.col("value") == name)
                    & pl.col("row").is_in(special.implode())
                )
            )
    work = pl.col("fact") == "activity"
    special = keep.filter(work & ~pl.col("value").is_in(_GENERAL) & (pl.col("strength") >= _CLEAR))
    general = work & pl.col("value").is_in(_GENERAL) & pl.col("row").is_in(special["row"].unique().implode())
    stated = keep.filter(general & (pl.col("origin") == "kind")).select("row", kind="value")
    of_incidents = pl.col("value").is_in(list(incidents()))
    borne = (
        special.unique(["row", "value"], maintain_order=True)
        .join(stated, on="row", how="inner")
        .filter(of_incidents == (pl.col("kind") == "incident"))
        .with_columns(sure=pl.lit(_BORNE), origin=pl.lit("kind"), words=pl.lit("kind"))
        .select(keep.columns)
    )
    return pl.concat([keep.filter(~general), borne])


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
