"""Support hours as a contract states them. What it leaves open is assumed, and every assumption is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from remit.clock.places import Place, place_in, zone_in, zone_in_sentence
from remit.clock.policies import DEFAULT, Policies
from remit.clock.public_holidays import PublicHolidays, holidays_in
from remit.clock.schedule import DAYS, Holidays, Hours
from remit.clock.support_hours import SupportHours
from remit.contract import Contract, Evidence, TermField
from remit.contract.vocabulary import Record

WEEKDAYS: Final = DAYS[:5]
_PUBLIC: Final = re.compile(
    r"\b(public|bank|federal|statutory|national|gazetted|legal|court)\s+(?:reserve\s+)?(?:holidays?|bank)\b",
    re.IGNORECASE,
)
_UNSURE: Final = "read with a confidence of {:.0%} only"


class Assumption(Record):
    """What the clock takes for granted because the contract leaves it open, and what to give so that it need not."""

    field: str
    assumed: str
    because: str
    evidence: Evidence | None = None


class StatedHours(Record):
    """The arguments of SupportHours, what they rest on, and what they assume."""

    zone: str
    weekly: dict[str, tuple[tuple[str, str], ...]]
    holidays: Any
    evidence: tuple[Evidence, ...]
    assumptions: tuple[Assumption, ...]


def stated_hours(
    contract: Contract,
    *,
    zone: str | None = None,
    weekly: Mapping[str, Hours] | None = None,
    holidays: Holidays | None = None,
) -> StatedHours:
    """What is given here wins over the contract, and is then no assumption."""
    told: list[Assumption] = []
    hours, law = contract.fields.get("support_hours"), contract.fields.get("governing_law")
    where = place_in(str(law.value)) if law and law.value else None
    week = (
        {day: tuple((str(a), str(b)) for a, b in spans) for day, spans in weekly.items()}
        if weekly
        else _week(hours, told)
    )
    return StatedHours(
        zone=zone or _zone(contract, where, told),
        weekly=week,
        holidays=holidays if holidays is not None else _holidays(contract, where, told),
        evidence=tuple(
            dict.fromkeys(
                f.evidence for f in (hours, contract.fields.get("holidays_excluded")) if f and f.evidence
            )
        ),
        assumptions=tuple(told),
    )


def from_contract(
    contract: Contract,
    *,
    zone: str | None = None,
    weekly: Mapping[str, Hours] | None = None,
    holidays: Holidays | None = None,
    policies: Policies = DEFAULT,
) -> SupportHours:
    """See SupportHours.from_contract."""
    stated = stated_hours(contract, zone=zone, weekly=weekly, holidays=holidays)
    made = SupportHours(stated.zone, stated.weekly, stated.holidays, policies=policies)
    return made.resting_on(stated.evidence, stated.assumptions)


def _week(hours: TermField | None, told: list[Assumption]) -> dict[str, tuple[tuple[str, str], ...]]:
    value = (hours.value if hours else None) or {}
    evidence = hours.evidence if hours else None
    days, opens, closes = value.get("days"), value.get("from"), value.get("to")
    if hours is not None and value and hours.state == "unsure":
        told.append(
            Assumption(
                field="support_hours",
                assumed=_in_words(days or WEEKDAYS, opens or "09:00", closes or "17:00"),
                because=_UNSURE.format(hours.confidence),
                evidence=evidence,
            )
        )
    missing = [word for word, part in (("days", days), ("times", opens and closes)) if not part]
    days, opens, closes = days or WEEKDAYS, opens or "09:00", closes or "17:00"
    if missing:
        because = f"the contract does not say its support {' and '.join(missing)}"
        told.append(
            Assumption(
                field="support_hours",
                assumed=_in_words(days, opens, closes),
                because=because,
                evidence=evidence,
            )
        )
    return {day: ((opens, closes),) for day in DAYS if day in days}


def _in_words(days: Any, opens: str, closes: str) -> str:  # noqa: ANN401 - a list or tuple of days
    names = [day.capitalize() for day in DAYS if day in days]
    together = [DAYS.index(day) for day in DAYS if day in days]
    run = len(together) > 2 and together == list(range(together[0], together[-1] + 1))
    return f"{f'{names[0]}-{names[-1]}' if run else ', '.join(names)} {opens}-{closes}"


def _zone(contract: Contract, where: Place | None, told: list[Assumption]) -> str:
    hours, law = contract.fields.get("support_hours"), contract.fields.get("governing_law")
    written = ((hours.value if hours else None) or {}).get("timezone")
    evidence = hours.evidence if hours else None
    if written:
        found = zone_in(written, where)
        if found:
            if found != written and len(written) <= 9 and where is None:
                told.append(
                    Assumption(
                        field="timezone",
                        assumed=found,
                        because=f"'{written}' is taken in its commonest meaning",
                        evidence=evidence,
                    )
                )
            return found
    named = zone_in_sentence(evidence.quote) if evidence else None
    if named:
        return named
    off = contract.fields.get("holidays_excluded")
    there = place_in(off.evidence.quote) if off and off.evidence else None
    because = f"'{written}' is no zone that we know" if written else "the contract names no time zone"
    if where and law:
        why = f"{because}; its governing law is that of {law.value}"
        more = ", which has several zones" if where.several else ""
        told.append(
            Assumption(field="timezone", assumed=where.zone, because=why + more, evidence=law.evidence)
        )
        return where.zone
    if there and off:
        why = f"{because}; the holidays are those of {there.words[0].title()}"
        told.append(Assumption(field="timezone", assumed=there.zone, because=why, evidence=off.evidence))
        return there.zone
    told.append(
        Assumption(field="timezone", assumed="UTC", because=f"{because}, and nothing else tells a place")
    )
    return "UTC"


def _holidays(contract: Contract, where: Place | None, told: list[Assumption]) -> Holidays:
    field = contract.fields.get("holidays_excluded")
    evidence = field.evidence if field else None
    if field is None or field.value is None:
        told.append(
            Assumption(
                field="holidays_excluded",
                assumed="holidays count like other days",
                because="the contract does not say whether they are support days",
            )
        )
        return ()
    if not field.value:
        return ()
    quote = evidence.quote if evidence else ""
    here = place_in(quote) or where
    country, region = (here.country, here.region) if here else (None, None)
    named, public = holidays_in(quote), _PUBLIC.search(quote)
    if named and not (public and country):
        told.append(
            Assumption(
                field="holidays",
                assumed="a named holiday on a weekend is not made up for on another day",
                because="the contract only names the days",
                evidence=evidence,
            )
        )
        return PublicHolidays(country, region, named, observed=False)
    if country is None:
        told.append(
            Assumption(
                field="holidays",
                assumed="no days are taken off",
                because="the contract excludes holidays but does not list them, and nothing tells a place",
                evidence=evidence,
            )
        )
        return ()
    federal = public is not None and public[1].lower() == "federal"
    calendar = PublicHolidays(country, None if federal else region, named, besides=bool(named))
    if not (public and (federal or place_in(quote))):
        told.append(
            Assumption(
                field="holidays",
                assumed=f"the public holidays of {calendar}",
                because="the contract excludes holidays but does not list them",
                evidence=evidence,
            )
        )
    return calendar
