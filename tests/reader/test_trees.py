"""Boosted trees stepped down together give what each gives alone."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from remit.reader.trees import Trees

TWO = Trees(
    roots=np.array([0, 3], dtype=np.int32),
    feature=np.array([0, -1, -1, -1], dtype=np.int32),
    threshold=np.array([0.5, 0, 0, 0], dtype=np.float32),
    left=np.array([1, 0, 0, 0], dtype=np.int32),
    right=np.array([2, 0, 0, 0], dtype=np.int32),
    value=np.array([0, -1.0, 2.0, 0.25], dtype=np.float32),
    base=0.5,
)
"""A tree that parts at 0.5 of the first feature, and one that is a single leaf."""


@given(arrays(np.float32, (5, 2), elements=st.floats(-2, 2, width=32)))
def test_the_sum_of_the_leaves_is_a_log_odds(x: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    expected = [1 / (1 + math.exp(-(0.5 + (-1.0 if row[0] <= 0.5 else 2.0) + 0.25))) for row in x]
    assert np.allclose(TWO.probability(x), expected, atol=1e-6)


def test_stored_trees_are_the_same_trees() -> None:
    again = Trees.of(TWO.arrays("t."), "t.")
    x = np.array([[0.0, 1.0], [1.0, 0.0]], dtype=np.float32)
    assert np.array_equal(again.probability(x), TWO.probability(x))
