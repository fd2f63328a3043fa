"""Small pictures as SVG text: the same string stands in a page, in a file of its own and on paper.

Colours tell kinds apart for colour-blind readers too, and nothing is told by colour alone. Ink is `currentColor`, so
that a picture follows the page it stands in. There are no styles inside: a page may forbid them.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

BLUE, ORANGE, PURPLE, GREEN, GREY = "#2b83ba", "#c4640a", "#9c4f88", "#3f8f5b", "#7c848d"
KINDS = (BLUE, ORANGE, PURPLE, GREEN, GREY)
FONT = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif"
SIZE = 13
WIDE = 0.56
"""A character's width against its height, on the safe side."""


class Canvas:
    """Elements drawn one after another. `name` makes the ids of title and description single in a page."""

    def __init__(self, name: str, width: int, height: int, title: str, text: str) -> None:
        self.name, self.width, self.height = name, width, height
        self.title, self.words = title, text
        self.parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, faint: float = 1, hint: str = ""
    ) -> None:
        opacity = f' fill-opacity="{faint:g}"' if faint < 1 else ""
        inner = f"<title>{escape(hint)}</title>" if hint else ""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{fill}"{opacity}>{inner}</rect>'
        )

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, dashed: bool = False, wide: float = 1
    ) -> None:
        dash = ' stroke-dasharray="3 3"' if dashed else ""
        self.parts.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="currentColor" '
            f'stroke-opacity="{0.35 if wide <= 1 else 1}" stroke-width="{wide:g}"{dash}/>'
        )

    def dot(self, x: float, y: float, radius: float, fill: str = "none") -> None:
        stroke = ' stroke="currentColor" stroke-width="1.5"' if fill == "none" else ""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}"{stroke}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        bold: bool = False,
        small: bool = False,
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        size = SIZE - 2 if small else SIZE
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight} '
            f'fill="currentColor">{escape(words)}</text>'
        )

    def svg(self) -> str:
        ids = f"{self.name}-title", f"{self.name}-text"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{ids[0]} {ids[1]}" '
            f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}" '
            f"font-family={quoteattr(FONT)}>\n"
            f'<title id="{ids[0]}">{escape(self.title)}</title>\n<desc id="{ids[1]}">{escape(self.words)}</desc>\n'
            + "\n".join(self.parts)
            + "\n</svg>\n"
        )


def length(words: str, size: int = SIZE) -> float:
    """About how wide a text is, in pixels."""
    return len(words) * size * WIDE


def widest(words: Sequence[str]) -> float:
    return max((length(w) for w in words), default=0.0)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between two ends, `about` so many."""
    span = high - low
    if span <= 0:
        return [low]
    rough = span / about
    size = 1.0
    while size * 10 <= rough:
        size *= 10
    while size > rough:
        size /= 10
    step = next(size * k for k in (1, 2, 5, 10) if size * k >= rough)
    first = -(-low // step)
    found = []
    value = first * step
    while value <= high + step * 1e-9:
        found.append(value)
        value += step
    return found
