"""Candidates as numbers: hashed word n-grams of their own words and of what stands around them.

A word's weight says where it stands: a clause's own words speak loudest, its heading and neighbours less.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from remit.clauses.cutting import Candidate, Cut

BITS = 20
"""Features are hashed into 2**BITS columns."""

OWN, HEADING, AROUND, SIDE = 1.0, 0.6, 0.35, 0.7
"""Weights of a candidate's own words, its heading, the sentences around it, and the words beside a date."""

_TOKEN = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?|[$%]|\d+(?:[.,:/]\d+)*|\[|\]|_{2,}|[\"\u201c\u201d]")
_SUFFIX = re.compile(r"(?<=[a-z]{4})(?:ings?|ed|es|s|ly|ments?)$")
_DEFINED = re.compile(r"[\"\u201c']([A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*)?)[,.]?[\"\u201d'\u2019]")
_NO_PARTY = re.compile(
    r"agreement|contract|party|parties|date|term|territory|product|service|affiliate|act|person|information|property"
    r"|program|site|mark|commission|effective|order|fee|software|technology|field|customer",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^\s*(?:(?:section|article)\s*)?(?:[\divxIVX]+[.)]?)*(?:\([a-z]\)\s*)?\s*(?:[A-Z][\w&/,'\u2019\-]*[ ,/&\-]*"
    r"(?:(?:of|and|or|the|to|for|in|by|on|with|upon|a)\s+)?){1,9}[.:]?\s*$"
)


@dataclass(frozen=True)
class Rows:
    """Sparse rows: `columns` and `values` of row i stand between `bounds[i]` and `bounds[i + 1]`."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bounds) - 1


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    if word[0].isdigit():
        return "##" if len(word) > 2 else "#"
    if word[0] == "_":
        return "__"
    return _SUFFIX.sub("", word.replace("\u2019", "'").removesuffix("'s"))


def party_words(text: str) -> dict[str, str]:
    """Short names defined in the opening; each party's name is as good as another's."""
    found = (m.group(1) for m in _DEFINED.finditer(text, 0, 4000))
    return {
        w.lower(): "@party"
        for name in found
        if not _NO_PARTY.search(name)
        for w in name.split()[:1]
        if len(w) > 2
    }


def tokens(text: str, parties: dict[str, str]) -> list[str]:
    return [parties.get(w) or _stem(w) for w in _TOKEN.findall(text.lower())]


def _grams(words: list[str], prefix: str, most: int) -> Iterator[str]:
    padded = ["^", *words, "$"]
    for n in range(1, most + 1):
        for i in range(len(padded) - n + 1):
            yield f"{prefix}{n}:{' '.join(padded[i : i + n])}"


def headings(cut: Cut) -> list[str]:
    """For each sentence the nearest short line of capitalised words before it."""
    found, now = [], ""
    for start, end in cut.sentences:
        words = cut.text[start:end]
        found.append(now)
        if len(words) < 90 and _HEADING.match(words) and any(c.isalpha() for c in words):
            now = words
    return found


class Features:
    """The features of one contract's candidates."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.parties = party_words(cut.text)
        self.words = [tokens(cut.text[a:b], self.parties) for a, b in cut.sentences]
        self.headings = headings(cut)

    def names(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """Each feature's name and weight."""
        i = candidate.sentence
        whole = candidate.kind == "sentence"
        # Titles and names of parties tell themselves by other marks than clauses do.
        own = self.words[i] if whole else tokens(self.cut.words_of(candidate), self.parties)
        prefix = {"sentence": "o", "part": "o"}.get(candidate.kind, candidate.kind[0])
        for name in _grams(own[:220], prefix, 3):
            yield name, OWN
        for name in _grams(tokens(self.headings[i], self.parties)[:12], "h", 2):
            yield name, HEADING
        if whole:
            if i:
                for name in _grams(self.words[i - 1][-40:], "p", 2):
                    yield name, AROUND
            if i + 1 < len(self.words):
                for name in _grams(self.words[i + 1][:40], "n", 2):
                    yield name, AROUND
        elif candidate.kind == "part":
            for name in _grams(self.words[i][:40], "p", 2):
                yield name, AROUND
        else:
            text = self.cut.text
            left = tokens(text[max(0, candidate.start - 90) : candidate.start], self.parties)[-9:]
            right = tokens(text[candidate.end : candidate.end + 90], self.parties)[:9]
            for n in range(1, len(left) + 1):
                yield f"{prefix}L:{' '.join(left[-n:])}", SIDE
            for n in range(1, len(right) + 1):
                yield f"{prefix}R:{' '.join(right[:n])}", SIDE
            for word in {*left}:
                yield f"{prefix}l:{word}", SIDE
            for word in {*right}:
                yield f"{prefix}r:{word}", SIDE
        yield f"k:{candidate.kind}", OWN
        yield f"{prefix}n:{min(len(own) // 8, 10)}", OWN
        yield f"{prefix}@:{min(candidate.start * 12 // max(len(self.cut.text), 1), 11)}", SIDE
        yield f"{prefix}b:{min(candidate.start // 700, 9)}", SIDE


def rows(cut: Cut) -> Rows:
    """Hashed features of every candidate, each column once a row with the greatest of its weights."""
    features, mask = Features(cut), (1 << BITS) - 1
    columns, values, bounds = array("i"), array("f"), [0]
    for candidate in cut.candidates:
        found: dict[int, float] = {}
        for name, weight in features.names(candidate):
            column = crc32(name.encode()) & mask
            if found.get(column, 0.0) < weight:
                found[column] = weight
        columns.extend(found)
        values.extend(found.values())
        bounds.append(len(columns))
    return Rows(
        np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, np.int32),
        np.frombuffer(values, dtype=np.float32) if values else np.zeros(0, np.float32),
        np.array(bounds, dtype=np.int64),
    )
