"""The back ends on which every case and law is run: the reference says what is right."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
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


def spark_rows(contract: Contract | Model, events: pl.DataFrame, question: str, **given: Any) -> Rows:
    kinds: dict[Any, str] = {
        pl.String: "string",
        pl.Boolean: "boolean",
        pl.Float64: "double",
        pl.Int64: "long",
        pl.Datetime("us"): "timestamp_ntz",
    }
    schema = ", ".join(f"{name} {kinds[kind]}" for name, kind in events.schema.items())
    with warnings.catch_warnings():
        # Spark and its Java bridge leave sockets to the end of the process.
        warnings.simplefilter("ignore")
        table = _spark().createDataFrame(events.rows(), schema=schema)
        ruled = rule_table(contract, table, question, **given)
        return [row.asDict() for row in ruled.orderBy("row").collect()]


@cache
def _spark() -> Any:
    """A session in this process's own machine, told that its tables are small."""
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[1]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        # Compiling a plan to machine code takes longer than running it on a handful of rows.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


HAS_SPARK = bool(find_spec("pyspark") and (shutil.which("java") or os.environ.get("JAVA_HOME")))
on_spark = [
    pytest.mark.spark,
    pytest.mark.skipif(not HAS_SPARK, reason="Spark needs Java and the extra `spark`"),
]
IN_MEMORY = [
    pytest.param(polars_rows, id="polars"),
    pytest.param(lazy_rows, id="polars-lazy"),
    pytest.param(duckdb_rows, id="duckdb"),
    pytest.param(pyarrow_rows, id="pyarrow"),
]
in_memory_backends = pytest.mark.parametrize("table", IN_MEMORY)
"""For laws, which are tried on many contracts: a second each on Spark would be too much."""
every_backend = pytest.mark.parametrize(
    "table", [*IN_MEMORY, pytest.param(spark_rows, id="spark", marks=on_spark)]
)
