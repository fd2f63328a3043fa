"""Where an exception begins and ends."""

from __future__ import annotations

import pytest

from remit.reader.exceptions import exceptions, masked

CASES = [
    ("Virus removal is excluded except where caused by the Supplier.", "except", "caused by the Supplier"),
    ("Except for projects, all services are included in the fee.", "except", "projects"),
    (
        "Except for cabling, furniture and toner, parts are included.",
        "except",
        "cabling, furniture and toner",
    ),
    ("All work other than projects is included.", "except", "projects"),
    ("All work, other than moves and changes, is included.", "except", "moves and changes"),
    ("All repairs other than repairs that are billable are included.", "except", "repairs that are billable"),
    ("Support is free, excluding parts and travel.", "except", "parts and travel"),
    ("Hours (excluding holidays) are 9 to 5.", "except", "holidays"),
    (
        "The fee covers everything with the exception of third-party software.",
        "except",
        "third-party software",
    ),
    ("Save as set out in clause 4, nothing is excluded.", "except", "set out in clause 4"),
    (
        "The Supplier bears the cost, save where the Customer caused the fault.",
        "except",
        "the Customer caused the fault",
    ),
    ("Apart from laptops, every device is covered.", "except", "laptops"),
    ("We fix servers but not printers.", "", ""),
    ("We support all software but not any game.", "except", "any game"),
    (
        "Travel is not charged unless the site is more than 50 km away.",
        "unless",
        "the site is more than 50 km away",
    ),
    (
        "Unless otherwise agreed in writing, invoices are due in 30 days.",
        "unless",
        "otherwise agreed in writing",
    ),
    (
        "Unless the Client, acting fairly, has refused, the quote stands.",
        "unless",
        "the Client, acting fairly, has refused",
    ),
    ("The fee is fixed unless the parties agree, in which case it moves.", "unless", "the parties agree"),
    ("We replace the disk, provided that it is under warranty.", "provided", "it is under warranty"),
    ("We replace the disk, provided it is under warranty.", "provided", "it is under warranty"),
    ("Services provided the previous month are billed.", "", ""),
    ("The services provided by us are listed below.", "", ""),
    ("Support lasts as long as the fee is paid.", "provided", "the fee is paid"),
    ("We attend only if you have asked in writing.", "provided", "you have asked in writing"),
    ("Subject to clause 7, the Supplier shall repair faults.", "subject_to", "clause 7"),
    ("Prices are subject to change.", "", ""),
    ("Notwithstanding anything in Schedule B, travel is free.", "notwithstanding", "anything in Schedule B"),
    ("This exclusion does not apply to damage that we cause.", "disapplied", "damage that we cause"),
    (
        "The limit shall not apply where the Supplier acts in bad faith.",
        "disapplied",
        "the Supplier acts in bad faith",
    ),
    ("We save files every night.", "", ""),
    ("There are no exceptions.", "", ""),
    (
        "Work is billed, except that the first hour is free, and the Client shall pay it.",
        "except",
        "the first hour is free",
    ),
    ("Backups are included, except for mail; restores are charged.", "except", "mail"),
    ("4.2 Except as stated above, the Provider repairs all devices.", "except", "stated above"),
    (
        "Subject to clause 5, each Party's liability, in tort or otherwise, shall not exceed the fees.",
        "subject_to",
        "clause 5",
    ),
    ("Programs other than mail, browsers and readers | $75 an hour", "except", "mail, browsers and readers"),
    (
        "Hours exclude nothing, exclusive of holidays observed by the Federal Reserve Bank.",
        "except",
        "holidays observed by the Federal Reserve Bank",
    ),
    (
        "EXCEPT AS STATED IN SECTION 2, THE SERVICES ARE PROVIDED AS THEY ARE.",
        "except",
        "STATED IN SECTION 2",
    ),
    ("Repairs are included to the extent caused by wear, excluding batteries.", "except", "batteries"),
]


@pytest.mark.parametrize(("text", "kind", "body"), CASES)
def test_first_exception(text: str, kind: str, body: str) -> None:
    found = exceptions(text)
    assert (found[0].kind if found else "") == kind
    assert (text[found[0].body_start : found[0].body_end] if found else "") == body


def test_a_carve_back_inside_an_exception() -> None:
    text = "All faults are covered except faults caused by the Client, unless the Supplier told it to."
    outer, inner = exceptions(text)
    assert text[outer.body_start : outer.body_end] == "faults caused by the Client"
    assert text[inner.body_start : inner.body_end] == "the Supplier told it to"


def test_masking_keeps_the_offsets() -> None:
    text = "Travel is included except where visits are charged by the hour."
    plain = masked(text, exceptions(text))
    assert len(plain) == len(text)
    assert plain.strip(" .") == "Travel is included"
