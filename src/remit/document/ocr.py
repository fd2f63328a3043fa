"""Pictures of pages become words with places, by Tesseract (an optional part: `remit[ocr]` and its language data).

The engine's own order of lines is not used: its words go through the same line builder as a PDF's.
"""

from __future__ import annotations

import math
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from remit.document.words import Sheet, Word
from remit.errors import FileProblem

DPI = 300
"""Dots per inch at which pages are drawn for reading: at 200 small print and numbers in brackets suffer."""
LANGUAGE = "eng"
_WORKERS = 4
_ALIKE = 0.2  # the engine's letter heights vary by this much within one font size
_NOISE = 0.3  # confidence below which a word without letters or digits is a speck
_DOUBTFUL = 0.6  # mean confidence below which the page may lie on its side
_SLANT = 0.2  # of the page's width: shorter lines tell nothing about its slant

Turn = tuple[float, float]
"""A page's turn as (cosine, sine)."""


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


def language_data(name: str) -> Path:
    """The folder with the engine's language data. FileProblem saying how to install what is missing."""
    try:
        import tesserocr  # noqa: F401, PLC0415 - optional, and only scans need it
    except ImportError as error:
        raise FileProblem(
            f"{name} is a picture of text, and the part of Remit that reads pictures is not installed.",
            f"Install it with: pip install 'remit[ocr]'. {_how()} Or give the file from which the scan was printed.",
        ) from error
    for folder in _folders():
        if (folder / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise FileProblem(
        f"{name} is a picture of text, and Tesseract's English language data was not found.",
        f"{_how()} Or set TESSDATA_PREFIX to the folder that holds {LANGUAGE}.traineddata.",
    )


def _how() -> str:
    match sys.platform:
        case "darwin":
            return "Language data: brew install tesseract."
        case "win32":
            return "Language data: install Tesseract from https://github.com/UB-Mannheim/tesseract/wiki."
        case _:
            return "Language data: sudo apt-get install tesseract-ocr-eng (Debian, Ubuntu)."


def _folders() -> Iterator[Path]:
    """Where systems keep the language data, the person's own choice first."""
    if own := os.environ.get("TESSDATA_PREFIX"):
        yield from (Path(own), Path(own) / "tessdata")
    yield Path(sys.prefix) / "share" / "tessdata"
    yield Path.home() / ".local" / "share" / "tessdata"
    for root in ("/usr/share/tesseract-ocr", "/usr/local/share/tesseract-ocr"):
        yield from sorted(Path(root).glob("*/tessdata"), reverse=True)
    for root in (
        "/usr/share",
        "/usr/local/share",
        "/usr/share/tesseract",
        "/opt/homebrew/share",
        "/opt/local/share",
    ):
        yield Path(root) / "tessdata"
    for variable in ("PROGRAMFILES", "LOCALAPPDATA"):
        if root := os.environ.get(variable):
            yield Path(root) / "Tesseract-OCR" / "tessdata"
            yield Path(root) / "Programs" / "Tesseract-OCR" / "tessdata"


def _read(picture: Picture, folder: Path) -> Reading:
    with _engine(folder) as engine:
        best = _recognise(engine, picture, 0)
        if best.confidence < _DOUBTFUL:
            best = max([best, *(_recognise(engine, picture, turns) for turns in (1, 2, 3))], key=_legible)
    return best


def _legible(reading: Reading) -> float:
    """How much was read surely: a page on its side gives fewer and less certain words."""
    return sum(
        sure for sure, word in zip(reading.sureness, reading.sheet.words, strict=True) if len(word.text) > 1
    )


@contextmanager
def _engine(folder: Path) -> Iterator[Any]:
    import tesserocr  # noqa: PLC0415 - optional, and only scans need it

    with tesserocr.PyTessBaseAPI(path=str(folder), lang=LANGUAGE, psm=tesserocr.PSM.AUTO) as engine:
        yield engine


def _recognise(engine: Any, picture: Picture, turns: int) -> Reading:  # noqa: ANN401 - tesserocr has no types
    """The words of the picture turned counter-clockwise by quarter turns; boxes are in the picture as it was."""
    import tesserocr  # noqa: PLC0415 - optional, and only scans need it

    image = picture.image.rotate(90 * turns, expand=True) if turns else picture.image
    scale = picture.width / picture.image.width
    engine.SetImage(image)
    engine.SetSourceResolution(max(70, round(72 / scale)))
    engine.Recognize()
    found: list[tuple[str, tuple[int, int, int, int], float, float, float]] = []
    slopes: list[float] = []
    iterator = engine.GetIterator()
    if iterator is None:
        return Reading(Sheet(picture.number, picture.width, picture.height, ()), ())
    for item in tesserocr.iterate_level(iterator, tesserocr.RIL.WORD):
        if item.Empty(tesserocr.RIL.WORD):
            continue
        text: str = "".join(item.GetUTF8Text(tesserocr.RIL.WORD).split())
        sureness = item.Confidence(tesserocr.RIL.WORD) / 100
        if not text or text == "|" or (sureness < _NOISE and not any(c.isalnum() for c in text)):
            continue
        left, top, right, bottom = item.BoundingBox(tesserocr.RIL.WORD)
        line = item.Baseline(tesserocr.RIL.TEXTLINE)
        (x0, y0), (x1, y1) = line or ((left, bottom), (right, bottom))
        if x1 - x0 > _SLANT * image.width:
            slopes.append((y1 - y0) / (x1 - x0))
        (_, a), (_, b) = item.Baseline(tesserocr.RIL.WORD) or ((left, bottom), (right, bottom))
        height = item.RowAttributes()["row_height"]
        found.append((text, (left, top, right, bottom), (a + b) / 2, height * scale, sureness))
    angle = math.atan(median(slopes)) if slopes else 0.0
    usual = median(height for *_, height, _ in found) if found else 1.0
    words = []
    for content, box, base, height, _ in found:
        size = usual if abs(height - usual) < _ALIKE * usual else height
        words.append(_word(content, box, base, size, scale, angle, picture, turns))
    width, height = (picture.height, picture.width) if turns % 2 else (picture.width, picture.height)
    return Reading(Sheet(picture.number, width, height, tuple(words)), tuple(sure for *_, sure in found))


def _word(
    text: str, box: tuple[int, int, int, int], base: float, size: float, scale: float, angle: float,
    picture: Picture, turns: int,
) -> Word:  # fmt: skip
    left, top, right, bottom = (edge * scale for edge in box)
    shift = math.tan(angle)
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
    middle = (left + right) / 2
    lean = shift * base * scale
    return Word(text, left + lean, right + lean, base * scale - shift * middle, size, shown)
