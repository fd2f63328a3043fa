"""Rows of a table gathered batch by batch: in memory while they are few, in Parquet files once they are many."""

from __future__ import annotations

import polars as pl

from remit.audit.importers.scratch import Scratch
from remit.audit.tables import TABLES

_FEW = 300_000
"""Rows held in memory."""


class Store:
    """Gathers batches of one table; `frame()` is what was gathered, lazily."""

    def __init__(self, table: str) -> None:
        self.table = TABLES[table]
        self.rows = 0
        self._held: list[pl.DataFrame] = []
        self._waiting = 0
        self._folder: Scratch | None = None
        self._parts = 0

    def add(self, batch: pl.DataFrame) -> None:
        self.rows += len(batch)
        self._waiting += len(batch)
        self._held.append(batch)
        if self._waiting >= _FEW:
            self._spill()

    def _spill(self) -> None:
        self._folder = self._folder or _lasting()
        pl.concat(self._held).write_parquet(self._folder.path / f"{self._parts:06}.parquet")
        self._parts += 1
        self._held, self._waiting = [], 0

    def frame(self) -> pl.LazyFrame:
        """Every row in its order. Files that were written stay until the program ends, for the frame is lazy."""
        held = pl.concat([self.table.empty(), *self._held]).lazy()
        if self._folder is None:
            return held
        return pl.concat([pl.scan_parquet(self._folder.path / "*.parquet"), held])


_LASTING: list[Scratch] = []


def _lasting() -> Scratch:
    """A folder that stays until the program ends: nobody knows how long a lazy frame is used."""
    folder = Scratch()
    _LASTING.append(folder)
    return folder


def mark_repeats(frame: pl.LazyFrame, key: tuple[str, ...]) -> tuple[pl.LazyFrame, int]:
    """Rows with the key of an earlier one name it in `repeats`; and how many they are. No row is dropped."""
    by = ["source", *key]
    twice = (
        frame.select(*by, "file", "row")
        .group_by(by)
        .agg(pl.len().alias("__n"), pl.first("file").alias("__file"), pl.first("row").alias("__row"))
        .filter(pl.col("__n") > 1)
        .collect(engine="streaming")
    )
    if not len(twice):
        return frame, 0
    first = (pl.col("file") == pl.col("__file")) & (pl.col("row") == pl.col("__row"))
    marked = (
        frame.join(twice.lazy(), on=by, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            repeats=pl.when(pl.col("__n").is_not_null() & ~first)
            .then(pl.format("{}, row {}", "__file", pl.col("__row").fill_null(0)))
            .otherwise("repeats")
        )
        .drop("__n", "__file", "__row")
    )
    return marked, int(twice["__n"].sum()) - len(twice)
