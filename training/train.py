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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from examples import Example, Quotes, Unit, clauses, examples, units
from figures import report
from heads import fit, head_labels, matrix, rows_of, save
from remit.reader import keeping, passages
from remit.reader.judge import VALUES, Judge, Softmax, pair_features, whole_features
from remit.reader.model import Linear
from remit.reader.trees import Trees

PACKAGE = Path(__file__).parents[1] / "src" / "remit" / "reader"
FOLDS = 5


@dataclass(frozen=True)
class Row:
    """One scenario put to one agreement."""

    unit: Unit
    scenario: dict[str, Any]
    relevance: NDArray[np.float32]
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
    kinds = {"threshold": np.float32, "value": np.float32}
    arrays = {k: np.array(v, dtype=kinds.get(k, np.int32)) for k, v in parts.items()}
    return Trees(**arrays, base=float(boosted._baseline_prediction.ravel()[0]))  # noqa: SLF001 - as above


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


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--check", action="store_true", help="report only; write no models")
    parser.add_argument("--rows", type=Path, help="keep the figures' rows here, for error analysis")
    options = parser.parse_args()
    agreements = units(options.gold)
    scenarios = yaml.safe_load((options.gold / "scenarios.yaml").read_text())
    taught: list[Example] = [e for u in agreements for e in examples(u)] + list(clauses())
    parts = folds(agreements)
    print(f"{len(agreements)} agreements, {len(taught)} passages", flush=True)

    # Layer 1: heads, and what they say of agreements that they were not fitted on.
    rows = rows_of(taught)
    x, labels = matrix(rows), head_labels(taught)
    family = np.array([e.family for e in taught])
    unseen = np.zeros((len(taught), len(labels)), dtype=np.float32)
    for part in parts:
        out = np.isin(family, list(part))
        heads = fit(taught, x, labels, ~out)
        unseen[out] = heads.scores([rows[i] for i in np.flatnonzero(out)])
    whole_heads: Linear = fit(taught, x, labels, np.ones(len(taught), dtype=bool))
    if not options.check:
        save(whole_heads, PACKAGE / "model.npz")
    passages.head_columns.cache_clear()
    passages.head_columns = lambda: {h: i for i, h in enumerate(labels)}  # type: ignore[assignment]
    import remit.reader.judge as judging  # noqa: PLC0415 - after the heads' columns are known

    judging.head_columns = passages.head_columns
    print("heads trained", flush=True)

    # Layer 2: relevance of a passage to an event.
    tables, places, start = {}, {}, 0
    for u in agreements:
        table = passages.passages([s.words for s in u.segments], unseen[start : start + len(u.segments)])
        start += len(u.segments)
        keep = np.flatnonzero(keeping.kept(table) & np.array([s.kind != "heading" for s in u.segments]))
        tables[u.name], places[u.name] = table.take(keep), {int(i): k for k, i in enumerate(keep)}
    xs, ys, ws, fs = [], [], [], []
    for u in agreements:
        quotes = Quotes(u.segments)
        for s in scenarios:
            label = u.labels["scenarios"][s["id"]]
            marked = {
                places[u.name][i]
                for q in label.get("quotes", [])
                for i in quotes.find(q)
                if i in places[u.name]
            }
            if label["answer"] not in VALUES[s["asks"]]:
                marked = set()
            pairs = pair_features(tables[u.name], s["facts"])
            xs.append(pairs)
            ys.append(np.isin(np.arange(len(pairs)), list(marked)))
            ws.append(np.full(len(pairs), unit_weight(u)))
            fs += [u.family] * len(pairs)
    px, py, pw, pf = np.concatenate(xs), np.concatenate(ys), np.concatenate(ws), np.array(fs)
    print(f"pairs {px.shape}, {int(py.sum())} decide", flush=True)
    answers: list[Row] = []
    for part in parts:
        relevance = fit_relevance(
            px[~np.isin(pf, list(part))], py[~np.isin(pf, list(part))], pw[~np.isin(pf, list(part))]
        )
        for u in agreements:
            if u.family not in part:
                continue
            for s in scenarios:
                pairs = pair_features(tables[u.name], s["facts"])
                scored = relevance.probability(pairs) if len(pairs) else np.zeros(0, dtype=np.float32)
                features = whole_features(tables[u.name], s["asks"], s["facts"], scored, pairs)
                answers.append(Row(u, s, scored, features, u.labels["scenarios"][s["id"]]["answer"]))
    print("relevance trained", flush=True)

    # Layer 3: the answer.
    guessed: list[tuple[Row, dict[str, float]]] = []
    shipped: dict[str, Softmax] = {}
    for question in VALUES:
        mine = [r for r in answers if r.scenario["asks"] == question]
        fx, fy = np.stack([r.x for r in mine]), [r.answer for r in mine]
        fw = np.array([unit_weight(r.unit) for r in mine])
        fam = np.array([r.unit.family for r in mine])
        for part in parts:
            out = np.isin(fam, list(part))
            model = fit_whole(fx[~out], [a for a, o in zip(fy, out, strict=True) if not o], fw[~out])
            guessed += [(mine[i], model.probabilities(fx[i])) for i in np.flatnonzero(out)]
        shipped[question] = fit_whole(fx, fy, fw)
    report(guessed, options.rows)
    if not options.check:
        store(Judge(fit_relevance(px, py, pw), shipped), PACKAGE / "judge.npz")
    return 0


def store(judge: Judge, path: Path) -> None:
    arrays: dict[str, Any] = dict(judge.relevance.arrays("pair."))
    for question, model in judge.whole.items():
        arrays |= {f"{question}.answers": np.array(model.answers)}
        arrays |= {
            f"{question}.{part}": getattr(model, part) for part in ("mean", "spread", "weights", "bias")
        }
    np.savez_compressed(path, **arrays)


if __name__ == "__main__":
    sys.exit(main())
