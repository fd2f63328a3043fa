"""A segment as numbers: hashed word n-grams of its own words, its lead-in and its headings, and the concepts in them.

The models are linear over these features, so reading a contract costs milliseconds and every score can be traced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from zlib import crc32

from remit.reader.concepts import pairs
from remit.reader.segment import Segment

BITS = 18
"""Features are hashed into 2**BITS columns."""

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\$|%|\d+(?:[.,:]\d+)*|\[|\]|\|")
_SUFFIX = re.compile(r"(?<=[a-z]{4})(?:ings?|ed|es|s|ly|ments?)$")
_ROLE = {
    "provider": "PROV",
    "supplier": "PROV",
    "contractor": "PROV",
    "company": "PROV",
    "vendor": "PROV",
    "msp": "PROV",
    "consultant": "PROV",
    "we": "PROV",
    "us": "PROV",
    "our": "PROV",
    "licensor": "PROV",
    "client": "CLI",
    "customer": "CLI",
    "you": "CLI",
    "your": "CLI",
    "subscriber": "CLI",
    "licensee": "CLI",
    "buyer": "CLI",
    "purchaser": "CLI",
    "user's": "user",
}


def tokens(text: str, roles: dict[str, str] | None = None) -> list[str]:
    """Lower-case words with light stemming; numbers by their kind; party names as their roles."""
    found = []
    for word in _TOKEN.findall(text):
        if word[0].isdigit():
            found.append("#" if len(word) < 3 else "##")
            continue
        bare = word.removesuffix("'s")
        role = (roles or {}).get(bare) or _ROLE.get(bare)
        found.append(role or _SUFFIX.sub("", bare))
    return found


def _grams(words: list[str], prefix: str, most: int) -> Iterator[str]:
    padded = ["^", *words, "$end"]
    for n in range(1, most + 1):
        for i in range(len(padded) - n + 1):
            yield f"{prefix}{n}:{' '.join(padded[i : i + n])}"


def names(segment: Segment, roles: dict[str, str] | None = None) -> Iterator[str]:
    """The features of a segment, by name."""
    own = tokens(segment.lower, roles)
    yield from _grams(own, "o", 3)
    lead, heading = segment.lead.lower(), segment.heading.lower()
    yield from _grams(tokens(lead, roles), "l", 2)
    path = [h.lower() for h in segment.headings[-3:]]
    for depth, title in enumerate(reversed(path)):
        yield from _grams(tokens(title, roles), f"h{min(depth, 1)}", 2)
    for origin, text in (("o", segment.lower), ("l", lead), ("h", heading)):
        for fact, value in pairs(text):
            yield f"c{origin}:{fact}={value}"
    yield f"k:{segment.kind}"
    yield f"n:{min(len(own) // 6, 8)}"
    if segment.lead_in is not None:
        yield "k:led"


def columns(features: Iterable[str]) -> list[int]:
    """Hashed columns, each once, in order."""
    mask = (1 << BITS) - 1
    return sorted({crc32(f.encode()) & mask for f in features})
