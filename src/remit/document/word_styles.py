"""Word's styles: what a paragraph or run inherits along the chain of `basedOn`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from remit.document.package import W

_HEADING = re.compile(r"heading\s?([1-9])\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:sub)?title\Z", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s?[1-9]\Z|table of figures\Z", re.IGNORECASE)
_TINY = 6
"""Half points: text under three points can't be read."""


def value(parent: _Element | None, path: str) -> str | None:
    """The w:val of the element at `path` ("numPr/ilvl") under `parent`."""
    if parent is None:
        return None
    found = parent.find("/".join(W + step for step in path.split("/")))
    return None if found is None else str(found.get(f"{W}val", ""))


def switch(parent: _Element | None, name: str) -> bool | None:
    """An on/off property; None where it isn't given."""
    if parent is None or (found := parent.find(W + name)) is None:
        return None
    return found.get(f"{W}val", "1") not in {"0", "false", "off"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks, as far as it decides whether a person sees it."""

    hidden: str
    bold: bool


class Styles:
    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default = ""
        self._defaults: _Element | None = None
        if root is None:
            return
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in root.iterfind(f"{W}style"):
            name = str(style.get(f"{W}styleId", ""))
            self._styles.setdefault(name, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self._default = name

    def chain(self, name: str | None) -> Iterator[tuple[str, _Element]]:
        """The style and those it is based on, nearest first; a circle ends at its first repetition."""
        seen: set[str] = set()
        name = name or self._default
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = value(self._styles[name], "basedOn") or ""

    def heading(self, name: str | None, properties: _Element | None) -> int:
        """The heading level from 1 that style or outline level give; 0 = no heading."""
        direct = value(properties, "outlineLvl")
        if direct is not None and direct.isdecimal():
            return int(direct) + 1 if int(direct) < 9 else 0
        for _, style in self.chain(name):
            named = value(style, "name") or ""
            if found := _HEADING.match(named):
                return int(found.group(1))
            if _TITLE.match(named):
                return 1
            outline = value(style, "pPr/outlineLvl")
            if outline is not None and outline.isdecimal():
                return int(outline) + 1 if int(outline) < 9 else 0
        return 0

    def contents(self, name: str | None) -> bool:
        """Whether the paragraph is a line of a table of contents."""
        return any(_CONTENTS.match(value(style, "name") or "") for _, style in self.chain(name))

    def look(self, run: _Element | None, paragraph: str | None, *, shaded: bool) -> Look:
        """`run` is the run's w:rPr, `paragraph` the paragraph's style; shaded = it stands on a coloured ground."""
        layers = [run] if run is not None else []
        layers += [s for _, style in self._run_chain(run) if (s := style.find(f"{W}rPr")) is not None]
        layers += [s for _, style in self.chain(paragraph) if (s := style.find(f"{W}rPr")) is not None]
        layers += [self._defaults] if self._defaults is not None else []
        vanish = next((on for layer in layers if (on := switch(layer, "vanish")) is not None), False)
        bold = next((on for layer in layers if (on := switch(layer, "b")) is not None), False)
        colour = next((c for layer in layers if (c := value(layer, "color")) is not None), "auto")
        size = next((z for layer in layers if (z := value(layer, "sz")) is not None), "")
        lit = shaded or any(coloured(layer) or value(layer, "highlight") for layer in layers)
        why = ""
        if vanish:
            why = "hidden"
        elif colour.lower() in {"ffffff", "fefefe", "fdfdfd"} and not lit:
            why = "white"
        elif size.isdecimal() and int(size) < _TINY:
            why = "tiny"
        return Look(why, bool(bold))

    def _run_chain(self, run: _Element | None) -> Iterator[tuple[str, _Element]]:
        name = value(run, "rStyle")
        if name:
            yield from self.chain(name)

    def shaded(self, name: str | None) -> bool:
        return any(coloured(style.find(f"{W}pPr")) for _, style in self.chain(name))


def coloured(properties: _Element | None) -> bool:
    """Whether the properties give a ground on which white text can be seen."""
    shade = properties.find(f"{W}shd") if properties is not None else None
    if shade is None:
        return False
    if shade.get(f"{W}themeFill") or shade.get(f"{W}val", "clear") not in {"clear", "nil"}:
        return True
    return str(shade.get(f"{W}fill", "auto")).lower() not in {"auto", "ffffff", ""}
