"""Linear heads, one a kind of clause, over a candidate's hashed features: the first stage of the finder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.clauses.cutting import OPENING, Cut
from remit.clauses.features import Rows

Floats = NDArray[np.float32]
Arrays = dict[str, NDArray[np.generic]]

NEVER = -9.0
"""The score of a candidate that cannot be a clause of this kind, such as a date for an insurance clause."""

_DATES = ("Agreement Date", "Effective Date", "Expiration Date")


def applies(cut: Cut, category: str) -> NDArray[np.bool_]:
    """Which candidates may be of a category at all, by their kind and place."""
    if category == "Parties":
        found = [c.kind in ("name", "sentence") and c.start < OPENING for c in cut.candidates]
    elif category == "Document Name":
        found = [c.kind == "title" for c in cut.candidates]
    else:
        kinds = ("sentence", "part", "date") if category in _DATES else ("sentence", "part")
        found = [c.kind in kinds for c in cut.candidates]
    return np.array(found, dtype=bool)


@dataclass(frozen=True)
class Heads:
    """`place` is each column's row of `weights`, or -1; `scale` the weight of each kept feature."""

    categories: tuple[str, ...]
    place: NDArray[np.int32]
    scale: Floats
    weights: Floats
    bias: Floats

    def scores(self, cut: Cut, rows: Rows) -> Floats:
        """Log-odds, a row for each candidate and a column for each category."""
        at = self.place[rows.columns]
        owner = np.repeat(np.arange(len(rows)), np.diff(rows.bounds))
        known = at >= 0
        at, owner = at[known], owner[known]
        values = rows.values[known] * self.scale[at]
        norm = np.sqrt(np.bincount(owner, values * values, minlength=len(rows)))
        values = values / np.maximum(norm, 1e-9)[owner]
        out = np.full((len(rows), len(self.categories)), NEVER, dtype=np.float32)
        for h, category in enumerate(self.categories):
            summed = np.bincount(owner, values * self.weights[at, h], minlength=len(rows)) + self.bias[h]
            out[:, h] = np.where(applies(cut, category), summed, NEVER)
        return out

    def arrays(self) -> Arrays:
        """For storing: 8-bit weights, one step a category."""
        step = np.maximum(np.abs(self.weights).max(axis=0), 1e-6) / 127
        whole = np.round(self.weights / step).astype(np.int8)
        kept = np.flatnonzero(self.place >= 0)
        kept = kept[np.argsort(self.place[kept])].astype(np.int32)
        return {
            "heads.categories": np.array(self.categories),
            "heads.kept": kept,
            "heads.bits": np.int32(len(self.place)),
            "heads.scale": self.scale.astype(np.float16),
            "heads.weights": whole,
            "heads.step": step.astype(np.float32),
            "heads.bias": self.bias,
        }

    @staticmethod
    def of(arrays: Arrays) -> Heads:
        kept = np.asarray(arrays["heads.kept"], dtype=np.int32)
        place = np.full(int(arrays["heads.bits"].item()), -1, dtype=np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        step = np.asarray(arrays["heads.step"], dtype=np.float32)
        return Heads(
            tuple(str(c) for c in arrays["heads.categories"]),
            place,
            np.asarray(arrays["heads.scale"], dtype=np.float32),
            np.asarray(arrays["heads.weights"], dtype=np.float32) * step,
            np.asarray(arrays["heads.bias"], dtype=np.float32),
        )
