"""The work as time entries of help desks, and as a timesheet kept in a German spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from making.records.story import UTC, Story, Work
from making.records.writing import records, table


def files(story: Story) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file."""
    yield "connectwise-time.json", records([_connectwise(story, w) for w in story.work])
    yield "autotask-time.json", records({"items": [_autotask(w) for w in story.work]})
    yield "halopsa-time.json", records([_halo(story, w) for w in story.work])
    yield (
        "timesheet.csv",
        table([_sheet(w) for w in story.work], separator="\t", encoding="utf-16", end="\r\n"),
    )


def _utc(w: Work, *, end: bool = False) -> str:
    return (w.end if end else w.start).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hours(value: Decimal) -> float:
    return float(round(value, 4))


def _connectwise(story: Story, w: Work) -> dict[str, object]:
    return {
        "id": w.number,
        "company": {"id": 250, "identifier": "PendleRowe", "name": story.client},
        "chargeToId": w.ticket.number,
        "chargeToType": "ServiceTicket",
        "member": {"id": 3, "identifier": w.person.replace(" ", ""), "name": w.person},
        "workType": {"id": 1, "name": w.work_type},
        "workRole": {"id": 2, "name": w.role},
        "agreement": {"id": 61, "name": story.agreement},
        "timeStart": _utc(w),
        "timeEnd": _utc(w, end=True),
        "hoursDeduct": 0.0,
        "actualHours": _hours(w.hours),
        "billableOption": "Billable" if w.billed else "NoCharge",
        "notes": w.ticket.title,
        "hoursBilled": _hours(w.billed),
        "hourlyRate": float(w.rate),
        "enteredBy": w.person.replace(" ", ""),
        "dateEntered": _utc(w, end=True),
        "status": "Billed" if w.billed else "Open",
    }


def _autotask(w: Work) -> dict[str, object]:
    return {
        "id": w.number,
        "ticketID": 30000 + w.ticket.number,
        "resourceName": w.person,
        "roleName": w.role,
        "billingCodeName": w.work_type,
        "dateWorked": f"{w.start:%Y-%m-%d}T00:00:00Z",
        "startDateTime": _utc(w),
        "endDateTime": _utc(w, end=True),
        "hoursWorked": _hours(w.hours),
        "hoursToBill": _hours(w.billed),
        "isNonBillable": not w.billed,
        "offsetHours": 0.0,
        "summaryNotes": w.ticket.title,
        "contractID": 61,
    }


def _halo(story: Story, w: Work) -> dict[str, object]:
    return {
        "id": w.number,
        "ticket_id": w.ticket.number,
        "agent_name": w.person,
        "agent_role": w.role,
        "charge_type_name": w.work_type,
        "start_date": _utc(w).removesuffix("Z"),
        "end_date": _utc(w, end=True).removesuffix("Z"),
        "timetaken": _hours(w.hours),
        "charge_hours": _hours(w.billed),
        "charge_rate": float(w.rate),
        "client_name": story.client,
        "subject": w.ticket.title,
    }


def _sheet(w: Work) -> dict[str, object]:
    return {
        "Ticket": w.ticket.number,
        "Datum": f"{w.start:%d.%m.%Y}",
        "Beginn": f"{w.start:%d.%m.%Y %H:%M}",
        "Ende": f"{w.end:%d.%m.%Y %H:%M}",
        "Mitarbeiter": w.person,
        "Rolle": w.role,
        "Tätigkeit": w.work_type,
        "Stunden": f"{w.hours:.2f}".replace(".", ","),
        "Billed hours": f"{w.billed:.2f}".replace(".", ","),
        "Stundensatz": f"{w.rate:.2f} £".replace(".", ","),
        "Beschreibung": w.ticket.title,
    }
