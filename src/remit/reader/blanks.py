"""What a form leaves open: places for values that nobody filled in, and options that nobody ticked.

Blanks are looked for in the raw text, for cleaning takes underscores away; their offsets are the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from remit.contract import Finding
from remit.reader.segment import Segment, clean

Kind = Literal["placeholder", "line", "amount", "cell", "withheld", "signature"]
State = Literal["chosen", "not_chosen", "open"]


@dataclass(frozen=True, slots=True)
class Blank:
    """`document.text[start:end]` is the blank; `segment` its segment's index.

    kind  placeholder ("[RATE]", "{{x}}", "TBD"), line ("____"), amount (a currency sign without a number), cell (an
          empty cell beside its label), withheld ("[*]": left out on purpose), signature (a place to sign or date)
    """

    segment: int
    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """A box with its words: `document.text[start:end]`."""

    start: int
    end: int
    text: str
    ticked: bool


_TICKED = r"\[\s?[xX✓✔]\s?\]|[☒☑✓✔]|\(\s?[xX]\s?\)"
_UNTICKED = r"\[\s{0,2}\]|[☐□❑◻]|\(\s{1,3}\)"
_BOX = re.compile(rf"(?P<yes>{_TICKED})|(?P<no>{_UNTICKED})")
_UNIT = r"(?:days?|hours?|months?|years?|minutes?|weeks?|%|percent|per|users?|devices?|/|calendar|business|working|GB|TB|times?)"
_PLACEHOLDER = re.compile(
    r"\{\{[^{}]{1,60}\}\}|\$\{[^{}]{1,40}\}|«[^»]{1,60}»|<(?!/|https?:|www\.)[A-Za-z][^<>@/=\"]{1,40}>"
    r"|\[(?P<inside>[^\[\]]{1,120})\](?!\()"
    rf"|(?<![\w-])(?:TBD|TBC|TBA|T\.B\.D\.)(?![\w-])|\bto be (?:determined|confirmed|advised|inserted)(?=\s*(?:[.;)|]|$))"
    rf"|(?<![\w-])X{{2,}}(?![\w-])|(?<=[$£€])\s?x{{1,}}\b|\bx{{2,}}(?=\s*{_UNIT}\b)",
)
_LINE = re.compile(r"_{3,}|(?:\.{6,}|…{2,})(?=\s*(?:$|\|))|(?<=\|)\s*_+\s*(?=\||$)")
_AMOUNT = re.compile(
    r"[$£€]\s{0,3}(?=(?:per|each|for|a|an|plus)\s)|(?:\b(?:of|is|at|be|fee|rate|price)\s+|[:|]\s*)[$£€]\s{0,3}(?=[.,;)|](?!\d)|/|$)"
)
_NO_BLANK = re.compile(
    r"^(?:\W*\d{1,3}\W*|[a-wyz]|sic|omitted|reserved|intentionally.*|not used|form|and/or|or|and|signature.*|page.*|"
    r".*not annexed|end.*|logo|image.*|https?:.*|[✓✔]|\s*)$",
    re.IGNORECASE,
)
_WITHHELD = re.compile(r"^\s*[*\u2022][*\u2022\s]*$|^(?:redacted|confidential.*|\*+)$", re.IGNORECASE)
_SIGNS = re.compile(
    r"(?:signature|signed|\bsign\b|^by\b|\bby\s*:|print(?:ed)? name|\bname\b|\btitle\b|\bdate\b|\bdated\b|witness|\bits\b|position|authori[sz]ed)\W*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:signature|signed|in witness whereof|print(?:ed)? name|authori[sz]ed signatory|by\s*:)\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?:article|section|chapter|part|title|schedule)\s*$", re.IGNORECASE)
_ANY = re.compile(
    r"\b(?:all that apply|what you (?:want|need)|any (?:of|that)|as (?:required|applicable|many)|optional|extras?|add-?ons?)\b",
    re.IGNORECASE,
)


def find_blanks(segments: Sequence[Segment]) -> tuple[Blank, ...]:
    """Every blank, in reading order."""
    return tuple(blank for segment in segments for blank in _blanks(segment))


def has_blank(segment: Segment) -> bool:
    """Whether a value is missing in the segment; a line to sign on is none."""
    return any(blank.kind != "signature" for blank in _blanks(segment))


def options(segment: Segment) -> tuple[Option, ...]:
    """The boxes in a segment, each with the words up to the next box or cell."""
    raw = segment.raw
    boxes = [m for m in _BOX.finditer(raw) if _is_box(raw, m)]
    found = []
    for i, box in enumerate(boxes):
        stop = boxes[i + 1].start() if i + 1 < len(boxes) else len(raw)
        bar = raw.find("|", box.end(), stop)
        end = bar if bar >= 0 else stop
        words = clean(raw[box.end() : end])
        if not words and i == len(boxes) - 1:
            # "Yes [x]": the words may stand before the last box.
            words = clean(raw[boxes[i - 1].end() if i else 0 : box.start()])
        found.append(Option(segment.start + box.start(), segment.start + end, words, box["yes"] is not None))
    return tuple(found)


def option_state(segment: Segment, segments: Sequence[Segment] = ()) -> State | None:
    """Whether the option that the segment is was chosen; None where it has no box.

    An unticked box is "not_chosen" where one beside it is ticked, or where any number may be; "open" where somebody
    should have chosen and nobody did. `segments` are all of the agreement, to look beside it.
    """
    own = options(segment)
    if not own:
        return None
    if any(option.ticked for option in own):
        return "chosen"
    if _ANY.search(f"{segment.lead} {segment.heading}"):
        return "not_chosen"
    beside = [option for s in _group(segment, segments) for option in options(s)]
    return "not_chosen" if any(option.ticked for option in beside) else "open"


def blank_findings(segments: Sequence[Segment]) -> tuple[Finding, ...]:
    """One finding for each clause or heading that has blanks, and one for each choice left open."""
    groups: dict[tuple[str, str], list[Blank]] = {}
    choices: dict[tuple[str, str], list[Segment]] = {}
    for segment in segments:
        key = (segment.document.name, _place(segment))
        for blank in _blanks(segment):
            if blank.kind != "signature":
                groups.setdefault(key, []).append(blank)
        if option_state(segment, segments) == "open":
            choices.setdefault(key, []).append(segment)
    return (
        *(_finding(place, blanks, segments) for (_, place), blanks in groups.items()),
        *(_choice(place, found) for (_, place), found in choices.items()),
    )


def _blanks(segment: Segment) -> Iterator[Blank]:
    raw = segment.raw
    signing = bool(_SIGNED.search(raw)) or (bool(_SIGNED.search(segment.heading)) and len(raw) < 80)
    spans: list[tuple[int, int, Kind]] = []
    for found in _PLACEHOLDER.finditer(raw):
        kind = _kind(raw, found)
        if kind:
            spans.append((found.start(), found.end(), kind))
    for found in _LINE.finditer(raw):
        label = raw[: found.start()].rsplit("|", 2)[-2:] if "|" in raw else [raw[: found.start()]]
        sign = signing or any(_SIGNS.search(part.strip()) for part in label)
        spans.append((found.start(), found.end(), "signature" if sign else "line"))
    for found in _AMOUNT.finditer(raw):
        if not any(a <= found.end() + 1 and found.start() <= b for a, b, _ in spans):
            at = next(i for i in range(found.start(), found.end()) if raw[i] in "$£€")
            spans.append((at, found.end(), "amount"))
    if len(segment.cells) == 2 and segment.cells[1][0] == segment.cells[1][1] and not segment.columns:
        name = segment.cell_texts[0]
        if name:
            at = segment.cells[1][0] - segment.start
            spans.append((at, at, "signature" if _SIGNS.search(name) else "cell"))
    for a, b, kind in sorted(spans):
        yield Blank(segment.index, segment.start + a, segment.start + b, kind, raw[a:b].strip())


def _kind(raw: str, found: re.Match[str]) -> Kind | None:
    inside = found["inside"]
    word = found.group()
    if inside is None:
        if set(word) == {"X"} and _ROMAN.search(raw[: found.start()]):
            return None
        return "placeholder"
    if _WITHHELD.match(inside):
        return "withheld"
    if inside.strip().lower() == "x":
        unit = re.match(rf"\s*{_UNIT}(?!\w)", raw[found.end() :], re.IGNORECASE)
        return "placeholder" if unit or raw[: found.start()].rstrip().endswith(("$", "£", "€")) else None
    # "[S]ervices" quotes another text; "[ ]" is a box; a whole sentence in brackets is an optional clause.
    if _NO_BLANK.match(inside.strip()) or raw[found.end() : found.end() + 1].isalpha():
        return None
    return "placeholder"


def _is_box(raw: str, box: re.Match[str]) -> bool:
    """A tick alone in a table says "yes"; only brackets and squares are boxes to tick there."""
    if box.group() in "✓✔" and "|" in raw:
        return False
    if box.group().startswith("(") and not re.match(r"\s*[A-Za-z]", raw[box.end() :]):
        return False
    unit = re.match(rf"\s*{_UNIT}(?!\w)", raw[box.end() :], re.IGNORECASE)
    return not (box["yes"] and unit) and not raw[: box.start()].rstrip().endswith(("$", "£", "€"))


def _group(segment: Segment, segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments with boxes right before and after, under the same heading."""
    for step in (-1, 1):
        at = segment.index + step
        while 0 <= at < len(segments):
            other = segments[at]
            if (
                other.document is not segment.document
                or other.headings != segment.headings
                or not options(other)
            ):
                break
            yield other
            at += step


def _place(segment: Segment) -> str:
    if segment.headings:
        return clean(segment.headings[-1])
    return f"clause {segment.number}" if segment.number else ""


def _finding(place: str, blanks: Sequence[Blank], segments: Sequence[Segment]) -> Finding:
    shown = list(dict.fromkeys(b.text for b in blanks if b.text))
    withheld = all(b.kind == "withheld" for b in blanks)
    count = "One place is" if len(blanks) == 1 else f"{len(blanks)} places are"
    message = f"{count} {'withheld' if withheld else 'not filled in'}{_under(place)}"
    listed = ", ".join(shown[:3]) + (", ..." if len(shown) > 3 else "")
    segment = segments[blanks[0].segment]
    start, end = blanks[0].start, blanks[0].end
    # An empty cell has no words to quote: its row has.
    evidence = segment.evidence(start, end) if end > start else segment.evidence()
    return Finding(
        kind="blank", message=f"{message}: {listed}." if listed else f"{message}.", evidence=evidence
    )


def _choice(place: str, found: Sequence[Segment]) -> Finding:
    names = [option.text for s in found for option in options(s) if option.text]
    listed = ", ".join(name[:40] for name in names[:3]) + (", ..." if len(names) > 3 else "")
    return Finding(
        kind="blank", message=f"No option is chosen{_under(place)}: {listed}.", evidence=found[0].evidence()
    )


def _under(place: str) -> str:
    return (
        f' under "{place}"'
        if place and not place.startswith("clause ")
        else (f" in {place}" if place else "")
    )
