"""Who the subject of a verb is: a party, a party's people, both parties, somebody else, or a thing that one owns."""

from __future__ import annotations

import re
from typing import Literal

Actor = Literal["PROV", "CLI", "BOTH", "THIRD"]
Via = Literal[
    "subject", "people", "agent", "pronoun", "owner", "verb", "responsibility", "lead", "heading", ""
]


Known = tuple[tuple[int, int, str], ...]
"""Where a text names a party: start, end, role (as Parties.find gives it)."""


_BOTH = re.compile(
    r"\b(?:(?:the|both|either|each|neither|all) (?:of (?:the|us) )?(?:parties|party)|(?<!third )(?<!third-)parties|both of us|each of us|neither of us|either of us)\b",
    re.IGNORECASE,
)
_THIRD = re.compile(
    r"\b(?:third[- ]part(?:y|ies)|(?:the |an? )?(?:manufacturers?|publishers?|carriers?|insurers?|landlords?|arbitrators?|courts?|subcontractors?|vendors?))\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"^(?:own |authori[sz]ed |designated |qualified |support |service |technical |key |primary |other |end[- ]?|such )*"
    r"(?:users?|staff|personnel|employees?|people|team|technicians?|engineers?|consultants?|representatives?|contacts?|"
    r"agents?|officers?|subcontractors?|contractors?|help ?desk|service desk|coordinators?|managers?|department|"
    r"administrators?|affiliates?|advisers?|directors?|visitors?|controller)\b",
    re.IGNORECASE,
)
_STAFF: tuple[tuple[Actor, re.Pattern[str]], ...] = (
    (
        "CLI",
        re.compile(
            r"^(?:the |an? |each |every |all |any |its |their )?(?:end[- ]?users?|authori[sz]ed (?:contacts?|users?|representatives?)|"
            r"users?|(?:named |designated |primary )?(?:coordinator|contact)s?|ict manager)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "PROV",
        re.compile(
            r"^(?:the |an? |each |every |all |any |its |our )?(?:[\w-]+ )?(?:technicians?|engineers?|help ?desk|service ?desk|account managers?|support (?:team|desk|staff))\b",
            re.IGNORECASE,
        ),
    ),
)
_OBJECT = re.compile(
    r"\b(?:of|by|for|to|with|from|between|on|at|in|and|or|than|against)\s+(?:the\s+)?$", re.IGNORECASE
)
PRONOUN = re.compile(r"^(?:it|they|he|she)\b", re.IGNORECASE)


def actor_of(subject: str, start: int, known: Known, before: Actor | None) -> tuple[Actor | None, Via]:
    bare = re.sub(
        r"^\W*(?:(?:and|but|or|both|either|neither|each of)\s+)?(?:(?:the|an?|any|each|all|such|no)\s+)?",
        "",
        subject,
        flags=re.IGNORECASE,
    )
    offset = start + len(subject) - len(bare)
    inside = [(a, b, role) for a, b, role in known if offset <= a and b <= start + len(subject)]
    if _BOTH.search(subject[:40]):
        return "BOTH", "subject"
    head = next(((a, b, role) for a, b, role in inside if a - offset <= 1), None)
    if head:
        role = as_actor(head[2])
        own = subject[head[0] - start : head[1] - start].lower()
        if own in ("we", "you", "i") or re.search(r"\b(?:and|but)\s*$", subject):
            # "Kestrel carries insurance and will ...": the name is the subject of both verbs.
            return role, "subject"
        after = subject[head[1] - start :]
        owned = re.match(r"^(?:'s?)?\s+(?=[a-z])", after)
        joined = re.match(r"^\s*(?:,\s*)?(?:and|or)\s+(?:the\s+)?", after)
        if joined and any(
            a - (head[1] + joined.end()) <= 1 and as_actor(r) != role for a, _, r in inside if a > head[0]
        ):
            return "BOTH", "subject"
        possessive = after.startswith("'") or subject[head[0] - start : head[1] - start].lower() in (
            "our",
            "your",
            "my",
        )
        if possessive or (
            owned
            and not re.match(
                r"^\s+(?:and|or|at|in|also|alone|only|agrees|acknowledges|hereby|itself|\w+ly|then|who|by|on|for|or)\b",
                after,
            )
        ):
            noun = after.removeprefix("'s").removeprefix("'").strip()
            return (role, "people") if _PEOPLE.match(noun) else (role, "owner")
        return role, "subject"
    for staff, pattern in _STAFF:
        if pattern.match(subject.strip()):
            return staff, "people"
    if PRONOUN.match(bare) and before:
        return before, "pronoun"
    if _THIRD.match(bare):
        return "THIRD", "subject"
    of = re.match(r"^(?:[\w'-]+ ){1,4}?(?:of|by|from) (?:the )?", bare)
    if of and _PEOPLE.match(bare):
        owner = next((r for a, _, r in inside if abs(a - offset - of.end()) <= 1), None)
        return (as_actor(owner), "people") if owner else (None, "")
    tail = inside[-1] if inside else None
    if tail and not subject[tail[1] - start :].strip(" ,") and not _OBJECT.search(subject[: tail[0] - start]):
        # "In the last month of each quarter Kestrel shall": the name right before the verb.
        return as_actor(tail[2]), "subject"
    if inside:
        return as_actor(inside[0][2]), "owner"
    return None, ""


def agent_of(text: str, start: int, end: int, known: Known) -> Actor | None:
    by = re.search(r"\bby\s+(?:(?:the|either)\s+)?", text[start:end], re.IGNORECASE)
    if not by:
        return None
    at = start + by.end()
    return next((as_actor(role) for a, _, role in known if abs(a - at) <= 1), None)


def as_actor(role: str) -> Actor:
    return "PROV" if role == "PROV" else "CLI"
