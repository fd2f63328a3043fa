"""A person's own words about an event become facts: "coffee on a three-year-old laptop, Saturday night"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from remit.contract import Value, vocabulary
from remit.reader.concepts import mentions
from remit.reader.numbers import number
from remit.reader.segment import clean

_AGE = re.compile(r"\b(\d{1,2}|\w+)[- ]years?[- ]old\b")
_OVERDUE = re.compile(r"\b(\d{1,4}|\w+) days? (?:overdue|late|past due)\b")
_FLAGS: tuple[tuple[str, bool, str], ...] = (
    (
        "in_warranty",
        False,
        r"out of warranty|no longer (?:in|under) warranty|not (?:in|under) warranty|warranty (?:has )?expired",
    ),
    ("in_warranty", True, r"(?:still )?(?:in|under) (?:its |the |the maker's |manufacturer's )*warranty"),
    (
        "vendor_supported",
        False,
        r"unsupported|no longer supports?|no (?:support|maintenance) contract|end of (?:life|support)",
    ),
    ("recurring", True, r"\bagain\b|third time|second time|keeps? \w+ing|recurr\w+|repeatedly"),
)
_CAUSE_IS_WORK = {
    "malware": "remediation",
    "user_deletion": "restore",
    "accident": "incident",
    "hardware_failure": "incident",
}
"""The kind of work that an event is where its words name only what happened."""


@dataclass(frozen=True, slots=True)
class TextFact:
    """A fact read from a text, with the words that it was read from."""

    fact: str
    value: Value
    confidence: float
    words: str


def facts_from_text(text: str) -> tuple[TextFact, ...]:
    """At most one value for each fact: the one that the most words speak for."""
    plain = clean(text).lower()
    found: dict[str, TextFact] = {}
    by_fact: dict[str, dict[str, list[str]]] = {}
    for m in mentions(plain):
        by_fact.setdefault(m.fact, {}).setdefault(m.value, []).append(plain[m.start : m.end])
    for fact, said in by_fact.items():
        spec = vocabulary().facts[fact]
        # A class gives way to its members, and the longer words win: "network printer" is a printer.
        named = {v: w for v, w in said.items() if not (spec.expand(v) - {v}) & set(said)}
        best = max(named, key=lambda v: (max(map(len, named[v])), -list(spec.values).index(v)))
        sure = 0.9 if len(named) == 1 else 0.6
        found[fact] = TextFact(fact, best, sure, max(named[best], key=len))
    for fact, pattern in (("device_age_years", _AGE), ("days_overdue", _OVERDUE)):
        if hit := pattern.search(plain):
            value = number(hit[1])
            if value is not None:
                found[fact] = TextFact(fact, Decimal(str(value)), 0.9, hit[0])
    for fact, yes, wording in _FLAGS:
        hit = re.search(wording, plain)
        if hit and fact not in found:
            found[fact] = TextFact(fact, yes, 0.8, hit[0])
    cause = found.get("cause")
    if cause and "activity" not in found and str(cause.value) in _CAUSE_IS_WORK:
        found["activity"] = TextFact("activity", _CAUSE_IS_WORK[str(cause.value)], 0.6, cause.words)
    return tuple(sorted(found.values(), key=lambda f: list(vocabulary().facts).index(f.fact)))
