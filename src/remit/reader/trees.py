"""Boosted regression trees, evaluated by numpy: what training leaves behind for the judge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """All trees' nodes in one table. `roots` are the trees' first nodes; a leaf's `feature` is -1.

    A row goes left where its feature is <= the threshold. The sum of the leaves and `base` is a log-odds.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    base: float

    def probability(self, x: Floats) -> Floats:
        # All trees step down together, one level at a time: a handful of array operations whatever their number.
        at = np.repeat(self.roots[None], len(x), axis=0)
        rows = np.arange(len(x))[:, None]
        while True:
            feature = self.feature[at]
            inner = feature >= 0
            if not inner.any():
                break
            below = x[rows, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(below, self.left[at], self.right[at]), at)
        total = self.value[at].sum(axis=1, dtype=np.float64) + self.base
        return np.asarray(1.0 / (1.0 + np.exp(-total)), dtype=np.float32)

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """For storing among other arrays."""
        parts = ("roots", "feature", "threshold", "left", "right", "value")
        return {f"{prefix}{p}": getattr(self, p) for p in parts} | {f"{prefix}base": np.float32(self.base)}

    @staticmethod
    def of(arrays: dict[str, NDArray[np.generic]], prefix: str) -> Trees:
        def whole(part: str) -> NDArray[np.int32]:
            return np.asarray(arrays[f"{prefix}{part}"], dtype=np.int32)

        def real(part: str) -> Floats:
            return np.asarray(arrays[f"{prefix}{part}"], dtype=np.float32)

        return Trees(
            whole("roots"), whole("feature"), real("threshold"), whole("left"), whole("right"), real("value"),
            float(real("base")),
        )  # fmt: skip
