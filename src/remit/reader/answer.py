"""An answer: the engine's ruling and the learnt judge's opinion of the same event, side by side.

The engine rules on the provisions that were read with confidence; the judge weighs those and the doubtful ones. The
answer is the likelier one of what a careful reader would say. Where the two sides differ, confidence falls and both
are shown. What a person has confirmed is the engine's alone to decide.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from remit.contract import Contract, Event, Evidence, Provision
from remit.reader.judge import VALUES, judge
from remit.reader.parties import Parties
from remit.reader.passages import Passages, passages
from remit.reader.roles import parties_of, words
from remit.reader.segment import Words, clean
from remit.ruling import Overridden, Ruling, rule

UNSURE = 0.45
"""Below this chance of being what a careful reader would say, an answer is shown as unsure."""
ENGINE_SHARE = {"coverage": 0.05, "loss": 0.1, "permission": 0.25}
"""What the engine's own verdict weighs beside the judge's chances, found on agreements that neither had seen."""
SURE_READING, SURE_SHARE = 0.85, 0.3
"""Where all that a ruling rests on was read this surely, it weighs this much."""


@dataclass(frozen=True)
class Answer:
    """`answer` is one of the vocabulary's answers; `candidates` are the passages nearest to the question."""

    answer: str
    confidence: float
    because: tuple[str | Evidence, ...]
    overridden: tuple[Overridden, ...]
    needs: tuple[str, ...]
    unsure: bool
    candidates: tuple[str | Evidence, ...]
    ruling: Ruling
    chances: dict[str, float]


def answer(contract: Contract, question: str, event: Event, *, canons: bool = True) -> Answer:
    """What the contract says of an event, how surely, and why. Works on a contract read or loaded alike."""
    ruling = rule(contract, question, event, canons=canons)
    mine = [p for p in contract.provisions if p.kind == "rule" and p.evidence is not None]
    by_engine = _in_words(ruling)
    settled = [contract.provision(name) for name in ruling.because]
    if (
        question not in VALUES
        or any(p.state in ("confirmed", "edited") or p.evidence is None for p in settled)
        or not mine
    ):
        sure = min((p.confidence for p in settled), default=1.0)
        return _answer(by_engine, sure, tuple(ruling.because), (), ruling, {by_engine: sure})
    chances, relevance = judge().judge(_table(contract, mine), question, event)
    chances = _with_engine(chances, by_engine, _share(question, ruling, settled))
    best = max(chances, key=lambda a: chances[a])
    near = [mine[i] for i in np.argsort(-relevance, kind="stable")[:5]]
    because = _because(best, ruling, by_engine, near, settled, question)
    nearest = tuple(p.id for p in near[:3])
    return _answer(best, chances[best], because, nearest, ruling, chances)


def _answer(
    best: str,
    confidence: float,
    because: tuple[str | Evidence, ...],
    nearest: tuple[str | Evidence, ...],
    ruling: Ruling,
    chances: dict[str, float],
) -> Answer:
    return Answer(
        best, round(float(confidence), 4), because, ruling.overridden, ruling.needs, confidence < UNSURE,
        tuple(n for n in nearest if n not in because), ruling, chances,
    )  # fmt: skip


def _in_words(ruling: Ruling) -> str:
    if ruling.verdict == "ruled":
        return str(ruling.value)
    return {"silent": "silent", "conflict": "conflict"}.get(ruling.verdict, "depends")


def _share(question: str, ruling: Ruling, settled: list[Provision]) -> float:
    sure = ruling.verdict == "ruled" and min(p.confidence for p in settled) >= SURE_READING
    return max(ENGINE_SHARE[question], SURE_SHARE) if sure else ENGINE_SHARE[question]


def _with_engine(chances: dict[str, float], by_engine: str, share: float) -> dict[str, float]:
    """The judge's chances with a share for the engine's verdict; they stay chances."""
    mixed = {a: (1 - share) * p for a, p in chances.items()}
    mixed[by_engine] = mixed.get(by_engine, 0.0) + share
    return mixed


def _because(
    best: str, ruling: Ruling, by_engine: str, near: list[Provision], settled: list[Provision], question: str
) -> tuple[str | Evidence, ...]:
    """The passages that carry the answer: the judge's nearest that say so, and the engine's where it agrees."""
    if best in ("silent", "depends", "conflict"):
        return tuple(ruling.because) if by_engine == best else ()
    saying = [p.id for p in near if p.question == question and p.value == best][:2]
    if by_engine == best:
        saying += [p.id for p in settled if p.value == best and p.id not in saying][:2]
    return tuple(saying) or tuple(p.id for p in near[:1])


_tables: OrderedDict[int, tuple[tuple[Provision, ...], Passages]] = OrderedDict()


def _table(contract: Contract, mine: list[Provision]) -> Passages:
    """What the model sees in the contract's passages, kept for the next question about the same contract."""
    key = id(contract.provisions)
    if key not in _tables:
        parties = parties_of(contract)
        seen = [_words(parties, p.evidence) for p in mine if p.evidence]
        _tables[key] = (contract.provisions, passages(seen))
        if len(_tables) > 8:
            _tables.popitem(last=False)
    return _tables[key][1]


def _words(parties: Parties, evidence: Evidence) -> Words:
    """The same words that the passage had when it was read."""
    headings = tuple(h for h in (evidence.heading or "").split(" / ") if h)
    return words(parties, clean(evidence.quote), evidence.lead_in or "", headings)
