"""Tracked changes: which elements of a Word file belong to the text with them accepted, which to the text before."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from lxml.etree import _Element

from remit.document.package import W

View = Literal["accepted", "original"]
_GONE: dict[View, frozenset[str]] = {
    "accepted": frozenset({f"{W}del", f"{W}moveFrom"}),
    "original": frozenset({f"{W}ins", f"{W}moveTo"}),
}
_CELL_GONE: dict[View, str] = {"accepted": f"{W}cellDel", "original": f"{W}cellIns"}
_NAMES = {
    "ins": "insertion",
    "del": "deletion",
    "moveTo": "move",
    "cellIns": "insertion",
    "cellDel": "deletion",
}


def gone(element: _Element, view: View) -> bool:
    """Whether `element` is a wrapper whose content the view lacks."""
    return element.tag in _GONE[view]


def mark_gone(paragraph: _Element, view: View) -> bool:
    """Whether the end of the paragraph is missing in the view: its text runs on into the next one."""
    return any(gone(mark, view) for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/*"))


def row_gone(row: _Element, view: View) -> bool:
    return any(gone(mark, view) for mark in row.iterfind(f"{W}trPr/*"))


def cell_gone(cell: _Element, view: View) -> bool:
    return cell.find(f"{W}tcPr/{_CELL_GONE[view]}") is not None


def properties(paragraph: _Element, view: View) -> _Element | None:
    """The paragraph's properties; before the changes they may have been others (another list, another style)."""
    now = paragraph.find(f"{W}pPr")
    if view == "original" and now is not None:
        before = now.find(f"{W}pPrChange/{W}pPr")
        if before is not None:
            return before
    return now


def summary(root: _Element) -> str:
    """What was changed, how often and by whom; empty where nothing is tracked."""
    counts: Counter[str] = Counter()
    authors: Counter[str] = Counter()
    for element in root.iter(*(f"{W}{local}" for local in _NAMES)):
        counts[_NAMES[str(element.tag).removeprefix(W)]] += 1
        authors[element.get(f"{W}author") or "an unnamed author"] += 1
    if not counts:
        return ""
    kinds = [f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in sorted(counts.items())]
    names = ", ".join(name for name, _ in authors.most_common(5)) + (
        " and others" if len(authors) > 5 else ""
    )
    return (
        f"The file has tracked changes ({', '.join(kinds)}; by {names}). "
        "The text is shown with them accepted; the text before them is kept beside it."
    )
