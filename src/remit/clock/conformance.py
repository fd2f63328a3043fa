"""Published case files of support clocks, run on ours: deadlines, elapsed time, openings and working days.

A case names its calendar, an operation and what its source expects. `quirk` marks an expectation that rests on a
policy or a defect that we do not share; its `reference` is then our own value.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from remit.clock.policies import Days
from remit.clock.support_hours import SupportHours

Case = Mapping[str, Any]
_DAYS_OF: Final[dict[str, Days]] = {"zendesk/biz": "snap"}
"""Sources whose working days are not our default; docs/clock.md has the table."""


def differences(case: Case) -> list[str]:
    """Where our clock differs from what the case expects; empty if nowhere."""
    plan = case["calendar"]
    hours = SupportHours(plan["tz"], plan["weekly"], plan["holidays"], plan["exceptions"], plan["breaks"])
    pauses = [(_instant(a), _instant(b)) for a, b in case.get("pauses", ())]
    start = _instant(case["start"])
    boundary = case.get("boundary")
    amount = (
        timedelta(seconds=case["seconds"])
        if "seconds" in case
        else timedelta(minutes=case.get("minutes") or 0)
    )
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
