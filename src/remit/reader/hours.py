"""Weekly hours: "8:30am - 5pm Monday to Friday", "M-F 8-5 CST", "24/7", "from 9.00 to 17.30 on weekdays"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"(?:mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:r(?:s(?:day)?)?)?s?|fri(?:day)?s?|"
    r"sat(?:urday)?s?|sun(?:day)?s?)"
)
_TO = r"\s*(?:-|–|—|to|through|thru|till|until|and(?=\s+\d))\s*"
_ZONE = (
    r"(?P<{0}>[A-Z][a-z]+(?:/[A-Z][a-z]+)?(?=\s+[Tt]ime)|A?[ECMPW][SD]?T(?:/A?[ECMPW][SD]?T)?|A[EC][SD]*T(?:/A[EC][SD]*T)?|GMT|BST|UTC|CET|IST|SAST|NZ[SD]T|SGT"
    r"|Eastern|Central|Pacific|Mountain)"
)
_RANGE_OF_DAYS = re.compile(
    rf"\b(?P<a>{_DAY})\.?(?:\s*(?:-|–|to|through|thru|till|until)\s*)(?P<b>{_DAY})\b"
    r"|\b(?P<mf>m\s?-\s?f)\b|\b(?P<week>weekdays?|(?:each|every|any|on)?\s*(?:business|working|week)\s?days?)\b"
    r"|\b(?P<all>(?:seven|7)(?:\s*\(7\))?\s*days\s*(?:a|per|each)?\s*(?:/\s*)?week|every\s+day|(?:any|all)\s+days?|daily|(?:all\s+)?days\s+of\s+the\s+week)\b"
    r"|\b(?P<five>(?:five|5)\s*days\s*(?:a|per|each)?\s*week)\b",
    re.IGNORECASE,
)
_SINGLE_DAY = re.compile(rf"\b{_DAY}\b", re.IGNORECASE)
_CLOCK = (
    r"(?P<h{0}>\d{{1,2}})(?:[:.](?P<m{0}>\d\d)|(?P<mm{0}>(?<=\d\d)\d\d)(?=\s*(?:hours|hrs|h\b)))?(?:\s*(?P<x{0}>a\.?\s?m\b\.?|p\.?\s?m\b\.?|in\s+the\s+"
    r"(?:morning|afternoon|evening)|hours\b|hrs\b|h\b|o'clock|noon|midnight))?"
)
_WORD_TIME = re.compile(r"\b(?:12\s+)?(?P<word>noon|midday|midnight)\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<![\d$£€:.,/])\b{_CLOCK.format(1)}(?:\s*,?\s*(?:local\s+time|{_ZONE.format('z1')}(?:\s+[Tt]ime)?))?{_TO}{_CLOCK.format(2)}"
    rf"(?![\d%/])(?!\s*(?:%|per\b|days?\b|minutes?\b|mins?\b|hours?\s+(?:of|after|before|from|notice)|months?\b|weeks?\b|years?\b|business|users?\b|working))",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b24\s*[x/×]\s*7(?:\s*[x/×]\s*36[56])?\b|\b(?:24|twenty[\s-]four)(?:\s*\(24\))?\s*hours?\s*(?:a|per|each|/|every)?\s*(?:day)?\s*[,/x×-]?\s*(?:and\s+)?"
    r"(?:7|seven)(?:\s*\(7\))?\s*days|\baround\s+the\s+clock\b|\bround\s+the\s+clock\b|\b24\s*hours\s*(?:a|per)\s*day\b(?!.{0,20}monday)"
    r"|\ball\s+hours\s+of\s+(?:every|each|the)\s+day\b|\bat\s+(?:any|all)\s+(?:hours?|times?)\s+of\s+(?:the\s+)?(?:day|year)\b",
    re.IGNORECASE,
)
_ZONE_AFTER = re.compile(
    rf"[\s,(]*(?:local\s+time|{_ZONE.format('z')}\b(?:\s+(?:[Ss]tandard\s+|[Dd]aylight\s+)?[Tt]ime)?)"
)
WEEKDAYS = _DAYS[:5]


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """opens and closes are "HH:MM"; days is empty where the text names none; timezone is as the text writes it."""

    days: tuple[str, ...]
    opens: str
    closes: str
    timezone: str | None
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """The length of a day, in minutes."""
        return _minutes(self.closes) - _minutes(self.opens)


def weekly_hours(text: str) -> list[WeeklyHours]:
    """Every range of hours with the days it stands by; "24/7" is all days from 00:00 to 24:00."""
    ranges = [r for m in _RANGE.finditer(text) if (r := _range(text, m))]
    spans = _days(text)
    found: list[WeeklyHours] = []
    for i, hours in enumerate(ranges):
        # Days stand before or after their hours; those between two ranges belong to the nearer one.
        before = ranges[i - 1].end if i else 0
        after = ranges[i + 1].start if i + 1 < len(ranges) else len(text)
        near = [
            s for s in spans if s[1] > before - 1 and s[0] < after and not (hours.start <= s[0] < hours.end)
        ]
        near.sort(key=lambda s: min(abs(s[0] - hours.end), abs(hours.start - s[1])))
        named = near[0][2] if near and _gap(near[0], hours) < 60 else ()
        found.append(WeeklyHours(named, hours.opens, hours.closes, hours.timezone, hours.start, hours.end))
    found.extend(
        WeeklyHours(_DAYS, "00:00", "24:00", None, m.start(), m.end()) for m in _AROUND.finditer(text)
    )
    return sorted(found, key=lambda h: h.start)


def _gap(span: tuple[int, int, tuple[str, ...]], hours: WeeklyHours) -> int:
    return span[0] - hours.end if span[0] >= hours.end else hours.start - span[1]


def _range(text: str, match: re.Match[str]) -> WeeklyHours | None:
    first, second = (match["x1"] or "").lower(), (match["x2"] or "").lower()
    opens, closes = _time(match, 1), _time(match, 2)
    if opens is None or closes is None:
        return None
    marked = bool(first or second or match["m1"] or match["m2"] or match["mm1"])
    if not marked and not _near_days(text, match):
        return None
    if (
        not second.startswith(("a", "p", "in"))
        and not first.startswith("p")
        and closes <= opens
        and closes < 720
    ):
        closes += 720
    if not first and second.startswith("p") and opens + 720 < closes and opens < 6 * 60:
        opens += 720
    if closes <= opens or closes > 1440 or (second.startswith("a") and not first):
        return None
    zone = match["z1"]
    after = _ZONE_AFTER.match(text, match.end())
    if not zone and after and after["z"]:
        zone = after["z"]
    return WeeklyHours((), _clock(opens), _clock(closes), zone, match.start(), match.end())


def _time(match: re.Match[str], n: int) -> int | None:
    hour, mark = int(match[f"h{n}"]), (match[f"x{n}"] or "").lower().replace(".", "").replace(" ", "")
    minute = int(match[f"m{n}"] or match[f"mm{n}"] or 0)
    if mark.startswith("p") or mark.endswith(("afternoon", "evening")):
        hour += 12 if hour < 12 else 0
    elif mark.startswith("a") or mark.endswith("morning"):
        hour = 0 if hour == 12 else hour
    elif mark == "midnight" and hour == 12:
        hour = 24 if n == 2 else 0
    if hour > 24 or minute > 59:
        return None
    return hour * 60 + minute


def _near_days(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 40) : match.end() + 40]
    return bool(_RANGE_OF_DAYS.search(around) or _SINGLE_DAY.search(around))


def _days(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _RANGE_OF_DAYS.finditer(text):
        if match["a"]:
            first, last = _DAYS.index(match["a"].lower()[:3]), _DAYS.index(match["b"].lower()[:3])
            days = _DAYS[first : last + 1] if first <= last else (*_DAYS[first:], *_DAYS[: last + 1])
        else:
            days = _DAYS if match["all"] else WEEKDAYS
        found.append((match.start(), match.end(), days))
    singles = [m for m in _SINGLE_DAY.finditer(text) if not any(a <= m.start() < b for a, b, _ in found)]
    found.extend(_listed(text, singles))
    return sorted(found)


def _listed(text: str, singles: list[re.Match[str]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Days named one by one: "Monday, Wednesday and Friday" is one span."""
    groups: list[list[re.Match[str]]] = [[m] for m in singles[:1]]
    for left, right in pairwise(singles):
        if re.fullmatch(r"[\s,/&]*(?:and|or)?\s*", text[left.end() : right.start()]):
            groups[-1].append(right)
        else:
            groups.append([right])
    return [
        (g[0].start(), g[-1].end(), tuple(d for d in _DAYS if d in {m.group().lower()[:3] for m in g}))
        for g in groups
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
