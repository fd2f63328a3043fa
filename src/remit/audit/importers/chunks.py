"""Rows that come one by one are laid down in Parquet files by chunks: memory stays bounded, and scanning is lazy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from remit.audit.importers.scratch import Scratch
from remit.audit.importers.source import ROW

_CHUNK = 50_000
"""Rows held at a time."""


def lay_down(
    rows: Iterable[tuple[int, Sequence[str | None]]], columns: Sequence[str]
) -> tuple[pl.LazyFrame, object]:
    """A lazy frame of text columns and ROW over the rows, and what has to live as long as it."""
    schema = {**dict.fromkeys(columns, pl.String), ROW: pl.Int64}
    folder: Scratch | None = None
    held: list[tuple[int, Sequence[str | None]]] = []
    parts = 0

    def frame() -> pl.DataFrame:
        data: dict[str, list[object]] = {c: [] for c in columns}
        lists = list(data.values())
        for _, cells in held:
            for place, column in enumerate(lists):
                column.append((cells[place] or None) if place < len(cells) else None)
        return pl.DataFrame({**data, ROW: [number for number, _ in held]}, schema=schema)

    for numbered in rows:
        held.append(numbered)
        if len(held) == _CHUNK:
            folder = folder or Scratch()
            frame().write_parquet(folder.path / f"{parts:06}.parquet")
            parts += 1
            held.clear()
    if folder is None:
        return frame().lazy(), None
    frame().write_parquet(folder.path / f"{parts:06}.parquet")
    return pl.scan_parquet(folder.path / "*.parquet"), folder
