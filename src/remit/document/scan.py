"""What is said about text that was read from pictures."""

from __future__ import annotations

from collections.abc import Sequence

_LEAST_WORDS = 5
_LEAST_SURENESS = 0.35


def readable(text: str, confidence: float) -> bool:
    """Whether what was read is text at all, and not what an engine sees in a picture of a cat."""
    words = [word for word in text.split() if sum(c.isalpha() for c in word) >= 2]
    return len(words) >= _LEAST_WORDS and confidence >= _LEAST_SURENESS


def scan_notice(numbers: Sequence[int], pages: int, confidence: float) -> str:
    """Tells which pages were read from pictures and how surely."""
    where = "The text was" if len(numbers) == pages else f"The text of {pages_named(numbers)} was"
    check = (
        "check quotes against the pictures"
        if confidence >= 0.85
        else "many words may be wrong: check every quote"
    )
    return f"{where} read from pictures, {confidence:.0%} sure on average; {check}."


def pages_named(numbers: Sequence[int]) -> str:
    """As in: page 3, pages 2 to 5 and 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{'page' if len(numbers) == 1 else 'pages'} {listed}"
