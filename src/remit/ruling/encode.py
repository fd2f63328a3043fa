"""Events in columns become codes: one small integer for each cell, and codes of their own for what is not known.

A code from 0 up is a cell. Codes from the axis's size up are values with others under them ("some computer").
OPEN stands for a fact that is missing; WRONG for a value that the fact does not have, which is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw

from remit.contract import Value
from remit.ruling.cells import Axis
from remit.ruling.model import INSTANT, day_of

OPEN, WRONG = -1, -2
MARK = "__remit_"
"""Columns of ours while we work; none is left in the result."""


@dataclass(frozen=True)
class Codes:
    """One axis's codes; `at` is the axis's position in its space."""

    at: int
    axis: Axis

    @property
    def column(self) -> str:
        return f"{MARK}{self.at}"

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The values that stand for several cells, in order of their codes."""
        if self.axis.spec.type != "choice":
            return ()
        return tuple(v for v in self.axis.spec.values if v not in self.axis.members)

    @property
    def count(self) -> int:
        return self.axis.size + len(self.classes)

    def cells(self, code: int) -> int:
        """The mask of cells that a code leaves open."""
        if code == OPEN:
            return self.axis.full
        return 1 << code if code < self.axis.size else self.axis.known(self.classes[code - self.axis.size])

    def value(self, code: int) -> Value | None:
        """A value that an event could give; None for a missing fact."""
        if code == OPEN:
            return None
        return self.axis.value(code) if code < self.axis.size else self.classes[code - self.axis.size]

    def expression(self, given: nw.Expr) -> nw.Expr:
        """The code of a column's values."""
        if self.axis.spec.type == "yesno":
            code = given.cast(nw.Int8)
        elif self.axis.spec.type == "choice":
            names = [str(v) for v in (*self.axis.members, *self.classes)]
            code = given.cast(nw.String).replace_strict(
                names, list(range(len(names))), default=WRONG, return_dtype=nw.Int16
            )
        else:
            # How many ends of cells lie below: exact for points and for the intervals between them.
            below = nw.lit(-(self.axis.spec.min is not None), dtype=nw.Int16)
            for cut in self.axis.cuts:
                end: Any = int(cut) if cut == cut.to_integral_value() else float(cut)
                below = below + (given >= end).cast(nw.Int16) + (given > end).cast(nw.Int16)
            code = nw.when((below >= 0) & (below < self.axis.size)).then(below).otherwise(nw.lit(WRONG))
        return nw.when(given.is_null()).then(nw.lit(OPEN)).otherwise(code).cast(nw.Int16).alias(self.column)

    def test(self, wanted: Sequence[int]) -> nw.Expr:
        """Whether the code is one of these, by the fewest comparisons."""
        code = nw.col(self.column)
        others = [c for c in range(OPEN, self.count) if c not in set(wanted)]
        if len(list(_runs(others))) < len(list(_runs(wanted))):
            return ~self._among(code, others)
        return self._among(code, wanted)

    def _among(self, code: nw.Expr, wanted: Sequence[int]) -> nw.Expr:
        found: nw.Expr | None = None
        for low, high in _runs(wanted):
            part = code == low if low == high else (code >= low) & (code <= high)
            found = part if found is None else found | part
        return found if found is not None else code < WRONG


def _runs(codes: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = last = None
    for code in sorted(codes):
        if start is None or last is None:
            start = code
        elif code != last + 1:
            yield start, last
            start = code
        last = code
    if start is not None and last is not None:
        yield start, last


def wrong_type(codes: Codes, dtype: Any) -> str:  # noqa: ANN401 - narwhals' type of types
    """What a column must hold to be the fact; empty where it does."""
    kind = codes.axis.spec.type
    fits = {
        "yesno": dtype == nw.Boolean,
        "choice": dtype in (nw.String, nw.Categorical, nw.Enum) or isinstance(dtype, nw.Enum),
        "number": dtype.is_numeric(),
    }[kind]
    return "" if fits else {"yesno": "true or false", "choice": "text", "number": "numbers"}[kind]


def wrong_days(rows: nw.LazyFrame[Any]) -> nw.Expr | None:
    """Which texts are no dates; None if all are."""
    moment = nw.col("reported_at")
    shaped, day = moment.str.contains(f"^(?:{INSTANT})$"), moment.str.slice(0, 10)
    seen = rows.filter(~moment.is_null()).select(day.alias("day"), shaped.alias("shaped")).unique().collect()
    days = {d for d, good in seen.rows() if good}
    wrong = sorted(d for d in days if not _is_day(d))
    if wrong:
        return ~shaped | day.is_in(wrong)
    return ~shaped if any(not good for _, good in seen.rows()) else None


def _is_day(text_: str) -> bool:
    try:
        return day_of({"reported_at": text_}) is not None
    except ValueError:
        return False
