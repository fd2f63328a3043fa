"""Words in roles: a passage as the model sees it, in which each party is called what it is.

"BNL, and not VIP, has the responsibility" says one thing of the client and another of the provider; what a model learns
of one agreement's names helps with no other.
"""

from __future__ import annotations

from remit.contract import Contract
from remit.reader.parties import Name, Parties
from remit.reader.segment import Segment, Words, clean

_ROLES = {"PROV": "provider", "CLI": "client"}


def parties_of(contract: Contract) -> Parties:
    """The parties that a contract names; of a terms file written by hand, perhaps none."""
    provider, client = (
        tuple(Name(text, None, 1.0) for text in contract.parties.get(role, ()))
        for role in ("provider", "client")
    )
    return Parties(provider, client)


def names_of(parties: Parties) -> dict[str, tuple[str, ...]]:
    """What `parties_of` makes the same parties of again."""
    sides = {"provider": parties.provider, "client": parties.client}
    return {role: tuple(n.text for n in names) for role, names in sides.items() if names}


def words_of(parties: Parties, segment: Segment) -> Words:
    return words(parties, segment.text, segment.lead, tuple(clean(h) for h in segment.headings))


def words(parties: Parties, own: str, lead: str, headings: tuple[str, ...]) -> Words:
    """Clean text in lower case, each mention of a party put as its role."""
    return Words(_put(parties, own), _put(parties, lead), tuple(_put(parties, h) for h in headings))


def _put(parties: Parties, text: str) -> str:
    parts: list[str] = []
    at = 0
    for start, end, role in parties.find(text):
        parts += text[at:start], _ROLES[role]
        at = end
    return ("".join(parts) + text[at:]).lower()
