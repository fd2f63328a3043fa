"""What a party does in a contract, and which side does such things: who provides is the provider, who pays the client.

A deed is a word or two beside a mention of the party: the verb it is the subject of ("s:provide"), what belongs to it
("p:premises"), what is done to, by or for it ("b:payable to"). deeds.json says how far each speaks for the provider
(above zero) or the client; training/deeds.py learns it from contracts that call their parties by their roles.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

_SUFFIX = re.compile(r"(?<=[a-z]{4})(?:ings?|ed|es|s|ly|ments?|e)$")
_MODAL = re.compile(
    r"\s*(?:,[^,.;]{0,40},)?\s*(?:(?:hereby|also|promptly|then|each|further|at its [\w ]{3,20}expense,?)\s+)*"
    r"(?:shall|will|must|may|can|agrees to|undertakes to|is (?:required|obliged|entitled|responsible) (?:to|for)|has (?:the right )?to|"
    r"wish(?:es)? to|desires? to|'ll)\s+"
    r"(?:(?:not|also|promptly|be|hereby|only|then|use|make|have|its|the|all|reasonable|commercially|best|efforts?|to|no|any|a)\s+)*"
    r"(?P<verb>[a-z]+)(?:\s+(?:the |its |such |any |all |to )*(?P<object>[a-z]+))?",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\s+(?:hereby |also )?(?P<verb>[a-z]+(?:s|es))\b(?:\s+(?:the |its |such |any |all |to )*(?P<object>[a-z]+))?"
)
_OWNS = re.compile(r"'s?\s+(?P<first>[A-Za-z-]+)(?:\s+(?P<second>[A-Za-z-]+))?")
_BEFORE = re.compile(r"(?:(?P<first>[a-z]+)\s+)?(?P<last>[a-z]+)\s+(?:the\s+)?$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:(?:servic )?provider|supplier|contractor|vendor|consultant|licensor|license|developer|client|customer|"
    r"subscriber|purchaser|buyer|recipient|owner|company)\b"
)
_LEAST = 0.3
"""Tempers the leaning of a party that is hardly mentioned."""


def deeds(text: str, party: re.Pattern[str]) -> Iterator[str]:
    """What `text` says beside each mention of the party; other parties' roles in it are written "x"."""
    for mention in party.finditer(text):
        after = text[mention.end() : mention.end() + 110]
        owns = _OWNS.match(after)
        if owns:
            yield from _worded("p", owns["first"], owns["second"])
            continue
        acts, kind = _MODAL.match(after), "s"
        if not acts:
            acts, kind = _PRESENT.match(after), "t"
        if acts:
            yield from _worded(kind, acts["verb"], acts["object"])
        before = _BEFORE.search(text[max(0, mention.start() - 40) : mention.start()])
        if before:
            yield f"b:{_stem(before['last'])}"
            if before["first"]:
                yield _ROLE.sub("x", f"b:{_stem(before['first'])} {_stem(before['last'])}")


def leaning(texts: Iterable[str], party: re.Pattern[str]) -> float:
    """Above zero the party does what providers do, below zero what clients do; few mentions say little."""
    found = Counter(deed for text in texts for deed in deeds(text, party))
    known = weights()
    total = sum(known.get(deed, 0.0) * math.log1p(n) for deed, n in found.items())
    return total / (_LEAST + 0.2 * math.log1p(sum(found.values())))


@cache
def weights() -> Mapping[str, float]:
    found: dict[str, float] = json.loads(
        files("remit.reader").joinpath("deeds.json").read_text(encoding="utf-8")
    )
    return found


def _worded(kind: str, first: str, second: str | None) -> Iterator[str]:
    yield f"{kind}:{_stem(first)}"
    if second:
        yield _ROLE.sub("x", f"{kind}:{_stem(first)} {_stem(second)}")


def _stem(word: str) -> str:
    return _SUFFIX.sub("", word.lower())
