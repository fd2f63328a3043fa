"""PDF pages: tables become rows of cells, drawn or not; what only looks like a table stays text."""

from __future__ import annotations

import pytest
from pdf_files import PROSE, text, typeset, written

from remit.document import pdf
from remit.document.model import Document

RATES = [
    ["Work", "Rate", "Minimum"],
    ["Engineer, support hours", "£95.00 per hour", "15 minutes"],
    ["Engineer, evenings and Saturdays", "£142.50 per hour", "one hour"],
    ["Engineer, Sundays and public holidays", "£190.00 per hour", "two hours"],
    ["Training course", "£420.00 per half day", ""],
]


def read(data: bytes) -> Document:
    return pdf.read(data, "agreement.pdf")


def cells(document: Document) -> list[list[str]]:
    return [[document.text[a:b] for a, b in x.cells] for x in document.paragraphs if x.kind == "row"]


def table(options: str, rows: list[list[str]] = RATES, columns: str = "(3fr, 2fr, 2fr)") -> str:
    inner = ", ".join(
        f"[{'*' + cell + '*' if i == 0 and cell else cell}]" for i, row in enumerate(rows) for cell in row
    )
    return f"{PROSE}\n\n#table(columns: {columns}, align: left, {options}, {inner})\n\n{PROSE}"


@pytest.mark.parametrize(
    "options",
    [
        "stroke: 0.5pt",
        "stroke: none",
        "stroke: (x, y) => if y > 0 { (top: 0.5pt) }",
        "stroke: (x, y) => (left: 0.5pt, right: 0.5pt, top: if y < 2 { 0.5pt }, bottom: if y > 3 { 0.5pt })",
    ],
    ids=["grid", "none", "horizontal", "columns"],
)
def test_a_table_however_it_is_drawn(options: str) -> None:
    document = read(typeset(table(options)))
    assert cells(document) == RATES
    rows = [x for x in document.paragraphs if x.kind == "row"]
    assert [x.header for x in rows] == [True, False, False, False, False]
    assert {x.table for x in rows} == {1}
    assert document.text[rows[1].start : rows[1].end] == " | ".join(RATES[1])
    assert [x.kind for x in document.paragraphs] == ["text", *["row"] * 5, "text"]


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_wrapped_cells_are_whole(stroke: str) -> None:
    rows = [
        ["Priority", "Description", "Response"],
        [
            "Critical",
            "A whole office or all users cannot work, or a breach of security is in progress",
            "15 minutes",
        ],
        ["High", "A department or an important system cannot be used by those who need it", "1 hour"],
        ["Low", "Service requests", "8 hours"],
    ]
    assert cells(read(typeset(table(f"stroke: {stroke}", rows, "(1fr, 2fr, 1fr)")))) == rows


def test_two_tables_are_told_apart() -> None:
    document = read(typeset(table("stroke: 0.5pt") + table("stroke: 0.5pt")))
    assert [x.table for x in document.paragraphs if x.kind == "row"] == [1] * 5 + [2] * 5


def test_merged_cells_are_read_once() -> None:
    document = read(
        typeset(
            "#table(columns: 3, table.cell(colspan: 2)[Support hours], [Fee], [Monday], [08:00], [£10], [Tuesday], [09:00], [£12])"
        )
    )
    assert cells(document) == [
        ["Support hours", "", "Fee"],
        ["Monday", "08:00", "£10"],
        ["Tuesday", "09:00", "£12"],
    ]


def test_a_frame_around_prose_is_no_table() -> None:
    assert cells(read(typeset(f"#rect[{PROSE}]"))) == []


def test_underlined_words_are_no_table() -> None:
    assert cells(read(typeset(f"#underline[{PROSE}]"))) == []


def test_typewritten_prose_stretched_to_both_margins_is_no_table() -> None:
    lines = [
        "shall   be   determined   by   a    separate agreement,   but   such",
        "agreement  shall  be  essentially  on  the  same    terms   and",
        "conditions   as  herein  provided,  understanding   that  such terms",
        "as price,   quotas,   and   length  of  the   term of  the  agreement",
    ]
    content = "".join(text(50, 400 - 12 * i, line, size=8) for i, line in enumerate(lines))
    assert cells(read(written(content))) == []
