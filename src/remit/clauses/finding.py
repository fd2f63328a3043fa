"""The clauses of a contract: where each of the usual kinds stands, and how sure that is.

    for clause in find(text):
        print(clause.category, clause.start, clause.end, clause.score)

Scores are probabilities that a careful reader marks the same span for the same category. See docs/clauses.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from remit.clauses.cutting import cut
from remit.clauses.features import rows
from remit.clauses.heads import Arrays, Heads
from remit.clauses.ranking import pairs
from remit.reader.trees import Trees


@dataclass(frozen=True)
class Clause:
    """A span of the text, `text[start:end]`, and the probability that it is a clause of this category."""

    category: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Finder:
    heads: Heads
    trees: Trees

    def find(self, text: str) -> list[Clause]:
        whole = cut(text)
        if not whole.candidates:
            return []
        scores = self.heads.scores(whole, rows(whole))
        judged = pairs(whole, self.heads.categories, scores)
        if not len(judged.row):
            return []
        chances = self.trees.probability(judged.x)
        found = [
            Clause(
                self.heads.categories[head],
                whole.candidates[row].start,
                whole.candidates[row].end,
                round(float(chance), 4),
            )
            for row, head, chance in zip(judged.row, judged.head, chances, strict=True)
        ]
        return sorted(found, key=lambda c: (-c.score, c.start, c.end, c.category))


def arrays(finder: Finder) -> Arrays:
    """For storing in one file."""
    return finder.heads.arrays() | finder.trees.arrays("trees.")


def load(data: bytes) -> Finder:
    with np.load(BytesIO(data), allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    return Finder(Heads.of(stored), Trees.of(stored, "trees."))


@cache
def finder() -> Finder:
    return load(files("remit.clauses").joinpath("clauses.npz").read_bytes())


def find(text: str, least: float = 0.0) -> list[Clause]:
    """Every candidate clause with a score of at least `least`, the surest first."""
    return [c for c in finder().find(text) if c.score >= least]
