"""PDF files: PDFium's words put in reading order by where they stand; pages that are pictures are read by OCR."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from remit.document.blocks import blocks
from remit.document.compose import compose, too_long
from remit.document.limits import MAX_CHARACTERS, MAX_DRAWINGS, MAX_OCR_PAGES, MAX_PAGES, MAX_PIXELS
from remit.document.model import Document
from remit.document.ocr import DPI, Picture, Reading, read_pictures
from remit.document.pdf_words import PdfPageText, page_text
from remit.document.scan import pages_named, readable, scan_notice
from remit.errors import FileProblem

_FEWEST = 20  # visible characters: a page with a picture and fewer is a scan
_LOGO = 0.3  # mean confidence
_GARBLED = 0.3  # of a page's characters without meaning: its fonts don't say which letters they draw

_PDFIUM = Lock()  # the library crashes when two threads use it at once

Progress = Callable[[str, int, int], None]


def read(data: bytes, name: str, progress: Progress | None = None) -> Document:
    """FileProblem where the file is encrypted, damaged, too long, or a scan that can't be read."""
    with _PDFIUM, closing(_opened(data, name)) as pdf:
        form = pdf.get_formtype() != pdfium.FORMTYPE_NONE
        pdf.init_forms()  # lets PDFium draw the fields; it holds no engine for scripts
        pages = _pages(pdf, name)
        scanned = [i for i, page in enumerate(pages) if _scanned(page)]
        notices = _notices(pdf, pages, form)
        try:
            readings = _pictures(pdf, scanned, name, progress)
        except FileProblem as problem:
            # A cover that is a picture must not keep the contract behind it from being read.
            if len(scanned) == len(pages):
                raise
            readings = {}
            where = pages_named([i + 1 for i in scanned])
            notices += (f"{where.capitalize()}: a picture, which was not read. {problem.hint}",)
    sheets = [readings[i].sheet if i in readings else page.sheet for i, page in enumerate(pages)]
    composed = compose(blocks(sheets), len(sheets), name)
    sureness = [sure for reading in readings.values() for sure in reading.sureness]
    read_surely = sum(sureness) / len(sureness) if sureness else 1.0
    if len(scanned) == len(pages) and not readable(composed.text, read_surely if sureness else 0.0):
        raise FileProblem(
            f"{name} holds only pictures, and no text could be read in them.",
            "Give a sharper, upright scan (300 dpi), or the file from which it was printed.",
        )
    if not composed.text.strip():
        raise FileProblem(f"{name} is a PDF without any text.", "Check that it is the right file.")
    if sureness:
        notices = (scan_notice([i + 1 for i in readings], len(pages), read_surely), *notices)
    printed = sum(len(page.sheet.words) for i, page in enumerate(pages) if i not in readings)
    return Document(
        name=name,
        format="pdf",
        text=composed.text,
        paragraphs=composed.paragraphs,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=composed.pages,
        notices=notices,
        confidence=(sum(sureness) + printed) / max(1, len(sureness) + printed),
        boxes=composed.placed.boxes,
    )


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise FileProblem(
                f"{name} is protected by a password.",
                "Open it with its password, print or save it as a PDF without one, and give that file.",
            ) from error
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_SECURITY:
            raise FileProblem(
                f"{name} is encrypted in a way that Remit does not know.",
                "Open it in the program it was made for, print it as a PDF, and give that file.",
            ) from error
        raise FileProblem(
            f"{name} is a damaged or incomplete PDF.", "Get the file again, or print it anew as a PDF."
        ) from error
    if len(pdf) > MAX_PAGES:
        count = len(pdf)
        pdf.close()
        raise FileProblem(
            f"{name} has {count:,} pages; at most {MAX_PAGES:,} are read.", "Give the agreement alone."
        )
    return pdf


def _pages(pdf: pypdfium2.PdfDocument, name: str) -> list[PdfPageText]:
    found: list[PdfPageText] = []
    characters = 0
    for index in range(len(pdf)):
        found.append(_page(pdf, index, name))
        characters += sum(len(word.text) for word in found[-1].sheet.words)
        if characters > MAX_CHARACTERS:
            raise too_long(name)
    return found


def _page(pdf: pypdfium2.PdfDocument, index: int, name: str) -> PdfPageText:
    try:
        page = pdf[index]
        if _typed_on(page):
            # PDFium's text leaves out what was typed into fields and boxes until it is made part of the page.
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = pdf[index]
        try:
            return page_text(page, index + 1)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise FileProblem(
            f"{name} is damaged: page {index + 1} can't be read.",
            "Get the file again, or print it anew as a PDF.",
        ) from error


def _typed_on(page: pypdfium2.PdfPage) -> bool:
    """Whether the page has form fields or boxes of text laid over it."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_DRAWINGS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
            return True
    return False


def _scanned(page: PdfPageText) -> bool:
    count = sum(len(word.text) for word in page.sheet.words)
    return (count < _FEWEST and page.pictures) or page.unmapped > _GARBLED * max(count, _FEWEST)


def _pictures(
    pdf: pypdfium2.PdfDocument, indexes: Sequence[int], name: str, progress: Progress | None
) -> dict[int, Reading]:
    """What OCR reads on the pages that are pictures."""
    if not indexes:
        return {}
    if len(indexes) > MAX_OCR_PAGES:
        raise FileProblem(
            f"{name} has {len(indexes)} pages of pictures; at most {MAX_OCR_PAGES} are read.",
            "Give the agreement in several files, or as a PDF with text.",
        )
    readings = read_pictures(_drawn(pdf, indexes), len(indexes), name, progress)
    # A page on which next to nothing is sure is a photograph or a logo.
    return {i: reading for i, reading in zip(indexes, readings, strict=True) if reading.confidence > _LOGO}


def _drawn(pdf: pypdfium2.PdfDocument, indexes: Sequence[int]) -> Iterator[Picture]:
    for index in indexes:
        page = pdf[index]
        width, height = page.get_size()
        scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        page.close()
        yield Picture(index + 1, image, width, height)


def _notices(pdf: pypdfium2.PdfDocument, pages: Sequence[PdfPageText], form: bool) -> tuple[str, ...]:
    found: list[str] = []
    hidden = [word.text for page in pages for word in page.sheet.words if word.hidden]
    if hidden:
        first = next(i + 1 for i, page in enumerate(pages) if any(word.hidden for word in page.sheet.words))
        sample = " ".join(hidden[:8])
        found.append(
            f"{len(hidden)} words can't be seen by a person who reads the file (from page {first}: “{sample}…”)."
        )
    if any(page.layered for page in pages):
        found.append(
            "The text lies invisibly under pictures of the pages; a scanner's program read it, not Remit."
        )
    if pdfium.FPDFDoc_GetJavaScriptActionCount(pdf) > 0:
        found.append("The PDF holds a program (JavaScript); it was not run.")
    if (count := pdf.count_attachments()) > 0:
        found.append(f"The PDF has {count} attached file{'s' if count > 1 else ''}, which were not read.")
    if form:
        found.append("The PDF is a form; what was typed into its fields is read with the text.")
    return tuple(found)
