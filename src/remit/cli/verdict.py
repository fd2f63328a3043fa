"""An answer as JSON: the shape of `remit ask --json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.cli.charging import charge_of, due_of
from remit.cli.searched import Searched
from remit.cli.sources import Sources
from remit.contract.evidence import Evidence
from remit.contract.export import plain, quoted

if TYPE_CHECKING:
    from remit.contract import Contract
    from remit.reader.answer import Answer


def cite(sources: Sources, reason: str | Evidence) -> dict[str, Any]:
    """A reason with its quote: a provision by its id, or evidence that no provision stands for."""
    name = None if isinstance(reason, Evidence) else reason
    return {"provision": name, **quoted(sources.evidence(reason))}


def to_data(contract: Contract, answer: Answer, name: str | None, asks: str) -> dict[str, Any]:
    ruling = answer.ruling
    sources = Sources(contract, ruling.on)
    return {
        "id": name,
        "asks": asks,
        "answer": answer.answer,
        "confidence": round(float(answer.confidence), 4),
        "unsure": answer.unsure,
        "verdict": ruling.verdict,
        "value": plain(ruling.value),
        "because": [cite(sources, reason) for reason in answer.because],
        "overridden": [
            {**cite(sources, o.id), "by": o.by, "ground": o.ground, "reason": o.reason}
            for o in answer.overridden
        ],
        "needs": list(answer.needs),
        "canons": list(ruling.canons),
        "candidates": [cite(sources, reason) for reason in answer.candidates],
        "searched": asdict(Searched.of(contract, ruling.question)),
        "charge": charge_of(contract, answer) if asks == "coverage" else None,
        "due": due_of(contract, answer) if asks == "coverage" else None,
    }
