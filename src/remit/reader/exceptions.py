"""The words that take something back: "except where ...", "other than ...", "unless ...", "provided that ...".

An exception is found by its opening words; where it ends is a matter of commas and verbs. One at the head of a
sentence, or between subject and verb, ends at the comma before the main clause. One that follows the main verb runs
to the end, to a semicolon, or to a new main clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["except", "unless", "provided", "subject_to", "notwithstanding", "disapplied"]

_CLAUSAL = r"that|to the extent(?: that)?|as(?! to)|where|when|if|insofar as|in so far as"
_MARKERS: tuple[tuple[Kind, str], ...] = (
    ("unless", r"\b(?:unless(?: and until)?|except if|save if)\b"),
    (
        "except",
        (
            rf"\b(?:(?:but )?(?:except|excepting)(?:\s+(?:for|in|with|by|upon|during|on|at|{_CLAUSAL}))?"
            r"|with the (?:sole |only )?exceptions? of|save(?:\s+(?:that|for|as|where|when|in|to the extent|only))"
            r"|(?:but )?(?:excluding|exclusive of)|other than|apart from|aside from|(?:but )?not including|but not(?= (?:for|to|where|any|the)\b))\b"
        ),
    ),
    (
        "provided",
        (
            r"(?:\bprovided,?\s*(?:always|however|further)?,?\s*that\b"
            r"|(?:(?<=[,;(] )|^)provided (?!by|to|in|under|for|with|as|on|at|here|there|that|or|and|,)"
            r"|\bon (?:the )?condition that\b|\b(?:so|as) long as\b|\b(?:if and )?only (?:if|where|when|to the extent)(?: that)?\b)"
        ),
    ),
    ("subject_to", r"\bsubject(?:,? (?:always|however),?)? to\b(?! change\b)"),
    ("notwithstanding", r"\b(?:notwithstanding|despite|without prejudice to)\b"),
    (
        "disapplied",
        r"\b(?:(?:do|does|shall|will|is|are) not (?:apply|extend|applicable)|no longer appl(?:y|ies)) (?:to|where|when|if|in|for|during)\b",
    ),
)
_OPENS = (
    r"(?:unless|except|excepting|save|but|with|excluding|exclusive|other|apart|aside|not|provided|on|so|as|if|only|"
    r"subject|notwithstanding|despite|without|do|does|shall|will|is|are|no)"
)
"""Every word that a marker may begin with: looked for first, for speed."""

_MARKER = re.compile(
    rf"\b(?={_OPENS}\b)(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _MARKERS)})", re.IGNORECASE
)
FINITE = re.compile(
    r"\b(?:shall|will|must|may|can|cannot|is|are|was|were|has|have|had|does|do|should|would|remains?|appl(?:y|ies)|"
    r"includes?|covers?|agrees?|pays?|provides?|acknowledges?|reserves?|causes?|occurs?|becomes?|falls?|requires?)\b"
    r"|(?<=\w)'(?:ll|s not|re|ve)\b"
)
_RELATIVE = re.compile(r"\b(?:which|who|that|where|when|if)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"\b(?:unless|until|except if|save if|provided.*|{_CLAUSAL}|long as|only (?:if|where|when))\s*$",
    re.IGNORECASE,
)
_REDUCED = re.compile(
    r"^\s*(?:otherwise|as|expressly|specifically|specified|stated|caused|due|required|necessary|agreed|provided|set|"
    r"permitted|prohibited|noted|authori[sz]ed|previously)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(r"\s*(?:we|you|(?:the )?[A-Z]\w+(?: [A-Z]\w+)?)\s+\w+")
_NEW_CLAUSE = re.compile(
    r"^\s*(?:and|but|or)?,?\s*(?:in (?:which|that) (?:case|event)|whereupon|then|at which|for which|in each case)\b"
    r"|^\s*(?:and|but)\s+(?:the\s+|its\s+|all\s+|any\s+|no\s+)?[\w'-]+(?:\s+[\w'-]+){0,4}?\s+(?:shall|will|must|may|is|are|agrees)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^\W*(?:(?:\(?[\da-z.]{1,6}[.)]|\d[\d.]*)\s+)?(?:(?:and|but|however|provided),?\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ExceptionSpan:
    """`text[start:end]` is the whole phrase, `text[body_start:body_end]` what follows its opening words."""

    kind: Kind
    start: int
    end: int
    body_start: int
    body_end: int


def exceptions(text: str) -> tuple[ExceptionSpan, ...]:
    """The exceptions of one sentence, in order; one inside another's body is given too."""
    # Names such as "Federal Reserve" are told from verbs by their capitals, unless everything is in capitals.
    return tuple(_spans(text.lower() if text.upper() == text else text))


def masked(text: str, spans: tuple[ExceptionSpan, ...]) -> str:
    """The sentence with its exceptions blanked out, of the same length: what it says in the main."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _spans(text: str) -> Iterator[ExceptionSpan]:
    for found in _MARKER.finditer(text):
        kind = next(k for k, _ in _MARKERS if found[k] is not None)
        body = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip(" ,:"))
        end = _end(text, found.start(), body)
        if end > body:
            yield ExceptionSpan(kind, found.start(), end, body, end)


def _end(text: str, start: int, body: int) -> int:
    limit = _limit(text, start, body)
    head = text[:start].rsplit("; ", 1)[-1]
    clausal = bool(_CLAUSE.search(text[start:body]))
    if _NUMBERED.match(head):
        verb = False
    else:
        # "We replace the disk, provided it is covered": the main verb need not be one that FINITE knows.
        resumed = re.search(rf",\s*(?:{FINITE.pattern})", text[body:limit])
        verb = bool(FINITE.search(head)) or (clausal and resumed is None)
    end = _after_verb(text, body, limit) if verb else _before_verb(text, body, limit, clausal)
    return len(text[:end].rstrip(" ,.;:"))


def _limit(text: str, start: int, body: int) -> int:
    """The semicolon, full stop or closing bracket that no exception passes."""
    depth = text.count("(", 0, start) - text.count(")", 0, start)
    inside = depth > 0
    for i in range(body, len(text)):
        if text[i] == "(":
            depth += 1
        elif text[i] == ")":
            depth -= 1
            if inside and depth <= 0:
                return i
        elif (text[i] in ";|" and depth <= (1 if inside else 0)) or (
            text[i] == "."
            and re.match(r"\.\s+[A-Z\"]", text[i:])
            and not re.search(r"\b(?:\w|no|art|sec|inc|ltd|co|etc)$", text[:i], re.IGNORECASE)
        ):
            return i
    return len(text)


def _commas(text: str, body: int, limit: int) -> Iterator[tuple[int, str]]:
    """Each comma with the words from it to the next one."""
    places = [m.start() for m in re.finditer(r",(?!\d)", text[:limit]) if m.start() >= body]
    for at, after in pairwise([*places, limit]):
        yield at, text[at + 1 : after]


def _before_verb(text: str, body: int, limit: int, clausal: bool) -> int:
    for at, words in _commas(text, body, limit):
        so_far, rest = text[body:at], text[at + 1 : limit]
        if clausal and not FINITE.search(so_far) and not _REDUCED.match(so_far):
            continue
        if re.match(r"\s*(?:which|who|whose|where|or|and)\b", words):
            continue
        last = at + 1 + len(words) == limit
        if last and re.match(r"\s*(?:the|this|any|all|no|each|it|they)\b", words):
            return at
        if FINITE.search(words) or (not clausal and _main(words, rest)) or _ACTS.match(words):
            return at
    if clausal:
        return limit
    for count, verb in enumerate(FINITE.finditer(text, body, limit)):
        # Every "that" or "which" in the body takes a verb of its own.
        if count >= len(_RELATIVE.findall(text[body : verb.start()])):
            return verb.start()
    return limit


def _main(words: str, rest: str) -> bool:
    """Whether the main clause begins here although its verb comes after more commas: no further item of a list."""
    before_verb = rest[: found.start()] if (found := FINITE.search(rest)) else ""
    listed = re.search(r"(?:,|^)\s*(?:[\w'-]+\s+){0,4}(?:and|or)\b", before_verb)
    opens = re.match(r"\s*(?:each|all|no|neither|nothing)\b", words)
    return bool(before_verb) and bool(opens or not (listed and len(words.split()) < 5))


def _after_verb(text: str, body: int, limit: int) -> int:
    for at, words in _commas(text, body, limit):
        if _NEW_CLAUSE.match(words):
            return at
        marker = _MARKER.match(words.lstrip())
        if marker and marker.end() < len(words.lstrip()):
            return at
    return limit
