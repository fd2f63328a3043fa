"""Lists of words, written in the code as a person writes them: divided by spaces."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
