"""Train the reader's models and report how they do on providers that they were not trained on.

    python training/train.py --gold FOLDER [--check]

Three layers, each trained on what the layer below says of agreements that the layer below has not seen:
heads (what a passage decides and speaks of), relevance (does it decide this event), whole (the answer).
Everything is deterministic: the folds are drawn with a fixed seed and no solver uses another source of chance.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from examples import Example, Quotes, Unit, clauses, examples, readings, units
from figures import report
from heads import fit, head_labels, matrix, rows_of, save
from remit.reader import keeping
from remit.reader.judge import VALUES, Judge, Pool, Softmax, effects_of, pair_features, whole_features
from remit.reader.model import Linear
from remit.reader.passages import Passages, scored
from remit.reader.roles import words_of
from remit.reader.trees import Trees

PACKAGE = Path(__file__).parents[1] / "src" / "remit" / "reader"
FOLDS = 5


@dataclass(frozen=True)
class Row:
    """One scenario put to one agreement."""

    unit: Unit
    scenario: dict[str, Any]
    relevance: NDArray[np.float32]
    effects: NDArray[np.float32]
    x: NDArray[np.float32]
    answer: str


def folds(agreements: Sequence[Unit]) -> list[set[str]]:
    """Families of providers in five parts; written agreements are parted alike."""
    parts: list[set[str]] = [set() for _ in range(FOLDS)]
    for seed, kind in enumerate(("real", "written"), 1):
        families = sorted({u.family for u in agreements if u.kind == kind})
        random.Random(seed).shuffle(families)  # noqa: S311 - a repeatable draw, not a secret
        for i, family in enumerate(families):
            parts[i % FOLDS].add(family)
    return parts


def trees_of(boosted: HistGradientBoostingClassifier) -> Trees:
    parts: dict[str, list[Any]] = {k: [] for k in ("roots", "feature", "threshold", "left", "right", "value")}
    for (tree,) in boosted._predictors:  # noqa: SLF001 - the library offers no other way to take trees out
        base, nodes = len(parts["feature"]), tree.nodes
        leaf = nodes["is_leaf"].astype(bool)
        parts["roots"].append(base)
        parts["feature"] += np.where(leaf, -1, nodes["feature_idx"]).tolist()
        parts["threshold"] += nodes["num_threshold"].tolist()
        parts["left"] += (nodes["left"] + base).tolist()
        parts["right"] += (nodes["right"] + base).tolist()
        parts["value"] += nodes["value"].tolist()
    whole = {k: np.array(parts[k], dtype=np.int32) for k in ("roots", "feature", "left", "right")}
    real = {k: np.array(parts[k], dtype=np.float32) for k in ("threshold", "value")}
    base_score = float(boosted._baseline_prediction.ravel()[0])  # noqa: SLF001 - as above
    return Trees(
        whole["roots"], whole["feature"], real["threshold"], whole["left"], whole["right"], real["value"], base_score
    )  # fmt: skip


def fit_relevance(x: NDArray[np.float32], y: NDArray[np.bool_], weight: NDArray[np.float64]) -> Trees:
    boosted = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.08, max_leaf_nodes=20, min_samples_leaf=30, l2_regularization=1.0,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    return trees_of(boosted.fit(x.astype(np.float32), y, sample_weight=weight))


def fit_whole(
    x: NDArray[np.float32], y: Sequence[str], weight: NDArray[np.float64], strength: float = 0.01
) -> Softmax:
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-3)
    line = LogisticRegression(C=strength, max_iter=2000)
    line.fit((x - mean) / spread, y, sample_weight=weight)
    weights, bias = line.coef_, line.intercept_
    if len(line.classes_) == 2:
        weights, bias = np.stack([-weights[0] / 2, weights[0] / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    kinds = (a.astype(np.float32) for a in (mean, spread, weights, bias))
    return Softmax(tuple(str(c) for c in line.classes_), *kinds)


def unit_weight(unit: Unit) -> float:
    return 1.0 if unit.kind == "real" else 0.5


@dataclass(frozen=True)
class Heard:
    """An agreement as the judge sees it: its kept passages, scored by heads that were not fitted on it."""

    unit: Unit
    table: Passages
    places: dict[int, int]

    def marked(self, scenario: dict[str, Any]) -> NDArray[np.bool_]:
        """Which kept passages the careful reader quoted for a decided answer."""
        label = self.unit.labels["scenarios"][scenario["id"]]
        found = np.zeros(len(self.table), dtype=bool)
        if label["answer"] in VALUES[scenario["asks"]]:
            quotes = Quotes(self.unit.segments)
            for i in (i for q in label.get("quotes", []) for i in quotes.find(q)):
                if i in self.places:
                    found[self.places[i]] = True
        return found


def train_heads(agreements: Sequence[Unit], parts: Sequence[set[str]]) -> tuple[Linear, list[Heard]]:
    taught: list[Example] = [e for u in agreements for e in examples(u)] + list(clauses())
    rows = rows_of(taught)
    x, labels = matrix(rows), head_labels(taught)
    family = np.array([e.family for e in taught])
    unseen = np.zeros((len(taught), len(labels)), dtype=np.float32)
    for part in parts:
        out = np.isin(family, list(part))
        unseen[out] = fit(taught, x, labels, ~out).scores([rows[i] for i in np.flatnonzero(out)])
    heard, start = [], 0
    for u in agreements:
        table = scored(
            [words_of(u.parties, s) for s in u.segments],
            tuple(labels),
            unseen[start : start + len(u.segments)],
        )
        start += len(u.segments)
        keep = np.flatnonzero(keeping.kept(table) & np.array([s.kind != "heading" for s in u.segments]))
        heard.append(Heard(u, table.take(keep), {int(i): k for k, i in enumerate(keep)}))
    print(f"{len(agreements)} agreements, {len(taught)} passages, {len(labels)} heads", flush=True)
    return fit(taught, x, labels, np.ones(len(taught), dtype=bool)), heard


def train_relevance(
    heard: Sequence[Heard], scenarios: Sequence[dict[str, Any]], parts: Sequence[set[str]]
) -> tuple[Trees, list[Row]]:
    pairs = {
        (h.unit.name, s["id"]): pair_features(h.table, s["asks"], s["facts"])
        for h in heard
        for s in scenarios
    }
    x = np.concatenate([pairs[h.unit.name, s["id"]] for h in heard for s in scenarios])
    y = np.concatenate([h.marked(s) for h in heard for s in scenarios])
    many = [(h, len(h.table) * len(scenarios)) for h in heard]
    weight = np.concatenate([np.full(n, unit_weight(h.unit)) for h, n in many])
    family = np.concatenate([np.full(n, h.unit.family) for h, n in many])
    print(f"{len(y)} pairs of passage and event, {int(y.sum())} decide", flush=True)
    answers: list[Row] = []
    for part in parts:
        known = ~np.isin(family, list(part))
        trees = fit_relevance(x[known], y[known], weight[known])
        for h in (h for h in heard if h.unit.family in part):
            for s in scenarios:
                mine = pairs[h.unit.name, s["id"]]
                relevance = trees.probability(mine)
                features = whole_features(h.table, s["asks"], s["facts"], relevance, mine)
                answers.append(
                    Row(
                        h.unit,
                        s,
                        relevance,
                        effects_of(h.table, s["asks"]),
                        features,
                        h.unit.labels["scenarios"][s["id"]]["answer"],
                    )
                )
    return fit_relevance(x, y, weight), answers


def fit_pool(rows: Sequence[Row], question: str) -> Pool:
    """The three numbers under which the labelled answers are likeliest, held near one and nought."""
    weight = np.array([unit_weight(r.unit) for r in rows])

    def surprise(numbers: NDArray[np.float64]) -> float:
        pool = Pool(*numbers)
        each = [-np.log(pool.probabilities(question, r.effects, r.relevance)[r.answer]) for r in rows]
        return float(np.average(each, weights=weight) + 0.01 * np.sum((numbers - [1, 0, 0]) ** 2))

    found = minimize(surprise, [1.0, 0.0, 0.0], method="Nelder-Mead", options={"maxiter": 80, "xatol": 0.01})
    return Pool(*(float(v) for v in found.x))


def train_answers(
    relevance: Trees, answers: Sequence[Row], parts: Sequence[set[str]]
) -> tuple[Judge, list[tuple[Row, dict[str, float]]]]:
    guessed: list[tuple[Row, dict[str, float]]] = []
    whole: dict[str, Softmax] = {}
    pools: dict[str, Pool] = {}
    for question in VALUES:
        mine = [r for r in answers if r.scenario["asks"] == question]
        for part in parts:
            known = [r for r in mine if r.unit.family not in part]
            judge = Judge(relevance, {question: fit_rows(known)}, {question: fit_pool(known, question)})
            guessed += [
                (r, judge.chances(question, r.x, r.effects, r.relevance))
                for r in mine
                if r.unit.family in part
            ]
        whole[question], pools[question] = fit_rows(mine), fit_pool(mine, question)
    return Judge(relevance, whole, pools), guessed


def fit_rows(rows: Sequence[Row]) -> Softmax:
    weight = np.array([unit_weight(r.unit) for r in rows])
    return fit_whole(np.stack([r.x for r in rows]), [r.answer for r in rows], weight)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--check", action="store_true", help="report only; write no models")
    parser.add_argument("--rows", type=Path, help="keep the figures' rows here, for error analysis")
    options = parser.parse_args()
    agreements = units(options.gold) + readings(options.gold.parent)
    scenarios = yaml.safe_load((options.gold / "scenarios.yaml").read_text())
    parts = folds(agreements)
    heads, heard = train_heads(agreements, parts)
    relevance, answers = train_relevance(heard, scenarios, parts)
    judge, guessed = train_answers(relevance, answers, parts)
    report(guessed, options.rows)
    if not options.check:
        save(heads, PACKAGE / "model.npz")
        store(judge, PACKAGE / "judge.npz")
    return 0


def store(judge: Judge, path: Path) -> None:
    arrays: dict[str, Any] = dict(judge.relevance.arrays("pair."))
    for question, model in judge.whole.items():
        arrays |= {f"{question}.answers": np.array(model.answers)}
        arrays |= {
            f"{question}.{part}": getattr(model, part) for part in ("mean", "spread", "weights", "bias")
        }
        arrays[f"{question}.pool"] = np.array(astuple(judge.pools[question]))
    np.savez_compressed(path, **arrays)


if __name__ == "__main__":
    sys.exit(main())
