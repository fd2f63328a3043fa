"""A table of ours as a file, and nothing lost: what is written here is read back as the same table.

CSV, Excel, Parquet, JSON and JSON Lines. Where a format has no instants or lists they are text: ISO 8601 in UTC, and
JSON. Excel has no whole numbers beyond fifteen figures: such ones are text too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter

from remit.audit.tables import Table
from remit.errors import RequestProblem

FORMS: Final = (".csv", ".xlsx", ".parquet", ".json", ".jsonl")
_SHEET_ROWS: Final = 1_048_575
_CELL: Final = 32_767
_FIGURES: Final = 10**15


def write_table(frame: pl.LazyFrame | pl.DataFrame, table: Table, path: Path) -> None:
    """Write the table by the ending of the path. RequestProblem for another ending, or more than a sheet holds."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise RequestProblem(f"{path.name}: a table is not written as '{form}'.", f"Use {', '.join(FORMS)}.")
    lazy = frame.lazy().select(table.schema.names())
    if form == ".parquet":
        lazy.sink_parquet(path)
    elif form == ".jsonl":
        _plain(lazy, lists=True).sink_ndjson(path)
    elif form == ".json":
        path.write_text(_plain(lazy, lists=True).collect().write_json() + "\n", encoding="utf-8")
    elif form == ".csv":
        _plain(lazy, lists=False).sink_csv(path)
    else:
        _workbook(_plain(lazy, lists=False).collect(), table, path)


def _plain(frame: pl.LazyFrame, *, lists: bool) -> pl.LazyFrame:
    """Instants as text; lists as JSON text, unless the format has lists."""
    made = []
    for name, dtype in frame.collect_schema().items():
        column = pl.col(name)
        if isinstance(dtype, pl.Datetime):
            made.append(_stamp(column).alias(name))
        elif dtype == pl.Date:
            made.append(column.dt.to_string("%Y-%m-%d"))
        elif isinstance(dtype, pl.List) and dtype.inner != pl.String:
            fields = [_stamp(pl.element().struct.field(f)).alias(f) for f in ("from", "to")]
            text = column.list.eval(pl.struct(fields))
            made.append(text if lists else _json(text).alias(name))
        elif isinstance(dtype, pl.List) and not lists:
            made.append(_json(column).alias(name))
        else:
            made.append(column)
    return frame.select(made)


def _stamp(column: pl.Expr) -> pl.Expr:
    return column.dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ")


def _json(column: pl.Expr) -> pl.Expr:
    """A list as JSON text, null where there is none."""
    name = "list"
    whole = pl.struct(column.alias(name)).struct.json_encode()
    return pl.when(column.is_not_null()).then(whole.str.slice(len(name) + 4).str.head(-1))


def _workbook(frame: pl.DataFrame, table: Table, path: Path) -> None:
    if len(frame) > _SHEET_ROWS:
        raise RequestProblem(
            f"{path.name}: {len(frame):,} rows are more than a sheet holds.", "Write CSV or Parquet."
        )
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, name in enumerate(frame.columns):
            sheet.write_string(0, place, name, bold)
        for row, values in enumerate(frame.iter_rows(), 1):
            for place, value in enumerate(values):
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(row, place, value)
                elif isinstance(value, int) and abs(value) < _FIGURES:
                    sheet.write_number(row, place, value)
                elif len(text := str(value)) > _CELL:
                    raise RequestProblem(
                        f"{path.name}: row {row + 1}, column '{frame.columns[place]}' is longer than a cell may be.",
                        "Write CSV or Parquet.",
                    )
                else:
                    sheet.write_string(row, place, text)
