"""Laws of every reader: paragraphs stand in order, apart, within the text, and their text is not padded."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from word_files import deleted, inserted, level, numbering, p, row, t, table, word

from remit.document import docx, email, html, text
from remit.document.model import Document
from remit.errors import FileProblem

LINES = st.sampled_from(
    ["# Title", "4. Fees", "4.1 The fee is", "(a) due;", "- item", "| a | b |", "|---|---|", "| | |", "", " ", "\f", "---",
     "```", "a\tb", "x     y     z", "due", "> quoted", "**Bold**", "=====", "Page 1", "[x] yes", "\u2028", "\x1c", "o", "**"]
)  # fmt: skip
PLAIN = st.lists(LINES | st.text(max_size=40), max_size=25).map("\n".join)
TAGS = st.sampled_from(
    ["<p>", "<div>", "</div>", "<ol>", "<li>", "</ol>", "<table>", "<tr>", "<td>", "<td rowspan=3>", "<th colspan=2>",
     "</table>", "<br>", "<pre>", "</pre>", "<span hidden>", "</span>", "<del>", "</del>", "<h2>", "<b>", "<style>", "\f"]
)  # fmt: skip
PAGES = st.lists(TAGS | st.text(max_size=10) | st.just(" The fee "), max_size=40).map("".join)
WORDS = st.text(
    st.characters(min_codepoint=32, exclude_characters="<>&", exclude_categories=("Cs", "Cn")), max_size=8
)
RUNS = st.one_of(
    WORDS.map(t),
    WORDS.map(deleted),
    WORDS.map(lambda w: inserted(t(w))),
    WORDS.map(lambda w: t(w, "<w:vanish/>")),
    st.sampled_from(
        ["<w:r><w:tab/></w:r>", '<w:r><w:br w:type="page"/></w:r>', '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>']
    ),
)  # fmt: skip
PARAGRAPHS = st.builds(
    lambda runs, number, props: p(*runs, number=number, props=props),
    st.lists(RUNS, max_size=4),
    st.none() | st.tuples(st.just(1), st.integers(0, 8)),
    st.sampled_from(["", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:ins/></w:rPr>", "<w:pageBreakBefore/>"]),
)
TABLES = st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda grid: table(*(row(*(f"<w:tc>{content}</w:tc>" for content in cells)) for cells in grid))
)
BODIES = st.lists(PARAGRAPHS | TABLES, max_size=8).map("".join)
NUMBERS = numbering({1: level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)")}, {1: (1, "")})


def sound(document: Document) -> None:
    last = 0
    assert document.pages[0] == 0
    assert list(document.pages) == sorted(document.pages)
    for x in document.paragraphs:
        shown = document.text[x.start : x.end]
        assert last <= x.start < x.end <= len(document.text)
        assert shown == shown.strip()
        assert x.number in shown
        assert x.page == document.page_of(x.start)
        last = x.end
        end = x.start
        for a, b in x.cells:
            assert end <= a <= b <= x.end
            end = b
        assert bool(x.cells) == (x.kind == "row")
        assert (x.table > 0) == (x.kind == "row")


@given(PLAIN)
@example("|\n|")
@example("\f\f")
def test_plain_text(source: str) -> None:
    with contextlib.suppress(FileProblem):
        document = text.read(source.encode("utf-8", "replace"), "a.txt")
        sound(document)
        assert document.text == source.encode("utf-8", "replace").decode().replace("\r\n", "\n").removeprefix(
            "\ufeff"
        )


@given(st.binary(max_size=200))
@example(b">")
def test_any_bytes_as_plain_text(data: bytes) -> None:
    with contextlib.suppress(FileProblem):
        sound(text.read(data, "a.txt"))


@given(PAGES)
def test_web_pages(source: str) -> None:
    with contextlib.suppress(FileProblem):
        sound(html.read(source.encode("utf-8", "replace"), "a.html"))


@given(PLAIN, st.sampled_from(["plain", "html"]))
def test_mail(source: str, kind: str) -> None:
    head = f"Subject: x\nContent-Type: text/{kind}; charset=utf-8\n\n"
    with contextlib.suppress(FileProblem):
        for document in email.read((head + source).encode("utf-8", "replace"), "a.eml", lambda *_: ()):
            sound(document)


@given(BODIES)
def test_word_files(body: str) -> None:
    document = docx.read(word(body, numbering=NUMBERS), "a.docx")
    sound(document)
    assert "\f" not in document.text


@pytest.mark.parametrize("deleting", [True, False])
@given(words=st.lists(st.text("abc ", min_size=1, max_size=5), min_size=1, max_size=6), data=st.data())
def test_changes_taken_back_give_the_text_before(
    deleting: bool, words: list[str], data: st.DataObject
) -> None:
    """Marking words as changed alters one view and never the other."""
    marked = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    change = deleted if deleting else lambda w: inserted(t(w))
    runs = [change(w) if m else t(w) for w, m in zip(words, marked, strict=True)]
    document = docx.read(word(p(*runs)), "a.docx")
    untouched = document.original if deleting else document.text
    if any(marked):
        assert untouched == docx.read(word(p(*map(t, words))), "a.docx").text
