"""The clause outline: a document's paragraphs become segments that know their number, headings and lead-in.

Headings come from the format where it says so, and otherwise from the paragraph's looks: short, no full stop, a
number or capitals, or bold. A paragraph that ends in a colon (or in "following") introduces the list after it.
A heading can introduce a list as well ("Exclusions" with bullets under it): then the heading's words do the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from remit.document import Document, Paragraph
from remit.reader.segment import Segment, clean
from remit.reader.sentences import inline_list, sentences

_NUMBER = re.compile(
    r"^(?P<n>(?:(?:section|article|clause|schedule|exhibit|appendix|annex|attachment|part|addendum)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,3}){0,4}|[ivxlc]{1,6}|[a-z])[.):]?|\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\))(?=\s|$)",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    r"^(schedule|exhibit|appendix|annex|attachment|addendum|part|article)\b", re.IGNORECASE
)
_LEADS = re.compile(
    r"(:|:-|\u2014|\bfollowing\W*|\bas follows\W*|\bincluding\W*|\bwhere\W*|\bif\W*|\bunless\W*)$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"^(?:(?:(?:section|article|clause)\s+)?\(?[\dA-Za-z.]{1,8}\)?[.)]?\s+)?(?P<open>\*\*|__)?(?P<h>[A-Z][^.:;*\n]{1,70}?)[.:]?(?P<close>\*\*|__)?[.:]?(?P<sep>\s*[-\u2013\u2014]\s+|\s+)(?=[A-Z\"\u201c(])"
)
_CLAUSE = re.compile(r"(?:[a-z]+ )?\d", re.IGNORECASE)
"""The number of a clause ("4.2", "Section 4.2"), and not of an item in it ("(a)", "(2)")."""
_MAX_HEADING = 90


@dataclass(frozen=True)
class _Open:
    """What is open while reading: headings with their levels, and the lead-ins of the lists with their depths."""

    headings: tuple[tuple[int, str], ...] = ()
    leads: tuple[tuple[int, Segment], ...] = ()
    number: str = ""
    columns: tuple[str, ...] = ()
    table: int = 0


def outline(documents: Sequence[Document]) -> tuple[Segment, ...]:
    """Every segment of the agreement, in reading order."""
    segments: list[Segment] = []
    for document in documents:
        state = _Open()
        for i, paragraph in enumerate(document.paragraphs):
            if paragraph.kind == "furniture":
                continue
            state, fresh = _read(document, i, paragraph, state, len(segments))
            segments.extend(fresh)
    return tuple(segments)


def _read(document: Document, i: int, p: Paragraph, state: _Open, index: int) -> tuple[_Open, list[Segment]]:
    raw = document.text[p.start : p.end]
    if p.kind == "row":
        return _row(document, i, p, state, index)
    state = replace(state, columns=(), table=0)
    number = p.number or _number(raw)
    if p.kind == "heading" or (p.kind in ("text", "item") and is_heading(raw, document, i)):
        return _heading(document, i, p, state, index, number)
    return _body(document, i, p, state, index, number)


def _heading(
    document: Document, i: int, p: Paragraph, state: _Open, index: int, number: str
) -> tuple[_Open, list[Segment]]:
    text = clean(document.text[p.start : p.end])
    level = p.level if p.kind == "heading" and p.level else _level(text, number)
    kept = tuple(h for h in state.headings if h[0] < level)
    segment = Segment(
        index,
        document,
        p.start,
        p.end,
        "heading",
        number,
        tuple(h for _, h in kept),
        paragraph=i,
        hidden=p.hidden,
    )
    opened = (*kept, (level, text))
    return _Open(headings=opened, number=number.rstrip(".):") if number else state.number), [segment]


def _body(
    document: Document, i: int, p: Paragraph, state: _Open, index: int, number: str
) -> tuple[_Open, list[Segment]]:
    raw = document.text[p.start : p.end]
    is_item = _is_item(p, raw, number, state)
    depth = _depth(p, number) if is_item else 0
    leads = tuple(x for x in state.leads if x[0] < depth)
    headings = tuple(h for _, h in state.headings)
    run_in = _run_in(raw)
    if run_in:
        headings = (*headings, run_in)
    full = _joined(state.number, number, is_item)
    fresh: list[Segment] = []
    last: Segment | None = None
    for start, end, mark in _pieces(raw):
        inner = last if mark else None
        segment = Segment(
            index + len(fresh),
            document,
            p.start + start,
            p.start + end,
            "item" if is_item or mark else "sentence",
            f"{full}{mark}" if mark else full,
            headings,
            inner or (leads[-1][1] if leads else None),
            paragraph=i,
            hidden=p.hidden,
        )
        fresh.append(segment)
        if not mark:
            last = segment
    # Items of the same list keep their lead-in; one that ends in a colon introduces a deeper list.
    state = replace(state, leads=leads)
    if last is not None and last is fresh[-1] and _LEADS.search(last.text.rstrip(" *_")):
        state = replace(state, leads=(*leads, (depth, last)))
    if _CLAUSE.match(number):
        state = replace(state, number=number.rstrip(".):"))
    return state, fresh


def _row(document: Document, i: int, p: Paragraph, state: _Open, index: int) -> tuple[_Open, list[Segment]]:
    if p.table != state.table:
        state = replace(state, columns=(), table=p.table)
    cells = tuple((a, b) for a, b in p.cells)
    texts = tuple(clean(document.text[a:b]) for a, b in cells)
    lead = state.leads[-1][1] if state.leads else None
    segment = Segment(
        index,
        document,
        p.start,
        p.end,
        "row",
        _joined(state.number, p.number, item=False),
        tuple(h for _, h in state.headings),
        lead,
        state.columns,
        cells,
        i,
        p.hidden,
    )
    if p.header:
        state = replace(state, columns=texts)
    return state, [segment]


def _is_item(p: Paragraph, raw: str, number: str, state: _Open) -> bool:
    """Bullets and bracketed marks are items; after a lead-in so are its sub-clauses ("4.1" under "4.") and short lines."""
    if p.kind == "item" or number.startswith("("):
        return True
    if not state.leads:
        return False
    above = state.leads[-1][1].number
    return (bool(above) and number.startswith(f"{above}.")) or _short(raw)


def _pieces(raw: str) -> Iterator[tuple[int, int, str]]:
    """A paragraph's sentences; a sentence with a list inside is divided into its lead-in and items (with marks)."""
    for start, end in sentences(raw):
        listed = inline_list(raw[start:end]) if end - start > 160 else []
        if not listed:
            yield start, end, ""
            continue
        for a, b, mark in listed:
            piece = raw[start + a : start + b]
            left = len(piece) - len(piece.lstrip())
            yield start + a + left, start + a + len(piece.rstrip()), mark


def is_heading(raw: str, document: Document | None = None, i: int = -1) -> bool:
    """Whether a paragraph looks like a heading: short, no sentence, and set apart by number, capitals or bold."""
    text = clean(raw)
    if not text or len(text) > _MAX_HEADING or text[-1] in ".;,:?" or "|" in text:
        return False
    if document is not None and i + 1 >= len(document.paragraphs):
        return False
    body = _NUMBER.sub("", text).strip(" .-")
    words = re.findall(r"[A-Za-z][A-Za-z'/&-]*", body)
    if (
        not words
        or len(words) > 10
        or re.search(r"\b(shall|will|must|may|is|are|was|has|have|agrees?)\b", body.lower())
    ):
        return False
    if re.search(r"_{3,}|\d{4,}|\$|@|/s/|\{\{", text) or (": " in text and not _SCHEDULE.match(text)):
        return False
    bold = raw.strip().startswith(("**", "__")) and raw.strip().endswith(("**", "__"))
    numbered = bool(_number(raw)) and not re.match(r"^\(?[a-z]\)|^\(", text)
    capitals = body.upper() == body and len(body) > 3
    small = {
        "of",
        "and",
        "the",
        "to",
        "for",
        "in",
        "or",
        "by",
        "on",
        "a",
        "an",
        "with",
        "not",
        "vs",
        "from",
        "at",
        "your",
        "our",
        "we",
        "you",
    }
    titled = sum(w[0].isupper() for w in words if w.lower() not in small) >= max(
        1, len([w for w in words if w.lower() not in small]) * 0.75
    )
    if bold or capitals or _SCHEDULE.match(body) or _SCHEDULE.match(text):
        return True
    return titled and (numbered or (document is not None and _stands_apart(document, i)))


def _stands_apart(document: Document, i: int) -> bool:
    """A title-like line that is no list item among its like: what follows is longer than it, or a list."""
    here = document.paragraphs[i]
    if here.kind == "item":
        return False
    nearest = [document.paragraphs[j] for j in (i - 1, i + 1) if 0 <= j < len(document.paragraphs)]
    following = document.paragraphs[i + 1] if i + 1 < len(document.paragraphs) else None
    if following is None:
        return False
    grows = following.end - following.start > 1.5 * (here.end - here.start) or following.kind in (
        "item",
        "row",
    )
    return grows and not any(p.kind == "row" and p is nearest[0] for p in nearest[:1])


def _number(raw: str) -> str:
    found = _NUMBER.match(clean(raw))
    if not found:
        return ""
    number = found["n"].strip()
    # A bare letter or roman numeral needs its full stop or bracket: "A" and "I" begin sentences.
    if re.fullmatch(r"[A-Za-z]+", number):
        return ""
    return number


def _level(text: str, number: str) -> int:
    if _SCHEDULE.match(text):
        return 1
    if re.match(r"^\d", number):
        return 2 + number.rstrip(".").count(".")
    if text.upper() == text:
        return 2
    return 4


def _depth(p: Paragraph, number: str) -> int:
    """How deep a list item stands: bullets by their indent, marks by their kind ((a) before (i) before (A))."""
    if p.kind == "item" and p.level:
        return p.level + 1
    if re.fullmatch(r"\(?(?:[ivx]{2,}|[ivx])\)", number):
        return 3
    if number.startswith("(") or re.fullmatch(r"[a-z]\)", number):
        return 2
    return 1


def _joined(parent: str, number: str, item: bool) -> str:
    if not number:
        return parent
    if item and parent and number.startswith("("):
        return f"{parent}{number}"
    return number.rstrip(".:")


def _short(raw: str) -> bool:
    """After a lead-in, short lines are its list even without marks."""
    text = clean(raw)
    return len(text) < 140 and not re.search(r"\b(shall|will|must)\b", text)


def _run_in(raw: str) -> str:
    """The title that opens a paragraph ("4.2 Exclusions. The following ..."), or nothing."""
    found = _RUN_IN.match(raw.translate({0x201C: '"'}))
    if not found:
        return ""
    title, opened = found["h"].strip(), bool(found["open"])
    ends_properly = raw[found.end("h")] in ".:*_" if found.end("h") < len(raw) else False
    words = title.split()
    if not (opened or ends_properly) or len(words) > 9:
        return ""
    if re.search(r"\b(shall|will|must|may|is|are|has|have|agrees?)\b", title.lower()):
        return ""
    small = {"of", "and", "the", "to", "for", "in", "or", "by", "on", "a", "an", "with", "not"}
    strong = [w for w in words if w.lower() not in small]
    return title if opened or all(w[:1].isupper() or not w[:1].isalpha() for w in strong) else ""
