"""Opening files: told by content, bounded, and refused with one message and what to do about it."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pdf_files import PROSE, encrypted, text, typeset, written
from PIL import Image

from remit.document.limits import MAX_BYTES
from remit.document.open import open_document, open_documents, read_bytes
from remit.errors import FileProblem


def office(part: str, **others: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {"[Content_Types].xml": "<Types/>", part: "<x/>", **others}.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b"0" * (300 * 1024 * 1024))
    return out.getvalue()


def compound(stream: str) -> bytes:
    """The older container of Word and Excel, as far as it is looked at."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + stream.encode("utf-16-le") + bytes(512)


def picture(form: str, size: tuple[int, int] = (40, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, form)
    return out.getvalue()


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A small file which says it unpacks to a huge picture."""
    data = bytearray(picture("PNG"))
    data[16:24] = struct.pack(">II", width, height)
    return bytes(data)


WHOLE = written(text(50, 400, "The Provider shall monitor the network."))
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "is empty", "saved or downloaded"),
    "blank": (b" \r\n\t", "is empty", "saved or downloaded"),
    "zeros": (bytes(5000), "is empty", "saved or downloaded"),
    "encrypted PDF": (encrypted(), "password", "without one"),
    "cut-off PDF": (WHOLE[:300], "damaged or incomplete", "again"),
    "PDF header alone": (b"%PDF-1.7\n", "damaged or incomplete", "again"),
    "PDF without pages": (written(), "damaged or incomplete", "again"),
    "PDF without text": (written("0 0 10 10 re f"), "without any text", "right file"),
    "encrypted Word file": (compound("EncryptedPackage"), "password", "save it without"),
    "old Word file": (compound("WordDocument"), "before 2007", ".docx"),
    "old Excel file": (compound("Workbook"), "Excel", "PDF"),
    "Outlook message": (compound("__substg1.0_0037001F"), "Outlook", ".eml"),
    "other old Office file": (compound("Contents"), "older Microsoft Office", ".docx"),
    "Excel workbook": (office("xl/workbook.xml"), "Excel", "audit"),
    "presentation": (office("ppt/presentation.xml"), "PowerPoint", "PDF"),
    "OpenDocument": (office("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument", ".docx"),
    "archive": (office("contracts/a.pdf"), "ZIP archive", "Unpack"),
    "cut-off archive": (office("contracts/a.pdf")[40:-30] and b"PK\x03\x04" + bytes(50), "damaged ZIP", "again"),
    "cut-off Word file": (office("word/document.xml")[:-40], "damaged", ""),
    "Word file that unpacks to gigabytes": (bomb(), "", ""),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(50), "RAR", "Unpack"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "7-Zip", "Unpack"),
    "gzip": (b"\x1f\x8b\x08" + bytes(range(50)), "gzip", "Unpack"),
    "tar": (b"a.pdf".ljust(257, b"\0") + b"ustar\0" + bytes(300), "tar", "Unpack"),
    "Windows program": (b"MZ\x90\x00" + bytes(200), "program", "contract"),
    "Linux program": (b"\x7fELF\x02\x01" + bytes(200), "program", "contract"),
    "video": (bytes(3) + b"\x20ftypisom" + bytes(200), "video", "contract"),
    "photo of a phone": (bytes(3) + b"\x20ftypheic" + bytes(200), "HEIC", "PNG or JPEG"),
    "GIF": (picture("GIF"), "GIF", "PNG or JPEG"),
    "bitmap": (picture("BMP"), "bitmap", "PNG or JPEG"),
    "rich text": (b"{\\rtf1\\ansi The Provider shall}", "rich text", ".docx"),
    "PostScript": (b"%!PS-Adobe-3.0\n", "PostScript", "PDF"),
    "XML": (b'<?xml version="1.0"?><invoice/>', "XML", ".docx"),
    "noise": (bytes(range(256)) * 8, "not a document", "PDF"),
    "damaged PNG": (picture("PNG", (400, 400))[:60], "damaged picture", "again"),
    "huge picture": (png_of_claimed_size(60_000, 60_000), "", ""),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    yield
    assert list(work.iterdir()) == []


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tmp_path: Path, case: str) -> None:
    content, message, hint = REFUSED[case]
    path = tmp_path / "offer.pdf"
    path.write_bytes(content)
    with pytest.raises(FileProblem) as refusal:
        open_document(path)
    assert "offer.pdf" in refusal.value.message
    assert message in refusal.value.message
    assert refusal.value.hint
    assert hint in refusal.value.hint


def too_large(folder: Path) -> Path:
    path = folder / "film.pdf"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # sparse: takes no room on the disk
    return path


def pipe(folder: Path) -> Path:
    path = folder / "pipe.pdf"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("made", "message", "hint"),
    [
        (lambda folder: folder / "none.pdf", "There is no file", "Check the name"),
        (lambda folder: folder / "a.pdf" / "b.pdf", "There is no file", "Check the name"),
        (lambda folder: folder, "is a folder", "files in it"),
        (too_large, "too large", "agreement alone"),
        (pipe, "not an ordinary file", "contract"),
        (lambda _: Path("/dev/zero"), "not an ordinary file", "contract"),
        (lambda folder: folder / ("x" * 5000), "can't be opened", "Check the name"),
        (lambda folder: folder / "a\0b", "can't be opened", "Check the name"),
    ],
    ids=[
        "missing",
        "below a missing folder",
        "folder",
        "too large",
        "pipe",
        "device",
        "long name",
        "zero in name",
    ],
)
def test_no_file_to_read(tmp_path: Path, made: Callable[[Path], Path], message: str, hint: str) -> None:
    with pytest.raises(FileProblem) as refusal:
        open_document(made(tmp_path))
    assert message in refusal.value.message
    assert hint in refusal.value.hint


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to the program instead of the disk, for the system's administrator may read every file."""

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "offer.pdf"
    path.write_bytes(WHOLE)
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(FileProblem) as refusal:
        open_document(path)
    assert "may not be read" in refusal.value.message
    assert "permissions" in refusal.value.hint


def test_content_handed_over_is_bounded_too() -> None:
    with pytest.raises(FileProblem, match="too large"):
        read_bytes(bytes(MAX_BYTES + 1), "attachment.pdf")


@pytest.mark.parametrize(
    ("name", "content", "form", "notices"),
    [
        ("offer.pdf", WHOLE, "pdf", 0),
        ("offer.docx", WHOLE, "pdf", 1),
        ("offer.dat", WHOLE, "pdf", 0),
        ("offer.pdf", PROSE.encode(), "text", 1),
        ("offer.txt", f"<!DOCTYPE html>\n<p>{PROSE}</p>".encode(), "html", 1),
        ("offer.txt", f"{PROSE}\nMZ and BM are letters too.".encode(), "text", 0),
        ("offer.txt", f"BM shall mean the buyer's manager. {PROSE}".encode(), "text", 0),
        ("offer.txt", f"To: the Client\nFrom: the Provider\n\n{PROSE}".encode(), "text", 0),
        ("offer.txt", PROSE.encode("utf-16"), "text", 0),
        ("offer.eml", f"From: a@b.example\nTo: c@d.example\nSubject: Offer\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{PROSE}".encode(), "email", 0),
    ],
)  # fmt: skip
def test_recognised_by_content(tmp_path: Path, name: str, content: bytes, form: str, notices: int) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (document,) = open_document(path)
    assert document.format == form
    assert sum("in spite of its name" in notice for notice in document.notices) == notices


def test_another_name_is_used_where_one_is_given(tmp_path: Path) -> None:
    path = tmp_path / "upload-17"
    path.write_bytes(WHOLE)
    assert open_document(path, name="Harbour.pdf")[0].name == "Harbour.pdf"


def test_documents_of_an_agreement_have_names_of_their_own(tmp_path: Path) -> None:
    paths = []
    for folder, content in (("a", PROSE), ("b", PROSE * 2), ("c", PROSE)):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "terms.txt")
        paths[-1].write_text(content)
    first, second = open_documents(paths)
    assert [first.name, second.name] == ["terms.txt", "b/terms.txt"]
    assert "not read a second time" in " ".join(first.notices)


def test_long_contracts_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(typeset(f"#for n in range(200) [{PROSE} #parbreak()]"))
    (document,) = open_document(path)
    assert document.words == 200 * len(PROSE.split())
