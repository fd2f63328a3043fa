"""Footnotes: small print that ends a page, each note behind its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from remit.document.lines import Line
from remit.document.words import Rule

_MARK = re.compile(r"(?:\d{1,3}|[*†‡§¹²³⁴-⁹]{1,3})\Z")
_GLUED = re.compile(
    r"[*†‡§¹²³⁴-⁹]{1,3}(?=\w)|\d{1,2}(?=[A-Z][a-z])"
)  # some fonts have raised figures of their own
_SMALL = 0.93  # of the body's size
_RAISED = 0.8  # of its line's size: a mark as a superscript


def notes(lines: Sequence[Line], size: float, rules: Sequence[Rule]) -> list[list[Line]]:
    """The notes at the end of a page's lines, each as its lines; `size` is that of the document's body."""
    at = _ruled_off(lines, rules)
    while at and lines[at - 1].size <= _SMALL * size:
        at -= 1
    # Small print without a mark before it is no note but a table's legend, a form's text.
    while at < len(lines) and not mark(lines[at]):
        at += 1
    found: list[list[Line]] = []
    for line in lines[at:]:
        if mark(line):
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _ruled_off(lines: Sequence[Line], rules: Sequence[Rule]) -> int:
    """Where the lines begin that a short rule parts from the body; the number of lines where there is none."""
    for i, line in enumerate(lines):
        above = lines[i - 1].base if i else 0.0
        width = max(line.stop - line.start for line in lines)
        short = (
            rule.horizontal and above < rule.top < line.base and abs(rule.left - line.left) < 2 * line.size
            and 2 * line.size < rule.right - rule.left < 0.5 * width
            for rule in rules
        )  # fmt: skip
        if mark(line) and line.base > above and any(short):
            return i
    return len(lines)


def mark(line: Line) -> str:
    """The mark which a footnote's first line begins with, or nothing."""
    first = line.words[0]
    if glued := _GLUED.match(first.text):
        return glued.group()
    if not _MARK.match(first.text) or len(line.words) < 2:
        return ""
    raised = first.size < _RAISED * line.size
    tab = line.words[1].left - first.right > 0.5 * line.size
    return first.text if raised or tab or not first.text[0].isdigit() else ""
