"""What a sentence states, clause by clause: who shall, may, may not or need not do something.

Each modal verb ("shall", "agrees to", "is responsible for", "may not") makes a statement. Its actor is its subject
where that is a party, a party's people ("the Customer's staff"), or the one named by a passive ("shall be approved by
the Client"). A thing that belongs to a party is a weaker sign ("Client equipment must be under warranty").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from remit.reader.parties import Parties
from remit.reader.subjects import PRONOUN, Actor, Known, Via, actor_of, agent_of, as_actor
from remit.reader.words import words

Force = Literal["shall", "may", "may_not", "need_not", "is"]


@dataclass(frozen=True, slots=True)
class Statement:
    """`text[start:end]` is the clause from its subject on, `text[verb:end]` its predicate after the modal verb.

    via          how the actor was found, from the surest ("subject") to the weakest ("owner"); "" = no actor
    subordinate  it stands in a condition or a relative clause ("if the Client shall ...", "who may ...")
    passive      the predicate is a passive ("be provided")
    """

    actor: Actor | None
    force: Force
    via: Via
    start: int
    verb: int
    end: int
    subordinate: bool = False
    passive: bool = False


_ADVERB = (
    r"(?:(?:also|always|at\s+all\s+times|in\s+any\s+event|however|then|therefore|normally|generally|usually|only|"
    r"further|hereby|promptly|solely|fully|alone|ultimately)\s+)"
)
_BOUND = r"(?:obliged|obligated|required|bound|responsible|liable|expected|accountable|answerable)"
_OPENS = (
    r"(?:shall|will|must|may|can|do|does|is|are|be|has|have|had|need|needs|ought|should|might|could|cannot|agrees?|"
    r"undertakes?|assumes?|accepts?|bears?|takes?|disclaims?|excludes?|reserves?|remains?|retains?|covenants?|commits?|"
    r"promises?|guarantees?|warrants?|acknowledges?|understands?|\w+n't)"
)
"""Every word that a modal may begin with: looked for first, for speed."""

_MODAL = re.compile(
    rf"""
  (?:(?<![\w'-])(?={_OPENS}\b)|(?='ll\b))
  (?:
    (?P<need_not>
        (?:shall|will|do|does|is|are|be)\s*(?:not|n't|never)\s+(?:\w+\s+)?(?:be\s+)?(?:\w+\s+)?{_BOUND}\b(?:\s+(?:to|for))?
      | (?:isn't|aren't|won't\s+be)\s+{_BOUND}\b(?:\s+(?:to|for))?
      | (?:is|are|shall\s+be)\s+under\s+no\s+(?:obligation|duty)(?:\s+to)?
      | (?:shall\s+|will\s+)?(?:has|have|had|assumes?|accepts?|bears?|takes?)\s+no\s+(?:\w+\s+)?(?:obligation|duty|responsibility|liability)(?:\s+(?:to|for))?
      | (?:shall|will|do|does)\s*(?:not|n't)\s+(?:assume|accept|bear|take(?:\s+on)?|have)\s+(?:any\s+)?(?:obligation|responsibility|liability|duty)(?:\s+(?:to|for))?
      | need\s+not | (?:do|does)\s*(?:not|n't)\s+(?:need|have)\s+to | needn't
      | (?:disclaims?|excludes?)\s+(?:all|any)\s+(?:liability|responsibility)(?:\s+for)?
    )
  | (?P<may_not>
        (?:shall|will|must|may|can|should)\s+{_ADVERB}{{0,2}}(?:not|never)\b(?!\s+(?:less|more|later|only|limited|exceed|be\s+less|be\s+more))
      | (?:shall|will|must|may)\s+(?:in\s+no\s+event|under\s+no\s+circumstances|at\s+no\s+time)\b
      | cannot | (?:wo|must|ca|sha|should)n't
      | agrees?\s+not\s+to | undertakes?\s+not\s+to | (?:do|does)\s+not\s+agree\s+to
      | (?:is|are)\s+(?:not|never)\s+(?:permitted|allowed|entitled|authori[sz]ed|to\s+be|to\b)(?:\s+to)?
      | (?:is|are)\s+prohibited\s+from | (?:shall|will|must)\s+refrain\s+from
    )
  | (?P<may>
        (?:may|might|can|could)\b(?!\s+(?:\d|of\s+\d))
      | (?:is|are|shall\s+be|will\s+be)\s+(?:entitled|permitted|allowed|free|welcome|authori[sz]ed)\s+to
      | (?:has|have|shall\s+have|will\s+have|reserves?)\s+the\s+(?:\w+\s+)?right\s+to
    )
  | (?P<shall>
        (?:shall|will|must|'ll|should)(?:\s+(?:{_ADVERB}{{0,2}}(?:be\s+)?(?:\w+ly\s+)?(?:responsible|liable|accountable)\s+(?:for|to)\b
        |{_ADVERB}{{0,2}}be\s+(?:required|obliged|obligated|expected)\s+to\b))?
      | (?:is|are|be|remains?)\s+(?:\w+\s+){{0,2}}?(?:responsible|liable|accountable)\s+(?:for|to)\b
      | (?:is|are)\s+(?:\w+\s+)?(?:required|obliged|obligated|bound|expected|requested|asked|advised)\s+to
      | (?:agrees?|undertakes?|covenants?|commits?|promises?|needs?|has|have|ought|guarantees?|warrants?)(?:\s+and\s+(?:agrees?|undertakes?))?\s+(?:to|that)\b
      | (?:is|are)\s+to\b(?!\s+(?:the|a|an|its|their|your|our)\b)
      | (?:has|have|retains?|assumes?|accepts?|takes?)\s+(?:the\s+)?(?:sole\s+|full\s+|entire\s+)?responsibility\s+(?:for|to)
      | (?:acknowledges?|understands?)\s+(?:and\s+agrees?\s+)?that\s+it\s+is\s+(?:solely\s+)?responsible\s+for
    )
  )
    """,
    re.IGNORECASE | re.VERBOSE,
)
NAME = "\x01+"
"""A party's name, once names are blanked out (see _blanked)."""

_RESPONSIBILITY = re.compile(
    r"\b(?:is|are|remains?|shall be|will be|being)\s+(?:\w+\s+)?(?:the\s+)?(?:\w+\s+)?(?P<a>NAME)(?:'s?)?\s+(?:\w+\s+)?"
    r"(?:responsibility|obligation|duty|matter|job)\b"
    r"|\b(?:is|are|remains?|shall be|will be|being)\s+(?:(?:the|a)\s+)?(?:\w+\s+)?(?:responsibility|obligation|duty|matter)\s+"
    r"(?:of|for)\s+(?:the\s+)?(?P<b>NAME)"
    r"|\b(?:is|are)\s+for\s+(?:the\s+)?(?P<c>NAME)\s+(?:alone\s+)?to\b"
    r"|\b(?:[Rr]esponsibility|[Oo]bligation|[Dd]uty)\b[^.;]{0,60}?\b(?:lies|rests|falls|remains|is)\s+(?:\w+\s+)?(?:with|on|upon|to)\s+"
    r"(?:the\s+)?(?P<d>NAME)".replace("NAME", NAME)
)
_SUBORDINATE = re.compile(
    r"\b(?:if|where|when|whenever|unless|until|should|because|since|while|whilst|as|who|which|whom|that|after|before|once(?! (?:a|an|per|every|each|in)\b)|"
    r"to the extent|in the event|in case|provided|so that|what|whether|how|than|for which|under which)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^\s*(?:also\s+|then\s+|not\s+)?(?:be|been|being|get)\s+(?:\w+ly\s+|also\s+|so\s+)?(?:\w+(?:ed|en|wn|pt|ld|nt|id|de|ne)|set|put|sent|met|cut|borne|run)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"^\s*(?:at|in|on|upon|within|for|by|with|during|subject|without|under|as|through|after|before|from|including|acting|"
    r"where|when|if|to|where|unless|except|and/or|notwithstanding|following|pursuant|having|being)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^,?\s+(?:(?:also|then|alone|always|promptly|normally|usually|only|never)\s+)?(?P<verb>[a-z]+)\b"
)
_CLAUSE_HEAD = re.compile(
    r"(?:^\W*(?:\(?[\w.]{1,6}[.)]\s+)?|[,;:(\u2014-]\s*|\b(?:and|but|so|then|or)\s+)$", re.IGNORECASE
)
_NO_VERB = words(
    "shall will must may can cannot could should would might is are was were has have had do does did and or nor but of in on at "
    "by for to with from as who which that when where if unless under above below per not need needs agrees agree "
    "undertakes warrants promises covenants commits ought has than then so also systems services premises employees "
    "users acknowledges acknowledge understands understand desires desire wish wishes requests request fails fail "
    "wants want asks ask think thinks believe owns own use uses"
)
"""What follows a party's name without telling what the party does for the other."""

_INVERTED = re.compile(
    r"\b(?:in no event|under no circumstances|nor|neither|never|no circumstance\w*)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"^\W*(?:\(?\w{1,4}[.)]\s+)?(?:no|neither|nothing|none|nobody)\b", re.IGNORECASE)


def statements(text: str, parties: Parties, antecedent: Actor | None = None) -> tuple[Statement, ...]:
    """Every statement of one sentence, in order; `antecedent` is whom "it" means where the sentence names nobody."""
    known = parties.find(text)
    found = list(_responsibilities(text, known))
    taken = [(s.verb, s.end) for s in found]
    previous: Statement | None = None
    modals = [m for m in _MODAL.finditer(text) if _is_verb(text, m)]
    for i, modal in enumerate(modals):
        if any(a - 60 < modal.start() < a for a, _ in taken):
            continue
        end = _clause_end(text, modal.end(), modals[i + 1].start() if i + 1 < len(modals) else len(text))
        previous = _statement(text, modal, end, known, previous, antecedent)
        found.append(previous)
    found.extend(_deeds(text, known, [(s.start, s.verb) for s in found]))
    return tuple(sorted(found, key=lambda s: s.start))


def _is_verb(text: str, modal: re.Match[str]) -> bool:
    """Not the month May, the noun "will", "Should" at the head of a condition, nor part of a longer word."""
    word = modal.group()
    if modal.end() < len(text) and text[modal.end()].isalnum():
        return False
    if word.lower() == "should" and (
        modal.start() == 0 or re.search(r"[,;.]\s*(?:and\s+)?$", text[: modal.start()])
    ):
        return False
    if word.lower() in ("will", "can") and re.search(
        r"\b(?:at|its|free|own|good|the|a)\s+$", text[: modal.start()], re.IGNORECASE
    ):
        return False
    return not (word.startswith("May") and re.match(r"\s+(?:\d|,)", text[modal.end() :]))


def _statement(
    text: str,
    modal: re.Match[str],
    end: int,
    known: Known,
    previous: Statement | None,
    antecedent: Actor | None,
) -> Statement:
    force: Force = next(f for f in ("need_not", "may_not", "may", "shall") if modal[f] is not None)
    left = previous.verb if previous else 0
    start, subordinate = _subject_start(text, left, modal.start(), first=previous is None)
    subject = text[start : modal.start()]
    if _INVERTED.search(text[left : modal.start()]) and force == "shall":
        force = "may_not"
        after = re.match(r"\s*(?:the\s+)?[\w'& ]{2,40}?(?=\s+(?:be|have|owe|bear)\b)", text[modal.end() :])
        if after:
            subject, start = after.group(), modal.end()
    elif _NOBODY.match(subject) and force in ("shall", "may"):
        force = "may_not"
    passive = bool(_PASSIVE.match(text[modal.end() : end]))
    actor, via = actor_of(subject, start, known, previous.actor if previous else None)
    if subject.strip(" ,") in ("", "and", "or", "and also", "but") and previous is not None:
        actor, via, subordinate = previous.actor, previous.via, previous.subordinate
    if actor is None and PRONOUN.match(subject.strip()):
        named = [role for a, _, role in known if a < start]
        actor = as_actor(named[-1]) if named else antecedent
        via = "pronoun" if actor else ""
    if passive and via in ("", "owner"):
        agent = agent_of(text, modal.end(), end, known)
        actor, via = (agent, "agent") if agent else (actor, via)
    return Statement(actor, force, via, start, modal.end(), end, subordinate, passive)


def _subject_start(text: str, left: int, right: int, *, first: bool) -> tuple[int, bool]:
    """Where the subject of the verb at `right` begins, and whether its clause is a subordinate one."""
    window = text[left:right]
    cut = max((m.end() for m in re.finditer(r"[;:.]\s|\(|[\"]\s", window)), default=0)
    if not first:
        # "... and the Provider shall": the new subject stands after the last joining word.
        joints = [m.end() for m in re.finditer(r"\b(?:and|but|or)\s+", window[cut:])]
        cut += joints[-1] if joints else 0
    chunk = window[cut:]
    openers = [
        m
        for m in _SUBORDINATE.finditer(chunk)
        if not re.match(r"\s*(?:above|below|follows)\b", chunk[m.end() :])
    ]
    if not openers:
        return left + cut + _skipped(chunk), False
    last = openers[-1]
    closed = chunk.find(",", last.end())
    if closed < 0 or not chunk[closed + 1 :].strip():
        return left + cut + last.end() + 1, True
    begin = closed + 1
    while (following := chunk.find(",", begin)) >= 0 and chunk[following + 1 :].strip():
        begin = following + 1
    if _PREPOSITION.match(chunk[begin:]):
        begin = closed + 1
    return left + cut + begin + len(chunk[begin:]) - len(chunk[begin:].lstrip()), False


def _skipped(chunk: str) -> int:
    """How much of a clause's beginning is no subject: its number, and phrases set off by a comma."""
    at = 0
    number = re.match(r"\s*(?:\(?(?:[a-z]|[ivx]{1,4}|\d[\d.]*)[.)]\s+|\d[\d.]*\s+)", chunk, re.IGNORECASE)
    if number:
        at = number.end()
    while (
        _PREPOSITION.match(chunk[at:])
        and (comma := chunk.find(",", at)) >= 0
        and chunk[comma + 1 :].strip(" ,")
    ):
        at = comma + 1
    return at + len(chunk[at:]) - len(chunk[at:].lstrip())


def _clause_end(text: str, start: int, limit: int) -> int:
    stop = re.search(r";|\.\s+(?=[A-Z])", text[start:limit])
    return start + stop.start() if stop else limit


def _responsibilities(text: str, known: Known) -> Iterator[Statement]:
    """As in "backups are the Client's responsibility", "It is for the Client to ...": a duty whose subject is a thing."""
    if not re.search(r"\b(?:responsibility|obligation|duty|matter|job|for)\b", text, re.IGNORECASE):
        return
    plain = blanked(text, known)
    for found in _RESPONSIBILITY.finditer(plain):
        group = next(g for g in ("a", "b", "c", "d") if found[g] is not None)
        role = next(r for a, _, r in known if a == found.start(group))
        begin = max(plain.rfind("; ", 0, found.start()) + 2, plain.rfind(". ", 0, found.start()) + 2, 0)
        begin = 0 if begin == 1 else begin
        subordinate = bool(
            re.match(r"\s*(?:if|where|when|unless)\b", plain[begin : found.start()], re.IGNORECASE)
        )
        negated = bool(re.search(r"\b(?:not|no)\b", found.group()))
        yield Statement(
            as_actor(role),
            "need_not" if negated else "shall",
            "responsibility",
            begin,
            found.end(),
            _clause_end(text, found.end(), len(text)),
            subordinate,
        )


def blanked(text: str, known: Known) -> str:
    """The text with every letter of the parties' names replaced by one that stands nowhere else."""
    for a, b, _ in known:
        text = text[:a] + "\x01" * (b - a) + text[b:]
    return text


def _deeds(text: str, known: Known, taken: list[tuple[int, int]]) -> Iterator[Statement]:
    """Plain present: "you pay on delivery", "Kestrel keeps a register". Contracts in plain words promise so."""
    for i, (a, b, role) in enumerate(known):
        name = text[a:b].lower()
        found = _PRESENT.match(text[b:])
        if found is None or name in ("our", "your", "my", "us", "me") or found["verb"] in _NO_VERB:
            continue
        if name == "you" and not _CLAUSE_HEAD.search(text[:a]):
            # "we send you bills": after a verb or a preposition it is no subject.
            continue
        plural = name in ("we", "you", "i")
        if not plural and not re.search(r"(?<!s)s$", found["verb"]):
            continue
        if any(start <= a < verb for start, verb in taken):
            continue
        before = re.split(r"[,;:.(]\s", text[:a])[-1]
        subordinate = bool(_SUBORDINATE.search(before)) or bool(
            re.search(r"\b(?:of|by|for|with|to|between)\s+(?:the\s+)?$", before)
        )
        following = known[i + 1][0] if i + 1 < len(known) else len(text)
        end = _clause_end(text, b, len(text) if following - b < 12 else max(following, b + 1))
        yield Statement(as_actor(role), "is", "subject", a, b + found.start("verb"), end, subordinate)
