"""PDF pages: words in the order in which people read them, whatever the file's own order."""

from __future__ import annotations

import pytest
from pdf_files import PROSE, bodies, shown, text, typeset, written

from remit.document import pdf
from remit.document.model import Document


def read(data: bytes) -> Document:
    return pdf.read(data, "agreement.pdf")


def test_lines_are_ordered_by_place_and_not_by_the_content_stream() -> None:
    clauses = [
        text(50, 400, "First, the Provider shall monitor the network."),
        text(50, 360, "Second, the Provider shall test the backups."),
        text(50, 320, "Third, the Client shall pay on time."),
    ]
    found = bodies(read(written("".join(reversed(clauses)))))
    assert [paragraph.split(",")[0] for paragraph in found] == ["First", "Second", "Third"]


def test_words_of_a_line_written_out_of_order() -> None:
    content = text(200, 400, "hours a month") + text(50, 400, "The fee includes") + text(140, 400, "twenty")
    assert bodies(read(written(content))) == ["The fee includes twenty hours a month"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = PROSE * 3 + "leftmost.", PROSE.upper() * 2 + "rightmost."
    document = read(
        typeset(
            f"= Support Agreement\n#columns(2, gutter: 20pt)[#set par(justify: true)\n{left}#colbreak()\n{right}]"
        )
    )
    words = " ".join(bodies(document)).split()
    assert words.index("leftmost.") < words.index("THE")
    assert words[:2] == ["Support", "Agreement"]


def test_a_number_that_hangs_before_its_clause_is_no_column() -> None:
    clauses = "".join(f"#grid(columns: (40pt, 1fr), [{n}.], [{PROSE}])\n" for n in range(1, 5))
    document = read(typeset(clauses))
    assert [(x.kind, x.number) for x in document.paragraphs] == [("item", str(n)) for n in range(1, 5)]
    assert bodies(document)[0] == "1. " + PROSE.strip()


def test_a_superscript_stays_in_its_line() -> None:
    assert bodies(read(typeset("On the 5#super[th] day of the month the Provider reports."))) == [
        "On the 5th day of the month the Provider reports."
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned(turn: int) -> None:
    content = text(50, 400, "The Provider shall monitor") + text(50, 385, "the network at all times.")
    upright, turned = read(written(content)), read(written(content, page=f"/Rotate {turn}"))
    assert turned.text == upright.text
    assert turned.boxes is not None
    ((page, (left, top, right, bottom)), *_) = turned.boxes(0, 12)
    width, height = (500, 400) if turn % 180 else (400, 500)
    assert page == 1
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_text_that_runs_up_the_page_is_read_along_its_lines() -> None:
    lines = [f"BT /F1 10 Tf 0 1 -1 0 {x} 50 Tm ({words}) Tj ET\n" for x, words in
             ((100, "The rates of this schedule"), (115, "apply from the first of May."))]  # fmt: skip
    assert bodies(read(written("".join(lines)))) == [
        "The rates of this schedule apply from the first of May."
    ]


def test_a_watermark_is_put_aside() -> None:
    content = (
        text(50, 400, "The Provider shall monitor the network.")
        + "BT /F1 60 Tf .7 .7 -.7 .7 100 100 Tm (DRAFT) Tj ET\n"
    )
    assert shown(read(written(content))) == [
        ("text", "The Provider shall monitor the network."),
        ("furniture", "DRAFT"),
    ]


def test_pages_begin_where_their_text_begins() -> None:
    document = read(typeset("Page one.\n#pagebreak()\n#pagebreak()\nPage three."))
    assert [document.text[offset:][:5] for offset in document.pages] == ["Page ", "Page ", "Page "]
    assert document.page_of(document.text.index("three")) == 3
    assert [x.page for x in document.paragraphs] == [1, 3]


def test_boxes_lead_back_to_the_words() -> None:
    document = read(typeset(PROSE * 4))
    assert document.boxes is not None
    phrase = "good working order and shall repair or replace any part"
    start = document.text.index(phrase)
    boxes = document.boxes(start, start + len(phrase))
    assert {page for page, _ in boxes} == {1}
    assert len(boxes) == 2  # the words go on in the next line
    assert boxes[0][1][1] < boxes[1][1][1]
    inner = document.boxes(start, start + 6)[0][1]
    assert inner[0] == boxes[0][1][0]
    assert inner[2] < boxes[0][1][2]
    assert document.boxes(start, start) == []
