"""The places where a contract names its parties, before anyone knows which party is which.

A `Mention` is one place that names a party: an alias in brackets after a company's name, a line "Client: ...", a row
of a table, the sender of a letter, a signature block. `parties.py` joins mentions into the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.contract import Evidence
from remit.reader.party_names import (
    COMPANY,
    SUFFIX,
    called,
    companies,
    entity_of,
    initials,
    is_alias,
    is_label,
    name_in,
    quoted_in,
    role_of,
    sequence,
    trading_name,
)
from remit.reader.place import quote
from remit.reader.segment import Segment

_MAY_DEFINE = re.compile(rf'"|ereina?fter|referred to|known as|{SUFFIX}\.? \(')
_BRACKET = re.compile(r"\(([^()]{2,160})\)")
_HEREINAFTER = re.compile(
    r"(?:(?:here(?:in)?after|from now on|in this (?:agreement|document|letter|contract)),?\s+"
    r"(?:also |individually |collectively |jointly |simply |the |be )*"
    r"(?:(?:referred to|called|known|described|designated|defined)(?: herein)?(?: as)?|\"|')?,?\s*"
    r"|(?:also |herein |individually )?(?:referred to|known|designated) (?:herein |in this \w+ )?as\s+)"
    r"(?:either |as )?\"?(?P<alias>(?:the )?[A-Z][\w&' -]{1,30}?)(?=[\",.;()]|$|\s(?:and|of|which|a|an)\b)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\b(?:between|by and among|agree(?:s|ment) with|entered into|made (?:on|by|this)|parties)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r'"(?P<a>[^"]{1,30})"(?:,?\s*(?:and|or|,)\s*"(?P<b>[^"]{1,30})")?(?:,?\s*(?:and|or)\s*"(?P<c>[^"]{1,30})")?\s+'
    r"(?:is|are|means?|refers? to|shall mean)\s+(?P<rest>.{3,160})"
)
_APPOSED = re.compile(
    r"\b(?:the |our |your )?(?P<role>[Yy]ou|[Uu]s|[Ww]e|[Cc]lient|[Cc]ustomer|[Ss]upplier|[Pp]rovider|[Cc]ontractor|[Cc]onsultant|[Vv]endor)"
    r"(?:,| is| are|:| shall be| means)\s+(?:the )?(?P<name>[A-Z][\w&'.-]*(?:\s+(?:(?:of|and|the|&)\s+)?[A-Z0-9][\w&'.-]*){1,6})"
)
"""A role or pronoun with the name it stands for: "us, Kestrel IT"; "the client is Alder Farms"."""
_ACTS = re.compile(
    r"^(?:I, |We, )?(?P<name>[A-Z][\w&'.-]*(?:\s+(?:(?:of|and|the|&)\s+)?[A-Z][\w&'.-]*){1,5})(?:,[^,]{3,60},|\s*\([^)]*\))? "
    r"(?:hereby )?(?:agrees?|undertakes?|offers?|proposes|is pleased|will|shall) to\b"
)
_SERVED = re.compile(
    r"\b(?:provide|supply|support|maintain|look(?:s|ing)? after|manage|repair|services?|maintenance|do)\b[^.;]{0,60}\b(?:for|to|of|at) (?:the )?"
    r"(?P<name>[A-Z][\w&'.-]*(?:\s+(?:(?:of|and|the|&)\s+)?[A-Z][\w&'.-]*){1,5})(?=[\s,.(])"
)
_LETTER = re.compile(r"\b(?:I|we|us|our|this (?:letter|proposal|quote|offer))\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:yours (?:sincerely|faithfully|truly)|(?:kind |best |warm )?regards|sincerely)\b", re.IGNORECASE
)
_PERSON = re.compile(r"\bI(?:'m| am|,) (?P<name>[A-Z][a-z]+(?: [A-Z][\w.]+){1,3}?)(?=[,;]|\.?$|\.? [a-z(])")
_LABEL = re.compile(
    r"^(?P<label>(?:the )?[A-Za-z' ]{2,30}?)(?: name| details| company| organi[sz]ation)?(?: \([^)]*\))?\s*(?::|\|)\s*(?P<rest>\S.{1,200})$"
)
_NO_LABEL = re.compile(
    r"(?:source|article|section|exhibit|schedule|attn|attention|copy|cc|re|subject|note|from time|by|address|bank|insurer)\b",
    re.IGNORECASE,
)
_PREPARED = re.compile(
    r"^(?:prepared|submitted|presented|proposal|quotation|quote|provided)\s+(?P<way>for|by|to)\b\s*:?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_BEHALF = re.compile(
    r"\b(?:for and )?on behalf of\s*:?\s*(?P<rest>[^:]{2,120})|^signed (?:for|by)\s+(?P<by>[^:]{2,120})",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:by|name|title|signature|signed|print(?:ed)? name|its|date)\b\s*(?:[:|_]|$)", re.IGNORECASE
)
_LOWER = re.compile(
    r"\b(?:agreement|contract)\b[^.;]{0,40}\bbetween (?P<first>[\w.&-]+(?: [\w.&-]+)?) and (?P<second>[\w.&-]+(?: [\w.&-]+){0,2}?)\s*(?:$|\.(?:\s|$)|,|\()"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """`names` mean one party, the fullest first; `role` where the place itself says which party, "" where not."""

    names: tuple[str, ...]
    evidence: Evidence
    role: str = ""
    weight: float = 1.0


def mentions(segments: Sequence[Segment]) -> tuple[Mention, ...]:
    """Every place that names a party, in reading order."""
    found: list[Mention] = []
    opening = _opening(segments)
    for segment in segments:
        near = segment.index in opening
        if near or _MAY_DEFINE.search(segment.text):
            found.extend(_aliases(segment, near, segments))
        if len(segment.text) < 240 and (near or len(segment.cells) > 1):
            found.extend(_labelled(segment, segments))
        found.extend(_signed(segment, segments))
    found.extend(_framed(segments))
    found.extend(_tabled(segments))
    if sum(m.weight >= 1 for m in found) < 2:
        found.extend(_told(segments, opening))
    found.extend(_letterhead(segments))
    return tuple(found)


def _opening(segments: Sequence[Segment]) -> frozenset[int]:
    """Where parties are introduced: the first segments of each document, and the sentence that says who contracts."""
    first: dict[str, int] = {}
    for s in segments:
        first.setdefault(s.document.name, s.index)
    return frozenset(
        s.index for s in segments if s.index - first[s.document.name] < 30 or _PREAMBLE.search(s.text)
    )


_PREAMBLE = re.compile(
    r"\b(?:agreement|contract|deed|order|amendment|addendum)\b.{0,250}\b(?:by and )?(?:between|among)\b.{0,400}\band\b.{0,250}\(",
    re.IGNORECASE,
)


def _framed(segments: Sequence[Segment]) -> Iterator[Mention]:
    """Both names of a title page: "between", a name, "and", a name, each on a line of its own."""
    opening = segments[:30]
    start = next(
        (s.index for s in opening if re.fullmatch(r"(?:by and )?between:?", s.text, re.IGNORECASE)), None
    )
    if start is None:
        return
    joint = next(
        (s.index for s in segments[start : start + 12] if re.fullmatch(r"and:?", s.text, re.IGNORECASE)), None
    )
    for line in (start, joint):
        named = (
            next((s for s in segments[line + 1 : line + 3] if name_in(s.text)), None)
            if line is not None
            else None
        )
        if named is not None:
            yield Mention((name_in(named.text),), quote(named, 0, len(named.text)), "", 1.0)


def _tabled(segments: Sequence[Segment]) -> Iterator[Mention]:
    """A table with a column for each party: "| | Supplier | Client |" and the row that names them."""
    for segment in segments:
        roles = [role_of(c) for c in segment.columns]
        cells = segment.cell_texts
        if len(cells) == len(roles) and {"PROV", "CLI"} <= set(roles) and _NAMES.match(cells[0]):
            for role, cell in zip(roles, cells, strict=True):
                name = name_in(cell, sure=True)
                if role and name:
                    yield Mention((name,), quote(segment, 0, len(segment.text)), role, 1.5)


_NAMES = re.compile(
    r"(?:(?:full |legal |business |company |registered )*name|company|organi[sz]ation|party|entity)\W*$",
    re.IGNORECASE,
)


def _told(segments: Sequence[Segment], opening: frozenset[int]) -> Iterator[Mention]:
    """Who does what for whom, where nothing introduces the parties: the first sentences, or the close of a letter."""
    for segment in segments:
        text = segment.text
        if segment.index in opening and segment.kind != "heading":
            acts = _ACTS.match(text)
            if acts and name_in(acts["name"]):
                yield Mention((name_in(acts["name"]),), quote(segment, 0, len(text)), "", 1.0)
            served = _SERVED.search(text) if _LETTER.search(text) else None
            if served and name_in(served["name"]):
                yield Mention((name_in(served["name"]),), quote(segment, 0, len(text)), "CLI", 1.0)
        if _CLOSING.match(text):
            names = [s for s in segments[segment.index : segment.index + 4] if name_in(s.text)]
            if names:
                last = names[-1]
                yield Mention((name_in(last.text),), quote(last, 0, len(last.text)), "PROV", 1.0)


def _aliases(segment: Segment, near: bool, segments: Sequence[Segment]) -> Iterator[Mention]:
    text, before = segment.text, 0
    above = _same_paragraph(segment, segments)
    for bracket in _BRACKET.finditer(text):
        inside = bracket[1]
        quoted = quoted_in(inside) or initials(text[before : bracket.start()], inside)
        if not quoted:
            found = _HEREINAFTER.search(inside)
            quoted = (found["alias"],) if found else ()
        known = [alias for alias in quoted if is_alias(alias)]
        if not known:
            continue
        run = text[before : bracket.start()]
        entity = entity_of(run if before else f"{above}{run}") or (
            _line_above(segment, segments) if near and len(run) < 12 else ""
        )
        before = bracket.end()
        role = next((r for r in map(role_of, known) if r), "")
        if role or (entity and (near or COMPANY.fullmatch(entity))):
            # A company that a clause names in passing is no party.
            weight = 2.0 if entity and (near or role) else 1.0 if role else 0.4
            yield Mention(_full(entity, known), quote(segment, 0, len(text)), role, weight)
    trade = trading_name(text)
    entity = entity_of(text[: text.find(trade)]) if trade and near else ""
    if entity:
        yield Mention((entity, trade), quote(segment, 0, len(text)), "", 1.0)
    if near and _FRAME.search(text):
        for company in companies(text):
            yield Mention((company,), quote(segment, 0, len(text)), "", 1.0)
        for name in _between(text):
            yield Mention((name,), quote(segment, 0, len(text)), "", 1.0)
    for found in _HEREINAFTER.finditer(text):
        entity = entity_of(text[: found.start()]) or (
            _line_above(segment, segments) if near and found.start() < 12 else ""
        )
        if is_alias(found["alias"]) and (entity or role_of(found["alias"])):
            yield Mention(
                _full(entity, [found["alias"]]), quote(segment, 0, len(text)), role_of(found["alias"]), 2.0
            )
    yield from _meanings(segment)


def _same_paragraph(segment: Segment, segments: Sequence[Segment]) -> str:
    """The sentences before in the same paragraph: a name and its address hold full stops."""
    parts: list[str] = []
    for before in reversed(segments[max(0, segment.index - 3) : segment.index]):
        if before.document is not segment.document or before.paragraph != segment.paragraph:
            break
        if not parts and re.search(r"""(?:[a-z]{4}|["')])\.$""", before.text):
            break
        parts.insert(0, before.text)
    return "".join(f"{p} " for p in parts)


def _between(text: str) -> Iterator[str]:
    """Both names of "between Alder Street School and Kestrel Support"."""
    found = re.search(r"\b(?:between|by and among)\b:?\s+(?P<rest>.+)", text)
    names = sequence(found["rest"]) if found else ()
    if len(names) > 1:
        yield from names[:2]
        return
    plain = _LOWER.search(text)
    if plain:
        yield from (plain["first"], plain["second"])


def _meanings(segment: Segment) -> Iterator[Mention]:
    """'"We" and "us" are Kestrel Ltd', '"Customer" means the person named in the Order'."""
    person = _PERSON.search(segment.text)
    if person:
        yield Mention((person["name"].rstrip("."), "I"), quote(segment, 0, len(segment.text)), "PROV", 1.0)
    for apposed in _APPOSED.finditer(segment.text):
        name = name_in(apposed["name"])
        if name:
            yield Mention(
                (name, apposed["role"]), quote(segment, 0, len(segment.text)), role_of(apposed["role"]), 1.0
            )
    found = _MEANS.search(segment.text)
    if not found:
        return
    aliases = [a for a in (found["a"], found["b"], found["c"]) if a and is_alias(a)]
    role = next((r for r in map(role_of, aliases) if r), "")
    if not aliases or not role:
        return
    rest = found["rest"]
    entity = name_in(rest) if re.match(r"(?:the |M/s )?[A-Z0-9]", rest) else ""
    yield Mention(_full(entity, aliases), quote(segment, 0, len(segment.text)), role, 2.0)


def _labelled(segment: Segment, segments: Sequence[Segment]) -> Iterator[Mention]:
    text = segment.text
    prepared = _PREPARED.match(text)
    if prepared:
        role = "PROV" if prepared["way"].lower() == "by" else "CLI"
        name = name_in(prepared["rest"]) or _next_name(segment, segments)
        if name:
            yield Mention((name,), quote(segment, 0, len(text)), role, 2.0)
        return
    label = text.rstrip(":")
    if role_of(label) and len(label.split()) < 4 and text.endswith(":"):
        name = _next_name(segment, segments)
        if name:
            yield Mention((name,), quote(segment, 0, len(text)), role_of(label), 2.0)
        return
    found = _LABEL.match(text)
    if not found:
        return
    mail = {"from": "PROV", "to": "CLI"}.get(found["label"].lower(), "")
    if mail:
        pieces = (name_in(piece) for piece in re.split(r",\s+(?![A-Z][\w.]{1,4}$)", found["rest"]))
        # "To: Ann Alder, Alder Clinic": who somebody writes for stands after who writes.
        names = tuple(n for n in pieces if n)[:2][::-1]
        if names:
            yield Mention(names, quote(segment, 0, len(text)), mail, 1.0)
        return
    if _NO_LABEL.match(found["label"]):
        return
    role = role_of(found["label"])
    company = COMPANY.match(found["rest"])
    if not role and (not company or not is_label(found["label"]) or len(found["label"].split()) > 2):
        return
    name = name_in(found["rest"], sure=bool(role))
    if name and not found["label"].lower().startswith("sign"):
        yield Mention(_full(name, [found["label"].strip()]), quote(segment, 0, len(text)), role, 1.5)


def _signed(segment: Segment, segments: Sequence[Segment]) -> Iterator[Mention]:
    text = segment.text
    if len(text) > 400:
        return
    found = _BEHALF.search(text)
    company = COMPANY.search(found["rest"] or found["by"]) if found else None
    if company is None and len(text) < 160:
        after = segments[segment.index + 1 : segment.index + 4]
        company = COMPANY.match(text) if any(_SIGNATURE.match(s.text) for s in after) else None
    if company and called(company["name"]):
        yield Mention((called(company["name"]),), quote(segment, 0, len(text)), "", 0.5)


def _letterhead(segments: Sequence[Segment]) -> Iterator[Mention]:
    """A company's name that stands alone at the head of a document; in a letter also the one it is addressed to."""
    dear = next((s.index for s in segments[:30] if s.text.startswith("Dear ")), 0)
    alone = [
        (s, called(found["name"]))
        for s in segments[: dear or 4]
        if (found := COMPANY.match(s.text)) and called(found["name"]) and len(s.text) < 160
    ]
    if dear:
        head = name_in(segments[0].text.title() if segments[0].text.isupper() else segments[0].text)
        if head and ":" not in head:
            yield Mention((head,), quote(segments[0], 0, len(segments[0].text)), "PROV", 1.0)
        for segment, name in alone[-1:]:
            if segment.index > 0:
                yield Mention((name,), quote(segment, 0, len(segment.text)), "CLI", 1.0)
    for segment, name in alone[:1]:
        yield Mention((name,), quote(segment, 0, len(segment.text)), "", 0.5)


def _line_above(segment: Segment, segments: Sequence[Segment]) -> str:
    """The nearest name in the few lines above: a party's name, its number and address, then its short names."""
    for at in range(segment.index - 1, max(-1, segment.index - 7), -1):
        text = segments[at].text
        if re.match(r"^\(\"|^and$", text, re.IGNORECASE) or role_of(text.rstrip(":")):
            return ""
        company = COMPANY.match(text)
        if company and called(company["name"]):
            return called(company["name"])
    for before in reversed(segments[max(0, segment.index - 3) : segment.index]):
        if name_in(before.text) and not re.search(r"[\d,:]", before.text):
            return name_in(before.text)
    return ""


def _next_name(segment: Segment, segments: Sequence[Segment]) -> str:
    following = segments[segment.index + 1] if segment.index + 1 < len(segments) else None
    return name_in(following.text) if following is not None and len(following.text) < 120 else ""


def _full(entity: str, aliases: list[str]) -> tuple[str, ...]:
    """The name with the names that follow from it, then the aliases, each once."""
    bare = [re.sub(r"^(?:the|our)\s+", "", a.strip(), flags=re.IGNORECASE) for a in aliases]
    return tuple(dict.fromkeys(n for n in (entity, *bare) if n))
