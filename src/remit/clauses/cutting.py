"""A contract's plain text is cut into candidates: sentences, their parts, dates, titles and names of parties.

Texts come from many sources: whole contracts on one line, lines broken at a fixed width, page numbers between words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|inc|ltd|corp|co|no|nos|art|sec|mr|mrs|ms|dr|st|vs|approx|cf|p|pp|u\.s|u\.k|l\.p|n\.a|pty|"
    r"dept|fig|vol|rev|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ave|blvd|messrs|esq|jr|sr|exh?|ph|d\.b\.a|s\.p|b\.v)"
    r"|\b[A-Z]|(?:^|\s)\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})|\b\d+(?:\.\d+)+)$",
    re.IGNORECASE,
)
_END = re.compile(
    r"[.!?]+[\"'\u201d\u2019)\]*]*(?=\s+[\"'\u201c\u2018(\[*_\u2022\-\u00a7]*[A-Z0-9(\u2022])"
    r"|[.!?:;][\"'\u201d\u2019)\]*]*(?=\s*\n)"
)
_BREAK = re.compile(
    r"[ \t\f\r]*\n(?:[ \t\f\r]*\n)+"
    r"|[ \t\f\r]*\n(?=[ \t]*(?:\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\)|\d{1,2}\.\d{0,2}|section\s\d|article\s[\divx]|\u2022|[\-*]\s)[ \t])"
    r"|(?<=[.;:])[ \t\f\r]*\n(?=[ \t]*[A-Z\"\u201c(])",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?<=\s)(?=\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)", re.IGNORECASE)
_SEMICOLON = re.compile(r";(?:\s*(?:and|or))?\s+|\s+(?=provided,? (?:however|further|that))")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:\d{1,2}\s?(?:st|nd|rd|th|t h|s t|n d|r d)?|_{2,}|\[[^\]\n]{0,12}\])"
_YEAR = r"(?:\d{4}|\d\s?\d\s?\d\s?\d|(?:19|20|2)_+|_{3,}|20\[[^\]\n]{0,6}\])"
_DATE = re.compile(
    rf"(?:the\s+)?\b{_DAY}\s*(?:day\s+)?(?:of\s+)?(?:the\s+month\s+of\s+)?{_MONTH}(?:\s*,?\s*(?:of\s+)?{_YEAR})?"
    rf"|\b{_MONTH}\s+{_DAY}(?:\s*,?\s*{_YEAR})?"
    rf"|\b{_MONTH},?\s+{_YEAR}"
    rf"|_+\s*(?:day\s+of\s+)(?:{_MONTH}|_+)\s*,?\s*{_YEAR}"
    r"|\b\d{1,2}[/\-.]\d{1,2}[/\-.](?:\d{4}|\d{2})\b"
    rf"|\b\d{{1,2}}[\-\s]{_MONTH}[\-\s,]+\d{{2,4}}\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(
    r"\b(?:agreement|contract|amendment|addendum|lease|license|licence|memorandum|order|terms(?:\s+and\s+conditions)?"
    r"|statement\s+of\s+work|letter|guaranty|undertaking|schedule|exhibit|plan|deed|policy|certificate|note|indenture)s?\b",
    re.IGNORECASE,
)
OPENING = 8000
"""Characters at the start of a contract where its title, date and parties stand."""


@dataclass(frozen=True)
class Candidate:
    """A span that may be a clause. `sentence` is the index of the sentence it begins in."""

    start: int
    end: int
    kind: str
    sentence: int


@dataclass(frozen=True)
class Cut:
    """A text with its sentences in order and the candidates beyond them."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    blocks: tuple[int, ...]
    """For each sentence, the number of the paragraph it stands in."""
    candidates: tuple[Candidate, ...]

    def words_of(self, candidate: Candidate) -> str:
        return self.text[candidate.start : candidate.end]


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    return (start + left, start + right) if right > left else None


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of paragraphs; a break in the middle of a sentence (a page's end) does not part it."""
    begin = 0
    for found in _BREAK.finditer(text):
        before, after = text[begin : found.start()].rstrip(), text[found.end() : found.end() + 40].lstrip()
        if (
            before
            and before[-1] not in '.;:!?"\u201d)'
            and after[:1].islower()
            and not before[-60:].isupper()
        ):
            continue
        if (span := _stripped(text, begin, found.start())) is not None:
            yield span
        begin = found.end()
    if (span := _stripped(text, begin, len(text))) is not None:
        yield span


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _END.finditer(text, start, end):
        if text[found.start()] == "." and _ABBREVIATION.search(
            text[max(begin, found.start() - 14) : found.start()]
        ):
            continue
        if (span := _stripped(text, begin, found.end())) is not None:
            yield span
        begin = found.end()
    if (span := _stripped(text, begin, end)) is not None:
        yield span


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a long sentence: at semicolons and provisos, and at the marks of a list within it."""
    for pattern in (_SEMICOLON, _LIST_MARK):
        cuts = [start, *(m.end() for m in pattern.finditer(text, start, end)), end]
        if len(cuts) > 2:
            for a, b in pairwise(cuts):
                if (span := _stripped(text, a, b)) is not None and span[1] - span[0] >= 30:
                    yield span


def cut(text: str) -> Cut:
    spans: list[tuple[int, int]] = []
    blocks: list[int] = []
    for n, (a, b) in enumerate(paragraphs(text)):
        for span in sentences(text, a, b):
            spans.append(span)
            blocks.append(n)
    found: dict[tuple[int, int], Candidate] = {}

    def add(start: int, end: int, kind: str, sentence: int) -> None:
        found.setdefault((start, end), Candidate(start, end, kind, sentence))

    for i, (a, b) in enumerate(spans):
        add(a, b, "sentence", i)
        if b - a > 160:
            for c, d in _parts(text, a, b):
                add(c, d, "part", i)
    starts = [s for s, _ in spans]
    for date in _DATE.finditer(text):
        at = max(bisect_right(starts, date.start()) - 1, 0)
        if (place := _stripped(text, *date.span())) is not None:
            add(*place, "date", at)
    for a, b, kind in (*titles(text[:OPENING]), *names(text)):
        add(a, b, kind, max(bisect_right(starts, a) - 1, 0))
    return Cut(
        text, tuple(spans), tuple(blocks), tuple(sorted(found.values(), key=lambda c: (c.start, c.end)))
    )


_NAME_WORD = r"(?:[A-Z][\w&/'\u2019\-]*|of|and|for|to|the|in|on|with|by|&|-|\d{1,2})"
_TITLE = re.compile(
    rf"(?:\b{_NAME_WORD}[ \t,]*[ \t\n][ \t]*){{0,10}}"
    r"\b(?:AGREEMENT|Agreement|CONTRACT|Contract|AMENDMENT|Amendment|ADDENDUM|Addendum|LEASE|LICENSE|MEMORANDUM|TERMS|Terms)\b"
    r"(?:[ \t]+(?:(?:OF|of|AND|and|FOR|for|TO|to|NO\.|No\.|-|\u2013)[ \t]+)?(?:[A-Z#][\w&/'\u2019#\-]*|\d{1,3})\b){0,6}"
)


def titles(text: str) -> Iterator[tuple[int, int, str]]:
    """The document's name as a heading and as first mentioned: lines with a word for a kind of document."""
    seen = 0
    for match in re.finditer(r"[^\n]+", text):
        if seen >= 12:
            break
        if (
            _TITLE_WORD.search(match.group())
            and (span := _stripped(text, *match.span())) is not None
            and span[1] - span[0] <= 160
        ):
            yield (*span, "title")
            seen += 1
    seen = 0
    for match in _TITLE.finditer(text):
        if seen >= 16:
            break
        if (
            match.group().strip().lower() in ("agreement", "contract", "terms", "amendment", "addendum")
            and seen > 3
        ):
            continue
        if (span := _stripped(text, *match.span())) is not None:
            # "This Agreement", "THIS ... AGREEMENT": the article is no part of a name.
            word = re.match(r"(?:this|the)\s+", text[span[0] : span[1]], re.IGNORECASE)
            yield (span[0] + (word.end() if word else 0), span[1], "title")
            seen += 1


_DEFINED = re.compile(
    r"\(([^()]{2,140}[\"\u201c\u201d'\u2019][^()]{0,80})\)|[\"\u201c]([^\"\u201c\u201d\n]{2,60})[\"\u201d]"
)
_FORM = re.compile(
    r"\b(?:Inc|INC|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|Corporation|CORPORATION|Company|COMPANY|Co|L\.P|LP|LLP|PLC|plc"
    r"|GmbH|AG|S\.A|N\.V|B\.V|Bank|BANK|Trust|TRUST|N\.A|Pty|University|UNIVERSITY|Association|ASSOCIATION)\b\.?"
)
_BEFORE_FORM = re.compile(r"(?:[A-Z0-9][^\s,()\"\u201c]*,?\s+(?:(?:of|and|the|for|de|&)\s+)?)+$")


def names(text: str) -> Iterator[tuple[int, int, str]]:
    """Names of parties in the opening: companies, defined short names, and what stands between commas."""
    opening = min(len(text), OPENING)
    for match in _DEFINED.finditer(text, 0, opening):
        for group in (1, 2):
            if match.group(group) and (span := _stripped(text, *match.span(group))) is not None:
                yield (*span, "name")
    for match in _FORM.finditer(text, 0, opening):
        # The words with capitals that lead to "Inc." or the like, from the nearest ones outwards.
        left = max(0, match.start() - 80)
        if (before := _BEFORE_FORM.search(text[left : match.start()])) is not None:
            yield left + before.start(), match.end(), "name"
