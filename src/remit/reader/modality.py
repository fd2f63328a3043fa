"""Who shall, may or need not do what a segment speaks of, and whether it is included, charged, or left out.

A segment's own words decide; a list item without a verb of its own takes actor and force from its lead-in ("The
Customer shall:"), and otherwise from its heading ("Client Responsibilities").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from remit.reader.exceptions import ExceptionSpan, exceptions, masked
from remit.reader.parties import Parties
from remit.reader.segment import Segment
from remit.reader.statements import NAME, Force, Statement, blanked, statements
from remit.reader.subjects import Actor, Via, as_actor

Stance = Literal["included", "not_included", "charged", "not_charged"]


@dataclass(frozen=True, slots=True)
class Modality:
    """`statements` and `exceptions` are of the segment's own words, as offsets in `Segment.text`.

    actor, force   of the main statement, or of the lead-in or heading that the segment continues (see `via`)
    stance         what the words outside the exceptions say about the fee; "" where they say nothing about it
    negated        the main statement denies: a duty that nobody has, a thing that is not done
    """

    actor: Actor | None = None
    force: Force | None = None
    via: Via = ""
    stance: Stance | None = None
    negated: bool = False
    statements: tuple[Statement, ...] = ()
    exceptions: tuple[ExceptionSpan, ...] = ()


_PATTERNS: tuple[tuple[Stance, str], ...] = (
    (
        "not_charged",
        (
            r"\b(?:no|without(?: any)?|not? (?:make|incur|attract)(?: \w+)?)\s+(?:(?:additional|extra|further|separate|other)\s+)?(?:charges?|costs?|fees?)\b"
            r"|\bfree(?: of charge)?\b(?! of | from | to )"
            r"|\b(?:will|shall|is|are|does|do|would) ?(?:not|never|n't) (?:be )?(?:separately |additionally )?(?:billed|charged?|invoiced?|chargeable|billable|payable)\b"
            r"|\bwe (?:do not|don't|never|won't|will not) (?:charge|bill)\b"
            r"|\bat (?:the )?(?:no|(?:provider|supplier|contractor|our)(?:'s)?(?: own| sole)?) (?:(?:additional|extra|further)\s+)?(?:cost|charge|expense)\b"
            r"|\bcomplimentary\b|\bnon-?(?:billable|chargeable)\b"
        ),
    ),
    (
        "not_included",
        (
            r"\b(?:is|are|be|being|remains?) (?:\w+ )?(?:not (?:be )?(?:included|covered|part of|within|in scope|supported|provided|available)|excluded|outside|out of scope|beyond the scope)\b"
            r"|\b(?:isn't|aren't) (?:included|covered|part of)\b"
            r"|\b(?:do|does|shall|will) not (?:include|cover|extend to|be included|be covered|form part)\b"
            r"|\b(?:doesn't|don't|won't) (?:include|cover)\b"
            r"|\bexcludes?\b|\bexclusions?\b|\b(?:not|never) (?:included|covered|supported|in scope)\b|\bout[- ]of[- ]scope\b|\bnot part of\b"
        ),
    ),
    (
        "charged",
        (
            r"\b(?:billed|charged|invoiced|quoted|priced|chargeable|billable|payable|rebilled)\b"
            r"|\b(?:additional|extra|separate|further)(?:ly)? (?:charges?|fees?|costs?)\b|\btime[- ]and[- ]materials?\b"
            r"|\b(?:at|for) (?:\w+ ){0,4}(?:hourly )?(?:rates?|price)\b|\bper hour\b|\d (?:an|per) hour\b|\bsurcharge\b|\bseparate (?:quote|order|proposal)\b"
        ),
    ),
    (
        "included",
        (
            r"\b(?:is|are|be|being) (?:\w+ )?(?:included|covered|part of|in scope|within)\b|\bincludes?\b|\bcovers?\b"
            r"|\b(?:within|in|part of|under) the (?:\w+ ){0,3}(?:fee|price|plan|retainer)\b|\bunlimited\b"
        ),
    ),
)
_STANCES = tuple((stance, re.compile(pattern, re.IGNORECASE)) for stance, pattern in _PATTERNS)
_THEIRS = re.compile(
    r"\bwhat (?:we|i) (?:need|ask|expect|want) (?:from|of) you\b|\byour (?:end|part|side) of\b|\b(?:your|client|customer|subscriber)(?:'s?)? "
    r"(?:\w+ ){0,2}(?:responsibilit\w+|obligations?|duties|part|side|to[- ]do)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|provider|supplier|contractor|vendor)(?:'s?)? (?:\w+ ){0,2}(?:responsibilit\w+|obligations?|duties|commitments?)\b",
    re.IGNORECASE,
)
_DUTIES = r"(?:responsibilit\w+|obligations?|dut(?:y|ies)|undertakings?|covenants?|commitments?|part|side|role|tasks?)"
_NAMED = re.compile(
    rf"(?P<a>{NAME})(?:'s?)?\s+(?:\w+ ){{0,2}}{_DUTIES}\b|\bwhat (?:the )?(?P<b>{NAME}) (?:will |must |shall |should |has to |have to |needs? to |agrees? to )?"
    rf"(?:do|does|provides?|needs?|keeps?|promises?|undertakes?)\b|\b{_DUTIES} of (?:the )?(?P<c>{NAME})|^\W*(?:[\w.]+[.)]?\s+)?(?:the )?(?P<d>{NAME}) (?:shall|must|will|to)\b",
    re.IGNORECASE,
)


def modality(segment: Segment, parties: Parties, antecedent: Actor | None = None) -> Modality:
    """`antecedent` is the actor of the sentence before, whom "it" means where this one names nobody."""
    text = segment.text
    own = statements(text, parties, antecedent)
    spans = exceptions(text)
    plain = masked(text, spans)
    stance = stance_of(plain)
    main = main_statement(own, spans)
    actor, force, via = _own(main) if main and main.actor else _inherited(segment, parties, main)
    negated = force in ("may_not", "need_not") or stance in ("not_included", "not_charged")
    return Modality(actor, force, via, stance, negated, own, spans)


def stance_of(text: str) -> Stance | None:
    """What words without their exceptions say about the fee; the narrowest phrase that is there decides."""
    return next((stance for stance, pattern in _STANCES if pattern.search(text)), None)


def main_statement(found: tuple[Statement, ...], spans: tuple[ExceptionSpan, ...]) -> Statement | None:
    """The first statement that stands neither in a condition nor in an exception, one with an actor before others."""
    free = [
        s for s in found if not s.subordinate and not any(e.body_start <= s.start < e.body_end for e in spans)
    ]
    return next((s for s in free if s.actor is not None), free[0] if free else None)


def heading_actor(segment: Segment, parties: Parties) -> Actor | None:
    """Whose duties a heading announces: "Client Responsibilities", "What we need from you"."""
    for heading in reversed(segment.headings[-2:]):
        if _THEIRS.search(heading):
            return "CLI"
        if _OURS.search(heading):
            return "PROV"
        title = heading.title().replace("'S ", "'s ") if heading.isupper() else heading
        known = parties.find(title)
        found = _NAMED.search(blanked(title, known)) if known else None
        if found:
            at = next(found.start(g) for g in ("a", "b", "c", "d") if found[g] is not None)
            return next((as_actor(role) for a, b, role in known if a <= at < b), None)
    return None


def _own(main: Statement) -> tuple[Actor | None, Force | None, Via]:
    return main.actor, main.force, main.via


def _inherited(
    segment: Segment, parties: Parties, main: Statement | None
) -> tuple[Actor | None, Force | None, Via]:
    force: Force | None = main.force if main else None
    above = segment.lead_in
    while above is not None:
        lead = statements(above.text, parties)
        # A lead-in's last statement is the one that the list continues.
        open_ = next(
            (s for s in reversed(lead) if s.actor is not None and s.end >= len(above.text) - 40), None
        )
        if open_ is not None and main is None:
            return open_.actor, open_.force, "lead"
        if lead:
            break
        above = above.lead_in
    actor = heading_actor(segment, parties)
    if actor is not None and main is None:
        return actor, force or "shall", "heading"
    return None, force, ""
