"""The agreement as the field readers see it: every segment with its parties written as roles, blanks masked.

Roles in text: <p> the provider, <c> the client, <e> either, each or both, <n> neither, <o> the other party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from remit.document import Document
from remit.reader.dates import Order, order_of
from remit.reader.money import currency_of
from remit.reader.parties import Parties, read_parties
from remit.reader.segment import Segment, clean

_BLANK = re.compile(
    r"\[(?!\s*[xX]\s*\]|C\])[^\][]{2,80}\]|\[\s+\]|_{3,}|\{\{[^}]*\}\}|\$\s*\[[^\]]*\]|<[A-Z][A-Z _]+>|\bTBD\b|\bXX+\b|\.{12,}\s*$"
)
_LINE = re.compile(r"(?:\\?_){3,}")
_BOX = re.compile(r"\[\s*[xX]?\s*\]|[☐☑☒✓✔]")
_TICKED = re.compile(r"\[\s*[xX]\s*\]|[☑☒✓✔]")
_MASK = "\u25a1"
_AMENDS = re.compile(
    r"\b(?:amendment|addendum|deed of variation|variation agreement|change order)\b", re.IGNORECASE
)


@dataclass(frozen=True, eq=False)
class Clause:
    """A segment ready for reading.

    own       its own words: lower case, parties as roles, blanks masked
    lead      the words of its lead-in, in the same form
    heading   the words of its headings, lower case
    masked    its own words with blanks masked, in their own case
    amends    it belongs to an amendment
    """

    segment: Segment
    own: str
    lead: str
    heading: str
    masked: str
    amends: bool

    @cached_property
    def full(self) -> str:
        """Lead-in and own words together."""
        return f"{self.lead} {self.own}" if self.lead else self.own

    @cached_property
    def blank(self) -> bool:
        return _MASK in self.masked

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row, also where a plain text draws its columns with bars."""
        if self.segment.cells:
            whole = self.segment.document.text
            return tuple(mask(_clean(whole[a:b])) for a, b in self.segment.cells)
        parts = tuple(p.strip() for p in self.masked.strip(" |").split("|"))
        return parts if len(parts) > 1 else ()


@dataclass(frozen=True, eq=False)
class Setting:
    clauses: tuple[Clause, ...]
    parties: Parties
    currency: str
    dates: Order

    def __iter__(self) -> Iterator[Clause]:
        return iter(self.clauses)

    def near(self, clause: Clause, before: int, after: int) -> tuple[Clause, ...]:
        """The clauses around one, in the same document."""
        i = clause.segment.index - self.clauses[0].segment.index
        around = self.clauses[max(0, i - before) : i + after + 1]
        return tuple(c for c in around if c.segment.document is clause.segment.document)


def setting(
    documents: Sequence[Document], segments: Sequence[Segment], parties: Parties | None = None
) -> Setting:
    parties = read_parties(segments) if parties is None else parties
    amending = {d.name for d in documents if _AMENDS.search(d.name) or _AMENDS.search(d.text[:300])}
    if len(amending) == len(documents):
        amending = set()
    leads: dict[int, str] = {}
    ticked = _ticked(segments)
    clauses = []
    for segment in segments:
        above = segment.lead_in
        lead = ""
        if above is not None:
            if above.index not in leads:
                leads[above.index] = _roled(
                    mask(_named(" ".join(filter(None, (above.lead, above.text))))), parties
                )
            lead = leads[above.index]
        text = _text(segment)
        masked, named = mask(text), mask(_named(text))
        if ticked.get(segment.paragraph) and _BOX.match(segment.text) and not _TICKED.match(segment.text):
            masked = named = _MASK * len(masked)
        amends = segment.document.name in amending or any(_AMENDS.search(h) for h in segment.headings[1:])
        clauses.append(Clause(segment, _roled(named, parties), lead, segment.heading.lower(), masked, amends))
    texts = [s.text for s in segments]
    return Setting(tuple(clauses), parties, currency_of(texts), order_of(texts))


_PARTY_BLANK = re.compile(
    r"(?:\[|\{\{)\s*(?:insert |the |your )?(?:(?P<c>(?:client|customer|subscriber|buyer)(?:[ _.'-](?:legal|business|company|organi[sz]ation|full))*(?:[ _.-]?name)?)"
    r"|(?P<p>(?:company|provider|supplier|msp|contractor|vendor|business|service provider|consultant)(?:[ _.'-](?:legal|business|company|full))*(?:[ _.-]?name)?))\s*(?:\]|\}\})",
    re.IGNORECASE,
)


def _named(text: str) -> str:
    """A blank for a party's name is that party: "{{client_name}} shall pay"."""
    return _PARTY_BLANK.sub(lambda m: "Client" if m.lastgroup == "c" else "Provider", text)


def _clean(raw: str) -> str:
    """Clean text in which a line to write on is still to be seen (to Markdown it is mere emphasis)."""
    return clean(_LINE.sub("[blank]", raw))


def _text(segment: Segment) -> str:
    return _clean(segment.raw)


def _lead(segment: Segment) -> str:
    above = _lead(segment.lead_in) if segment.lead_in is not None else ""
    return f"{above} {_text(segment)}".strip()


def mask(text: str) -> str:
    """Blanks, placeholders and options that nobody ticked become empty boxes of the same length."""
    boxes = list(_BOX.finditer(text))
    if len(boxes) > 1:
        bounds = [*(b.start() for b in boxes), len(text)]
        for box, end in zip(boxes, bounds[1:], strict=True):
            if not _TICKED.match(box.group()):
                text = text[: box.start()] + _MASK * (end - box.start()) + text[end:]
    return _BLANK.sub(lambda m: _MASK * len(m.group()), text)


def _ticked(segments: Sequence[Segment]) -> dict[int, bool]:
    """Paragraphs that stand among ticked options: there an empty box is an option not taken."""
    found: dict[int, bool] = {}
    for i, segment in enumerate(segments):
        if _BOX.match(segment.text):
            around = [s for s in segments[max(0, i - 6) : i + 7] if s.headings == segment.headings]
            found[segment.paragraph] = any(_TICKED.match(s.text) for s in around)
    return found


_BOTH = re.compile(
    r"(?P<n>\bneither\s+(?:of\s+(?:us|<p>|the\s+parties)|party|side)\b|\bneither of <p>|\bno\s+party\b)"
    r"|(?P<o>\bthe\s+other\s+(?:party|side|one|parties)\b|\bthe\s+other(?=\s*(?:$|[,.;:'()]|\s(?:commits?|is|are|has|in|fails?|breaks?|"
    r"may|for|of|to|gives?|if|materially|that|becomes?|defaults?|being|by|at|with|and|or|shall|will|does|can|ends?|notice|badly)\b)))"
    r"|(?P<e>\b(?:either|each|both|any|one)\s+(?:of\s+(?:<p>|the\s+parties)|part(?:y|ies)\b|sides?\b)|\ba\s+party\b|\bthe\s+parties\b)"
)
_SHORT = {"'ll": " will", "'re": " are", "'ve": " have", "'m": " am"}


_OURS = re.compile(r"\b(?:(?P<p>[Ww]e|us|[Oo]urs)|(?P<pp>[Oo]ur)|(?P<c>[Yy]ou|[Yy]ours)|(?P<cc>[Yy]our))\b")


def _pronouns(text: str) -> str:
    """Pronouns that the contract gives to nobody: "we" is who writes such papers, "you" is who reads them."""
    tokens = {"p": "<p>", "pp": "<p>'s", "c": "<c>", "cc": "<c>'s"}
    return _OURS.sub(lambda m: tokens[m.lastgroup or "p"], text)


def _roled(text: str, parties: Parties) -> str:
    """Lower case, with each mention of a party as its role; "our" and "your" are what belongs to it."""
    parts: list[str] = []
    at = 0
    for start, end, role in parties.find(text):
        before = _pronouns(text[at:start]).lower()
        parts.append(before.removesuffix("the "))
        word = text[start:end].lower()
        token = "<p>" if role == "PROV" else "<c>"
        parts.append(f"{token}'s" if word in ("our", "your", "my") else token)
        at = end
        short = text[at : at + 3].lower()
        for mark, meant in _SHORT.items():
            if short.startswith(mark):
                parts.append(meant)
                at += len(mark)
    parts.append(_pronouns(text[at:]).lower())
    return _BOTH.sub(lambda m: f"<{m.lastgroup}>", "".join(parts))
