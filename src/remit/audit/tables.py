"""The tables of an audit: what importers make of any export, and all that reconciling reads.

Every table carries where a row came from (`file`, `row`), what no column of ours takes (`extra`) and which of its
values a person should look at (`doubts`). Numbers hold no floats:

    *_minor    money in minor units of the row's `currency` (pence, cents), which may be negative
    *_micro    millionths: of a unit of quantity, of a major unit of money (a price), of one per cent (a rate of tax)
    seconds    whole seconds
    *_at       an instant, in UTC and microseconds
    *_on, date a calendar day, in no zone

A word that a system gives a meaning of its own stands twice: as ours (`priority`) and as it was written
(`priority_said`), for contracts define priorities in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl

INSTANT: Final = pl.Datetime("us", "UTC")
PAUSES: Final = pl.List(pl.Struct({"from": INSTANT, "to": INSTANT}))
MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `words` lists the only values it takes, empty where it takes any; `needed`: never null."""

    name: str
    dtype: pl.DataType
    says: str
    words: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Table:
    """A table. Rows with the same `key` are the same thing told twice."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pl.Schema:
        return pl.Schema({c.name: c.dtype for c in self.columns})

    @property
    def by_name(self) -> Mapping[str, Column]:
        return MappingProxyType({c.name: c for c in self.columns})

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)


_TEXT = pl.String()
_WHOLE = pl.Int64()
_DAY = pl.Date()
_YES_NO = pl.Boolean()
_TEXTS = pl.List(pl.String())

PRIORITIES: Final = ("critical", "high", "normal", "low")
TICKET_STATES: Final = ("new", "open", "pending", "resolved", "closed", "void")
TICKET_KINDS: Final = ("incident", "request", "problem", "change", "alert")
PLACES: Final = ("remote", "onsite")
INVOICE_KINDS: Final = ("invoice", "credit_note")
PARTS: Final = ("line", "allowance", "charge")
UNITS: Final = (
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "piece",
    "user",
    "device",
    "site",
    "kilometre",
    "mile",
    "gigabyte",
    "terabyte",
)
ASSET_STATES: Final = ("in_use", "spare", "repair", "retired", "lost")

_ORIGIN = (
    Column("file", _TEXT, "name of the file", needed=True),
    Column(
        "row", _WHOLE, "row as a spreadsheet counts it, headings included; in XML and JSON the record, from 1"
    ),
    Column("repeats", _TEXT, "'FILE, row N' of an earlier row with the same key; null for the first one"),
    Column("doubts", _TEXTS, "'COLUMN: why' for each value that was read but may be meant otherwise"),
    Column("extra", _TEXT, "every other column of the file, as one JSON object with the file's own headings"),
)

TICKETS: Final = Table(
    "tickets",
    "what users reported and asked for",
    ("ticket",),
    (
        Column("ticket", _TEXT, "number or key, as people quote it", needed=True),
        Column(
            "system_id",
            _TEXT,
            "number inside the system, where time entries name that in place of the ticket's",
        ),
        Column("source", _TEXT, "format it was read from, such as 'zendesk'", needed=True),
        Column("opened_at", INSTANT, "when it was reported", needed=True),
        Column("first_response_at", INSTANT, "first answer by a person, as far as the system knows"),
        Column(
            "resolved_at", INSTANT, "when it was solved; null while it is open or where the system keeps none"
        ),
        Column("closed_at", INSTANT, "when it was closed, often by a timer some days after it was solved"),
        Column("pauses", PAUSES, "when the clock stood; null where the system does not say"),
        Column(
            "paused_seconds",
            _WHOLE,
            "total of the pauses as the system counts them, where it keeps the sum alone",
        ),
        Column("response_due_at", INSTANT, "when the system said the response was due"),
        Column("resolution_due_at", INSTANT, "when the system said the resolution was due"),
        Column(
            "response_met", _YES_NO, "whether the system says that the response was in time: a claim to check"
        ),
        Column(
            "resolution_met",
            _YES_NO,
            "whether the system says that the resolution was in time: a claim to check",
        ),
        Column("status", _TEXT, "state", TICKET_STATES),
        Column("status_said", _TEXT, "state in the system's words"),
        Column("priority", _TEXT, "priority", PRIORITIES),
        Column("priority_said", _TEXT, "priority in the system's words"),
        Column("kind", _TEXT, "kind", TICKET_KINDS),
        Column("kind_said", _TEXT, "kind in the system's words"),
        Column("category", _TEXT, "category, highest level"),
        Column("subcategory", _TEXT, "lower levels, joined by ' > '"),
        Column("title", _TEXT, "subject line"),
        Column("description", _TEXT, "what was reported, where the export holds it"),
        Column("requester", _TEXT, "who reported it"),
        Column("organisation", _TEXT, "client"),
        Column("site", _TEXT, "office or location"),
        Column("assignee", _TEXT, "who worked on it last"),
        Column("team", _TEXT, "group, board or queue"),
        Column("channel", _TEXT, "how it came in: phone, e-mail, alert"),
        Column("asset", _TEXT, "device concerned: a name, tag or serial number of the assets"),
        Column("tags", _TEXTS, "labels"),
        Column("seconds_tracked", _WHOLE, "time worked on it, as the system adds it up"),
        Column("agreement", _TEXT, "agreement it was booked to"),
        *_ORIGIN,
    ),
)

STATUS_CHANGES: Final = Table(
    "status_changes",
    "the history of tickets' states, from which their pauses follow",
    ("ticket", "changed_at", "status_said"),
    (
        Column("ticket", _TEXT, "ticket whose state changed", needed=True),
        Column("source", _TEXT, "format it was read from", needed=True),
        Column("changed_at", INSTANT, "when it changed", needed=True),
        Column("status", _TEXT, "state from then on", TICKET_STATES),
        Column("status_said", _TEXT, "state in the system's words"),
        Column("reason", _TEXT, "why, such as what is waited for"),
        *_ORIGIN,
    ),
)

PAUSE_LOG: Final = Table(
    "pause_log",
    "when the clock of a ticket stood, and why; the same times stand in the tickets' `pauses`",
    ("ticket", "paused_from"),
    (
        Column("ticket", _TEXT, "ticket", needed=True),
        Column("source", _TEXT, "format it was read from", needed=True),
        Column("paused_from", INSTANT, "when the clock stopped", needed=True),
        Column("paused_to", INSTANT, "when it went on; null while it stands"),
        Column("reason", _TEXT, "why, such as what was waited for"),
        *_ORIGIN,
    ),
)

TIME_ENTRIES: Final = Table(
    "time_entries",
    "work as it was recorded",
    ("entry",),
    (
        Column("entry", _TEXT, "number of the entry; where the system has none: file and row", needed=True),
        Column("source", _TEXT, "format it was read from", needed=True),
        Column("ticket", _TEXT, "ticket it was booked to"),
        Column("person", _TEXT, "who worked"),
        Column("role", _TEXT, "role that the rate follows: engineer, consultant"),
        Column("work_type", _TEXT, "type of work in the system's words: remote, after hours, travel"),
        Column("place", _TEXT, "place", PLACES),
        Column("started_at", INSTANT, "when work began"),
        Column("ended_at", INSTANT, "when work ended"),
        Column("seconds", _WHOLE, "time worked"),
        Column("seconds_billed", _WHOLE, "time charged, after the system's own rounding"),
        Column("date", _DAY, "day of work, as written or in the account's zone", needed=True),
        Column("billable", _YES_NO, "whether the system would charge it"),
        Column("rate_micro", _WHOLE, "price of an hour"),
        Column("amount_minor", _WHOLE, "amount charged, before tax"),
        Column("currency", _TEXT, "ISO 4217 code"),
        Column("notes", _TEXT, "what was done"),
        Column("organisation", _TEXT, "client"),
        Column("agreement", _TEXT, "agreement it was booked to"),
        Column("invoice", _TEXT, "invoice it was charged on"),
        *_ORIGIN,
    ),
)

INVOICES: Final = Table(
    "invoices",
    "each invoice and credit note once, with the totals that it states itself",
    ("supplier", "invoice"),
    (
        Column("invoice", _TEXT, "number", needed=True),
        Column("source", _TEXT, "format it was read from", needed=True),
        Column(
            "kind",
            _TEXT,
            "invoice or credit note; a credit note's amounts are negative",
            INVOICE_KINDS,
            needed=True,
        ),
        Column("invoice_date", _DAY, "date of the invoice"),
        Column("due_date", _DAY, "last day to pay"),
        Column("currency", _TEXT, "ISO 4217 code", needed=True),
        Column("net_minor", _WHOLE, "stated total before tax"),
        Column("tax_minor", _WHOLE, "stated tax"),
        Column("gross_minor", _WHOLE, "stated total with tax"),
        Column("prepaid_minor", _WHOLE, "already paid"),
        Column("payable_minor", _WHOLE, "stated amount still to pay"),
        Column("supplier", _TEXT, "who charges"),
        Column("customer", _TEXT, "who is charged"),
        Column("contract_ref", _TEXT, "agreement it names"),
        Column("order_ref", _TEXT, "purchase order it names"),
        Column("corrects", _TEXT, "number of the invoice that it corrects or credits"),
        Column("notes", _TEXT, "terms of payment and remarks"),
        *_ORIGIN,
    ),
)

INVOICE_LINES: Final = Table(
    "invoice_lines",
    "what was charged; every line carries its invoice's head",
    ("supplier", "invoice", "line"),
    (
        Column("invoice", _TEXT, "number of the invoice", needed=True),
        Column(
            "line",
            _TEXT,
            "number of the line; counted within the invoice where the file has none",
            needed=True,
        ),
        Column("source", _TEXT, "format it was read from", needed=True),
        Column(
            "kind",
            _TEXT,
            "invoice or credit note; a credit note's amounts are negative",
            INVOICE_KINDS,
            needed=True,
        ),
        Column(
            "part", _TEXT, "a line, or an allowance (service credits) or charge on the whole invoice", PARTS
        ),
        Column("invoice_date", _DAY, "date of the invoice"),
        Column("due_date", _DAY, "last day to pay"),
        Column("period_from", _DAY, "first day charged for"),
        Column("period_to", _DAY, "last day charged for, included"),
        Column("service_date", _DAY, "day of the work"),
        Column("item", _TEXT, "article or service code"),
        Column("description", _TEXT, "what it says is charged"),
        Column("quantity_micro", _WHOLE, "how many"),
        Column("unit", _TEXT, "unit", UNITS),
        Column("unit_said", _TEXT, "unit in the file's words or code (UN/ECE Recommendation 20)"),
        Column("unit_price_micro", _WHOLE, "price of one unit before tax and discount"),
        Column("discount_minor", _WHOLE, "taken off this line"),
        Column("amount_minor", _WHOLE, "stated amount before tax", needed=True),
        Column("tax_percent_micro", _WHOLE, "rate of tax"),
        Column("tax_minor", _WHOLE, "stated tax of this line"),
        Column("currency", _TEXT, "ISO 4217 code", needed=True),
        Column("ticket", _TEXT, "ticket that it names"),
        Column("contract_ref", _TEXT, "agreement that it names"),
        Column("order_ref", _TEXT, "purchase order that it names"),
        Column("corrects", _TEXT, "number of the invoice that it corrects or credits"),
        Column("supplier", _TEXT, "who charges"),
        Column("customer", _TEXT, "who is charged"),
        *_ORIGIN,
    ),
)

ASSETS: Final = Table(
    "assets",
    "devices, with their age and warranty",
    ("asset",),
    (
        Column("asset", _TEXT, "tag or number", needed=True),
        Column("source", _TEXT, "format it was read from", needed=True),
        Column("name", _TEXT, "host name or label"),
        Column("kind", _TEXT, "kind in the system's words"),
        Column("subject", _TEXT, "kind as a value of the fact `subject`"),
        Column("serial", _TEXT, "maker's serial number"),
        Column("manufacturer", _TEXT, "maker"),
        Column("model", _TEXT, "model"),
        Column("purchased_on", _DAY, "day of purchase, from which contracts count its age"),
        Column("enrolled_on", _DAY, "first day the system knew it: no day of purchase"),
        Column("warranty_until", _DAY, "last day of the maker's warranty, included"),
        Column("user", _TEXT, "who uses it"),
        Column("organisation", _TEXT, "client"),
        Column("site", _TEXT, "office or location"),
        Column("os", _TEXT, "operating system"),
        Column("last_seen", INSTANT, "last contact"),
        Column("status", _TEXT, "state", ASSET_STATES),
        Column("status_said", _TEXT, "state in the system's words"),
        *_ORIGIN,
    ),
)

REJECTS: Final = Table(
    "rejects",
    "values that could not be read: the row they stand in is in no other table",
    (),
    (
        Column("file", _TEXT, "name of the file", needed=True),
        Column("row", _WHOLE, "row as a spreadsheet counts it"),
        Column("column", _TEXT, "heading in the file"),
        Column("value", _TEXT, "what stands there"),
        Column("problem", _TEXT, "why it can't be read, as a sentence", needed=True),
        Column("record", _TEXT, "the whole row, as one JSON object with the file's own headings"),
    ),
)

TABLES: Final = MappingProxyType(
    {
        t.name: t
        for t in (TICKETS, STATUS_CHANGES, PAUSE_LOG, TIME_ENTRIES, INVOICES, INVOICE_LINES, ASSETS, REJECTS)
    }
)
