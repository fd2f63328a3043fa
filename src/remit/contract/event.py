"""Facts as people and programs give them become an event; what can't be understood is refused with a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from remit.contract.condition import Value
from remit.contract.vocabulary import Fact, Vocabulary, vocabulary
from remit.errors import RequestProblem

_YES = {"yes": True, "true": True, "y": True, "no": False, "false": False, "n": False}


def suggestion(word: str, known: Iterable[str]) -> str:
    """'Did you mean ...?' where something known is close, else the list of what is known."""
    names = list(known)
    close = get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), names, n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else f"Known: {', '.join(names)}."


def read_event(facts: Mapping[str, object]) -> dict[str, Value]:
    """The event of these facts; RequestProblem where a fact or value is unknown."""
    words = vocabulary()
    return {name: read_fact(name, value, words) for name, value in facts.items()}


def read_fact(name: str, value: object, words: Vocabulary | None = None) -> Value:
    """One fact's value: text, yes/no or a number, as typed by a person or read from a file."""
    words = words or vocabulary()
    spec = words.facts.get(name)
    if spec is None:
        raise RequestProblem(f"'{name}' is no fact.", suggestion(name, words.facts))
    if spec.type == "choice":
        word = value.strip() if isinstance(value, str) else str(value)
        by_label = {v.label.lower(): key for key, v in spec.values.items()}
        word = by_label.get(word.lower(), word)
        if word not in spec.values:
            raise RequestProblem(f"'{word}' is no value of {name}.", suggestion(word, spec.values))
        return word
    if spec.type == "yesno":
        answer = value if isinstance(value, bool) else _YES.get(str(value).strip().lower())
        if answer is None:
            raise RequestProblem(f"{name} is yes or no, not '{value}'.", f"Write {name}=yes or {name}=no.")
        return answer
    if spec.type == "number":
        return _number(name, value, spec)
    return _instant(name, value)


def _number(name: str, value: object, spec: Fact) -> Decimal:
    try:
        number = Decimal(str(value).strip())
        finite = number.is_finite() and not isinstance(value, bool)
    except InvalidOperation:
        finite = False
    if not finite:
        raise RequestProblem(f"{name} is a number, not '{value}'.", f"Write for example {name}=5.")
    if (spec.min is not None and number < spec.min) or (spec.max is not None and number > spec.max):
        raise RequestProblem(f"{name} can't be {value}.", f"It lies between {spec.min} and {spec.max}.")
    return number


def _instant(name: str, value: object) -> str:
    try:
        return datetime.fromisoformat(str(value).strip()).isoformat()
    except ValueError as problem:
        raise RequestProblem(
            f"{name} is a date and time, not '{value}'.", f"Write for example {name}=2026-03-07T22:00+01:00."
        ) from problem
