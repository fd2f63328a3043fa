"""Where a statement comes from: the verbatim quote and its place in a document."""

from __future__ import annotations

from pydantic import Field

from remit.contract.vocabulary import Record


class Evidence(Record):
    """`start` and `end` are character offsets in the document's text; the text at them is the quote.

    heading  the headings it stands under, the outermost first, joined by " / "
    lead_in  the words that introduce the list it stands in ("The following are not included:"), or a row's columns
    """

    document: str
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = None
    clause: str | None = None
    heading: str | None = None
    lead_in: str | None = None
