"""Rules of wording: a pattern over a clause whose parties are written as roles, and the value that it states.

Patterns follow the clause's build (who - may or must or not - what - to what), so that wording nobody has seen
before is read as long as its build is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from remit.reader.fields.candidate import Candidate
from remit.reader.fields.setting import Clause, Setting

GAP = r"(?:[^.;]|\.(?=\d)){0,90}?(?<![a-z])"
"""Words between, within a clause; what follows begins a word."""
NEAR = r"(?:[^.;]|\.(?=\d)){0,40}?(?<![a-z])"
MAY = (
    r"(?:may\b|can\b|(?:is|are|be|shall be) (?:entitled|free|permitted|allowed) to|(?:has|have|shall have|reserves?|retains?) (?:the|a) (?:\w+ )?(?:right|option) (?:to|of)|"
    r"at (?:its|their|his|her) (?:sole )?(?:option|discretion)|might)"
)
MUST = r"(?:shall\b|will\b|must\b|has to|have to|needs? to|(?:is|are) (?:required|obliged|responsible) (?:to|for)|agrees? to|undertakes? to|should\b|please\b|(?:is|are) to\b)"
NOT = r"(?:(?:shall|will|may|must|can|do|does|is|are|would|could)\s?(?:not|n't|n’t)\b|won't|cannot|can't|don't|doesn't|isn't|aren't|never\b|no\b|neither\b|<n>|nor\b|nobody\b|nothing\b)"


@dataclass(frozen=True, slots=True)
class Rule:
    """own: the pattern must stand in the clause's own words; else its lead-in counts as well.

    under   pattern that the headings must match
    unless  pattern that the clause (with its lead-in) must not match
    """

    value: Any
    pattern: re.Pattern[str]
    score: float
    own: bool
    under: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def reads(self, clause: Clause) -> bool:
        if self.under is not None and not self.under.search(clause.heading):
            return False
        if not self.pattern.search(clause.own if self.own else clause.full):
            return False
        return self.unless is None or not self.unless.search(clause.full)


def rule(
    value: Any,  # noqa: ANN401 - each kind of field has its own form
    pattern: str,
    score: float = 0.8,
    *,
    own: bool = False,
    under: str = "",
    unless: str = "",
) -> Rule:
    return Rule(
        value,
        re.compile(rf"(?<![a-z])(?:{pattern})"),
        score,
        own,
        re.compile(under) if under else None,
        re.compile(unless) if unless else None,
    )


def read(setting: Setting, rules: Iterable[Rule]) -> Iterator[Candidate]:
    """Every clause's best rule, as a candidate. Headings state nothing by themselves."""
    table = sorted(rules, key=lambda r: -r.score)
    for clause in setting:
        if clause.segment.kind == "heading":
            continue
        found = next((r for r in table if r.reads(clause)), None)
        if found is not None:
            yield Candidate(found.value, clause, found.score)
