"""Where sentences end, and where a list runs inside a sentence ("(a) ...; (b) ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|corp|co|no|nos|art|sec|mr|mrs|ms|dr|st|vs|approx|incl|excl|cf|al|p|pp|para|cl|"
    r"u\.s|u\.k|u\.s\.a|a\.m|p\.m|l\.p|n\.a|pty|dept|est|ext|fig|vol|rev|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|\b[A-Z]|^\s*\(?(?:\d{1,3}|[a-z]|[ivxl]{1,5})|\d+(?:\.\d+)+)$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?][\"'\u201d\u2019)\]*]*(?=\s|$)")
_LIST_MARK = re.compile(r"(?:(?<=\s)|(?<=^))\(?(?P<mark>[a-z]|[ivx]{1,5}|\d{1,2})\)(?=\s)", re.IGNORECASE)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of one paragraph, without surrounding white space."""
    begin = 0
    for end in _END.finditer(text):
        head, rest = text[begin : end.start()], text[end.end() :].lstrip()
        if text[end.start()] == "." and _ABBREVIATION.search(head):
            continue
        if rest and not re.match(r"[\"'\u201c\u2018(\[*_]*(?:[A-Z0-9]|[\u2022\-])", rest):
            continue
        yield from _stripped(text, begin, end.end())
        begin = end.end()
    yield from _stripped(text, begin, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield start + left, start + right


def inline_list(text: str) -> list[tuple[int, int, str]]:
    """A list that runs inside a sentence: its lead-in (mark "") and its items, or [] where there is none.

    Marks must run in order from the first one ((a), (b) ... or (i), (ii) ... or (1), (2) ...), at least two of them.
    """
    for sequence in (_LETTERS, _ROMANS, _NUMBERS):
        marks: list[tuple[int, str]] = []
        for found in _LIST_MARK.finditer(text):
            if len(marks) < len(sequence) and found["mark"].lower() == sequence[len(marks)]:
                marks.append((found.start(), found.group()))
        if len(marks) >= 2 and marks[0][0] > 0:
            bounds = [*(m[0] for m in marks), len(text)]
            pieces = [(0, marks[0][0], "")]
            pieces += [(bounds[i], bounds[i + 1], mark) for i, (_, mark) in enumerate(marks)]
            return [(a, b, mark) for a, b, mark in pieces if text[a:b].strip()]
    return []


_LETTERS = [chr(c) for c in range(ord("a"), ord("z") + 1)]
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
_NUMBERS = [str(n) for n in range(1, 31)]
