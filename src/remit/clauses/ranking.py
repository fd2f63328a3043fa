"""The second stage: a candidate judged among all the others of its contract.

Each pair of a candidate and a category is a row of numbers; boosted trees turn it into the probability that a careful
reader marks this span for this category. One forest serves all categories, so probabilities compare across them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.clauses.cutting import Cut
from remit.clauses.heads import NEVER

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]

MOST = 18
"""So many candidates of a contract are judged for each category."""
LEAST = -6.5
"""A candidate below this log-odds is judged only where it is among the best three."""
KINDS = ("sentence", "part", "date", "title", "name")
NAMING = 2500
"""Parties are named in the sentences that begin before this; later sentences only speak of them."""


@dataclass(frozen=True)
class Pairs:
    """Candidate `row[k]` judged for category `head[k]`: its numbers are `x[k]`."""

    row: Whole
    head: Whole
    x: Floats


def _order(scores: Floats) -> Whole:
    """Each candidate's rank in its contract, by category; the best is 0."""
    order = np.argsort(-scores, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(scores))[:, None], axis=0)
    return rank


def judged(cut: Cut, categories: Sequence[str], scores: Floats) -> NDArray[np.bool_]:
    """Which candidates are judged for which category."""
    may = scores > NEVER
    late = np.array([c.kind == "sentence" and c.start >= NAMING for c in cut.candidates])
    may[:, list(categories).index("Parties")] &= ~late
    rank = _order(np.where(may, scores, NEVER - 1).astype(np.float32))
    return np.asarray(may & ((rank < 3) | ((rank < MOST) & (scores > LEAST))))


def _context(cut: Cut, scores: Floats, kinds: NDArray[np.str_]) -> tuple[Floats, ...]:
    """For each candidate: the scores of its sentence, of the sentences before and after, and of its sentence's best part."""
    count = len(cut.sentences)
    sentence = np.array([c.sentence for c in cut.candidates])
    whole = np.full((count + 2, scores.shape[1]), -10, dtype=np.float32)
    is_whole = kinds == "sentence"
    whole[sentence[is_whole] + 1] = scores[is_whole]
    part = np.full((count, scores.shape[1]), -10, dtype=np.float32)
    np.maximum.at(part, sentence[kinds == "part"], scores[kinds == "part"])
    return whole[sentence + 1], whole[sentence], whole[sentence + 2], part[sentence]


def _among(scores: Floats, at: tuple[Whole, Whole]) -> list[Floats]:
    """How a score stands among those of the contract for the same category."""
    best = -np.sort(-scores, axis=0)[:6]
    if len(best) < 6:
        best = np.concatenate([best, np.full((6 - len(best), scores.shape[1]), -10, dtype=np.float32)])
    row, head = at
    own = scores[row, head]
    return [own, own - best[0, head], best[0, head], best[1, head], best[4, head], _order(scores)[row, head]]


def pairs(cut: Cut, categories: Sequence[str], scores: Floats) -> Pairs:
    """`scores` are the heads' log-odds, a row for each candidate and a column for each category."""
    kinds = np.array([c.kind for c in cut.candidates])
    start = np.array([c.start for c in cut.candidates], dtype=np.float32)
    length = np.array([c.end - c.start for c in cut.candidates], dtype=np.float32)
    sentence = np.array([c.sentence for c in cut.candidates])
    row, head = (i.astype(np.int64) for i in np.nonzero(judged(cut, categories, scores)))
    at = (row, head)
    columns: list[NDArray[np.generic]] = [head, *_among(scores, at)]
    columns += [around[row, head] for around in _context(cut, scores, kinds)]
    others = scores[row].copy()
    others[np.arange(len(row)), head] = -10
    ranked = -np.sort(-others, axis=1)[:, :2]
    columns += [ranked[:, 0], ranked[:, 1], others.argmax(axis=1)]
    columns += [(kinds[row] == kind).astype(np.float32) for kind in KINDS]
    size = max(len(cut.text), 1)
    per_block = np.array(cut.blocks)[sentence] if cut.blocks else sentence
    names = np.bincount(sentence[kinds == "name"], minlength=len(cut.sentences) + 1)
    dates = np.bincount(sentence[kinds == "date"], minlength=len(cut.sentences) + 1)
    words = np.array([len(cut.words_of(c).split()) for c in cut.candidates], dtype=np.float32)
    whole_length = np.array([e - s for s, e in cut.sentences], dtype=np.float32)[sentence]
    capital = np.array([cut.text[c.start].isupper() for c in cut.candidates])
    stop = np.array([cut.text[c.end - 1] == "." for c in cut.candidates])
    columns += [
        start[row], start[row] / size, np.full(len(row), size), length[row], words[row],
        (length / np.maximum(whole_length, 1))[row], names[sentence][row], dates[sentence][row],
        per_block[row], capital[row], stop[row], _repeats(cut)[row],
    ]  # fmt: skip
    x = np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)
    return Pairs(row, head, x)


def _repeats(cut: Cut) -> Whole:
    """How often the same words are a candidate."""
    text = [cut.words_of(c) for c in cut.candidates]
    seen: dict[str, int] = {}
    for t in text:
        seen[t] = seen.get(t, 0) + 1
    return np.array([seen[t] for t in text])
