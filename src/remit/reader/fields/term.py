"""When the agreement begins and how long it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from remit.contract import TermField
from remit.reader.dates import dates
from remit.reader.durations import Duration, durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.renewal import AGREEMENT, MONTHLY, RENEWS
from remit.reader.fields.setting import Clause, Setting

_BEGINS = re.compile(
    r"effective (?:date|as of|from|on)|commenc\w+|\beffective\b|start(?:s|ing)?(?: date)?\b|take(?:s)? effect|has effect|with effect from|begin(?:s|ning)?\b|"
    r"entered into|made (?:and entered into )?(?:as of|on|this|the)|dated|executed (?:as of|at|on)|first day on which|valid|\bas of\b|runs? from|period from"
)
_STRONG = re.compile(
    r"effective date|commencement date|start date|commencement\s*:|effective (?:as of|from|on)|tak(?:es?|ing) effect|has effect|with effect from|"
    r"effective [a-z]+ \d|commenc\w+ on|begins? (?:on|at)|starts? on|runs? from|valid\b.{0,30} from|first day on which"
)
_MADE = re.compile(r"entered into|made|dated|executed|\bas of\b")
_OTHER_DATE = re.compile(
    r"sign(?:ed|ature)|last updated|revision|edition|version|expir|terminat|until|increase|fee shall|prices? |issued|posting|proposal date|price list|"
    r"\bdated\b.{0,60}(?:supersed|replac|amend)|privacy act|filed|printed|page \d"
)
_INITIAL = re.compile(
    rf"initial (?:\w+ )?(?:term|period)|first (?:term|stretch|period)|primary (?:period|term)|minimum (?:term|period|commitment)|original term|(?:contract|agreement|service|commitment) (?:term|period|length|duration)\b"
    rf"|\bterm (?:of|is|shall be|will be|runs)|(?:^|\|)\W*(?:term|period|duration)\s*[:|]|{AGREEMENT}\b[^.;]{{0,60}}\b(?:runs?|continues?|lasts?|remains?|shall be in (?:effect|force)|is valid|for a (?:\w+ )?(?:period|term)|be effective|subsist|is for)"
    r"|for (?:a|an) (?:\w+ )?(?:term|period) of|valid for|in (?:full )?(?:force|effect) for|commit(?:ted|ment)?\b[^.;]{0,30}\bfor\b"
)
_NOT_TERM = re.compile(
    r"confidential|warrant(?:y|ies)|invoice|surviv|backup|retention|retain|non-?solicit|solicit|audit|force majeure|liabilit|insurance|interest|credit|cure|remed|deliver|notice\b[^.;]{0,20}\bterminat|breach|refund|per month|claim|employ|"
    r"transition|disengag|records?\b|hire|poach|entice|probation|restore|increase|\bcosts?\b|rates?\b"
)


def read_term(setting: Setting) -> dict[str, TermField]:
    return {
        "effective_date": choose("effective_date", _begins(setting)),
        "initial_term_months": choose("initial_term_months", _initial(setting)),
    }


def _begins(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.masked.lower()
        context = f"{clause.heading.rsplit('/', 1)[-1]} {text}" if len(text) < 60 else text
        if not _BEGINS.search(context):
            continue
        found = dates(text, setting.dates)
        early = clause.segment.index < 25
        if not found:
            if clause.blank and re.search(
                r"(?:effective|commencement|start|service) date\W|(?:as of|dated|effective)\W{0,6}(?:the )?\u25a1",
                text,
            ):
                yield Candidate(None, clause, 0.6)
            continue
        for day in found:
            before = text[max(0, day.start - 45) : day.start]
            after = text[day.end : day.end + 45]
            score = 0.0
            if _STRONG.search(before) or re.match(
                r"[\s,*]*\(?(?:the |hereinafter |this )*[\s\"]*(?:effective|commencement|start)", after
            ):
                score = 0.88
            elif _MADE.search(before) and early:
                score = 0.72
            elif re.search(
                r"(?:begin|commenc|start)\w*(?: (?:on|at|from))?[^.;]{0,20}$", before
            ) and re.search(AGREEMENT, text):
                score = 0.68
            elif early and _BEGINS.search(text):
                score = 0.45
            if _OTHER_DATE.search(text[max(0, day.start - 70) : day.start]):
                score -= 0.4
            if re.match(
                r"\W*(?:whereas|recitals)|\"[^\"]{3,40} (?:agreement|sale|contract|order)\" means", text
            ):
                score -= 0.3
            if re.search(r"service start date|fee|warrant|price|invoice", before):
                score -= 0.2
            if clause.segment.kind == "heading":
                score -= 0.05
            if score > 0:
                yield Candidate(day.day.isoformat(), clause, score * (1.0 if day.certain else 0.5))


def _initial(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        # Label and value on one line: the heading or the row's first cell is the label.
        if not _INITIAL.search(text):
            continue
        if MONTHLY.search(text) and not durations(text):
            yield Candidate(1, clause, 0.7)
            continue
        found = [d for d in durations(text) if d.months is not None and d.unit not in ("day", "week")]
        if not found:
            if clause.blank and re.search(r"initial term|term of|period of|term\s*[:|]", text):
                yield Candidate(None, clause, 0.6)
            continue
        for duration in found:
            score = _initial_score(clause, text, duration)
            if score:
                yield Candidate(duration.months, clause, score)
    yield from _monthly_from_start(setting)
    yield from _between_dates(setting)


def _initial_score(clause: Clause, text: str, duration: Duration) -> float:
    before = text[: duration.start]
    around = text[max(0, duration.start - 200) : duration.end + 20]
    if _NOT_TERM.search(around) and not re.search(
        r"initial (?:term|period)|primary period|first term", around
    ):
        return 0.0
    cue = list(_INITIAL.finditer(text))
    nearest = min((duration.start - m.end() for m in cue if m.start() < duration.start), default=200)
    after = text[duration.end : duration.end + 40]
    if nearest > 110 and not re.match(r"\W*(?:initial|minimum)? ?(?:term|period)", after):
        return 0.0
    if not re.search(rf"{AGREEMENT}|\bit\b", text) and not clause.cells and ":" not in text:
        return 0.0
    if re.search(r"\b(?:and|or|plus) for (?:a (?:\w+ )?period of )?\W*$", before) and not re.search(
        r"continue|remain", before[-60:]
    ):
        return 0.0
    score = 0.65
    if re.search(
        r"(?:initial|first|primary|minimum|original)\b(?: \w+){0,2}?(?: \([^)]*\))?(?: of this \w+)?(?: (?:of|is|shall be|will be|runs?|begins?[^.;]{0,40}|commenc\w+[^.;]{0,40}|for))?\W*(?:\w+ ){0,4}$",
        before[-110:],
    ) or re.match(r"\W*(?:initial|minimum)", after):
        score += 0.2
    if re.search(r"\bterm\b|duration", clause.heading):
        score += 0.05
    named = re.match(r"[^.;]{0,30}\(?(?:the |this )?\"(?:initial )?(?:term|period)\"", after)
    renews = list(RENEWS.finditer(before))
    if named:
        score += 0.15
    elif (
        renews
        and duration.start - renews[-1].end() < 80
        and not re.search(r"initial|primary", before[renews[-1].end() :])
    ):
        score -= 0.5
    if re.search(
        r"notice|prior to|before|at least|within|days? (?:prior|before)|after", before[-25:]
    ) or re.match(r"[^.;]{0,15}notice", after):
        score -= 0.4
    if re.search(r"(?:preceding|previous|last|first|each) $", before[-12:]):
        score -= 0.3
    return max(score, 0.0)


_ORDINAL = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ANNIVERSARY = re.compile(
    rf"(?:until|on|to|through) the (?P<n>{'|'.join(_ORDINAL)})(?: \([^)]*\))? anniversary of (?:the |its |such )?(?:effective|commencement|start|date)"
)
_LASTS = re.compile(
    r"\bterm\b|\bperiod\b|\bvalid\b|duration|in (?:force|effect)|contract (?:is|runs|shall)|commenc|begin|effective"
)


def _between_dates(setting: Setting) -> Iterator[Candidate]:
    """A term from one date to another, or until an anniversary of its beginning."""
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading" or not _LASTS.search(text) or not re.search(AGREEMENT, text):
            continue
        anniversary = _ANNIVERSARY.search(text)
        if anniversary and re.search(r"\bterm\b|continue|remain", text):
            yield Candidate(12 * (_ORDINAL.index(anniversary["n"]) + 1), clause, 0.75)
        found = dates(text, setting.dates)
        for first, last in pairwise(found):
            joint = text[first.end : last.start]
            if len(joint) > 60 or not re.search(
                r"\b(?:to|through|until|and|till|ending|ends?|expir\w+|terminat\w+|thru)\b|-", joint
            ):
                continue
            days = (last.day - first.day).days + 1
            months = round(days / 30.4375)
            # A term is a whole number of months; other spans of dates are something else.
            if (
                months >= 1
                and abs(days - months * 30.4375) <= 3
                and not _NOT_TERM.search(text[: first.start][-60:])
            ):
                yield Candidate(months, clause, 0.66 if _INITIAL.search(text) else 0.5)


def _monthly_from_start(setting: Setting) -> Iterator[Candidate]:
    """A contract that runs from month to month from its first day."""
    for clause in setting:
        text = clause.own
        if (
            MONTHLY.search(text)
            and not re.search(
                r"\b(?:after|thereafter|then|following|end of|expir\w+|holdover)\b", text.split("until")[0]
            )
            and re.search(rf"{AGREEMENT}|\bit\b|\bcontinue|\bruns?\b", text)
        ):
            yield Candidate(1, clause, 0.55)
