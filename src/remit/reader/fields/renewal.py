"""How the agreement goes on after its term: renewal, its length, and the notice that prevents it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.contract import TermField
from remit.reader.durations import Duration, durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.setting import Setting

AGREEMENT = r"(?:agreement|contract|deed|order|term|arrangement|retainer|service attachment|msa|mmsa|letter|membership|booking|services?|support|period|engagement|subscription|attachment|addendum|maintenance)"
RENEWS = re.compile(
    r"\brenew|\bextend(?:ed|s)?\b(?! beyond)|extension|prolong|rolls? (?:over|on)|rollover|carr(?:y|ies) on|continues? (?:on a|from)|goes on|further (?:term|period|year|twelve)|additional (?:term|period|year|one)|successive|year[- ]to[- ]year|month[- ]to[- ]month|afresh"
)
MONTHLY = re.compile(
    r"month[- ]to[- ]month|from month to month|one month at a time|month[- ]by[- ]month|monthly (?:rolling|basis)|(?:basis|each|every) month by itself|rolling monthly"
)
_AUTOMATIC = re.compile(
    r"auto\w*[- ]?renew|renew\w*[^.;]{0,40}(?:automatic|of its own force|by itself)|automatic\w*[^.;]{0,40}(?:renew|exten|continu|roll)|(?:shall|will) (?:then |thereafter )?(?:be (?:automatically )?(?:renewed|extended)|renew|roll)|(?:shall|will) (?:then|thereafter) continue|(?:shall|will) continue (?:on a|for success|for further|year|thereafter)|rolls? (?:over|on)|"
    r"thereafter renews|(?:it|agreement|order|term) (?:then )?(?:renews|continues|goes on)|then renews|evergreen|year[- ]to[- ]year"
)
_AGREED = re.compile(
    r"may (?:be )?(?:\w+ )?(?:renew|exten|prolong)|option to (?:renew|extend)|(?:renew|exten[ds]|prolong)\w*[^.;]{0,60}(?:mutual|written agreement|agree|by both|signed|at (?:the|its) (?:sole )?option)|(?:mutual|written) (?:consent|agreement)[^.;]{0,50}(?:renew|exten(?:d|sion))|"
    r"right to (?:renew|extend)|may, at (?:its|their) (?:sole )?option|further term requires|negotiat\w+[^.;]{0,30}renew|at the (?:sole )?option of"
)
_NONE = re.compile(
    r"(?:no|not|nor)\b[^.;]{0,40}(?:renew|exten(?:d|sion)|right of renewal)|then (?:lapses|ends|expires)|expires? (?:automatically|without)|ends? on its own|does not renew|stands alone|no contract period|one[- ]off"
)
_OTHER_RENEWAL = re.compile(
    r"licen[cs]es? renew|domain|certificat|warrant(?:y|ies)|renew\w* (?:the )?(?:manufacturer|warrant|licen|subscription|insur)|"
    r"to the extent|extend(?:s|ed)? (?:beyond|to|hours|time)|insurance"
)
_ABOUT_TERM = re.compile(
    r"agreement|contract|\bterm|renew|order\b|deed|retainer|arrangement|membership|attachment|\\bit\\b|thereafter|after that"
)
_NON_RENEWAL = re.compile(
    r"(?:prior to|before|in advance of|preceding)[^.;]{0,60}(?:end|expir|renew|anniversar|terminat|roll|run(?:s)? out|then[- ]current|due to lapse|lapse|conclusion|completion)|non[- ]?(?:renew|exten)|not (?:to |be )?(?:renew|exten)|"
    r"intent(?:ion)? (?:not )?to (?:terminate|renew|cancel)|unless[^.;]{0,80}notice|(?:until|unless) (?:either|one|<e>|<c>)"
)


def read_renewal(setting: Setting) -> dict[str, TermField]:
    return {
        "renewal": choose("renewal", _renewals(setting)),
        "renewal_term_months": choose("renewal_term_months", _renewal_terms(setting)),
        "non_renewal_notice_days": choose("non_renewal_notice_days", _non_renewal(setting)),
    }


def _renewals(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading" or not (
            RENEWS.search(text) or _NONE.search(text) or MONTHLY.search(text)
        ):
            continue
        about = bool(re.search(rf"{AGREEMENT}|\bit\b|\bthat\b|renewal", text))
        if not (about and not _OTHER_RENEWAL.search(text)) and not re.search(
            r"automatically renew|renewal term", text
        ):
            continue
        term = bool(re.search(r"term|renew|duration|length|period|leave", clause.heading))
        bonus = 0.08 if term else 0.0
        automatic, monthly, agreed, none = (
            bool(p.search(text)) for p in (_AUTOMATIC, MONTHLY, _AGREED, _NONE)
        )
        if (
            automatic
            and not monthly
            and (RENEWS.search(text))
            and not re.search(r"(?:not|no) (?:be )?(?:automatically )?renew", text)
        ):
            strong = bool(
                re.search(r"automatic|auto-?renew|own force|rolls? (?:over|on)|successive|unless", text)
            )
            yield Candidate("automatic", clause, (0.85 if strong else 0.6) + bonus)
        elif monthly:
            yield Candidate("month_to_month", clause, 0.72 + bonus)
        elif none and re.search(r"renew|exten|lapse|term|contract period|on its own", text) and not agreed:
            yield Candidate("none", clause, 0.55 + bonus)
        elif agreed:
            yield Candidate("by_agreement", clause, 0.7 + bonus)
        elif re.search(r"\brenewal\b", text) and clause.cells and re.search(r"auto", text):
            yield Candidate("automatic", clause, 0.8)


def _renewal_terms(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading" or not RENEWS.search(text):
            continue
        if re.search(r"warrant|licen[cs]e renew|insurance|domain", text) and "automatic" not in text:
            continue
        if re.search(
            r"year[- ]to[- ]year|(?:success|additional|further|consecutive|subsequent)\w* (?:annual|yearly) (?:term|period)",
            text,
        ):
            yield Candidate(12, clause, 0.85)
        elif MONTHLY.search(text):
            yield Candidate(1, clause, 0.8)
        for duration in durations(text, articles=True):
            if duration.months is None:
                continue
            before = text[: duration.start]
            after = text[duration.end : duration.end + 50]
            if re.match(r"[^.;]{0,20}initial term", after) or not _ABOUT_TERM.search(
                f"{text} {clause.heading}"
            ):
                continue
            cue = [m for m in RENEWS.finditer(before) if duration.start - m.end() < 90]
            follows = re.match(
                r"\W*(?:\(auto|auto|renew|extension|each|terms?\b|periods?\b|at a time|automatic)", after
            )
            if not cue and not follows:
                continue
            if re.search(r"notice|prior|before", text[duration.end : duration.end + 25]) or re.search(
                r"(?:before|prior to|within|least|fewer than|more than|than) $", before[-12:]
            ):
                continue
            score = (
                0.8
                if re.search(
                    r"success|additional|further|another|consecutive|periods? of|terms? of|renew",
                    before[-60:] + after[:20],
                )
                else 0.6
            )
            if re.search(r"initial term (?:of|is|shall)", before[-40:]):
                score -= 0.4
            if clause.cells and re.search(r"renew", clause.cells[0].lower()):
                score = 0.85
            yield Candidate(duration.months, clause, score)
        if clause.blank and re.search(r"renew[^.;]{0,60}\u25a1", text):
            yield Candidate(None, clause, 0.5)


def _non_renewal(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading":
            continue
        monthly = any(MONTHLY.search(c.own) for c in setting.near(clause, 2, 1))
        renewing = bool(RENEWS.search(clause.full) or re.search(r"renew", clause.heading))
        if not (_NON_RENEWAL.search(text) and re.search(r"notice|notif|writ|tell|warn|advis", text)) and not (
            monthly and re.search(r"notice", text)
        ):
            continue
        for duration in durations(text, articles=monthly):
            days = duration.days
            if days is None or days > 400 or not _is_notice(text, duration):
                continue
            ends = bool(
                re.search(
                    r"(?:prior to|before|in advance of)[^.;]{0,50}(?:end|expir|renew|anniversar|roll|run|current|lapse)|notice|non",
                    text[duration.end : duration.end + 80],
                )
            )
            score = 0.0
            if renewing and _NON_RENEWAL.search(text):
                score = 0.85 if ends else 0.6
            elif (
                re.search(r"end of (?:the|any|each|a|its) [^.;]{0,40}(?:term|period)|expir", text)
                and ends
                and _NON_RENEWAL.search(text)
            ):
                score = 0.7
            elif (
                monthly
                and re.search(r"end|cancel|terminat|stop", text)
                and not re.search(r"breach|remed|cure|fail", text)
            ):
                score = 0.5
            if re.search(
                r"price|fees? (?:may|will|shall)|increase|adjust",
                text[max(0, duration.start - 80) : duration.start],
            ):
                score -= 0.4
            if re.search(
                r"not more than $|nor more than $|not earlier than $|more than $",
                text[max(0, duration.start - 16) : duration.start],
            ):
                score -= 0.3
            yield Candidate(days, clause, score)
        if (
            clause.blank
            and renewing
            and re.search(r"\u25a1[^.;]{0,30}(?:days|before|prior)|at least \u25a1", text)
        ):
            yield Candidate(None, clause, 0.5)


def _is_notice(text: str, duration: Duration) -> bool:
    """Whether it is the length of a notice ("on 30 days' notice", "notice of at least 60 days", "90 days before the end")."""
    after = text[duration.end : duration.end + 55]
    before = text[max(0, duration.start - 60) : duration.start]
    if re.search(
        r"dispute|negotiat|insur|policy|coverage|invoice|breach",
        text[max(0, duration.start - 120) : duration.end + 60],
    ):
        return False
    return bool(
        re.match(
            r"[\s'’*]*(?:\w+[\s,'*]+){0,3}?(?:prior|before|in advance|advance|notice|warning|from the end|ahead)",
            after,
        )
        or re.search(r"notice\b[^.;]{0,40}$", before)
    )
