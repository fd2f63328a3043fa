"""What the model and the lexicon see in passages: one row of numbers each, computed from words alone.

Because it needs nothing but the words (a quote, its lead-in, its headings), it is the same for a document just read
and for a terms file loaded years later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from remit.reader.concepts import concepts, pairs
from remit.reader.model import Floats, feature_rows, model
from remit.reader.segment import Words

CUES: tuple[tuple[str, str], ...] = (
    ("warranty", r"warrant"),
    ("age", r"years? old|\bage\b|older|\byears?\b"),
    ("maker_support", r"unsupported|end.of.(life|support)|no longer support|currently supported|vendor.supported|support (contract|agreement)"),
    ("licence", r"licens|licenc|subscription"),
    ("unlimited", r"unlimited"),
    ("rate", r"hour(ly)? rate|per hour|/hour|/hr|\$|\u00a3|\u20ac"),
    ("extra", r"additional (charge|cost|fee)|extra (charge|cost)|separately|billed|chargeable|billable|at cost|quot"),
    ("free", r"no (additional |extra )?(charge|cost)|without (additional )?charge|free of charge|at no|included"),
    ("no_duty", r"not (be )?(responsible|liable)|no responsibility|no liability|disclaim"),
    ("out", r"not (included|covered)|exclu|outside (the )?scope|out of scope|does not (include|cover)"),
    ("rest", r"other|any(thing)? (service|work)|all other|not (specifically |expressly )?(listed|described|set forth|included)"),
    ("may", r"\bmay\b"),
    ("client", r"client|customer|you\b"),
    ("project", r"project"),
    ("order", r"statement of work|separate (agreement|order)|change order"),
    ("suspend", r"suspend|suspension|withhold|discontinue|cease|stop (work|service)|disconnect|interrupt"),
    ("unpaid", r"overdue|past due|late|non-?payment|fail(s|ure)? to pay|unpaid|not paid|delinquent|arrears"),
    ("lost_data", r"(loss|lost|corrupt\w*|destr\w+) .{0,25}(data|files|information)|data loss|loss of (use|data)|recover(y|ed)? of data"),
    ("breach", r"ransomware|malware|virus|cyber|breach|unauthori[sz]ed access|security incident|hack|intrusion"),
    ("indirect", r"consequential|indirect|incidental|special damages|loss of (profit|business|revenue)"),
    ("cap", r"(aggregate|total|maximum|entire) (cumulative )?liability|liability .{0,60}(limited|exceed)|shall not exceed|in no event"),
    ("bear", r"responsible for|liable for|indemnif|at (its|your|client's) own risk|sole risk|own expense"),
)  # fmt: skip
"""Words that no fact expresses and that the judge weighs, each in the own words and above them."""

_CUES = tuple(re.compile(pattern) for _, pattern in CUES)


@cache
def lexicon() -> dict[tuple[str, str], int]:
    """The column of each (fact, value) that the lexicon knows."""
    return {(c.fact, c.value): i for i, c in enumerate(concepts())}


@dataclass(frozen=True)
class Passages:
    """`heads` names the columns of `scores`. `scores` n x heads; `own`, `lead`, `heading` n x lexicon; `cues` n x two for each cue; `shape` n x 4."""

    heads: tuple[str, ...]
    scores: Floats
    own: NDArray[np.bool_]
    lead: NDArray[np.bool_]
    heading: NDArray[np.bool_]
    cues: Floats
    shape: Floats

    def __len__(self) -> int:
        return len(self.scores)

    def score(self, head: str) -> Floats:
        """One head's probabilities; zeros for a head that the model was not trained on."""
        if head not in self.heads:
            return np.zeros(len(self), dtype=np.float32)
        return self.scores[:, self.heads.index(head)]

    def take(self, rows: NDArray[np.intp]) -> Passages:
        return Passages(
            self.heads, self.scores[rows], self.own[rows], self.lead[rows], self.heading[rows],
            self.cues[rows], self.shape[rows],
        )  # fmt: skip


def passages(words: Sequence[Words]) -> Passages:
    heads = model()
    scores = heads.scores(feature_rows(words)) if words else np.zeros((0, len(heads.heads)), dtype=np.float32)
    return scored(words, heads.heads, scores)


def scored(words: Sequence[Words], heads: tuple[str, ...], scores: Floats) -> Passages:
    """Passages with given scores: training has those of models that were not fitted on the passages."""
    found = [np.zeros((len(words), len(lexicon())), dtype=np.bool_) for _ in range(3)]
    cues = np.zeros((len(words), 2 * len(_CUES)), dtype=np.float32)
    shape = np.zeros((len(words), 4), dtype=np.float32)
    for i, w in enumerate(words):
        above = f"{w.lead} {w.heading}"
        for array, text in zip(found, (w.own, w.lead, w.heading), strict=True):
            for pair in pairs(text):
                array[i, lexicon()[pair]] = True
        for j, cue in enumerate(_CUES):
            cues[i, 2 * j : 2 * j + 2] = bool(cue.search(w.own)), bool(cue.search(above))
        shape[i] = (w.kind == "item", w.kind == "row", min(len(w.own.split()), 120), bool(w.headings))
    return Passages(heads, scores, found[0], found[1], found[2], cues, shape)
