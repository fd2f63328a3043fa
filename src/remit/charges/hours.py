"""The contract's support hours as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from remit.clock import SupportHours
from remit.contract import Contract
from remit.errors import RequestProblem


@cache
def _names() -> dict[str, str]:
    text = files("remit.charges").joinpath("zones.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)["zones"]
    return found


def zone_name(said: str | None) -> str | None:
    """The zone's name in the tz database; contracts write "Eastern Time". None where the words are not known."""
    if not said:
        return None
    word = " ".join(said.lower().replace(".", "").removesuffix(" time").removesuffix(" standard").split())
    if word in _names():
        return _names()[word]
    return said if _zone(said) else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(contract: Contract, zone: str | None = None) -> tzinfo | None:
    """The zone given, else the one that the support hours name."""
    if zone and _zone(zone) is None:
        raise RequestProblem(f"'{zone}' is no time zone.", "Use a name such as Europe/London.")
    value = contract.value("support_hours")
    name = zone or (zone_name(value.get("timezone")) if isinstance(value, dict) else None)
    return _zone(name) if name else None


def support_hours(
    contract: Contract, zone: str | None = None, holidays: Iterable[date] = ()
) -> SupportHours | None:
    """None where the contract states no days and hours, where they were read unsurely, or where nobody names a zone.

    `holidays` count only where the contract excludes public holidays (holidays_excluded).
    """
    found = contract.fields.get("support_hours")
    if found is None or found.state == "unsure" or not isinstance(found.value, dict):
        return None
    value = found.value
    name = zone or zone_name(value.get("timezone"))
    days, opens, closes = value.get("days"), value.get("from"), value.get("to")
    if not (name and days and opens and closes):
        return None
    closed = tuple(holidays) if contract.value("holidays_excluded") is True else ()
    return SupportHours(name, {day: [(opens, closes)] for day in days}, holidays=closed)
