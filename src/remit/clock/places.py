"""What contracts call places and time zones, as the zones and holiday calendars that they stand for (places.yaml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import available_timezones

import yaml
from pydantic import Field

from remit.contract.vocabulary import Record


class Place(Record):
    """`several`: it has other zones too, so that its zone is no more than likely."""

    words: tuple[str, ...]
    country: str
    region: str | None = None
    zone: str
    several: bool = False


class ZoneName(Record):
    """Letters or words for a zone; the same ones may mean other clocks in another country."""

    words: tuple[str, ...]
    zone: str
    by_country: dict[str, str] = Field(default_factory=dict)


class Places(Record):
    schema_: Literal["remit/places/1"] = Field(alias="schema")
    zones: tuple[ZoneName, ...]
    places: tuple[Place, ...]


@cache
def places() -> Places:
    text = files("remit.clock").joinpath("places.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Places.model_validate(yaml.load(text, Loader=loader))  # noqa: S506 - safe, and in C if it can be


def place_in(text: str) -> Place | None:
    """The place that the text names, by the longest name of ours in it."""
    found = [
        (len(word), place)
        for place in places().places
        for word in place.words
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def zone_in(text: str, where: Place | None = None) -> str | None:
    """The zone that a contract's words for one mean: "Eastern Time", "AEST/AEDT", "Europe/London", "Sydney".

    `where`: the place that decides between two meanings of the same letters.
    """
    wanted = text.strip()
    if "/" in wanted and wanted in available_timezones():
        return wanted
    plain = re.sub(r"\s+", " ", wanted.lower().removeprefix("us/"))
    for name in places().zones:
        if plain in name.words or plain.removesuffix(" time") in name.words:
            # A place of the country that keeps such a time settles it: AEST in Queensland knows no summer time.
            if where and where.zone in _family(name, where):
                return where.zone
            return name.by_country.get(where.country, name.zone) if where else name.zone
    place = place_in(wanted)
    return place.zone if place else None


def zone_in_sentence(sentence: str) -> str | None:
    """A zone named within a sentence: "08:00 to 18:00, Monday to Friday, London time"."""
    for match in re.finditer(r"\b((?:[A-Z][\w'.]*\s+){1,3})[Tt]ime\b", sentence):
        words = match[1].split()
        for n in range(len(words)):
            found = zone_in(" ".join(words[n:]))
            if found:
                return found
    return None


def _family(name: ZoneName, where: Place) -> set[str]:
    """The zones of the country whose clocks the name may mean."""
    base = name.by_country.get(where.country, name.zone)
    if where.country == "AU":
        east = {"Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Hobart"}
        middle = {"Australia/Adelaide", "Australia/Darwin"}
        return east if base in east else middle if base in middle else {base}
    return {base}
