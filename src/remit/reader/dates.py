"""Calendar dates in all usual spellings. What 03/04/2025 means is decided by the document's own evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Order = Literal["day", "month", "unknown"]
"""What comes first in a date of figures only."""

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAME = (
    r"(?P<{0}>"
    + "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "september" else "sept?(?:ember)?" for m in _MONTHS)
    + r")\.?"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_DAY = r"(?P<{0}>\d{{1,2}}\s?(?:st|nd|rd|t\s?h)?|" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_WORDED = re.compile(
    rf"\b(?:{_DAY.format('d1')}(?:\s+day)?(?:\s+of)?[\s,.-]+{_NAME.format('m1')}[\s,-]+(?:in\s+the\s+year\s+)?{_YEAR.format('y1')}"
    rf"|{_NAME.format('m2')}\s*{_DAY.format('d2')}(?:\s*,\s*|\s+){_YEAR.format('y2')})\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})-(?P<d>\d{2})\b")
_FIGURES = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)(?![\d/-])"
)
_AMERICAN = re.compile(
    r"\b(?:state of|county of|u\.s\.|united states|delaware|california|texas|new york)\b", re.IGNORECASE
)
_BRITISH = re.compile(
    r"£|€|₹|\b(?:england|scotland|ireland|australia|queensland|new zealand|india|singapore|south africa|gst|vat|pty|ltd|abn)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """certain: the text leaves no doubt which day is meant (03/04/2025 does, unless `order` is known)."""

    day: date
    certain: bool
    start: int
    end: int


def dates(text: str, order: Order = "unknown") -> list[Day]:
    """Every date in order. A date of figures in an unknown order is read day first, and marked uncertain."""
    found: list[Day] = []
    for match in _WORDED.finditer(text):
        n = "1" if match["m1"] else "2"
        day = _day(match[f"d{n}"])
        month = next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(match[f"m{n}"].lower()[:3]))
        _add(found, (int(match[f"y{n}"]), month, day), True, match)
    for match in _ISO.finditer(text):
        _add(found, (int(match["y"]), int(match["m"]), int(match["d"])), True, match)
    for match in _FIGURES.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
        year += 2000 if year < 70 else 1900 if year < 100 else 0
        certain = a > 12 or b > 12 or a == b or order != "unknown"
        # Dotted dates are written day first everywhere.
        first = "day" if a > 12 or (match["sep"] == "." and b <= 12) else "month" if b > 12 else order
        day, month = (b, a) if first == "month" else (a, b)
        _add(found, (year, month, day), certain or match["sep"] == ".", match)
    return sorted(found, key=lambda d: d.start)


def _day(text: str) -> int:
    word = text.lower().strip()
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))


def _add(found: list[Day], parts: tuple[int, int, int], certain: bool, match: re.Match[str]) -> None:
    try:
        day = date(*parts)
    except ValueError:
        return
    if not any(d.start <= match.start() < d.end for d in found):
        found.append(Day(day, certain, match.start(), match.end()))


def order_of(texts: Iterable[str]) -> Order:
    """Which part comes first, from the dates that allow one reading only, then from spellings, then from places."""
    day = month = 0
    british = american = 0
    for text in texts:
        for match in _FIGURES.finditer(text):
            day += 10 * (int(match["a"]) > 12)
            month += 10 * (int(match["b"]) > 12)
        for match in _WORDED.finditer(text):
            day += 3 * bool(match["m1"])
            month += 3 * bool(match["m2"])
        british += bool(_BRITISH.search(text))
        american += bool(_AMERICAN.search(text))
    # A place or two named in passing says little about who wrote the dates.
    day += british if british >= 3 else 0
    month += american if american >= 3 else 0
    if day == month:
        return "unknown"
    return "day" if day > month else "month"
