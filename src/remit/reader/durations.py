"""Spans of time: "ninety (90) days", "3 months", "two business days", "a quarter", "half an hour"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from remit.reader.numbers import NUMBER, number, tidy

Unit = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]

_DAYS: dict[Unit, float] = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_MONTHS: dict[Unit, float] = {"month": 1, "quarter": 3, "year": 12}
_MINUTES: dict[Unit, float] = {"minute": 1, "hour": 60}
_SHORT: dict[str, Unit] = {
    "min": "minute",
    "hr": "hour",
    "h": "hour",
    "yr": "year",
    "mth": "month",
    "fortnight": "week",
}
_BUSINESS = (
    r"(?:business|working|support|service|office|regular|normal|clear working|banking|school|desk|cover|shift|"
    r"operational|standard|bank working|trading|week)"
)
_UNIT = r"(?P<unit>minutes?|mins?|hours?|hrs?|h(?=\W|$)|days?|weeks?|fortnights?|months?|mths?|quarters?|years?|yrs?)"
_PLAIN = re.compile(
    rf"(?P<n>{NUMBER})(?:\s*[-–]\s*|\s+(?:full\s+|whole\s+|consecutive\s+|calendar\s+|clear\s+|additional\s+|"
    rf"further\s+|complete\s+|man-?)?|)(?P<business>{_BUSINESS}[\s-]+)?(?:calendar\s+)?{_UNIT}\b"
    r"(?:\(s\))?'?(?P<per>\s+(?:of\s+)?(?:business|working|support|desk|shift)\s+(?:hours?|time))?",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?:(?P<quarters>quarter|three[\s-]quarters)(?:\s+of)?(?:\s+an|[\s-])\s*hours?"
    r"|(?:a\s+|one[\s-])?half(?:\s+of)?(?:\s+an|\s+a|[\s-])\s*(?P<whole>hour|day|month|year)s?"
    r"|(?:one[\s-])?(?P<tenths>tenths?)\s+of\s+an\s+hour)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    rf"\b(?:an?|one|each|every|per|another|a\s+further|an\s+additional)\s+(?:full\s+|calendar\s+|single\s+)?(?P<business>{_BUSINESS}[\s-]+)?"
    r"(?P<unit>minute|hour|day|week|month|quarter|year)(?:'s)?\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\b(?P<which>next|same|following)\s+(?:business|working|school)\s+day\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """`start` and `end` are offsets in the text searched; business: counted in working days or support hours."""

    amount: float
    unit: Unit
    business: bool
    start: int
    end: int

    @property
    def days(self) -> int | float | None:
        """A month counts 30 days, a quarter 90, a year 365; None below a day."""
        return tidy(self.amount * _DAYS[self.unit]) if self.unit in _DAYS else None

    @property
    def months(self) -> int | float | None:
        """None where it is no number of months ("90 days")."""
        return tidy(self.amount * _MONTHS[self.unit]) if self.unit in _MONTHS else None

    def minutes(self, day: int = 1440) -> int | float:
        """`day` is the length in minutes of the day that is meant (a working day is shorter)."""
        if self.unit in _MINUTES:
            return tidy(self.amount * _MINUTES[self.unit])
        weekdays = 5 if self.business and self.unit == "week" else _DAYS[self.unit]
        return tidy(self.amount * weekdays * day)


def durations(text: str, *, articles: bool = False) -> list[Duration]:
    """Every duration in order; `articles` also takes "a month" and "an hour", which elsewhere are rates and rhythms."""
    found = sorted(_found(text, articles), key=lambda d: (d.start, -d.end))
    kept: list[Duration] = []
    for duration in found:
        if not kept or duration.start >= kept[-1].end:
            kept.append(duration)
    return kept


def _found(text: str, articles: bool) -> Iterator[Duration]:
    for match in _PLAIN.finditer(text):
        amount = number(match["n"])
        if amount is not None:
            word = match["unit"].lower()
            scale = 2 if word.startswith("fortnight") else 1
            business = bool(match["business"] or match["per"])
            yield Duration(amount * scale, _unit(word), business, match.start(), match.end())
    for match in _HALF.finditer(text):
        unit: Unit = _unit(match["whole"] or "hour")
        amount = 0.5
        if match["quarters"]:
            amount = 0.75 if "three" in match["quarters"].lower() else 0.25
        elif match["tenths"]:
            amount = 0.1
        yield Duration(amount, unit, False, match.start(), match.end())
    for match in _NEXT.finditer(text):
        yield Duration(1, "day", True, match.start(), match.end())
    if articles:
        for match in _ARTICLE.finditer(text):
            yield Duration(1, _unit(match["unit"]), bool(match["business"]), match.start(), match.end())


def _unit(word: str) -> Unit:
    bare = word.lower().removesuffix("s")
    units: dict[str, Unit] = {u: u for u in ("minute", "hour", "day", "week", "month", "quarter", "year")}
    return units.get(bare) or _SHORT[bare]
