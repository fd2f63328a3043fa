"""A segment: one sentence, list item or table row, with the headings and the lead-in that it stands under.

Everything that the reader decides, it decides about segments. A segment's own words come first, then those of its
lead-in ("The following are not included:"), then those of its headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from remit.contract import Evidence
from remit.document import Document

Kind = Literal["sentence", "item", "row", "heading"]

_TYPOGRAPHY = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u00ad": "",
        "\ufffe": "",
        "\u2022": " ",
        "\u00b7": " ",
    }
)
_MARKUP = re.compile(r"\*\*|__|`|^\s*#+\s*|(?<![\w*])\*(?=\w)|(?<=[\w.,;:)])\*(?![\w*])|\\(?=[.\-*])")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """The words as a person reads them: plain quotes and dashes, no markup, single spaces."""
    return _SPACE.sub(" ", _MARKUP.sub("", text.translate(_TYPOGRAPHY))).strip()


@dataclass(frozen=True)
class Words:
    """What is said, in lower case: the passage's own words, those of its lead-in, those of its headings."""

    own: str
    lead: str = ""
    headings: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return " / ".join(self.headings)

    @property
    def kind(self) -> str:
        return "row" if " | " in self.own or self.own.startswith("|") else "item" if self.lead else "sentence"


@dataclass(frozen=True, eq=False)
class Segment:
    """`start` and `end` are offsets in the document's text.

    index      its place among all segments of the agreement, from 0
    number     clause number as a reader sees it, with its parents' where they are lists ("4.2(b)")
    headings   from the outermost to the innermost
    lead_in    the segment that introduces the list this one stands in
    columns    the heading texts of a row's cells
    """

    index: int
    document: Document
    start: int
    end: int
    kind: Kind
    number: str = ""
    headings: tuple[str, ...] = ()
    lead_in: Segment | None = None
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    paragraph: int = 0
    hidden: bool = False

    @cached_property
    def raw(self) -> str:
        return self.document.text[self.start : self.end]

    @cached_property
    def text(self) -> str:
        return clean(self.raw)

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def lead(self) -> str:
        """The words of every lead-in above it, outermost first; a row's lead-in are its column headings."""
        parts: list[str] = []
        above = self.lead_in
        while above is not None:
            parts.insert(0, above.text)
            above = above.lead_in
        parts.extend(self.columns)
        return " ".join(parts)

    @cached_property
    def heading(self) -> str:
        return " / ".join(clean(h) for h in self.headings)

    @cached_property
    def cell_texts(self) -> tuple[str, ...]:
        return tuple(clean(self.document.text[a:b]) for a, b in self.cells)

    @cached_property
    def words(self) -> Words:
        return Words(self.lower, self.lead.lower(), tuple(clean(h).lower() for h in self.headings))

    @property
    def page(self) -> int:
        return self.document.page_of(self.start)

    def evidence(self, start: int | None = None, end: int | None = None) -> Evidence:
        """The segment, or a part of it given by offsets in the document, as evidence."""
        a, b = self.start if start is None else start, self.end if end is None else end
        return Evidence(
            document=self.document.name,
            quote=self.document.text[a:b],
            start=a,
            end=b,
            page=self.document.page_of(a),
            clause=self.number or None,
            heading=self.heading or None,
            lead_in=self.lead or None,
        )
