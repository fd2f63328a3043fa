"""Cutting: candidates lie in the text as it stands, and sentences end where a reader would end them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.clauses.cutting import Cut, cut


def spans(whole: Cut, kind: str) -> list[str]:
    return [whole.words_of(c) for c in whole.candidates if c.kind == kind]


def test_sentences_end_at_stops_and_not_after_abbreviations() -> None:
    whole = cut("Acme Inc. of Leeds signs. It pays No. 4 by hand. Fees rise by 2.5 % a year.")
    assert spans(whole, "sentence") == [
        "Acme Inc. of Leeds signs.",
        "It pays No. 4 by hand.",
        "Fees rise by 2.5 % a year.",
    ]


def test_paragraphs_part_sentences_that_have_no_stop() -> None:
    assert spans(cut("GOVERNING LAW\n\nThe laws of Norway apply"), "sentence") == [
        "GOVERNING LAW",
        "The laws of Norway apply",
    ]


def test_a_page_break_does_not_part_a_sentence() -> None:
    assert len(cut("Either side may end this agreement\n\non thirty days' notice.").sentences) == 1


@pytest.mark.parametrize(
    "date",
    [
        "1 March 2024",
        "March 1, 2024",
        "the 1st day of March, 2024",
        "03/01/2024",
        "2024-03-01",
        "___ day of June, 2010",
    ],
)
def test_dates_of_every_form_are_candidates(date: str) -> None:
    assert date in spans(cut(f'This Agreement is made as of {date} (the "Effective Date").'), "date")


def test_a_long_sentence_is_also_offered_in_parts() -> None:
    whole = cut(
        "The supplier shall keep cover for public liability of one million; shall keep cover for cyber incidents of "
        "two million at all times; and shall show certificates to the buyer on request every year."
    )
    assert "shall keep cover for cyber incidents of two million at all times;" in spans(whole, "part")[1]


def test_the_document_and_the_parties_are_offered_by_name() -> None:
    whole = cut(
        'NETWORK CARE AGREEMENT\n\nThis Agreement is between Birch Lane Ltd. ("Birch") and Oak Row LLC.'
    )
    assert "NETWORK CARE AGREEMENT" in [whole.words_of(c) for c in whole.candidates]
    assert {"Birch Lane Ltd.", "Birch", "Oak Row LLC."} <= {n.strip('"') for n in spans(whole, "name")}


@given(st.text(alphabet="aB1.;:()\n\t \"'“”_-/,é", max_size=400))
def test_candidates_lie_in_the_text_once_each_and_sentences_do_not_overlap(text: str) -> None:
    whole = cut(text)
    places = [(c.start, c.end) for c in whole.candidates]
    assert len(set(places)) == len(places)
    for c in whole.candidates:
        assert 0 <= c.start < c.end <= len(text)
        assert whole.words_of(c) == whole.words_of(c).strip()
        assert 0 <= c.sentence < len(whole.sentences)
    assert all(a[1] <= b[0] for a, b in zip(whole.sentences, whole.sentences[1:], strict=False))
    # Nothing is lost: what stands between sentences is white space.
    covered = "".join(text[a:b] for a, b in whole.sentences)
    assert "".join(covered.split()) == "".join(text.split())
