"""Canons: attacks that no text states but a careful reader supplies, each by its name.

`specific-over-general`: of two rules that answer one question differently at a common event, the more specific
one prevails. Compared in this order, the first difference decides:

    1. a cause is named
    2. a time, a place or a limit (warranty, age, maker's support, approval, priority, ...) is named
    3. one exact subject is named (laptop; "device" is a class)
    4. a kind of work is named
    5. one condition is strictly narrower than the other

A strictly narrower condition names at least what the wider one names, so it never loses at 1 to 4.
Whether a device is under the agreement at all, and how many there are, describes the agreement, not the event.

`later-over-earlier`: where that leaves a tie and both texts are dated in different documents, the later prevails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from remit.contract import Provision
from remit.ruling.cells import Box, Space, meet, within
from remit.ruling.values import key

SPECIFIC, LATER = "specific-over-general", "later-over-earlier"
GENERAL = frozenset({"covered_asset", "users", "devices"})


def canon_attacks(
    space: Space, rules: Sequence[tuple[Provision, tuple[Box, ...]]]
) -> Iterator[tuple[str, str, str, str]]:
    """(attacker, attacked, canon, reason) for the rules of one question, in effect on one day."""
    ranks = {rule.id: _rank(space, boxes) for rule, boxes in rules}
    for (a, a_boxes), (b, b_boxes) in combinations(rules, 2):
        if a.residual or b.residual or key(a.value) == key(b.value) or not _overlap(a_boxes, b_boxes):
            continue
        if ranks[a.id] != ranks[b.id]:
            strong, weak = (a, b) if ranks[a.id] > ranks[b.id] else (b, a)
            pairs = zip(ranks[strong.id], ranks[weak.id], _WORDS, strict=True)
            yield strong.id, weak.id, SPECIFIC, next(words for x, y, words in pairs if x != y)
            continue
        a_in_b, b_in_a = _implies(a_boxes, b_boxes), _implies(b_boxes, a_boxes)
        if a_in_b != b_in_a:
            strong, weak = (a, b) if a_in_b else (b, a)
            yield strong.id, weak.id, SPECIFIC, "it speaks of a part of what the other speaks of"
        elif _dated_apart(a, b):
            strong, weak = (a, b) if str(a.effective_from) > str(b.effective_from) else (b, a)
            yield strong.id, weak.id, LATER, f"it is in effect from {strong.effective_from}"


_WORDS = (
    "it names the cause",
    "it names the time, the place or a limit",
    "it names exactly what it is about",
    "it names the kind of work",
)


def _rank(space: Space, boxes: tuple[Box, ...]) -> tuple[bool, bool, bool, bool]:
    # A fact counts as named where the condition as a whole rules some of its cells out.
    left = {axis.fact: 0 for axis in space.axes}
    for box in boxes:
        limits = dict(box)
        for at, axis in enumerate(space.axes):
            left[axis.fact] |= limits.get(at, axis.full)
    named = {axis.fact for axis in space.axes if left[axis.fact] != axis.full}
    exact = "subject" in named and left["subject"].bit_count() == 1
    limits_named = bool(named - GENERAL - {"cause", "subject", "activity"})
    return "cause" in named, limits_named, exact, "activity" in named


def _overlap(a: tuple[Box, ...], b: tuple[Box, ...]) -> bool:
    return any(meet(x, y) is not None for x in a for y in b)


def _implies(a: tuple[Box, ...], b: tuple[Box, ...]) -> bool:
    return all(any(within(x, y) for y in b) for x in a)


def _dated_apart(a: Provision, b: Provision) -> bool:
    texts = a.evidence and b.evidence and a.evidence.document != b.evidence.document
    return bool(texts and a.effective_from and b.effective_from and a.effective_from != b.effective_from)
