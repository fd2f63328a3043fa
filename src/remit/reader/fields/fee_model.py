"""By what measure the client pays: from the prices stated, else from how the text speaks of its fees.

Prices beat words: an hourly rate for extra work makes no hourly contract as long as there is a regular fee, and fees
"set out in the order" are as ordered only where the documents state none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from remit.reader.fields.candidate import Candidate
from remit.reader.fields.setting import Clause, Setting
from remit.reader.money import amounts
from remit.reader.words import words

USERS = words("user seat person people employee head mailbox")
DEVICES = words(
    "device endpoint computer machine workstation desktop laptop pc server asset switch printer firewall item"
)
RECURRING = words("month quarter year week")

_EXTRA = re.compile(
    r"licen[cs]e|365|add-?on|option|extra|set-?up|replac|onboard|new device|overage|per gb|training|phishing|unpack|deploy|election|initialed"
)
_REGULAR = re.compile(
    r"(?:monthly|annual|yearly|quarterly|recurring|flat|fixed|base|retainer|subscription|service|support|maintenance|hosting|management) (?:\w+ ){0,2}?(?:fees?|charges?|price|payments?|retainer|sum)\b"
    r"|(?:fees?|charges?|price|sum)\b[^.;]{0,40}(?:per|a|each|every) (?:month|year|quarter|annum)"
)
_PER_USER = re.compile(r"(?:per|for each|each|by) (?:\w+ )?(?:user|seat|employee|mailbox|head)\b|/ ?user")
_PER_DEVICE = re.compile(
    r"(?:per|for each(?: of)?|sum of) (?:\w+ )?(?:device|endpoint|computer|workstation|machine|server|unit|them)\b|/ ?(?:device|endpoint|computer)|unit (?:charge|rate|price)s?"
)
_HOURLY = re.compile(
    r"time[- ]and[- ]materials?|hourly (?:basis|billing)|by the hour|(?:billed|charged|invoiced|performed|provided) (?:\w+ ){0,3}(?:hourly|per hour|at (?:an|the|our|<p>'s) (?:\w+ ){0,3}hourly)|hours (?:actually )?worked"
)
_BLOCK = re.compile(
    r"block of (?:\w+ ){0,2}hours|pre-?paid (?:hours|block|time|support)|hours? (?:block|bank|pack)|bank of hours|retainer hours|block hours|block[- ]of[- ]time"
    r"|(?:drawn|draws?|deducted|debited) (?:from|down|against)[^.;]{0,30}(?:block|bank|hours|balance)"
)
_ORDERED = re.compile(
    r"(?:fee|price|rate|charge|pricing|amount|compensation)s?\b[^.;]{0,80}(?:set (?:out|forth)|specified|stated|described|listed|shown|detailed|displayed|agreed|quoted|identified|as per|per the|pursuant to|according to|in accordance with|contained in|provided in|based on|under (?:the|an|each|any))[^.;]{0,60}"
    r"(?:orders?\b|statements? of work|\bsows?\b|schedule|quot|proposal|booking|exhibit|attachment|price list|website|annex|appendix|bid\b|offer)"
    r"|rates? vary|(?:fees?|price) including a per-|per-[a-z]+ fee"
)
_NO = re.compile(
    r"\bno (?:\w+ )?(?:monthly|block|retainer|recurring)|need be bought|without a (?:monthly|block)"
)


def fee_models(setting: Setting, fees: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates for the measure of the fee; `fees` are the regular fees found."""
    body = [c for c in setting if c.segment.kind != "heading"]
    block = [c for c in body if _BLOCK.search(c.own) and not _NO.search(c.own)]
    if len(block) >= 2:
        yield Candidate("block_hours", block[0], 0.8)
    flat = [c.clause for c in fees if c.value and c.score >= 0.5 and not _unit(c.value["per"])]
    users, devices, hourly = _priced(body)
    if users and devices:
        yield Candidate("mixed", users[0], 0.62)
    elif users and any(re.search(r"base|platform|plus", c.own) for c in (*flat, users[0])):
        yield Candidate("mixed", users[0], 0.6)
    if users:
        yield Candidate("per_user", users[0], 0.72 if not devices else 0.5)
    if devices:
        yield Candidate("per_device", devices[0], 0.7 if not users else 0.45)
    if flat:
        # "15 users x $130": the total has its measure beside it.
        if _PER_USER.search(flat[0].own) or re.search(r"\d+ users", flat[0].own):
            yield Candidate("per_user", flat[0], 0.64)
        yield Candidate("flat", flat[0], 0.62 if not users and not devices else 0.4)
    yield from _spoken(body, hourly, stated=bool(flat or users or devices))


def _priced(body: Sequence[Clause]) -> tuple[list[Clause], list[Clause], list[Clause]]:
    """Clauses with a price per user, per device and per hour; a price left blank is one as well."""
    users: list[Clause] = []
    devices: list[Clause] = []
    hourly: list[Clause] = []
    for clause in body:
        text = clause.masked.lower()
        label = " ".join((clause.heading.rsplit("/", 1)[-1], clause.lead, *clause.segment.columns)).lower()
        for amount in amounts(text):
            kinds = {p.split()[-1] for p in amount.per}
            regular = bool(kinds & RECURRING) or bool(re.search(r"month|annual|quarter|year", label))
            if regular and not _EXTRA.search(text):
                if kinds & USERS:
                    users.append(clause)
                elif kinds & DEVICES:
                    devices.append(clause)
            if "hour" in kinds or re.search(r"per hour|an hour|hourly", text):
                hourly.append(clause)
        if clause.blank and re.search(r"\u25a1\W*(?:/|per) ?users?", text):
            users.append(clause)
        elif clause.blank and re.search(r"\u25a1\W*(?:/|per) ?(?:device|computer|server|endpoint)", text):
            devices.append(clause)
    return users, devices, hourly


def _spoken(body: Sequence[Clause], hourly: Sequence[Clause], *, stated: bool) -> Iterator[Candidate]:
    """What the words say where no regular price is stated."""
    ordered = [c for c in body if _ORDERED.search(c.own)]
    regular = [c for c in body if _REGULAR.search(c.own) and not _NO.search(c.own)]
    timed = [c for c in body if _HOURLY.search(c.own)]
    weight = 0.38 if stated else 0.55
    for pattern, value in ((_PER_DEVICE, "per_device"), (_PER_USER, "per_user")):
        measured = [c for c in regular if pattern.search(c.own) and not _EXTRA.search(c.own)]
        if measured:
            yield Candidate(value, measured[0], weight)
    if ordered:
        yield Candidate("as_ordered", ordered[0], weight - 0.02 + 0.02 * min(len(ordered), 4))
    if (hourly or timed) and not regular:
        yield Candidate("hourly", (timed or hourly)[0], weight + (0.08 if timed and hourly else 0.03))
    elif timed and regular:
        # Some of the work for a regular fee, some by the hour.
        yield Candidate("mixed", timed[0], weight - 0.03)
    if regular:
        yield Candidate("flat", regular[0], weight - 0.15 + 0.01 * min(len(regular), 6))


def _unit(per: str | None) -> bool:
    return any(word in USERS | DEVICES for word in (per or "").split())
