"""A table of events that happened (CSV or Parquet): columns named after facts, one row an event or several.

Further columns are understood: `count`, how many events a row stands for, and `amount`, what they cost, in the
currency of `currency`. Others are left alone. What a fact can't be is refused with its row and column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from remit.contract import vocabulary
from remit.contract.event import read_fact
from remit.errors import FileProblem, RequestProblem
from remit.ruling.weights import Occurrence

if TYPE_CHECKING:
    import polars as pl

COUNT, AMOUNT, CURRENCY = "count", "amount", "currency"
PARQUET = (".parquet", ".pq")
Read = TypeVar("Read")


@dataclass(frozen=True)
class Tickets:
    """`unit` is what the worth of an occurrence is in: a currency, "hours", or empty where it has none."""

    occurrences: tuple[Occurrence, ...]
    rows: int
    unit: str
    unused: tuple[str, ...]


def read_tickets(path: Path) -> Tickets:
    """FileProblem where the file can't be read or a cell makes no sense."""
    table = _open(path)
    facts = {c: name for c in table.columns if (name := _plain(c)) in vocabulary().facts}
    further = {name: c for c in table.columns if (name := _plain(c)) in (COUNT, AMOUNT, CURRENCY)}
    if not facts:
        known = ", ".join(vocabulary().facts)
        raise FileProblem(
            f"{path}: no column is named after a fact.", f"Name columns after what they hold: {known}."
        )
    twice = [c for c, name in facts.items() if list(facts.values()).count(name) > 1]
    if twice:
        raise FileProblem(
            f"{path}: the columns {' and '.join(twice)} hold the same fact.", "Leave one of them."
        )
    read = {c: _column(path, table, c, _fact(name)) for c, name in facts.items()}
    numbers = {
        name: _column(path, table, c, _count if name == COUNT else _amount)
        for name, c in further.items()
        if name != CURRENCY
    }
    unit, worth = _worth(path, table, facts, further, read, numbers)
    occurrences = tuple(_occurrences(table, facts, read, numbers, worth))
    return Tickets(
        occurrences=occurrences,
        rows=int(sum(o.count for o in occurrences)),
        unit=unit,
        unused=tuple(c for c in table.columns if c not in facts and _plain(c) not in further),
    )


def _occurrences(
    table: pl.DataFrame,
    facts: dict[str, str],
    read: dict[str, dict[Any, Any]],
    numbers: dict[str, dict[Any, Any]],
    worth: tuple[str, dict[Any, Any]] | None,
) -> list[Occurrence]:
    import polars as pl  # noqa: PLC0415 - see _open

    # Rows that say the same are one occurrence: a million tickets are a few thousand kinds.
    timeless = [c for c, name in facts.items() if vocabulary().facts[name].type != "instant"]
    count = next((c for c in table.columns if _plain(c) == COUNT), None)
    by = list(dict.fromkeys([*timeless, *([count] if count else []), *([worth[0]] if worth else [])]))
    found = []
    for row in table.group_by(by, maintain_order=True).agg(pl.len().alias("__rows")).iter_rows(named=True):
        many = Fraction(row["__rows"])
        if count:
            many *= numbers[COUNT].get(row[count], 1)
        event = {facts[c]: read[c][row[c]] for c in timeless if row[c] in read[c]}
        value = worth[1].get(row[worth[0]]) if worth else None
        # An amount is a row's, hours of work are an event's.
        times = Fraction(row["__rows"]) if worth and _plain(worth[0]) == AMOUNT else many
        found.append(Occurrence(event, many, Fraction(value) * times if value is not None else Fraction(0)))
    return found


def _worth(
    path: Path,
    table: pl.DataFrame,
    facts: dict[str, str],
    further: dict[str, str],
    read: dict[str, dict[Any, Any]],
    numbers: dict[str, dict[Any, Any]],
) -> tuple[str, tuple[str, dict[Any, Any]] | None]:
    if AMOUNT in further:
        named = table[further[CURRENCY]].drop_nulls().unique().to_list() if CURRENCY in further else []
        currencies = sorted({str(c).strip() for c in named if str(c).strip()})
        if len(currencies) > 1:
            raise FileProblem(
                f"{path}: amounts are in {', '.join(currencies)}; they can't be added up.",
                "Give one currency's tickets at a time.",
            )
        return (currencies[0] if currencies else "money"), (further[AMOUNT], numbers[AMOUNT])
    hours = next((c for c, name in facts.items() if name == "hours_worked"), None)
    return ("hours", (hours, read[hours])) if hours else ("", None)


def _open(path: Path) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - only where a table is given

    if not path.is_file():
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.")
    try:
        if path.suffix.lower() in PARQUET:
            return pl.read_parquet(path)
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline()
        separator = max((",", ";", "\t"), key=head.count)
        table = pl.read_csv(path, infer_schema=False, separator=separator)
    except UnicodeDecodeError as problem:
        raise FileProblem(
            f"{path} is no text in UTF-8.", "Save it as CSV in UTF-8, or as Parquet."
        ) from problem
    except (OSError, pl.exceptions.PolarsError) as problem:
        first = str(problem).partition("\n")[0]
        raise FileProblem(
            f"{path} can't be read as a table: {first}", "Save it as CSV or Parquet."
        ) from problem
    if table.columns:
        table = table.rename({table.columns[0]: table.columns[0].lstrip("\ufeff")})
    return table


def _column(path: Path, table: pl.DataFrame, column: str, read: Callable[[Any], Read]) -> dict[Any, Read]:
    """What each of the column's values means; empty cells are unknown."""
    found: dict[Any, Read] = {}
    for value in table[column].unique(maintain_order=True).to_list():
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        try:
            found[value] = read(value)
        except RequestProblem as problem:
            first = 1 if path.suffix.lower() in PARQUET else 2  # a text file's first row names the columns
            row = table[column].to_list().index(value) + first
            raise FileProblem(
                f"{path}, row {row}, column {column}: {problem.message}", problem.hint
            ) from problem
    return found


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _fact(name: str) -> Callable[[Any], Any]:
    return lambda value: read_fact(name, value)


def _count(value: Any) -> int:  # noqa: ANN401 - whatever a cell holds
    number = _amount(value)
    if number < 0 or number != number.to_integral_value():
        raise RequestProblem(f"'{value}' is no number of events.", "Write a whole number.")
    return int(number)


def _amount(value: Any) -> Decimal:  # noqa: ANN401
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise RequestProblem(f"'{value}' is no number.", "Write it in plain digits, such as 1250.00.")
    return number
