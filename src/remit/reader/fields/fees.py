"""What the client pays regularly, by what measure, and how prices may change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from remit.contract import TermField
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.fee_model import DEVICES, RECURRING, USERS, fee_models
from remit.reader.fields.rule import GAP, read, rule
from remit.reader.fields.setting import Clause, Setting
from remit.reader.money import Amount, amounts

_FEE = re.compile(
    r"base (?:fee|charge)|monthly (?:\w+ ){0,2}(?:fee|charge|total|price|cost|amount|sum|payment|rate|subscription|service)|(?:fixed|flat|annual|recurring|service|support|maintenance|management|plan|platform|retainer|subscription|managed) (?:\w+ )?(?:fee|charge|price|sum|value)|"
    r"retainer|membership|(?:fee|price|charge|sum|total) (?:per|a|of the|for (?:each|every)) month|per month|a month|/\s*month|each month|annual charge|user fee|total monthly|monthly"
)
_NOT_FEE = re.compile(
    r"per hour|hourly|set-?up|onboard|one[- ]time|one[- ]off|implementation|installation|deposit|minimum of|late|interest|insur|liabilit|limit|credit|per call|call[- ]out|overage|per gb|per km|kilomet|mileage|travel|"
    r"optional|add[- ]?on|additional|extra|salary|finder|not exceed|exceed|capped|project|damages|penalt|each violation|threshold|up to|spend|approv"
)
_PRICE_RULES = (
    rule(
        "capped",
        rf"(?:increase|rais|adjust|change|escalat|uplift|fee|pric(?:e|es|ing)\b|rate|charge|renewal){GAP}(?:not (?:to )?(?:exceed|more than)|by no more than|(?:not|never)\b[^.;]{{0,40}}(?:more than|exceed)|no more than|capped|up to a maximum|limited to|maximum(?: annual)? increase|ceiling|(?:lesser|lower|smaller) of|does not exceed|not increase by more than){GAP}(?:%|percent|per cent|cpi|price index)",
        0.88,
        unless=r"credit|liabilit|interest|travel|rebate|service level",
    ),
    rule(
        "capped",
        rf"(?:limited to|not exceed\w*|no (?:more|greater) than|capped at){GAP}(?:%|percent|per cent|cpi|consumer price)",
        0.8,
        under=r"price|fee|rate|charge|pricing|payment",
        unless=r"credit|liabilit|interest|rebate|expens",
    ),
    rule(
        "index",
        r"(?:increase|decrease|rais|adjust|move|chang|vary|index|escalat|review|fee|pric(?:e|es|ing)\b|rate|charge)[^.;]{0,140}(?:\bcpi\b|price(?:s)? ind(?:ex|ices)|retail prices|\brpi\b|inflation|cost of living|employment cost index)",
        0.78,
    ),
    rule(
        "fixed",
        rf"(?:fee|pric(?:e|es|ing)\b|rate|charge|retainer|sum|both|amount){GAP}(?:(?:are|is|shall be|will be|shall remain|remain|held|stay|be)\s+(?:\w+ )?(?:fixed|firm|held|constant|unchanged|guaranteed)|held (?:for|firm|until|throughout))",
        0.72,
        unless=r"increase|adjust|cpi|may (?:be )?chang|fixed (?:fee|price|monthly)",
    ),
    rule(
        "fixed",
        rf"(?:shall not|will not|may not|no|neither|nor){GAP}(?:increase|be varied|escalat|be raised|price change|be adjusted|rise)",
        0.66,
        own=True,
        unless=r"exceed|more than|liabilit|unless|except|without (?:prior )?(?:written )?notice",
    ),
    rule(
        "fixed",
        r"(?:price|rate|fee)s? (?:protection|lock|guarantee)|(?:prices?|rates?) (?:are )?(?:firm|locked)",
        0.66,
    ),
    rule(
        "on_notice",
        rf"<p>{GAP}(?:may|reserves? the right to|has the right to|can|elect to|is entitled to|would){GAP}(?:increase|rais|change|adjust|revise|modify|vary|alter|amend|review){GAP}(?:fee|pric(?:e|es|ing)\b|rate|charge|pricing|premium)",
        0.74,
        unless=r"mutual|both parties agree",
    ),
    rule(
        "on_notice",
        rf"(?:fee|pric(?:e|es|ing)\b|rate|charge|pricing)s?{GAP}(?:subject to (?:\w+ ){{0,3}}(?:change|adjustment|increase|revision|review)|may (?:be )?(?:\w+ )?(?:chang|increas|adjust|revis|go up|alter|rais|rise|vary))",
        0.7,
        unless=r"mutual|both parties",
    ),
    rule(
        "on_notice",
        rf"notice{GAP}(?:of|before) (?:any |a )?(?:increase|change){GAP}(?:fee|pric(?:e|es|ing)\b|rate|charge)|(?:fee|price|rate) (?:increase|change)s?{GAP}notice|look at prices",
        0.66,
    ),
)


def read_fees(setting: Setting) -> dict[str, TermField]:
    fees = list(_recurring(setting))
    return {
        "recurring_fee": choose("recurring_fee", fees),
        "fee_model": choose("fee_model", fee_models(setting, fees), least=0.5),
        "price_change": choose("price_change", read(setting, _PRICE_RULES)),
    }


def money(amount: Amount, setting: Setting) -> dict[str, Any]:
    """An amount in its normal form; a bare "$" is the currency that the documents name."""
    currency = amount.currency or setting.currency or None
    value = int(amount.amount) if amount.amount == int(amount.amount) else round(amount.amount, 4)
    return {"amount": value, "currency": currency, "per": " per ".join(amount.per) or None}


def _recurring(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.masked.lower()
        lead = " ".join((clause.heading.rsplit("/", 1)[-1], clause.lead, *clause.segment.columns)).lower()
        if (
            clause.blank
            and re.search(r"(?:monthly|fee|price|per user|per device|total)[^.;]{0,60}\u25a1", text)
            and not amounts(text)
        ):
            yield Candidate(None, clause, 0.45)
        found = amounts(text)
        for amount in found:
            score = _recurring_score(clause, text, lead, amount)
            if score > 0:
                value = money(amount, setting)
                if not value["per"] and re.search(r"month", text + lead):
                    value["per"] = "month"
                yield Candidate(value, clause, score)


def _recurring_score(clause: Clause, text: str, lead: str, amount: Amount) -> float:
    before = text[max(0, amount.start - 70) : amount.start]
    after = text[amount.end : amount.end + 45]
    if "hour" in amount.per or re.search(r"per hour|hourly|/ ?h", after[:15]):
        return 0.0
    regular = any(p in RECURRING for p in amount.per)
    unit = any(p.split()[-1] in USERS | DEVICES for p in amount.per)
    score = 0.0
    if regular:
        score = 0.55
    label = re.search(_FEE, before + after[:25])
    if label:
        score += 0.25 if regular else 0.5
        if re.search(
            r"base (?:fee|charge)|total|monthly fee|fixed fee|annual charge|plan fee|retainer|monthly charge",
            label.group() + before,
        ):
            score += 0.1
    elif clause.cells and re.search(r"month|annual|recurring", lead):
        score += 0.4
    if unit:
        score -= 0.12
    if re.search(r"total|altogether|in all|baseline", before):
        score += 0.1
    if _NOT_FEE.search(before) or _NOT_FEE.search(after[:30]):
        score -= 0.35
    if re.search(
        r"option|extra|add[- ]?on|one[- ]time|set-?up|rate card|example|credit|insur|liabil",
        clause.heading.rsplit("/", 1)[-1],
    ):
        score -= 0.3
    if re.search(r"\d\s*[x×]\s*$|=\s*$", before) and re.search(r"=", after):
        score -= 0.2
    return min(score, 0.92)
