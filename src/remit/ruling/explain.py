"""A ruling told: as data, as text, and replayed. Everything is taken from the ruling; nothing is worked out anew."""

from __future__ import annotations

from typing import Any

from remit.contract import Contract, Provision
from remit.contract.export import plain, quoted
from remit.ruling.meaning import rule
from remit.ruling.model import Model, model_of
from remit.ruling.plain import (
    condition_words,
    event_words,
    fact_words,
    outcome_words,
    place_words,
    value_words,
)
from remit.ruling.record import Outcome, Overridden, Ruling

GROUNDS = {
    "drafted": "the text says so",
    "precedence": "by the order of precedence",
    "recorded": "as a person decided",
    "canon": "by a rule of interpretation",
}


def explain_data(contract: Contract | Model, ruling: Ruling) -> dict[str, Any]:
    """The ruling as plain data, with the verbatim quote of every provision named."""
    told = _Told(contract, ruling)
    nearest = (
        {"provision": ruling.nearest.id, "lacks": list(ruling.nearest.facts)} if ruling.nearest else None
    )
    return {
        "question": ruling.question,
        "on": ruling.on.isoformat() if ruling.on else None,
        "facts": {f: plain(v) for f, v in ruling.facts.items()},
        **told.outcome(ruling),
        "nearest": nearest | told.quote(ruling.nearest.id) if nearest and ruling.nearest else None,
        "needs": list(ruling.needs),
        "outcomes": [
            {"facts": {f: plain(v) for f, v in o.facts.items()}, **told.outcome(o)} for o in ruling.outcomes
        ],
        "canons": list(ruling.canons),
        "canons_allowed": ruling.interpreted,
    }


def explain_text(contract: Contract | Model, ruling: Ruling) -> str:
    """The ruling in words, for a terminal or a letter; each line can be checked against the contract."""
    told = _Told(contract, ruling)
    words = told.words
    label = words.question(ruling.question).label
    lines = [f"{label[:1].upper()}{label[1:]}? {outcome_words(words, ruling)}"]
    lines.append(f"Event: {event_words(words, ruling.facts)}")
    if ruling.on:
        lines.append(f"By the text in effect on {ruling.on.isoformat()}.")
    lines += told.reasons(ruling, "")
    if ruling.nearest:
        lines += ["Nearest is:", *told.provision(ruling.nearest.id, "  ")]
        lines.append(
            f"    but it needs another {_listed(words.facts[f].label for f in ruling.nearest.facts)}"
        )
    if ruling.needs:
        lines.append(f"What decides: {_listed(words.facts[f].label for f in ruling.needs)}")
    for outcome in ruling.outcomes:
        case = "; ".join(fact_words(words, f, v) for f, v in outcome.facts.items())
        lines += [f"- if {case}: {outcome_words(words, outcome)}", *told.reasons(outcome, "    ")]
    if ruling.canons:
        lines.append(
            f"Without the rule of interpretation {_listed(ruling.canons)} the answer would be another."
        )
    return "\n".join(lines)


def replay(contract: Contract | Model, ruling: Ruling) -> bool:
    """Whether the contract still rules so: a stored ruling can be checked at any time."""
    return rule(contract, ruling.question, ruling.facts, canons=ruling.interpreted, on=ruling.on) == ruling


class _Told:
    def __init__(self, contract: Contract | Model, ruling: Ruling) -> None:
        model = model_of(contract)
        self.words = model.words
        self.book = model.book(ruling.question, ruling.interpreted, ruling.on)

    def named(self, name: str) -> Provision:
        return self.book.by_id[name]

    def quote(self, name: str) -> dict[str, Any]:
        return quoted(self.named(name).evidence)

    def outcome(self, outcome: Outcome) -> dict[str, Any]:
        return {
            "verdict": outcome.verdict,
            "value": plain(outcome.value),
            "values": [plain(v) for v in outcome.values],
            "message": outcome.message,
            "because": [{"provision": n, **self._provision(n)} for n in outcome.because],
            "overridden": [
                {
                    "provision": o.id,
                    **self._provision(o.id),
                    "by": o.by,
                    "ground": o.ground,
                    "reason": o.reason,
                }
                | ({"canon": o.canon} if o.canon else {})
                for o in outcome.overridden
            ],
        }

    def _provision(self, name: str) -> dict[str, Any]:
        p = self.named(name)
        return {
            "value": plain(p.value),
            "when": p.when.to_data(),
            "qualifiers": list(p.qualifiers),
            **self.quote(name),
        }

    def reasons(self, outcome: Outcome, indent: str) -> list[str]:
        lines: list[str] = []
        if outcome.because:
            lines.append(f"{indent}Because of:")
            for name in outcome.because:
                lines += self.provision(name, f"{indent}  ")
        if outcome.overridden:
            lines.append(f"{indent}Set aside:")
            for o in outcome.overridden:
                lines += [*self.provision(o.id, f"{indent}  "), f"{indent}    {_ground(o)}"]
        return lines

    def provision(self, name: str, indent: str) -> list[str]:
        p = self.named(name)
        says = "cancels only" if p.kind == "defeater" else value_words(self.words, p.value)
        lines = [f"{indent}{name} ({place_words(p)}): {says}, when {condition_words(self.words, p.when)}"]
        if p.evidence:
            lines.append(f"{indent}  “{p.evidence.quote}”")
        if p.qualifiers:
            lines.append(f"{indent}  as the contract also says: {'; '.join(p.qualifiers)}")
        return lines


def _ground(o: Overridden) -> str:
    canon = f" ({o.canon})" if o.canon else ""
    reason = f": {o.reason}" if o.reason else ""
    return f"{o.by} prevails, {GROUNDS[o.ground]}{canon}{reason}"


def _listed(names: Any) -> str:  # noqa: ANN401 - any iterable of text
    return ", ".join(names)
