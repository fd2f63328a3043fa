"""Which format a file is in, told by its content; its name is only hearsay.

`recognise` gives one of READABLE or a `Refusal`: what the file is and what the person can do instead.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Format = Literal["pdf", "docx", "html", "text", "email", "image"]

SUFFIXES: dict[Format, frozenset[str]] = {
    "pdf": frozenset({".pdf"}),
    "docx": frozenset({".docx", ".docm", ".dotx", ".dotm"}),
    "html": frozenset({".html", ".htm", ".xhtml"}),
    "text": frozenset({".txt", ".md", ".markdown", ".text", ""}),
    "email": frozenset({".eml", ".mht", ".mhtml"}),
    "image": frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"}),
}
NAMES: dict[Format, str] = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "html": "a web page",
    "text": "plain text",
    "email": "an e-mail",
    "image": "a picture",
}
READABLE = "PDF, Word (.docx), web page, e-mail (.eml), plain text, Markdown, PNG, JPEG, TIFF or WebP"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`what` completes "NAME is ..."."""

    what: str
    hint: str


_UNPACK = "Unpack it and give the documents inside."
_GIVE = f"Give the contract as {READABLE}."
_AS_DOCX = "Open it in Word or LibreOffice, save it as .docx, and give that file."
_AS_PNG = "Save it as PNG or JPEG and give that file."

# Content at an offset, and what it shows the file to be. Order matters where one is the beginning of another.
_IMAGES = (
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"\xff\xd8\xff"),
    (0, b"II*\0"),
    (0, b"MM\0*"),
    (0, b"II+\0"),
    (0, b"MM\0+"),
)
_REFUSED: tuple[tuple[int, bytes, Refusal], ...] = (
    (0, b"{\\rtf", Refusal("a rich text (.rtf) file, which Remit does not read", _AS_DOCX)),
    (0, b"GIF8", Refusal("a GIF picture, which Remit does not read", _AS_PNG)),
    (0, b"BM", Refusal("a bitmap (.bmp) picture, which Remit does not read", _AS_PNG)),
    (0, b"Rar!", Refusal("a RAR archive", _UNPACK)),
    (0, b"7z\xbc\xaf\x27\x1c", Refusal("a 7-Zip archive", _UNPACK)),
    (0, b"\x1f\x8b", Refusal("a gzip archive", _UNPACK)),
    (0, b"BZh", Refusal("a bzip2 archive", _UNPACK)),
    (0, b"\xfd7zXZ\0", Refusal("an xz archive", _UNPACK)),
    (0, b"\x28\xb5\x2f\xfd", Refusal("a Zstandard archive", _UNPACK)),
    (257, b"ustar", Refusal("a tar archive", _UNPACK)),
    (0, b"MZ", Refusal("a Windows program", _GIVE)),
    (0, b"\x7fELF", Refusal("a program", _GIVE)),
    (0, b"\xca\xfe\xba\xbe", Refusal("a program", _GIVE)),
    (0, b"\xcf\xfa\xed\xfe", Refusal("a program", _GIVE)),
    (0, b"SQLite format 3\0", Refusal("a database", _GIVE)),
    (4, b"ftyphei", Refusal("a HEIC picture, which Remit does not read", _AS_PNG)),
    (4, b"ftypmif1", Refusal("a HEIC picture, which Remit does not read", _AS_PNG)),
    (4, b"ftypavif", Refusal("an AVIF picture, which Remit does not read", _AS_PNG)),
    (4, b"ftyp", Refusal("a video or sound recording", _GIVE)),
    (0, b"\x1a\x45\xdf\xa3", Refusal("a video", _GIVE)),
    (0, b"ID3", Refusal("a sound recording", _GIVE)),
    (0, b"OggS", Refusal("a video or sound recording", _GIVE)),
    (8, b"AVI ", Refusal("a video", _GIVE)),
    (8, b"WAVE", Refusal("a sound recording", _GIVE)),
    (
        0,
        b"%!PS",
        Refusal("a PostScript file, which Remit does not read", "Convert it to PDF and give that file."),
    ),
)
# Names of streams inside Microsoft's older container format, in its own encoding.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: tuple[tuple[str, Refusal], ...] = (
    (
        "EncryptedPackage",
        Refusal(
            "a Word document protected by a password",
            "Open it with its password, save it without, and give that file.",
        ),
    ),
    ("WordDocument", Refusal("a Word document in the format of before 2007 (.doc)", _AS_DOCX)),
    ("Workbook", Refusal("an Excel workbook (.xls)", _GIVE)),
    (
        "PowerPoint Document",
        Refusal("a PowerPoint presentation (.ppt)", "Save it as PDF and give that file."),
    ),
    (
        "__substg1.0_",
        Refusal(
            "an Outlook message (.msg)",
            "Save it in Outlook as .eml, or save its attachments, and give those.",
        ),
    ),
)
_HEADER = re.compile(
    rb"(?:from |return-path:|received:|from:|to:|cc:|subject:|date:|message-id:|mime-version:|delivered-to:|"
    rb"content-type:|x-[\w-]+:|reply-to:|dkim-signature:|authentication-results:)",
    re.IGNORECASE,
)
_FIELD = re.compile(rb"[!-9;-~]+:|[ \t]+\S")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|p|h1|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\b")
_LOOK = 4096  # bytes


def recognise(data: bytes) -> Format | Refusal:
    """The format of a file that is not empty."""
    head = data[:_LOOK]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if head.startswith(_OLE):
        return _compound(data)
    if any(head[at : at + len(mark)] == mark for at, mark in _IMAGES) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return "image"
    for at, mark, refusal in _REFUSED:
        # "BM" and "MZ" may begin a text as well; a text holds no zero bytes.
        if head[at : at + len(mark)] == mark and (len(mark) > 3 or at or not _texty(head)):
            return refusal
    return _written(head)


def _written(head: bytes) -> Format | Refusal:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16: the zero bytes between western letters hide the marks; a title and tags stay readable without them.
        plain = plain[2:].replace(b"\0", b"")
    elif not _texty(plain):
        return Refusal("not a document that Remit knows", _GIVE)
    if _mail(plain):
        return "email"
    if _HTML.match(plain):
        return "html"
    if _XML.match(plain):
        return Refusal("an XML file, which Remit does not read", _AS_DOCX)
    return "text"


def _texty(head: bytes) -> bool:
    """Whether bytes can be text: nearly no control characters, or the zeros of UTF-16."""
    if not head:
        return True
    zeros = max(head[::2].count(0), head[1::2].count(0))
    if zeros > 0.3 * len(head) and min(head[::2].count(0), head[1::2].count(0)) < 0.02 * len(head):
        return True
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 27)
    return controls <= 0.02 * len(head)


def _mail(head: bytes) -> bool:
    """Whether the text begins with an e-mail's header: two or more known fields before the first empty line."""
    lines = re.split(rb"\r?\n", head.lstrip(b"\r\n"))
    if lines and lines[0].startswith(b"From "):
        lines = lines[1:]
    known = 0
    for line in lines:
        if not line:
            break
        if not _FIELD.match(line):
            return False
        known += bool(_HEADER.match(line))
    # "To: ..., From: ..." also heads a letter typed as text: an e-mail names its transport too.
    transport = re.search(rb"(?im)^(?:received|message-id|mime-version|content-type|return-path):", head)
    return known >= 2 and transport is not None


def _packed(data: bytes) -> Format | Refusal:
    """Word, Excel, PowerPoint and OpenDocument files are ZIP archives with known parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # The list at the end is gone; the parts' names still stand before each of them.
        if b"word/" in data or b"[Content_Types].xml" in data[:_LOOK]:
            return "docx"
        return Refusal("a damaged ZIP archive", "Get the file again.")
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return Refusal("an Excel workbook", f"{_GIVE} Tickets and invoices go to the audit.")
    if any(name.startswith("ppt/") for name in names):
        return Refusal("a PowerPoint presentation", "Save it as PDF and give that file.")
    if "mimetype" in names and "content.xml" in names:
        return Refusal("an OpenDocument file, which Remit does not read", _AS_DOCX)
    return Refusal("a ZIP archive", _UNPACK)


def _compound(data: bytes) -> Refusal:
    for stream, refusal in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return refusal
    return Refusal("an older Microsoft Office file", _AS_DOCX)


def mismatch(name: str, found: Format) -> str | None:
    """A notice where the name's ending says another format than the content."""
    suffix = PurePath(name).suffix.lower()
    if not any(suffix in endings for endings in SUFFIXES.values() if suffix) or suffix in SUFFIXES[found]:
        return None
    return f"{name} is {NAMES[found]} in spite of its name; it was read as what it is."
