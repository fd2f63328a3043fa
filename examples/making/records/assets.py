"""The devices as exports of asset registers and device management."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from making.records.story import Device, Story
from making.records.writing import records, table


def files(story: Story) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file. Device management knows what it manages: no printers, no switches."""
    devices = story.devices
    managed = [d for d in devices if d.os and not d.os.startswith("Windows Server")]
    yield "snipe-it.csv", table([_snipe(story, d) for d in devices])
    yield "intune.csv", table([_intune(d) for d in managed], encoding="utf-8-sig")
    yield "ninjaone.json", records([_ninja(story, d) for d in devices if d.node != "APPLE_IOS"])
    yield "glpi.csv", table([_glpi(d) for d in devices], separator=";", end="\r\n")


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


def _snipe(story: Story, d: Device) -> dict[str, object]:
    first, _, last = d.user.partition(" ")
    return {
        "Company": story.client,
        "Name": d.tag,
        "Asset Tag": d.tag,
        "Category": f"{d.kind}s" if not d.kind.endswith("s") else d.kind,
        "Supplier": story.provider,
        "Manufacturer": d.maker,
        "Location": d.site,
        "Order Number": "",
        "Model": d.model,
        "Model Notes": "",
        "Model Number": "",
        "Asset Notes": "",
        "Serial": d.serial,
        "Status": "Deployed" if d.user or d.kind not in ("Laptop", "Mobile phone") else "Ready to Deploy",
        "Purchase Date": f"{d.bought:%Y-%m-%d}",
        "Purchase Cost": "",
        "Warranty Months": d.warranty,
        "Checkout Type": "user" if d.user else "",
        "Checked Out To: Username": d.user.lower().replace(" ", "."),
        "Checked Out To: First Name": first,
        "Checked Out To: Last Name": last,
        "Checked Out To: Email": "",
        "Checked Out To: Location": "",
    }


def _intune(d: Device) -> dict[str, object]:
    return {
        "Device ID": f"{d.serial.lower()}-0000-4000-8000-000000000000",
        "Device name": d.tag,
        "Enrollment date": f"{d.bought:%Y-%m-%d} 09:00:00.0000000",
        "Last check-in": "2026-05-29 16:20:11.0000000",
        "OS": d.os.split()[0],
        "OS version": "10.0.26100.4061" if d.os.startswith("Windows") else "19.1",
        "Serial number": d.serial,
        "Manufacturer": d.maker,
        "Model": d.model,
        "IMEI": "",
        "Phone number": "",
        "Total storage": 243712,
        "Free storage": 98304,
        "Primary user UPN": f"{d.user.lower().replace(' ', '.')}@pendlerowe.example" if d.user else "",
        "Primary user display name": d.user,
        "Compliance": "Compliant",
        "Ownership": "Corporate",
        "Device state": "Managed",
        "SkuFamily": "Pro",
        "JoinType": "Azure AD joined",
    }


def _unix(day: date) -> int:
    return int(datetime.combine(day, time(12), UTC).timestamp())


def _ninja(story: Story, d: Device) -> dict[str, object]:
    return {
        "id": int(d.serial[:6], 16),
        "uid": d.serial.lower(),
        "organizationId": 12,
        "organizationName": story.client,
        "locationName": d.site,
        "nodeClass": d.node,
        "approvalStatus": "APPROVED",
        "offline": False,
        "displayName": d.tag,
        "systemName": d.tag,
        "created": float(_unix(d.bought)),
        "lastContact": 1780070411.512,
        "os": {"name": d.os} if d.os else None,
        "system": {
            "manufacturer": d.maker,
            "model": d.model,
            "serialNumber": d.serial,
            "chassisType": {"Laptop": "LAPTOP", "Desktop": "DESKTOP"}.get(d.kind, "UNKNOWN"),
        },
        "references": {
            "warranty": {"startDate": _unix(d.bought), "endDate": _unix(_months(d.bought, d.warranty))}
        },
        "assignedOwner": {"firstName": d.user.split()[0], "lastName": d.user.split()[-1]} if d.user else None,
    }


def _glpi(d: Device) -> dict[str, object]:
    return {
        "Name": d.tag,
        "Inventory number": d.tag,
        "Entity": "Pendle & Rowe",
        "Status": "In use",
        "Manufacturer": d.maker,
        "Serial number": d.serial,
        "Type": d.kind,
        "Model": d.model,
        "Operating System - Name": d.os,
        "Location": d.site,
        "User": d.user,
        "Last update": "2026-05-29 16:20",
        "Financial and administrative information - Date of purchase": f"{d.bought:%Y-%m-%d}",
        "Financial and administrative information - Warranty duration": f"{d.warranty} months",
        "": "",
    }
