"""Published case files of support clocks, run on ours: deadlines, elapsed time, openings and working days.

A case names its calendar, an operation and what its source expects. `quirk` marks an expectation that rests on a
policy or a defect that we do not share; its `reference` is then our own value.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from remit.clock.dates import Length, Unit
from remit.clock.policies import Days
from remit.clock.support_hours import SupportHours
from remit.clock.term import Renewal, Term, term_dates

Case = Mapping[str, Any]
_DAYS_OF: Final[dict[str, Days]] = {"zendesk/biz": "snap"}
"""Sources whose working days are not our default; docs/clock.md has the table."""


def differences(case: Case) -> list[str]:
    """Where our clock differs from what the case expects; empty if nowhere."""
    plan = case["calendar"]
    hours = SupportHours(
        plan["tz"],
        plan["weekly"],
        plan.get("holidays") or (),
        plan.get("exceptions") or {},
        plan.get("breaks") or {},
    )
    pauses = [(_instant(a), _instant(b)) for a, b in case.get("pauses") or ()]
    start = _instant(case["start"])
    boundary = case.get("boundary")
    seconds = case.get("seconds")
    amount = timedelta(minutes=case.get("minutes") or 0) if seconds is None else timedelta(seconds=seconds)
    if case["op"] == "elapsed":
        got = hours.elapsed(start, _instant(case["end"]), pauses)
        exact = case.get("expected_seconds")
        expected = timedelta(seconds=exact) if exact is not None else timedelta(minutes=case["expected"])
        if "quirk" in case:
            expected = timedelta(seconds=case["reference"])
        return [] if got == expected else [f"{got}, expected {expected}"]
    if case["op"] == "add":
        found = hours.due(start, amount, pauses, boundary)
    elif case["op"] == "sub":
        found = hours.back(start, amount, pauses, boundary)
    elif case["op"] == "next_open":
        found = hours.next_open(start)
    elif case["op"] == "add_days":
        policy = "end_of_day" if case.get("end_of_working_day") else _DAYS_OF.get(case["source"]["repo"])
        found = hours.add_days(start, case["days"], pauses, policy)
    else:
        return [f"unknown operation {case['op']}"]
    wanted = _instant(case["reference"] if "quirk" in case else case["expected"])
    return [] if found == wanted else [f"{found.isoformat()}, expected {wanted.isoformat()}"]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def date_differences(case: Case) -> list[str]:
    """Where our dates of renewal and notice differ from what the case expects.

    These systems end a term on its anniversary.
    """
    renewal: Renewal = "automatic" if case.get("renewal") in ("tacit", "automatic") else "none"
    again = _length(case, "renewal")
    if renewal == "automatic" and again is None:
        again = _length(case, "initial")
    term = Term(
        begin=date.fromisoformat(case["begin"]),
        length=None if "end" in case else _length(case, "initial"),
        end=date.fromisoformat(case["end"]) if "end" in case else None,
        notice=_length(case, "notice"),
        renewal=renewal,
        again=again,
        lead=Length(case["alert_days_before_notice"], "day") if "alert_days_before_notice" in case else None,
        last_day="anniversary",
    )
    found = term_dates(term, date.fromisoformat(case["as_of"]) if "as_of" in case else None)
    ours = {
        "initial_end": found.initial_end,
        "end": found.end,
        "current_term_end": found.end,
        "last_notice": found.last_notice,
        "alert": found.alert,
        "renews": found.renews,
    }
    return [
        f"{name}: {ours[name]}, expected {expected}" if name in ours else f"{name} is not known"
        for name, expected in case["expect"].items()
        if name not in ours or str(ours[name]) != str(expected)
    ]


def _length(case: Case, name: str) -> Length | None:
    units: tuple[Unit, ...] = ("month", "day", "business_day", "week", "year")
    return next((Length(case[f"{name}_{u}s"], u) for u in units if f"{name}_{u}s" in case), None)
