"""Plain text and Markdown: each case is a text and the paragraphs a careful reader sees in it.

A paragraph is written as kind, number and text; "⏎" stands for a line break inside it.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from remit.document import text
from remit.document.model import Document
from remit.errors import FileProblem


def read(source: str | bytes) -> Document:
    return text.read(source.encode() if isinstance(source, str) else source, "agreement.txt")


def seen(source: str) -> list[str]:
    document = read(dedent(source).strip("\n"))
    return [
        f"{x.kind:9} {x.number:6} {' '.join(document.text[x.start : x.end].split())}".rstrip()
        for x in document.paragraphs
    ]


def expected(table: str) -> list[str]:
    """One paragraph a line; "." stands for no number."""
    rows = [line.split(maxsplit=2) for line in dedent(table).strip().splitlines()]
    return [f"{kind:9} {'' if number == '.' else number:6} {words}" for kind, number, words in rows]


CASES = {
    "Markdown headings, emphasis and lists": (
        """
        # Service Agreement
        ## 4. Fees and Payment ##

        **Effective Date:** 1 December
        **4.1** The Client pays *monthly*.
        - on time
        * [x] in full
        1. by card
        2. by transfer

        **What We Do**
        Included:
        """,
        """
        heading . Service Agreement
        heading 4 4. Fees and Payment
        text . **Effective Date:** 1 December
        item 4.1 **4.1** The Client pays *monthly*.
        item . on time
        item . [x] in full
        item 1 1. by card
        item 2 2. by transfer
        heading . What We Do
        text . Included:
        """,
    ),
    "Markdown underlined headings, rules and fences": (
        """
        Support Terms
        =============

        Scope
        -----
        We help.
        ***
        ```
        Hours: 9-5
        Days: Mon-Fri
        ```
        """,
        """
        heading . Support Terms
        heading . Scope
        text . We help.
        text . Hours: 9-5
        text . Days: Mon-Fri
        """,
    ),
    "Markdown table": (
        """
        | Priority | Response | |
        |:---------|---------:|---|
        | P1 | 15 min \\| any time | |
        | | 1 hour | x |
        """,
        """
        row . Priority | Response
        row . P1 | 15 min \\| any time
        row . 1 hour | x
        """,
    ),
    "lines wrapped by hand": (
        """
        The Provider shall restore the Client's data from the most recent
        backup within four hours. Where the backup cannot be read the
        Provider shall tell the Client without delay and shall try the
        backup before it. The Client bears no cost.
        Section 4.2 of the Schedule
        applies.
        """,
        """
        text . The Provider shall restore the Client's data from the most recent backup within four hours. Where the backup cannot be read the Provider shall tell the Client without delay and shall try the backup before it. The Client bears no cost.
        text . Section 4.2 of the Schedule applies.
        """,
    ),
    "a number at the head of a wrapped line is no clause": (
        """
        This agreement ends on the date on which the notice described in
        Section 4.2 of the Schedule has been given and on which at least
        12. 5 percent of the fee has been paid in full to the provider or
        (b) and (c) above apply to it as the parties have agreed in full,
        unless the notice was withdrawn before that date in writing and
        the other party has agreed to it in the manner described in the
        schedule on notices, which may change.
        """,
        """
        text . This agreement ends on the date on which the notice described in Section 4.2 of the Schedule has been given and on which at least 12. 5 percent of the fee has been paid in full to the provider or (b) and (c) above apply to it as the parties have agreed in full, unless the notice was withdrawn before that date in writing and the other party has agreed to it in the manner described in the schedule on notices, which may change.
        """,
    ),
    "lines that are not wrapped stay apart": (
        """
        WHEREAS, the Client needs help; and
        WHEREAS, the Provider gives it;
        Name: Acme Ltd
        Title: Director
        """,
        """
        text . WHEREAS, the Client needs help; and
        text . WHEREAS, the Provider gives it;
        text . Name: Acme Ltd
        text . Title: Director
        """,
    ),
    "numbered clauses": (
        """
        ARTICLE IV
        SUPPORT SERVICES

        4. Support
        4.1 The Provider shall help:
        (a) by telephone;
        (b) by e-mail; and
          (i) in the evening;
          (ii) at night.
        4.1.2 It need not travel.
        a) First
        A. SECOND
        Section 5. Term.
        Schedule B - Service Levels
        """,
        """
        heading ARTICLE•IV ARTICLE IV
        heading . SUPPORT SERVICES
        heading 4 4. Support
        item 4.1 4.1 The Provider shall help:
        item (a) (a) by telephone;
        item (b) (b) by e-mail; and
        item (i) (i) in the evening;
        item (ii) (ii) at night.
        item 4.1.2 4.1.2 It need not travel.
        item a) a) First
        heading A A. SECOND
        heading Section•5 Section 5. Term.
        heading Schedule•B Schedule B - Service Levels
        """,
    ),
    "close numbered lines are a list, lines apart are headings": (
        """
        1. Service Desk
        2. Backup
        3. Patching

        1. Definitions

        In this agreement:

        2. Term.

        One year.
        """,
        """
        item 1 1. Service Desk
        item 2 2. Backup
        item 3 3. Patching
        heading 1 1. Definitions
        text . In this agreement:
        heading 2 2. Term.
        text . One year.
        """,
    ),
    "headings without numbers": (
        """
        Limitation of Liability

        Neither party is liable for lost profit.

        EXCLUSIONS
        User error is not covered.

        By: ____________

        This is a sentence.

        Project Name: Big Move
        """,
        """
        heading . Limitation of Liability
        text . Neither party is liable for lost profit.
        heading . EXCLUSIONS
        text . User error is not covered.
        text . By: ____________
        text . This is a sentence.
        text . Project Name: Big Move
        """,
    ),
    "columns held apart by spaces": (
        """
        Item                 Rate
        Remote work          $95 per hour
        On-site work         $140 per hour

        2.    Fees are due in 30 days.
        3.    Late fees are 1%.
        """,
        """
        row . Item Rate
        row . Remote work $95 per hour
        row . On-site work $140 per hour
        item 2 2. Fees are due in 30 days.
        item 3 3. Late fees are 1%.
        """,
    ),
    "columns held apart by tabs": (
        "Site\tHours\nLeeds\t9-5\nYork\t8-6",
        """
        row . Site Hours
        row . Leeds 9-5
        row . York 8-6
        """,
    ),
    "a table of contents": (
        """
        1. Definitions ........ 2
        2. Support. . . . . . . 4

        1. Definitions
        """,
        """
        furniture 1 1. Definitions ........ 2
        furniture 2 2. Support. . . . . . . 4
        heading 1 1. Definitions
        """,
    ),
    "page numbers and quoted mail": (
        """
        The fee is fixed.

        - 2 -

        Page 3 of 9

        > We agree to the
        > change.
        >
        > Ann
        """,
        """
        text . The fee is fixed.
        furniture . - 2 -
        furniture . Page 3 of 9
        text . We agree to the > change.
        text . Ann
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_paragraphs(name: str) -> None:
    source, table = CASES[name]
    assert seen(source) == [line.replace("•", " ") for line in expected(table)]


def test_the_text_is_the_files_text() -> None:
    source = "  # Título\r\n\r\n\ttext \u00a0 here\r\n"
    assert read(source).text == source.replace("\r\n", "\n")


def test_cells_stand_where_they_are_written() -> None:
    document = read("| Priority | Response |\n|---|---|\n|  | 1 hour |\n")
    rows = document.paragraphs
    assert [[document.text[a:b] for a, b in x.cells] for x in rows] == [
        ["Priority", "Response"],
        ["", "1 hour"],
    ]
    assert [(x.header, x.table) for x in rows] == [(True, 1), (False, 1)]


def test_levels() -> None:
    document = read("## 2. Scope\n\n- a\n  - b\n- c\n\n### Hours\n\n1. x\n    a. y\n")
    assert [(x.kind, x.level) for x in document.paragraphs] == [
        ("heading", 2), ("item", 0), ("item", 1), ("item", 0), ("heading", 3), ("item", 0), ("item", 1),
    ]  # fmt: skip


def test_form_feeds_are_page_breaks() -> None:
    document = read("one\ftwo\n\nthree\f\ffour\f\n")
    assert [document.text[x.start : x.end] for x in document.paragraphs] == ["one", "two", "three", "four"]
    assert [x.page for x in document.paragraphs] == [1, 2, 2, 4]
    assert [document.page_of(x.start) for x in document.paragraphs] == [1, 2, 2, 4]
    assert len(document.pages) == 4


@pytest.mark.parametrize(
    "data",
    [
        "Gebühr: 5 €".encode(),
        "Gebühr: 5 €".encode("utf-8-sig"),
        "Gebühr: 5 €".encode("utf-16"),
        "Gebühr: 5 €".encode("utf-16-le"),
        "Gebühr: 5 €".encode("utf-16-be"),
        "Gebühr: 5 €".encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read(data).text == "Gebühr: 5 €"


def test_a_stray_control_character_is_kept_and_noticed() -> None:
    document = read("The fee is fixed for a year.\0 It is paid each month, in advance, by transfer." * 2)
    assert "\0" in document.text
    assert document.notices == ("The file holds control characters; they were kept.",)


@pytest.mark.parametrize("data", [b"\0\1\2\3" * 50, b"\xff\xfea"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(FileProblem) as caught:
        read(data)
    assert caught.value.hint


def test_nothing_in_it() -> None:
    assert read("\n \n").paragraphs == ()
