"""Invoices that are no tables: XML, a PDF that carries XML, and a PDF or other document to read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2

from remit.errors import FileProblem

_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "cii.xml")
"""What the embedded invoice is called, by Factur-X, ZUGFeRD 1 and 2, and XRechnung."""
_MAX_BYTES = 64 * 2**20


_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(
    rb"(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to):", re.IGNORECASE
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")


def kind_of_file(path: Path, head: bytes) -> str:
    """What a file is, as it is told to people: "table", "XML", "a PDF" or "a document"."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        return "a PDF"
    if head.startswith(_PICTURES) or _HTML.match(start) or _MAIL.match(start):
        return "a document"
    if start.startswith(b"<") or head.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        return "XML"
    if head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return "a document" if "word/document.xml" in package.namelist() else "table"
    return "table"


def content(path: Path, name: str) -> bytes:
    if path.stat().st_size > _MAX_BYTES:
        raise FileProblem(f"{name} is larger than {_MAX_BYTES // 2**20} MB.", "Give each invoice alone.")
    return path.read_bytes()


def embedded(data: bytes, name: str) -> bytes | None:
    """The XML invoice inside a PDF; None where it has none."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise FileProblem(f"{name} is no PDF that can be read ({problem}).", "Save it anew.") from problem
    try:
        files = {
            a.get_name().lower(): a for a in (pdf.get_attachment(i) for i in range(pdf.count_attachments()))
        }
        found = next((files[n] for n in _NAMES if n in files), None)
        if found is None:
            found = next((a for n, a in files.items() if n.endswith(".xml")), None)
        return bytes(found.get_data()) if found is not None else None
    finally:
        pdf.close()
