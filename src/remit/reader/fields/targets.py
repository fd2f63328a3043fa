"""Response and resolution targets, in tables and in prose, and whether missing them costs the provider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from remit.contract import TermField
from remit.reader.durations import Duration, durations
from remit.reader.fields.candidate import Candidate, choose
from remit.reader.fields.rule import GAP, NOT, read, rule
from remit.reader.fields.setting import Clause, Setting
from remit.reader.fields.support import normal_hours

Kind = Literal["response", "resolution"]
_RESPONSE = re.compile(
    r"respon(?:se|d)|call[- ]?back|ring (?:<c> )?back|acknowledg|first (?:reply|contact|human|action)|reply|taken? up|on it within|begin work|start work|answer\b|attend|time to respond|pick(?:ed)? up|on-?site within|react"
)
_RESOLUTION = re.compile(
    r"resol(?:ution|ve)|restor(?:ation|ed?)\b|\bfix(?:ed)?\b|repair|time to fix|recover(?:y)? time|workaround|going again|working again|completion|clos(?:ed|ure)\b|back (?:up|in service)|rectif|solution"
)
_PRIORITY = re.compile(
    r"priority|severity|\bp[1-5]\b|\bsev\s?[1-5]\b|critical|urgent|\bhigh\b|\bmedium\b|\bnormal\b|\blow\b|level [1-5]\b|^\W*[1-5]\b|major|minor|emergency|standard|routine|cosmetic|moderate|class|tier"
)
_TROUBLE = re.compile(
    r"incident|ticket|fault|requests?\b|problem|\bcalls?\b|outage|issues?\b|priority|severity|support|error|failure|bugs?\b|help|respon|job|level|critical|urgent"
)
_CONTINUOUS = re.compile(
    r"24\s*[x/]\s*7|round the clock|around the clock|any time|day or night|clock never|at every hour|continuous|calendar"
)
_CREDIT_RULES = (
    rule(
        False,
        rf"(?:{NOT}|without){GAP}(?:service credits?|credits? or|rebates?|refunds?)\b",
        0.72,
        unless=r"exceed|more than|(?:credit|rebate)\w* (?:shall|will|may) not|limited|unless",
    ),
    rule(
        True,
        r"service (?:level )?credits?|uptime credits?|credit (?:of|equal)|fee credit|credits? (?:is|are|will be|shall be) (?:calculated|applied|issued)|sla credit",
        0.78,
        unless=rf"(?:no|not|without|n't)\b{GAP}(?:service )?credits?|infring|licen[cs]e fee|credit card|tax credit",
    ),
    rule(
        True,
        r"(?:rebate|abatement|penalty|liquidated damages|take|drops? by|deduct|reduc\w+|allow)\b[^.;]{0,90}(?:%|per ?cent|percent|per centum)[^.;]{0,80}(?:fee|charge|price|month|bill|instalment)",
        0.68,
        unless=r"late|interest|increase|terminat|discount",
    ),
    rule(
        True,
        r"(?:miss|fail|breach|short)\w*[^.;]{0,80}(?:credit|rebate|refund|% off|deduct|abatement|penalt)",
        0.68,
        unless=r"no (?:credit|rebate|refund|penalt)|not give rise|terminat",
    ),
    rule(True, r"rebate will be applied|penalty (?:in a|of)|% of monthly fee", 0.6),
)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows that stand together under one heading, with the texts of their columns."""

    columns: tuple[str, ...]
    rows: tuple[Clause, ...]


def read_targets(setting: Setting, hours: TermField) -> dict[str, TermField]:
    day = normal_hours(hours)
    return {
        "response_targets": choose("response_targets", _targets(setting, "response", day)),
        "resolution_targets": choose("resolution_targets", _targets(setting, "resolution", day)),
        "service_credits": choose("service_credits", read(setting, _CREDIT_RULES)),
    }


def _targets(setting: Setting, kind: Kind, day: int | None) -> Iterator[Candidate]:
    for table in _tables(setting):
        yield from _from_table(table, kind, day)
    yield from _from_flat(setting, kind, day)
    yield from _from_prose(setting, kind, day)


def _tables(setting: Setting) -> Iterator[_Table]:
    group: list[Clause] = []
    for clause in [*setting, None]:
        rowlike = clause is not None and len(clause.cells) >= 2 and clause.segment.kind != "heading"
        joined = (
            bool(group)
            and clause is not None
            and clause.segment.headings == group[-1].segment.headings
            and clause.segment.document is group[-1].segment.document
        )
        if clause is not None and rowlike and (not group or joined):
            group.append(clause)
            continue
        if len(group) > 1:
            yield _table(group)
        group = [clause] if clause is not None and rowlike else []


def _table(group: list[Clause]) -> _Table:
    columns = group[0].segment.columns or group[-1].segment.columns
    if columns:
        return _Table(tuple(c.lower() for c in columns), tuple(group))
    first = tuple(c.lower() for c in group[0].cells)
    if not any(durations(c) for c in first):
        return _Table(first, tuple(group[1:]))
    # The heading line may have been taken for a heading: "Item | Response | Fix".
    last = group[0].segment.headings[-1] if group[0].segment.headings else ""
    if "|" in last:
        return _Table(tuple(c.strip().lower() for c in last.strip(" |").split("|")), tuple(group))
    return _Table((), tuple(group))


def _from_table(table: _Table, kind: Kind, day: int | None) -> Iterator[Candidate]:
    wanted, other = (_RESPONSE, _RESOLUTION) if kind == "response" else (_RESOLUTION, _RESPONSE)
    heading = table.rows[0].heading.rsplit("/", 1)[-1] if table.rows else ""
    lead = table.rows[0].lead if table.rows else ""
    column = next((i for i, c in enumerate(table.columns) if wanted.search(c) and i > 0), None)
    score = 0.85
    if column is None:
        rest = [i for i, c in enumerate(table.columns) if other.search(c)]
        if not wanted.search(f"{heading} {lead}") or (other.search(" ".join(table.columns)) and rest):
            return
        timed = [
            i
            for i in range(1, 6)
            if sum(len(r.cells) > i and bool(durations(r.cells[i])) for r in table.rows)
            >= max(1, len(table.rows) - 1)
        ]
        if not timed:
            return
        column, score = timed[0], 0.7
    values: list[dict[str, Any]] = []
    first: Clause | None = None
    for row in table.rows:
        if len(row.cells) <= column:
            continue
        cell = row.cells[column]
        found = durations(cell)
        if not found:
            continue
        first = first or row
        values.append(_target(row.cells[0], found[0], cell, day, f"{table.columns} {lead} {heading}"))
    if first is None:
        blank = next((r for r in table.rows if len(r.cells) > column and "\u25a1" in r.cells[column]), None)
        if blank is not None:
            yield Candidate(None, blank, 0.5)
        return
    if len(values) == 1:
        score -= 0.2
    if not _PRIORITY.search(" ".join(r.cells[0].lower() for r in table.rows)):
        score -= 0.1
    yield Candidate(values, first, score)


def _target(priority: str, found: Duration, text: str, day: int | None, context: str) -> dict[str, Any]:
    business = found.business or bool(
        re.search(r"business|working|support hours|service hours", text.lower())
    )
    clock = "continuous" if _CONTINUOUS.search(text.lower()) else "business" if business else "unstated"
    if clock == "unstated" and re.search(
        r"business hours|working hours|open hours|service hours", context.lower()
    ):
        clock = "business"
    length = (day or 480) if found.unit in ("day", "week") and (business or clock == "business") else 1440
    return {"priority": priority.strip(" *|") or None, "minutes": found.minutes(length), "clock": clock}


_LEVEL = re.compile(
    r"(?:^|(?<=\s))(?:priority|severity|level|sev|p)?\s?(?P<n>[1-5])(?=\W|$)|\b(?:critical|urgent|high|medium|normal|low|major|minor|emergency|standard)\b"
)


def _from_flat(setting: Setting, kind: Kind, day: int | None) -> Iterator[Candidate]:
    """A table whose lines ran together: a level, its times, the next level, its times."""
    for clause in setting:
        text = clause.own
        found = durations(text)
        if len(found) < 3 or clause.cells:
            continue
        rows: list[tuple[str, list[Duration]]] = []
        at = 0
        for duration in found:
            between = text[at : duration.start]
            level = _LEVEL.search(between)
            if level:
                rows.append((level.group().strip(), []))
            if rows and len(between) < 120:
                rows[-1][1].append(duration)
            at = duration.end
        rows = [r for r in rows if r[1]]
        above = " ".join(c.own for c in setting.near(clause, 3, 0))
        response, resolution = _RESPONSE.search(above), _RESOLUTION.search(above)
        if len(rows) < 3 or len({name for name, _ in rows}) < len(rows) or not _PRIORITY.search(above):
            continue
        if kind == "response" and not response:
            continue
        if kind == "resolution" and (
            not resolution or sum(len(times) > 1 for _, times in rows) < len(rows) - 1
        ):
            continue
        # With both, the one that the heading line names first has the first column.
        second = kind == "resolution" and bool(response)
        times = [(name, t[1] if second else t[0]) for name, t in rows if len(t) > second]
        values = [_target(name, t, text[max(0, t.start - 5) : t.end + 15], day, above) for name, t in times]
        yield Candidate(values, clause, 0.62)


def _from_prose(setting: Setting, kind: Kind, day: int | None) -> Iterator[Candidate]:
    """Sentences and items that stand together, each with a time in it."""
    wanted, other = (_RESPONSE, _RESOLUTION) if kind == "response" else (_RESOLUTION, _RESPONSE)
    group: list[tuple[Clause, Duration]] = []
    for clause in setting:
        text = clause.own
        if clause.segment.kind == "heading" or len(clause.cells) > 1:
            continue
        context = f"{clause.lead} {clause.heading.rsplit('/', 1)[-1]}"
        cue = wanted.search(text) or (
            wanted.search(context)
            and not other.search(context)
            and not other.search(text)
            and _PRIORITY.search(text)
        )
        if not cue or not re.search(r"within|inside|under|less than|:|\bin\b|aim|target|time|-|\d", text):
            continue
        times = [
            d for d in durations(text) if d.unit in ("minute", "hour", "day") and d.minutes() <= 60 * 24 * 15
        ]
        times = [d for d in times if _is_target(text, d, wanted, other)]
        if (
            not _TROUBLE.search(f"{text} {context}")
            or not times
            or re.search(
                r"invoice|payment|notice|terminat|dispute|breach|agreement|approval|<c> (?:shall|must|will|agrees to) respond|cure\b|credit|uptime|escalation|meeting|unavailable|downtime|negotiat|mediat|arbitrat|\bpay\b|scheduled mainten",
                text,
            )
        ):
            continue
        if group and clause.segment.index - group[-1][0].segment.index > 4:
            yield from _prose_target(group, kind, day)
            group = []
        group.extend((clause, d) for d in times)
    yield from _prose_target(group, kind, day)


def _is_target(text: str, found: Duration, wanted: re.Pattern[str], other: re.Pattern[str]) -> bool:
    before = text[max(0, found.start - 130) : found.start]
    gap = max((m.end() for m in wanted.finditer(before)), default=-1)
    rival = max((m.end() for m in other.finditer(before)), default=-1)
    after = text[found.end : found.end + 50]
    if gap >= 0 or rival >= 0:
        return gap > rival
    return bool(wanted.search(after)) or not other.search(after)


def _prose_target(group: list[tuple[Clause, Duration]], kind: Kind, day: int | None) -> Iterator[Candidate]:
    if not group:
        return
    first = group[0][0]
    context = f"{first.heading} {first.lead}"
    prioritised = sum(bool(_PRIORITY.search(c.own)) for c, _ in group)
    score = 0.5 + (0.12 if len({c.segment.index for c, _ in group}) > 1 else 0) + (0.1 if prioritised else 0)
    if re.search(r"service level|response|\bsla\b|targets?|priorit|resolution", first.heading):
        score += 0.08
    if re.search(r"<p>|aim|target|respon|within", first.full):
        score += 0.02
    if kind == "resolution" and not re.search(r"resol|restor|fix", " ".join(c.own for c, _ in group)):
        score -= 0.2
    values = [
        _target(_name(c, d), d, c.own[max(0, d.start - 30) : d.end + 40], day, context) for c, d in group
    ]
    yield Candidate(values, first, score)


def _name(clause: Clause, found: Duration) -> str:
    match = _PRIORITY.search(clause.own[max(0, found.start - 120) : found.end + 60])
    return match.group() if match else "all"
