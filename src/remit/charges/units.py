"""What a price is for: "hour", "user per month", "call-out". Contracts write it in words of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from remit.errors import ModelProblem

PERIODS: Final = ("month", "quarter", "year", "week", "term")


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is for, as read from its `per`.

    each  agreement, user or device
    of    minute, hour, day, ticket, visit, entry, kilometre, mile, month, quarter, year, week, term; "" if not said
    """

    each: str = "agreement"
    of: str = ""


@cache
def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    text = files("remit.charges").joinpath("units.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return {
        part: {name: re.compile(rf"\b(?:{words})\b") for name, words in data[part].items()}
        for part in ("each", "of")
    }


def unit_of(value: Mapping[str, Any]) -> Unit:
    """Of a value such as {amount: 95, currency: EUR, per: hour}."""
    return _unit(str(value.get("per") or "").lower())


@cache
def _unit(per: str) -> Unit:
    said = re.sub(r"[_/-]", " ", per)
    each = next((name for name, words in _words()["each"].items() if words.search(said)), "agreement")
    found = [name for name, words in _words()["of"].items() if words.search(said)]
    if len(found) > 1:
        raise ModelProblem(f"'per {per}' names more than one unit.", "Write one, such as hour or month.")
    if per and not found and each == "agreement":
        raise ModelProblem(
            f"'per {per}' is no unit that can be reckoned with.", "Write for example hour, visit or month."
        )
    return Unit(each, found[0] if found else "")
