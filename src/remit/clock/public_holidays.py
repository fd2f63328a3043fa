"""Holidays of a country or region, or those that a contract names one by one.

Calendars are the library `holidays`; names are in named_holidays.yaml.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import yaml
from dateutil.easter import easter
from pydantic import Field

from remit.clock.schedule import DAYS
from remit.contract.vocabulary import Record
from remit.errors import RequestProblem

_PAIR: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+and\s+(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\b")
"""25 and 26 December are two dates with one month."""


class NamedHoliday(Record):
    """One rule at most; none where the date is anew proclaimed and only a calendar has it."""

    words: tuple[str, ...]
    calendar: tuple[str, ...] = ()
    on: tuple[int, int] | None = None
    nth: tuple[int, str, int] | tuple[int, str, int, int] | None = None
    easter: int | None = None
    after: tuple[str, int] | None = None


class _Names(Record):
    schema_: Literal["remit/named-holidays/1"] = Field(alias="schema")
    holidays: dict[str, NamedHoliday]


@cache
def named_holidays() -> dict[str, NamedHoliday]:
    text = files("remit.clock").joinpath("named_holidays.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _Names.model_validate(yaml.load(text, Loader=loader)).holidays  # noqa: S506 - safe, and in C if it can be


def holidays_in(text: str) -> tuple[str, ...]:
    """The holidays that a text names, longer names first: "Christmas Eve" is not Christmas."""
    plain = _PAIR.sub(r"\1 \3 and \2 \3", text.replace("’", "'").lower())
    names = sorted(
        ((word, key) for key, h in named_holidays().items() for word in h.words), key=lambda p: -len(p[0])
    )
    found: dict[str, int] = {}
    for word, key in names:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", plain):
            found.setdefault(key, match.start())
        plain = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda m: " " * len(m.group()), plain)
    return tuple(sorted(found, key=found.__getitem__))


@dataclass(frozen=True)
class PublicHolidays:
    """A year's holidays with their names: all of the country's and region's, or the `named` ones.

    besides   named ones come on top of the country's, instead of being all there are
    observed  also the days on which a holiday that falls on a weekend is made up for
    """

    country: str | None = None
    region: str | None = None
    named: tuple[str, ...] = ()
    besides: bool = False
    observed: bool = True

    def __post_init__(self) -> None:
        if self.besides and not self.country:
            raise RequestProblem("Besides which holidays?", "Give a country, such as GB.")
        unknown = [name for name in self.named if name not in named_holidays()]
        if unknown:
            raise RequestProblem(
                f"'{unknown[0]}' is no holiday that we know.", f"Known: {', '.join(named_holidays())}."
            )
        if self.country is None and not self.named:
            raise RequestProblem("Which holidays?", "Give a country, such as GB, or names of holidays.")
        self(2026)

    def __call__(self, year: int) -> Mapping[date, str]:
        return _year(self, year)

    def __str__(self) -> str:
        where = "-".join(part for part in (self.country, self.region) if part)
        words = ", ".join(name.replace("_", " ") for name in self.named)
        return f"{where} and {words}" if self.besides and words else words or where


@cache
def _year(of: PublicHolidays, year: int) -> Mapping[date, str]:
    public = _calendar(of.country, of.region, of.observed, year) if of.country else {}
    if not of.named:
        return public
    found: dict[date, str] = dict(public) if of.besides else {}
    for key in of.named:
        held = {
            day: name for day, name in public.items() if _base(name) & set(named_holidays()[key].calendar)
        }
        own = _by_rule(key, year) if not held else None
        found |= held or ({own: key.replace("_", " ")} if own else {})
        if own and of.observed and own.weekday() >= 5:
            # Without a country's own custom: Saturdays are made up for on Friday, Sundays on Monday.
            found[own + timedelta(days=-1 if own.weekday() == 5 else 1)] = (
                f"{key.replace('_', ' ')} (observed)"
            )
    return dict(sorted(found.items()))


def _calendar(country: str, region: str | None, observed: bool, year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415 - a large library

    try:
        made = holidays.country_holidays(country, subdiv=region, years=year, observed=observed)
        if "en_US" in made.supported_languages and made.language != "en_US":
            made = holidays.country_holidays(
                country, subdiv=region, years=year, observed=observed, language="en_US"
            )
    except NotImplementedError as problem:
        where = "-".join(part for part in (country, region) if part)
        raise RequestProblem(
            f"There is no calendar of public holidays for '{where}'.",
            "Use codes such as GB, US with TX, AU with QLD; or list the dates.",
        ) from problem
    return dict(sorted(made.items()))


def _base(name: str) -> set[str]:
    """The names of a date, several joined by semicolons, without what stands in brackets."""
    return {re.sub(r"\s*\(.*?\)", "", part).strip().lower().replace("’", "'") for part in name.split(";")}


def _by_rule(key: str, year: int) -> date | None:
    holiday = named_holidays()[key]
    if holiday.on:
        return date(year, *holiday.on)
    if holiday.easter is not None:
        return easter(year) + timedelta(days=holiday.easter)
    if holiday.after:
        before = _by_rule(holiday.after[0], year)
        return before + timedelta(days=holiday.after[1]) if before else None
    if holiday.nth:
        which, weekday, month = holiday.nth[:3]
        last = holiday.nth[3] if len(holiday.nth) == 4 else calendar.monthrange(year, month)[1]
        days = [
            date(year, month, n)
            for n in range(1, last + 1)
            if date(year, month, n).weekday() == DAYS.index(weekday)
        ]
        return days[which - 1 if which > 0 else which]
    return None
