"""Word files: what is read, in which order, and what is said of it."""

from __future__ import annotations

import io

import pytest
from docx import Document as NewWordFile
from word_files import STRICT, cell, deleted, inserted, level, numbering, p, row, style, t, table, word

from remit.document import docx
from remit.document.model import Document

BOX = "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"


def read(data: bytes) -> Document:
    return docx.read(data, "agreement.docx")


def shown(document: Document) -> list[tuple[str, str]]:
    return [(x.kind + ("!" if x.hidden else ""), document.text[x.start : x.end]) for x in document.paragraphs]


def body(*blocks: str, **parts: str) -> list[tuple[str, str]]:
    return shown(read(word("".join(blocks), **parts)))  # type: ignore[arg-type]  # parts are text


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + mark.format("separate")
        + t(result) + mark.format("end")
    )  # fmt: skip


def test_paragraphs_in_order_with_spaces_between_runs_as_they_stand() -> None:
    assert body(p("The Sup", "plier ", "shall"), p(), p("  pay.  ")) == [
        ("text", "The Supplier shall"),
        ("text", "pay."),
    ]


def test_headings_by_style_outline_and_look() -> None:
    styles = style("H2", shown="heading 2") + style("Mine", based="H2") + style("Title", shown="Title")
    document = read(
        word(
            p("Support Agreement", style="Title")
            + p("Term", style="Mine")
            + p("Fees", props='<w:outlineLvl w:val="2"/>')
            + p(t("SCOPE OF SERVICES", "<w:b/>"))
            + p("A clause that drafters set in a heading style to have it numbered. " * 4, style="H2"),
            styles=styles,
        )
    )
    assert [(x.kind, x.level) for x in document.paragraphs] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("heading", 4), ("text", 0),
    ]  # fmt: skip


def test_numbers_typed_by_hand() -> None:
    document = read(
        word(p("4.2", "<w:r><w:tab/></w:r>", "Fees are due.") + p("Schedule 2") + p("(a) in May"))
    )
    assert [(x.kind, x.number) for x in document.paragraphs] == [
        ("item", "4.2"),
        ("text", "Schedule 2"),
        ("item", "(a)"),
    ]


def test_tables() -> None:
    rows = (
        row("Priority", "Response", props="<w:tblHeader/>"),
        row(cell("P1", '<w:vMerge w:val="restart"/>'), cell(p("15") + p("minutes"))),
        row(cell("", "<w:vMerge/>"), "1 hour"),
        row(cell("All others", '<w:gridSpan w:val="2"/>')),
    )
    document = read(word(p("before") + table(*rows) + p("after")))
    assert shown(document) == [
        ("text", "before"),
        ("row", "Priority | Response"),
        ("row", "P1 | 15\nminutes"),
        ("row", "1 hour"),
        ("row", "All others"),
        ("text", "after"),
    ]
    cells = [[document.text[a:b] for a, b in x.cells] for x in document.paragraphs if x.cells]
    assert cells == [["Priority", "Response"], ["P1", "15\nminutes"], ["", "1 hour"], ["All others", ""]]
    assert [x.header for x in document.paragraphs if x.cells] == [True, False, False, False]


def test_a_table_in_a_table_and_a_frame() -> None:
    inner = table(row("a", "b"), row("c", "d"))
    document = read(word(table(row("x", cell(p("y") + inner))) + table(row(cell(p("one") + p("two"))))))
    assert shown(document) == [
        ("row", "x | y"),
        ("row", "a | b"),
        ("row", "c | d"),
        ("text", "one"),
        ("text", "two"),
    ]
    assert [x.table for x in document.paragraphs] == [1, 2, 2, 0, 0]


def test_merged_cells_as_the_library_makes_them() -> None:
    made = NewWordFile()
    grid = made.add_table(rows=2, cols=3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "Wide"
    grid.cell(0, 2).merge(grid.cell(1, 2)).text = "Tall"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "a", "b"
    out = io.BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert [[document.text[a:b] for a, b in x.cells] for x in document.paragraphs] == [
        ["Wide", "", "Tall"],
        ["a", "b", ""],
    ]


def test_text_boxes_once_behind_their_paragraph() -> None:
    assert body(p("Fee", BOX.format(p("per user"), p("per user"))), p("Term")) == [
        ("text", "Fee"), ("text", "per user"), ("text", "Term"),
    ]  # fmt: skip


def test_notes_comments_headers_and_footers() -> None:
    found = body(
        p(
            "Pay in May",
            '<w:r><w:footnoteReference w:id="7"/></w:r>',
            '<w:r><w:commentReference w:id="3"/></w:r>',
        ),
        p("End"),
        '<w:sectPr><w:headerReference r:id="header1"/><w:headerReference r:id="header1"/>'
        '<w:footerReference r:id="footer1"/></w:sectPr>',
        footnotes=f'<w:footnote w:type="separator" w:id="0">{p("---")}</w:footnote><w:footnote w:id="7">{p("or June")}</w:footnote>',
        comments=f'<w:comment w:id="3" w:author="Ann">{p("sure?")}</w:comment>',
        header1=p("Contract 12"),
        footer1=p("Page ", field("PAGE", "1")),
    )
    assert found == [
        ("text", "Pay in May"),
        ("note", "Footnote 1: or June"),
        ("note", "Comment by Ann: sure?"),
        ("text", "End"),
        ("furniture", "Contract 12"),
        ("furniture", "Page 1"),
    ]


def test_a_note_that_refers_to_itself() -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{p("see", reference)}</w:footnote>'
    assert body(p("x", reference), footnotes=note)[1] == (
        "note",
        "Footnote 1: see",
    )


def test_controls_links_and_fields() -> None:
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert body(
        f"<w:sdt><w:sdtContent>{p('In a control')}</w:sdtContent></w:sdt>",
        p(f"<w:sdt><w:sdtContent>{t('Acme')}</w:sdtContent></w:sdt>", " Ltd"),
        p("see ", f"<w:hyperlink>{t('our site')}</w:hyperlink>", f"<w:fldSimple w:instr='REF x'>{t(' 4.2')}</w:fldSimple>"),
        p("due ", field("DATE", "1 May")),
        p(box.format(1), " yes ", box.format(0), " no"),
        p("a", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', t("o", '<w:rFonts w:ascii="Wingdings"/>')),
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "never ended"),
        p("goes on"),
    ) == [
        ("text", "In a control"),
        ("text", "Acme Ltd"),
        ("text", "see our site 4.2"),
        ("text", "due 1 May"),
        ("text", "☒ yes ☐ no"),
        ("text", "a☑☐"),
        ("text", "goes on"),
    ]  # fmt: skip


def test_characters() -> None:
    assert body(p("30\u00a0days", "<w:r><w:br/><w:noBreakHyphen/><w:softHyphen/><w:tab/></w:r>", "x")) == [
        ("text", "30 days\n-\tx")
    ]


@pytest.mark.parametrize("how", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
def test_text_that_cannot_be_seen_is_kept_and_named(how: str) -> None:
    document = read(word(p("We pay", t(" nothing", how), " back.") + p(t("All rights waived.", how))))
    assert shown(document) == [
        ("text", "We pay back."),
        ("text!", "nothing"),
        ("text!", "All rights waived."),
    ]
    assert document.notices == (
        "The file holds 2 passages that can't be seen on the page; the first begins: “nothing”",
    )


@pytest.mark.parametrize("where", ["run", "cell", "style"])
def test_white_text_on_colour_can_be_seen(where: str) -> None:
    shade = '<w:shd w:val="clear" w:fill="003366"/>'
    white = t("Response", '<w:color w:val="FFFFFF"/>' + (shade if where == "run" else ""))
    plain = cell(p(white), shade if where == "cell" else "")
    props = '<w:tblStyle w:val="GridTable4"/>' if where == "style" else ""
    assert all(kind == "row" for kind, _ in body(table(row(plain, "b"), row("c", "d"), props=props)))


def test_hidden_by_a_style() -> None:
    styles = style("Ghost", run="<w:vanish/>") + style("Seen", based="Ghost", run='<w:vanish w:val="0"/>')
    assert body(p("a", style="Ghost"), p("b", style="Seen"), styles=styles) == [("text!", "a"), ("text", "b")]


def test_pages() -> None:
    breaks = '<w:r><w:br w:type="page"/></w:r>'
    document = read(word(p("one") + p("two", breaks) + p("three") + p("four", props="<w:pageBreakBefore/>")))
    assert [x.page for x in document.paragraphs] == [1, 1, 2, 3]
    assert [document.page_of(x.start) for x in document.paragraphs] == [1, 1, 2, 3]


def test_pages_as_word_last_broke_them() -> None:
    last = "<w:r><w:lastRenderedPageBreak/></w:r>"
    document = read(
        word(p("one", '<w:r><w:br w:type="page"/></w:r>') + p(last, "two") + p("ends ", last, "here"))
    )
    assert [x.page for x in document.paragraphs] == [1, 2, 2]
    assert document.page_of(document.text.index("here")) == 3


def test_contents_are_no_clauses() -> None:
    assert body(p("1. Term 2", style="TOC1"), styles=style("TOC1", shown="toc 1")) == [
        ("furniture", "1. Term 2")
    ]


def test_the_strict_flavour() -> None:
    data = word(p("a") + table(row("b", "c"), row("d", "e")) + p("x", inserted(t("y"))), flavour=STRICT)
    assert [text for _, text in shown(read(data))] == ["a", "b | c", "d | e", "xy"]


def test_macros_and_embedded_files_are_noticed() -> None:
    extra = {"word/vbaProject.bin": b"x", "word/embeddings/rates.xlsx": b"x"}
    assert read(word(p("a"), extra=extra)).notices == (
        "The file holds macros; they were not run.",
        "The file holds 1 embedded file, which were not read.",
    )


def test_deep_nesting_within_what_the_parser_allows() -> None:
    nested = p("x")
    for _ in range(60):
        nested = table(row(cell(nested + p()), "y"))
    assert "x" in read(word(nested)).text


class TestTrackedChanges:
    def test_both_views(self) -> None:
        document = read(word(p("within ", deleted("30"), inserted(t("10"), "Bob"), " days")))
        assert document.text == "within 10 days"
        assert document.original == "within 30 days"
        assert len(document.notices) == 1
        assert document.notices[0].startswith(
            "The file has tracked changes (1 deletion, 1 insertion; by Ann, Bob). "
        )

    def test_a_file_without_changes_has_no_original(self) -> None:
        assert read(word(p("a"))).original is None

    def test_inserted_and_then_deleted_is_in_neither(self) -> None:
        document = read(word(p("a", inserted(deleted("x")), "b")))
        assert (document.text, document.original) == ("ab", "ab")

    def test_moved_text(self) -> None:
        moved = f'<w:moveFrom w:id="1">{t("x")}</w:moveFrom>', f'<w:moveTo w:id="1">{t("x")}</w:moveTo>'
        document = read(word(p("a", moved[0]) + p("b", moved[1])))
        assert (document.text, document.original) == ("a\n\nbx", "ax\n\nb")

    def test_paragraphs_joined_and_split(self) -> None:
        mark = "<w:rPr><w:{} w:id='1'/></w:rPr>"
        document = read(
            word(p("one ", props=mark.format("del")) + p("two ", props=mark.format("ins")) + p("three"))
        )
        assert document.text == "one two\n\nthree"
        assert document.original == "one\n\ntwo three"

    def test_rows_and_cells(self) -> None:
        rows = (
            row("a", "b"),
            row("new", "row", props='<w:ins w:id="1"/>'),
            row("old", "row", props='<w:del w:id="1"/>'),
            row("c", cell("gone", '<w:cellDel w:id="1"/>'), "d"),
        )
        document = read(word(table(*rows)))
        assert document.text == "a | b\nnew | row\nc | d"
        assert document.original == "a | b\nold | row\nc | gone | d"

    def test_deleted_clauses_are_counted_only_in_the_original(self) -> None:
        gone = p(deleted("b"), number=(1, 0), props="<w:rPr><w:del w:id='1'/></w:rPr>")
        made = numbering({1: level(0, "decimal", "%1.")}, {1: (1, "")})
        document = read(word(p("a", number=(1, 0)) + gone + p("c", number=(1, 0)), numbering=made))
        assert document.text == "1. a\n\n2. c"
        assert document.original == "1. a\n\n2. b\n\n3. c"
