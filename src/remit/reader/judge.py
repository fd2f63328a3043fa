"""The second side of an answer: a learnt judge of (event, passage) pairs, and of all the passages together.

First it says of each passage how likely it is to decide the event; then, from what the likely ones say and from the
contract's catch-all clauses, how likely each answer is that a careful reader could give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from remit.contract import Event, vocabulary
from remit.reader.events import likeness
from remit.reader.model import Floats
from remit.reader.passages import Passages, lexicon
from remit.reader.trees import Trees

FACTS = ("activity", "subject", "cause", "hours", "place")
_RARE = {"depends": -3.0, "conflict": -6.0}
"""Answers too rare to be learnt from passages alone, with their logarithmic odds."""
_SILENCE = 0.7
"""Who is told that nothing is written looks no further: silence has to be so much likelier than what it stands against.
On agreements not trained on this costs no right answers and takes a quarter of the false silences away."""
VALUES: Mapping[str, tuple[str, ...]] = {
    "coverage": ("included", "chargeable", "excluded"),
    "loss": ("provider", "client", "shared"),
    "permission": ("allowed", "not_allowed"),
}


def _line(fact: str, value: str) -> list[str]:
    """The value and what it is a kind of: laptop, computer, device."""
    spec, line = vocabulary().facts[fact].values, [value]
    while (above := spec[line[-1]].under) is not None:
        line.append(above)
    return line


def pair_features(table: Passages, question: str, event: Event) -> Floats:
    """One row for each passage: how its facts meet those of the event, what it decides, and what the event is."""
    at, heads = lexicon(), {head: i for i, head in enumerate(table.heads)}
    columns: list[Floats] = []
    for fact in FACTS:
        line = _line(fact, str(event[fact])) if fact in event else []
        same = [at[fact, v] for v in line if (fact, v) in at]
        other = [i for (f, v), i in at.items() if f == fact and v not in line]
        for array in (table.own, table.lead, table.heading):
            columns += [_any(array, same), _any(array, other)]
        columns.append(_any(table.own, same[:1]))
        likely = [heads[h] for v in line if (h := f"{fact}={v}") in heads]
        others = [i for h, i in heads.items() if h.startswith(f"{fact}=") and h.split("=")[1] not in line]
        columns += [_most(table.scores, picked) for picked in (likely, others, likely[:1])]
    general = [i for h, i in heads.items() if h.startswith(("decides=", "effect=", "loss=", "catch"))]
    whole = np.repeat(event_features(event)[None], len(table), axis=0)
    typical = _typical(table, question, event)
    return np.concatenate(
        [np.stack(columns, axis=1), table.scores[:, general], table.cues, table.shape, whole, typical], axis=1
    )


def _typical(table: Passages, question: str, event: Event) -> Floats:
    """How likely the model holds each passage to decide events like this one, by itself and beside its rivals."""
    chance = np.zeros(len(table), dtype=np.float32)
    for name, share in likeness(event, question).items():
        chance += np.float32(share) * table.score(f"event={name}")
    odds = np.log(np.clip(chance, 1e-6, 1 - 1e-6) / (1 - np.clip(chance, 1e-6, 1 - 1e-6)))
    ranked = np.sort(odds)[::-1] if len(odds) else np.zeros(1, dtype=np.float32)
    beside = [odds - ranked[min(k, len(ranked) - 1)] for k in (0, 4)]
    return np.stack([odds, *beside], axis=1).astype(np.float32)


def _any(array: NDArray[np.bool_], picked: list[int]) -> Floats:
    return np.asarray(array[:, picked].any(axis=1), dtype=np.float32)


def _most(array: Floats, picked: list[int]) -> Floats:
    return np.asarray(array[:, picked].max(axis=1) if picked else np.zeros(len(array)), dtype=np.float32)


def event_features(event: Event) -> Floats:
    """The event as numbers: which kind of work, cause and subject, and the facts that contracts make a difference of."""
    found = [
        float(event.get(f) == v)
        for f in ("activity", "cause", "subject")
        for v in vocabulary().facts[f].values
    ]
    found += [
        float(event.get("hours") in ("after_hours", "weekend", "holiday")),
        float(event.get("hours") == "business"),
        float(event.get("place") == "onsite"),
        float(event.get("place") == "remote"),
        float(event.get("in_warranty") is True),
        float(event.get("in_warranty") is False),
        float("device_age_years" in event),
        float(event.get("vendor_supported") is False),
        float(event.get("recurring") is True),
        float(event.get("covered_asset") is True),
        *(float(event.get("outcome") == v) for v in ("data_lost", "business_loss", "data_breach")),
    ]
    return np.array(found, dtype=np.float32)


def effects_of(table: Passages, question: str) -> Floats:
    """The chance that each passage gives each of the question's values."""
    head = {"coverage": "effect", "loss": "loss"}.get(question)
    if head is None:
        refused = np.zeros(len(table), dtype=np.float32)
        return np.stack([1 - refused, refused], axis=1)
    raw = np.stack([table.score(f"{head}={v}") for v in VALUES[question]], axis=1)
    return np.asarray(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6), dtype=np.float32)


def whole_features(table: Passages, question: str, event: Event, relevance: Floats, pairs: Floats) -> Floats:
    """What all the passages say together about one event; `relevance` is each one's chance of deciding it."""
    effects = effects_of(table, question)
    decides = (
        table.score("decides=coverage")
        if question == "coverage"
        else table.score("decides=loss") + table.score("decides=liability")
    )
    catch = table.score("catch_all")
    best = np.argsort(-relevance, kind="stable")[:5]
    found: list[float] = [*_padded(relevance[best], 5)]
    for k in range(effects.shape[1]):
        weighed = relevance * effects[:, k]
        top = np.sort(weighed)[-3:]
        found += [
            _max(weighed),
            float(1 - np.prod(1 - np.clip(weighed, 0, 0.99))),
            float(top.sum()),
            _max(catch * effects[:, k]),
        ]
    for i in range(2):
        found += [*effects[best[i]]] if i < len(best) else [0.0] * effects.shape[1]
    found += [float(decides[best].mean()) if len(best) else 0.0, float(catch[best[0]]) if len(best) else 0.0]
    # Beyond the judge's own choice: the strongest statement whose own words name the activity, the cause, or both.
    activity, cause, subject = pairs[:, 0] > 0, pairs[:, 20] > 0, pairs[:, 10] > 0
    for mask in (activity, cause, activity & subject, activity & cause):
        for k in range(effects.shape[1]):
            found.append(_max(decides * effects[:, k] * mask))
    return np.concatenate([np.array(found, dtype=np.float32), event_features(event)])


def _padded(values: Floats, n: int) -> list[float]:
    return [*map(float, values), *([0.0] * (n - len(values)))]


def _max(values: Floats) -> float:
    return float(values.max()) if len(values) else 0.0


@dataclass(frozen=True)
class Softmax:
    """A linear model over standardised features; `answers` names its rows."""

    answers: tuple[str, ...]
    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats

    def probabilities(self, x: Floats) -> dict[str, float]:
        scores = self.weights @ ((x - self.mean) / self.spread) + self.bias
        raised = np.exp(scores - scores.max())
        return dict(zip(self.answers, (float(v) for v in raised / raised.sum()), strict=True))


@dataclass(frozen=True)
class Pool:
    """Three numbers instead of many: every passage gives what it answers, by its odds of deciding; silence has a weight.

    Having so little to learn, it errs elsewhere than the linear model does, and their mean knows better how sure it is.
    """

    trust: float
    silence: float
    contrast: float

    def probabilities(self, question: str, effects: Floats, relevance: Floats) -> dict[str, float]:
        near = np.argsort(-relevance, kind="stable")[:25]
        chance = np.clip(relevance[near].astype(np.float64), 1e-4, 0.999)
        sharp = np.clip(effects[near].astype(np.float64), 0.01, 0.99) ** np.exp(self.contrast)
        sharp /= sharp.sum(axis=1, keepdims=True)
        given = ((chance / (1 - chance)) ** self.trust) @ sharp + 1e-6
        odds = np.array([*given, *np.exp([self.silence, *_RARE.values()])])
        answers = (*VALUES[question], "silent", *_RARE)
        return dict(zip(answers, (float(v) for v in odds / odds.sum()), strict=True))


@dataclass(frozen=True)
class Judge:
    relevance: Trees
    whole: Mapping[str, Softmax]
    pools: Mapping[str, Pool]

    def relevant(self, pairs: Floats) -> Floats:
        return self.relevance.probability(pairs) if len(pairs) else np.zeros(0, dtype=np.float32)

    def chances(self, question: str, x: Floats, effects: Floats, relevance: Floats) -> dict[str, float]:
        """The mean of both opinions on what the passages say together, with less for silence."""
        pooled = self.pools[question].probabilities(question, effects, relevance)
        weighed = self.whole[question].probabilities(x)
        mean = {a: pooled.get(a, 0.0) + weighed.get(a, 0.0) for a in sorted({*pooled, *weighed})}
        mean["silent"] *= _SILENCE
        whole = sum(mean.values())
        return {a: chance / whole for a, chance in mean.items()}

    def judge(self, table: Passages, question: str, event: Event) -> tuple[dict[str, float], Floats]:
        """The probability of each answer, and of each passage to be the one that decides."""
        pairs = pair_features(table, question, event)
        relevance = self.relevant(pairs)
        x = whole_features(table, question, event, relevance, pairs)
        return self.chances(question, x, effects_of(table, question), relevance), relevance


def load(data: bytes) -> Judge:
    with np.load(BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    whole = {
        q: Softmax(
            tuple(str(a) for a in arrays[f"{q}.answers"]),
            *(arrays[f"{q}.{part}"].astype(np.float32) for part in ("mean", "spread", "weights", "bias")),
        )
        for q in VALUES
    }
    pools = {q: Pool(*(float(v) for v in arrays[f"{q}.pool"])) for q in VALUES}
    return Judge(Trees.of(arrays, "pair."), whole, pools)


@cache
def judge() -> Judge:
    return load(files("remit.reader").joinpath("judge.npz").read_bytes())
