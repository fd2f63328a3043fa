"""Scans and pictures: read where the engine is installed, and refused with how to install it where it is not."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
import pytest
from pdf_files import LOOK, PROSE, bodies, text, typeset, written
from PIL import Image, ImageFilter

from remit.document import image, pdf, tesseract
from remit.document.model import Document
from remit.errors import FileProblem

CLAUSES = f"""
#text(size: 16pt)[*Support Agreement*]

#grid(columns: (30pt, 1fr), row-gutter: 1em, [1.], [*SERVICES*], [1.1], [{PROSE}], [1.2], [{PROSE}], [2.], [*FEES*],
[2.1], [The Client shall pay £95.00 for each hour.])
"""


def pictures(data: bytes, dpi: int = 300, turn: float = 0) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    try:
        found = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()
    return [page.rotate(turn, expand=turn % 90 == 0, fillcolor=255) for page in found]


def saved(pages: list[Image.Image], form: str, dpi: int = 300) -> bytes:
    out = io.BytesIO()
    if form == "PDF":
        pages[0].save(out, form, save_all=True, append_images=pages[1:], resolution=dpi)
    elif len(pages) > 1:
        pages[0].save(out, form, save_all=True, append_images=pages[1:], dpi=(dpi, dpi))
    else:
        pages[0].save(out, form, dpi=(dpi, dpi))
    return out.getvalue()


def installed() -> bool:
    try:
        tesseract.language_data("scan.pdf")
    except FileProblem:
        return False
    return True


def read_scan(data: bytes, name: str = "scan.pdf") -> Document | None:
    """The scan as read; None where the engine is missing, after a look at what was said about it."""
    reader = pdf.read if name.endswith("pdf") else image.read
    if installed():
        return reader(data, name)
    with pytest.raises(FileProblem) as refusal:
        reader(data, name)
    assert "picture of text" in refusal.value.message
    assert "tesseract" in refusal.value.hint.lower()
    return None


def test_a_scanned_contract_keeps_its_structure() -> None:
    document = read_scan(saved(pictures(typeset(CLAUSES), turn=0.5), "PDF"))
    if document is None:
        return
    assert [(x.kind, x.number) for x in document.paragraphs] == [
        ("heading", ""), ("heading", "1"), ("item", "1.1"), ("item", "1.2"), ("heading", "2"), ("item", "2.1"),
    ]  # fmt: skip
    assert bodies(document)[-1] == "2.1 The Client shall pay £95.00 for each hour."
    assert 0.8 < document.confidence < 1
    assert document.notices[0].startswith("The text was read from pictures, 9")


def test_boxes_of_a_scan_are_where_the_words_are() -> None:
    document = read_scan(saved(pictures(typeset(CLAUSES)), "PDF"))
    if document is None:
        return
    printed = pdf.read(typeset(CLAUSES), "print.pdf")
    assert document.boxes is not None
    assert printed.boxes is not None
    for phrase in ("£95.00", "SERVICES", "2.1"):
        ((_, seen),) = document.boxes(at := document.text.index(phrase), at + len(phrase))
        ((_, drawn),) = printed.boxes(at := printed.text.index(phrase), at + len(phrase))
        assert all(abs(one - other) < 6 for one, other in zip(seen, drawn, strict=True))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_scanned_sideways(turn: int) -> None:
    document = read_scan(saved(pictures(typeset(PROSE * 4), turn=turn), "PNG"), "scan.png")
    if document is None:
        return
    assert "at no further charge to the Client" in document.text
    assert document.boxes is not None
    (_, (left, top, right, bottom)), *_ = document.boxes(0, 3)
    assert (right - left > bottom - top) == (turn == 180)


def test_only_pages_without_text_are_read_from_their_picture() -> None:
    scan = pictures(typeset(PROSE))[0]
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(
        pypdfium2.PdfDocument(written(text(50, 400, "The Provider shall monitor the network.")))
    )
    mixed.import_pages(pypdfium2.PdfDocument(saved([scan], "PDF")))
    out = io.BytesIO()
    mixed.save(out)
    document = read_scan(out.getvalue())
    if document is None:
        return
    assert bodies(document) == ["The Provider shall monitor the network.", PROSE.strip()]
    assert document.notices[0].startswith("The text of page 2 was read from pictures")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_pictures_of_every_kind(form: str) -> None:
    document = read_scan(saved(pictures(typeset(PROSE)), form), "page")
    if document is None:
        return
    assert document.format == form.lower()
    assert bodies(document) == [PROSE.strip()]


def test_a_fax_of_several_pages() -> None:
    pages = pictures(typeset(f"{PROSE}\n#pagebreak()\n{PROSE}"))
    told: list[tuple[int, int]] = []
    data = saved(pages, "TIFF")
    if not installed():
        read_scan(data, "fax.tiff")
        return
    document = image.read(data, "fax.tiff", lambda _, done, count: told.append((done, count)))
    assert [x.page for x in document.paragraphs] == [1, 2]
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_screenshot_of_few_dots() -> None:
    document = read_scan(saved(pictures(typeset(PROSE), dpi=110), "PNG", dpi=96), "shot.png")
    if document is None:
        return
    assert "at no further charge to the Client" in document.text


@pytest.mark.parametrize("content", ["blank", "cat"])
def test_a_picture_without_text_is_refused(content: str) -> None:
    page = Image.new("L", (600, 600), 255)
    if content == "cat":
        page = Image.effect_noise((600, 600), 90).filter(ImageFilter.GaussianBlur(6))
    data = saved([page], "PNG")
    if read_scan_or_refusal(data) is None:
        return
    with pytest.raises(FileProblem) as refusal:
        image.read(data, "cat.png")
    assert "no text could be read" in refusal.value.message
    assert "scan" in refusal.value.hint


def read_scan_or_refusal(data: bytes) -> bytes | None:
    if installed():
        return data
    read_scan(data, "cat.png")
    return None


@pytest.mark.parametrize(
    ("system", "hint"), [("linux", "apt-get"), ("darwin", "brew"), ("win32", "Tesseract")]
)
def test_missing_language_data_is_told_with_how_to_install_it(
    system: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "folders", lambda: iter([tmp_path]))
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(FileProblem) as refusal:
        pdf.read(saved(pictures(typeset(PROSE)), "PDF"), "scan.pdf")
    assert "language data was not found" in refusal.value.message
    assert hint in refusal.value.hint


def test_a_missing_engine_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(FileProblem) as refusal:
        image.read(saved(pictures(typeset(PROSE, LOOK)), "PNG"), "scan.png")
    assert "is not installed" in refusal.value.message
    assert "remit[ocr]" in refusal.value.hint


def test_the_persons_own_choice_of_language_data_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert next(tesseract.folders()) == tmp_path
