"""Automatic numbers as Word shows them.

The expected numbers were compared with LibreOffice's; where it differs (levels that are legal or restart otherwise,
levels linked to styles, which it leaves out) the standard decides.
"""

from __future__ import annotations

import pytest
from word_files import level, numbering, p, restart, style, word

from remit.document import docx

LEGAL = (
    level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + level(3, "lowerRoman", "(%4)")
)


def numbers(data: bytes) -> list[str]:
    """Each paragraph's text as read: number, gap and words."""
    document = docx.read(data, "agreement.docx")
    return [document.text[x.start : x.end] for x in document.paragraphs]


def outline(levels: str, places: str) -> list[str]:
    """The numbers given to paragraphs at the levels in `places`, "0 1 1 2"."""
    body = "".join(p("x", number=(1, int(depth))) for depth in places.split())
    return [
        line.rpartition("x")[0].strip()
        for line in numbers(word(body, numbering=numbering({1: levels}, {1: (1, "")})))
    ]


def test_four_levels_restart_below_each_other() -> None:
    assert outline(LEGAL, "0 1 1 2 2 3 3 2 1 2 0 1 2 3") == [
        "1.", "1.1", "1.2", "(a)", "(b)", "(i)", "(ii)", "(c)", "1.3", "(a)", "2.", "2.1", "(a)", "(i)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("decimal", 9, ["9", "10"]),
        ("decimalZero", 9, ["09", "10"]),
        ("lowerLetter", 26, ["z", "aa"]),
        ("upperLetter", 27, ["AA", "BB"]),
        ("lowerRoman", 4, ["iv", "v"]),
        ("upperRoman", 8, ["VIII", "IX"]),
        ("ordinal", 2, ["2nd", "3rd"]),
        ("ordinalText", 1, ["First", "Second"]),
        ("cardinalText", 20, ["Twenty", "Twenty-one"]),
        ("none", 1, ["", ""]),
        ("bullet", 1, ["", ""]),
        ("unheardOf", 1, ["1", "2"]),
    ],
)
def test_formats(form: str, start: int, shown: list[str]) -> None:
    assert outline(level(0, form, "%1", start=start), "0 0") == shown


def test_words_around_the_number() -> None:
    assert outline(level(0, "upperLetter", "Schedule %1 –") + level(1, "decimal", "Part %2"), "0 1 1 0") == [
        "Schedule A –", "Part 1", "Part 2", "Schedule B –",
    ]  # fmt: skip


def test_a_legal_level_shows_roman_articles_as_figures() -> None:
    levels = level(0, "upperRoman", "Article %1") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    assert outline(levels, "0 0 1") == ["Article I", "Article II", "2.1"]


def test_a_level_that_never_restarts() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", more='<w:lvlRestart w:val="0"/>')
    assert outline(levels, "0 1 1 0 1") == ["1.", "1)", "2)", "2.", "3)"]


def test_a_level_that_restarts_only_below_the_top() -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%1.%2")
        + level(2, "lowerLetter", "(%3)", more='<w:lvlRestart w:val="1"/>')
    )
    assert outline(levels, "0 1 2 1 2 0 2") == ["1.", "1.1", "(a)", "1.2", "(b)", "2.", "(a)"]


def test_a_level_used_before_those_above_it() -> None:
    assert outline(LEGAL, "1 0 1") == ["1.1", "2.", "2.1"]


@pytest.mark.parametrize(("gap", "shown"), [("tab", "1. Term"), ("space", "1. Term"), ("nothing", "1.Term")])
def test_the_gap_behind_the_number(gap: str, shown: str) -> None:
    levels = level(0, "decimal", "%1.", more=f'<w:suff w:val="{gap}"/>')
    assert numbers(word(p("Term", number=(1, 0)), numbering=numbering({1: levels}, {1: (1, "")}))) == [shown]


def test_lists_of_one_kind_count_on_together_and_restart_where_they_say_so() -> None:
    body = "".join(p("x", number=(n, d)) for n, d in [(1, 0), (1, 0), (2, 0), (3, 0), (3, 0), (3, 1), (1, 0)])
    made = numbering({1: LEGAL}, {1: (1, ""), 2: (1, ""), 3: (1, restart(0, 5))})
    assert [line[:-2] for line in numbers(word(body, numbering=made))] == [
        "1.", "2.", "3.", "5.", "6.", "6.1", "7.",
    ]  # fmt: skip


def test_a_list_may_change_the_look_of_a_level() -> None:
    change = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    body = p("x", number=(1, 0)) + p("x", number=(2, 0))
    assert numbers(word(body, numbering=numbering({1: LEGAL}, {1: (1, ""), 2: (1, change)}))) == [
        "1. x",
        "II) x",
    ]


STYLES = (
    style("Heading1", shown="heading 1", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
    + style("Heading2", shown="heading 2", based="Heading1", props='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    + style("Clause", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
    + style("SubClause", based="Clause")
    + style("Plain", based="Clause", props='<w:numPr><w:numId w:val="0"/></w:numPr>')
)


def test_numbers_come_from_styles_and_what_they_are_based_on() -> None:
    levels = (
        level(0, "decimal", "%1", more='<w:pStyle w:val="Heading1"/>')
        + level(1, "decimal", "%1.%2")
        + level(2, "lowerLetter", "(%3)", more='<w:pStyle w:val="Clause"/>')
    )
    body = "".join(
        p("x", style=s)
        for s in ("Heading1", "Heading2", "Heading2", "Clause", "SubClause", "Plain", "Heading1")
    )
    made = word(body, styles=STYLES, numbering=numbering({1: levels}, {1: (1, "")}))
    assert numbers(made) == ["1 x", "1.1 x", "1.2 x", "(a) x", "(b) x", "x", "2 x"]


def test_a_paragraph_can_leave_the_list_of_its_style() -> None:
    made = numbering({1: LEGAL}, {1: (1, "")})
    body = p("x", style="Clause") + p("x", style="Clause", number=(0, 0)) + p("x", style="Clause")
    assert numbers(word(body, styles=STYLES, numbering=made)) == ["1. x", "x", "2. x"]


def test_a_list_style_stands_for_its_list() -> None:
    styles = style("Numbered", props='<w:numPr><w:numId w:val="2"/></w:numPr>')
    made = numbering({1: '<w:numStyleLink w:val="Numbered"/>', 2: LEGAL}, {1: (1, ""), 2: (2, "")})
    assert numbers(word(p("x", number=(1, 1)), styles=styles, numbering=made)) == ["1.1 x"]


def test_the_number_is_cited_without_its_stop() -> None:
    body = p("Term", number=(1, 0)) + p("One year.", number=(1, 1)) + p("or less", number=(1, 2))
    document = docx.read(word(body, numbering=numbering({1: LEGAL}, {1: (1, "")})), "a.docx")
    assert [(x.kind, x.level, x.number) for x in document.paragraphs] == [
        ("item", 0, "1"),
        ("item", 1, "1.1"),
        ("item", 2, "(a)"),
    ]


def test_circles_end() -> None:
    styles = style("A", based="B") + style("B", based="A", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
    made = numbering({1: '<w:numStyleLink w:val="A"/>'}, {1: (1, "")})
    assert numbers(word(p("x", style="A"), styles=styles, numbering=made)) == ["x"]
