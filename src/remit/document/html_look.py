"""What a browser makes of style: whether text can be seen, is bold, keeps its white space.

Only what decides whether a person sees the text: styles of elements, and of style sheets' simplest rules
(a tag, ".class" or "#id" alone). Scripts and anything cleverer are beyond a reader of contracts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml.etree import _Element

Rules = Mapping[str, Mapping[str, str]]
"""Declarations by simple selector."""
_BRACES = re.compile(r"([{}])")
_SIMPLE = re.compile(r"[a-z][a-z0-9]*\Z|[.#][\w-]+\Z", re.IGNORECASE)
_SIZE = re.compile(r"([\d.]+)\s*(px|pt|em|rem|%|)")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\Z")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?\s*\)\Z")
_NAMED = {"white": "ffffff", "black": "000000", "transparent": "", "inherit": ""}
_TINY = {"px": 4.0, "pt": 3.0, "em": 0.2, "rem": 0.2, "%": 20.0, "": 1.0}
"""Below three points nobody reads."""
_AWAY = 999.0
"""Pixels off the page."""


@dataclass(frozen=True, slots=True)
class Look:
    """`colour` is empty where none is set; `ground`, the colour behind the text, is None where it isn't known."""

    removed: bool = False
    tiny: bool = False
    bold: bool = False
    kept: bool = False
    colour: str = ""
    ground: str | None = "ffffff"

    @property
    def hidden(self) -> bool:
        return self.removed or self.tiny or self.colour == self.ground


def rules(sheets: Iterable[str]) -> Rules:
    found: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        head, depth = "", 0
        for piece in _BRACES.split(_uncommented(sheet)):
            if piece == "{":
                depth += 1
            elif piece == "}":
                depth = max(depth - 1, 0)
            elif depth == 0:
                head = piece
            elif depth == 1 and not head.lstrip().startswith("@"):
                # Rules deeper than this, inside @media, hold for some screens only.
                for name in head.split(","):
                    if _SIMPLE.match(name.strip()):
                        found.setdefault(name.strip().lower(), {}).update(declarations(piece))
    return found


def _uncommented(sheet: str) -> str:
    first, *rest = sheet.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";"))
    return {
        name.strip().lower(): text.replace("!important", "").strip().lower()
        for name, colon, text in pairs
        if colon
    }


def style_of(element: _Element, sheet: Rules) -> dict[str, str]:
    own = dict(sheet.get(str(element.tag), {}))
    for name in str(element.get("class", "")).lower().split():
        own.update(sheet.get(f".{name}", {}))
    own.update(sheet.get(f"#{str(element.get('id', '')).lower()}", {}))
    own.update(declarations(str(element.get("style", ""))))
    return own


def look(element: _Element, style: Mapping[str, str], outer: Look) -> Look:
    """How the element's text looks, given the look of what surrounds it."""
    if not style and not element.attrib:
        return outer
    removed = (
        outer.removed
        or element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or _number(style.get("opacity", "1")) == 0
        or _away(style)
    )
    colour = _colour(style.get("color", "") or str(element.get("color", "")).lower())
    ground = outer.ground
    shade = (
        style.get("background-color") or style.get("background") or str(element.get("bgcolor", "")).lower()
    )
    if shade:
        known = _colour(shade.split(" ")[0] if "(" not in shade else shade)
        ground = known or (
            ground if shade.split(" ")[0] in {"transparent", "none", "inherit", "initial"} else None
        )
    weight = style.get("font-weight", "")
    return replace(
        outer,
        removed=removed,
        tiny=_tiny(style["font-size"]) if "font-size" in style else outer.tiny,
        bold=weight in {"bold", "bolder", "600", "700", "800", "900"} or (outer.bold and weight != "normal"),
        kept=style["white-space"].startswith("pre") if "white-space" in style else outer.kept,
        colour=colour or outer.colour,
        ground=ground,
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _tiny(size: str) -> bool:
    found = _SIZE.match(size)
    return bool(found) and _number(found.group(1)) < _TINY[found.group(2)] if found else False


def _away(style: Mapping[str, str]) -> bool:
    """Moved off the page: "left: -9999px"."""
    names = ("left", "top", "right", "text-indent", "margin-left")
    lengths = (style.get(name, "") for name in names)
    return any(
        length.startswith("-") and (f := _SIZE.match(length[1:])) is not None and _number(f.group(1)) >= _AWAY
        for length in lengths
    )


def _colour(text: str) -> str:
    """Six hexadecimal digits; empty where it is no plain colour."""
    if text in _NAMED:
        return _NAMED[text]
    if found := _HEX.match(text):
        digits = found.group(1)
        return digits if len(digits) == 6 else "".join(d * 2 for d in digits)
    if (found := _RGB.match(text)) and found.group(4) not in {"0", "0.0"}:
        return "".join(f"{min(int(n), 255):02x}" for n in found.groups()[:3])
    return ""
