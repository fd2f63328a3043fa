"""The linear heads: which questions are learnt about a segment, and how. Deterministic; no random seed is needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from examples import Example
from remit.contract import vocabulary
from remit.reader.events import typical_events
from remit.reader.features import BITS
from remit.reader.model import Linear, feature_rows

DECIDES = (
    "coverage",
    "rate",
    "hours",
    "target",
    "credit",
    "duty",
    "loss",
    "liability",
    "term",
    "termination",
    "price",
    "payment",
    "precedence",
    "definition",
    "permission",
    "none",
)
EFFECTS = ("included", "chargeable", "excluded")
SIDES = ("provider", "client", "shared")
FACTS = ("activity", "subject", "cause", "hours", "place")
LEAST = 12
"""A head needs so many positive examples."""

Labels = NDArray[np.float64]
"""1 yes, 0 no, nan: this example does not teach this head."""


def head_labels(examples: Sequence[Example]) -> dict[str, Labels]:
    labels = {f"decides={d}": _taught([e.decides == d for e in examples]) for d in DECIDES}
    covers = [e.decides == "coverage" and e.effect in EFFECTS for e in examples]
    bears = [e.decides in ("loss", "liability") and e.effect in SIDES for e in examples]
    speaks = [e.decides == "coverage" or any(e.about.values()) for e in examples]
    for effect in EFFECTS:
        labels[f"effect={effect}"] = _taught([e.effect == effect for e in examples], covers)
    for side in SIDES:
        labels[f"loss={side}"] = _taught([e.effect == side for e in examples], bears)
    labels["catch_all"] = _taught(
        [bool(e.catch_all) for e in examples], [e.catch_all is not None for e in examples]
    )
    for event in typical_events():
        general = [event in e.reaches or "everything" in e.reaches for e in examples]
        labels[f"event={event}"] = _taught([event in e.events for e in examples], [not g for g in general])
    for fact in FACTS:
        for value in vocabulary().facts[fact].values:
            labels[f"{fact}={value}"] = _taught([value in e.about.get(fact, ()) for e in examples], speaks)
    return {h: y for h, y in labels.items() if np.nansum(y) >= LEAST}


def _taught(yes: Sequence[bool], teaches: Sequence[bool] | None = None) -> Labels:
    return np.where(
        np.ones(len(yes), dtype=bool) if teaches is None else teaches, np.array(yes, dtype=float), np.nan
    )


def matrix(rows: Sequence[Sequence[int]]) -> sp.csr_matrix:
    indptr = np.cumsum([0, *(len(r) for r in rows)])
    indices = np.concatenate([np.asarray(r, dtype=np.int64) for r in rows])
    return sp.csr_matrix(
        (np.ones(len(indices), dtype=np.float32), indices, indptr), shape=(len(rows), 1 << BITS)
    )


def weigh(kind: str) -> float:
    """Real agreements are what the reader meets; what was written for training teaches wording, not frequencies."""
    return {"real": 1.5, "written": 0.7, "clauses": 1.0}[kind]


def fit(
    examples: Sequence[Example],
    x: sp.csr_matrix,
    labels: dict[str, Labels],
    rows: NDArray[np.bool_],
    jobs: int = 2,
) -> Linear:
    """Heads fitted on the given rows: L2 logistic regression on length-normalised inverse document frequencies."""
    frequency = np.asarray((x[rows] > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(frequency >= 2)
    scale = np.log((1 + rows.sum()) / (1 + frequency[kept])).astype(np.float32)
    part = x[:, kept].multiply(scale).tocsr()
    norms = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
    part = sp.diags(1.0 / np.maximum(norms, 1e-9)).dot(part).tocsr()
    weights = np.array([weigh(e.kind) for e in examples])
    fitted = Parallel(n_jobs=jobs)(delayed(_one)(part, y, weights, rows) for y in labels.values())
    return Linear(
        tuple(labels),
        kept.astype(np.int32),
        scale,
        np.stack([w for w, _ in fitted], axis=1).astype(np.float32),
        np.array([b for _, b in fitted], dtype=np.float32),
    )


def _one(
    x: sp.csr_matrix, y: Labels, weights: NDArray[np.float64], rows: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], float]:
    use = rows & ~np.isnan(y)
    if y[use].sum() < 3:
        return np.zeros(x.shape[1], dtype=np.float32), -6.0
    one = LogisticRegression(C=20, solver="liblinear", dual=True, random_state=0, max_iter=300, tol=1e-3)
    one.fit(x[use], y[use], sample_weight=weights[use])
    return one.coef_[0].astype(np.float32), float(one.intercept_[0])


def save(model: Linear, path: Path) -> None:
    """Small weights are dropped and the rest stored in 8 bits: the ranking of segments stays the same."""
    weights = np.where(np.abs(model.weights) < 0.05, 0, model.weights)
    used = np.flatnonzero(np.abs(weights).sum(axis=1))
    step = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    np.savez_compressed(
        path,
        heads=np.array(model.heads),
        kept=model.kept[used],
        scale=model.scale[used].astype(np.float16),
        weights=np.round(weights[used] / step).astype(np.int8),
        step=step.astype(np.float32),
        bias=model.bias,
    )


def rows_of(examples: Sequence[Example]) -> list[list[int]]:
    return feature_rows([e.words for e in examples])
