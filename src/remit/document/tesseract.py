"""Finding Tesseract: an optional part of Remit (`remit[ocr]`) and language data that comes with the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from remit.errors import FileProblem

LANGUAGE = "eng"


def language_data(name: str) -> Path:
    """The folder with the engine's language data. FileProblem saying how to install what is missing."""
    try:
        import tesserocr  # noqa: F401, PLC0415 - optional, and only scans need it
    except ImportError as error:
        raise FileProblem(
            f"{name} is a picture of text, and the part of Remit that reads pictures is not installed.",
            f"Install it with: pip install 'remit[ocr]'. {_how()} Or give the file from which the scan was printed.",
        ) from error
    for folder in folders():
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


def folders() -> Iterator[Path]:
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
        if programs := os.environ.get(variable):
            yield Path(programs) / "Tesseract-OCR" / "tessdata"
            yield Path(programs) / "Programs" / "Tesseract-OCR" / "tessdata"


@contextmanager
def engine_for(folder: Path) -> Iterator[Any]:
    import tesserocr  # noqa: PLC0415 - optional, and only scans need it

    with tesserocr.PyTessBaseAPI(path=str(folder), lang=LANGUAGE, psm=tesserocr.PSM.AUTO) as engine:
        yield engine
