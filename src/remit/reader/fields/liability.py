"""How far the provider answers: the cap, what kinds of loss it does not bear, and its insurance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.contract import TermField
from remit.reader.durations import durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, NOT, read, rule
from remit.reader.fields.setting import Setting
from remit.reader.money import amounts
from remit.reader.numbers import tidy

_LIABLE = re.compile(
    r"liabilit|\bliable\b|answers? for|responsib|\bowe <c>|pay <c>|damages|most (?:<p>|it|we)|claims?\b"
)
_LIMITS = re.compile(
    r"limited to|shall not exceed|not exceed|will not exceed|exceed|no (?:greater|more) than|not be (?:greater|more)|maximum|\bcap(?:ped)?\b|the most|stops? at|up to|restricted to|not to exceed|in excess of|aggregate|lesser of|greater of"
)
_POLICY = re.compile(
    r"(?:professional|public|general|product|employer'?s?'?|cyber|commercial|automobile|excess|umbrella) (?:\\w+ ){0,2}liability|liability (?:insurance|coverage|polic)|errors and omissions"
)
_FEES = re.compile(
    r"fees?\b|charges?\b|amounts?\b|sums?\b|paid\b|payable|price|value\b|consideration|contract sum|monthly"
)
_PAID = re.compile(
    r"(?:fees?|charges?|amounts?|sums?|price|compensation|total|monies|payments?)\b[^.;]{0,60}(?:paid|payable|received|owed|due)|(?:paid|payable)\b[^.;]{0,50}(?:by <c>|to <p>|for the|<p>|under)|what <c> paid|total fee|(?:price|cost) of the|value of the (?:contract|agreement|order)|contract(?:ual)? (?:value|price)|monthly (?:fees?|sums?)|one (?:month|year)"
)
_CONSEQUENTIAL = r"(?:consequential|indirect|special|incidental|knock[- ]?on|(?:loss|lost|loss of)\s*(?:of )?\(?(?:profits?|revenue|business|custom|goodwill|income|savings)|lost profits?|does not flow naturally|(?:loss|lost)[^.;]{0,30}profits?)"
_DATA = r"(?:(?:loss|losses|corruption|destruction|damage|unavailability|irrecoverab\w+|lost|deletion)(?:\s*(?:,|or|and|of|to|in|any|the|<[a-z]>(?:'s)?|corruption|damage|loss|irrecoverability|destruction|alteration|client|customer|such|its|your))*\s*(?:data|files|information|records)|data[- ]loss|lost data|loss of (?:\w+,? ){0,8}data\b|data (?:that|which)? ?(?:is|are|be|being)? ?(?:lost|corrupt|cannot|destroyed)|(?:data|files|information)[^.;]{0,25}(?:lost|corrupted|can't be)|altered data)"
_CONSEQUENTIAL_RULES = (
    rule(
        True,
        rf"(?:{NOT}|exclud|disclaim|no liability|free from){GAP}(?:liab|responsib|answer|claim|pay|recover){GAP}{_CONSEQUENTIAL}",
        0.88,
    ),
    rule(
        True, rf"(?:{NOT}|no event|circumstances){GAP}(?:liab|responsib|damages){GAP}{_CONSEQUENTIAL}", 0.86
    ),
    rule(
        True,
        rf"(?:liab|responsib)\w*{GAP}(?:does not|do not|excludes?|not (?:include|extend|cover)){GAP}{_CONSEQUENTIAL}",
        0.82,
    ),
    rule(
        True, rf"{_CONSEQUENTIAL}{GAP}(?:excluded|not (?:be )?(?:recoverable|liable|payable)|disclaimed)", 0.8
    ),
    rule(
        True,
        rf"{_CONSEQUENTIAL}",
        0.7,
        own=True,
        under=r"liab|risk|loss|damage|wrong",
        unless=r"(?:shall|will) (?:be liable|indemnify)|indemnif(?:y|ies)",
    ),
    rule(True, rf"{NOT}{GAP}(?:pays?|liab|answer|claim|responsib){GAP}{_CONSEQUENTIAL}", 0.8),
)
_DATA_RULES = (
    rule(
        False,
        rf"<p>{GAP}(?:shall|will|must|answers?|is liable|accepts){GAP}(?:compensate|reconstruct|make good|bear|re-?creat|answers?){GAP}(?:data|backup|loss)",
        0.72,
        unless=r"not|n't|no ",
    ),
    rule(
        True,
        rf"(?:<p>|<n>|we){GAP}(?:{NOT}|disclaims?){GAP}(?:liab|responsib|answer|accountab|pay){GAP}{_DATA}",
        0.86,
    ),
    rule(
        True,
        rf"(?:{NOT}|no event|disclaim|exclud\w+){GAP}(?:liab\w*|responsib\w*|damages){GAP}{_DATA}",
        0.84,
        unless=r"<c> (?:shall|will|is) not",
    ),
    rule(
        True,
        rf"(?:<n>|{NOT}){GAP}(?:liab|responsib){GAP}(?:consequential|indirect|special|incidental|profits?)[^.;]{{0,160}}\bdata\b",
        0.8,
    ),
    rule(
        True,
        rf"{_DATA}{GAP}(?:is|are|stays?|lies?|remains?|rests?)\b{GAP}(?:<c>|the account of|the risk of|<c>'s|yours|sole responsib)",
        0.72,
    ),
    rule(True, rf"<c>{GAP}(?:sole(?:ly)? |all |full )?(?:responsib|risk){GAP}{_DATA}", 0.76),
    rule(
        True,
        r"\b(?:loss|corruption|recovery) (?:or corruption )?of (?:any )?(?:\w+ )?data\b|loss of or damage to (?:any )?data",
        0.68,
        own=True,
        under=r"liab|exclu|risk|disclaim|limit",
    ),
    rule(
        True,
        rf"(?:not (?:be )?(?:held )?liable|not responsible|no liability|no responsibility){GAP}(?:data|backup)",
        0.7,
    ),
)
_INSURANCE_RULES = (
    rule(True, r"<p> (?:is|are|will be|shall be) (?:\w+ )?insured\b", 0.8),
    rule(
        False,
        rf"(?:{NOT}|no particular){GAP}(?:insurance|coverage){GAP}(?:promised|required|carr)",
        0.6,
        unless=r"less than|limited",
    ),
    rule(
        True,
        rf"(?:<p>|<e>|contractor|each party){GAP}(?:shall|will|must|agrees? to|maintains?|carr(?:y|ies)|holds?|keeps?|is insured|has|have|warrants|is required|obtain|procure|are covered){GAP}(?:insurance|insured|indemnity cover|coverages?\b|liability cover)",
        0.84,
        unless=r"<c> (?:shall|will|must|agrees to) (?:maintain|carry|obtain|keep|insure)|limited to[^.;]{0,40}insur|proceeds of|insurance (?:laws?|regulat|commission|department|business|products?)|required to insure",
    ),
    rule(
        True,
        r"(?:professional indemnity|public liability|professional liability|errors[ -]and[ -]omissions|general liability|cyber|workers'? compensation|property insurance|product liability)[^.;]{0,80}(?:insurance|cover|\$|£|€|million|indemnity)",
        0.68,
        unless=r"<c> (?:shall|will|must|agrees to) (?:maintain|carry|obtain|keep)|limited to",
    ),
    rule(
        True,
        rf"maintain{GAP}insurance",
        0.7,
        own=False,
        unless=r"<c> (?:shall|will|must|agrees to|is responsible)",
    ),
    rule(
        True,
        r"insurance (?:of|with|in the amount|coverage|polic)|certificates? of insurance",
        0.55,
        under=r"insur",
        unless=r"<c> (?:shall|will|must|agrees)",
    ),
)


def read_liability(setting: Setting) -> dict[str, TermField]:
    caps = list(_caps(setting))
    cap = choose(
        "liability_cap", [Candidate(c.value[0] if c.value else None, c.clause, c.score) for c in caps]
    )
    same = [c for c in caps if c.value and c.value[0] == cap.value and c.value[1] is not None]
    value = choose("liability_cap_value", [Candidate(c.value[1], c.clause, c.score) for c in same])
    return {
        "liability_cap": cap,
        "liability_cap_value": value,
        "consequential_loss_excluded": choose(
            "consequential_loss_excluded", read(setting, _CONSEQUENTIAL_RULES)
        ),
        "data_loss_liability_excluded": choose("data_loss_liability_excluded", read(setting, _DATA_RULES)),
        "provider_insurance_required": choose("provider_insurance_required", read(setting, _INSURANCE_RULES)),
    }


def _caps(setting: Setting) -> Iterator[Candidate]:
    """(kind of cap, value): a sentence that limits liability, or the items that its limit is split over."""
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading":
            continue
        headed = bool(re.search(r"liab|limit|risk|wrong|cap\b", clause.heading))
        full = clause.full
        if not (_LIABLE.search(full) or headed) or not _LIMITS.search(full):
            continue
        if not re.search(r"liab|most|owe|damages|answers? for|claim|cap\b", full):
            continue
        if _POLICY.search(text):
            continue
        if re.search(
            r"insurance (?:of|with|in an amount|coverage) |per occurrence|per claim|invoice|interest|late (?:fee|payment)|service credit|travel|expens|increase|maintain\b[^.;]{0,60}insurance",
            text,
        ) and not re.search(r"aggregate liab|total (?:\w+ )?liab|liability (?:is|shall|will)|liable", full):
            continue
        led = clause.lead and not re.search(r"liab", text)
        score = 0.55 + 0.1 * headed
        if re.search(
            r"(?:total|aggregate|maximum|entire|cumulative|overall)[^.;]{0,30}liab|liab\w*[^.;]{0,60}(?:limited|exceed|restricted|capped|greater|stops)|the most",
            full,
        ):
            score += 0.2
        if led:
            score -= 0.05
        kind = _cap_kind(text if led else full, text)
        if kind:
            if kind[0] == "amount" and re.search(
                r"except|other than claims|for (?:breach of|personal)|super|property damage|indemnif",
                text[:60],
            ):
                score -= 0.15
            yield Candidate(kind, clause, min(score, 0.92))
        elif clause.blank and re.search(r"\u25a1", text) and re.search(r"liab", full):
            yield Candidate(None, clause, 0.5)
    for clause in setting:
        if re.search(
            r"(?:no (?:cap|limit)|unlimited|without limit)[^.;]{0,40}(?:liab)|liab\w*[^.;]{0,40}(?:is|are|be|shall be) (?:unlimited|uncapped|without limit|not limited\b)",
            clause.own,
        ):
            exception = re.search(
                r"death|fraud|personal injury|except|indemnit|confidential|wilful|law|statut", clause.full
            )
            yield Candidate(("none", None), clause, 0.3 if exception else 0.6)


def _cap_kind(text: str, own: str) -> tuple[str, int | float | None] | None:
    spans = [d for d in durations(text) if d.months is not None and d.unit != "week"]
    spans = [
        d
        for d in spans
        if re.search(
            r"paid|payable|fees?|charges?|preced|prior|before|previous|month",
            text[max(0, d.start - 90) : d.end + 60],
        )
    ]
    money = amounts(text)
    months = spans[0].months if spans else None
    paid = _PAID.search(text)
    if months is not None and (paid or _FEES.search(text)):
        # "the greater of twelve months of fees or $50,000": the months come first.
        return "months_of_fees", months
    if (
        re.search(r"(?:year|contract year|twelve months)\b", text)
        and paid
        and not money
        and re.search(
            r"value of the year|for that year|in (?:that|the|such) (?:contract )?year|annual|previous year|preceding year",
            text,
        )
    ):
        return "months_of_fees", 12
    if (
        re.search(r"insur", text)
        and not money
        and re.search(r"proceeds|recover|insured sum|limits? of|coverage", text)
        and not paid
    ):
        return "insurance", None
    limited = [a for a in money if not any(p in ("hour", "user") for p in a.per)]
    if limited:
        return "amount", tidy(limited[0].amount)
    if paid:
        return "fees_paid", None
    if re.search(r"cap amount|general cap|liability cap\b", own):
        return "amount", None
    return None
