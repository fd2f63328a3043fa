"""Law, precedence of documents, changes of terms, staff, subcontractors, and help at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.contract import TermField
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, MAY, MUST, NEAR, NOT, read, rule
from remit.reader.fields.setting import Setting

_ADJECTIVES = {
    "english": "England and Wales",
    "scottish": "Scotland",
    "scots": "Scotland",
    "irish": "Ireland",
    "australian": "Australia",
    "canadian": "Canada",
    "indian": "India",
    "south african": "South Africa",
    "south australian": "South Australia",
    "german": "Germany",
    "french": "France",
    "dutch": "Netherlands",
    "swiss": "Switzerland",
    "swedish": "Sweden",
    "danish": "Denmark",
    "israeli": "Israel",
}
_PLACE = r"(?P<place>(?:the\s+)?(?:(?:State|Commonwealth|Province|Republic|Territory|Kingdom)\s+of\s+)?(?:the\s+)?[A-Z][A-Za-z.]+(?:(?:\s+|,\s*)(?:and\s+|of\s+|the\s+)?[A-Z][a-zA-Z.]+){0,4})"
_LAW_OF = re.compile(
    rf"(?:(?i:\b(?:internal |substantive |domestic |federal )?laws?)(?:\s*,?\s*(?i:and regulations|and jurisdiction|rules|\(?excluding[^)]*\)?|in force))?\s+(?i:of|in(?: force in)?|for)|(?i:laws? and (?:the )?courts of))\s+{_PLACE}"
)
_PLACE_LAW = re.compile(r"\b(?P<place>[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?)\s+law\b(?!\s+(?:firm|enforcement))")
_GOVERNS = re.compile(
    r"govern|constru|interpret|appl(?:y|ies)|control|covers? our|subject to the law|in accordance with the laws?|law of this|decid"
)

_SUBJECT_GOVERNED = re.compile(
    r"(?:agreement|contract|order|terms|letter|\bit\b|msa|deed|arrangement|addendum|interpretation|validity|matters)\b[^;]{0,160}\b(?:govern|constru|interpret)|governing law|govern\w* (?:this|the|our)|governs\b"
)
_SOLICIT = r"(?:solicit\w*|hire\b|hiring\b|employ\b|employing\b|entic\w+|poach\w*|recruit\w*|induc\w+|engage\b|offer (?:work|employment|a position)|(?:offer|interfere)\w* with)"
_STAFF = r"(?:employees?|personnel|staff|people|person|technicians?|engineers?|workforce|consultants?|colleague|whom|contractors?)"
_SOLICIT_RULES = (
    rule(False, rf"(?:nothing|no)\b{GAP}(?:restrain|restrict|prevent|prohibit){GAP}{_SOLICIT}", 0.75),
    rule(
        True,
        rf"(?:{NOT}|refrain\w*|agrees? not to|without){GAP}{_SOLICIT}{NEAR}{_STAFF}",
        0.82,
        unless=r"employer|subcontract(?!or of)|employees? (?:shall|will) not be|not (?:be )?(?:deemed|considered)|discriminat|ensure that they hold|required to|qualified|debarred|inventor|benefits|customers of|certif",
    ),
    rule(True, r"(?:non-?solicit\w*|no[- ](?:hire|poach))", 0.6, own=True),
    rule(
        True,
        rf"{_SOLICIT}{NEAR}{_STAFF}{GAP}(?:recruit\w* fee|finder|placement|liquidated|damages|salary|compensation of)",
        0.62,
        unless=r"wages|provident|indemnif|benefits",
    ),
    rule(
        True,
        rf"{NOT}{GAP}{_SOLICIT}",
        0.7,
        under=r"solicit|hir|poach|restraint|employees",
        unless=r"discriminat|spam|activit|practice",
    ),
)
_DOCUMENTS = r"(?:agreement|order|schedule|exhibit|annex|sow|statement of work|addendum|attachment|msa|mmsa|document|terms|part [0-9]|booklet|clauses?|articles?|policy|dpa)"
_PRECEDENCE_RULES = (
    rule(
        True,
        r"order of (?:precedence|priority)|following (?:order|precedence)|(?:take|takes|have|has|shall have|taking) precedence|precedence over",
        0.86,
        unless=r"ticket|incident|priority [1-4]",
    ),
    rule(
        True,
        rf"(?:conflict|inconsisten|discrepan|ambiguit|disagree|at odds|contradict|cannot be reconciled|cannot be read together|differ){GAP}{GAP}(?:prevail|control|govern|carries the day|overrid|supersed|take)",
        0.84,
    ),
    rule(
        True,
        rf"{_DOCUMENTS}{GAP}(?:prevails?|shall prevail|will prevail|shall (?:control|govern)|overrides?|controls? over|will control){GAP}(?:over|to the extent|conflict|inconsisten|{_DOCUMENTS})?",
        0.66,
        unless=r"laws? of|governing law|prevailing (?:party|rate)|beyond|reasonable control",
    ),
    rule(True, r"(?:governed by|subject to)[^.;]{0,40}terms and conditions of the (?:master|main)", 0.6),
)
_CHANGE = r"(?:amend|modif\w+|chang\w*|alter\w*|vary|varied|revis\w+|update\w*|new edition|supplement)"
_TERMS = r"(?:terms|agreement|conditions|policy|page|booklet|msa|mmsa|contract|document|provision)"
_CHANGE_RULES = (
    rule(
        True,
        rf"<p>(?:'s)?{GAP}{MAY}{GAP}{_CHANGE}{GAP}(?:these|this|the|its|any|<p>'s)\b{GAP}{_TERMS}",
        0.82,
        unless=r"may (?:only )?be (?:amended|modified|changed)|mutual|both|by agreement|signed|written agreement|may not|only|change order|service schedule|fees?\b|price",
    ),
    rule(
        True,
        rf"<p>{GAP}{MAY}{GAP}(?:issue|post|publish){GAP}(?:new|revised|updated)",
        0.78,
        unless=r"may not|patch|upgrade",
    ),
    rule(
        True,
        rf"{_TERMS}{GAP}(?:may be|subject to){GAP}{_CHANGE}{GAP}(?:at any time|without (?:prior )?notice|by <p>|from time to time|by posting|(?:up)?on [^.;]{{0,20}}notice)",
        0.7,
        unless=r"signed|mutual|writing by both|both parties|only",
    ),
    rule(
        False,
        rf"(?:{NOT}|only|except)\b{GAP}(?:be )?{_CHANGE}{GAP}(?:sign|writing|written|both|agree|instrument|paper|hands)",
        0.8,
        unless=r"assign[^.;]{0,40}without|price",
    ),
    rule(
        False,
        r"(?:no|any|all) (?:\w+ )?(?:,? ?(?:amendment|modification|change|variation|waiver|alteration|addition)s?(?:,| or| and|,? ){0,3})+[^.;]{0,140}(?:sign|writing|written|both|mutual)",
        0.8,
        unless=r"change request|change order shall",
    ),
    rule(
        False,
        rf"(?:amend|change|variation|modif|vari)\w*{GAP}(?:signed by both|by both|mutual (?:written )?(?:consent|agreement)|signed by (?:<e>|the parties)|writing signed|signed letter|both sides|both sign|<c> sign)",
        0.82,
        unless=r"\bprice|fees\b",
    ),
    rule(False, rf"(?:only|effective)\b{NEAR}(?:when|if){NEAR}(?:agreed|signed){NEAR}(?:writing|both)", 0.6),
)
_SUBCONTRACT = r"(?:sub-?contract\w*|sub-?let|third[- ]part(?:y|ies) (?:to (?:perform|provide|deliver)|vendors?|contractors?|service providers? to)|contractors? (?:may be used|in place)|farm out|pass it to another|delegate|affiliates? (?:and|or) (?:through )?sub|perform through)"
_SUBCONTRACT_RULES = (
    rule(
        False,
        rf"(?:<p>|<n>|<e>|services?|work){GAP}(?:(?:shall|will|may|must|do|can|is|are)\s?(?:not|n't)|won't|don't|cannot|may not){GAP}{_SUBCONTRACT}",
        0.82,
        unless=r"be liable|relieve|responsible|unreasonably withheld or delayed; may|<c> (?:shall|will|may) not",
    ),
    rule(False, rf"<n>{GAP}{_SUBCONTRACT}", 0.72),
    rule(
        False,
        rf"{_SUBCONTRACT}{GAP}(?:{NOT}|without){GAP}(?:permission|consent|approval)",
        0.72,
        unless=r"may engage|may use|but may|shall not be",
    ),
    rule(
        True,
        rf"<p>{GAP}(?:{MAY}|uses?|engages?|shall provide, directly or){GAP}{_SUBCONTRACT}",
        0.84,
        unless=r"may not|shall not (?:use|engage|sub)",
    ),
    rule(
        True,
        rf"{_SUBCONTRACT}{GAP}(?:{MAY}|permitted|allowed|responsible for|remains? (?:responsible|liable)|only with|approval)",
        0.66,
        unless=r"may not|shall not (?:be|use)|<c>'s sub",
    ),
    rule(
        True,
        rf"(?:responsible|liable|answer\w*|bound|ensure)\b{GAP}sub-?contractors?",
        0.55,
        unless=r"<c>'s? (?:\w+ )?sub-?contractors|<c>, its|shall not",
    ),
    rule(
        True,
        r"(?:send|bring in|use) (?:a |an )?(?:trusted |outside )?(?:contractor|colleague|associate)",
        0.55,
    ),
)
_EXIT = r"(?:transition|hand[- ]?over|exit|disengage\w*|migrat\w+|transfer|orderly|successor|replacement (?:provider|supplier)|another (?:provider|supplier|designated)|new (?:provider|supplier)|incoming|next (?:provider|supplier|consultant)|whoever)"
_ENDING = r"(?:terminat\w+|expir\w+|\bend(?:s|ing)?\b|exit|way out|conclusion|disengage\w*)"
_EXIT_RULES = (
    rule(
        True,
        rf"<p>{GAP}{MUST}{GAP}(?:assist\w*|co-?operat\w*|help|support|provide|work with|hand|surrender|render|turn over|deliver|transfer){GAP}{_EXIT}",
        0.76,
        unless=r"risk of loss|title|data transfer|file transfer|<c> data (?:is|are)|personal information",
    ),
    rule(
        True,
        rf"{_ENDING}{GAP}(?:assist\w*|hand over|hand back|hands? (?:to|over)|turn over|surrender|co-?operat\w*|transition|transfer)",
        0.7,
        unless=r"fees?\b[^.;]{0,30}due|title|assign|payment|surviv|return (?:or destroy|all)|risk",
    ),
    rule(
        True,
        r"(?:transition|exit|disengagement|termination|hand[- ]?over|migration)[- ](?:assistance|services|support|help)\b",
        0.8,
        unless=r"no transition|not (?:be )?(?:required|obliged)|transition services agreement|termination support fee",
    ),
    rule(
        True,
        rf"(?:hand|surrender|return|turn|give){GAP}(?:passwords?|credentials|documentation|keys)",
        0.62,
        under=_ENDING,
        unless=r"<c> (?:shall|must|will)",
    ),
    rule(
        False,
        rf"<p>{GAP}(?:no (?:duty|obligation)|not (?:be )?(?:obliged|required)|no longer have to){GAP}(?:transition|assist|hand|transfer|provide)",
        0.6,
        under=_ENDING,
    ),
)


def read_legal(setting: Setting) -> dict[str, TermField]:
    return {
        "governing_law": choose("governing_law", _law(setting)),
        "non_solicitation": choose("non_solicitation", read(setting, _SOLICIT_RULES)),
        "order_of_precedence": choose("order_of_precedence", read(setting, _PRECEDENCE_RULES)),
        "provider_may_change_terms_unilaterally": choose(
            "provider_may_change_terms_unilaterally", read(setting, _CHANGE_RULES)
        ),
        "subcontracting_allowed": choose("subcontracting_allowed", read(setting, _SUBCONTRACT_RULES)),
        "exit_assistance": choose("exit_assistance", read(setting, _EXIT_RULES)),
    }


def _law(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.masked
        headed = bool(re.search(r"governing|\blaw\b|jurisdiction", clause.heading))
        if clause.segment.kind == "heading" or not (_GOVERNS.search(text.lower()) or headed):
            continue
        shouting = text.upper() == text
        seen = (
            text.title()
            .replace(" Of ", " of ")
            .replace(" And ", " and ")
            .replace(" The ", " the ")
            .replace(" Laws ", " laws ")
            if shouting
            else text
        )
        found = _LAW_OF.search(seen)
        governs = bool(_SUBJECT_GOVERNED.search(text.lower()))
        if found and re.search(
            r"(?:organi[sz]ed|existing|incorporated|chartered|registered|duly \w+)[^.;]{0,60}$",
            text[: found.start()].lower(),
        ):
            found = None
        if found:
            place = re.sub(r"^(?:the\s+)+", "", found["place"]).rstrip(" .,")
            place = re.split(
                r",?\s+(?:without|and (?:the )?(?:parties|courts|venue|any|all)|as |applicable|Applicable|Without|And (?:The )?(?:Parties|Courts))",
                place,
            )[0]
            if not re.match(
                r"(?:Australian |Singapore )?(?:Privacy|Data|Bankruptcy|Copyright|Agreement|Contract|Client|Provider|Services?)\b",
                place,
            ):
                yield Candidate(place, clause, 0.9 if governs else 0.75 if headed else 0.45)
            continue
        adjective = _PLACE_LAW.search(seen)
        if adjective and (
            headed or re.search(r"govern|appl(?:y|ies)|cover|control", text.lower()) or len(text) < 40
        ):
            name = adjective["place"]
            name = _ADJECTIVES.get(name.lower(), name)
            if name not in (
                "Applicable",
                "Common",
                "The",
                "Privacy",
                "Federal",
                "Consumer Law",
                "Local",
                "Such",
                "Australian Consumer",
                "Any",
                "By",
            ):
                yield Candidate(name, clause, 0.72)
        elif clause.blank and re.search(r"laws? (?:of|in)[^.;]{0,20}\u25a1", clause.own):
            yield Candidate(None, clause, 0.7)
    for clause in setting:
        short = re.fullmatch(r"(?:Governing law:?\s*)?([A-Z][a-z]+(?: [A-Z][a-z]+)?) law\.?", clause.masked)
        if short:
            yield Candidate(_ADJECTIVES.get(short[1].lower(), short[1]), clause, 0.7)
