"""A source as a PDF, set by Typst."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from making.blocks import Block, Cell, Source, Table, accepted

_LOOK = Path(__file__).with_name("contract.typ")


def write(source: Source) -> bytes:
    """Return the PDF."""
    data = {"meta": dict(source.meta), "blocks": [_plain(block) for block in source.blocks]}
    pdf = typst.compile(_LOOK.read_bytes(), sys_inputs={"document": json.dumps(data)})
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst made several files of {source.name}, one was wanted.")
    return pdf


def widths(table: Table) -> list[int]:
    """Share a page's width among the columns by their longest text, within reason."""
    columns = max(len(row) for row in table.rows)
    longest = [
        max((len(accepted(row[i])) for row in table.rows if i < len(row)), default=0) for i in range(columns)
    ]
    return [3 + min(length, 45) for length in longest]


def _plain(block: Block | Table) -> dict[str, object]:
    if isinstance(block, Table):
        rows = [[_runs(cell) for cell in row] for row in block.rows]
        return {"kind": "table", "rows": rows, "header": block.header, "widths": widths(block)}
    return {"kind": block.kind.value, "runs": _runs(block.runs), "number": block.number, "level": block.level}


def _runs(cell: Cell) -> list[dict[str, str]]:
    return [{"text": run.text, "style": run.style.value} for run in cell]
