"""Ink on a scanned page that the OCR engine passed over: single clause numbers in the margin."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from PIL import Image

from remit.document.labels import label

_FAINT = 40  # of 255: less difference between ink and paper is no print
_PAPER = 12  # dots of paper around a mark that is read by itself
_BULLETS = re.compile(r"[•●▪■◦○*·-]\Z")
_COMMA = re.compile(r"(?<=\d)[,:;](?=\d|\Z)")  # what a full stop is taken for in a number
_GAP = 1.2  # of the band's height: ink further apart is another mark


def numbered(text: str) -> bool:
    """Whether the text is a clause number or bullet and nothing more."""
    found = label(f"{text} x")
    return bool(_BULLETS.match(text)) or (found is not None and found.end >= len(text) > 0)


class Ink:
    """A grey page: where it is dark, and what stands there."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        dots = np.asarray(image)
        paper, ink = float(np.median(dots)), float(np.percentile(dots, 1))
        self.paper = round(paper)
        self.dark = dots < (paper + ink) / 2 if paper - ink > _FAINT else np.zeros(dots.shape, bool)

    def mark(self, left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int] | None:
        """The box of the rightmost mark in a place, if it is as high as a letter and no drawn line."""
        top = max(0, top)
        band = self.dark[top:bottom, left:right]
        columns = np.flatnonzero(band.any(axis=0))
        if not len(columns):
            return None
        height = bottom - top
        breaks = np.flatnonzero(np.diff(columns) > _GAP * height)
        columns = columns[breaks[-1] + 1 :] if len(breaks) else columns
        start, stop = int(columns[0]), int(columns[-1]) + 1
        rows = np.flatnonzero(band[:, start:stop].any(axis=1))
        tall = int(rows[-1] - rows[0]) + 1
        line = stop - start < 0.15 * height and tall > 0.9 * height
        if tall < 0.25 * height or line or stop - start > 6 * height:
            return None
        return left + start, top + int(rows[0]), left + stop, top + int(rows[-1]) + 1

    def number(self, engine: Any, left: int, top: int, right: int, bottom: int) -> tuple[str, float]:  # noqa: ANN401 - tesserocr has no types
        """The clause number or bullet in a box, read by itself, and how surely; "" where there is none.

        Alone on a card it is read at two sizes, for a dot is easily lost at one of them.
        """
        import tesserocr  # noqa: PLC0415 - optional, and only scans need it

        part = self.image.crop((left - 3, top - 3, right + 4, bottom + 4))
        engine.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
        for factor in (1, 2):
            mark = part.resize((part.width * factor, part.height * factor), Image.Resampling.BICUBIC)
            card = Image.new("L", (mark.width + 2 * _PAPER, mark.height + 2 * _PAPER), self.paper)
            card.paste(mark, (_PAPER, _PAPER))
            engine.SetImage(card)
            text = _COMMA.sub(".", "".join((engine.GetUTF8Text() or "").split()))
            if numbered(text):
                return text, engine.MeanTextConf() / 100
        return "", 0.0
