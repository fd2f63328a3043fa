"""Which document prevails where two of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from remit.contract import Precedence
from remit.document import Document
from remit.reader.place import quote
from remit.reader.references import normal, places_of, titled, titles_of
from remit.reader.segment import Segment

_CONFLICT = re.compile(
    r"\b(?:conflicts?|conflicting|inconsisten\w+|discrepanc\w+|contradict\w*|disagree\w*|differ(?:s|ent things|ence)?|at odds|"
    r"variance|ambigu\w+|reconciled|precedence|priority|clash\w*|mismatch|diverge\w*|incompatib\w+|(?:do not|don't|cannot|can't) "
    r"(?:agree|match|be read together|both (?:stand|be right))|rank\w*)\b",
    re.IGNORECASE,
)
_WINS = re.compile(
    r"\b(?:(?:shall |will |is to |are to )?(?:prevails?|controls?|governs?|wins?|takes? (?:precedence|priority)|"
    r"ha(?:s|ve) (?:precedence|priority|the last word)|carr(?:y|ies) the day|ranks? (?:first|highest|ahead|above|before)|"
    r"overrid(?:es?|ing)|supersedes?|comes? (?:first|before)|trumps?|beats?|decides?|counts|rules|(?:be )?(?:followed|preferred)|"
    r"applies|stands (?:above|first)))\b(?P<over>(?:\s+in (?:the event|case) of [^,]{3,60})?\s+(?:over|above|ahead of|before|to)\b)?",
    re.IGNORECASE,
)
_LOSES = re.compile(
    r"\b(?:yields? to|gives? way to|(?:is|are) subordinate to|ranks? (?:below|behind|after)|(?:is|are) overridden by|"
    r"comes? (?:after|behind|second to)|takes? effect subject to)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?:shall |will )?(?:prevail|overrid|trump|beat)", re.IGNORECASE)
"""Verbs that need no word of conflict beside them."""

_SPEAKS = re.compile(
    rf"{_CONFLICT.pattern}|\b(?:overrid\w+|prevail\w*|trumps?|beats?|yields? to|gives? way to|subordinate to|governed by,? (?:and (?:shall be )?subject to,? )?the terms)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:(?:appears?|listed|mentioned|named|stands?) (?:earlier|first|higher)|earlier (?:in (?:that|the) list|listed)|(?:first|earlier)[- ](?:listed|named|mentioned))\b",
    re.IGNORECASE,
)
_GOVERNED = re.compile(
    r"\bgoverned by,?\s+(?:and (?:shall be )?subject to,?\s+)?the terms (?:and conditions )?of\s+",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:order of (?:precedence|priority)|(?:following|descending) (?:order|priority|precedence)|order (?:listed|set out|stated) below)\b",
    re.IGNORECASE,
)
_REVERSED = re.compile(r"\b(?:ascending|increasing|reverse) order\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*(?:;|,\s*(?:and\s+)?(?:then|next|followed by|finally|lastly)?|\b(?:then|followed by)\b|\(\w{1,3}\)|\s\d[.)]\s)\s*",
    re.IGNORECASE,
)
_WORD = (
    r"(?:agreements?|contract|terms(?: and conditions)?|booklet|document|page|table|offer|tender|form|specification|"
    r"requirements|summary|rules|conditions|e-?mail|rate card|price list|guide|catalogue|schedules?|orders?|clauses?|articles?|exhibits?|annex(?:es)?|"
    r"appendi(?:x|ces)|attachments?|addend(?:um|a)|proposal|letter|deed|statement of work|body|main body|quote|quotation|plan|order form|policy)"
)
_LABEL = (
    r"(?:Schedule|Exhibit|Appendix|Annex|Annexure|Attachment|Part|Article)s?\s+(?:[A-Z]\b|[IVX]+\b|\d{1,2})"
)
_NAME = re.compile(
    rf"(?P<label>{_LABEL})"
    rf"|\b(?i:this|these|the|an?|any|each|all|such|your|our|its|those|relevant|applicable)\s+(?:(?:applicable|relevant|other|signed|main|all)\s+)?"
    rf"(?:terms (?:and conditions )?(?:of|in) (?:the |this |an? |any )?)?(?:\w+'s\s+)?(?P<name>(?:[A-Z][\w/&-]*)(?:\s(?:(?:of|for|and)\s)?(?!Is\b|Are\b|Shall\b|Will\b)[A-Z][\w/&-]*)*|{_WORD}\b)"
    rf"|\b(?P<bare>(?:[A-Z][\w/&-]*\s)*(?:Agreement|MSA|SOW|Statement of Work|Order(?: Form)?|Schedules? of [A-Z]\w+|Schedules?|Exhibits?|Terms|Attachments?|Addendum|Proposal|Appendix|Annex|SLA|MMSA|DPA|Quote))\b"
)
_NO_NAME = re.compile(
    r"^(?:terms|conflict|event|case|extent|order|provisions?|parties|party|latter|former|relevant|fees?)$"
)


def read_precedence(segments: Sequence[Segment]) -> tuple[Precedence, ...]:
    """Every clause that ranks documents, the strongest first in each; names as the clause has them."""
    found = []
    for segment in segments:
        if segment.kind == "heading" or not _SPEAKS.search(segment.text):
            continue
        order = (
            _ordered(segment, segments)
            or _earlier(segment, segments)
            or _lost(segment)
            or _won(segment)
            or _governed(segment)
        )
        if len(order) >= 2:
            found.append(Precedence(order=order, evidence=quote(segment, 0, len(segment.text))))
    return tuple(found)


def document_rank(
    documents: Sequence[Document], segments: Sequence[Segment], precedence: Sequence[Precedence]
) -> dict[str, int]:
    """Each document's place in the contract's own order, 0 the strongest; documents that no clause ranks are absent.

    A clause of a stronger document outranks another's; within a clause the names decide.
    """
    titles, places = titles_of(documents, segments), places_of(segments)
    above: dict[str, set[str]] = {}
    for clause in precedence:
        named = [_document(name, clause, titles, places, segments) for name in clause.order]
        known = [n for n in dict.fromkeys(named) if n is not None]
        for i, name in enumerate(known):
            weaker = set(known[i + 1 :])
            # The first clause that speaks of two documents has said it: a later one can't turn them round.
            above.setdefault(name, set()).update(w for w in weaker if name not in above.get(w, set()))
            for other in weaker:
                above.setdefault(other, set())
    ranked: dict[str, int] = {}
    while len(ranked) < len(above):
        free = [
            n for n in above if n not in ranked and not any(n in above[o] for o in above if o not in ranked)
        ]
        for name in free or [n for n in above if n not in ranked]:
            ranked[name] = len(ranked) if not free else max(ranked.values(), default=-1) + 1
    return ranked


def _ordered(segment: Segment, segments: Sequence[Segment]) -> tuple[str, ...]:
    """As in "in the following order: (a) the Order; (b) these Terms": a list in the sentence or under it."""
    found = _ORDER.search(segment.text)
    if not found:
        return ()
    under = [s for s in segments if s.lead_in is segment]
    if under:
        pieces = [s.text for s in under]
    else:
        rest = re.split(
            r":|\bis\b|\bas follows\b|\bshall be\b|\bwill be\b", segment.text[found.end() :], maxsplit=1
        )
        pieces = [p for p in _SPLIT.split(rest[-1]) if p and p.strip(" .")]
    names = [name for piece in pieces if (name := _first_name(piece))]
    if _REVERSED.search(segment.text):
        names.reverse()
    return tuple(dict.fromkeys(names))


def _won(segment: Segment) -> tuple[str, ...]:
    """As in "if A and B conflict, A prevails", "A prevails over B, and B over C"."""
    text = segment.text
    wins = list(_WINS.finditer(text))
    if not _CONFLICT.search(text):
        wins = [w for w in wins if _PLAIN.match(w.group())]
    if not wins:
        return ()
    order: list[str] = []
    start = 0
    for win in wins:
        winner = _last_name(text[start : win.start()])
        order = _placed(order, winner) if winner else order
        if win["over"] or re.search(r"overrid|supersede|trump|beat", win.group(), re.IGNORECASE):
            stop = re.search(r"[;.]|\bexcept\b|\bsave\b|\bunless\b", text[win.end() :])
            losers = text[win.end() : win.end() + stop.start() if stop else len(text)]
            # "... and a Work Order over any purchase order" goes on without a verb.
            for part in re.split(r"\bover\b", losers):
                for name in _names(part):
                    order = _placed(order, name)
        start = win.end()
    if order:
        for name in _names(text):
            order = _placed(order, name)
    return tuple(order)


def _earlier(segment: Segment, segments: Sequence[Segment]) -> tuple[str, ...]:
    """The documents "listed in clause 1.1", of which the one that stands earlier overrides the later ones."""
    if not _EARLIER.search(segment.text):
        return ()
    clause = re.search(
        r"\b(?:clause|section|paragraph|article)\s+(?P<mark>[\d.]+\d)", segment.text, re.IGNORECASE
    )
    mark = clause["mark"] if clause else ""
    lists = [s for s in segments if s.lead_in is not None and (not mark or normal(s.lead_in.number) == mark)]
    near = [
        s for s in lists if s.document is segment.document and (mark or 0 <= segment.index - s.index < 12)
    ]
    return tuple(dict.fromkeys(name for s in near if (name := _first_name(s.text))))


def _governed(segment: Segment) -> tuple[str, ...]:
    """As in "this Maintenance Agreement is governed by the terms of the Master Agreement"."""
    text = segment.text.title() if segment.text.isupper() else segment.text
    found = _GOVERNED.search(text)
    if not found:
        return ()
    stronger, weaker = _first_name(text[found.end() :]), _first_name(text[: found.start()])
    return (stronger, weaker) if stronger and weaker else ()


def _lost(segment: Segment) -> tuple[str, ...]:
    """As in "the Schedule gives way to the Order"."""
    found = _LOSES.search(segment.text)
    if not found:
        return ()
    weaker, stronger = _last_name(segment.text[: found.start()]), _first_name(segment.text[found.end() :])
    return (stronger, weaker) if stronger and weaker and not _same(stronger, weaker) else ()


def _placed(order: list[str], name: str) -> list[str]:
    return order if any(_same(name, known) for known in order) else [*order, name]


def _same(one: str, other: str) -> bool:
    bare = [re.sub(r"^(?:this|these|the|an?|any|each)\s+", "", n.lower()).rstrip("s") for n in (one, other)]
    return bare[0] == bare[1]


def _names(text: str) -> Iterator[str]:
    for found in _NAME.finditer(text):
        name = found["label"] or found["name"] or found["bare"]
        if _NO_NAME.match(name) or re.match(
            r"(?:Client|Customer|Provider|Supplier|Party|Parties|Services?)$", name
        ):
            continue
        # "This Agreement" is the document that says so; its pronoun is kept to know it.
        this = re.match(r"(?:this|these)\b", found.group(), re.IGNORECASE)
        yield f"{this.group().lower()} {name}" if this else name


def _first_name(text: str) -> str:
    return next(_names(text), "")


def _last_name(text: str) -> str:
    """The name nearest before the verb: its subject, or the last thing the subject is a part of."""
    clause = re.split(r",\s", text)[-1]
    found = list(_names(clause)) or list(_names(text))
    return found[-1] if found else ""


def _document(
    name: str, clause: Precedence, titles: dict[str, int], places: dict[str, int], segments: Sequence[Segment]
) -> str | None:
    if re.match(r"(?:this|these)\b", name):
        return clause.evidence.document
    index = places.get(normal(name))
    if index is None:
        index = titled(name, titles)
    return segments[index].document.name if index is not None else None
