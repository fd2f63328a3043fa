"""Which candidates of a contract the labelled spans mark, and how well probabilities find them (the paper's metric)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.clauses.cutting import Cut
from remit.clauses.ranking import Pairs

CATEGORIES = (
    "Parties",
    "Agreement Date",
    "Effective Date",
    "Expiration Date",
    "Renewal Term",
    "Notice Period To Terminate Renewal",
    "Governing Law",
    "Termination For Convenience",
    "Post-Termination Services",
    "Minimum Commitment",
    "Audit Rights",
    "Cap On Liability",
    "Uncapped Liability",
    "Liquidated Damages",
    "Warranty Duration",
    "Insurance",
    "Anti-Assignment",
    "Change Of Control",
    "Volume Restriction",
    "No-Solicit Of Employees",
    "Exclusivity",
    "Ip Ownership Assignment",
    "Third Party Beneficiary",
    "Document Name",
)
POOLED = CATEGORIES[:-1]
"""The categories that bear on IT support contracts; the document's name is found too, but not pooled."""
STEPS = np.array([*np.arange(0.99, 0, -0.01), 0.001, 0.0])

Match = NDArray[np.float32]


@dataclass(frozen=True)
class Labels:
    """How candidates (rows) and categories (columns) meet the labelled spans.

    `match` is the best Jaccard index of a candidate's words with those of a labelled span; `inside` the share of the
    candidate that a labelled span covers; `spans` holds each labelled span's category and the candidates that match it.
    """

    match: Match
    inside: Match
    spans: tuple[tuple[int, frozenset[int]], ...]


def word_set(text: str) -> set[str]:
    for mark in ".,;:":
        text = text.replace(mark, "")
    return set(text.lower().replace("/", " ").split(" "))


def labels(cut: Cut, spans: Sequence[Mapping[str, Any]]) -> Labels:
    sets = [word_set(cut.words_of(c)) for c in cut.candidates]
    match = np.zeros((len(sets), len(CATEGORIES)), dtype=np.float32)
    inside = np.zeros_like(match)
    found = []
    for span in spans:
        if span["category"] not in CATEGORIES:
            continue
        k, words, hits = CATEGORIES.index(span["category"]), word_set(span["text"]), set()
        for i, (candidate, mine) in enumerate(zip(cut.candidates, sets, strict=True)):
            if common := len(words & mine):
                index = common / len(words | mine)
                if span["category"] == "Parties" and span["text"] in cut.words_of(candidate):
                    index = 1.0
                match[i, k] = max(match[i, k], index)
                if index >= 0.5:
                    hits.add(i)
            over = min(candidate.end, span["end"]) - max(candidate.start, span["start"])
            inside[i, k] = max(inside[i, k], over / (candidate.end - candidate.start))
        found.append((k, frozenset(hits)))
    return Labels(match, inside, tuple(found))


def figures(best: Sequence[float], wrong: Sequence[float]) -> tuple[float, float, float]:
    """Area under the curve, and precision at recall of 0.8 and of 0.9; precision made monotone as in the paper."""
    hits = np.array([1e-12, *((np.array(best)[:, None] > STEPS).sum(axis=0))])
    misses = np.array([0, *((np.array(wrong)[:, None] > STEPS).sum(axis=0))]) if len(wrong) else 0 * hits
    precision = np.where(hits + misses > 0, hits / np.maximum(hits + misses, 1e-12), 1.0)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    recall = np.round(hits) / len(best)
    at = [
        next((float(p) for p, r in zip(precision, recall, strict=True) if r >= least), 0.0)
        for least in (0.8, 0.9)
    ]
    return float(np.trapezoid(precision, recall)), at[0], at[1]


def report(read: Sequence[tuple[Cut, Labels, Pairs, NDArray[np.float32]]]) -> None:
    """Prints each category's figures and the pooled ones."""
    pooled: tuple[list[float], list[float]] = ([], [])
    for k, category in enumerate(CATEGORIES):
        best: list[float] = []
        wrong: list[float] = []
        for cut, labelled, table, chances in read:
            # Equal words count once, with the best of their scores.
            score: dict[str, float] = {}
            text_of = {int(i): cut.words_of(cut.candidates[i]) for i in table.row[table.head == k]}
            for i, chance in zip(table.row[table.head == k], chances[table.head == k], strict=True):
                score[text_of[int(i)]] = max(score.get(text_of[int(i)], -1.0), float(chance))
            right: set[str] = set()
            for _, hits in (s for s in labelled.spans if s[0] == k):
                mine = {text_of[i] for i in hits if i in text_of}
                right |= mine
                best.append(max((score[t] for t in mine), default=-1.0))
            wrong += [s for t, s in score.items() if t not in right]
        if best:
            area, at80, at90 = figures(best, wrong)
            print(f"{category:36s} aupr={area:.3f} p80={at80:.3f} p90={at90:.3f} n={len(best)}")
        if category in POOLED:
            pooled[0].extend(best)
            pooled[1].extend(wrong)
    area, at80, at90 = figures(*pooled)
    print(
        f"pooled over {len(POOLED)} categories aupr={area:.3f} p80={at80:.3f} p90={at90:.3f} n={len(pooled[0])}"
    )
