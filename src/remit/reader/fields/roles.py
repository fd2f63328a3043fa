"""Who is the provider and who is the client: the names and words by which a contract calls its two parties.

Generic words ("Supplier", "Customer", "we", "you") speak for themselves. Names of its own ("Datec", "the Foundry")
get their role from what the text has them do: who provides, who is invoiced, whose premises are visited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from remit.reader.segment import Segment

Role = Literal["provider", "client"]

PROVIDER_WORDS = (
    r"service provider|managed service provider|provider|supplier|contractor|consultant|vendor|msp|maintainer|"
    r"licensor|seller|host|outsourcer"
)
CLIENT_WORDS = r"client|customer|subscriber|licensee|buyer|purchaser|customers|clients"
_GENERIC = re.compile(
    rf"(?:the\s+)?(?:(?P<p>{PROVIDER_WORDS}|we|us|our|i|me)|(?P<c>{CLIENT_WORDS}|you|your))", re.IGNORECASE
)
_NO_PARTY = re.compile(
    r"(?:the\s+)?(?:agreements?|part(?:y|ies)|services?|either|each|neither|both|fees?|terms?|orders?|msa|mmsa|sow|exhibit|schedule|"
    r"it|this|that|such|they|he|she|who|which|any|all|no|nothing|if|when|where|upon|in|for|to|as|software|system|effective date|"
    r"initial term|renewal term|territory|deed|contract|period|block|booking|retainer|invoice|payment|subcontractors?|gst|vat|abn|acn)",
    re.IGNORECASE,
)
_SUFFIX = (
    r"(?:Inc\b\.?|LLC\b|L\.L\.C\.|Ltd\b\.?|LTD\b\.?|Limited\b|LIMITED\b|Corp\b\.?|Corporation\b|CORPORATION\b|LLP\b|PLLC\b|PLC\b|plc\b|"
    r"Pty\.?(?:\s+Ltd\b\.?|\s+Limited\b)?|\(Pty\)\s+Ltd\b|Pte\.?\s+Ltd\b\.?|Pvt\.?\s+Ltd\b\.?|Private\s+Limited\b|PTE\.?\s+LTD\b\.?|PTY\s+LTD\b|INC\b\.?|CORP\b\.?|"
    r"GmbH\b|B\.V\.|S\.A\.|N\.A\.|Company\b|COMPANY\b|Co\b\.|Bank\b|BANK\b|University\b|Council\b|Board\b|Association\b|Trust\b|Authority\b|"
    r"Clinic\b|Partners\b|Institute\b|College\b)"
)
_WORD = r"(?:[A-Z0-9][\w&'./-]*|&|\([A-Z][\w.]*\)|of|and|for|the|de|e-[A-Z]\w*)"
COMPANY = rf"(?:[A-Z0-9][\w&'.-]*(?:\s*,)?\s+(?:{_WORD}(?:\s*,)?\s+){{0,7}}?{_SUFFIX}(?:,?\s+{_SUFFIX})*)"
"""A name that ends in a legal form or in a word for an organisation."""
_CAPITALS = r"(?:(?:[A-Z][\w&'.-]*|&)(?:\s+(?:[A-Z(][\w&'.)-]*|&|of|and|the|for)){0,6}?)"
_SUBJECT = r"(?P<who>(?:[Tt]he\s+)?[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*){0,2})"
_ADVERB = r"(?:\s+(?:promptly|also|then|further|not|only))?"
_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))  # type: ignore[misc]
    for role, pattern in (
        (
            "client",
            rf"{_SUBJECT}\s+(?:shall|will|must|agrees\s+to|is\s+to){_ADVERB}\s+(?:pay|reimburse|be\s+(?:invoiced|billed|charged))\b",
        ),
        (
            "client",
            r"\b(?:paid|payable|owed|due)\s+by\s+(?P<who>(?:the\s+)?[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*){0,2})",
        ),
        (
            "client",
            r"\b(?:invoice|bill|charge|notify|provide)\s+(?P<who>(?:the\s+)?[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*){0,2})\s+(?:for|with|monthly|a\b|an\b|in)",
        ),
        (
            "client",
            rf"{_SUBJECT}'s\s+(?:\w+\s+)?(?:premises|systems?|networks?|employees|data|equipment|sites?|locations?|office|business|users|staff|computers?|environment|servers?|devices)\b",
        ),
        (
            "client",
            r"\b(?:services?|support|maintenance|assistance)\s+to\s+(?P<who>(?:the\s+)?[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*){0,2})",
        ),
        (
            "provider",
            rf"{_SUBJECT}\s+(?:shall|will|agrees\s+to|must){_ADVERB}\s+(?:provide|perform|maintain|deliver|supply|respond|repair|install|monitor|host|support|use\s+(?:its|all|commercially|reasonable)|carry|invoice|bill|troubleshoot|attend|operate|manage)\b",
        ),
        (
            "provider",
            r"\b[Pp]ay(?:s|ing)?\s+(?:to\s+)?(?P<who>(?:the\s+)?[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*){0,2})\b",
        ),
        (
            "provider",
            r"\b(?:provided|performed|supplied|rendered|invoiced|incurred|charged|employed|billed|serviced|maintained)\s+by\s+(?P<who>(?:the\s+)?[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*){0,2})",
        ),
        (
            "provider",
            rf"{_SUBJECT}'s\s+(?:\w+\s+)?(?:technicians?|engineers?|personnel|rates?|then|standard|invoices?|fees?|help\s?desk|service\s+desk|support|liability|price\s+list)\b",
        ),
    )
)
_ALIASES = re.compile(
    r"[(,]\s*(?:(?:hereinafter|hereafter|herein|referred\s+to\s+as|called|collectively|each|together|in\s+this\s+\w+|the|and|or|as|\w+\s+and)[\s,:]*)*"
    r"(?P<list>\"[^\"]{1,40}\"(?:\s*(?:,|or|and|/)?\s*(?:the\s+)?\"[^\"]{1,40}\")*)(?:,?\s*party\s+of[^)]*)?\s*[,)]"
)
_MEANS = re.compile(
    rf"\"(?P<alias>[^\"]{{1,30}})\"(?:\s+(?:and|or)\s+\"(?P<second>[^\"]{{1,30}})\")?\s+(?:is|are|means|refers\s+to|shall\s+mean|mean)\s+(?P<name>{COMPANY})"
)


@dataclass(frozen=True, slots=True)
class Party:
    """A name in the text, the words that stand for it, and where it stands."""

    name: str
    aliases: tuple[str, ...]
    segment: Segment


@dataclass(frozen=True, slots=True)
class Roles:
    """The words (lower case, without "the") that mean each party, and the parties found by definition."""

    provider: frozenset[str]
    client: frozenset[str]
    parties: tuple[Party, ...]
    votes: Counter[tuple[str, Role]]

    def role(self, words: Sequence[str]) -> Role | None:
        """The role of somebody who is called by any of these words."""
        for word in words:
            bare = bare_name(word)
            generic = _GENERIC.fullmatch(bare)
            if generic:
                return "provider" if generic["p"] else "client"
            if bare in self.provider:
                return "provider"
            if bare in self.client:
                return "client"
        return None


def bare_name(text: str) -> str:
    """A name in lower case, without article, possessive and stops."""
    return re.sub(r"^the\s+", "", text.lower().strip(" .,\"'")).removesuffix("'s")


def roles_of(segments: Sequence[Segment]) -> Roles:
    """Who is called what in this agreement."""
    parties = tuple(_parties(segments))
    votes: Counter[tuple[str, Role]] = Counter()
    for segment in segments:
        for role, pattern in _CUES:
            for match in pattern.finditer(segment.text):
                name = bare_name(match["who"])
                if not _NO_PARTY.fullmatch(name) and not _GENERIC.fullmatch(name) and len(name) > 1:
                    votes[name, role] += 1
    provider, client = _settled(parties, votes)
    return Roles(frozenset(provider), frozenset(client), parties, votes)


def _parties(segments: Sequence[Segment]) -> list[Party]:
    found: list[Party] = []
    for i, segment in enumerate(segments):
        for match in _MEANS.finditer(segment.text):
            aliases = tuple(a for a in (match["alias"], match["second"]) if a)
            found.append(Party(match["name"], aliases, segment))
        for match in _ALIASES.finditer(segment.text):
            aliases = tuple(re.findall(r"\"([^\"]+)\"", match["list"]))
            if all(_NO_PARTY.fullmatch(bare_name(a)) for a in aliases):
                continue
            name, owner = _name_before(segments, i, match.start())
            if name:
                found.append(Party(name, aliases, owner))
    return found


def _name_before(segments: Sequence[Segment], i: int, end: int) -> tuple[str, Segment]:
    """The company that an alias in brackets belongs to: in the same sentence, or on a line of its own just above."""
    here = segments[i]
    before = here.text[:end]
    named = list(re.finditer(COMPANY, before))
    if named:
        last = named[-1]
        # "X, a Texas limited liability company with its principal office in Lubbock": the name comes first.
        first = next(
            (m for m in reversed(named) if not re.search(r"\b(?:an?|the)\s+\w*\s*$", before[: m.start()])),
            last,
        )
        return tidy_name(first.group()), here
    loose = re.search(
        rf"(?:^|\bbetween\s+|\band\s+|\bby\s+|\bof\s+|\bfor\s+|\bwith\s+)(?P<n>{_CAPITALS})\s*,?\s*$", before
    )
    if loose and len(loose["n"]) > 3:
        return tidy_name(loose["n"]), here
    if len(before.strip()) < 4:
        for above in reversed(segments[max(0, i - 4) : i]):
            if re.search(r"\[|\{\{|_{3}", above.text):
                return "", here
            if re.search(COMPANY, above.text) and len(above.text) < 90:
                return tidy_name(above.text), above
    return "", here


def tidy_name(text: str) -> str:
    """A name without what surrounds it: articles, "M/s", registration numbers, trailing stops."""
    text = re.sub(
        r"^(?:(?:between|and|by|to|of|for|with|from|M/s\.?|is|this agreement|agreement)\s+)+",
        "",
        text.strip(" ,;:*\"'-|"),
        flags=re.IGNORECASE,
    )
    # "12 High Street, Woodmead and ACME LIMITED": an address stands before the name.
    joined = re.match(rf"(?P<before>.*,.*)\s+and\s+(?P<name>{COMPANY})$", text)
    if joined and not re.search(_SUFFIX, joined["before"]):
        text = joined["name"]
    text = re.sub(r"\s*\(?(?:ABN|ACN|UEN|NZBN|company (?:number|no)).*$", "", text, flags=re.IGNORECASE)
    return text.strip(" ,;:*\"'-|")


def _settled(parties: Sequence[Party], votes: Counter[tuple[str, Role]]) -> tuple[set[str], set[str]]:
    """Names with a role: by definition next to a generic word, by what they do, or because the other party has one."""
    provider: set[str] = set()
    client: set[str] = set()
    open_: list[set[str]] = []
    for party in parties:
        names = {bare_name(a) for a in party.aliases} | {bare_name(party.name)}
        generic = {("provider" if m["p"] else "client") for n in names if (m := _GENERIC.fullmatch(n))}
        names = {n for n in names if not _GENERIC.fullmatch(n) and not _NO_PARTY.fullmatch(n)}
        if len(generic) == 1:
            (provider if generic == {"provider"} else client).update(names)
        elif names:
            open_.append(names)
    for names in open_:
        balance = sum(votes[n, "provider"] - votes[n, "client"] for n in names)
        if balance:
            (provider if balance > 0 else client).update(names)
    undecided = [n for n in open_ if not n & (provider | client)]
    if len(undecided) == 1 and len(open_) == 2:
        decided = next(n for n in open_ if n is not undecided[0])
        (client if decided & provider else provider).update(undecided[0])
    # Names that nobody defines but that the text makes act: only clear cases.
    for name in {n for n, _ in votes}:
        given, taken = votes[name, "provider"], votes[name, "client"]
        if (
            name not in provider | client
            and max(given, taken) >= 2
            and abs(given - taken) >= 2
            and not parties
        ):
            (provider if given > taken else client).add(name)
    both = provider & client
    return provider - both, client - both
