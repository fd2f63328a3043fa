"""What an hour costs, by day and after hours, how it is counted, and what travel costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from remit.contract import TermField
from remit.reader.durations import durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.fees import money
from remit.reader.fields.rule import GAP, NOT, read, rule
from remit.reader.fields.setting import Clause, Setting
from remit.reader.money import Amount, amounts, multiples
from remit.reader.numbers import FIGURES, tidy

_AFTER = re.compile(
    r"after[- ](?:business[- ])?hours?|out[- ]of[- ]hours?|outside (?:of )?(?:the )?(?:\w+ ){0,3}(?:hours?|window|day)|overtime|emergency|weekends?|holidays?|saturdays?|sundays?|evenings?|nights?|night\b|premium|"
    r"other hours|non[- ]business|non[- ]working|unsocial|special rates?|urgent|rush|after \d|outside"
)
_BAD_RATE = re.compile(r"minimum|deposit|credit|increment|training|per user|insur|liab")
_BARE = re.compile(rf"(?P<n>{FIGURES})\s*(?:/|per\s+)(?:hour|hr)\b")
_TRAVEL = r"(?:travel\w*|mileage|kilomet(?:re|er)s?|\bkm\b|trips?|call[- ]out charge|drive time|portal to portal|transport|road\b|trip charge|fuel)"
_CHARGED = r"(?:charg|bill|invoic|reimburs|payable|at cost|expens|cost|pay\b|paid|\$|£|€|rate|fee|responsible for|subject to|drawn from|borne by <c>)"
_TRAVEL_RULES = (
    rule(
        False,
        rf"(?:{NOT}|without|free){GAP}(?:charg|bill|cost|fee|pay){GAP}{_TRAVEL}",
        0.8,
        unless=r"km|kilomet\w+ of|within|inside|beyond|past that|first|other than|reimburs|prior (?:written )?approval|unless|not includ",
    ),
    rule(
        False,
        rf"{_TRAVEL}{GAP}(?:(?:is|are|will be|shall be) (?:not|never)|no|free|without|includ\w+ (?:in|at)|inclusive|at no){GAP}(?:charg|bill|extra|cost|fee|invoic|free)?",
        0.66,
        unless=r"not includ|beyond|outside|excess|exclu|reimburs|prior (?:written )?(?:approval|consent)|within|shall not be|unless",
    ),
    rule(
        True, rf"{_TRAVEL}{GAP}{_CHARGED}", 0.72, unless=rf"remote|{_TRAVEL}{GAP}(?:is|are) (?:not|included)"
    ),
    rule(
        True,
        rf"{_CHARGED}{GAP}{_TRAVEL}",
        0.7,
        unless=r"(?:no|not|n't) (?:\w+ )?(?:charge|bill)|includ\w+ travel at no|<p> (?:shall|will|must) reimburse",
    ),
    rule(
        True,
        r"\+ travel|plus travel|excluding[^.;]{0,30}travel|travel[^.;]{0,60}(?:not included|excluded|extra|additional)",
        0.72,
    ),
)


def read_rates(setting: Setting) -> dict[str, TermField]:
    return {
        "hourly_rate": choose("hourly_rate", _lowest(list(_normal(setting)))),
        "after_hours_rate": choose("after_hours_rate", _after(setting)),
        "billing_increment_minutes": choose("billing_increment_minutes", _increment(setting)),
        "minimum_charge_minutes": choose("minimum_charge_minutes", _minimum(setting)),
        "travel_charged": choose("travel_charged", read(setting, _TRAVEL_RULES)),
    }


def _hourly(clause: Clause) -> Iterator[tuple[Amount, str, str]]:
    """Prices per hour with the words before and after: "per" says so, or the label, the heading or the column."""
    text = clause.masked.lower()
    label = " ".join((clause.heading.rsplit("/", 1)[-1], clause.lead, *clause.segment.columns)).lower()
    found = amounts(text)
    for amount in found:
        before, after = text[max(0, amount.start - 90) : amount.start], text[amount.end : amount.end + 40]
        regular = any(
            p in ("month", "year", "user", "device", "quarter", "km", "kilometre", "visit", "call")
            for p in amount.per
        )
        explicit = "hour" in amount.per or bool(
            re.search(r"hourly|per hour|an hour|\bhour(?:ly)? rate", before + after[:25])
        )
        inherited = bool(
            re.search(r"hourly|per hour|\bper\b.*\bhour\b|rate card|labou?r rate|/hour|hour rate", label)
        ) and bool(clause.cells or len(text) < 120)
        if not regular and (explicit or inherited):
            yield amount, before, after
    if not found and (clause.cells or re.search(r"rate|charge|labou?r|price|fee", f"{text} {label}")):
        for match in _BARE.finditer(text):
            value = float(match["n"].replace(",", ""))
            yield (
                Amount(value, "", ("hour",), match.start(), match.end()),
                text[: match.start()],
                text[match.end() :],
            )


def _normal(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        if clause.blank and re.search(
            r"hour(?:ly)?[^.;]{0,40}\u25a1|\u25a1[^.;]{0,20}(?:per|/|an) ?h(?:ou)?r", clause.own
        ):
            yield Candidate(None, clause, 0.45)
        for amount, before, after in _hourly(clause):
            score = 0.8 if "hour" in amount.per else 0.66
            near = before[-60:] if len(before) > 60 else before
            if _AFTER.search(near) or (
                _AFTER.search(after[:25])
                and not re.search(r"(?:in|during|normal|regular|open|support|business|working) hours", after)
            ):
                score -= 0.4
            if _BAD_RATE.search(near):
                score -= 0.2
            if re.search(r"senior|architect|director|principal|lead\b|manager|specialist", near[-35:]):
                score -= 0.1
            if re.search(
                r"normal|standard|hourly rate|business hours|technician|support|working day|regular|open hours|hourly price|labou?r",
                near + after[:20],
            ):
                score += 0.08
            if amount.amount < 10:
                score -= 0.4
            value = money(amount, setting)
            value["per"] = "hour"
            yield Candidate(value, clause, max(0.0, min(score, 0.92)))


def _lowest(found: list[Candidate]) -> list[Candidate]:
    """Where several tiers stand next to each other, the lowest is the rate."""
    stated = [c for c in found if c.value is not None]
    if not stated:
        return found
    best = max(c.score for c in stated)
    peers = [c for c in stated if c.score >= best - 0.13]
    first = max(peers, key=lambda c: c.rank)
    group = [c for c in peers if abs(c.clause.segment.index - first.clause.segment.index) <= 4]
    low = min(group, key=lambda c: c.value["amount"])
    return [
        Candidate(low.value, low.clause, best),
        *(c for c in found if c is not low and c.value != low.value),
    ]


def _after(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.masked.lower()
        label = " ".join((clause.heading.rsplit("/", 1)[-1], clause.lead, *clause.segment.columns)).lower()
        cue = _AFTER.search(text)
        if not cue and not re.search(r"after[- ]hours|out[- ]of[- ]hours|overtime|emergency", label):
            continue
        money_talk = bool(re.search(r"rate|charge|bill|invoic|fee|price|pay|hour|\$|£|€|r\d", text))
        for multiple in multiples(text):
            near = bool(
                re.search(
                    r"rate|hourly|normal|standard|price|band|x|charge|labou?r|time and|r\d|hour|fee",
                    text[max(0, multiple.start - 80) : multiple.end + 60],
                )
            )
            if money_talk and near:
                score = 0.78 if cue else 0.6
                if re.search(
                    r"sunday|holiday", text[max(0, multiple.start - 60) : multiple.start + 30]
                ) and not re.search(
                    r"saturday|evening|after|outside|weekday",
                    text[max(0, multiple.start - 90) : multiple.start],
                ):
                    score -= 0.15
                if re.search(r"credit|salary|liabil|insur|miss", text):
                    score -= 0.4
                yield Candidate({"multiplier": tidy(multiple.factor)}, clause, score)
        hourly = [a for a, _, _ in _hourly(clause)]
        for amount in [
            *hourly,
            *(
                a
                for a in amounts(text)
                if a not in hourly and {"call", "session", "visit", "incident"} & set(a.per)
            ),
        ]:
            before = text[max(0, amount.start - 80) : amount.start]
            after = text[amount.end : amount.end + 30]
            cued = (
                _AFTER.search(before)
                or _AFTER.search(after)
                or re.search(r"after[- ]hours|out[- ]of[- ]hours|overtime", label)
            )
            if not cued or re.search(r"(?:user|month|year)", " ".join(amount.per)):
                continue
            score = 0.76 if "hour" in amount.per else 0.6
            if re.search(r"sunday|holiday", before[-40:]) and not re.search(
                r"evening|after|outside|saturday", before
            ):
                score -= 0.15
            value: dict[str, Any] = money(amount, setting)
            value["per"] = value["per"] or "hour"
            yield Candidate(value, clause, score)


_STEPS = re.compile(
    r"increment|\bsteps?\b|\bunits?\b|\bblocks? of|rounded|\bpart thereof|portion thereof|recorded|counted|reckoned|written up|\bby the\b|charged (?:by|in|per)|billed (?:by|in|per)|bits\b|to the nearest|next (?:quarter|half|whole)|per half"
)
_LEAST = re.compile(
    r"minimum|at (?:the )?least|not less than|no (?:call|visit|job) is billed for less|the least|smallest|\bfirst (?:half )?(?:hour|\d+ min\w*)\b[^.;]{0,30}(?:billed|charged|whole)|fewer than|no less than"
)


def _increment(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if not _STEPS.search(text) or not re.search(
            r"\btime\b|labou?r|\bbill|charg|\brates?\b|invoic|hourly|\bwork\b|price|\$", text
        ):
            continue
        for duration in durations(text, articles=False):
            if duration.unit not in ("minute", "hour") or duration.minutes() > 60 * 8:
                continue
            before, after = (
                text[max(0, duration.start - 60) : duration.start],
                text[duration.end : duration.end + 35],
            )
            score = 0.0
            if re.match(r"\W*(?:increment|step|unit|block|bits|interval|segment)", after) or re.search(
                r"(?:increments?|steps?|units?|blocks?|bits|intervals?) (?:of|being)\W*(?:\w+ )?$|(?:by|per) (?:the )?$|rounded (?:up )?to (?:the )?(?:nearest|next) $|nearest $|counted in $",
                before,
            ):
                score = 0.85
            elif _STEPS.search(before) or _STEPS.search(after):
                score = 0.5
            if _LEAST.search(before[-30:]):
                score -= 0.4
            if re.search(r"respon|target|resol|priorit|outage|downtime|sprint|uptime|credit", text):
                score -= 0.35
            if duration.minutes() >= 60 and duration.unit == "hour" and "rounded" not in text and score < 0.8:
                score -= 0.2
            yield Candidate(duration.minutes(), clause, score)
        if re.search(
            r"(?:hourly|one[- ]hour|full hour|nearest hour|whole hour)s? (?:increment|basis|block)|rounded (?:up )?to (?:the )?(?:nearest|next) (?:full |whole )?hour",
            text,
        ):
            yield Candidate(60, clause, 0.65)


def _minimum(setting: Setting) -> Iterator[Candidate]:
    for clause in setting:
        text = clause.own
        if not _LEAST.search(text):
            continue
        for duration in durations(text, articles=True):
            if duration.unit not in ("minute", "hour") or not 5 <= duration.minutes() <= 60 * 8:
                continue
            before, after = (
                text[max(0, duration.start - 50) : duration.start],
                text[duration.end : duration.end + 30],
            )
            cued = (
                _LEAST.search(before)
                or re.match(
                    r"\W*(?:minimum|at (?:the )?least|as the least|(?:is|as) the minimum|min\b|is billed whole)",
                    after,
                )
                or re.search(r"first $", before[-8:])
            )
            charged = re.search(
                r"bill|charg|\brates?\b|invoic|labou?r|per visit|on-?site|call-?out|visit|\$|£|€|fee|attendance|draws",
                text + clause.heading,
            )
            if not cued or not charged:
                continue
            score = 0.75 if re.search(r"minimum|least|less than", before[-30:] + after[:20]) else 0.55
            if re.search(r"respon|target|resol|notice|priorit|cancel|in advance|prior|uptime|advance", text):
                score -= 0.35
            if re.search(r"increment", before[-25:]):
                score -= 0.4
            yield Candidate(duration.minutes(), clause, score)
