"""Agreements written in a test: lines become paragraphs as a text file's would."""

from __future__ import annotations

from remit.document.text import read
from remit.reader.outline import outline
from remit.reader.segment import Segment


def segments(*texts: str) -> tuple[Segment, ...]:
    """The segments of one document a text, its paragraphs divided by blank lines."""
    return outline([read(text.encode(), f"document-{i}.txt") for i, text in enumerate(texts, 1)])


def segment(text: str) -> Segment:
    """The first segment of a text."""
    return segments(text)[0]
