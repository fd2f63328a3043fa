"""Automatic numbers of a Word file, as Word shows them (ECMA-376 part 1, 17.9).

    w:num            what paragraphs refer to: an abstract list, with levels of it changed or restarted
    w:abstractNum    up to nine levels: format, text ("%1.%2"), start, what restarts it, the style it belongs to

Counters belong to the abstract list, so that several w:num go on counting together; a w:num with a start of its
own restarts its levels where it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from remit.document.counting import WORD
from remit.document.package import W
from remit.document.word_styles import Styles, switch, value

_PLACE = re.compile(r"%([1-9])")
_GAP = {"tab": " ", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: the level (from 1) whose use restarts it; 0 = never, None = any above it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    gap: str = " "
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """What stands before a paragraph: `text` as shown ("4.2", "(a)", "" for a bullet) and the gap behind it."""

    text: str
    gap: str
    level: int


@dataclass(slots=True)
class Counters:
    """How far each abstract list has counted: the state of one pass through the document."""

    values: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


class Numbering:
    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        abstracts = {str(a.get(f"{W}abstractNumId")): a for a in root.iterfind(f"{W}abstractNum")}
        numbers = {str(n.get(f"{W}numId")): n for n in root.iterfind(f"{W}num")}
        for name, number in numbers.items():
            abstract = self._abstract(value(number, "abstractNumId"), abstracts, numbers)
            if abstract is None:
                continue
            levels = _levels(abstract.iterfind(f"{W}lvl"), {})
            restarts: dict[int, int] = {}
            for override in number.iterfind(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"))
                levels = _levels(override.iterfind(f"{W}lvl"), levels)
                start = value(override, "startOverride")
                if start is not None:
                    restarts[depth] = _integer(start)
            self._lists[name] = _List(str(abstract.get(f"{W}abstractNumId")), levels, restarts)

    def _abstract(
        self, name: str | None, abstracts: dict[str, _Element], numbers: dict[str, _Element]
    ) -> _Element | None:
        """The abstract list; one that only names a list style stands for the list which that style names."""
        abstract = abstracts.get(name or "")
        link = value(abstract, "numStyleLink")
        if not link:
            return abstract
        for _, style in self._styles.chain(link):
            number = numbers.get(value(style, "pPr/numPr/numId") or "")
            found = abstracts.get(value(number, "abstractNumId") or "")
            if found is not None and found is not abstract:
                return found
        return abstract

    def place(self, properties: _Element | None) -> tuple[str, int] | None:
        """The list and level (from 0) of a paragraph, by its own properties or its style's; None = not numbered."""
        name = value(properties, "numPr/numId")
        depth = value(properties, "numPr/ilvl")
        linked: list[str] = []
        for style, element in self._styles.chain(value(properties, "pStyle")):
            if name is not None:
                break
            if depth is None:
                linked.append(style)
            name = value(element, "pPr/numPr/numId")
            depth = depth if depth is not None else value(element, "pPr/numPr/ilvl")
        found = self._lists.get(name or "0")
        if name is None or found is None:
            return None
        # A level that names the style wins over the level which the style names, but not over a nearer style's.
        for style in linked:
            for level, look in found.levels.items():
                if look.style == style:
                    return name, level
        return name, min(max(_integer(depth), 0), 8)

    def next(self, place: tuple[str, int], counters: Counters) -> Number:
        """Counts a paragraph at `place` and gives its number."""
        name, depth = place
        found = self._lists[name]
        values = counters.values.setdefault(found.abstract, {})
        if name not in counters.used:
            counters.used.add(name)
            for level in found.restarts:
                values.pop(level, None)
        for level in range(depth):
            # A list that begins below its top counts the levels above as begun; LibreOffice does the same.
            values.setdefault(level, self._start(found, level))
        values[depth] = values[depth] + 1 if depth in values else self._start(found, depth)
        for level in [level for level in values if level > depth]:
            restart = found.levels.get(level, Level()).restart
            if restart is None or (restart > 0 and depth < restart):
                del values[level]
        look = found.levels.get(depth, Level())
        if look.form == "bullet":
            return Number("", "", depth)

        def shown(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            other = found.levels.get(level, Level())
            count = values.get(level, 0)
            form = "decimal" if look.legal and other.form != "none" else other.form
            return WORD.get(form, str)(count)

        text = " ".join(_PLACE.sub(shown, look.text).split())
        return Number(text, look.gap if text else "", depth)

    def _start(self, found: _List, depth: int) -> int:
        return found.restarts.get(depth, found.levels.get(depth, Level()).start)


def _levels(elements: Iterable[_Element], known: dict[int, Level]) -> dict[int, Level]:
    found = dict(known)
    for element in elements:
        depth = _integer(element.get(f"{W}ilvl"))
        restart = value(element, "lvlRestart")
        # Without a w:start the count begins at zero (17.9.25).
        level = Level(
            start=_integer(value(element, "start") or "0"),
            form=_form(element),
            text=value(element, "lvlText") or "",
            restart=None if restart is None else _integer(restart),
            legal=bool(switch(element, "isLgl")),
            gap=_GAP.get(value(element, "suff") or "tab", " "),
            style=value(element, "pStyle") or "",
        )
        old = known.get(depth)
        found[depth] = replace(level, style=level.style or old.style) if old else level
    return found


def _form(element: _Element) -> str:
    """Newer formats stand behind a choice of which the fallback is a format everyone knows."""
    direct = element.find(f"{W}numFmt")
    if direct is None:
        direct = next(element.iter(f"{W}numFmt"), None)
    return "decimal" if direct is None else str(direct.get(f"{W}val", "decimal"))


def _integer(text: str | None) -> int:
    try:
        return int(text or "0")
    except ValueError:
        return 0
