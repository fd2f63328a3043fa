"""Which passages of a contract are kept as statements: all that may decide coverage, a loss or a suspension."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from remit.reader.passages import CUES, Passages

LEAST = 0.12
"""Below this chance of deciding, a passage is not even a candidate."""

_AT = {name: 2 * i for i, (name, _) in enumerate(CUES)}


def suspends(table: Passages) -> NDArray[np.bool_]:
    """Passages that speak of stopping the service for want of payment, in their own words or with those above."""
    stops = table.cues[:, _AT["suspend"]] > 0
    unpaid = (table.cues[:, _AT["unpaid"]] > 0) | (table.cues[:, _AT["unpaid"] + 1] > 0)
    return stops & unpaid


def bears(table: Passages) -> NDArray[np.bool_]:
    """Passages that say who bears a loss."""
    return table.score("decides=loss") + table.score("decides=liability") > 2 * LEAST


def kept(table: Passages) -> NDArray[np.bool_]:
    coverage = (table.score("decides=coverage") > LEAST) | (table.score("catch_all") > 0.3)
    return np.asarray(coverage | bears(table) | suspends(table))
