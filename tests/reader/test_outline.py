"""Clause text in, segments out: number, headings and lead-in of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.document.text import read
from remit.reader.outline import outline
from remit.reader.segment import Segment


def segments(text: str) -> tuple[Segment, ...]:
    return outline([read(text.encode(), "agreement.txt")])


def said(text: str, words: str) -> Segment:
    return next(s for s in segments(text) if words in s.text and s.kind != "heading")


EXCLUSIONS = """4. EXCLUSIONS

4.1 The following are not included in the Monthly Fee:

(a) repair of accidental damage;

(b) work on printers.

4.2 Anything else is quoted before it is done.
"""


def test_an_item_knows_its_clause_its_heading_and_its_lead_in() -> None:
    item = said(EXCLUSIONS, "accidental damage")
    assert (item.number, item.kind) == ("4.1(a)", "item")
    assert item.headings == ("4. EXCLUSIONS",)
    assert item.lead.endswith("not included in the Monthly Fee:")


def test_the_list_ends_where_the_next_clause_begins() -> None:
    assert said(EXCLUSIONS, "Anything else").lead == ""


def test_a_list_inside_a_sentence_is_divided() -> None:
    text = (
        "5. The Fee does not cover (a) the repair of devices that were dropped or flooded by their users; "
        "(b) the recovery of data that a user deleted; and (c) any work on computers that staff own themselves."
    )
    own = said(text, "staff own")
    assert own.number.endswith("(c)")
    assert "does not cover" in own.lead


def test_a_title_that_opens_a_paragraph_is_a_heading_of_it() -> None:
    text = "3.2 Patching. The Supplier shall install security updates every month."
    assert "Patching" in said(text, "security updates").headings


def test_the_columns_of_a_table_lead_its_rows() -> None:
    text = "| Work | Charge |\n|---|---|\n| New laptop set-up | £90 each |\n"
    row = said(text, "New laptop")
    assert row.columns == ("Work", "Charge")
    assert row.cell_texts == ("New laptop set-up", "£90 each")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Support is by e-mail, e.g. Outlook, at 5 p.m. or later. It is free.", 2),
        ("The Supplier shall not act. Unless told to, it waits.", 2),
        ("Provided by Kestrel Ltd. of Leeds under clause 4.2 of this agreement.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(segments(text)) == count


@given(st.text(alphabet="aB1.(): \n-|;*#", max_size=300))
def test_every_segment_is_a_verbatim_piece_of_the_text(text: str) -> None:
    document = read(f"Agreement\n\n{text}".encode(), "agreement.txt")
    for i, segment in enumerate(outline([document])):
        assert segment.index == i
        assert document.text[segment.start : segment.end] == segment.evidence().quote
        assert segment.raw.strip()
