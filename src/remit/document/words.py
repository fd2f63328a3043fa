"""Where the words of a page stand: what a PDF's text layer and an OCR engine have in common.

Layout coordinates are points from the top left corner, y downwards, turned so that the text runs from left to
right. `Word.box` is where a person sees the word on the page as displayed; the two differ on turned pages and on
skewed scans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from remit.document.model import Box


class Word(NamedTuple):
    """A run of characters without white space; `base` is the height of its baseline, `size` the font's."""

    text: str
    left: float
    right: float
    base: float
    size: float
    box: Box
    bold: bool = False
    hidden: bool = False

    @property
    def middle(self) -> float:
        return self.base - 0.3 * self.size


class Rule(NamedTuple):
    """A straight drawn line, horizontal (top == bottom) or vertical (left == right)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.top == self.bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before its words are put in order."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    strays: tuple[Word, ...] = ()
    """Words written in another direction than the page's text: watermarks, stamps along the margin."""
