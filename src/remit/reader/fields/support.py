"""When support is given: the normal hours, public holidays, and what happens outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from remit.contract import TermField
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, NEAR, NOT, read, rule
from remit.reader.fields.setting import Clause, Setting
from remit.reader.hours import WEEKDAYS, WeeklyHours, weekly_hours

_NORMAL = re.compile(
    r"(?:business|normal|support|service|working|regular|standard|open|office|shift|coverage|core|operating|help ?desk|desk|cover) (?:\w+ )?(?:hours?|window|day)|service window|hours of (?:operation|support|service|cover)|help ?desk|"
    r"staffed|manned|phones?|(?:ring|call|reach|contact)\b|call-in support|support (?:is|will be|shall be) (?:available|provided)|available|hours\b"
)
_NAMED = re.compile(
    r"(?:business|normal|support|service|working|regular|standard|open|office|shift|core|operating|help ?desk) (?:\w+ )?(?:hours?|window|day)\"?\s*(?:means?|are|is|shall|will|:|\||=|run|\()|hours\"? (?:means|are)|working hours of|service window\s*:"
)
_OTHER = re.compile(
    r"after[- ]hours?|emergency|maintenance window|scheduled (?:maintenance|downtime)|uptime|availability|monitoring|outside|evening|weekend|backup|datacent|premium|overtime|on-?call|night|systems? availab|unavailable|downtime"
)
_HOLIDAYS = r"(?:holidays?|christmas|thanksgiving|\b2[56] december)"
_HOLIDAY_RULES = (
    rule(
        True,
        rf"(?:exclud\w*|exclusive of|except\w*|other than|not includ\w*|leaving out|left out|apart from|save for|outside|not being|but not|excepted|closed on|shut on|apart|unless){NEAR}{_HOLIDAYS}",
        0.85,
    ),
    rule(
        True,
        rf"{_HOLIDAYS}{NEAR}(?:exclud\w*|excepted|not included|left out|apart\b|are not|is not|closed|not counted|non-?working|outside|not considered)",
        0.85,
    ),
    rule(True, rf"(?:{NOT}|closed){NEAR}{_HOLIDAYS}", 0.7, unless=r"regardless|including"),
    rule(
        True,
        rf"(?:not|other than){NEAR}(?:saturday|sunday|weekend){NEAR}{_HOLIDAYS}|a day other than{GAP}holiday",
        0.7,
    ),
    rule(
        True,
        rf"{_HOLIDAYS}{GAP}(?:rates?|x 2|charged|times|premium|multipl|after[- ]hours|emergency|double)",
        0.62,
    ),
    rule(
        True,
        rf"(?:after[- ]hours|outside){GAP}{_HOLIDAYS}|closed{GAP}{_HOLIDAYS}|observ\w+{NEAR}{_HOLIDAYS}|{_HOLIDAYS}{NEAR}observ",
        0.58,
    ),
    rule(
        False,
        rf"including{NEAR}{_HOLIDAYS}|{_HOLIDAYS}{NEAR}(?:included|as (?:on )?any other)|365 days|every day of the year|regardless of{NEAR}holiday",
        0.55,
    ),
)
_OUTSIDE = r"(?:after[- ](?:business[- ]|normal[- ]|regular[- ])?hours?|out[- ]of[- ]hours?|outside (?:of )?(?:the |these |those |our |normal |standard |<p>'s )?(?:\w+ ){0,3}(?:hours|window|time)|nights?\b|evenings?|weekends?|saturdays?|sundays?|at any (?:hour|time)|every hour|24\s*[x/×]\s*7|round the clock|around the clock|no matter the time|day or night|other hours|after \d|premium hours|overtime)"
_COSTS = r"(?:charg\w*|bill\w*|rates?\b|invoic\w*|\$|£|€|per hour|/ ?h(?:ou)?r|fee\b|surcharge|at an? (?:additional|extra)|additional (?:cost|charge|fee)|multipl\w*|times|\bx \d|by arrangement|time[- ]and[- ]a[- ]half|double|premium|prices?)"
_AFTER_RULES = (
    rule(
        "chargeable",
        rf"{_OUTSIDE}{GAP}{_COSTS}",
        0.8,
        unless=r"no (?:additional|extra|separate) charge|at no|report|respond to e-?mail",
    ),
    rule(
        "chargeable",
        rf"{_COSTS}{GAP}{_OUTSIDE}",
        0.7,
        unless=r"no (?:additional|extra|separate) charge|at no|increase",
    ),
    rule(
        "chargeable",
        rf"(?:not includ|exclud){GAP}{_OUTSIDE}|{_OUTSIDE}{GAP}(?:by appointment|additional|extra cost|separately)",
        0.62,
    ),
    rule(
        "not_offered",
        rf"(?:{NOT}){GAP}{_OUTSIDE}{GAP}(?:service|support|cover|work|available|help|attend)",
        0.62,
        unless=r"charg|rate|bill|except|unless|liab",
    ),
    rule(
        "not_offered",
        rf"{_OUTSIDE}{GAP}(?:(?:is|are|will be|shall be) not (?:provided|available|offered|included|covered)|no (?:support|service|cover))",
        0.7,
        unless=r"charg|rate|bill|unless",
    ),
    rule(
        "not_offered",
        rf"(?:attended|handled|answered|actioned|dealt with) (?:on|at the start of|first thing){GAP}(?:next|following) (?:working|business) day",
        0.4,
        unless=r"deliver|ship|notice",
    ),
    rule(
        "included",
        rf"(?:24\s*[x/×]\s*7|24 hours (?:a|per) day|around the clock|round the clock|at any hour|every hour of|no matter the time|day or night){GAP}(?:support|help ?desk|service desk|assistance|response|engineer|included|within|reach|available|monitor\w* and support|call)",
        0.66,
        unless=rf"{_COSTS}|web ?site|portal|monitoring (?:only|of)|hosting|uptime",
    ),
    rule(
        "not_offered",
        rf"(?:{NOT}){NEAR}(?:support|service|cover\w*|help){GAP}{_OUTSIDE}",
        0.64,
        unless=r"charg|rate|bill|except|unless|liab",
    ),
    rule(
        "not_offered",
        rf"{_OUTSIDE}{GAP}(?:next|following) (?:working|business) day",
        0.62,
        unless=r"deliver|ship|charg|rate",
    ),
    rule(
        "included",
        rf"(?:support|help ?desk|service desk|assistance|on-?call|engineer|telephone|emergency){GAP}(?:24\s*[x/×]\s*7|24 hours (?:a|per) day|around the clock|round the clock|at any hour|every hour of|no matter the time|outside (?:of )?(?:normal )?(?:business|working) hours)",
        0.62,
        unless=rf"{_COSTS}|web ?site|portal|uptime|\bnot?\b",
    ),
)


def read_support(setting: Setting) -> dict[str, TermField]:
    hours = list(_hours(setting))
    normal = choose("support_hours", hours)
    after = choose("after_hours_support", read(setting, _AFTER_RULES))
    return {
        "support_hours": normal,
        "holidays_excluded": choose("holidays_excluded", read(setting, _HOLIDAY_RULES)),
        "after_hours_support": after,
    }


def normal_hours(field: TermField) -> int | None:
    """The length in minutes of a support day, where the contract states it."""
    value = field.value
    if not isinstance(value, dict):
        return None
    clocks = (str(value["from"]), str(value["to"]))
    opens, closes = (int(c[:2]) * 60 + int(c[3:]) for c in clocks)
    return closes - opens if 0 < closes - opens < 1440 else None


def _hours(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        found = weekly_hours(clause.masked)
        text = clause.masked.lower()
        if (
            not found
            and clause.blank
            and re.search(
                r"(?:business|support|service) hours[^.;]{0,30}\u25a1|available (?:during|from) \u25a1", text
            )
        ):
            yield Candidate(None, clause, 0.5)
        for hours in found:
            days = hours.days or _days_around(setting, clause)
            score = _hours_score(clause, text, hours)
            if score > 0:
                yield Candidate(_form(hours, days), clause, score if days else score - 0.1)


def _hours_score(clause: Clause, text: str, hours: WeeklyHours) -> float:
    around = hours.opens == "00:00" and hours.closes == "24:00"
    before = text[max(0, hours.start - 70) : hours.start]
    label = f"{clause.heading.rsplit('/', 1)[-1]} {clause.lead} {' '.join(clause.segment.columns)}"
    score = 0.45 + (0.15 if hours.days else 0)
    if _NAMED.search(text[: hours.start]) or _NAMED.search(text[hours.end : hours.end + 40]):
        score += 0.27
    elif _NORMAL.search(text) or _NORMAL.search(label.lower()):
        score += 0.17
    if hours.timezone:
        score += 0.03
    if _OTHER.search(before[-45:]) or _OTHER.search(label.lower()):
        score -= 0.3
    if around:
        # Monitoring and ticket boxes run day and night in contracts whose support does not.
        score -= 0.27
        if re.search(r"support|help ?desk|service desk|coverage", text) and not re.search(
            r"monitor|emergency|critical|urgent|outage|web|portal|on-?call|priority|level 1|p1|server", text
        ):
            score += 0.17
    if not around and hours.minutes < 4 * 60:
        score -= 0.25
    return min(score, 0.92)


def _days_around(setting: Setting, clause: Clause) -> tuple[str, ...]:
    """Days that the sentence or row next to it names, where the hours stand without any."""
    for near in setting.near(clause, 1, 2):
        if near is clause:
            continue
        found = re.search(r"\b(mon)(?:day)?s?\s*(?:-|to|through|thru|until)\s*(fri|sat|sun)", near.own)
        if found:
            week = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
            return week[: week.index(found[2]) + 1]
        if re.search(r"weekdays|working days?", near.own):
            return WEEKDAYS
    return ()


def _form(hours: WeeklyHours, days: tuple[str, ...]) -> dict[str, Any]:
    return {"days": list(days) or None, "from": hours.opens, "to": hours.closes, "timezone": hours.timezone}
