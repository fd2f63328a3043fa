"""What a contract's own words mean, and the classes of work that they stand for.

"Reserved Labor is charged at the hourly rate" says nothing until one knows what Reserved Labor is. A `DefinedClass`
joins the term, the segments that its definition enumerates, and the segments that use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.contract import Definition
from remit.reader.concepts import pairs
from remit.reader.party_names import role_of
from remit.reader.place import quote
from remit.reader.references import SCHEDULE_PLACE, normal, places_of
from remit.reader.segment import Segment


@dataclass(frozen=True, slots=True)
class DefinedClass:
    """A term whose definition enumerates works or things.

    definition  the segment that defines it (a heading, where the list's heading is the term)
    members     the segments of the enumeration; the definition itself where it enumerates in running words
    used_in     the segments elsewhere whose own words use the term
    """

    term: str
    definition: int
    members: tuple[int, ...]
    used_in: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    term: str
    segment: Segment
    start: int
    end: int
    meaning_start: int
    bracket: bool = False


_NUMBER = r"^\W*(?:(?:section|clause|article)?\s*(?:\(?[a-z]{1,4}[.)]|\(?\d{1,2}(?:\.\d+)*[.)]?)\s+)?"
_SAYS = (
    r"(?:means|mean|shall mean|will mean|(?:is|are) defined (?:as|to mean)|ha(?:s|ve) the (?:meaning|same meaning)|"
    r"refers? to|shall refer to|(?:shall )?includes?|is|are)"
)
_QUOTED = re.compile(
    rf"(?P<terms>\"[^\"]{{1,60}}\"(?:\s*(?:,|or|and|/|,\s*or)\s*\"[^\"]{{1,60}}\")*)\s*(?:\([^)]*\)\s*)?(?:,\s*[^,]{{3,60}},\s*)?"
    rf"(?:(?P<verb>{_SAYS})\b:?|[:=-])\s*",
)
_BARE = re.compile(
    rf"{_NUMBER}(?i:for (?:the )?purposes? of [^,]{{3,60}},\s*|the term\s+)?(?P<term>[A-Z][\w'/&-]*(?:\s(?:[A-Z][\w'/&-]*|of|and|or|to|-)){{0,5}})\s+"
    r"(?:means|shall mean|(?:is|are) defined (?:as|to mean)|shall have the meaning)\b:?\s*"
)
_LISTED = re.compile(r"^\W*(?P<term>[A-Z][\w'/&-]*(?:\s[\w'/&-]+){0,4})\s*(?::|\s-)\s+(?=\S)")
_BRACKET = re.compile(
    r"\((?:the|each,?(?: an?)?|together,?(?: the)?|collectively,?(?: (?:the|referred to as(?: the)?))?|here(?:in)?after(?: \w+){0,4}|an?|this|"
    r"such \w+(?: being)?|all of the foregoing,?(?: the)?)?,?\s*(?P<terms>\"[^\"]{1,60}\"(?:\s*(?:,|or|and|,\s*or)?\s*(?:the\s+)?\"[^\"]{1,60}\")*)\s*\)"
)
_TERM = re.compile(r"\"\s*([^\"]{1,60}?)[\s,.]*\"")
_GLOSSARY = re.compile(
    r"\b(?:definitions?|interpretation|glossary|defined terms|dictionary)\b", re.IGNORECASE
)
_COLUMNS = re.compile(r"^(?:term|expression|word|definition|defined term|abbreviation)s?$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rf"\b(?:listed|enumerated|described|set (?:out|forth)|specified|identified|named|shown|itemi[sz]ed|appearing|counted|mentioned)\s+"
    rf"(?:\w+\s+){{0,2}}?(?:in|on|at|under)\s+(?:the\s+)?(?P<label>(?i:section|clause|article|paragraph)s?\s+[\dIVX][\w.()]*|{SCHEDULE_PLACE})"
)
_CLASS_HEADING = re.compile(
    r"^(?:(?i:part|schedule|section|article)\s+\w{1,3}\s*[:.-]\s*|[\d.]{1,6}\s+|\(?\w[.)]\s+)?(?:(?P<list>(?:LIST|List)\s+\w+)|"
    r"(?P<title>[A-Za-z][\w'-]*(?:[ -][A-Za-z][\w'-]*){1,3})$)",
)
_NO_CLASS = re.compile(
    r"\b(?:agreement|contract|ltd|limited|inc|llc|llp|general|terms|conditions)\b\.?", re.IGNORECASE
)
_MARK = re.compile(r"^\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})[.)]\s", re.IGNORECASE)
_NO_TERM = re.compile(r"^(?:this|that|it|which|what|there|here|these|those|[a-z])$", re.IGNORECASE)


def read_definitions(segments: Sequence[Segment]) -> tuple[Definition, ...]:
    """Every defined term with its meaning in the contract's words; the sentence or row is the quote."""
    found: dict[tuple[str, int], Definition] = {}
    for item in _definitions(segments):
        meaning = item.segment.text[item.meaning_start : item.end].strip(' ;.,"')
        whole = quote(item.segment, 0, len(item.segment.text))
        found.setdefault(
            (item.term.lower(), item.segment.index),
            Definition(term=item.term, meaning=meaning, evidence=whole),
        )
    return tuple(found.values())


def uses(term: str, segments: Sequence[Segment]) -> tuple[int, ...]:
    """The segments whose own words use a term, in singular or plural, in any case."""
    pattern = _used(term)
    root = re.sub(r"(?:ies|e?s|y)$", "", term.lower())
    return tuple(s.index for s in segments if root in s.lower and pattern.search(s.lower))


def defined_classes(segments: Sequence[Segment]) -> tuple[DefinedClass, ...]:
    """The terms that stand for works or things enumerated somewhere, in reading order of their definitions."""
    children = _children(segments)
    places = places_of(segments)
    found: dict[str, DefinedClass] = {}
    for item in _definitions(segments):
        if item.term.lower() in found or item.meaning_start >= item.end or role_of(item.term):
            continue
        members = _members(item, segments, children, places)
        if members:
            used = tuple(i for i in uses(item.term, segments) if i != item.segment.index and i not in members)
            found[item.term.lower()] = DefinedClass(item.term, item.segment.index, members, used)
    for fresh in _headed(segments):
        found.setdefault(fresh.term.lower(), fresh)
    return tuple(sorted(found.values(), key=lambda c: c.definition))


def _headed(segments: Sequence[Segment]) -> Iterator[DefinedClass]:
    """Lists under a heading that other clauses call by its name ("a job that falls under List X")."""
    for heading in segments:
        title = _CLASS_HEADING.match(heading.text) if heading.kind == "heading" else None
        if title is None:
            continue
        name = title["list"] or title["title"]
        if role_of(name) or not name[0].isupper() or _NO_CLASS.search(name):
            continue
        members = _under(heading, segments)
        listed = [i for i in members if segments[i].kind in ("item", "row")]
        if not title["list"] and (len(listed) < 2 or 2 * len(listed) < len(members)):
            continue
        term = name.title() if name.isupper() else name
        pattern = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])")
        used = tuple(
            s.index for s in segments if s.kind != "heading" and term in s.text and pattern.search(s.text)
        )
        used = tuple(i for i in used if i not in members)
        if used:
            yield DefinedClass(term, heading.index, members, used)


def _used(term: str) -> re.Pattern[str]:
    stem = re.escape(re.sub(r"\s+", " ", term.lower())).replace(r"\ ", r"\s+")
    if stem.endswith("ies"):
        stem = stem[:-3] + "(?:ies|y)"
    elif stem.endswith("y") and stem[-2:-1] not in "aeiou":
        stem = stem[:-1] + "(?:ies|y)"
    elif stem.endswith("sses"):
        stem = stem[:-2] + "(?:es)?"
    elif stem.endswith("s") and not stem.endswith("ss"):
        stem += "?"
    else:
        stem += "(?:e?s)?"
    return re.compile(rf"(?<![\w-]){stem}(?![\w-])")


def _definitions(segments: Sequence[Segment]) -> Iterator[_Found]:
    for segment in segments:
        if segment.kind == "heading":
            continue
        glossary = any(_GLOSSARY.search(h) for h in segment.headings[-2:]) or (
            segment.lead_in is not None and bool(_GLOSSARY.search(segment.lead_in.text))
        )
        if segment.kind == "row":
            yield from _row(segment, glossary=glossary)
        elif '"' in segment.text:
            yield from _in_quotes(segment)
        else:
            bare = _BARE.match(segment.text) or (_LISTED.match(segment.text) if glossary else None)
            if bare and not _NO_TERM.match(bare["term"]):
                yield _Found(bare["term"], segment, bare.start("term"), len(segment.text), bare.end())


def _in_quotes(segment: Segment) -> Iterator[_Found]:
    text = segment.text
    heads = [m for m in _QUOTED.finditer(text) if _introduces(text, m)]
    for i, head in enumerate(heads):
        end = heads[i + 1].start() if i + 1 < len(heads) else len(text)
        for term in _TERM.findall(head["terms"]):
            yield _Found(_bare_term(term), segment, head.start(), end, head.end())
    for bracket in _BRACKET.finditer(text):
        start = max(text.rfind(mark, 0, bracket.start()) for mark in ("; ", ": ", ". ", ") ")) + 2
        for term in _TERM.findall(bracket["terms"]):
            at = start if start > 1 else 0
            yield _Found(_bare_term(term), segment, at, bracket.start(), at, bracket=True)


def _bare_term(term: str) -> str:
    return re.sub(r"^(?:the|our)\s+", "", term, flags=re.IGNORECASE)


def _introduces(text: str, head: re.Match[str]) -> bool:
    """A quoted word at the head of its clause and not, say, what a form's box "is"."""
    before = text[: head.start()]
    plain = head["verb"] in ("is", "are", "includes", "include", None)
    if re.fullmatch(rf"{_NUMBER}(?:the (?:terms?|expressions?|words?) )?", before, re.IGNORECASE):
        return True
    near = re.search(r"(?:[,;:.]|\band|\bwhere|\bterms?|\bexpressions?|\bwords?)\s*(?:the\s+)?$", before)
    return bool(near) and not plain


def _row(segment: Segment, *, glossary: bool) -> Iterator[_Found]:
    cells = segment.cell_texts
    headed = bool(segment.columns) and bool(_COLUMNS.match(segment.columns[0]))
    if len(cells) != 2 or not (headed or glossary) or _COLUMNS.match(cells[0]) or not 0 < len(cells[0]) < 60:
        return
    at = segment.text.find(cells[1], len(cells[0]))
    if at > 0:
        yield _Found(cells[0].strip('" '), segment, 0, len(segment.text), at)


def _children(segments: Sequence[Segment]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for segment in segments:
        if segment.lead_in is not None:
            found.setdefault(segment.lead_in.index, []).append(segment.index)
    return found


def _members(
    item: _Found, segments: Sequence[Segment], children: dict[int, list[int]], places: dict[str, int]
) -> tuple[int, ...]:
    listed = [i for i in children.get(item.segment.index, []) if not _QUOTED.match(segments[i].text)]
    if listed and _MARK.match(segments[listed[0]].text):
        # Short lines after a list look like its items: those without a mark are none of it.
        listed = [i for i in listed if _MARK.match(segments[i].text)]
    meaning = item.segment.text[item.meaning_start : item.end]
    if listed and item.end == len(item.segment.text):
        return tuple(_deep(listed, children))
    elsewhere = _ELSEWHERE.search(meaning)
    place = places.get(normal(elsewhere["label"])) if elsewhere else None
    if place is not None and place != item.segment.index:
        start = segments[place]
        there = (
            _under(start, segments)
            if start.kind == "heading"
            else tuple(_deep(children.get(place, []), children))
        )
        return there or tuple(sorted(set(_deep(tuple(_numbered(start, segments)), children))))
    if item.bracket:
        # A bracket names the words right before it, not the whole sentence.
        meaning = " ".join(meaning.split()[-15:])
    works = {fact for fact, _ in pairs(meaning.lower())} & {"activity", "subject", "cause"}
    several = re.search(r",|\bor\b|\band\b|\bany\b|\ball\b|\bevery\b", meaning)
    return (item.segment.index,) if works and several else ()


def _numbered(start: Segment, segments: Sequence[Segment]) -> Iterator[int]:
    """The sentences and items of a clause."""
    for segment in segments[start.index :]:
        if segment.document is not start.document or not (
            segment.number == start.number
            or segment.number.startswith((f"{start.number}(", f"{start.number}."))
        ):
            break
        if segment.kind != "heading":
            yield segment.index


def _deep(roots: Sequence[int], children: dict[int, list[int]]) -> Iterator[int]:
    for root in roots:
        yield root
        yield from _deep(children.get(root, []), children)


def _under(heading: Segment, segments: Sequence[Segment]) -> tuple[int, ...]:
    """The items, rows and sentences directly under a heading, up to the next one that is not below it."""
    found = []
    for segment in segments[heading.index + 1 :]:
        below = len(segment.headings) > len(heading.headings)
        if segment.document is not heading.document or not below:
            break
        if segment.kind != "heading":
            found.append(segment.index)
    return tuple(found)
