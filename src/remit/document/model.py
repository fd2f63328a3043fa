"""A file turned into text that remembers where everything stood.

`Document.text` is the one text of a document: what `remit read --text` prints and what every offset counts in.
Format readers (one module each) produce it together with its paragraphs; nothing is ever cut out of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "heading", "item", "row", "furniture", "note"]
Box = tuple[float, float, float, float]
"""left, top, right, bottom in points from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading, list item or table row: `text[start:end]`, without surrounding white space.

    kind       what the format says it is ("text" where the format does not say; the reader looks further);
               "furniture" is a running header, footer or page number, "note" a footnote or comment
    level      heading level from 1, or depth of a list item from 0
    number     the clause number as a reader sees it ("4.2", "(a)", "Schedule B"), part of the text
    cells      a row's cells, as offsets; the row's text is its cells joined by " | "
    header     the row is the table's heading row
    table      which table of the document a row belongs to, from 1; 0 = none
    hidden     the text can't be seen where a person reads the file (white, tiny, off the page, hidden run)
    """

    start: int
    end: int
    page: int = 1
    kind: Kind = "text"
    level: int = 0
    number: str = ""
    cells: tuple[tuple[int, int], ...] = ()
    header: bool = False
    table: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file of an agreement. `pages` holds the offset at which each page begins (always at least one).

    original    the text before tracked changes were accepted, where the file has any
    confidence  how surely the characters were read: 1 for files with text, the OCR engine's mean (0..1) for scans
    boxes       gives the boxes of a span on its pages: [(page, Box), ...]; None where the format has no geometry
    """

    name: str
    format: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    sha256: str
    pages: tuple[int, ...] = (0,)
    notices: tuple[str, ...] = ()
    original: str | None = None
    confidence: float = 1.0
    boxes: Callable[[int, int], list[tuple[int, Box]]] | None = field(default=None, compare=False)

    def page_of(self, offset: int) -> int:
        """The page, from 1, on which the character at `offset` stands."""
        return max(1, bisect_right(self.pages, offset))

    @property
    def words(self) -> int:
        return len(self.text.split())
