"""When invoices are due, what late payment costs, and whether the service stops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.contract import TermField
from remit.reader.durations import durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, MAY, NEAR, read, rule
from remit.reader.fields.setting import Setting
from remit.reader.money import percentages
from remit.reader.numbers import tidy

_PAYS = re.compile(
    r"\bpay(?:s|able|ment|ments|ing)?\b|\bpaid\b|\bdue\b|direct debit|settle|remit|\bnet\b|fall(?:s)? due|terms\b"
)
_BILL = re.compile(
    r"invoice|\bbill\b|\bbills\b|statement|\bfees?\b|charges?|amounts?|sums?|payment|they\b|\bnet\b|retainer|payable"
)
_NOT_DUE = re.compile(
    r"dispute|late (?:fee|charge)|interest|suspend|overdue|past due|in arrears? |refund|credit|terminat|reimburse|withh(?:e|o)ld|not (?:been )?(?:paid|received)|unpaid|fails? to pay|indemn|remain|royalt|claim|subcontractor|cure"
)
_ANCHOR = re.compile(
    r"[\s'’]*(?:\(?\w+\)?\s+){0,3}?(?:of|from|after|following|net)\b[^.;]{0,60}?(?:invoice|receipt|\bbill|statement|(?:its|their) date|send|due date|thereof|render|issue|postmark)"
    r"|\W*(?:net\b|terms\b)"
)
_ADVANCE = re.compile(
    r"(?:payable|paid|due|pay|prepay)\b[^.;]{0,40}in advance|(?:due|payable|payment) (?:\w+ ){0,3}(?:up)?on (?:receipt|presentation|completion|invoice)|"
    r"payment is due when|due immediately|(?:pay|payment)[^.;]{0,30}(?:up ?front|before (?:work|the))|standing order on|card is charged"
)
_OVERDUE = r"(?:overdue|late\b|past[- ]due|unpaid|outstanding|arrear|not (?:been )?(?:paid|received)|non-?payment|delinquent|fails? to (?:make |timely )?pay|failure to (?:make )?pay|due date|when due|declined|not paid|lateness)"
_STOPS = r"(?:suspen[ds]\w*|withh(?:o|e)ld\w*|stop\w*|pause\w*|cease\w*|discontinu\w*|interrupt\w*|refuse\w*|slow\w*|cut off|disconnect\w*|deactivat\w*|halt)"
_CONSENT = r"consent|permission|approval|unreasonabl|personnel|sole discretion"
_SUSPEND_RULES = (
    rule(
        False,
        rf"<p>{GAP}(?:shall|will|may|must)\s?(?:not|n't|in no circumstances|under no circumstances|never)\b{GAP}{_STOPS}{GAP}(?:paid|pay|overdue|late\b|disput|invoice|arrear)",
        0.85,
        unless=rf"until|unless|except|other than|before|{_CONSENT}",
    ),
    rule(
        False,
        rf"(?:nor may|not (?:be )?(?:a |any )?(?:reason|ground)s?|never|in no circumstances|shall not|won't|will not){GAP}{_STOPS}{GAP}(?:service|support|work|help|paid|pay|overdue|bill|invoice)",
        0.72,
        unless=rf"liab|until|unless|<c> (?:shall|may|will)|disclos|{_CONSENT}|^(?!.*{_OVERDUE})",
    ),
    rule(True, rf"<p>{GAP}{MAY}{GAP}{_STOPS}", 0.86, unless=rf"^(?!.*{_OVERDUE})"),
    rule(True, rf"{_OVERDUE}{GAP}{_STOPS}", 0.72, unless=rf"shall not|may not|won't|interest|{_CONSENT}"),
    rule(
        True,
        rf"{_STOPS}{GAP}(?:service|support|access|work|performance){GAP}(?:until|if|when|where|while){GAP}{_OVERDUE}",
        0.76,
        unless=r"<c> may suspend|may not",
    ),
    rule(
        True,
        rf"<p>{GAP}{MAY}{GAP}suspend",
        0.66,
        under=r"pay|fee|late|suspen",
        unless=r"may not|security|threat|breach of",
    ),
    rule(
        True,
        rf"services?{GAP}(?:may|will|can|shall) be {NEAR}(?:suspended|withheld|stopped|interrupted|discontinued)",
        0.66,
        unless=rf"^(?!.*{_OVERDUE})",
    ),
)


def read_payment(setting: Setting) -> dict[str, TermField]:
    return {
        "payment_days": choose("payment_days", _due(setting), least=0.5),
        "late_interest_percent_per_month": choose("late_interest_percent_per_month", _interest(setting)),
        "suspension_for_nonpayment": choose("suspension_for_nonpayment", read(setting, _SUSPEND_RULES)),
    }


def _due(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading":
            continue
        headed = bool(
            re.search(r"payment|invoic|billing|fees|money|charges|pay\b|pricing|commercial", clause.heading)
        )
        yield_advance = _ADVANCE.search(text)
        net = re.search(r"\bnet[- ]?(?:of )?(\d{1,3})\b", text)
        if net:
            yield Candidate(int(net[1]), clause, 0.85)
        if not (_PAYS.search(text) and (_BILL.search(text) or headed)):
            if yield_advance and headed:
                yield Candidate(0, clause, 0.4)
            continue
        for duration in durations(text):
            if duration.days is None or duration.days > 120:
                continue
            before, after = (
                text[max(0, duration.start - 110) : duration.start],
                text[duration.end : duration.end + 70],
            )
            within = bool(
                re.search(
                    r"(?:within|in|no later than|not later than|less than|up to|net|due|terms?\s*\|?|for|are|not paid within|inside)\W*(?:the\s)?$",
                    before,
                )
            )
            anchored = bool(_ANCHOR.match(after))
            if not (within or anchored):
                continue
            score = 0.45 + 0.2 * anchored + 0.1 * within + 0.1 * headed
            if re.search(
                r"(?:shall|will|must|agrees to) (?:be )?pa(?:y|id)|(?:due|payable)|payment (?:is|terms)|pays?\b",
                before[-90:],
            ):
                score += 0.1
            context = before[-80:] + after[:25]
            if _NOT_DUE.search(context):
                # "A late charge on amounts not paid within 30 days of the invoice" tells when they are due.
                score -= (
                    0.12 if anchored and re.search(r"not paid within\W*(?:\w+\W+){0,2}$", before) else 0.3
                )
            if re.search(r"disput|object|notif", before[-60:]):
                score -= 0.2
            if re.search(
                r"(?:after|of|following) (?:such |the |any )?(?:terminat|expir|notice|effective|service)",
                after[:40],
            ):
                score -= 0.3
            yield Candidate(duration.days, clause, max(0.0, min(score, 0.92)))
        if yield_advance:
            score = 0.52 + (0.08 if headed else 0)
            if re.search(
                r"project|set-?up|deposit|onboarding|notice|travel|parts|equipment|hardware|licen", text
            ):
                score -= 0.2
            yield Candidate(0, clause, score)
        if clause.blank and re.search(r"(?:within|net|due)[^.;]{0,15}\u25a1[^.;]{0,10}(?:days)?", text):
            yield Candidate(None, clause, 0.5)


def _interest(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading":
            continue
        late = bool(
            re.search(_OVERDUE, clause.full)
            or re.search(r"late|overdue|interest", clause.heading)
            or re.search(r"overdue|late", text)
        )
        charge = bool(
            re.search(
                r"interest|late (?:fee|charge|payment)|finance charge|service charge|charge|accrue|grow|surcharge",
                text,
            )
        )
        if charge and re.search(
            r"\b(?:no|without|nor|not (?:charge|pay|bear|accrue|owe|attract))\b[^.;]{0,18}(?:interest\b|late fee|late charge)(?! in\b| or title)|(?:interest|late fee)[^.;]{0,20}(?:is|will|shall)? ?(?:not|n't)\b[^.;]{0,15}(?:charged|payable|bear|accrue)",
            text,
        ):
            yield Candidate(0, clause, 0.72 if late or re.search(r"late|delay", text) else 0.5)
            continue
        if not (late and charge):
            continue
        for percent in percentages(text):
            after = text[percent.end : percent.end + 60]
            before = text[max(0, percent.start - 60) : percent.start]
            yearly = bool(
                re.search(r"per annum|per year|a year|annual|\bp\.?a\b|yearly|each year|/year", after[:35])
                or re.search(r"annual (?:interest )?rate of\W*$|annual", before[-25:])
            )
            monthly = bool(
                re.search(
                    r"per month|a month|monthly|each month|/month|per calendar month|for each month",
                    after[:40],
                )
                or re.search(r"monthly", before[-30:])
            )
            if re.search(r"above|over|plus", after[:45]) and re.search(
                r"base|bank|prime|cash rate|libor", after
            ):
                continue
            if yearly and not monthly:
                yield Candidate(tidy(round(percent.percent / 12, 4)), clause, 0.82)
            elif monthly:
                yield Candidate(tidy(percent.percent), clause, 0.86)
            elif percent.percent <= 10 and re.search(r"interest|late", before):
                yield Candidate(tidy(percent.percent), clause, 0.45)
        if clause.blank and re.search(r"\u25a1\W*(?:%|per ?cent)", text):
            yield Candidate(None, clause, 0.5)
