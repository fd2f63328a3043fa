"""What an import tells beside its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "totals", "repeats", "unknown words", "arithmetic"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about a file. `rows` lists the first rows that it is about, where it is about rows."""

    kind: Kind
    file: str
    text: str
    rows: tuple[int, ...] = ()
