"""What a contract points to, and what of it is not there."""

from __future__ import annotations

import pytest
from texts import segments

from remit.reader.references import Reference, missing_documents, normal, read_references
from remit.reader.segment import Segment


def read(*texts: str) -> tuple[tuple[Segment, ...], tuple[Reference, ...]]:
    found = segments(*texts)
    documents = tuple({s.document.name: s.document for s in found}.values())
    return found, read_references(documents, found)


def test_a_clause_is_found_by_its_number() -> None:
    found, references = read(
        "1. Fees\n\n1.1 The fee is due monthly.\n\n2. End\n\n2.1 See clause 1.1 about the fee."
    )
    (reference,) = references
    assert reference.kind == "clause"
    assert reference.target is not None
    assert found[reference.target].text.startswith("1.1")


def test_a_schedule_in_another_document() -> None:
    _, references = read(
        "Rates are as set out in Schedule B.", "SCHEDULE B - RATES\n\nThe rate is 100 an hour."
    )
    assert [(r.kind, r.document, r.relied) for r in references] == [("schedule", "document-2.txt", True)]


def test_a_schedule_in_parts_is_not_empty() -> None:
    found, references = read(
        "Rates are as set out in Schedule 3.",
        "SCHEDULE 3 - CHARGES\n\nPart 1 - Recurring charges\n\nThe rate is 100 an hour.",
    )
    assert missing_documents(references, found) == ()


@pytest.mark.parametrize(
    ("text", "label", "about"),
    [
        ("Work is billed at the rates set forth in the Order.", "Order", "prices"),
        (
            "The Services are described in one or more schedules named in the Statement of Work.",
            "Statement of Work",
            "services",
        ),
        ("Response times are as specified in Schedule C.", "Schedule C", "response times"),
        (
            "Users must follow the Acceptable Use Policy at https://kestrel.example/aup.",
            "Acceptable Use Policy",
            "",
        ),
        ("Fees are payable in accordance with the Rate Card.", "Rate Card", "prices"),
        ("The equipment listed in Exhibit A is covered.", "Exhibit A", "equipment"),
    ],
)
def test_what_is_missing_is_named(text: str, label: str, about: str) -> None:
    found, references = read(text)
    (finding,) = missing_documents(references, found)
    assert finding.kind == "missing_document"
    assert label in finding.message
    assert about in finding.message
    assert finding.evidence is not None
    assert finding.evidence.quote == label


def test_an_omitted_exhibit_is_missing() -> None:
    found, references = read("Fees are set out in Exhibit A.\n\nEXHIBIT A\n\n[Omitted]")
    (finding,) = missing_documents(references, found)
    assert "has nothing in it" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "This applies to matters under Schedule 2 of the Consumer Act 2010.",
        "Section 17 of the Data Protection Act applies.",
        "In order to call us, dial 5.",
        "Orders are welcome.",
        "The Fee Schedule attached hereto as Schedule A governs the prices.\n\nSCHEDULE A\n\nThe fee is 10.",
        "Prices are shown in the Rate Card.\n\nRATE CARD\n\nAn hour is 100.",
        "Services are described in the Service Schedule.\n\n# Service Schedule\n\nWe fix printers.",
    ],
)
def test_nothing_is_missing(text: str) -> None:
    found, references = read(text)
    assert missing_documents(references, found) == ()


def test_one_finding_for_many_references() -> None:
    found, references = read(
        "Fees are set out in the Order.\n\nHours are stated in the Order.\n\nSee the SOW.\n\nSee a Statement of Work."
    )
    assert len(missing_documents(references, found)) == 2


def test_labels_compare_by_what_they_name() -> None:
    assert normal("Section 4.2 (b)") == normal("4.2(b)") == "4.2(b)"
    assert normal("Annexure B:") == normal("ANNEX B")
