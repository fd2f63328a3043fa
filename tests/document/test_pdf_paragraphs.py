"""PDF pages: where paragraphs begin, what they are, and that sentences are not interrupted."""

from __future__ import annotations

import pytest
from pdf_files import LOOK, PROSE, bodies, shown, text, typeset, written

from remit.document import pdf
from remit.document.model import Document

NARROW = LOOK.replace("width: 400pt", "width: 250pt")


def read(data: bytes) -> Document:
    return pdf.read(data, "agreement.pdf")


def test_wrapped_lines_are_one_paragraph_and_gaps_part_paragraphs() -> None:
    assert bodies(read(typeset(f"{PROSE}\n\n{PROSE}"))) == [PROSE.strip()] * 2


def test_paragraphs_told_by_their_first_line_indent_alone() -> None:
    look = LOOK + "#set par(first-line-indent: (amount: 20pt, all: true), spacing: 0.6em, justify: true)\n"
    assert bodies(read(typeset(f"{PROSE * 2}\n\n{PROSE * 2}", look))) == [(PROSE * 2).strip()] * 2


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        (["1.", "2.", "3."], "item"),
        (["4.1", "4.2", "4.3"], "item"),
        (["(a)", "(b)", "(c)"], "item"),
        (["(i)", "(ii)", "(iii)"], "item"),
        (["•", "•", "•"], "item"),
    ],
)
def test_numbers_and_bullets_begin_paragraphs_without_any_gap(numbers: list[str], kind: str) -> None:
    lines = "".join(
        text(50, 400 - 12 * i, f"{number} the Provider shall do the work") for i, number in enumerate(numbers)
    )
    document = read(written(lines))
    assert [x.kind for x in document.paragraphs] == [kind] * 3
    assert [x.split()[0] for x in bodies(document)] == numbers


def test_a_reference_at_a_lines_beginning_begins_no_paragraph() -> None:
    lines = [
        "The Provider shall pay service credits as set out in clause",
        "4.1 of this agreement and in the third schedule to it unless",
        "the Client has agreed otherwise.",
    ]
    content = "".join(text(50, 400 - 12 * i, line) for i, line in enumerate(lines))
    assert bodies(read(written(content))) == [" ".join(lines)]


def test_a_sentence_goes_on_over_the_page_with_furniture_put_behind_it() -> None:
    look = (
        LOOK
        + "#set page(header: [Harbour Support Agreement], footer: context [Page #counter(page).display() of 3])\n"
    )
    document = read(typeset(PROSE.rstrip(". ") + (" and " + PROSE.rstrip(". ").lower()) * 12 + ".", look))
    kinds = [kind for kind, _ in shown(document)]
    assert kinds.count("text") == 1
    assert kinds.count("furniture") == 2 * len(document.pages)
    assert len(document.pages) > 1


def test_a_page_number_alone_is_furniture() -> None:
    pages = [
        text(50, 400, f"{word} page of the agreement.") + text(195, 20, str(i))
        for i, word in enumerate(["First", "Next", "Last"], 1)
    ]
    assert [kind for kind, _ in shown(read(written(*pages)))] == ["text", "furniture"] * 3


def test_the_numbered_head_of_each_page_is_no_running_line() -> None:
    pages = [
        text(50, 470, f"ARTICLE {i}") + text(50, 430, "The Provider shall do its work.") for i in range(1, 5)
    ]
    assert [kind for kind, _ in shown(read(written(*pages)))] == ["heading", "text"] * 4


@pytest.mark.parametrize(("figures", "first"), [("false", "1 Excluding"), ("true", "1Excluding")])
def test_footnotes_are_notes(figures: str, first: str) -> None:
    """With raised figures of the font's own nothing but the picture shows that the mark is no part of the word."""
    look = LOOK + f"#set super(typographic: {figures})\n"
    fees = "Fees#footnote[Excluding value added tax.] are monthly#footnote[In advance.]."
    document = read(typeset(f"{PROSE} {fees}\n\n{PROSE}", look))
    assert [(x.kind, x.number) for x in document.paragraphs] == [
        ("text", ""),
        ("text", ""),
        ("note", "1"),
        ("note", "2"),
    ]
    assert shown(document)[2] == ("note", f"{first} value added tax.")


@pytest.mark.parametrize(
    ("markup", "level", "number"),
    [
        ("#text(size: 16pt)[Support Agreement]", 1, ""),
        ("*Response times*", 1, ""),
        ("EXCLUDED SERVICES", 1, ""),
        ("*4. Charges*", 1, "4"),
        ("*4.2 Travel*", 2, "4.2"),
        ("Schedule 2 – Service levels", 1, "Schedule 2"),
    ],
)
def test_headings(markup: str, level: int, number: str) -> None:
    document = read(typeset(f"{PROSE}\n\n{markup}\n\n{PROSE}"))
    assert [(x.kind, x.level, x.number) for x in document.paragraphs][1] == ("heading", level, number)


@pytest.mark.parametrize(
    "line",
    ["Schedule 2 sets out the service levels.", "The Client shall pay.", "*Note* that travel is charged."],
)
def test_no_headings(line: str) -> None:
    assert read(typeset(f"{PROSE}\n\n{line}\n\n{PROSE}")).paragraphs[1].kind != "heading"


def test_a_word_broken_at_the_line_end_is_whole_again() -> None:
    look = NARROW.replace("hyphenate: false", "hyphenate: true") + "#set par(justify: true)\n"
    found = " ".join(
        bodies(
            read(
                typeset(PROSE + "Responsibilities notwithstanding, maintenance interruptions continue.", look)
            )
        )
    )
    assert found == PROSE + "Responsibilities notwithstanding, maintenance interruptions continue."


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    lines = ["Support of third-party software is excluded, and so is third-", "party hardware."]
    content = "".join(text(50, 400 - 12 * i, line) for i, line in enumerate(lines))
    assert bodies(read(written(content))) == [
        "Support of third-party software is excluded, and so is third-party hardware."
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        text(50, 340, "The fee doubles every year.", before="1 1 1 rg"),
        text(50, 340, "The fee doubles every year.", size=1),
        text(50, 340, "The fee doubles every year.", before="3 Tr"),
        text(50, 640, "The fee doubles every year."),
        text(50, 340, "The fee doubles every year.") + "0 0 0 rg 40 330 300 30 re f\n",
    ],
    ids=["white", "tiny", "invisible", "off the page", "painted over"],
)
def test_hidden_text_is_read_and_told(hidden: str) -> None:
    document = read(written(text(50, 400, "The fee is 900 pounds a month.") + hidden))
    assert ("text!", "The fee doubles every year.") in shown(document)
    assert ("text", "The fee is 900 pounds a month.") in shown(document)
    assert [
        notice for notice in document.notices if "can't be seen" in notice and "The fee doubles" in notice
    ]


def test_white_text_on_a_dark_ground_is_seen() -> None:
    content = "0 0 .4 rg 40 390 300 30 re f\n" + text(50, 400, "Service levels", before="1 1 1 rg")
    document = read(written(content))
    assert not any(x.hidden for x in document.paragraphs)
    assert document.notices == ()


def test_programs_and_attachments_are_told_and_left_alone() -> None:
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>"
    document = read(written(text(50, 400, "The Provider shall monitor the network."), catalog=script))
    assert [notice for notice in document.notices if "JavaScript" in notice]


def test_what_was_typed_into_a_form_is_read_in_its_place() -> None:
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (fee) /V (950 pounds) /DA (/F1 10 Tf 0 g) /Rect [145 395 300 412] /F 4 >>"
    form = "/AcroForm << /Fields [7 0 R] /NeedAppearances true /DA (/F1 10 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >>"
    page = text(50, 400, "The monthly fee is") + text(50, 360, "It is payable in advance.")
    document = read(written(page, page="/Annots [7 0 R]", catalog=form, extra=[field.encode()]))
    assert bodies(document) == ["The monthly fee is 950 pounds", "It is payable in advance."]
    assert [notice for notice in document.notices if "form" in notice]


def test_a_list_within_a_sentence_begins_no_paragraphs() -> None:
    lines = [
        "The Provider shall report each quarter (i) the faults of the quarter; and",
        "(ii) what it has done about them and what it proposes.",
    ]
    content = "".join(text(50, 400 - 12 * i, line) for i, line in enumerate(lines))
    assert bodies(read(written(content))) == [" ".join(lines)]
