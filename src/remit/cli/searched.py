"""What was searched before an answer says that the contract is silent: silence is shown, not claimed."""

from __future__ import annotations

from dataclasses import dataclass

from remit.contract import Contract


@dataclass(frozen=True)
class Searched:
    """`passages` are those that speak to the question at all; `missing` are documents referred to and not given."""

    documents: tuple[str, ...]
    words: int
    passages: int
    missing: tuple[str, ...]

    @classmethod
    def of(cls, contract: Contract, question: str) -> Searched:
        spoken = {
            (p.evidence.document, p.evidence.start)
            for p in contract.provisions
            if p.question == question and p.evidence
        }
        return cls(
            tuple(d.name for d in contract.documents),
            sum(d.words for d in contract.documents),
            len(spoken),
            tuple(f.message for f in contract.findings if f.kind == "missing_document"),
        )

    def sentence(self) -> str:
        several = len(self.documents) > 1
        where = f"{len(self.documents)} documents" if several else "the whole document"
        return (
            f"Searched: {where}, {self.words:,} words; {self.passages} passages speak to such questions, "
            "and none of them was found to decide this one."
        )
