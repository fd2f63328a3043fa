"""A PDF as a scan of its print-out: pictures only, a little askew, grey and grainy."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageFilter

_DPI = 200
_QUALITY = 15  # the lowest at which small print stays readable; keeps a page near 100 kB
_THEN = time.gmtime(0)  # a fixed date, so that the same source gives the same bytes


def write(pdf: bytes) -> bytes:
    """Return a PDF of one grey JPEG a page."""
    first, *rest = _photographs(pdf)
    out = io.BytesIO()
    first.save(
        out, "PDF", save_all=True, append_images=rest, resolution=_DPI,
        quality=_QUALITY, optimize=True, progressive=True, creationDate=_THEN, modDate=_THEN,
    )  # fmt: skip
    return out.getvalue()


def _photographs(pdf: bytes) -> Iterator[Image.Image]:
    chance = random.Random(1)  # noqa: S311  # no secret: the same skew every time
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        image = page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        askew = image.rotate(chance.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
        soft = askew.filter(ImageFilter.GaussianBlur(0.5))
        yield soft.point(lambda grey: min(250, 28 + grey * 9 // 10))  # ink fades to grey
