"""A source as a web page, wrapped in the banners, menus and links that real terms stand among."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from making.blocks import Block, Cell, Kind, Source, Style, Table, accepted

_TAGS = {Style.BOLD: "strong", Style.ITALIC: "em", Style.INSERTED: "ins", Style.DELETED: "del"}
_LIST_TYPES = {3: "a", 4: "i", 5: "A"}


def write(source: Source) -> bytes:
    """Return the page."""
    return _PAGE.format(
        title=escape(source["title"]), author=escape(source["author"]), footer=escape(source["footer"]),
        updated=source["updated"], contents="\n".join(_contents(source)), body="\n".join(_body(source)),
    ).encode()  # fmt: skip


def _contents(source: Source) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Block) and block.kind is Kind.HEADING and block.level == 1:
            yield f'<li><a href="#s{block.number.strip(".")}">{escape(accepted(block.runs))}</a></li>'


def _body(source: Source) -> Iterator[str]:
    """Lettered clauses become ordered lists, so their letters are drawn by the browser and not in the text."""
    for depth, group in groupby(source.blocks, key=_depth):
        if depth:
            items = "\n".join(f"<li>{_runs(block.runs)}</li>" for block in group if isinstance(block, Block))
            tag = "ul" if depth < 3 else "ol"
            kind = f' type="{_LIST_TYPES[depth]}"' if tag == "ol" else ""
            yield f"<{tag}{kind}>\n{items}\n</{tag}>"
        else:
            yield from (_element(block) for block in group)


def _depth(block: Block | Table) -> int:
    if isinstance(block, Table):
        return 0
    if block.kind is Kind.BULLET:
        return 1
    return block.level if block.kind is Kind.CLAUSE and block.level > 2 else 0


def _element(block: Block | Table) -> str:
    if isinstance(block, Table):
        return _table(block)
    words = _runs(block.runs)
    match block.kind:
        case Kind.TITLE:
            return f"<h1>{words}</h1>"
        case Kind.PART:
            return f"<h2>{words}</h2>"
        case Kind.SUBPART:
            return f"<h3>{words}</h3>"
        case Kind.HEADING:
            level = block.level + 1
            return f'<h{level} id="s{block.number.strip(".")}">{block.number} {words}</h{level}>'
        case Kind.CLAUSE:
            return f'<p><span class="no">{block.number}</span> {words}</p>'
        case Kind.BREAK:
            return "<hr>"
        case _:
            return f"<p>{words}</p>"


def _runs(cell: Cell) -> str:
    return "".join(
        f"<{_TAGS[run.style]}>{escape(run.text, quote=False)}</{_TAGS[run.style]}>"
        if run.style in _TAGS
        else escape(run.text, quote=False)
        for run in cell
        if run.style not in (Style.COMMENT, Style.FOOTNOTE)
    )


def _table(table: Table) -> str:
    def row(cells: tuple[Cell, ...], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{_runs(cell)}</{tag}>" for cell in cells) + "</tr>"

    rows = [row(cells, "th" if table.header and i == 0 else "td") for i, cells in enumerate(table.rows)]
    return '<table class="card">\n' + "\n".join(rows) + "\n</table>"


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | {author}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.5 Georgia, serif; max-width: 46rem; margin: 0 auto; padding: 0 1rem; }}
nav, footer, .consent, .promo {{ font-family: sans-serif; font-size: .85rem; background: #eef2f5; padding: .6rem 1rem; }}
table.card {{ border-collapse: collapse; }} table.card td, table.card th {{ border: 1px solid #999; padding: .3rem .6rem; }}
</style>
<script>window.dataLayer = window.dataLayer || []; function tag() {{ dataLayer.push(arguments); }}</script>
</head>
<body>
<div class="consent" role="dialog">We use cookies to see which of our pages are read. <button>Accept</button> <button>Only what is needed</button></div>
<nav><a href="/">Home</a> · <a href="/services">Services</a> · <a href="/prices">Prices</a> · <a href="/remote">Start a remote session</a> · <a href="/contact">Call us</a></nav>
<aside class="promo">Spring tune-up: $20 off your first visit. Mention code TUNE20. See store for details.</aside>
<aside class="toc"><strong>On this page</strong>
<ol>
{contents}
</ol></aside>
<main>
<p class="meta">Last updated: {updated}</p>
{body}
</main>
<aside class="promo">Was this page helpful? <a href="#">Yes</a> <a href="#">No</a></aside>
<footer>{footer} · <a href="/privacy">Privacy</a> · <a href="/terms">Terms</a> · <a href="/careers">We are hiring technicians</a></footer>
</body>
</html>
"""
