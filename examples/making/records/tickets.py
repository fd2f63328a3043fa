"""The tickets as exports of help desks, each with its own headings, words and ways to write time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from making.records.story import UTC, Story, Ticket
from making.records.writing import grid, records, sheet, table

_NOW = "2026-06-01 09:00"
TARGETS = {1: (15, 240), 2: (60, 480), 3: (240, 1200), 4: (480, 3000)}


def files(story: Story) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file."""
    tickets = story.tickets
    yield "zendesk.csv", table([_zendesk(story, t) for t in tickets], encoding="utf-8-sig")
    yield "freshdesk.csv", table([_freshdesk(story, t) for t in tickets])
    yield "freshservice.csv", table([_freshservice(story, t) for t in tickets])
    yield "jira-service-management.csv", grid([_JIRA, *(_jira(t) for t in tickets)])
    yield "connectwise.json", records([_connectwise(story, t) for t in tickets])
    yield "autotask.json", records({"items": [_autotask(t) for t in tickets], "pageDetails": {"count": 42}})
    yield "halopsa.json", records({"record_count": 42, "tickets": [_halo(story, t) for t in tickets]})
    yield "zammad.json", records([_zammad(story, t) for t in tickets])
    yield "glpi.csv", table([_glpi(t) for t in tickets], separator=";", end="\r\n")
    yield "osticket.csv", table([_osticket(t) for t in tickets])
    yield "status-changes.csv", grid([_CHANGE, *(row for t in tickets for row in _changes(t))])
    yield "helpdesk-log.xlsx", sheet("Log", lambda book, page: _log(book, page, tickets))


def _local(t: datetime | None, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    return t.strftime(form) if t else ""


def _utc(t: datetime | None, form: str = "%Y-%m-%dT%H:%M:%SZ") -> str | None:
    return t.astimezone(UTC).strftime(form) if t else None


def _minutes(a: datetime, b: datetime | None) -> int | str:
    return int((b - a).total_seconds()) // 60 if b else ""


def _clock(minutes: int | str) -> str:
    return "" if minutes == "" else f"{int(minutes) // 60:02}:{int(minutes) % 60:02}:00"


def _state(t: Ticket, done: str, still: str) -> str:
    return done if t.done else still


def _tracked(t: Ticket) -> int:
    """Minutes worked."""
    total = 0
    for _, start, end, _, _ in t.rows:
        h, m = map(int, end.split(":"))
        begun = datetime.fromisoformat(start)
        total += h * 60 + m - begun.hour * 60 - begun.minute
    return total


def _zendesk(story: Story, t: Ticket) -> dict[str, object]:
    return {
        "Summation column": 1,
        "Id": t.number,
        "Requester": t.who,
        "Requester id": 90000 + sum(map(ord, t.who)),
        "Requester external id": "",
        "Requester email": t.email,
        "Requester domain": "pendlerowe.example",
        "Submitter": t.who,
        "Assignee": t.by,
        "Group": "Service desk",
        "Subject": t.title,
        "Tags": " ".join(t.tags),
        "Status": _state(t, "Closed", "Open"),
        "Priority": {1: "Urgent", 2: "High", 3: "Normal", 4: "Low"}[t.priority],
        "Via": "Mail" if t.priority > 2 else "Phone call (incoming)",
        "Ticket type": {"incident": "Incident", "request": "Question"}[t.kind],
        "Created at": _local(t.at, "%Y-%m-%d %H:%M"),
        "Updated at": _local(t.closed, "%Y-%m-%d %H:%M") or _NOW,
        "Assigned at": _local(t.response, "%Y-%m-%d %H:%M"),
        "Organization": story.client,
        "Due date": "",
        "Initially assigned at": _local(t.response, "%Y-%m-%d %H:%M"),
        "Solved at": _local(t.done, "%Y-%m-%d %H:%M"),
        "Resolution time": int(_minutes(t.at, t.done) or 0) // 60 if t.done else "",
        "Satisfaction Score": "Not Offered",
        "Group stations": 1,
        "Assignee stations": 1,
        "Reopens": 0,
        "Replies": 2,
        "First reply time in minutes": _minutes(t.at, t.response),
        "First reply time in minutes within business hours": "",
        "Full resolution time in minutes": _minutes(t.at, t.done),
        "Agent wait time in minutes": t.waited,
        "Requester wait time in minutes": int(_minutes(t.at, t.done) or 0) - t.waited if t.done else "",
        "On hold time in minutes": 0,
        "Category [list]": t.category,
        "Subcategory [list]": t.subcategory,
        "Site [list]": t.site,
        "Asset tag [txt]": t.asset,
    }


def _freshdesk(story: Story, t: Ticket) -> dict[str, object]:
    response, resolution = TARGETS[t.priority]
    late = int(_minutes(t.at, t.response)) > response
    return {
        "Ticket ID": t.number,
        "Subject": t.title,
        "Status": _state(t, "Closed", "Open"),
        "Priority": {1: "Urgent", 2: "High", 3: "Medium", 4: "Low"}[t.priority],
        "Source": "Email",
        "Type": {"incident": "Incident", "request": "Question"}[t.kind],
        "Agent": t.by,
        "Group": "Service desk",
        "Created time": _local(t.at),
        "Due by Time": _local(t.at + timedelta(minutes=resolution)),
        "Resolved time": _local(t.done),
        "Closed time": _local(t.closed),
        "Last update time": _local(t.closed or t.response),
        "Initial response time": _local(t.response),
        "Time tracked": _clock(_tracked(t)),
        "First response time (in hrs)": _clock(_minutes(t.at, t.response)),
        "Resolution time (in hrs)": _clock(_minutes(t.at, t.done)),
        "Agent interactions": 2,
        "Customer interactions": 1,
        "Resolution status": "Within SLA" if t.done else "",
        "First response status": "SLA Violated" if late else "Within SLA",
        "Tags": ", ".join(t.tags),
        "Survey results": "",
        "Skill": "",
        "Product": "",
        "Full name": t.who,
        "Email": t.email,
        "Contact ID": 70000 + sum(map(ord, t.who)),
        "Company Name": story.client,
        "Category": t.category,
        "Subcategory": t.subcategory,
        "Site": t.site,
        "Device": t.asset,
    }


def _freshservice(story: Story, t: Ticket) -> dict[str, object]:
    return {
        "Ticket Id": f"INC-{t.number}" if t.kind == "incident" else f"SR-{t.number}",
        "Subject": t.title,
        "Type": {"incident": "Incident", "request": "Service Request"}[t.kind],
        "Status": _state(t, "Closed", "Open"),
        "Urgency": "Medium",
        "Impact": "Low",
        "Priority": {1: "Urgent", 2: "High", 3: "Medium", 4: "Low"}[t.priority],
        "Group": "Service desk",
        "Agent": t.by,
        "Requester Name": t.who,
        "Requester Email": t.email,
        "Requester Location": t.site,
        "Company": story.client,
        "Created Time": _local(t.at, "%d-%m-%Y %H:%M"),
        "Due by Time": _local(t.at + timedelta(minutes=TARGETS[t.priority][1]), "%d-%m-%Y %H:%M"),
        "Resolved Time": _local(t.done, "%d-%m-%Y %H:%M"),
        "Closed Time": _local(t.closed, "%d-%m-%Y %H:%M"),
        "Last Updated Time": _local(t.closed or t.response, "%d-%m-%Y %H:%M"),
        "Initial Response Time": _local(t.response, "%d-%m-%Y %H:%M"),
        "Time Tracked": _clock(_tracked(t)),
        "First Response Time (in Hrs)": _clock(_minutes(t.at, t.response)),
        "Resolution Time (in Hrs)": _clock(_minutes(t.at, t.done)),
        "Agent interactions": 2,
        "Customer interactions": 1,
        "Resolution Status": "Within SLA" if t.done else "",
        "First Response Status": "Within SLA",
        "Tags": ",".join(t.tags),
        "Survey Result": "",
        "Approval Status": "Not Requested",
        "Category": t.category,
        "Sub-Category": t.subcategory,
        "Item": "",
        "Source": "Portal",
        "Asset": t.asset,
    }


_JIRA = [
    "Summary",
    "Issue key",
    "Issue id",
    "Issue Type",
    "Status",
    "Priority",
    "Assignee",
    "Reporter",
    "Created",
    "Updated",
    "Resolved",
    "Labels",
    "Labels",
    "Campo personalizado (Time to first response)",
    "Campo personalizado (Time to resolution)",
    "Campo personalizado (Request Type)",
    "Campo personalizado ([CHART] Date of First Response)",
    "Campo personalizado (Location)",
    "Campo personalizado (Affected hardware)",
    "Component/s",
    "Satisfaction rating",
    "Status Category",
    "Comment",
    "Comment",
]


def _left(minutes: int | str, target: int) -> str:
    if minutes == "":
        return ""
    left = target - int(minutes)
    return f"{'-' if left < 0 else ''}{abs(left) // 60}:{abs(left) % 60:02}"


def _jira(t: Ticket) -> list[object]:
    def when(at: datetime | None) -> str:
        return f"{at:%d/%b/%y} {at:%I:%M %p}".replace(" 0", " ") if at else ""

    labels = (*t.tags, "", "")[:2]
    return [
        t.title,
        f"HDESK-{t.number}",
        20000 + t.number,
        {"incident": "[System] Incident", "request": "[System] Service request"}[t.kind],
        _state(t, "Closed", "Waiting for support"),
        {1: "Highest", 2: "High", 3: "Medium", 4: "Low"}[t.priority],
        t.by,
        t.who,
        when(t.at),
        when(t.closed or t.response),
        when(t.done),
        *labels,
        _left(_minutes(t.at, t.response), TARGETS[t.priority][0]),
        _left(_minutes(t.at, t.done), TARGETS[t.priority][1]),
        t.category,
        when(t.response),
        t.site,
        t.asset,
        t.subcategory,
        "",
        _state(t, "Done", "In Progress"),
        "",
        "",
    ]


def _connectwise(story: Story, t: Ticket) -> dict[str, Any]:
    first = {1: "Emergency Response", 2: "Quick Response", 3: "Normal Response", 4: "Scheduled Maintenance"}
    response, resolution = TARGETS[t.priority]
    return {
        "id": t.number,
        "summary": t.title,
        "initialDescription": t.text or None,
        "recordType": "ServiceTicket",
        "board": {"id": 1, "name": "Service desk"},
        "status": {"id": 17 if t.done else 16, "name": _state(t, ">Closed", "In Progress")},
        "company": {"id": 250, "identifier": "PendleRowe", "name": story.client},
        "site": {"id": 9, "name": t.site},
        "contact": {"id": 40, "name": t.who},
        "type": {"id": 5, "name": t.category},
        "subType": {"id": 6, "name": t.subcategory},
        "serviceType": {"incident": "Incident", "request": "Service Request"}[t.kind],
        "owner": {"id": 3, "identifier": t.by.replace(" ", ""), "name": t.by},
        "priority": {"id": t.priority, "name": f"Priority {t.priority} - {first[t.priority]}"},
        "severity": "Medium",
        "impact": "Medium",
        "source": {"id": 2, "name": "Phone"},
        "agreement": {"id": 61, "name": story.agreement},
        "configuration": {"id": 500, "name": t.asset} if t.asset else None,
        "budgetHours": 0.0,
        "actualHours": round(_tracked(t) / 60, 2),
        "closedFlag": t.done is not None,
        "closedDate": _utc(t.closed),
        "dateResponded": _utc(t.response),
        "dateResolved": _utc(t.done),
        "respondMinutes": _minutes(t.at, t.response),
        "resPlanMinutes": 0,
        "minutesBeforeWaiting": 0,
        "minutesWaiting": t.waited,
        "isInSla": int(_minutes(t.at, t.response)) <= response,
        "respondByGoalUTC": _utc(t.at + timedelta(minutes=response)),
        "resolutionGoalUTC": _utc(t.at + timedelta(minutes=resolution)),
        "billingMethod": "ActualRates",
        "customFields": [],
        "_info": {
            "dateEntered": _utc(t.at),
            "enteredBy": "portal",
            "lastUpdated": _utc(t.closed or t.response),
        },
    }


def _autotask(t: Ticket) -> dict[str, Any]:
    response, resolution = TARGETS[t.priority]
    return {
        "id": 30000 + t.number,
        "ticketNumber": f"T{t.at:%Y%m%d}.{t.number}",
        "title": t.title,
        "description": t.text or None,
        "companyID": 250,
        "companyLocationName": t.site,
        "contactName": t.who,
        "contractID": 61,
        "queueID": 8,
        "assignedResourceName": t.by,
        "issueType": t.category,
        "subIssueType": t.subcategory,
        "configurationItemName": t.asset or None,
        "priority": {1: 4, 2: 1, 3: 2, 4: 3}[t.priority],
        "status": 5 if t.done else 8,
        "ticketType": {"incident": 2, "request": 1}[t.kind],
        "createDate": _utc(t.at, "%Y-%m-%dT%H:%M:%S.00Z"),
        "firstResponseDateTime": _utc(t.response),
        "firstResponseDueDateTime": _utc(t.at + timedelta(minutes=response)),
        "resolvedDateTime": _utc(t.done),
        "resolvedDueDateTime": _utc(t.at + timedelta(minutes=resolution)),
        "completedDate": _utc(t.closed),
        "serviceLevelAgreementHasBeenMet": int(_minutes(t.at, t.response)) <= response if t.done else None,
        "serviceLevelAgreementPausedNextEventHours": 0.0,
    }


def _halo(story: Story, t: Ticket) -> dict[str, Any]:
    def when(at: datetime | None) -> str:
        return _utc(at, "%Y-%m-%dT%H:%M:%S.000") or "1900-01-01T00:00:00"

    response, resolution = TARGETS[t.priority]
    return {
        "id": t.number,
        "dateoccurred": when(t.at),
        "summary": t.title,
        "details": t.text,
        "status_id": 9 if t.done else 2,
        "tickettype_id": {"incident": 1, "request": 3}[t.kind],
        "sla_id": 1,
        "priority_id": t.priority,
        "client_id": 25,
        "client_name": story.client,
        "site_name": t.site,
        "user_name": t.who,
        "team": "Service desk",
        "agent_name": t.by,
        "category_1": t.category,
        "category_2": t.subcategory,
        "category_3": "",
        "timetaken": round(_tracked(t) / 60, 4),
        "onhold": False,
        "responsedate": when(t.response),
        "respondbydate": when(t.at + timedelta(minutes=response)),
        "fixbydate": when(t.at + timedelta(minutes=resolution)),
        "dateclosed": when(t.done),
        "excludefromsla": False,
        "slaholdtime": round(t.waited / 60, 2),
        "inventory_name": t.asset,
        "user_email": t.email,
    }


def _zammad(story: Story, t: Ticket) -> dict[str, Any]:
    response, resolution = TARGETS[t.priority]
    done = _minutes(t.at, t.done)
    return {
        "id": t.number - 1000,
        "number": str(t.number),
        "title": t.title,
        "group": "Service desk",
        "owner": t.by,
        "customer": t.who,
        "organization": story.client,
        "state": _state(t, "closed", "open"),
        "priority": {1: "3 high", 2: "3 high", 3: "2 normal", 4: "1 low"}[t.priority],
        "created_at": _utc(t.at, "%Y-%m-%dT%H:%M:%S.000Z"),
        "first_response_at": _utc(t.response, "%Y-%m-%dT%H:%M:%S.000Z"),
        "first_response_escalation_at": _utc(t.at + timedelta(minutes=response)),
        "first_response_in_min": _minutes(t.at, t.response),
        "first_response_diff_in_min": response - int(_minutes(t.at, t.response)),
        "close_at": _utc(t.done, "%Y-%m-%dT%H:%M:%S.000Z"),
        "close_escalation_at": _utc(t.at + timedelta(minutes=resolution)),
        "close_in_min": done or None,
        "close_diff_in_min": resolution - int(done) if done != "" else None,
        "update_escalation_at": None,
        "pending_time": None,
        "type": {"incident": "Incident", "request": "Request for Change"}[t.kind]
        if t.kind == "incident"
        else "Request",
        "category": t.category,
        "location": t.site,
        "device": t.asset,
        "tags": list(t.tags),
    }


def _glpi(t: Ticket) -> dict[str, object]:
    return {
        "ID": t.number,
        "Title": t.title,
        "Status": _state(t, "Closed", "Processing (assigned)"),
        "Last update": _local(t.closed or t.response, "%Y-%m-%d %H:%M"),
        "Opening date": _local(t.at, "%Y-%m-%d %H:%M"),
        "Priority": {1: "Very high", 2: "High", 3: "Medium", 4: "Low"}[t.priority],
        "Requester - Requester": t.who,
        "Assigned to - Technician": t.by,
        "Category": f"{t.category} > {t.subcategory}",
        "Type": {"incident": "Incident", "request": "Request"}[t.kind],
        "Take into account date": _local(t.response, "%Y-%m-%d %H:%M"),
        "Resolution date": _local(t.done, "%Y-%m-%d %H:%M"),
        "Closing date": _local(t.closed, "%Y-%m-%d %H:%M"),
        "Waiting duration": t.waited * 60,
        "Location": t.site,
        "Associated element": t.asset,
        "": "",
    }


def _osticket(t: Ticket) -> dict[str, object]:
    def when(at: datetime | None) -> str:
        # As browsers write it: a narrow blank before AM and PM, and the month first.
        return f"{at.month}/{at.day}/{at:%y}, {at.hour % 12 or 12}:{at:%M}\u202f{at:%p}" if at else ""

    return {
        "Ticket Number": t.number,
        "Date Created": when(t.at),
        "Subject": t.title,
        "From": t.who,
        "From Email": t.email,
        "Priority": {1: "Emergency", 2: "High", 3: "Normal", 4: "Low"}[t.priority],
        "Department": "Support",
        "Help Topic": t.category,
        "Source": "Email",
        "Current Status": _state(t, "Closed", "Open"),
        "Last Updated": when(t.closed or t.response),
        "SLA Due Date": when(t.at + timedelta(minutes=TARGETS[t.priority][1])),
        "SLA Plan": f"P{t.priority}",
        "Due Date": "",
        "Closed Date": when(t.done),
        "Overdue": 0,
        "Answered": 1,
        "Agent Assigned": t.by,
        "Thread Count": 4,
        "Location": t.site,
    }


_CHANGE = ["Ticket ID", "Changed at", "Old status", "New status", "Changed by", "Reason"]


def _changes(t: Ticket) -> Iterator[list[object]]:
    """The history of a ticket's state, as help desks export their audit events."""
    events = [(t.at, "New", t.who, ""), (t.response, "Open", t.by, "")]
    for start, end, why in t.pauses:
        events += [(start, "Pending", t.by, why), (end, "Open", t.by, "")]
    if t.done:
        events.append((t.done, "Solved", t.by, ""))
    before = ""
    for at, state, person, why in events:
        yield [t.number, _local(at, "%Y-%m-%d %H:%M"), before, state, person, why]
        before = state


def _log(book: Any, page: Any, tickets: tuple[Ticket, ...]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """A log kept by hand: a title, headings merged over two rows, Excel dates, a total below."""
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    time = book.add_format({"num_format": "hh:mm"})
    both = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    page.write(0, 0, "Help desk log, Pendle & Rowe Architects LLP", bold)
    page.write(1, 0, "March to May 2026")
    page.merge_range(3, 0, 4, 0, "Ticket", bold)
    page.merge_range(3, 1, 3, 2, "Reported", bold)
    page.merge_range(3, 3, 3, 4, "Done", bold)
    for column, title in enumerate(
        ("Priority", "Type", "Summary", "Reported by", "Office", "Engineer", "Device", "Hours"), 5
    ):
        page.merge_range(3, column, 4, column, title, bold)
    for column, title in enumerate(("Date", "Time", "First response", "Resolved"), 1):
        page.write(4, column, title, bold)
    row = 5
    for t in tickets:
        page.write_number(row, 0, t.number)
        page.write_datetime(row, 1, t.at.replace(tzinfo=None, hour=0, minute=0), day)
        page.write_datetime(row, 2, t.at.replace(tzinfo=None).time(), time)
        page.write_datetime(row, 3, t.response.replace(tzinfo=None), both)
        if t.done:
            page.write_datetime(row, 4, t.done.replace(tzinfo=None), both)
        page.write(row, 5, f"P{t.priority}")
        page.write(row, 6, t.kind.capitalize())
        page.write(row, 7, t.title)
        page.write(row, 8, t.who)
        page.write(row, 9, t.site)
        page.write(row, 10, t.by)
        page.write(row, 11, t.asset)
        page.write_number(row, 12, round(_tracked(t) / 60, 2))
        row += 1
    page.write(row, 0, f"Total {len(tickets)} tickets", bold)
    page.write_number(row, 12, round(sum(map(_tracked, tickets)) / 60, 2), bold)
