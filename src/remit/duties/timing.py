"""When a duty falls due, from its own words: a rhythm, a length of time before or after something, or always."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from remit.clock.dates import Length, Unit
from remit.reader.durations import Duration, durations

How = Literal["rhythm", "after", "before", "always"]
Trigger = Literal["start", "end", "anniversary", "invoice", "event"]

_WORDS: Final = [
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
]
_ORDINALS: Final = {word: n for n, word in enumerate(_WORDS, start=1)}
_ORDINAL: Final = (
    rf"(?P<n>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}|last)(?:\s*\(\d{{1,2}}(?:st|nd|rd|th)?\))?"
)
_BY_DAY: Final = re.compile(
    rf"\b(?:by|on|not later than|no later than|before)\s+(?:or before\s+)?the\s+{_ORDINAL}"
    r"(?:\s+(?P<work>business|working|calendar)?\s*day)?(?:\s+of)?\s+(?:each|every|the|any|a)?\s*(?:calendar\s+)?(?P<unit>month|quarter|year)\b"
    rf"|\b(?:(?:on|by) the\s+)?(?P<m>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}) of (?:each|every) month\b",
    re.IGNORECASE,
)
_ANNIVERSARY: Final = re.compile(r"\b(?:on|at|by|before)\s+(?:each|every)\s+anniversary\b", re.IGNORECASE)
_PERIODS: Final[dict[str, Length]] = {
    "hourly": Length(1, "day"),
    "nightly": Length(1, "day"),
    "daily": Length(1, "day"),
    "weekly": Length(1, "week"),
    "fortnightly": Length(2, "week"),
    "biweekly": Length(2, "week"),
    "bi-weekly": Length(2, "week"),
    "monthly": Length(1, "month"),
    "quarterly": Length(3, "month"),
    "semi-annually": Length(6, "month"),
    "semiannually": Length(6, "month"),
    "semi-annual": Length(6, "month"),
    "half-yearly": Length(6, "month"),
    "annually": Length(12, "month"),
    "annual": Length(12, "month"),
    "yearly": Length(12, "month"),
}
_UNITS: Final[dict[str, Length]] = {
    "day": Length(1, "day"),
    "night": Length(1, "day"),
    "morning": Length(1, "day"),
    "week": Length(1, "week"),
    "weekend": Length(1, "week"),
    "fortnight": Length(2, "week"),
    "month": Length(1, "month"),
    "quarter": Length(3, "month"),
    "term": Length(3, "month"),
    "year": Length(12, "month"),
}
_PERIOD: Final = (
    r"(?P<which>calendar|contract|business|working|work|school|financial|fiscal|agreement)?\s*"
    r"(?P<unit>day|night|morning|weekend|week|fortnight|month|quarter|year)\b"
)
_EVERY: Final = re.compile(
    # "£62 per month" is a price, "up to two in each month" a limit: neither is a rhythm.
    rf"(?<!per User )\b(?:each|every)\s+(?!one\b){_PERIOD}(?!\s+(?:from|in which|for which|then|remaining|or part)\b)",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    rf"\b(?P<times>once|twice|one time|(?:two|three|four|five|six|\d+)\s+times)\s+(?:in\s+|during\s+)?(?:a|per|every|each|any|the)\s+(?:one\s+)?{_PERIOD}",
    re.IGNORECASE,
)
_ADVERB: Final = re.compile(
    rf"\b(?P<adverb>{'|'.join(sorted(_PERIODS, key=len, reverse=True))})\b"
    r"(?!\s+(?:\w+\s+)?(?:charges?|fees?|payments?|rates?|amounts?|prices?|sums?|subscription|retainer|basis|cap|limit|spend|balance|minimum|pay|salary|bills?|total|invoices?|newsletter)\b)",
    re.IGNORECASE,
)
_LEFT_OVER: Final = re.compile(rf"\b(?:{'|'.join(_PERIODS)})\s*$", re.IGNORECASE)
_EVERY_N: Final = re.compile(r"\b(?:every|each)\s+$", re.IGNORECASE)
_LIMIT: Final = re.compile(
    r"\b(?:up to|first|not more than|no more than|not exceeding|maximum of|hours?|charges?|fee|limit(?:ed)?)\b[^,;.]{0,30}$|(?:[£$€]\s?[\d,.]+|\d+(?:\.\d+)?\s?%)\s*(?:\([^)]*\)\s*)?$",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(
    r"\b(?:not less than|at least|no(?:t)? fewer than|a minimum of|minimum)\s+(?:\w+\s+){0,2}?\(?$",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    r"\b(?:within|inside|in under|in|not later than|no later than|not more than|by|after|due)\s+(?:the\s+|a\s+|period of\s+|next\s+)*\(?$",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"^['’]?s?\)?['’]?\s*(?:(?:further|prior|written|advance|clear|of|calendar|days)['’]?\s+)*(?P<word>before|prior to|in advance(?: of)?|ahead of|beforehand|notice)\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"^['’]?s?\)?['’]?\s*(?:of|after|from|following|since|upon)\b", re.IGNORECASE)
_LATER: Final = re.compile(r"^['’]?s?\)?['’]?\s*(?:after|from|following)\b", re.IGNORECASE)
"""Without a "within": three days of training are no deadline."""
_START: Final = re.compile(
    r"\b(?:commencement|effective|start|starting|in-service|service)\s+date\b|\bcommencement\b|\bsignature of this\b"
    r"|\bdate of this (?:agreement|contract)\b|\bsigning\b",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\b(?:end|expiry|expiration|termination)\b(?:\s+or\s+\w+)?(?:\s+of)?(?:\s+(?:this|the|such|its|any|current|initial|then-current))*\s*"
    r"(?:agreement|contract|term|period|engagement)?\b|\bon ending\b|\bits end\b|\bat (?:the )?exit\b",
    re.IGNORECASE,
)
_INVOICE: Final = re.compile(
    r"\binvoic\w*|\bbills?\b|\breceipt of\b|\bof its date\b|\bits date\b", re.IGNORECASE
)
_CONDITION: Final = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*\.?\s+|\(\w+\)\s+|section [\d.]+\s+)?(?P<trigger>(?:on|upon|where|if|when|whenever|after|should|in the event)\b[^,;]{3,160}),",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """When.

    rhythm  once (or `times`) in `every` period; `day` is the day of the month by which, -1 the last, in working days
            where `working`; `own_year`: periods of the contract, not of the calendar
    after   within `length` after the trigger; before: at least `length` ahead of it
    amount  the length as reckoned in minutes where it is shorter than a day
    words   verbatim: what the timing was read from, and what triggers it
    """

    how: How
    every: Length | None = None
    times: int = 1
    day: int | None = None
    working: bool = False
    own_year: bool = False
    length: Length | None = None
    minutes: int | None = None
    trigger: Trigger | None = None
    words: str = ""
    trigger_words: str = ""


ALWAYS: Final = Timing("always")


def timing(own: str, before: str = "", lead_in: str = "") -> Timing:
    """From the duty's own words; else from those of its sentence before it; else from the lead-in of its list."""
    sentence = f"{before}{own}"
    # "The Monthly" right before "Charge is payable" belongs to the charge.
    before = _LEFT_OVER.sub("", before)
    for text in (own, before, lead_in):
        found = _found(text, sentence if text != lead_in else lead_in)
        if found:
            return found
    return ALWAYS


def _found(text: str, sentence: str) -> Timing | None:
    if not text.strip():
        return None
    deadline = _deadline(text, sentence)
    anniversary = _ANNIVERSARY.search(sentence)
    if anniversary and deadline and deadline.how == "before":
        return Timing(
            "before",
            length=deadline.length,
            trigger="anniversary",
            words=deadline.words,
            trigger_words=anniversary.group(),
        )
    rhythm = _rhythm(text)
    if rhythm and (
        rhythm.day is not None or not deadline or text.find(rhythm.words) < text.find(deadline.words)
    ):
        return rhythm
    return deadline


def _rhythm(text: str) -> Timing | None:
    by_day = _BY_DAY.search(text)
    if by_day:
        word = (by_day["n"] or by_day["m"]).lower()
        day = -1 if word == "last" else _ORDINALS.get(word) or int(re.sub(r"\D", "", word))
        working = (by_day["work"] or "").lower() in ("business", "working")
        unit = (by_day["unit"] or "month").lower()
        return Timing("rhythm", every=_UNITS[unit], day=day, working=working, words=by_day.group())
    anniversary = _ANNIVERSARY.search(text)
    if anniversary:
        return Timing(
            "rhythm", every=_UNITS["year"], own_year=True, trigger="anniversary", words=anniversary.group()
        )
    found: list[tuple[int, Timing]] = []
    for match in (*_TIMES.finditer(text), *_EVERY.finditer(text)):
        if _LIMIT.search(text[: match.start()]):
            continue
        times = _times(match.groupdict().get("times"))
        which, every = (match["which"] or "").lower(), _UNITS[match["unit"].lower()]
        if every.unit == "day" and which in ("business", "working", "work", "school"):
            every = Length(1, "business_day")
        own_year = which in ("contract", "agreement") or match["unit"].lower() == "year"
        found.append(
            (
                match.start(),
                Timing("rhythm", every=every, times=times, own_year=own_year, words=match.group()),
            )
        )
    for match in _ADVERB.finditer(text):
        if not re.search(r"(?:\bper|\baccru\w*|[/\d])\s*$", text[: match.start()]):
            every = _PERIODS[match["adverb"].lower()]
            found.append(
                (match.start(), Timing("rhythm", every=every, own_year=every.count >= 6, words=match.group()))
            )
    for duration in durations(text):
        length = _length(duration)
        if length and _EVERY_N.search(text[: duration.start]):
            words = "every " + text[duration.start : duration.end]
            found.append((duration.start, Timing("rhythm", every=length, own_year=True, words=words)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _times(word: str | None) -> int:
    if word is None or word.lower() in ("once", "one time"):
        return 1
    named = {"twice": 2, "two times": 2, "three times": 3, "four times": 4, "five times": 5, "six times": 6}
    return named.get(" ".join(word.lower().split())) or int(re.sub(r"\D", "", word) or 1)


def _deadline(text: str, sentence: str) -> Timing | None:
    for duration in durations(text):
        ahead, behind = text[: duration.start], text[duration.end :]
        if re.match(r"\s*(?:old|of age|in length|long)\b", behind):
            continue
        before = _BEFORE.match(behind)
        at_least, within = _AT_LEAST.search(ahead), _WITHIN.search(ahead)
        after = (_AFTER if within else _LATER).match(behind)
        if before and (at_least or not after):
            how: How = "before"
            # "60 days' notice" is given before what the notice is of; that is the sentence's own matter.
            rest = behind[before.end() :]
        elif within or after:
            how, rest = "after", behind[after.end() :] if after else behind if behind[:1].isspace() else ""
        else:
            continue
        begin = (at_least or within).start() if at_least or within else duration.start  # type: ignore[union-attr]
        end = duration.end + (before.end() if how == "before" and before else after.end() if after else 0)
        words = re.split(r"[,;.]|\s(?:and|or)\s(?:shall|will|must)\b", rest, maxsplit=1)[0].strip()
        condition = _CONDITION.match(sentence)
        if not (
            after
            or (before and before["word"].lower() in ("before", "prior to", "ahead of", "in advance of"))
        ):
            words = condition["trigger"] if condition else words if after else ""
        trigger = _trigger(words or (condition["trigger"] if condition else ""), sentence)
        length = _length(duration)
        return Timing(
            how,
            length=length,
            minutes=None if length else round(duration.minutes()),
            trigger=trigger,
            words=" ".join(text[begin:end].split()),
            trigger_words=" ".join(words.split()),
        )
    return None


def _trigger(words: str, sentence: str) -> Trigger:
    if _START.search(words):
        return "start"
    if _END.search(words) and not re.search(r"\bmonth|quarter|week|day\b", words, re.IGNORECASE):
        return "end"
    if _INVOICE.search(words) and re.search(r"\b(?:pay|paid|payable|due|invoic)\w*", sentence, re.IGNORECASE):
        return "invoice"
    return "event"


def _length(duration: Duration) -> Length | None:
    """None for hours and minutes, and for parts of a unit."""
    if duration.unit in ("minute", "hour") or duration.amount != int(duration.amount):
        return None
    count = int(duration.amount)
    if duration.business and duration.unit in ("day", "week"):
        return Length(count * (5 if duration.unit == "week" else 1), "business_day")
    unit: Unit = {"quarter": "month"}.get(duration.unit, duration.unit)  # type: ignore[assignment]
    return Length(count * (3 if duration.unit == "quarter" else 1), unit)
