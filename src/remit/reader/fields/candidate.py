"""A possible value of a term, and how one is chosen among rivals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from remit.contract import TermField
from remit.reader.fields.setting import Clause

_AMENDED = 0.3
"""What an amendment adds: it beats what it amends, not a value that merely looks alike."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """score is between 0 and 1; a value of None says that the contract has an unfilled place for the term."""

    value: Any
    clause: Clause
    score: float

    @property
    def rank(self) -> tuple[float, int]:
        return self.score + (_AMENDED if self.clause.amends else 0), -self.clause.segment.index


def choose(field: str, candidates: Iterable[Candidate], least: float = 0.35) -> TermField:
    """The best candidate as a field; its rivals are those that say something else."""
    del field  # so far every field is chosen alike
    ranked = sorted((c for c in candidates if c.score >= least), key=lambda c: c.rank, reverse=True)
    stated = [c for c in ranked if c.value is not None]
    if not stated:
        if ranked:
            return TermField(evidence=ranked[0].clause.segment.evidence(), confidence=0.9, state="blank")
        return TermField(confidence=0.8, state="silent")
    best = stated[0]
    others = [c for c in stated[1:] if c.value != best.value]
    agreeing = sum(c.value == best.value for c in stated[1:])
    confidence = best.score + 0.03 * min(agreeing, 2)
    if others:
        # A rival that is nearly as good halves the certainty, a weak one hardly touches it.
        margin = best.rank[0] - others[0].rank[0]
        confidence *= 0.65 + 0.35 * min(1.0, margin / 0.25)
    confidence = round(min(confidence, 0.97), 3)
    return TermField(
        value=best.value,
        evidence=best.clause.segment.evidence(),
        confidence=confidence,
        state="read" if confidence >= 0.5 else "unsure",
        rivals=tuple(_distinct(others)),
    )


def _distinct(others: list[Candidate]) -> list[Any]:
    kept: list[Candidate] = []
    for other in others:
        if len(kept) < 3 and all(k.value != other.value for k in kept):
            kept.append(other)
    return [k.clause.segment.evidence() for k in kept]
