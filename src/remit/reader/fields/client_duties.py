"""What the client must do or keep: contacts, answers, warranties, vendor support, backups, young hardware."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.contract import TermField
from remit.reader.durations import durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, MUST, NEAR, NOT, read, rule
from remit.reader.fields.setting import Setting

_DUTY = r"(?:client|customer|your|you|<c>|responsibilit|obligation|duties|need from|requirement|standards?|eligib|depend)"
_DEVICE = r"(?:hardware|equipment|devices?|servers?|computers?|endpoints?|workstations?|machines?|switches|firewalls?|desktops?|laptops?|pcs?|storage|infrastructure)"
_WARRANTY = r"(?:(?:manufacturer|maker|vendor)s?'?s?'? (?:\w+ )?(?:warrant(?:y|ies)|support|guarantees?)|(?:hardware )?(?:maintenance|support) (?:contract|agreement|plan|coverage)|under (?:a |an |the )?(?:\w+ ){0,3}warrant(?:y|ies)|warrant(?:y|ies))"
_KEEP = (
    r"(?:keep|kept|maintain(?:ed)?|be (?:covered|under)|renew|hold|carry|have|remain|obtain|purchase|ensure)"
)
_WARRANTY_RULES = (
    rule(
        False,
        rf"(?:{NOT}|not bound)(?: \w+){{0,6}}? (?:insist|require\w*|obliged?|bound|condition){GAP}(?:warrant(?:y|ies)|guarantees?|maintenance contract)",
        0.62,
        unless=r"<p> (?:makes|gives|warrants)|warranty of|represent",
    ),
    rule(
        False,
        rf"(?:rather|prefer|at liberty|recommend){GAP}(?:warrant(?:y|ies)|guarantees?){GAP}(?:{NOT}|not bound)",
        0.62,
    ),
    rule(
        True,
        rf"<c>{GAP}{MUST}{GAP}{_KEEP}{GAP}{_WARRANTY}",
        0.8,
        unless=r"represent|software|data warrant|authority",
    ),
    rule(
        True, rf"{_DEVICE}{GAP}(?:{MUST}|required|needs?){GAP}(?:{_KEEP}|under|covered){GAP}{_WARRANTY}", 0.8
    ),
    rule(True, rf"^\W*(?:\([a-z]+\)|\d+\.?)?\W*{_KEEP}{GAP}{_DEVICE}{GAP}{_WARRANTY}", 0.76, own=True),
    rule(True, rf"^\W*(?:\([a-z]+\)|\d+\.?)?\W*{_KEEP}{GAP}{_WARRANTY}{GAP}{_DEVICE}", 0.76, own=True),
    rule(
        True,
        rf"{_DEVICE}{GAP}(?:with (?:current |valid |active )?(?:manufacturer|vendor)s?'?s?'? support|under (?:a )?(?:current |valid )?(?:manufacturer's )?warranty)",
        0.66,
        under=_DUTY,
    ),
)
_SOFTWARE = r"(?:software|applications?|programs?|operating systems?|licen[cs]es?|line[- ]of[- ]business)"
_VENDOR_RULES = (
    rule(
        True,
        rf"<c>{GAP}{MUST}{GAP}{_KEEP}{GAP}(?:vendor|<p>|publisher|maker|software|licensor|manufacturer)s?'?s?'? (?:\w+ )?(?:support|maintenance)",
        0.8,
        unless=r"<c> (?:shall|will|must|may) not",
    ),
    rule(
        True,
        rf"{_SOFTWARE}{GAP}(?:{MUST}|kept|required){GAP}(?:(?:vendor|<p>)[- ]supported|supported by|under (?:maintenance|support)|current support|support (?:contract|agreement|subscription)|supported versions?|maintenance with)",
        0.78,
    ),
    rule(
        True,
        rf"^\W*(?:\([a-z]+\)|\d+\.?)?\W*(?:{_KEEP})\w*{GAP}(?:{_SOFTWARE}){GAP}(?:supported|support (?:contract|agreement|subscription)|vendor (?:support|relationship)|maintenance)",
        0.72,
        own=True,
    ),
    rule(
        True,
        rf"{_KEEP}{GAP}(?:support|maintenance|subscription)s?{NEAR}(?:from|with|by|for){GAP}(?:vendor|publisher|maker|licensor)",
        0.7,
        unless=r"<p> (?:shall|will) (?:maintain|keep|hold)",
    ),
    rule(
        True,
        rf"(?:no|without)\b{NEAR}(?:support|maintenance) (?:arrangement|contract|agreement){GAP}(?:publisher|vendor|maker)",
        0.55,
        unless=r"does not relieve",
    ),
    rule(
        False,
        rf"absence of a (?:maintenance|support) agreement{GAP}does not|not (?:required|obliged){GAP}vendor support",
        0.62,
    ),
)
_PERSON = r"(?:contacts?\b|representative|coordinator|liaison|point of contact|person\b|(?:\w+ )?manager\b|officers?\b|in-charge|head of it|(?:one|qualified|\(\d\)) (?:\w+ )?employees?|individual\b|administrator\b|\blead\b|directors?\b|delegate\b|staff member|authori[sz]ed (?:user|caller|person|contact|representative)s?)"
_NAME = r"(?:designat\w*|appoint\w*|nominat\w*|\bname\b|\bnames\b|assign\w*|identify|identif\w*|select|tell <p> (?:the )?(?:name|one)|specify)"
_CONTACT_RULES = (
    rule(
        True,
        rf"<c>{GAP}{MUST}{GAP}{_NAME}{GAP}{_PERSON}",
        0.84,
        unless=r"<p> (?:shall|will|must) (?:designate|appoint|assign|name)|employees? of <p>|access to <c>",
    ),
    rule(
        True,
        rf"^\W*(?:\([a-z0-9]+\)|\d+\.?|[a-z]\))?\W*(?:please )?(?:\(\d\) )?(?:designate|appoint|nominate|name|assign|identify|select|tell <p>|designating|appointing|naming|assigning|identifying)\b{GAP}{_PERSON}",
        0.76,
        own=True,
        unless=r"<p> (?:shall|will|must|agrees)|data protection officer",
    ),
    rule(True, rf"<e>{GAP}(?:{MUST}){GAP}{_NAME}{GAP}{_PERSON}", 0.62, unless=r"arbitrat|mediat|auditor"),
    rule(
        True,
        rf"<c>{GAP}{_NAME}s?{GAP}(?:contact|representative|coordinator|liaison|point of contact|authori[sz]ed)",
        0.66,
        unless=r"<p> (?:shall|will) (?:designate|appoint|assign)",
    ),
    rule(
        True,
        rf"(?:authori[sz]ed|designated|named|primary|technical) (?:\w+ )?(?:contact|representative|person|caller)s?{GAP}(?:shall|will|must|may|only|approve)",
        0.55,
        unless=r"<p>'s (?:designated|authori)",
    ),
    rule(
        True,
        rf"(?:tell|give|let) <p>{GAP}(?:name|one person|who it is)|(?:somebody|someone|one person){GAP}(?:approve|decide|instruct|reachable)",
        0.66,
    ),
)
_TIMELY = r"(?:timely|promptly?|in good time|without (?:undue )?delay|reasonable (?:time|period)|within|inside|as soon as|timely manner|quick|same day|immediately|in a day|failing which|timeframes?)"
_ANSWER = r"(?:respond\w*|respons\w*|repl(?:y|ies)|answer\w*|approv\w*|decision|provide|give|access|return|information|co-?operat\w*|feedback|review|confirm|render|grant|notify|report|decide|come back|furnish|acknowledg)"
_TIMELY_RULES = (
    rule(
        True,
        rf"(?:depend\w*|contingent|conditional|rel(?:y|ies)|subject to){GAP}<c>'s{NEAR}(?:timely|prompt)",
        0.66,
    ),
    rule(
        True,
        rf"<c>{GAP}{MUST}{GAP}(?:{_ANSWER}){GAP}{_TIMELY}",
        0.76,
        unless=r"\bpay\b|invoice|payment|terminat|<p> (?:shall|will) (?:respond|provide|use|promptly)|confidential|indemni|return (?:all|any)",
    ),
    rule(
        True,
        rf"<c>{GAP}{MUST}{GAP}{_TIMELY}{GAP}(?:{_ANSWER})",
        0.74,
        unless=r"\bpay\b|invoice|payment|terminat|confidential|indemni",
    ),
    rule(
        True,
        rf"(?:approv|decision|request|question|information|access){GAP}(?:{_TIMELY})",
        0.62,
        under=_DUTY,
        unless=r"<p> (?:shall|will|may|must)|pay",
    ),
    rule(
        True,
        rf"^\W*(?:\([a-z]+\)|\d+\.?|[a-z]\))?\W*(?:respond|answer|reply|provide|give|return|approve|render|questions|notify)\b{GAP}{_TIMELY}",
        0.68,
        own=True,
        unless=r"<p> (?:shall|will|must)|invoice|pay\b",
    ),
    rule(
        True,
        rf"(?:if|where|when)\b{NEAR}(?:<c>|access|approval|answer){GAP}(?:not (?:available|given|received|provided)|does(?:n't| not) (?:respond|reply|approve)|hear nothing|delay){GAP}(?:may|will|clock|target|no-show|extend|close)",
        0.62,
        unless=r"pay|invoice",
    ),
    rule(
        True,
        rf"(?:delay|failure|fail\w*)\b{GAP}<c>{GAP}(?:respond|provide|approv|information|access|report)",
        0.52,
        unless=r"pay\b|invoice|payment",
    ),
)
_BACKUP = r"(?:back(?:ing)?[- ]?ups?\b(?!\W*(?:or archival|contact|personnel|power|generator|representative|technical|line|internet|site))(?: of| all| copies)?|backed up|copies of (?:its|their|all|your) (?:data|files))"
_BACKUP_RULES = (
    rule(
        True,
        rf"<c>(?:'s)?{GAP}(?:{MUST}|sole(?:ly)?|responsib\w*|sees to|owns|runs?|(?:is|are) (?:solely )?responsible){GAP}{_BACKUP}",
        0.8,
        unless=r"<p> (?:shall|will|must|agrees to|is responsible)|not (?:be )?(?:responsible|required)",
    ),
    rule(
        True,
        rf"{_BACKUP}{GAP}(?:is|are|remains?|being|rests?|run by|shall be)\b{GAP}(?:<c>|own affair|responsibility of <c>|sole)",
        0.74,
        unless=r"<p> (?:shall|will) (?:be )?(?:responsible|run)|responsibility of <p>|<p>'s responsib",
    ),
    rule(
        True,
        rf"^\W*(?:\([a-z]+\)|\d+\.?|[a-z]\))?\W*(?:(?:maintain|ensur|keep|mak|perform|run|tak|verify)\w*{NEAR}{_BACKUP}|{_BACKUP} of)",
        0.7,
        own=True,
        under=_DUTY,
    ),
    rule(
        False,
        rf"<p>{GAP}(?:{MUST}|is (?:solely |alone )?responsible|alone){GAP}{_BACKUP}",
        0.66,
        unless=r"not (?:be )?(?:responsible|liable)|no (?:duty|obligation)|<c> (?:shall|must|is|will)[^.;]{0,60}back|unless|if |shall not|will not|no responsib",
    ),
    rule(
        False,
        rf"^\W*(?:\([a-z]+\)|\d+\.?)?\W*(?:ensure|perform|run|maintain|update|manage|monitor|provide)\w*{GAP}{_BACKUP}|{_BACKUP}{NEAR}(?:is ours|by <p>)",
        0.5,
        own=True,
        unless=_DUTY + r" (?:shall|must|is|are|agrees)|not",
    ),
)


def read_client_duties(setting: Setting) -> dict[str, TermField]:
    return {
        "device_age_limit_years": choose("device_age_limit_years", _age(setting)),
        "hardware_warranty_required": choose(
            "hardware_warranty_required", read(setting, _WARRANTY_RULES), least=0.5
        ),
        "vendor_support_required": choose("vendor_support_required", read(setting, _VENDOR_RULES), least=0.5),
        "client_contact_required": choose(
            "client_contact_required", read(setting, _CONTACT_RULES), least=0.5
        ),
        "client_must_respond_timely": choose(
            "client_must_respond_timely", read(setting, _TIMELY_RULES), least=0.5
        ),
        "client_responsible_for_backup": choose(
            "client_responsible_for_backup", read(setting, _BACKUP_RULES), least=0.5
        ),
    }


_AGE = re.compile(
    r"\b(?:old|older|age|aged|years? of (?:age|its|purchase|manufacture)|past (?:its|their)|manufactured|purchase(?:d)?|in service|from (?:the )?(?:date of )?(?:invoice|purchase|manufacture)|anniversary of (?:its|their) manufacture|since (?:its|their) (?:purchase|manufacture)|end of life)\b"
)


def _age(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if (
            clause.segment.kind == "heading"
            or not _AGE.search(text)
            or not re.search(rf"{_DEVICE}|item\b|anything|asset|machine", f"{clause.full} {clause.heading}")
        ):
            continue
        for duration in durations(text):
            if duration.unit not in ("year", "month") or not duration.months:
                continue
            years = duration.months / 12
            around = text[max(0, duration.start - 60) : duration.end + 60]
            if not 2 <= years <= 12 or not _AGE.search(around):
                continue
            score = (
                0.72
                if re.search(
                    r"more than|less than|older|not more|under|exceed|past|old\b|within|whichever|completed",
                    around,
                )
                else 0.5
            )
            if re.search(
                r"experience|persons?|persons under|warrant(?:y|ies) (?:of|for)|record|retain|insur", around
            ):
                score -= 0.4
            yield Candidate(int(years) if years == int(years) else years, clause, score)
        anniversary = re.search(
            r"(third|fourth|fifth|sixth|seventh|eighth) anniversary of (?:its|their) (?:manufacture|purchase)",
            text,
        )
        if anniversary:
            yield Candidate(
                ["third", "fourth", "fifth", "sixth", "seventh", "eighth"].index(anniversary[1]) + 3,
                clause,
                0.72,
            )
