"""Which document changes another one, and clause by clause what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from remit.document import Document
from remit.reader.references import normal
from remit.reader.segment import Segment

Action = Literal["delete", "replace", "add"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What `document` does to a clause of another document of the agreement.

    target       the clause's normal label ("7.2", "schedule b")
    amended      the name of the document that the clause stands in, where it is found
    replaced     the segments of that clause, which no longer hold after "delete" and "replace"
    instruction  the segment that orders the change
    segments     the new words; where they stand in the instruction itself, the instruction
    """

    document: str
    target: str
    action: Action
    amended: str | None
    replaced: tuple[int, ...]
    instruction: int
    segments: tuple[int, ...]


_MARK = r"\d{1,2}(?:\.\d{1,3})*(?:\s?\([a-zA-Z0-9]{1,4}\))*|[IVX]+\b|[A-Z]\b"
_TARGET = re.compile(
    rf"\b(?:(?:sub-?)?(?:clause|section|article|paragraph|para)s?\s+(?P<clause>{_MARK})"
    rf"|(?P<schedule>(?:schedule|exhibit|appendix|annex(?:ure)?|attachment)\s+(?:{_MARK})))",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:amendment|amending|deed of variation|variation agreement|change (?:notice|agreement)|addendum|supplemental agreement|"
    r"variation no)\b",
    re.IGNORECASE,
)
_REPLACE = re.compile(
    r"\b(?:replac(?:ed?|ing)|substitut(?:ed?|ing)|restat(?:ed?|ing)|amend(?:ed)?|amending|modif(?:y|ied)|var(?:y|ied)|chang(?:ed?|ing)|reads?|"
    r"to read)\b",
    re.IGNORECASE,
)
_DELETE = re.compile(
    r"\b(?:delet(?:ed?|ing)|remov(?:ed?|ing)|struck out|omitted|revoked|cancelled|no longer applies|ceases to)\b",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"\b(?:insert(?:ed|ing)?|add(?:ed|ing)?|new (?:sub-?)?(?:clause|section|paragraph|article|schedule))\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:is|are|shall be|will be|be)\s+(?:hereby\s+|further\s+|also\s+)?(?:\w+ly\s+)?(?:deleted|removed|replaced|substituted|amended|"
    r"restated|modified|varied|changed|inserted|added|omitted|revoked|struck|cancelled)"
    r"|^\W*(?:\(?\w{1,4}[.)]\s+)?(?:delete|remove|replace|substitute|amend|insert|add)\b|\b(?:by|of)\s+(?:deleting|replacing|inserting|adding|substituting)\b"
    r"|\bis to read\b|\bshall (?:now )?read\b|\bnow reads\b|\bno longer applies\b",
    re.IGNORECASE,
)
_MORE = re.compile(rf"\s*(?:,\s*(?:and\s+)?|\band\s+)(?P<mark>{_MARK})")
_PART = re.compile(
    r"\b(?:lines?|rows?|items?|entry|entries|words?|sentences?|phrases?|definitions?)(?: of)? \"(?P<words>[^\"]+)\"",
    re.IGNORECASE,
)
"""A part of a clause that the change is limited to."""

_MAY = re.compile(r"\b(?:may|can|if|unless|except|no|not|any|until|only)\b", re.IGNORECASE)


def amendments(documents: Sequence[Document], segments: Sequence[Segment]) -> tuple[Amendment, ...]:
    """Every change that one document orders in another, in reading order; the last one to a clause is in force."""
    amending = {d.name for d in documents if _amends(d.name, segments)}
    found: list[Amendment] = []
    for segment in segments:
        if segment.document.name in amending and segment.kind != "heading":
            found.extend(_ordered(segment, segments, amending))
    return tuple(found)


def _amends(name: str, segments: Sequence[Segment]) -> bool:
    own = [s for s in segments if s.document.name == name]
    titled = any(_TITLE.search(s.text) for s in own[:4] if len(s.text) < 160) or bool(
        _TITLE.search(name.replace("-", " "))
    )
    return titled and any(_ORDERS.search(s.text) and _TARGET.search(s.text) for s in own)


def _ordered(segment: Segment, segments: Sequence[Segment], amending: set[str]) -> Iterator[Amendment]:
    text = segment.text
    order = _ORDERS.search(text)
    if not order or _MAY.search(text[: order.start()]):
        return
    # The quoted new words may themselves name clauses and say "deleted".
    plain = re.sub(r"\"[^\"]*(?:\"|$)", lambda m: " " * len(m.group()), text)
    begin = 0
    own = re.match(r"^\W*(?:(?:clause|section)\s+)?[\d.]+[.)]?\s+", plain, re.IGNORECASE)
    if own and segment.number and order.start() > own.end():
        begin = own.end()
    target = _TARGET.search(plain, begin) or _TARGET.search(plain)
    action = _action(plain)
    if target is None or action is None:
        return
    fresh = () if action == "delete" else _new_words(segment, segments, quoted='"' in text)
    for label in _labels(plain, target):
        amended, replaced = _clause(label, segments, amending)
        part = _PART.search(text[: order.start()])
        if part:
            replaced = tuple(i for i in replaced if part["words"].lower() in segments[i].lower)
        yield Amendment(
            segment.document.name,
            label,
            action,
            amended,
            () if action == "add" else replaced,
            segment.index,
            fresh,
        )


def _labels(text: str, target: re.Match[str]) -> Iterator[str]:
    """The labels that one instruction names: "Sections 4.1, 4.2 and 4.3"."""
    yield normal(target["clause"] or target["schedule"])
    at = target.end()
    while target["clause"] and (more := _MORE.match(text, at)):
        yield normal(more["mark"])
        at = more.end()


def _action(text: str) -> Action | None:
    if _ADD.search(text) and not re.search(r"\b(?:replac|substitut)", text, re.IGNORECASE):
        return "add"
    if _REPLACE.search(text):
        return "replace"
    return "delete" if _DELETE.search(text) else None


def _clause(
    label: str, segments: Sequence[Segment], amending: set[str]
) -> tuple[str | None, tuple[int, ...]]:
    """The clause with all under it, in the first document that is no amendment."""
    for name in dict.fromkeys(s.document.name for s in segments if s.document.name not in amending):
        inside = [s for s in segments if s.document.name == name]
        own = [
            s
            for s in inside
            if normal(s.number) == label or normal(s.number).startswith((f"{label}.", f"{label}("))
        ]
        headings = [
            s for s in inside if s.kind == "heading" and normal(s.text).startswith(label) and " " in label
        ]
        under = [
            s for h in headings for s in inside if s.headings[: len(h.headings) + 1] == (*h.headings, h.text)
        ]
        found = sorted({s.index for s in (*own, *headings, *under)})
        if found:
            return name, tuple(found)
    return None, ()


def _new_words(segment: Segment, segments: Sequence[Segment], *, quoted: bool) -> tuple[int, ...]:
    """The segments after the instruction, up to the next one; or itself where it quotes the new words."""
    found: list[int] = []
    for after in segments[segment.index + 1 :]:
        if after.document is not segment.document or after.kind == "heading":
            break
        led = after.lead_in is segment
        if not led and (
            (_ORDERS.search(after.text) and _TARGET.search(after.text)) or (quoted and found == [])
        ):
            break
        if not led and not segment.text.rstrip().endswith((":", "following", "follows")):
            break
        found.append(after.index)
        if quoted and not led:
            break
    return tuple(found) or (segment.index,)
