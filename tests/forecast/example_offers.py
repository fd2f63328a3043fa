"""The three example offers and the needs they answer, ruled on by the engine alone."""

from __future__ import annotations

from pathlib import Path

from remit.contract import Contract, Event
from remit.files import load
from remit.forecast.needs import load_needs
from remit.reader.answer import Answer
from remit.ruling import rule

FOLDER = Path(__file__).parents[2] / "examples" / "offers"
NAMES = ("by-the-hour", "all-in", "base-and-extras")
OFFERS: list[tuple[str, Contract]] = [(name, load([FOLDER / f"{name}.yaml"]).contract) for name in NAMES]
NEEDS = load_needs(FOLDER / "needs.yaml")


def engine_only(contract: Contract, question: str, event: Event) -> Answer:
    """The engine's ruling taken at its word, so that no trained model moves a test."""
    ruling = rule(contract, question, event)
    verdicts = {"ruled": str(ruling.value), "conflict": "conflict", "needs_fact": "depends"}
    said = verdicts.get(ruling.verdict, "silent")
    return Answer(said, 1.0, ruling.because, ruling.overridden, ruling.needs, False, (), ruling, {said: 1.0})
