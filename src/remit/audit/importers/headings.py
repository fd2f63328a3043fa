"""Headings: compared without regard to case, order, stars, units of money and locale, and found under title rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from remit.audit.importers.source import Known

_SIGNS = {"%": "percent", "#": "number", "№": "number"}
_INNER = re.compile(r"[^()]{3,60}\((.+)\)\Z", re.DOTALL)
_DATA = re.compile(r"[-+(]?[\d.,:/\s£$€-]+[%)]?\Z|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?\Z")
LOOK = 40
"""Rows in which headings are looked for: titles and filters of reports stand above them."""


def plain(heading: str) -> str:
    """What two spellings of a heading have in common: '*Invoice Date', 'invoice_date' and 'InvoiceDate' are one."""
    text = "".join(_SIGNS.get(c, c) for c in unicodedata.normalize("NFKC", heading)).casefold()
    return "".join(c for c in text if c.isalnum())


def spellings(heading: str) -> tuple[str, ...]:
    """The plain forms to look a heading up by: whole, then without a prefix in any language.

    'Custom field (Request Type)', 'Campo personalizado (Request Type)' and 'Request Type' share the last one.
    """
    found = [plain(heading)]
    inner = _INNER.match(heading.strip())
    if inner:
        found.append(plain(inner[1]))
    return tuple(dict.fromkeys(f for f in found if f))


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings in order, each unlike the others: empty ones are named by their place, later ones counted."""
    taken: set[str] = set()
    found = []
    for place, heading in enumerate(headings, 1):
        name = base = " ".join(heading.split()) or f"column {place}"
        count = 1
        while name in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name)
        found.append(name)
    return tuple(found)


def undistinct(heading: str) -> str:
    """A heading without the count that `distinct` gave it."""
    return re.sub(r" \(\d{1,3}\)\Z", "", heading)


def heading_row(rows: Sequence[Sequence[str]], known: Known) -> int | None:
    """The index of the row of headings: the one with most known ones, else the first that looks like headings."""
    best, most = None, 0
    for index, row in enumerate(rows[:LOOK]):
        count = sum(1 for cell in row if cell.strip() and known(cell))
        if count > most:
            best, most = index, count
    if most >= 2:
        return best
    wide = max((sum(1 for c in row if c.strip()) for row in rows[:LOOK]), default=0)
    for index, row in enumerate(rows[:LOOK]):
        filled = [c for c in row if c.strip()]
        if len(filled) == wide and not any(_DATA.match(c.strip()) for c in filled):
            return index
    return best


def combine(rows: Sequence[Sequence[str]], index: int, known: Known) -> list[str]:
    """The headings of a row, with the group named above each where the heading alone says too little.

    In merged headings a group such as 'Response' spans 'Due' and 'Actual' below it. A group is only taken from a row
    directly above that has several, and only where it makes a known heading or tells two equal ones apart.
    """
    row = [c.strip() for c in rows[index]]
    if index == 0:
        return row
    above = [c.strip() for c in rows[index - 1]]
    groups = _spread(above, len(row))
    if len({g for g in groups if g}) < 2:
        return row
    found = []
    for place, cell in enumerate(row):
        group = groups[place]
        if not cell:
            found.append(above[place] if place < len(above) else "")
        elif group and (known(f"{group} {cell}") or row.count(cell) > 1 or not known(cell)):
            found.append(f"{group} {cell}")
        else:
            found.append(cell)
    return found


def _spread(cells: Sequence[str], width: int) -> list[str]:
    """Every cell holds the text that was merged over it: the last one to its left."""
    spread, last = [], ""
    for place in range(width):
        last = cells[place] if place < len(cells) and cells[place] else last
        spread.append(last)
    return spread
