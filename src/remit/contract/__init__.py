"""The contract as data. Immutable records that every other room knows; nothing here reads or rules."""

from remit.contract.agreement import (
    Contract,
    Definition,
    Duty,
    Finding,
    Precedence,
    Source,
    TermField,
)
from remit.contract.condition import ALWAYS, Condition, Event, Test, Value
from remit.contract.evidence import Evidence
from remit.contract.provision import Confirmation, Override, Provision
from remit.contract.vocabulary import Vocabulary, vocabulary

__all__ = [
    "ALWAYS",
    "Condition",
    "Confirmation",
    "Contract",
    "Definition",
    "Duty",
    "Event",
    "Evidence",
    "Finding",
    "Override",
    "Precedence",
    "Provision",
    "Source",
    "TermField",
    "Test",
    "Value",
    "Vocabulary",
    "vocabulary",
]
