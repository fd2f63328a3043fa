"""The three reports: every quote verbatim, hostile text harmless, links resolved, nothing asked of the network."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from review_browser import chromium, opened
from rich.console import Console
from small_agreement import CONTRACT, DOCUMENT, REVIEWED

from remit.contract import Contract, Evidence
from remit.document.model import Document, Paragraph
from remit.review import Review
from remit.review.findings import Quote
from remit.review.marks import Table, anchors, sheet
from remit.review.report_html import render_html
from remit.review.report_json import to_json
from remit.review.report_terminal import print_terminal
from remit.review.wording import NOT_ADVICE

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(REVIEWED, CONTRACT, [DOCUMENT])


@pytest.fixture(scope="module")
def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def printed(review: Review, contract: Contract, width: int, terminal: bool = False) -> str:
    out = io.StringIO()
    print_terminal(
        review,
        contract,
        Console(
            file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None
        ),
    )
    return out.getvalue()


def test_every_quote_is_the_text_at_its_place() -> None:
    held = [q.evidence for i in REVIEWED.items() for q in i.quotes]
    assert held
    for evidence in held:
        assert DOCUMENT.text[evidence.start : evidence.end] == evidence.quote


def test_quotes_on_the_page_are_verbatim(tree: html.HtmlElement) -> None:
    shown = tree.xpath("//blockquote")
    assert shown
    for quote in shown:
        assert quote.text_content() in DOCUMENT.text


def test_hostile_text_is_text(page: str, tree: html.HtmlElement) -> None:
    assert HOSTILE not in page
    assert HOSTILE in tree.text_content()
    assert len(tree.xpath("//script")) == 1


def test_ids_are_single_and_links_resolve(tree: html.HtmlElement) -> None:
    ids = [e.get("id") for e in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    for link in tree.xpath("//a[starts-with(@href, '#')]"):
        assert link.get("href")[1:] in ids


def test_everything_labelled_by_something_names_it(tree: html.HtmlElement) -> None:
    ids = {e.get("id") for e in tree.xpath("//*[@id]")}
    for element in tree.xpath("//*[@aria-labelledby]"):
        assert set(element.get("aria-labelledby").split()) <= ids


def test_nothing_is_asked_of_the_network(page: str, tree: html.HtmlElement) -> None:
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not tree.xpath("//link | //img | //iframe | //*[@src] | //*[@style] | //@onclick")
    assert "@import" not in page
    assert "url(" not in page


def test_headings_go_down_one_level_at_a_time(tree: html.HtmlElement) -> None:
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_whole_text_of_the_document_is_there(tree: html.HtmlElement) -> None:
    paper = tree.xpath("//div[@class='paper']")[0]
    shown = " ".join(paper.text_content().replace("↩", " ").split())
    for paragraph in DOCUMENT.paragraphs:
        for start, end in paragraph.cells or ((paragraph.start, paragraph.end),):
            assert " ".join(DOCUMENT.text[start:end].split()) in shown
    assert "Page 2" in shown
    assert "Hidden text" in shown


def test_the_advice_note_stands_once(page: str) -> None:
    assert page.count(NOT_ADVICE) == 1
    assert " ".join(printed(REVIEWED, CONTRACT, 90).split()).count(NOT_ADVICE) == 1
    assert json.dumps(to_json(REVIEWED)).count(NOT_ADVICE) == 1


def test_a_quote_that_is_not_in_the_document_is_flagged() -> None:
    made_up = Evidence(
        document=DOCUMENT.name, quote="The Provider pays for everything.", start=0, end=33, page=1
    )
    topic = REVIEWED.topics[0]
    item = topic.items[0].model_copy(update={"quotes": (Quote(role="because", evidence=made_up),)})
    forged = REVIEWED.model_copy(
        update={
            "topics": (topic.model_copy(update={"items": (item, *topic.items[1:])}), *REVIEWED.topics[1:])
        }
    )
    assert "not found at its place in the document" in render_html(forged, CONTRACT, [DOCUMENT])


def test_without_documents_the_quotes_stand_alone() -> None:
    tree = html.document_fromstring(render_html(REVIEWED, CONTRACT, []))
    assert not tree.xpath("//aside")
    assert tree.xpath("//blockquote")


def test_overlapping_passages_each_have_one_anchor() -> None:
    text = "One two three four.\nA | B"
    rows = Paragraph(20, 25, kind="row", cells=((20, 21), (24, 25)), table=1)
    doc = Document("d.txt", "txt", text, (Paragraph(0, 19), rows), "0" * 64)
    spans = [(0, 13), (4, 19), (4, 7), (0, 25), (20, 25), (0, 13)]
    held = [Evidence(document="d.txt", quote=text[a:b], start=a, end=b) for a, b in spans]
    placed = anchors(held, [doc])
    assert len(placed) == 5
    laid = sheet(doc, placed)
    table = laid.blocks[1]
    assert isinstance(table, Table)
    pieces = [*laid.blocks[0].pieces, *(p for cell in table.rows[0].cells for p in cell)]  # type: ignore[union-attr]
    assert sorted(a for p in pieces for a in p.opens) == sorted(placed.values())
    assert sorted(a for p in pieces for a in p.closes) == sorted(placed.values())
    assert "".join(p.text for p in pieces) == "One two three four.AB"


def test_text_between_paragraphs_is_shown() -> None:
    doc = Document(
        "d.txt", "txt", "First.\nStray words.\nLast.", (Paragraph(0, 6), Paragraph(20, 25)), "0" * 64
    )
    shown = [p.text for b in sheet(doc, {}).blocks if not isinstance(b, Table) for p in b.pieces]
    assert shown == ["First.", "Stray words.", "Last."]


@pytest.mark.parametrize("width", [80, 100])
def test_the_terminal_report_fits_and_is_plain(width: int) -> None:
    out = printed(REVIEWED, CONTRACT, width)
    assert max(len(line.rstrip()) for line in out.splitlines()) <= width
    assert "\x1b" not in out
    for heading in (
        "BEFORE YOU SIGN",
        "WHAT YOU MUST DO",
        "WHAT IS NOT WRITTEN",
        "BLANKS, MISSING SCHEDULES",
    ):
        assert heading in out
    assert out.index("DEAL-BREAKERS") < out.index("AT A GLANCE")


def test_a_terminal_gets_colour_and_no_foreign_control_characters() -> None:
    rude = Evidence(document=DOCUMENT.name, quote="\x1b[2JAll is well.\u202e", start=0, end=3)
    item = REVIEWED.topics[0].items[0].model_copy(update={"quotes": (Quote(role="because", evidence=rude),)})
    topic = REVIEWED.topics[0].model_copy(update={"items": (item,)})
    out = printed(
        REVIEWED.model_copy(update={"topics": (topic,), "what_is_not_written": ()}),
        CONTRACT,
        90,
        terminal=True,
    )
    assert "\x1b[" in out
    assert "\x1b[2J" not in out
    assert "\u202e" not in out
    assert "All is well." in out


def test_json_is_stable_and_whole() -> None:
    data = to_json(REVIEWED)
    assert data["schema"] == "remit/review/1"
    assert json.loads(json.dumps(data)) == data
    assert (
        Review.model_validate(
            {k: v for k, v in data.items() if k != "note"}
            | {"topics": [{k: v for k, v in t.items() if k != "worst"} for t in data["topics"]]}
        )
        == REVIEWED
    )
    assert [t["worst"] for t in data["topics"]][-1] == "deal_breaker"


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, #rrggbb each, as WCAG 2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_enough_contrast(page: str, scheme: int) -> None:
    block = page.split(":root {")[scheme + 1].split("}", maxsplit=1)[0]
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    pairs = [(ink, back) for ink in ("ink", "soft", "link") for back in ("page", "panel")]
    pairs += [(n, f"{n}-back") for n in ("stop", "bad", "watch", "ok")] + [
        ("mark-ink", "mark"),
        ("mark-ink", "target"),
    ]
    for ink, back in pairs:
        assert contrast(colour[ink], colour[back]) >= 4.5, (ink, back)
    for part in ("included", "chargeable", "excluded", "silent", "unclear"):
        assert contrast(colour[f"p-{part}"], colour["page"]) >= 3, part


def test_the_page_in_a_browser(page: str, tree: html.HtmlElement, tmp_path: Path) -> None:
    """Filters by style alone, follows a finding to its clause, runs no foreign script, fits a phone, prints whole.

    Without a browser what can be checked is that the page holds what the filters need.
    """
    path = tmp_path / "review.html"
    path.write_text(page, encoding="utf-8")
    if chromium() is None:
        assert tree.xpath("//input[@id='show-ok' and @type='checkbox' and @checked]")
        assert "body:has(#only-risk:checked)" in page
        return
    with opened(path, viewport={"width": 1400, "height": 900}, java_script_enabled=False) as (window, heard):
        assert window.locator(".item.ok").first.is_visible()
        window.locator("#show-ok").uncheck()
        assert not window.locator(".topic .item.ok").first.is_visible()
        window.locator("#only-paper").check()
        assert not window.locator("#t-risk").is_visible()
        assert window.locator("#t-paper").is_visible()
    with opened(path, viewport={"width": 1400, "height": 900}) as (window, heard):
        link = window.locator("#i-malware-cleanup .where a")
        link.click()
        mark = window.locator(f"{link.get_attribute('href')} + mark")
        assert mark.inner_text() == "1.3 Removal of viruses is charged at the hourly rate."
        window.wait_for_function(
            "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }",
            arg=mark.element_handle(),
        )
        window.locator("#show-ok").uncheck()
        assert window.locator("#shown").inner_text().endswith("findings shown.")
        window.keyboard.press("Tab")
        assert heard == [path.as_uri()]
    with opened(path, viewport={"width": 360, "height": 800}) as (window, heard):
        assert window.evaluate("document.documentElement.scrollWidth") <= 360
    with opened(path, color_scheme="dark") as (window, heard):
        assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
        window.emulate_media(media="print")
        assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not window.locator("#filter").is_visible()
