"""What an amendment does to the clauses of another document."""

from __future__ import annotations

import pytest
from texts import segments

from remit.reader.amendments import Amendment, amendments
from remit.reader.segment import Segment

MAIN = (
    "# Support Agreement\n\n7. Fees\n\n7.1 The fee is due monthly.\n\n7.2 The hourly rate is $100.\n\n8. Term\n\n8.1 The term is a "
    "year.\n\nSCHEDULE B - HOURS\n\nSupport is given from 9 to 5."
)


def read(change: str) -> tuple[tuple[Segment, ...], tuple[Amendment, ...]]:
    found = segments(MAIN, f"# First Amendment to the Support Agreement\n\n{change}")
    documents = tuple({s.document.name: s.document for s in found}.values())
    return found, amendments(documents, found)


@pytest.mark.parametrize(
    ("change", "target", "action", "replaced", "words"),
    [
        (
            'Clause 7.2 of the Agreement is deleted and replaced with: "7.2 The hourly rate is $120."',
            "7.2",
            "replace",
            "7.2 The hourly rate is $100.",
            "$120",
        ),
        (
            "1. Section 7.2 is hereby amended to read as follows:\n\nThe hourly rate is $130.",
            "7.2",
            "replace",
            "7.2 The hourly rate is $100.",
            "$130",
        ),
        ("Clause 8.1 is deleted.", "8.1", "delete", "8.1 The term is a year.", ""),
        ('A new clause 7.3 is added: "7.3 Travel is free."', "7.3", "add", "", "Travel is free"),
        (
            'Replace clause 7.1 with "7.1 The fee is due yearly."',
            "7.1",
            "replace",
            "7.1 The fee is due monthly.",
            "yearly",
        ),
        (
            "Schedule B is replaced with the following:\n\nSupport is given from 8 to 6.",
            "schedule b",
            "replace",
            "Support is given from 9 to 5.",
            "8 to 6",
        ),
    ],
)
def test_one_change(change: str, target: str, action: str, replaced: str, words: str) -> None:
    found, (only,) = read(change)
    assert (only.document, only.target, only.action) == ("document-2.txt", target, action)
    assert any(found[i].text == replaced for i in only.replaced) if replaced else only.replaced == ()
    assert words in " ".join(found[i].text for i in only.segments)
    assert only.amended == ("document-1.txt" if replaced else only.amended)


@pytest.mark.parametrize(
    "change",
    [
        "Except as amended here, the Agreement stays in force.",
        "Clause 7.2 may be amended only in writing.",
        "The parties agree on lower prices.",
    ],
)
def test_no_change(change: str) -> None:
    _, found = read(change)
    assert found == ()


def test_a_main_agreement_amends_nothing() -> None:
    found = segments(MAIN + "\n\n9.1 Clause 7.2 is amended each year by the index.")
    assert amendments((found[0].document,), found) == ()


def test_several_clauses_in_one_instruction() -> None:
    _, found = read("Clauses 7.1 and 7.2 of the Agreement are deleted.")
    assert [a.target for a in found] == ["7.1", "7.2"]


def test_a_part_of_a_schedule() -> None:
    found, (only,) = read('The sentence "Support is given" is deleted from Schedule B.')
    assert [found[i].text for i in only.replaced] == ["Support is given from 9 to 5."]
