"""Ending the agreement: without cause, at a price, or for a breach that is not cured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from remit.contract import TermField
from remit.reader.durations import durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, MAY, NEAR, NOT, read, rule
from remit.reader.fields.setting import Clause, Setting

_ENDS = re.compile(
    r"\bterminat(?:e|es|ed)\b|\bcancel(?:s|led|ed)?\b|\bend(?:s|ed|ing)?\b(?! users?| of| date)|\bwithdraw\b|\bdetermine (?:this|the)|\bleave\b|\bstop (?:by|at|on)|\bwind up\b|\bget out\b|\bgive (?:\w+ )?notice to quit"
)
_CONVENIENCE = re.compile(
    r"for (?:its |their )?(?:own )?convenience|without (?:showing |giving |stating |any |good )*(?:cause|reasons?)|with or without cause|(?:for|of) any (?:or no )?reason\b|(?:any|no) reason\b|for none\b|at (?:its|their) (?:sole )?(?:discretion|will)\b|"
    r"whenever (?:<c>|<e>|it|they) (?:like|wish|choose)|any day|at will\b|for reasons? of its own|for convenience"
)
_FREE = re.compile(
    r"at any time|by giving|(?:up)?on (?:giving )?[^.;]{0,50}notice|with [^.;]{0,50}notice|notice\b"
)
_CAUSE = re.compile(
    r"breach|default|insolven|bankrupt|fail(?:s|ure|ed)?\b|non-?payment|not paid|unpaid|overdue|liquidat(?!ed)|force majeure|if <o>|cure|remed|receiver|material(?:ly)?\b|abusive|illegal|change of control|misconduct|violat|infring|past due|late|cause occurs"
)
_ABOUT = re.compile(
    r"agreement|contract|service|order|arrangement|retainer|membership|\bit\b|\bthis\b|term|attachment|deed|\bmsa\b|mmsa|sow\b|letter|booking|account|subscription|\bplan\b|matters|in whole"
)
_NOT_THIS = re.compile(
    r"employ|appointment|(?:third|sub)[- ]?part(?:y|ies)' |meeting|licen[cs]es? (?:is|are|will)|surviv|upon (?:the )?(?:expir\w+ or )?terminat\w+(?: or expir\w+)? ?(?:of|,)|obligation|sprint|remote|session|third[- ]party services|user account|effective terminat"
)
_NEGATED = re.compile(
    r"<n>[^.;]{0,40}(?:may|shall|can|has|have)|(?:may|shall|can|will|does|do|is|are)\s?(?:not|n't)\b[^.;]{0,50}(?:terminat|cancel|end|withdraw|determin|leave|right|at liberty)|may not\b|no (?:\w+ )?right|cannot|(?<!or )no right to|not be at liberty|only (?:for|in accordance)"
)
_RENEWAL = re.compile(
    r"unless[^.;]{0,60}notice|renew|non-?exten|prior to the (?:end|expir)|before the (?:end|expir)|then[- ]current"
)
_CASES = re.compile(
    r"(?:\bif\b|following (?:cases|events|circumstances)|in the event|where|upon the occurrence)[^.;]{0,60}[:,]?$|\bif any of\b|in the event (?:that|of)"
)
_NO_SUCH = re.compile(r"no (?:corresponding|equivalent|such|similar|like|reciprocal) (?:right|entitlement)")

_FEE_RULES = (
    rule(
        True,
        r"early[- ](?:termination|cancell?ation|exit)[- ](?:fee|charge|payment|penalt)",
        0.85,
        unless=r"(?:without|no) (?:any )?early|none\b",
    ),
    rule(
        True,
        r"(?:terminat|cancell?ation)\w*[- ](?:fee|charge|payment)s?\b",
        0.72,
        unless=r"(?:without|no|nor)\b[^.;]{0,30}(?:terminat|cancell?ation)\w*[- ](?:fee|charge|payment)",
    ),
    rule(
        True,
        rf"(?:terminat|cancel|withdraw|leav|abandon|\bend(?:s|ed|ing)?\b){GAP}(?:pay|owe|liable|due|payable){GAP}(?:remain|balance|remainder|unexpired|rest of|left|liquidated|% of|percent\b|per cent\b|two months|sum equal|months? of)",
        0.8,
        unless=r"shall not|no penalty|without penalty",
    ),
    rule(
        True,
        rf"(?:pay|owe|liable|due|payable){GAP}(?:remain|balance of|remainder|unexpired|each month left|for the months left){GAP}(?:term|period|month|those)",
        0.6,
        unless=r"renew",
    ),
    rule(True, r"liquidated damages", 0.62, unless=r"solicit|hire|employ|delay|service level"),
    rule(
        True,
        rf"cancell?ed with less|cancellation fee{GAP}payable|early release (?:fee|charge)|break (?:fee|costs?)|buy-?out",
        0.6,
    ),
    rule(
        False,
        rf"(?:without|no|not|nor|neither)\b{NEAR}(?:penalt(?:y|ies)|(?:termination|cancell?ation|exit|early)[- ]\w*\s?(?:fee|charge)|fee\b{NEAR}(?:ending|leaving|cancel|terminat))",
        0.72,
        unless=r"and not (?:as )?a penalty|subject to payment|dispute|immediately without penalty|<p> (?:may|will|can)[^.;]{0,30}without",
    ),
    rule(
        False,
        rf"(?:terminat|cancel|\bend\b|stop){GAP}without (?:\w+ ){{0,4}}(?:fee|charge|penalty|cost|compensation|payment)",
        0.78,
        unless=r"subject to payment",
    ),
    rule(
        False,
        r"nothing (?:beyond|more|further|else)[^.;]{0,60}(?:payable|due|owe)|pay up to the last day|without payment other than",
        0.65,
    ),
)


def read_termination(setting: Setting) -> dict[str, TermField]:
    rights = [r for c in setting for r in _rights(setting, c)]
    client = [Candidate(v, c, s) for who, v, c, s in rights if who == "client"]
    provider = [Candidate(v, c, s) for who, v, c, s in rights if who == "provider"]
    field = choose("client_may_terminate_for_convenience", client)
    notice = (
        choose("client_convenience_notice_days", _notice(client))
        if field.value is True
        else TermField(confidence=0.7, state="silent")
    )
    return {
        "client_may_terminate_for_convenience": field,
        "client_convenience_notice_days": notice,
        "provider_may_terminate_for_convenience": choose("provider_may_terminate_for_convenience", provider),
        "early_termination_fee": choose("early_termination_fee", read(setting, _FEE_RULES)),
        "cure_period_days": choose("cure_period_days", _cure(setting)),
    }


_Who = Literal["client", "provider"]


def _rights(setting: Setting, clause: Clause) -> Iterator[tuple[_Who, bool, Clause, float]]:
    if clause.segment.kind == "heading":
        return
    text, own = clause.full, clause.own
    headed = bool(re.search(r"convenience|without cause", clause.heading))
    if _NO_SUCH.search(own):
        around = " ".join(c.own for c in setting.near(clause, 2, 0))
        if _ENDS.search(around):
            who: _Who = "provider" if "<p>" in own else "client"
            yield who, False, clause, 0.85
        return
    giving = re.search(r"(?:up)?on (<[pce]>)(?:'s)? giving[^.;]{0,60}notice", text)
    if giving and re.search(r"terminat", f"{text} {clause.heading}") and not _CAUSE.search(own):
        for side in _sides(giving[1]):
            yield side, True, clause, 0.7
        return
    ends = _ends(text)
    if not ends or not _ABOUT.search(text):
        return
    convenience = bool(_CONVENIENCE.search(text)) or headed
    if not convenience and (_NOT_THIS.search(text) or _CAUSE.search(text)):
        return
    if _CAUSE.search(own) and not _CONVENIENCE.search(own):
        return
    if not convenience and (not _FREE.search(text) or _CASES.search(own)):
        return
    if (
        not convenience
        and _RENEWAL.search(own)
        and not re.search(r"at any time|until (?:<e>|<c>|either)", own)
    ):
        return
    negated = bool(_NEGATED.search(text)) and not re.search(r"any or no reason|no reason", text)
    score = 0.85 if convenience else 0.72 if re.search(r"at any time", text) else 0.6
    if not re.search(r"terminat|cancel|leave|end|exit|duration|term", clause.heading):
        score -= 0.05
    if re.search(r"\border\b|\bsow\b|sprint|statement of work|project|booking", text) and not re.search(
        r"agreement|contract", text
    ):
        score -= 0.1
    if negated and not convenience:
        if not re.search(r"<n>|may not|no right|cannot|shall not", text):
            return
        score = 0.55
    for who in _subjects(text, ends):
        yield who, not negated, clause, score


def _ends(text: str) -> re.Match[str] | None:
    """The verb that ends the agreement, where somebody may do so; a mere mention of termination is none."""
    for match in _ENDS.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if re.search(
            r"(?:up)?on (?:any |the |such |expir\w+ or )?$|(?:after|following|of|effect of|event of) (?:any |the |such )?$",
            before,
        ):
            continue
        if re.search(rf"(?:{MAY}|\bto\b|right of|{NOT}|elect\w*|bring){NEAR}$", before) or re.search(
            r"^[^.;]{0,60}\b(?:by|on|with)\b[^.;]{0,50}notice|^[^.;]{0,40}for convenience",
            text[match.end() :],
        ):
            return match
    return None


def _subjects(text: str, ends: re.Match[str]) -> list[_Who]:
    """Whose right it is: the party named last before the verb, or after "by" where the verb is passive."""
    both: list[_Who] = ["client", "provider"]
    before = text[: ends.start()]
    passive = re.search(r"\bby (<[pcen]>)", text[ends.end() : ends.end() + 60])
    if passive and re.search(r"(?:be|is|are) $", before[-5:]):
        role = passive[1]
    else:
        named = re.findall(r"<[pcen]>(?!'s)", before)
        if not named:
            after = re.findall(r"<[pcen]>(?!'s)", text[ends.end() : ends.end() + 80])
            named = after[:1]
        if not named:
            return []
        role = named[-1]
        if re.search(r"<p> (?:or|and) <c> [^<]*$|<c> (?:or|and) <p> [^<]*$", before):
            return both
    return _sides(role)


def _sides(role: str) -> list[_Who]:
    if role in ("<e>", "<n>"):
        return ["client", "provider"]
    return ["client"] if role == "<c>" else ["provider"]


def _notice(rights: list[Candidate]) -> Iterator[Candidate]:
    for right in rights:
        if right.value is not True:
            continue
        text = right.clause.own
        for duration in durations(text, articles=True):
            after = text[duration.end : duration.end + 60]
            before = text[max(0, duration.start - 45) : duration.start]
            if duration.days is not None and (
                re.match(r"[\s'’]*(?:\w+[\s,']+){0,4}(?:notice|warning|e-?mail)", after)
                or re.search(r"notice|warning", before)
            ):
                yield Candidate(duration.days, right.clause, right.score)
                break


_BREACH = re.compile(
    r"breach|default|violat|contrary|fail(?:s|ed|ure)? to (?:perform|comply|fulfil|observe)|breaks?\b|non-?performance"
)
_CURES = re.compile(
    r"\bcur(?:e|es|ed|ing)\b|remed(?:y|ied|ies|iable)|rectif|\bput(?:s|ting)? (?:it |that |things )?right|set (?:it )?right|mend|correct|\bfix|uncured|continues? (?:for|unremed|uncor)|unremedied|continuing|that continues"
)


def _cure(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading" or not _CURES.search(text):
            continue
        breach = bool(_BREACH.search(clause.full))
        if not breach and not re.search(r"terminat|default", clause.heading):
            continue
        if re.search(r"warrant(?:y|ies)|defect|deliverable|bug\b|error correction", text) and not re.search(
            r"breach|terminat", text
        ):
            continue
        material = bool(
            re.search(
                r"material|serious|important|substan|badly|terminat|fundamental|end (?:this|the|it|matters)|obligations?",
                clause.full,
            )
        )
        for duration in durations(text):
            if duration.days is None:
                continue
            gap = min((abs(m.start() - duration.start) for m in _CURES.finditer(text)), default=999)
            near = text[max(0, duration.start - 90) : duration.end + 30]
            payment = bool(re.search(r"pay(?:ment)?\b|invoice|fees", near)) and not re.search(
                r"other than|material", near
            )
            score = 0.55 + 0.15 * material + 0.1 * breach + (0.1 if gap < 70 else 0) - 0.25 * payment
            if re.search(r"terminat|default|end\b|leave|breach", clause.heading):
                score += 0.05
            if re.match(
                r"[^.;]{0,20}(?:after (?:the )?terminat|prior written notice of terminat)",
                text[duration.end :],
            ):
                score -= 0.3
            yield Candidate(duration.days, clause, min(score, 0.92))
