"""A segment as numbers: hashed word n-grams of its own words, its lead-in and its headings, and the concepts in them.

The models are linear over these features, so reading a contract costs milliseconds and every score can be traced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from zlib import crc32

from remit.reader.concepts import pairs
from remit.reader.segment import Words

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


def tokens(text: str) -> list[str]:
    """Lower-case words with light stemming; numbers by their kind; the usual words for a party as its role."""
    found = []
    for word in _TOKEN.findall(text):
        if word[0].isdigit():
            found.append("#" if len(word) < 3 else "##")
            continue
        bare = word.removesuffix("'s")
        found.append(_ROLE.get(bare) or _SUFFIX.sub("", bare))
    return found


def _grams(words: list[str], prefix: str, most: int) -> Iterator[str]:
    padded = ["^", *words, "$end"]
    for n in range(1, most + 1):
        for i in range(len(padded) - n + 1):
            yield f"{prefix}{n}:{' '.join(padded[i : i + n])}"


def names(words: Words) -> Iterator[str]:
    """The features of a passage, by name."""
    own = tokens(words.own)
    yield from _grams(own, "o", 3)
    yield from _grams(tokens(words.lead), "l", 2)
    for depth, title in enumerate(reversed(words.headings[-3:])):
        yield from _grams(tokens(title), f"h{min(depth, 1)}", 2)
    for origin, text in (("o", words.own), ("l", words.lead), ("h", words.heading)):
        for fact, value in pairs(text):
            yield f"c{origin}:{fact}={value}"
    yield f"k:{words.kind}"
    yield f"n:{min(len(own) // 6, 8)}"


def columns(features: Iterable[str]) -> list[int]:
    """Hashed columns, each once, in order."""
    mask = (1 << BITS) - 1
    return sorted({crc32(f.encode()) & mask for f in features})
