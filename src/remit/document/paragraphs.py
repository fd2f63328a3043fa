"""Lines become paragraphs: where print shows a new one begins (gap, indent, short line, number, type face).

A paragraph stays one across the end of a column or page where its sentence goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from remit.document.labels import label
from remit.document.lines import Line

_BULLET = re.compile(r"[•▪◦‣●○■□➢➤✓✔·\uf0a7\uf0b7\uf0d8*–—-]\Z|o\Z")
_ENDED = re.compile(r"(?:[.:;!?]|[;,]\s+(?:and|or|and/or))[)\]”\"’']*\Z")
_REFERRING = re.compile(
    r"\b(?:clauses?|sections?|paragraphs?|articles?|parts?|to|of|in|under|with|by|and|or|than|the)\Z",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?<=\s)\(\w{1,4}\)(?=\s)")
_GAP = 1.12  # of the usual leading: a larger step needs one more sign to begin a paragraph
_BREAK = 1.6  # of the usual leading: so large a step begins one by itself
_INDENT = 0.8  # of the font size


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual on a page or in a document.

    leading  distance of baselines within a paragraph, in font sizes
    right    where full lines of a page end, in points
    """

    leading: float
    right: float


def measures(pages: Sequence[Sequence[Line]]) -> list[Measure]:
    """One for each page; a page with little text takes the document's."""
    steps = [_steps(lines) for lines in pages]
    overall = _least(step for page in steps for step in page) or 1.2
    ends = sorted(line.right for lines in pages for line in lines)
    usual_end = ends[int(len(ends) * 0.9)] if ends else 0.0
    found = []
    for page, lines in zip(steps, pages, strict=True):
        own = sorted(line.right for line in lines)
        leading = (_least(page) if len(page) >= 8 else None) or overall
        found.append(Measure(leading, own[int(len(own) * 0.9)] if len(own) >= 8 else usual_end))
    return found


def _steps(lines: Sequence[Line]) -> list[float]:
    return [
        (below.base - above.base) / below.size
        for above, below in pairwise(lines)
        if below.start == above.start and 0.9 * below.size < below.base - above.base < 3 * below.size
    ]


def _least(values: Iterable[float]) -> float | None:
    """The smallest step that is no exception: on a page of short paragraphs the gaps between them are the most."""
    counts = Counter(round(value / 0.05) for value in values)
    usual = [step for step, count in counts.items() if count >= 0.2 * counts.total()]
    return min(usual or counts) * 0.05 if counts else None


def marked(line: Line) -> bool:
    """Whether the line begins with a clause number or a bullet."""
    return bool(_BULLET.match(line.words[0].text)) or label(line.text) is not None


def bold(line: Line) -> bool:
    return all(word.bold for word in line.words)


def paragraphs(lines: Sequence[Line], measure: Measure) -> Iterator[list[Line]]:
    """The lines of one page's body, cut into paragraphs."""
    group: list[Line] = []
    for line in lines:
        if group and _begins(group, line, measure):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def full(line: Line, following: Line, measure: Measure) -> bool:
    """Whether the next line's first word would not have fitted behind `line`."""
    stop = min(measure.right, line.stop) if line.stop - line.start > 0.4 * measure.right else line.stop
    word = following.words[0]
    return line.right + 0.3 * line.size + (word.right - word.left) > stop - 0.02 * (stop - line.start)


def ended(text: str) -> bool:
    """Whether a sentence or a list item ends here."""
    return bool(_ENDED.search(text))


def _begins(group: Sequence[Line], line: Line, measure: Measure) -> bool:
    above = group[-1]
    if (line.start, line.stop) != (above.start, above.stop):
        return not flows(above, line, measure)
    size = max(line.size, above.size)
    if min(line.size, above.size) < 0.88 * size:
        return True
    if abs(line.left - above.left) > 0.3 * (line.stop - line.start):
        return True  # one stands to the right or in the middle, the other does not
    step = (line.base - above.base) / size
    own = (above.base - group[-2].base) / size if len(group) > 1 else 0.0
    leading = own if measure.leading < own < 3 else measure.leading
    runs_on = full(above, line, measure) and not ended(above.text) and line.text[0].islower()
    if step > _BREAK * leading or step < 0:
        return not (runs_on and 0 < step < 2 * _BREAK * leading)
    wide = step > _GAP * leading
    if bold(line) != bold(above) and (bold(line) or all(bold(other) for other in group)) and not runs_on:
        return wide or not full(above, line, measure) or line.left != above.left
    rest = group[1].left if len(group) > 1 else None
    if marked(line):
        return _labelled(group, line, measure, wide)
    indented = line.left > above.left + _INDENT * size and (len(group) > 1 or not marked(above))
    outdented = rest is not None and line.left < rest - _INDENT * size
    if not full(above, line, measure):
        return ended(above.text) or wide or indented or not line.text[0].islower()
    if ended(above.text):
        lead = line.words[0].bold and not above.words[-1].bold  # a defined term or a run-in title
        return wide or (indented and len(group) > 1) or outdented or lead
    return wide and (indented or outdented)


def _labelled(group: Sequence[Line], line: Line, measure: Measure, wide: bool) -> bool:
    """Whether a line that begins like a numbered paragraph is one, and not "... as set out in clause / 4.1 below"."""
    above = group[-1]
    tab = len(line.words) > 1 and line.words[1].left - line.words[0].right > 0.7 * line.size
    rest = group[1].left if len(group) > 1 else None
    hanging = rest is not None and line.left < rest - 0.3 * line.size
    runs_on = full(above, line, measure) and not above.text.rstrip("”\"')").endswith((".", ":"))
    if runs_on and not (wide or tab or hanging) and _within(group, line):
        return False
    sibling = abs(line.left - group[0].left) < 0.3 * line.size and _shape(group[0]) == _shape(line)
    if sibling and not _REFERRING.search(above.text):
        return True
    return (
        wide or tab or hanging or ended(above.text) or above.text.endswith((",", " and", " or"))
        or not full(above, line, measure)
    )  # fmt: skip


def _within(group: Sequence[Line], line: Line) -> bool:
    """Whether the paragraph has a number of the line's kind in its midst: "... (i) one; and / (ii) the other"."""
    found = label(line.text)
    if found is None or not found.shape.startswith("("):
        return False
    text = " ".join(other.text for other in group)
    inner = (label(text[match.start() :]) for match in _BRACKETED.finditer(text) if match.start())
    return any(other is not None and other.shape == found.shape for other in inner)


def _shape(line: Line) -> str:
    """Numbers and bullets of one list have one shape."""
    found = label(line.text)
    return found.shape if found else line.words[0].text


def flows(above: Line, below: Line, measure: Measure) -> bool:
    """Whether the sentence of a column's or page's last line goes on in the next one's first."""
    alike = abs(above.size - below.size) < 0.12 * above.size and bold(above) == bold(below)
    if not alike or ended(above.text) or (marked(below) and not _REFERRING.search(above.text)):
        return False
    return below.text[0].islower() or (full(above, below, measure) and len(above.words) > 4)
