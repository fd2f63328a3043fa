"""What the case files' values become: exact decimals, plain text, and a vocabulary made for one case."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from remit.contract import Vocabulary

OTHER = "<other>"
"""Stands for every text that a case does not name."""


def words_for(facts: dict[str, Any], nevers: Sequence[dict[str, Any]], combine: str) -> Vocabulary:
    return Vocabulary.model_validate(
        {
            "schema": "remit/vocabulary/1",
            "facts": facts,
            "constraints": [{"id": f"domain-{n}", "never": never} for n, never in enumerate(nevers)],
            "questions": {"table": {"label": "the table's outcome", "kind": "minutes", "combine": combine}},
            "answers": {},
            "fields": {},
        }
    )


def exact(value: Any) -> Any:  # noqa: ANN401
    """Numbers and texts of numbers as decimals, at any depth; all else as it is."""
    if isinstance(value, dict):
        return {k: exact(v) for k, v in value.items()}
    if isinstance(value, list):
        return [exact(v) for v in value]
    try:
        return value if isinstance(value, bool) or value is None else Decimal(str(value))
    except InvalidOperation:
        return value


def text(value: Any) -> str:  # noqa: ANN401
    number = exact(value)
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(value)
