"""The names that a contract gives its parties, before anyone knows which party is which.

A `Mention` is one place that names a party: an alias in brackets after a company's name, a line "Client: ...", a row
of a table, the sender of a letter, a signature block. `parties.py` joins mentions into the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.contract import Evidence
from remit.reader.place import quote
from remit.reader.segment import Segment
from remit.reader.words import words

PROVIDER_WORDS = words(
    "provider supplier contractor vendor consultant msp maintainer licensor outsourcer host technician freelancer "
    "we us our ourselves i me my mine"
)
CLIENT_WORDS = words(
    "client customer subscriber licensee buyer purchaser member authority employer you your yours yourself"
)
PRONOUNS = words("we us our ourselves i me my mine you your yours yourself")

_FORMS = sorted(
    words(
        "Incorporated Inc Limited Ltd Corporation Corp Company Co Pty Pte Pvt Private Association Foundation Trust"
    )
)
_SUFFIX = (
    rf"(?:{'|'.join((*_FORMS, *map(str.upper, _FORMS)))}|L\.?L\.?C|LLP|L\.?P|PLLC|PLC|plc|GmbH|AG|B\.?V|N\.?V|S\.?A|S\.?r\.?l"
    r"|\((?:Pty|PTY|Pvt|PVT)\))"
)
_WORD = r"(?:[A-Z0-9][\w'&/-]*\.?|&|\([A-Z][\w.]*\))"
_LINK = r"(?:and|of|the|for|de|la|y)"
COMPANY = re.compile(
    rf"(?:M/s\s+)?(?P<name>[A-Z][\w'.&/-]*(?:\s+(?!\d{{4}})(?:{_WORD}|{_LINK}(?=\s+[A-Z]))){{0,7}}?,?\s+"
    rf"{_SUFFIX}(?!\w)\.?(?:,?\s+{_SUFFIX}(?!\w)\.?){{0,2}})"
)
"""A company's name: capitalised words up to a legal form."""

_QUOTED = re.compile(r'"\s*([^"]{1,50}?)[\s,.]*"')
_MAY_DEFINE = re.compile(rf'"|ereina?fter|{_SUFFIX}\.? \(')
_BRACKET = re.compile(r"\(([^()]{2,160})\)")
_HEREINAFTER = re.compile(
    r"(?:here(?:in)?after|from now on|in this (?:agreement|document|letter|contract)),?\s+"
    r"(?:also |individually |collectively |jointly |simply )?"
    r"(?:(?:referred to|called|known|described|designated|defined)(?: herein)?(?: as)?|\"|')?,?\s*"
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
_PERSON = re.compile(r"\bI(?:'m| am) (?P<name>[A-Z][a-z]+(?: [A-Z][\w.]+){1,3}?)(?=[,;]|\.?$|\.? [a-z(])")
_LABEL = re.compile(
    r"^(?P<label>(?:the )?[A-Za-z' ]{2,30}?)(?: name| details| company| organi[sz]ation)?(?: \([^)]*\))?\s*(?::|\|)\s*(?P<rest>\S.{1,200})$"
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
_ENDS = re.compile(
    r"\s*(?:[,;|]|\((?!Pty|PTY|Pvt|[A-Z][a-z]+\))|\bABN\b|\bACN\b|\bUEN\b|\bNZBN\b|\bof \d|\bof Unit\b|\bwhose\b|"
    r"\bwith its\b|\bhaving\b|\bt/a\b|\bT/A\b|\btrading as\b|\bd/b/a\b|\bdba\b|\boperating as\b|\ba company\b|\band\s+\w+\s+make|"
    r"\(hereinafter|\bhereinafter\b|\s-\s|\bon behalf\b|_{2,}|\bdate\b|\bby:|\[|\{\{|<).*$",
    re.IGNORECASE,
)
_TRADING = re.compile(
    r"\b(?:t/a|trading as|d/b/a|dba|doing business as|operating as)\s+\"?(?P<name>\w[\w'&. -]{2,50}?)(?=[,;()\"]|$)",
    re.IGNORECASE,
)
_NO_PARTY = re.compile(
    r"\b(agreement|contract|services?|date|term|terms|fees?|charges?|schedule|exhibit|effective|parties|party|system|"
    r"equipment|msa|sla|sow|order|deed|premises|sites?|software|work|project|act|data|deliverables?|hours?|period|"
    r"confidential|information|products?|plan|block|block hours|property|program|business|conditions?|policy|website|"
    r"guide|proposal|laws?|retainer|rate|price|devices?|network|warranty|default|notice|team|letter|start|commencement)\b",
    re.IGNORECASE,
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
    found.extend(_letterhead(segments))
    return tuple(found)


def _opening(segments: Sequence[Segment]) -> frozenset[int]:
    """The first segments of each document, where parties are introduced."""
    first: dict[str, int] = {}
    for s in segments:
        first.setdefault(s.document.name, s.index)
    return frozenset(s.index for s in segments if s.index - first[s.document.name] < 30)


def role_of(alias: str) -> str:
    """The side that a word names in most contracts: "PROV", "CLI" or ""."""
    parts = re.findall(r"[a-z]+", alias.lower())
    last = parts[-1] if parts else ""
    if last in PROVIDER_WORDS or (last == "company" and len(parts) > 1 and parts[-2] == "service"):
        return "PROV"
    return "CLI" if last in CLIENT_WORDS else ""


def _aliases(segment: Segment, near: bool, segments: Sequence[Segment]) -> Iterator[Mention]:
    text, before = segment.text, 0
    above = _same_paragraph(segment, segments)
    for bracket in _BRACKET.finditer(text):
        inside = bracket[1]
        quoted = _quoted(inside) or _initials(text[before : bracket.start()], inside)
        if not quoted:
            found = _HEREINAFTER.search(inside)
            quoted = (found["alias"],) if found else ()
        known = [alias for alias in quoted if is_alias(alias)]
        if not known:
            continue
        run = text[before : bracket.start()]
        entity = _entity(run if before else f"{above}{run}") or (
            _line_above(segment, segments) if near and len(run) < 12 else ""
        )
        before = bracket.end()
        role = next((r for r in map(role_of, known) if r), "")
        if role or (entity and (near or COMPANY.fullmatch(entity))):
            yield Mention(_full(entity, known), quote(segment, 0, len(text)), role, 2.0 if entity else 1.0)
    trade = trading_name(text)
    entity = _entity(text[: text.find(trade)]) if trade and near else ""
    if entity:
        yield Mention((entity, trade), quote(segment, 0, len(text)), "", 1.0)
    if near and _FRAME.search(text):
        for company in COMPANY.finditer(text):
            yield Mention((company["name"],), quote(segment, 0, len(text)), "", 1.0)
        for name in _between(text):
            yield Mention((name,), quote(segment, 0, len(text)), "", 1.0)
    for found in _HEREINAFTER.finditer(text):
        entity = _entity(text[: found.start()])
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
        parts.insert(0, before.text)
    return "".join(f"{p} " for p in parts)


def _between(text: str) -> Iterator[str]:
    """Both names of "between Alder Street School and Kestrel Support"."""
    found = re.search(r"\bbetween:?\s+(?:\(1\)\s*)?(?P<rest>.+)", text)
    first = name_in(re.split(r"\s+and\s+(?=[A-Z(])", found["rest"])[0]) if found else ""
    second = re.search(r"\s+and\s+(?:\(2\)\s*)?(?P<name>[A-Z].+)", found["rest"]) if found and first else None
    if second and (name := name_in(second["name"])):
        yield first
        yield name


def _meanings(segment: Segment) -> Iterator[Mention]:
    """'"We" and "us" are Kestrel Ltd', '"Customer" means the person named in the Order'."""
    person = _PERSON.search(segment.text)
    if person:
        yield Mention((person["name"].rstrip("."), "I"), quote(segment, 0, len(segment.text)), "PROV", 1.0)
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
        names = tuple(n for n in pieces if n)[:2]
        if names:
            yield Mention(names, quote(segment, 0, len(text)), mail, 1.0)
        return
    role = role_of(found["label"])
    company = COMPANY.match(found["rest"])
    if not role and (not company or _NO_PARTY.search(found["label"]) or len(found["label"].split()) > 2):
        return
    name = name_in(found["rest"])
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
    if company:
        yield Mention((company["name"],), quote(segment, 0, len(text)), "", 0.5)


def _letterhead(segments: Sequence[Segment]) -> Iterator[Mention]:
    """A company's name that stands alone at the head of a document; in a letter also the one it is addressed to."""
    dear = next((s.index for s in segments[:30] if s.text.startswith("Dear ")), 0)
    alone = [
        (s, found) for s in segments[: dear or 4] if (found := COMPANY.match(s.text)) and len(s.text) < 160
    ]
    if dear:
        head = name_in(segments[0].text.title() if segments[0].text.isupper() else segments[0].text)
        if head and ":" not in head:
            yield Mention((head,), quote(segments[0], 0, len(segments[0].text)), "PROV", 1.0)
        for segment, found in alone[-1:]:
            if segment.index > 0:
                yield Mention((found["name"],), quote(segment, 0, len(segment.text)), "CLI", 1.0)
    for segment, found in alone[:1]:
        yield Mention((found["name"],), quote(segment, 0, len(segment.text)), "", 0.5)


def is_alias(alias: str) -> bool:
    """Whether quoted words can be a party's short name."""
    bare = alias.strip().removeprefix("the ").removeprefix("The ")
    if role_of(bare) and len(bare.split()) < 4:
        return True
    return bool(re.match(r"[A-Z]", bare)) and len(bare.split()) <= 4 and not _NO_PARTY.search(bare)


def name_in(text: str) -> str:
    """The name that stands at the beginning of `text`: a company's, or capitalised words; "" where there is none."""
    text = text.strip(' "*').removeprefix("M/s ")
    company = COMPANY.match(text)
    if company:
        return company["name"].rstrip(",")
    bare = _ENDS.sub("", text).strip(" .\"'")
    parts = bare.split()
    capital = sum(w[0].isupper() or w in ("&", "and", "of", "the") for w in parts)
    if not parts or len(parts) > 8 or capital < len(parts) or len(bare) < 3 or not parts[0][0].isalnum():
        return ""
    return "" if role_of(bare) or _NO_PARTY.search(bare) else bare


def trading_name(text: str) -> str:
    found = _TRADING.search(text)
    return found["name"].strip() if found else ""


def _initials(before: str, inside: str) -> tuple[str, ...]:
    """As in "Bank of South Harbour Limited (BSH)": a bare word in brackets that the name before it spells."""
    company = next((c for c in COMPANY.finditer(before) if before[c.end() :].strip() == ""), None)
    if company is None or not re.fullmatch(r"(?:the )?[A-Z][\w&]{1,20}", inside):
        return ()
    parts = re.findall(r"[A-Z]\w*", company["name"])
    bare = inside.removeprefix("the ")
    spelt = re.fullmatch(".*".join(map(re.escape, bare.upper())) + ".*", "".join(w[0] for w in parts).upper())
    return (bare,) if spelt or bare in parts else ()


def _quoted(text: str) -> tuple[str, ...]:
    found = tuple(m.strip() for m in _QUOTED.findall(text))
    return found or tuple(m.strip() for m in re.findall(r"'((?:the )?[A-Z][\w ]{1,25})'", text))


def _entity(before: str) -> str:
    """The name that an alias in brackets belongs to: the nearest company before it, or the last capitalised words."""
    companies = list(COMPANY.finditer(before))
    if companies:
        return companies[-1]["name"]
    tail = re.split(
        r"[;:]|\band between\b|\bby and between\b|\bbetween\b|\),? and\b|\band\b(?=\s+the\s+[A-Z])", before
    )[-1]
    tail = re.sub(
        r"^[\s,.]*(?:and|the|a|an|is|between|made by|among|\(\d\)|\([a-z]\)|\d+\.?|\[)\s+",
        "",
        tail.strip(),
        flags=re.IGNORECASE,
    )
    return name_in(tail)


def _line_above(segment: Segment, segments: Sequence[Segment]) -> str:
    """The nearest name in the few lines above: a party's name, its number and address, then its short names."""
    for at in range(segment.index - 1, max(-1, segment.index - 7), -1):
        text = segments[at].text
        if re.match(r"^\(\"|^and$", text, re.IGNORECASE) or role_of(text.rstrip(":")):
            return ""
        company = COMPANY.match(text)
        if company:
            return company["name"]
    return ""


def _next_name(segment: Segment, segments: Sequence[Segment]) -> str:
    following = segments[segment.index + 1] if segment.index + 1 < len(segments) else None
    return name_in(following.text) if following is not None and len(following.text) < 120 else ""


def _full(entity: str, aliases: list[str]) -> tuple[str, ...]:
    """The name with the names that follow from it, then the aliases, each once."""
    bare = [re.sub(r"^(?:the|our)\s+", "", a.strip(), flags=re.IGNORECASE) for a in aliases]
    return tuple(dict.fromkeys(n for n in (entity, *bare) if n))
