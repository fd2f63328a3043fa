"""Pictures of paper: PNG, JPEG, WebP, and TIFF with several pages, read by OCR."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable, Iterator

from PIL import Image, ImageOps

from remit.document.blocks import blocks
from remit.document.compose import compose
from remit.document.limits import MAX_OCR_PAGES, MAX_PIXELS
from remit.document.model import Document
from remit.document.ocr import DPI, Picture, read_pictures
from remit.document.scan import readable, scan_notice
from remit.errors import FileProblem

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_A4_WIDTH = 8.27  # inches: what a picture is taken to show where it does not say its resolution


def read(data: bytes, name: str, progress: Callable[[str, int, int], None] | None = None) -> Document:
    """FileProblem where the picture is damaged, too large, or shows no text."""
    with warnings.catch_warnings():
        # Pillow warns of large pictures; the bound below is ours. It also warns of odd metadata, which is not read.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                count = getattr(image, "n_frames", 1)
                if count > MAX_OCR_PAGES:
                    raise FileProblem(
                        f"{name} has {count} pages; at most {MAX_OCR_PAGES} pages of pictures are read.",
                        "Give the agreement in several files.",
                    )
                kind = str(image.format).lower()
                readings = list(read_pictures(_frames(image, count, name), count, name, progress))
        except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
            raise FileProblem(
                f"{name} is a damaged picture.", "Get the file again, or scan it anew."
            ) from error
    sureness = [sure for reading in readings for sure in reading.sureness]
    confidence = sum(sureness) / len(sureness) if sureness else 0.0
    composed = compose(blocks([reading.sheet for reading in readings]), count, name)
    if not readable(composed.text, confidence):
        raise FileProblem(
            f"{name} is a picture in which no text could be read.",
            "Give a sharper, upright scan (300 dpi), or the file from which it was printed.",
        )
    return Document(
        name=name,
        format="jpeg" if kind == "mpo" else kind,
        text=composed.text,
        paragraphs=composed.paragraphs,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=composed.pages,
        notices=(scan_notice(range(1, count + 1), count, confidence),),
        confidence=confidence,
        boxes=composed.placed.boxes,
    )


def _frames(image: Image.Image, count: int, name: str) -> Iterator[Picture]:
    for number in range(count):
        image.seek(number)
        if image.width * image.height > MAX_PIXELS:
            raise FileProblem(
                f"{name} is too large a picture: {image.width} by {image.height} dots.",
                "Save it at 300 dots per inch, in grey.",
            )
        # A camera notes in the file how it was held.
        upright = ImageOps.exif_transpose(image)
        flat = Image.new("RGB", upright.size, "white") if upright.has_transparency_data else None
        if flat is not None:
            flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
        grey = (flat or upright).convert("L")
        dpi = _resolution(image, grey.width)
        width, height = grey.width / dpi * 72, grey.height / dpi * 72
        if dpi < DPI * 0.6:
            # The engine wants letters some twenty dots high; screenshots and faxes have fewer.
            factor = min(DPI / dpi, (MAX_PIXELS / (grey.width * grey.height)) ** 0.5)
            grey = grey.resize(
                (round(grey.width * factor), round(grey.height * factor)), Image.Resampling.BICUBIC
            )
        yield Picture(number + 1, grey, width, height)


def _resolution(image: Image.Image, width: int) -> float:
    """Dots per inch as the file says, unless that makes a page of impossible size."""
    stated = image.info.get("dpi", (0, 0))[0]
    if stated and 4 <= width / stated <= 20:
        return float(stated)
    return width / _A4_WIDTH
