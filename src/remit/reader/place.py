"""Where cleaned words stand in the document, so that what is found in `Segment.text` can be quoted verbatim."""

from __future__ import annotations

from remit.contract import Evidence
from remit.reader.segment import Segment, clean


def raw_span(segment: Segment, start: int, end: int) -> tuple[int, int]:
    """Offsets in the document of `segment.text[start:end]`, which must not be empty.

    Cleaning only drops characters or replaces one by one, so both texts are walked side by side.
    """
    raw, at = segment.raw, 0
    first = last = 0
    for i, wanted in enumerate(segment.text[:end]):
        while not _same(raw[at], wanted):
            at += 1
        if i == start:
            first = at
        last = at
        at += 1
    return segment.start + first, segment.start + last + 1


def quote(segment: Segment, start: int, end: int) -> Evidence:
    """`segment.text[start:end]` as evidence."""
    return segment.evidence(*raw_span(segment, start, end))


def _same(raw: str, wanted: str) -> bool:
    if raw == wanted:
        return True
    if raw.isspace():
        return wanted == " "
    return not raw.isascii() and clean(raw) == wanted.strip()
