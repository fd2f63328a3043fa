"""Which document prevails."""

from __future__ import annotations

import pytest
from texts import segments

from remit.reader.precedence import document_rank, read_precedence


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("If the Order and this Agreement conflict, the Order prevails.", ("Order", "this Agreement")),
        (
            "Should this MSA and a Service Schedule be inconsistent, the Service Schedule prevails.",
            ("Service Schedule", "this MSA"),
        ),
        (
            "If they conflict, the order of precedence shall be: Statement of Work, Service Schedule, this MSA.",
            ("Statement of Work", "Service Schedule", "this MSA"),
        ),
        (
            "In case of conflict the documents apply in the following order of precedence:\n\n(a) the Order Form;\n\n(b) Schedule A;\n\n(c) these Terms.",
            ("Order Form", "Schedule A", "these Terms"),
        ),
        (
            "This Agreement shall control over any Purchase Order in the event of conflict.",
            ("this Agreement", "Purchase Order"),
        ),
        (
            "If they disagree, these Articles control over Exhibit A, and Exhibit A controls over Exhibit B.",
            ("these Articles", "Exhibit A", "Exhibit B"),
        ),
        ("Where Part 1 and Part 2 are at odds, Part 1 governs.", ("Part 1", "Part 2")),
        ("Annex A overrides these clauses.", ("Annex A", "these clauses")),
        ("If this booklet and the Order disagree, the Order carries the day.", ("Order", "this booklet")),
        (
            "Where the letter and the price list say different things, the letter counts.",
            ("letter", "price list"),
        ),
        ("The Service Guide gives way to the Order.", ("Order", "Service Guide")),
        (
            "THIS MAINTENANCE AGREEMENT IS GOVERNED BY THE TERMS AND CONDITIONS OF THE MASTER AGREEMENT.",
            ("Master Agreement", "this Maintenance Agreement"),
        ),
        (
            "1.1 The contract comprises:\n\n(a) the Order;\n\n(b) the Terms.\n\n1.2 If the documents listed in clause 1.1 conflict, the one listed earlier prevails.",
            ("Order", "Terms"),
        ),
    ],
)
def test_order(text: str, order: tuple[str, ...]) -> None:
    (found,) = read_precedence(segments(text))
    assert found.order == order


@pytest.mark.parametrize(
    "text",
    [
        "The prevailing party shall be paid its costs.",
        "Work is billed at the then-prevailing rates.",
        "The law of Ohio governs this Agreement.",
        "The Supplier shall avoid conflicts of interest.",
        "The Client controls access to the building.",
    ],
)
def test_no_order(text: str) -> None:
    assert read_precedence(segments(text)) == ()


def test_documents_are_ranked() -> None:
    found = segments(
        "# Master Services Agreement\n\nIf this Agreement and a Service Schedule conflict, the Service Schedule prevails.",
        "# Service Schedule\n\nWe fix printers.",
        "# Price list\n\nAn hour is 100.",
    )
    documents = tuple({s.document.name: s.document for s in found}.values())
    assert document_rank(documents, found, read_precedence(found)) == {
        "document-2.txt": 0,
        "document-1.txt": 1,
    }
