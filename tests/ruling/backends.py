"""The back ends on which every case and law is run: the reference says what is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
import pytest

from remit.contract import Contract
from remit.ruling import Model
from remit.ruling.columnar import rule_table

Rows = list[dict[str, Any]]
Table = Callable[..., Rows]


def frame(events: Sequence[Mapping[str, Any]], model: Model) -> pl.DataFrame:
    """Events as a table; facts that no event gives are left out of it."""
    kinds: dict[str, Any] = {
        "choice": pl.String,
        "yesno": pl.Boolean,
        "number": pl.Float64,
        "instant": pl.String,
    }
    given = {f: spec for f, spec in model.words.facts.items() if any(f in e for e in events)}
    plain = [
        {f: float(e[f]) if s.type == "number" and f in e else e.get(f) for f, s in given.items()}
        for e in events
    ]
    schema = {f: kinds[s.type] for f, s in given.items()} | {"row": pl.Int64}
    return pl.DataFrame([{**e, "row": n} for n, e in enumerate(plain)], schema=schema)


def polars_rows(contract: Contract | Model, events: pl.DataFrame, question: str, **given: Any) -> Rows:
    return rule_table(contract, events, question, **given).to_dicts()


def lazy_rows(contract: Contract | Model, events: pl.DataFrame, question: str, **given: Any) -> Rows:
    return rule_table(contract, events.lazy(), question, **given).sort("row").collect().to_dicts()


def duckdb_rows(contract: Contract | Model, events: pl.DataFrame, question: str, **given: Any) -> Rows:
    with duckdb.connect() as connection:
        ruled = rule_table(contract, connection.from_arrow(events.to_arrow()), question, **given)
        rows: Rows = ruled.order("row").pl().to_dicts()
        return rows


def pyarrow_rows(contract: Contract | Model, events: pl.DataFrame, question: str, **given: Any) -> Rows:
    rows: Rows = rule_table(contract, events.to_arrow(), question, **given).to_pylist()
    return rows


every_backend = pytest.mark.parametrize(
    "table",
    [polars_rows, lazy_rows, duckdb_rows, pyarrow_rows],
    ids=["polars", "polars-lazy", "duckdb", "pyarrow"],
)
