"""Web pages: what a browser shows, as paragraphs."""

from __future__ import annotations

import pytest

from remit.document import html
from remit.document.model import Document
from remit.errors import FileProblem


def read(source: str | bytes) -> Document:
    return html.read(source.encode() if isinstance(source, str) else source, "terms.html")


def seen(source: str) -> list[str]:
    """Each paragraph as kind, level and text; "!" marks a hidden one."""
    document = read(source)
    return [
        f"{x.kind}{x.level or ''}{'!' * x.hidden} {document.text[x.start : x.end]}"
        for x in document.paragraphs
    ]


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        (
            "<p>Sup<b>port</b> <i>hours</i></p>are<div>9&ndash;5</div>",
            ["text Support hours", "text are", "text 9–5"],
        ),
        ("<h2>4. Fees</h2><p>A\n  fee&nbsp;of &pound;5", ["heading2 4. Fees", "text A fee of £5"]),
        ("a<br>b<br><br>c<hr>d", ["text a\nb", "text c", "text d"]),
        ("<p>1<sup>st</sup> in<wbr>cident, per&shy;son", ["text 1st incident, person"]),
        ("<div>a<div>b</div>c</div>", ["text a", "text b", "text c"]),
        ("<dl><dt>Fault<dd>anything broken</dl>", ["text Fault", "item anything broken"]),
        ("<details><summary>More</summary>Not covered</details>", ["text More", "text Not covered"]),
        (
            "<p><strong>4.2 Service Credits</strong><p>We pay.",
            ["heading1 4.2 Service Credits", "text We pay."],
        ),
        ("<p>4.2 We pay.</p>", ["item 4.2 We pay."]),
        ("<p>He said <q>yes</q>", ["text He said “yes”"]),
        (
            "<pre>Hours\n\n1. Days:   9-5\n2. Nights: none</pre>",
            ["heading1 Hours", "item 1. Days:   9-5", "item 2. Nights: none"],
        ),
        ("<input type=checkbox checked>Gold <input type=checkbox>Silver", ["text ☒ Gold ☐ Silver"]),
        ("<select><option>EUR<option selected>GBP</select> <input value=12>", ["text GBP 12"]),
        ("<title>x</title><nav>Home</nav><script>x</script><p>Terms", ["text Terms"]),
        ("<header>Acme</header><main><header>Terms</header></main>", ["furniture Acme", "text Terms"]),
        ("<ul><li><a href='#a'>1. Term</a></ul><p id=a>Term", ["furniture 1. Term", "text Term"]),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)
def test_blocks_and_inline(source: str, paragraphs: list[str]) -> None:
    assert seen(source) == paragraphs


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        ("<ol><li>x<li>y</ol>", ["item 1. x", "item 2. y"]),
        ("<ol start=4 type=a><li>x<li value=9>y<li>z</ol>", ["item d. x", "item i. y", "item j. z"]),
        ("<ol reversed><li>x<li>y</ol>", ["item 2. x", "item 1. y"]),
        ("<ol><li>x<ol type=i><li>y</ol>z<li>w</ol>", ["item 1. x", "item1 i. y", "item z", "item 2. w"]),
        ("<ol><li><p>x<p>y<li>z</ol>", ["item 1. x", "item y", "item 2. z"]),
        ("<ul><li>x<ul><li>y</ul></ul>", ["item x", "item1 y"]),
        ("<ol style='list-style: upper-roman'><li>x</ol>", ["item I. x"]),
        ("<ol style='list-style-type:none'><li>(a) x</ol>", ["item (a) x"]),
        ("<ol><li>1.1 x</ol>", ["item 1.1 x"]),
        ("<ol start=26 type=a><li>x<li>y</ol>", ["item z. x", "item aa. y"]),
    ],
)
def test_lists_are_numbered_as_shown(source: str, paragraphs: list[str]) -> None:
    assert seen(source) == paragraphs


def test_the_number_is_cited_without_its_stop() -> None:
    document = read("<h2>3. Fees</h2><ol type=a><li>x</ol>")
    assert [x.number for x in document.paragraphs] == ["3", "a"]


def test_tables() -> None:
    document = read(
        "<table><caption>Targets</caption><thead><tr><th>Level<th>Answer</tr></thead>"
        "<tr><td rowspan=2>P1<td>15<br>min<tr><td>1 hour<tr><td colspan=2>else</table>"
    )
    rows = [x for x in document.paragraphs if x.kind == "row"]
    cells = [[document.text[a:b] for a, b in x.cells] for x in rows]
    assert cells == [["Level", "Answer"], ["P1", "15\nmin"], ["", "1 hour"], ["else", ""]]
    assert [x.header for x in rows] == [True, False, False, False]
    assert document.text.startswith("Targets\n\nLevel | Answer\nP1 | 15\nmin\n1 hour\nelse")


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td>{}</table>",
        "<table role=presentation><tr><td>{}<td></table>",
        "<table><tr><td>{}<table></table><td></table>",
    ],
)
def test_a_table_that_sets_out_a_page_is_no_table(frame: str) -> None:
    assert seen(frame.format("<h1>Terms</h1><p>We help.")) == ["heading1 Terms", "text We help."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>{}</span>",
        "<span style='display: none'>{}</span>",
        "<span style='visibility:hidden'>{}</span>",
        "<span style='color:#FFF'>{}</span>",
        "<font color=white>{}</font>",
        "<span style='font-size:0'>{}</span>",
        "<span style='font-size: 1px'>{}</span>",
        "<span style='opacity:0'>{}</span>",
        "<span style='position:absolute;left:-9999px'>{}</span>",
        "<span style='color:#336699;background:#336699'>{}</span>",
        "<style>.x, p > b {{ display:none }}</style><span class='y x'>{}</span>",
    ],
)
def test_text_that_is_not_shown_is_kept_and_marked(hidden: str) -> None:
    source = f"<p>We pay {hidden.format('nothing')} back.</p>"
    assert seen(source) == ["text We pay back.", "text! nothing"]
    assert read(source).notices == ("The page holds 1 passage that a browser does not show.",)


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='background:#036'><p style='color:white'>x</div>",
        "<table><tr bgcolor=black><th><font color='#ffffff'>x</font><th>y</table>",
        "<div style='font-size:0'><p style='font-size:14px'>x</div>",
        "<div style='color:white'><p style='color:black'>x</div>",
        "<div style='background:url(dark.png);color:white'>x</div>",
        "<p style='font-size:9pt;color:#eee'>x",
        "<style>@media print { .a { color: red } .x { display: none } }</style><p class=x>x",
    ],
)
def test_text_that_is_shown(shown: str) -> None:
    assert not any(x.hidden for x in read(shown).paragraphs)


def test_deleted_and_inserted_text() -> None:
    document = read("<p>within <del>30</del><ins>10</ins> days")
    assert document.text == "within 10 days"
    assert document.original == "within 30 days"
    assert document.notices[0].startswith("The page shows 2 changed passages")


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=utf-8><p>Gebühr €".encode(),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Gebühr €'.encode(
            "cp1252"
        ),
        '<?xml version="1.0" encoding="iso-8859-15"?><p>Gebühr €'.encode("iso-8859-15"),
        "<p>Gebühr €".encode(),
        "<p>Gebühr €".encode("cp1252"),
        "<p>Gebühr €".encode("utf-16"),
        "<meta charset=no-such><p>Gebühr €".encode(),
        "<meta charset=utf-8><p>Gebühr €".encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read(data).text == "Gebühr €"


def test_nothing_is_lost_behind_a_nul() -> None:
    assert "behind" in read("<p>before\0 <p>behind" + " and more text" * 20).text


def test_depth() -> None:
    assert read("<div>" * 150 + "x").text == "x"
    with pytest.raises(FileProblem, match="levels deep") as caught:
        read("<div>" * 50_000 + "x")
    assert caught.value.hint
