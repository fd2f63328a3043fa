"""The names of the two parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from remit.contract import TermField
from remit.reader.fields.setting import Setting
from remit.reader.parties import Name
from remit.reader.party_names import role_of

_PLAIN = re.compile(
    r"(?:the\s+)?(?:we|us|our|you|your|i|me|my|provider|service provider|supplier|contractor|vendor|consultant|company|msp|licensor|"
    r"client|customer|subscriber|licensee|buyer|purchaser|party|firm|user|end user)s?",
    re.IGNORECASE,
)
"""What contracts call a party without naming it."""
_FORM = re.compile(
    r"(?:^|[\s|*])(?:client|customer|provider|supplier|prepared for|prepared by)(?:\s+(?:legal\s+)?name)?[\s:|*]*\u25a1|\u25a1{4,}.{0,30}\(?\"(?:client|customer|provider|supplier)"
)


def read_party_names(setting: Setting) -> dict[str, TermField]:
    return {
        "client_name": _name(setting, setting.parties.client, "client|customer|prepared for"),
        "provider_name": _name(setting, setting.parties.provider, "provider|supplier|prepared by"),
    }


def _name(setting: Setting, names: Sequence[Name], words: str) -> TermField:
    proper = [n for n in names if n.evidence is not None and not _PLAIN.fullmatch(n.text)]
    proper.sort(key=lambda n: bool(role_of(n.text)))
    if proper:
        best = proper[0]
        return TermField(
            value=best.text,
            evidence=best.evidence,
            confidence=round(best.confidence, 3),
            state="read" if best.confidence >= 0.5 else "unsure",
        )
    for clause in setting:
        if clause.blank and re.search(words, clause.masked.lower()) and _FORM.search(clause.masked.lower()):
            return TermField(evidence=clause.segment.evidence(), confidence=0.9, state="blank")
    return TermField(confidence=0.8, state="silent")
