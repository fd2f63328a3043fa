"""Pooled opinions are chances, and what is likelier to decide leaves less room for silence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from remit.reader.judge import VALUES, Pool

POOL = Pool(0.75, 0.1, 0.2)
CHANCES = arrays(np.float32, st.integers(0, 40), elements=st.floats(0, 1, width=32))


@given(CHANCES, st.data())
@pytest.mark.parametrize("question", sorted(VALUES))
def test_chances_add_up(question: str, relevance: np.ndarray, data: st.DataObject) -> None:
    shape = (len(relevance), len(VALUES[question]))
    effects = data.draw(arrays(np.float32, shape, elements=st.floats(0, 1, width=32)))
    chances = POOL.probabilities(question, effects, relevance)
    assert sum(chances.values()) == pytest.approx(1.0)
    assert set(chances) == {*VALUES[question], "silent", "depends", "conflict"}


def test_nothing_relevant_is_silence() -> None:
    chances = POOL.probabilities("coverage", np.zeros((0, 3), np.float32), np.zeros(0, np.float32))
    assert max(chances, key=lambda a: chances[a]) == "silent"


@given(st.floats(0.01, 0.9), st.floats(0.01, 0.09))
def test_more_relevance_means_less_silence(chance: float, more: float) -> None:
    effects = np.array([[0.8, 0.1, 0.1]], np.float32)
    little, much = (
        POOL.probabilities("coverage", effects, np.array([c], np.float32)) for c in (chance, chance + more)
    )
    assert much["silent"] < little["silent"]
    assert much["included"] > little["included"]
