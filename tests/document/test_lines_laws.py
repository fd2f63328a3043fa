"""Laws of the line builder: whatever stands where on a page, nothing is lost, doubled or out of place in the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from remit.document.blocks import blocks
from remit.document.compose import Composed, compose
from remit.document.words import Rule, Sheet, Word

TEXTS = st.sampled_from(
    ["The", "Provider", "shall", "4.1", "(a)", "•", "third-", "party", "Schedule", "2", "£95.00", "hours.", "AND", "1", "-"]
)  # fmt: skip
PLACES = st.floats(0, 600, allow_nan=False, width=16)


@st.composite
def words(draw: st.DrawFn) -> Word:
    text, left, base = draw(TEXTS), draw(PLACES), draw(PLACES)
    size = draw(st.sampled_from([2.0, 7.0, 10.0, 10.0, 10.0, 16.0]))
    right = left + len(text) * size / 2
    box = (left, base - size, right, base)
    return Word(text, left, right, base, size, box, draw(st.booleans()), draw(st.booleans()))


RULES = st.builds(
    lambda x, y, length, level: Rule(x, y, x + length, y) if level else Rule(x, y, x, y + length),
    PLACES,
    PLACES,
    st.floats(0, 400, allow_nan=False),
    st.booleans(),
)
SHEETS = st.lists(
    st.tuples(st.lists(words(), max_size=30), st.lists(RULES, max_size=8)), min_size=1, max_size=3
).map(
    lambda pages: [
        Sheet(i, 600, 800, tuple(found), tuple(rules)) for i, (found, rules) in enumerate(pages, 1)
    ]
)


def composed(sheets: list[Sheet]) -> Composed:
    return compose(blocks(sheets), len(sheets), "agreement.pdf")


@given(SHEETS)
def test_paragraphs_stand_in_order_apart_and_unpadded(sheets: list[Sheet]) -> None:
    made = composed(sheets)
    last = 0
    for x in made.paragraphs:
        shown = made.text[x.start : x.end]
        assert last <= x.start < x.end <= len(made.text)
        assert shown == shown.strip()
        assert x.number in shown
        assert all(x.start <= a <= b <= x.end for a, b in x.cells)
        assert [a for a, _ in x.cells] == sorted(a for a, _ in x.cells)
        last = x.end
    assert not made.text[last:]


@given(SHEETS)
def test_every_character_of_the_page_is_in_the_text(sheets: list[Sheet]) -> None:
    """Only the hyphen of a word broken at a line's end may go, and only the cells' bars may come."""
    written = sorted(c for sheet in sheets for word in sheet.words for c in word.text if c != "-")
    assert sorted(c for c in composed(sheets).text if c not in "-| \n") == written


@given(SHEETS)
def test_boxes_of_the_whole_text_are_those_of_its_words(sheets: list[Sheet]) -> None:
    made = composed(sheets)
    boxes = made.placed.boxes(0, len(made.text))
    for sheet in sheets:
        for word in sheet.words:
            left, top, right, bottom = word.box
            assert any(
                page == sheet.number and box[0] <= left + 1 and box[1] <= top and right <= box[2] + 20 and bottom <= box[3]
                for page, box in boxes
            )  # fmt: skip


@given(SHEETS)
def test_pages_begin_in_order_within_the_text(sheets: list[Sheet]) -> None:
    made = composed(sheets)
    assert made.pages[0] == 0
    assert len(made.pages) == len(sheets)
    assert list(made.pages) == sorted(made.pages)
    assert made.pages[-1] <= len(made.text)
