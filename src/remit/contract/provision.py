"""One statement of the contract: question, condition, value, evidence and what it overrides."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from remit.contract.condition import ALWAYS, Condition
from remit.contract.evidence import Evidence
from remit.contract.vocabulary import Record

Ground = Literal["drafted", "precedence", "recorded", "canon"]


class Confirmation(Record):
    """A person looked at the statement and stands for it: who, on which day, and why."""

    by: str
    on: date
    why: str = ""


class Override(Record):
    """The provision that carries it beats the one named `id`, on a stated ground."""

    id: str
    ground: Ground
    reason: str = ""


class Provision(Record):
    """A rule gives a value; a defeater only cancels what it names.

    `residual` marks the contract's own catch-all, the rule of lowest rank. `qualifiers` are conditions in the
    contract's words that no fact expresses; they are shown with every ruling that uses the provision.
    `effective_from` is the first day in effect, `effective_to` the last.
    """

    id: str
    question: str
    value: Any = None
    when: Condition = ALWAYS
    kind: Literal["rule", "defeater"] = "rule"
    evidence: Evidence | None = None
    confidence: float = Field(1.0, ge=0, le=1)
    overrides: tuple[Override, ...] = ()
    residual: bool = False
    qualifiers: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    origin: Literal["reader", "model", "person", "derived"] = "reader"
    state: Literal["read", "unsure", "confirmed", "edited"] = "read"
    confirmed: Confirmation | None = None
