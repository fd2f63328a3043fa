"""What the case files' values become: exact decimals, plain text, and a vocabulary made for one case."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from remit.contract import Vocabulary
from remit.ruling.values import digits

OTHER = "<other>"
"""Stands for every text that a case does not name."""
NULL = "<null>"
"""A result that is null: to the engine a rule without a value is an error, to a table it is an answer."""


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
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    # "NaN" and "Infinity" are words here, and yes is no 1.
    return value if isinstance(value, bool) or not number.is_finite() else number


def given(value: Any) -> Any:  # noqa: ANN401
    """A result as the engine takes it."""
    return NULL if value is None else exact(value)


def told(value: Any) -> Any:  # noqa: ANN401
    """The engine's result as a case states it."""
    return None if isinstance(value, str) and value == NULL else value


def text(kind: str, value: Any) -> str:  # noqa: ANN401
    """The name of a listed value: a number in plain digits, all else as it is written."""
    return digits(Decimal(str(value))) if kind == "number" else str(value)
