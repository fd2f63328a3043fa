"""Segments become provisions: which question a passage speaks to, what it answers, and under which facts.

What a passage decides comes from the learnt heads. The facts that it speaks of come from its own words first, then
from its lead-in, then from its headings: a word of the lexicon counts where the model does not rule it out, and
without such a word only where the model is sure. What neither can put as a fact stays with it as a qualifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.contract import Condition, Override, Provision, vocabulary
from remit.reader import limits
from remit.reader.exceptions import exceptions
from remit.reader.judge import FACTS, VALUES
from remit.reader.keeping import bears, kept, suspends
from remit.reader.parties import Parties
from remit.reader.passages import Passages, lexicon, passages
from remit.reader.roles import words_of
from remit.reader.segment import Segment, Words

SURE = 0.4
"""From this chance on a passage is read as a provision; below it, it is a candidate for a person to look at."""

_WITH_WORD, _LEAD, _HEADING, _WITHOUT = 0.06, 0.12, 0.25, 0.5


def read_provisions(segments: Sequence[Segment], parties: Parties) -> tuple[Provision, ...]:
    """Everything that decides coverage, bears a loss or allows a suspension, in reading order."""
    body = [s for s in segments if s.kind != "heading"]
    table = passages([words_of(parties, s) for s in body])
    keep = kept(table)
    suspending, bearing = suspends(table), bears(table)
    numbers = count(1)
    found: list[Provision] = []
    for i in np.flatnonzero(keep):
        segment = body[i]
        if suspending[i]:
            found.append(_permission(f"p{next(numbers)}", segment, table, int(i)))
        if bearing[i]:
            found.append(_stated(f"p{next(numbers)}", "loss", segment, table, int(i)))
        if not (suspending[i] or bearing[i]) or table.score("decides=coverage")[i] > SURE:
            found.extend(_coverage(numbers, segment, table, int(i)))
    return tuple(found)


def _coverage(numbers: Iterator[int], segment: Segment, table: Passages, i: int) -> list[Provision]:
    rule = _stated(f"p{next(numbers)}", "coverage", segment, table, i)
    if rule.value == "included":
        return [rule]
    # "... except where caused by the Supplier": what an exclusion gives back is a defeater, drafted as such.
    backs = []
    for span in exceptions(segment.lower):
        if span.kind not in ("except", "unless"):
            continue
        when = _named(segment.lower[span.body_start : span.body_end])
        if when:
            backs.append(
                Provision(
                    id=f"p{next(numbers)}", question="coverage", kind="defeater", when=Condition.parse(when),
                    evidence=segment.evidence(), confidence=rule.confidence, state=rule.state,
                    overrides=(Override(id=rule.id, ground="drafted", reason=span.kind),),
                )
            )  # fmt: skip
    return [rule, *backs]


def _stated(name: str, question: str, segment: Segment, table: Passages, i: int) -> Provision:
    head = {"coverage": "effect", "loss": "loss"}[question]
    chances = np.array([table.score(f"{head}={v}")[i] for v in VALUES[question]])
    chances = chances / max(float(chances.sum()), 1e-6)
    best = int(chances.argmax())
    if question == "coverage":
        decides = float(max(table.score("decides=coverage")[i], table.score("catch_all")[i]))
        residual = bool(table.score("catch_all")[i] > 0.5)
        when = {} if residual else facts_of(table, i) | limits.read(segment.lower)
    else:
        decides = float(min(1.0, table.score("decides=loss")[i] + table.score("decides=liability")[i]))
        residual, when = False, {}
    return Provision(
        id=name,
        question=question,
        value=VALUES[question][best],
        when=Condition.parse(when),
        evidence=segment.evidence(),
        confidence=round(decides * float(chances[best]), 3),
        residual=residual,
        qualifiers=_qualifiers(segment),
        state="read" if decides >= SURE else "unsure",
    )


def _permission(name: str, segment: Segment, table: Passages, i: int) -> Provision:
    refused = any(
        w in segment.lower
        for w in ("may not suspend", "shall not suspend", "will not suspend", "not be suspended")
    )
    return Provision(
        id=name,
        question="permission",
        value="not_allowed" if refused else "allowed",
        evidence=segment.evidence(),
        confidence=round(0.6 + 0.3 * float(table.score("decides=permission")[i]), 3),
        qualifiers=_qualifiers(segment),
    )


def facts_of(table: Passages, i: int) -> dict[str, Any]:
    """The facts under which passage `i` speaks, as a condition's data. A fact it does not speak of is left out."""
    found: dict[str, Any] = {}
    for fact in FACTS:
        at = {v: k for (f, v), k in lexicon().items() if f == fact}
        chance = {v: float(table.score(f"{fact}={v}")[i]) for v in at}
        for array, least in ((table.own, _WITH_WORD), (table.lead, _LEAD), (table.heading, _HEADING)):
            values = [v for v, k in at.items() if array[i, k] and chance[v] >= least]
            if values:
                break
        values = [*values, *(v for v, p in chance.items() if p >= _WITHOUT and v not in values)]
        if values:
            found[fact] = _narrowest(fact, values)
    return found


def _narrowest(fact: str, values: Sequence[str]) -> list[str]:
    """Without the classes whose members are named as well: "computers (laptops and desktops)" are those two."""
    spec = vocabulary().facts[fact]
    return [v for v in values if not (spec.expand(v) - {v}) & set(values)]


def _named(text: str) -> dict[str, Any]:
    """The facts that a few words name, for carve-backs: only the lexicon speaks, as there is no context to learn from."""
    table = passages([Words(text)])
    row: NDArray[np.bool_] = table.own[0]
    found: dict[str, Any] = {}
    for (fact, value), k in lexicon().items():
        if row[k] and fact in ("cause", "hours", "place"):
            found.setdefault(fact, []).append(value)
    return {f: _narrowest(f, v) for f, v in found.items()} | limits.read(text)


def _qualifiers(segment: Segment) -> tuple[str, ...]:
    """The provisos of a passage, in its own words."""
    spans = exceptions(segment.text)
    return tuple(dict.fromkeys(segment.text[s.start : s.end].strip() for s in spans))
