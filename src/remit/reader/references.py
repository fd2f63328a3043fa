"""What a contract points to: its own clauses and schedules, other documents, policies at an address.

A schedule or an order that the contract relies on and that was not given is a finding: what stands in it (prices,
services, hours) can't be answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from remit.contract import Finding
from remit.document import Document
from remit.reader.place import quote
from remit.reader.segment import Segment

Kind = Literal["clause", "schedule", "document", "policy"]


@dataclass(frozen=True, slots=True)
class Reference:
    """`segments[segment].text[start:end]` names what is referred to.

    target    the segment at which it begins, None where it is nowhere in the documents
    document  the name of the document it is or stands in, where it is there
    empty     it is there in name only: a heading with nothing, or "omitted", under it
    relied    the words lean on it ("as set out in the Order"), they do not just mention it
    """

    segment: int
    start: int
    end: int
    kind: Kind
    label: str
    target: int | None = None
    document: str | None = None
    empty: bool = False
    relied: bool = False


_MARK = r"(?:\d{1,2}(?:\.\d{1,3})*(?:\s?\([a-zA-Z0-9]{1,4}\))*|[IVXL]+\b(?:\.\d+)?|[A-Z]\d{0,2}\b(?:\.\d+)?)"
_CLAUSE = re.compile(
    rf"\b(?:sub-?)?(?:clause|section|article|paragraph|para\.?|condition)s?\s+(?P<mark>{_MARK})",
    re.IGNORECASE,
)
_PART = re.compile(r"part\b", re.IGNORECASE)
_SCHEDULE = re.compile(
    r"\b(?P<word>Schedule|Exhibit|Appendix|Annex|Annexure|Attachment|Addendum|Part|List|Table|SCHEDULE|EXHIBIT|APPENDIX|ANNEX|"
    r"ANNEXURE|ATTACHMENT|ADDENDUM|PART|schedule|exhibit|appendix|annex|attachment)\s+"
    r"(?P<mark>[IVX]{1,4}(?!\w)|[A-Z](?:-?\d{1,2})?(?![\w'-])|(?:1?\d|20)(?:\.\d{1,2})?(?!\w))"
)
_ORDINAL = re.compile(
    r"\b(?P<word>First|Second|Third|Fourth|Fifth|Sixth|FIRST|SECOND|THIRD|FOURTH)\s+(?:Schedule|SCHEDULE)\b"
)
SCHEDULE_PLACE = (
    r"(?:Schedule|Exhibit|Appendix|Annex|Annexure|Attachment|Part|List|SCHEDULE|EXHIBIT|APPENDIX|ANNEX|ANNEXURE|ATTACHMENT)\s+"
    r"(?:[A-Z](?:-?\d{1,2})?|\d{1,2}|[IVX]{1,4})\b|(?:First|Second|Third|Fourth|Fifth|Sixth) Schedule"
)
"""A schedule's label, for patterns that look for one in other words."""

_NAMED = (
    r"Order Forms?|Work Orders?|Change Orders?|Purchase Orders?|Orders?|Statements? of Work|SOWs?|Service Schedules?|Rate (?:Card|Sheet)|"
    r"Fee Schedule|Price List|(?:Pricing|Payment|Price|Rate|Services?|Fees?) Schedule|Schedules? of (?:[A-Z][\w-]+)(?: [A-Z][\w-]+)?|Service Level Agreements?|"
    r"SLAs?|Master (?:Services? |Managed Services )?Agreement|MSA|Quotations?|Quotes?|Proposals?|Data Processing (?:Agreement|Addendum)|"
    r"DPA|Business Associate Agreement|BAA|Service (?:Description|Attachment|Guide)s?|Cover Page|Order Summary|Client (?:Information )?Form|"
    r"License Agreement|Security (?:Policy|Standards)|Asset (?:Register|List)|Equipment (?:List|Schedule)|Device List|Site List"
)
_DOCUMENT = re.compile(
    rf"\b(?i:the|an?|each|any|its|this|applicable|relevant|such|your|our|signed|accompanying|corresponding|attached)\s+(?:[A-Z]\w+/)?(?P<name>{_NAMED})(?!\w)"
)
_POLICY = re.compile(
    r"\b(?P<name>(?:[A-Z][\w-]+\s+){0,3}(?:Acceptable Use|Fair Use|Fair Usage|Privacy|Security|Cancellation|Refund|Data Retention)\s+(?:Policy|Rules|Guidelines)|"
    r"Terms of (?:Service|Use)|(?:Acceptable|Fair) Use Policy)\b"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s)>\"]+")
_RELIES = re.compile(
    r"\b(?:set (?:out|forth)|described|specified|stated|listed|identified|detailed|shown|contained|provided|defined|found|"
    r"enumerated|indicated|outlined|itemi[sz]ed|given|named|mentioned|included|agreed|reflected|appearing|referenced|quoted)\s+"
    r"(?:\w+\s+){0,2}(?:in|on|at|by|under|per)\s+(?:[\w',/-]+\s+){0,8}$"
    r"|\b(?:terms(?: and conditions)?|provisions) of the\s+$|\bgoverned by (?:[\w',-]+\s+){0,4}$"
    r"|\b(?:in accordance with|pursuant to|as per|per|according to|rates? (?:in|on)|see)\s+(?:[\w',/-]+\s+){0,4}$",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"^\s*(?:\([a-z\d]+\)\s*)*,?\s*(?:of|to|under)\s+(?:the\s+|its\s+|that\s+)?(?:[\w&,().'-]+\s+){0,9}?(?:Act|Code|Regulations?|Statutes?|Law|Rules|GDPR|Directive|Ordinance)\b"
)
_OMITTED = re.compile(
    r"^\W*(?:intentionally\s+)?(?:omitted|left blank|blank|reserved|not used|to (?:be|follow)\b.{0,30}|tbd|tba|not attached)\W*$",
    re.IGNORECASE,
)
_SUBJECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "the prices",
        re.compile(
            r"\b(?:fees?|rates?|prices?|pricing|charges?|costs?|amounts?|deposit|payments?)\b", re.IGNORECASE
        ),
    ),
    (
        "the services",
        re.compile(r"\b(?:services?|scope|work|deliverables?|support|specifications?)\b", re.IGNORECASE),
    ),
    (
        "the response times",
        re.compile(r"\b(?:service levels?|response|priorit\w+|targets?|uptime)\b", re.IGNORECASE),
    ),
    (
        "the equipment",
        re.compile(r"\b(?:equipment|devices?|hardware|assets?|sites?|locations?)\b", re.IGNORECASE),
    ),
    ("the term", re.compile(r"\b(?:term|period|commencement|start date|effective date)\b", re.IGNORECASE)),
)
_ATTACHED = re.compile(
    r"^\s*(?:is\s+)?(?:attached|annexed|set out)?\s*(?:hereto\s+)?(?:as|in|at)\s+(?=Schedule|Exhibit|Appendix|Annex)",
    re.IGNORECASE,
)
"""A name for a schedule that has a letter as well."""

_ITSELF = re.compile(r"\bthis\s+$", re.IGNORECASE)


def read_references(documents: Sequence[Document], segments: Sequence[Segment]) -> tuple[Reference, ...]:
    """Every reference, in reading order; a heading does not refer to itself."""
    places = places_of(segments)
    titles = titles_of(documents, segments)
    found: list[Reference] = []
    for segment in segments:
        found.extend(_clauses(segment, places))
        found.extend(_schedules(segment, places, segments))
        found.extend(_named(segment, places, titles, segments))
    return tuple(found)


def missing_documents(references: Sequence[Reference], segments: Sequence[Segment]) -> tuple[Finding, ...]:
    """One finding for each schedule, document or policy that the contract relies on and that was not given."""
    groups: dict[str, list[Reference]] = {}
    for reference in references:
        if reference.kind != "clause":
            label = _singular(reference.label)
            groups.setdefault(_SHORT.get(label, label), []).append(reference)
    findings = []
    for group in groups.values():
        given = any(r.target is not None and not r.empty for r in group)
        if given or not any(r.relied or r.kind == "schedule" for r in group):
            continue
        first = next((r for r in group if r.relied), group[0])
        words = " ".join(segments[r.segment].text for r in group if r.relied)
        about = [subject for subject, pattern in _SUBJECTS if pattern.search(words)][:2]
        state = "has nothing in it" if first.empty else "is not among the documents given"
        message = f"The contract refers to {_spoken(first)}, which {state}."
        if about:
            message += f" It should state {' and '.join(about)}."
        findings.append(
            Finding(
                kind="missing_document",
                message=message,
                evidence=quote(segments[first.segment], first.start, first.end),
            )
        )
    return tuple(findings)


def places_of(segments: Sequence[Segment]) -> dict[str, int]:
    """Where each clause number and each schedule begins: normal label -> index; the fullest place wins."""
    found: dict[str, int] = {}
    weight: dict[str, int] = {}
    for segment in segments:
        for label in _labels(segment):
            # A table of contents names a schedule too: the place with something under it is the real one.
            length = 1 + _length(segments, segment.index) if segment.kind == "heading" else 0
            if label not in found or length > weight[label]:
                found[label], weight[label] = segment.index, length
    return found


def normal(label: str) -> str:
    """A label as it is compared: "Section 4.2 (b)" and "4.2(b)" are the same clause, "Schedule B:" is "schedule b"."""
    text = re.sub(
        r"^(?:sub-?)?(?:clause|section|article|paragraph|para\.?|condition)s?\s+",
        "",
        label.strip(),
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\bannexure\b", "annex", text.lower())
    return re.sub(r"\s+(?=\()|[.:]+$", "", text).strip()


def _labels(segment: Segment) -> Iterator[str]:
    if segment.number:
        yield normal(segment.number)
    if segment.kind == "heading":
        for found in _schedule_labels(segment.text):
            yield normal(found.group())


def _schedule_labels(text: str) -> Iterator[re.Match[str]]:
    yield from _SCHEDULE.finditer(text)
    yield from _ORDINAL.finditer(text)


def _length(segments: Sequence[Segment], index: int) -> int:
    """How many segments stand under a heading."""
    heading = segments[index]
    count = 0
    for segment in segments[index + 1 : index + 60]:
        if segment.document is not heading.document or _begins_another(heading, segment):
            break
        count += segment.kind != "heading" and not _OMITTED.match(segment.text)
    return count


def _begins_another(heading: Segment, segment: Segment) -> bool:
    """A schedule ends where the next begins; a part is within its schedule and ends where the next part begins."""
    if segment.kind != "heading" or not _SCHEDULE.match(segment.text):
        return False
    return bool(_PART.match(heading.text)) or not _PART.match(segment.text)


def _clauses(segment: Segment, places: Mapping[str, int]) -> Iterator[Reference]:
    for found in _CLAUSE.finditer(segment.text):
        if (found.start() == 0 and segment.number) or _LAW.match(segment.text[found.end() :]):
            continue
        label = normal(found.group())
        parent = re.sub(r"\([^()]*\)$", "", label)
        target = places.get(label, places.get(parent))
        yield Reference(
            segment.index,
            found.start(),
            found.end(),
            "clause",
            found.group(),
            target,
            relied=_relied(segment, found.start()),
        )


def _schedules(
    segment: Segment, places: Mapping[str, int], segments: Sequence[Segment]
) -> Iterator[Reference]:
    for found in _schedule_labels(segment.text):
        heads = segment.kind == "heading" or found.start() == 0
        if heads or _LAW.match(segment.text[found.end() :]):
            continue
        if found["word"].lower() in ("part", "list", "table") and normal(found.group()) not in places:
            continue
        target = places.get(normal(found.group()))
        empty = target is not None and segments[target].kind == "heading" and not _length(segments, target)
        yield Reference(
            segment.index,
            found.start(),
            found.end(),
            "schedule",
            found.group(),
            target,
            segments[target].document.name if target is not None else None,
            empty,
            _relied(segment, found.start()),
        )


def _named(
    segment: Segment, places: Mapping[str, int], titles: Mapping[str, int], segments: Sequence[Segment]
) -> Iterator[Reference]:
    if segment.kind == "heading":
        return
    text = segment.text.title() if segment.text.isupper() else segment.text
    for pattern, kind in ((_DOCUMENT, "document"), (_POLICY, "policy")):
        for found in pattern.finditer(text):
            name = found["name"]
            start = found.start("name")
            if _ITSELF.search(text[:start]) or _SCHEDULE.match(text[start:]):
                continue
            attached = _ATTACHED.match(text[found.end() :])
            letter = _SCHEDULE.match(text[found.end() + attached.end() :]) if attached else None
            target = places.get(normal(letter.group())) if letter else titled(name, titles)
            yield Reference(
                segment.index,
                start,
                found.end("name"),
                "document" if kind == "document" else "policy",
                name,
                target,
                segments[target].document.name if target is not None else None,
                relied=_relied(segment, start)
                or bool(_ADDRESS.search(segment.text[found.end() : found.end() + 60])),
            )


def titles_of(documents: Sequence[Document], segments: Sequence[Segment]) -> dict[str, int]:
    """Headings, and the first lines and file names of documents, as words to look names up in."""
    found: dict[str, int] = {}
    first: dict[str, int] = {}
    for segment in segments:
        opening = segment.index - first.setdefault(segment.document.name, segment.index) < 4
        if segment.kind == "heading" or (opening and len(segment.text) < 120 and segment.text[-1:] != "."):
            found.setdefault(segment.text.lower(), segment.index)
    for document in documents:
        stem = re.sub(r"[-_.\d]+", " ", document.name.rsplit(".", 1)[0]).lower().strip()
        if document.name in first:
            found.setdefault(stem, first[document.name])
    return found


_SHORT = {
    "sow": "statement of work",
    "sla": "service level agreement",
    "msa": "master agreement",
    "baa": "business associate agreement",
    "dpa": "data processing agreement",
}


def titled(name: str, titles: Mapping[str, int]) -> int | None:
    wanted = _singular(name)
    wanted = _SHORT.get(wanted, wanted).removesuffix(" agreement")
    pattern = re.compile(rf"(?<![\w-]){re.escape(wanted)}s?(?![\w-])")
    # "Orders" in "how orders are placed" is no order: one word must begin or end the title.
    one = " " not in wanted and wanted != "master"
    for title, index in titles.items():
        if pattern.search(title) and (
            not one
            or re.search(
                rf"^(?:the )?{wanted}s?$|{wanted}s?\s*(?:form|summary|no|#|number|:)|(?:^|\s){wanted}$", title
            )
        ):
            return index
    return None


def _relied(segment: Segment, at: int) -> bool:
    return bool(_RELIES.search(segment.text[max(0, at - 110) : at]))


def _singular(label: str) -> str:
    text = re.sub(r"\s+", " ", label.lower())
    text = re.sub(r"^statements\b", "statement", text)
    text = re.sub(r"^schedules of", "schedule of", text)
    return text if text.endswith("ss") else re.sub(r"(?<=[a-z]{2})s$", "", text)


def _spoken(reference: Reference) -> str:
    if reference.kind == "schedule":
        return reference.label
    return f'"{reference.label}"' if reference.kind == "policy" else f'the "{reference.label}"'
