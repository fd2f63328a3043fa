"""Train the clause finder, and report how it does on contracts that it was not trained on (5 folds by contract).

    python training/cuad.py --data FILE [--keep FOLDER] [--check]

FILE holds one contract a line: {"file", "text", "spans": [{"category", "start", "end", "text"}]} (CUAD v1, The Atticus
Project, CC BY 4.0, arXiv:2103.06268). No text enters the model: features are hashed.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from cuad_labels import CATEGORIES, Labels, labels, report
from remit.clauses.cutting import Cut, cut
from remit.clauses.features import BITS, Rows, rows
from remit.clauses.finding import Finder, arrays
from remit.clauses.heads import NEVER, Heads, applies
from remit.clauses.ranking import Pairs, pairs
from remit.reader.trees import Trees
from train import trees_of

T = TypeVar("T")

TARGET = Path(__file__).parents[1] / "src" / "remit" / "clauses" / "clauses.npz"
FOLDS = 5
STRENGTH = 5.0
SMALL = 0.15
"""Weights below this are dropped."""
ROUNDS = 80


@dataclass(frozen=True)
class Contract:
    name: str
    cut: Cut
    rows: Rows
    labels: Labels


def contracts(path: Path) -> list[Contract]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        whole = cut(data["text"])
        found.append(Contract(data["file"], whole, rows(whole), labels(whole, data["spans"])))
    return found


def folds(count: int) -> NDArray[np.int64]:
    """The fold of each contract: a repeatable draw."""
    found = np.empty(count, dtype=np.int64)
    found[np.random.default_rng(0).permutation(count)] = np.arange(count) % FOLDS
    return found


@dataclass(frozen=True)
class Matrix:
    """All contracts' candidates: weighed features, and the columns that are kept."""

    x: sp.csr_matrix
    kept: NDArray[np.int64]
    scale: NDArray[np.float32]
    owner: NDArray[np.int64]


def matrix(known: Sequence[Contract]) -> Matrix:
    columns = np.concatenate([c.rows.columns for c in known])
    values = np.concatenate([c.rows.values for c in known])
    bounds = np.cumsum([0, *np.concatenate([np.diff(c.rows.bounds) for c in known])])
    count = len(bounds) - 1
    frequency = np.bincount(columns, minlength=1 << BITS)
    kept = np.flatnonzero(frequency >= 3)
    scale = np.log(count / frequency[kept]).astype(np.float32)
    x = sp.csr_matrix((values, columns, bounds), shape=(count, 1 << BITS))[:, kept].multiply(scale).tocsr()
    norms = np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())
    x = (sp.diags((1 / np.maximum(norms, 1e-9)).astype(np.float32)) @ x).tocsr()
    return Matrix(x, kept, scale, np.repeat(np.arange(len(known)), [len(c.rows) for c in known]))


@dataclass(frozen=True)
class Taught:
    """What teaches one category: the candidates it applies to, those that are used, and which are right."""

    applies: NDArray[np.bool_]
    used: NDArray[np.bool_]
    right: NDArray[np.bool_]


def taught(known: Sequence[Contract]) -> list[Taught]:
    match = np.concatenate([c.labels.match for c in known])
    inside = np.concatenate([c.labels.inside for c in known])
    # Every candidate that touches a clause, and three in ten of the others.
    near = ((match >= 0.3) | (inside > 0)).any(axis=1) | (np.random.default_rng(1).random(len(match)) < 0.3)
    found = []
    for k, category in enumerate(CATEGORIES):
        may = np.concatenate([applies(c.cut, category) for c in known])
        right = match[:, k] >= 0.5
        used = may & near
        if category in ("Parties", "Document Name"):
            used = may
        elif not category.endswith(" Date"):
            # A part of a long clause is of its kind though it does not match it; what is less of it teaches nothing.
            right = right | ((inside[:, k] >= 0.6) & (match[:, k] >= 0.2))
            used = used & ~((inside[:, k] >= 0.5) & ~right)
        found.append(Taught(may, used, right))
    return found


def fit_head(x: sp.csr_matrix, right: NDArray[np.bool_]) -> tuple[NDArray[np.float32], float]:
    line = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, random_state=0, max_iter=40, tol=5e-2
    )
    with warnings.catch_warnings():
        # A fixed number of passes is the setting; more of them change no ranking.
        warnings.simplefilter("ignore", ConvergenceWarning)
        line.fit(x, right)
    weights = line.coef_[0].astype(np.float32)
    return np.where(np.abs(weights) < SMALL, 0, weights), float(line.intercept_[0])


def unseen_scores(m: Matrix, lessons: Sequence[Taught], parts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Each candidate's scores by heads that were not fitted on its contract."""
    part = parts[m.owner]
    found = np.full((len(part), len(lessons)), NEVER, dtype=np.float32)
    for k, lesson in enumerate(lessons):
        for fold in range(FOLDS):
            fit = np.flatnonzero(lesson.used & (part != fold))
            out = np.flatnonzero(lesson.applies & (part == fold))
            weights, bias = fit_head(m.x[fit], lesson.right[fit])
            found[out, k] = m.x[out] @ weights + bias
        print(f"{CATEGORIES[k]}: {int((lesson.right & lesson.used).sum())} right", flush=True)
    return found


def final_heads(m: Matrix, lessons: Sequence[Taught]) -> Heads:
    fitted = [fit_head(m.x[lesson.used], lesson.right[lesson.used]) for lesson in lessons]
    weights = np.stack([w for w, _ in fitted], axis=1)
    used = np.flatnonzero(np.abs(weights).sum(axis=1))
    # All known columns keep their scale: a candidate's length is measured over all of its words.
    place = np.full(1 << BITS, -1, dtype=np.int32)
    place[m.kept] = np.arange(len(m.kept), dtype=np.int32)
    print(f"{len(used)} of {len(m.kept)} features carry weight", flush=True)
    return Heads(CATEGORIES, place, m.scale, weights, np.array([b for _, b in fitted], dtype=np.float32))


def fit_trees(x: NDArray[np.float32], right: NDArray[np.bool_]) -> Trees:
    boosted = HistGradientBoostingClassifier(
        max_iter=ROUNDS, learning_rate=0.12, max_leaf_nodes=24, min_samples_leaf=20, l2_regularization=1.0,
        early_stopping=False, random_state=0, max_bins=127,
    )  # fmt: skip
    return trees_of(boosted.fit(x, right))


def kept(folder: Path | None, name: str, make: Callable[[], T]) -> T:
    """What was made before, where it is kept: long runs can be taken up again."""
    path = folder / name if folder else None
    if path and path.exists():
        found: T = pickle.loads(path.read_bytes())  # noqa: S301 - written by this program
        return found
    made = make()
    if path:
        path.write_bytes(pickle.dumps(made, protocol=5))
    return made


def judged(known: Sequence[Contract], scores: NDArray[np.float32]) -> list[Pairs]:
    ends = np.cumsum([0, *(len(c.rows) for c in known)])
    return [pairs(c.cut, CATEGORIES, scores[a:b]) for c, (a, b) in zip(known, pairwise(ends), strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="a folder for what is made on the way")
    parser.add_argument("--check", action="store_true", help="report only; write no model")
    options = parser.parse_args()
    known: list[Contract] = kept(options.keep, "contracts.pkl", lambda: contracts(options.data))
    parts = folds(len(known))
    m, lessons = cache(lambda: matrix(known)), cache(lambda: taught(known))
    scores = kept(options.keep, "scores.pkl", lambda: unseen_scores(m(), lessons(), parts))
    tables = kept(options.keep, "pairs.pkl", lambda: judged(known, scores))
    x = np.concatenate([t.x for t in tables])
    right = np.concatenate([c.labels.match[t.row, t.head] >= 0.5 for c, t in zip(known, tables, strict=True)])
    part = np.repeat(parts, [len(t.row) for t in tables])
    print(f"{len(x)} pairs, {int(right.sum())} right", flush=True)
    if not options.check:
        heads = kept(options.keep, "heads.pkl", lambda: final_heads(m(), lessons()))
        trees = kept(options.keep, "trees.pkl", lambda: fit_trees(x, right))
        np.savez_compressed(TARGET, **arrays(Finder(heads, trees)))  # type: ignore[arg-type] # all are arrays
        print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.1f} MB", flush=True)
    chance = np.zeros(len(x), dtype=np.float32)
    for fold in range(FOLDS):
        out = part == fold
        trees = kept(options.keep, f"trees{fold}.pkl", partial(fit_trees, x[~out], right[~out]))
        chance[out] = trees.probability(x[out])
    ends = np.cumsum([0, *(len(t.row) for t in tables)])
    report(
        [(c.cut, c.labels, t, chance[a:b]) for c, t, a, b in zip(known, tables, ends, ends[1:], strict=False)]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
