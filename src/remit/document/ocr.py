"""Pictures of pages become words with places, by Tesseract (an optional part: `remit[ocr]` and its language data).

The engine's own order of lines is not used: its words go through the same line builder as a PDF's.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from PIL import Image

from remit.document.ink import Ink, numbered
from remit.document.tesseract import engine_for, language_data
from remit.document.words import Sheet, Word

DPI = 300
"""Dots per inch at which pages are drawn for reading: at 200 small print and numbers in brackets suffer."""
_WORKERS = 4
_ALIKE = 0.2  # the engine's letter heights vary by this much within one font size
_NOISE = 0.3  # confidence below which a word without letters or digits is a speck
_DOUBTFUL = 0.6  # mean confidence below which the page may lie on its side
_SURE = 0.75  # a number of less confidence is read again by itself
_LONGEST = 7  # characters of a clause number
_MARGIN = 12  # letter heights to the left of a line in which its number is looked for
_SLANT = 0.2  # of the page's width: shorter lines tell nothing about its slant


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a grey image; `width` and `height` in points."""

    number: int
    image: Image.Image
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a picture and how surely each was read, 0 to 1."""

    sheet: Sheet
    sureness: tuple[float, ...]

    @property
    def confidence(self) -> float:
        return sum(self.sureness) / len(self.sureness) if self.sureness else 0.0


class _Seen(NamedTuple):
    """A word as the engine saw it, in dots from the top left corner; `height` of its line's letters."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    base: float
    height: float
    sureness: float

    def level(self, slope: float) -> float:
        """The height of its baseline on the straightened page."""
        return self.base - slope * (self.left + self.right) / 2


def read_pictures(
    pictures: Iterable[Picture],
    count: int,
    name: str,
    progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Reading]:
    """Each picture's words, in order. FileProblem where the engine or its language data is not installed.

    Pictures are drawn one by one (PDFium allows no second thread) and read side by side, few at a time.
    """
    # Threads inside the engine slow each other down; pages side by side do not.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    folder = language_data(name)
    workers = max(1, min(_WORKERS, count, os.cpu_count() or 1))
    waiting: deque[Future[Reading]] = deque()
    done = 0
    if progress:
        progress(f"reading the pictures in {name}", 0, count)
    with ThreadPoolExecutor(workers) as pool:
        for picture in pictures:
            waiting.append(pool.submit(_read, picture, folder))
            if len(waiting) > workers:
                yield waiting.popleft().result()
                done += 1
                if progress:
                    progress(f"reading the pictures in {name}", done, count)
        while waiting:
            yield waiting.popleft().result()
            done += 1
            if progress:
                progress(f"reading the pictures in {name}", done, count)


def _read(picture: Picture, folder: Path) -> Reading:
    with engine_for(folder) as engine:
        best = _recognise(engine, picture, 0)
        if best.confidence < _DOUBTFUL:
            best = max([best, *(_recognise(engine, picture, turns) for turns in (1, 2, 3))], key=_legible)
    return best


def _legible(reading: Reading) -> float:
    """How much was read surely: a page on its side gives fewer and less certain words."""
    return sum(
        sure for sure, word in zip(reading.sureness, reading.sheet.words, strict=True) if len(word.text) > 1
    )


def _recognise(engine: Any, picture: Picture, turns: int) -> Reading:  # noqa: ANN401 - tesserocr has no types
    """The words of the picture turned counter-clockwise by quarter turns; boxes are in the picture as it was."""
    import tesserocr  # noqa: PLC0415 - optional, and only scans need it

    image = picture.image.rotate(90 * turns, expand=True) if turns else picture.image
    scale = picture.width / picture.image.width
    engine.SetPageSegMode(tesserocr.PSM.AUTO)
    engine.SetImage(image)
    engine.SetSourceResolution(max(70, round(72 / scale)))
    engine.Recognize()
    seen: list[_Seen] = []
    slopes: list[float] = []
    sideways = 0
    iterator = engine.GetIterator()  # none for a blank picture
    for item in tesserocr.iterate_level(iterator, tesserocr.RIL.WORD) if iterator else ():
        if item.Empty(tesserocr.RIL.WORD):
            continue
        text: str = "".join((item.GetUTF8Text(tesserocr.RIL.WORD) or "").split())
        sureness = item.Confidence(tesserocr.RIL.WORD) / 100
        if not text or text == "|" or (sureness < _NOISE and not any(c.isalnum() for c in text)):
            continue
        sideways += item.Orientation()[1] == tesserocr.WritingDirection.TOP_TO_BOTTOM
        left, top, right, bottom = item.BoundingBox(tesserocr.RIL.WORD)
        (x0, y0), (x1, y1) = item.Baseline(tesserocr.RIL.TEXTLINE) or ((left, bottom), (right, bottom))
        if x1 - x0 > _SLANT * image.width:
            slopes.append((y1 - y0) / (x1 - x0))
        (_, one), (_, other) = item.Baseline(tesserocr.RIL.WORD) or ((left, bottom), (right, bottom))
        height = item.RowAttributes()["row_height"]
        seen.append(_Seen(text, left, top, right, bottom, (one + other) / 2, height, sureness))
    if sideways * 2 > len(seen):
        # The page lies on its side: its lines run down the picture. Another turn shows them upright.
        seen = []
    slope = median(slopes) if slopes else 0.0
    usual = median(item.height for item in seen) if seen else 1.0
    seen = [
        item._replace(height=usual) if abs(item.height - usual) < _ALIKE * usual else item for item in seen
    ]
    seen = _with_numbers(engine, image, seen, slope)
    words = tuple(_word(item, scale, slope, picture, turns) for item in seen)
    width, height = (picture.height, picture.width) if turns % 2 else (picture.width, picture.height)
    return Reading(Sheet(picture.number, width, height, words), tuple(item.sureness for item in seen))


def _with_numbers(engine: Any, image: Image.Image, seen: Sequence[_Seen], slope: float) -> list[_Seen]:  # noqa: ANN401 - as above
    """The words and the clause numbers before them: standing apart, many a one is overlooked or misread.

    Where ink stands left of a line, or its first word is doubtful and stands apart, that place is read by itself.
    """
    lines: list[list[_Seen]] = []
    for item in sorted(seen, key=lambda item: item.level(slope)):
        if lines and item.level(slope) - lines[-1][-1].level(slope) < 0.3 * item.height:
            lines[-1].append(item)
        else:
            lines.append([item])
    places: list[tuple[tuple[int, int, int, int], _Seen, bool]] = []
    ink = Ink(image)
    for line in lines:
        line.sort(key=lambda item: item.left)
        first = line[0]
        apart = len(line) > 1 and line[1].left - first.right > 0.5 * first.height
        short = len(first.text) <= _LONGEST
        if apart and short and first.sureness < _SURE and not numbered(first.text):
            places.append(((first.left, first.top, first.right, first.bottom), first, True))
        elif not numbered(first.text):
            top, bottom = round(first.base - 0.85 * first.height), round(first.base + 0.3 * first.height)
            start = max(0, round(first.left - _MARGIN * first.height))
            place = ink.mark(start, top, round(first.left - 0.4 * first.height), bottom)
            if place is not None:
                places.append((place, first, False))
    found = list(seen)
    if not places:
        return found
    for (left, top, right, bottom), first, instead in places:
        text, sureness = ink.number(engine, left, top, right, bottom)
        if not text:
            continue
        if instead:
            found.remove(first)
        found.append(_Seen(text, left, top, right, bottom, first.base, first.height, sureness))
    return found


def _word(item: _Seen, scale: float, slope: float, picture: Picture, turns: int) -> Word:
    left, top, right, bottom = (edge * scale for edge in (item.left, item.top, item.right, item.bottom))
    shown = (left, top, right, bottom)
    match turns:
        case 1:  # what was turned to the left comes back by a turn to the right
            shown = (picture.width - bottom, left, picture.width - top, right)
        case 2:
            shown = (
                picture.width - right,
                picture.height - bottom,
                picture.width - left,
                picture.height - top,
            )
        case 3:
            shown = (top, picture.height - right, bottom, picture.height - left)
    # Straightened: a line that falls to the right is lifted by its fall, a column that leans is set upright.
    lean = slope * item.base * scale
    return Word(item.text, left + lean, right + lean, item.level(slope) * scale, item.height * scale, shown)
