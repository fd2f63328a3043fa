"""The compact learnt model: linear heads over a segment's features, in one file that ships with the package.

Each head answers one yes/no question about a segment: does it decide coverage, is what it speaks of included,
does it speak of a laptop ...  Scores are probabilities. Trained by training/ (`make train`); see docs/model-card.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from remit.reader.features import columns, names
from remit.reader.segment import Words

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """`weights` has a row for each kept column and a column for each head; `scale` is the weight of each feature."""

    heads: tuple[str, ...]
    kept: NDArray[np.int32]
    scale: Floats
    weights: Floats
    bias: Floats

    def scores(self, rows: Sequence[Sequence[int]]) -> Floats:
        """Probabilities, one row for each segment's columns and one column for each head."""
        out = np.empty((len(rows), len(self.heads)), dtype=np.float32)
        for i, row in enumerate(rows):
            at = np.searchsorted(self.kept, row)
            at = at[(at < len(self.kept))]
            at = at[np.isin(self.kept[at], row)]
            values = self.scale[at]
            norm = float(np.sqrt(values @ values)) or 1.0
            out[i] = (values / norm) @ self.weights[at] + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-out)), dtype=np.float32)


def load(data: bytes) -> Linear:
    with np.load(BytesIO(data), allow_pickle=False) as file:
        return Linear(
            tuple(str(h) for h in file["heads"]),
            file["kept"],
            file["scale"].astype(np.float32),
            file["weights"].astype(np.float32) * file["step"].astype(np.float32),
            file["bias"].astype(np.float32),
        )


@cache
def model() -> Linear:
    return load(files("remit.reader").joinpath("model.npz").read_bytes())


def feature_rows(passages: Sequence[Words]) -> list[list[int]]:
    return [columns(names(words)) for words in passages]
