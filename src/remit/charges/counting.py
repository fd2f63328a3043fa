"""How much time is charged: steps and minimums, for an entry, a ticket or a day, and which piece bears them.

One rule shares out every total among the pieces of work that it was made from, in the order of the work: each
piece keeps what fits, and the last takes what is over. Time added by rounding so falls to the end of the work, and
time taken off is taken from the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def share(parts: Sequence[int], total: int) -> list[int]:
    """The total over the parts, in their order: each is filled up, the last takes the rest. Never negative."""
    shared: list[int] = []
    given = before = 0
    for n, part in enumerate(parts):
        before += part
        after = total if n == len(parts) - 1 else min(before, total)
        shared.append(after - given)
        given = after
    return shared


def stepped(seconds: int, step: int, rounding: str) -> int:
    """The time in whole steps: up, down, or to the nearest (a half goes up). Without a step it stays exact."""
    if not step or not seconds:
        return seconds
    match rounding:
        case "up":
            return -(-seconds // step) * step
        case "down":
            return seconds // step * step
        case _:
            return (2 * seconds + step) // (2 * step) * step


def covered(parts: Sequence[tuple[int, Fraction]], stock: Fraction) -> list[int]:
    """Whole seconds of each part that a stock covers, in their order.

    A part is (seconds, what each second takes from the stock). What is too little for a second is lost.
    """
    found: list[int] = []
    used = Fraction(0)
    for seconds, weight in parts:
        taken = min(seconds * weight, max(stock - used, Fraction(0)))
        used += seconds * weight
        found.append(int(taken / weight) if weight else seconds)
    return found
