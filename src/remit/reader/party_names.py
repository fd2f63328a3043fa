"""Names in contracts: how a company or a person is written, and what words stand for a party's role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.reader.words import words

PROVIDER_WORDS = words(
    "provider supplier contractor vendor consultant msp maintainer licensor outsourcer host technician freelancer "
    "we us our ourselves i me my mine"
)
CLIENT_WORDS = words(
    "client customer subscriber licensee buyer purchaser member authority employer you your yours yourself"
)
_ANYONE = words(
    "new prospective potential end third other another replacement existing former successor governmental any each such "
    "every competing alternative approved authorized authorised qualified cash"
)
"""Before a role they make it somebody else: "New Client", "Replacement Supplier"."""
PRONOUNS = words("we us our ourselves i me my mine you your yours yourself")
_FORMS = sorted(
    words(
        "Incorporated Inc Limited Ltd Corporation Corp Company Co Pty Pte Pvt Private Association Foundation Trust "
        "Bhd Sdn Ltda GmbH CC NPC"
    )
)
SUFFIX = (
    rf"(?:{'|'.join((*_FORMS, *map(str.upper, _FORMS)))}|L\.?L\.?C|L\.?L\.?P|L\.?P|PLLC|PLC|plc|AG|B\.?V|N\.?V|S\.?A(?:\.?S|\.?R\.?L)?|S\.?r\.?l|S\.?p\.?A"
    r"|N\.A|F\.S\.B|P\.C|AB|A/S|S/A|ASA|Oyj?|SE|KG|G\.I\.E|S\.L(?:\.U)?|K\.K|ApS|Kft|s\.\s?r\.\s?o|d\.o\.o|a\.\s?s\.|Sp\. z o\.o|inc|\((?:Pty|PTY|Pvt|PVT)\))"
)
_WORD = r"(?:[A-Z0-9][\w'&/-]*\.?|&|\([A-Z][\w.]*\)|(?:[a-z]-?)?[A-Z]\w*|[a-z]+\.[a-z]{2,3}(?!\w))"
_LINK = r"(?:and|of|the|for|de|la|y)"
_FIRST_WORD = r"(?:[A-Z][\w'.&/-]*|(?:(?<=^)|(?<=and )|(?<=between )|(?<=with ))\d[\w&]*(?=\s+[A-Z])|(?<![\w.-])(?:[a-z]{1,2}-?[A-Z][\w.]*|[a-z]-[a-z]+|[a-z]\w+\.[a-z]{2,3}))"
COMPANY = re.compile(
    rf"(?:M/s\s+)?(?P<name>{_FIRST_WORD}(?:\s+(?!\d{{4}})(?:{_WORD}|{_LINK}(?=\s+[A-Z]))){{0,7}}?,?\s+"
    rf"{SUFFIX}(?!\w)\.?(?:,?\s+{SUFFIX}(?!\w)\.?){{0,2}})"
)
"""A company's name: capitalised words up to a legal form."""
_DESCRIBES = re.compile(
    r"(?:(?:limited|liability|public|private|stock|joint|holding|parent|operating|subsidiary|affiliated|group|investment|"
    r"insurance|close|professional|non-?profit|domestic|foreign|business|national|banking|state|commonwealth|of|the|"
    r"replacement|such|new|north|south|west|rhode|alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|"
    r"florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|"
    r"minnesota|mississippi|missouri|montana|nebraska|nevada|hampshire|jersey|mexico|york|carolina|dakota|ohio|oklahoma|"
    r"oregon|pennsylvania|island|tennessee|texas|utah|vermont|virginia|washington|wisconsin|wyoming|english|irish|scottish|"
    r"canadian|chinese|indian|german|french|dutch|swiss|israeli|japanese|bvi|cayman|bermuda|ontario|"
    r"company|corporation|association|trust|foundation|inc|llc|lp|partnership)\W*)+",
    re.IGNORECASE,
)
"""What a company is, not what it is called: "Delaware Corporation", "Limited Liability Company"."""
_SENTENCE = words(
    "are is be hereby including both this that which shall will must may rights limitation accepted agreed signed"
)
_LINKS = words("by to in on at as its or")
"""Words of sentences; a line of capitals that holds one is no name."""
_ENDS = re.compile(
    r"\s*(?:[,;|]|\((?!Pty|PTY|Pvt|[A-Z][a-z]+\))|\bABN\b|\bACN\b|\bUEN\b|\bNZBN\b|\bof \d|\bof Unit\b|\bwhose\b|"
    r"\bwith its\b|\bhaving\b|\bt/a\b|\bT/A\b|\btrading as\b|\bd/b/a\b|\bdba\b|\boperating as\b|\ba company\b|\band\s+\w+\s+make|"
    r"\(?here(?:in)?after\b|(?<=\w \w\w\w)\s\d+\s|\blocated\b|\bacting\b|\bwith (?:offices|principal)\b|\s-\s|\bon behalf\b|_{2,}|\bdate\b|\bby:|\[|\{\{|<).*$",
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
    r"guide|proposal|laws?|retainer|rate|price|devices?|network|warranty|default|notice|team|letter|start|commencement|"
    r"whereas|witnesseth|recitals?|now|therefore|strictly|instructions?|individually|collectively|page|article|section)\b",
    re.IGNORECASE,
)
_PARTY = re.compile(r"Party [A-Z0-9]|(?:First|Second) Party", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:agreement|contract|schedule|exhibit|date|terms?|part(?:y|ies)|section|article|fees?|price|charges?|effective|"
    r"whereas|witnesseth|recitals?|now|therefore|page|name|address|title|signature|order|conditions?|invoice|notice)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?:^|[,;)]?\s+and\s+|;\s+)(?:the\s+)?(?:\(?\d\)\s*|\([a-z]\)\s*)?(?=[\w(\"])")
_QUOTED = re.compile(r'"\s*([^"]{1,50}?)[\s,.]*"')
_LAST = re.compile(r"(?<!^)\b(?P<name>[A-Z][\w&'-]*(?:\s+(?:(?:of|and|the|&)\s+)?[A-Z][\w&'-]*){1,4})\s*$")
"""Capitalised words that stand right before an alias in brackets, within a sentence."""
_FAR = 160
"""An alias in brackets stands no further from its name, in characters."""


def role_of(alias: str) -> str:
    """The side that a word names in most contracts: "PROV", "CLI" or ""."""
    parts = re.findall(r"[a-z]+", alias.lower())
    last = parts[-1] if parts else ""
    if set(parts[:-1]) & _ANYONE or (last == "authority" and len(parts) > 1 and parts[-2] != "contracting"):
        return ""
    if last in PROVIDER_WORDS or (last == "company" and len(parts) > 1 and parts[-2] == "service"):
        return "PROV"
    return "CLI" if last in CLIENT_WORDS else ""


def is_alias(alias: str) -> bool:
    """Whether quoted words can be a party's short name."""
    bare = alias.strip().removeprefix("the ").removeprefix("The ")
    if set(bare.lower().split()[:-1]) & _ANYONE:
        return False
    if _PARTY.fullmatch(bare):
        return True
    if role_of(bare) and len(bare.split()) < 4:
        return True
    return bool(re.match(r"[A-Z]", bare)) and len(bare.split()) <= 4 and not _NO_PARTY.search(bare)


def is_label(text: str) -> bool:
    """Whether a word before a colon can be what a party is called: "Bank: ...", but not "Equipment: ..."."""
    return bool(_PARTY.fullmatch(text)) or not _NO_PARTY.search(text)


def name_in(text: str, *, sure: bool = False) -> str:
    """The name that stands at the beginning of `text`: a company's, or capitalised words; "" where there is none.

    sure: the place says that it is a party's name, which may then hold words that papers and things are called by.
    """
    text = re.sub(r"^(?:M/s\s+|the\s+(?=[A-Z]))", "", text.strip(' "*'), flags=re.IGNORECASE)
    company = COMPANY.match(text)
    if company and called(company["name"]):
        return called(company["name"])
    bare = _ENDS.sub("", text).strip(" .\"'")
    parts = bare.split()
    capital = sum(w[0].isupper() or w in ("&", "/", "and", "of", "the", "for") for w in parts)
    if (
        not parts
        or parts[0].lower() in ("and", "between", "the", "for", "of")
        or len(parts) > 8
        or capital < len(parts)
        or len(bare) < 3
        or not parts[0][0].isalnum()
        or bare.endswith(":")
    ):
        return ""
    if _is_sentence(bare) or role_of(bare):
        return ""
    # "Department of Information Services" is called by its first noun, "Effective Date" by its last.
    head = bare.split(" of ")[0].split()[-1]
    kind = _PAPER if sure else _NO_PARTY
    return "" if kind.search(head) or kind.match(parts[0]) else bare


def companies(text: str) -> Iterator[str]:
    """Every company's name in `text`; what a company is ("a Delaware Corporation") is no name."""
    for found in COMPANY.finditer(text):
        name = called(found["name"])
        if name and not re.search(r"(?:^|\W)an?$", text[: found.start()].rstrip()):
            yield name


def called(name: str) -> str:
    """The name without a role written before it ("CLIENT ALDER LTD"); "" where the words are no name."""
    first, _, rest = name.partition(" ")
    if rest and role_of(first) and first.lower() not in PRONOUNS and COMPANY.fullmatch(rest):
        name = rest
    return "" if _DESCRIBES.fullmatch(name) or _is_sentence(name) else name.rstrip(",")


def _is_sentence(text: str) -> bool:
    """Whether words that only sentences hold stand in it; in capitals any word may be one of them."""
    if text.isupper():
        return bool(_SENTENCE & set(text.lower().replace(",", "").split()))
    return bool((_SENTENCE | _LINKS) & set(text.replace(",", "").split()))


def sequence(text: str, *, sure: bool = False) -> tuple[str, ...]:
    """The names that follow one another in "A Ltd, a company of England, and B Inc.": each begins a part."""
    names: list[str] = []
    at = 0
    for start in _NEXT.finditer(text):
        if start.start() < at:
            continue
        name = name_in(text[start.end() :], sure=sure)
        described = re.search(
            r"\b(?:laws?|organi[sz]ed|existing|incorporated)\b[^,()]*$", text[at : start.start()]
        )
        if name and not (described and not COMPANY.match(name)):
            names.append(name)
            at = start.end() + len(name)
    return tuple(names)


def trading_name(text: str) -> str:
    found = _TRADING.search(text)
    return found["name"].strip() if found else ""


def initials(before: str, inside: str) -> tuple[str, ...]:
    """As in "Bank of South Harbour Limited (BSH)": a bare word in brackets that the name before it spells."""
    company = next((c for c in COMPANY.finditer(before) if before[c.end() :].strip() == ""), None)
    if company is None or not re.fullmatch(r"(?:the )?[A-Z][\w&]{1,20}", inside):
        return ()
    parts = re.findall(r"[A-Z]\w*", company["name"])
    bare = inside.removeprefix("the ")
    spelt = re.fullmatch(".*".join(map(re.escape, bare.upper())) + ".*", "".join(w[0] for w in parts).upper())
    return (bare,) if spelt or bare in parts else ()


def quoted_in(text: str) -> tuple[str, ...]:
    found = tuple(m.strip() for m in _QUOTED.findall(text))
    return found or tuple(m.strip() for m in re.findall(r"'((?:the )?[A-Z][\w ]{1,25})'", text))


def entity_of(before: str) -> str:
    """The name that an alias in brackets belongs to: the last one that begins a part of what stands before it."""
    tail = re.split(
        r"[;:]|\b(?:by and )?between\b|\bby and among\b|\bmade by\b|\bagree(?:ment|s)? with\b", before
    )[-1]
    tail = re.sub(
        r"^[\s,.)]*(?:(?:and|or|the|a|an|is|among|\(\d\)|\([a-z]\)|\d+\.|\[)\s+)*",
        "",
        tail,
        flags=re.IGNORECASE,
    )
    named = sequence(tail, sure=True)
    if named:
        return named[-1]
    found = list(companies(before[-_FAR:]))
    if found:
        return found[-1]
    last = _LAST.search(before)
    return name_in(last["name"]) if last else ""
