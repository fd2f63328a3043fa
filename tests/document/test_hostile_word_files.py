"""Word files that are broken, locked or hostile are refused with one message and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from word_files import p, word

from remit.document import docx
from remit.errors import FileProblem

GOOD = word(p("The Supplier shall restore data."))
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(xml: str) -> bytes:
    return word("", extra={"word/document.xml": xml.encode()})


def laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return document(
        f"<!DOCTYPE x [{entities}]><w:document {NAMESPACE}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    )


def bomb() -> bytes:
    return word(f"<w:p/>{' ' * (32 << 20)}")


def twice() -> bytes:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The same archive with every entry marked as encrypted."""
    out = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(sign, at + 4)
    return bytes(out)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (GOOD[: len(GOOD) // 2], "is damaged"),
        (GOOD[:-30], "is damaged"),
        (GOOD.replace(b"PK\x03\x04", b"PK\x03\x05"), "is damaged"),
        (b"", "is damaged"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        (OLE + b"\0" * 600, "old binary format"),
        (locked(GOOD), "is encrypted"),
        (bomb(), "grows beyond all measure"),
        (laughs(), "is damaged"),
        (document(f"<w:document {NAMESPACE}><w:body>"), "is damaged"),
        (document("<x/>"), "no document inside"),
        (document(f"<w:document {NAMESPACE}>{'<w:p>' * 5000}"), "is damaged"),
        (word(p("a"), extra={"word/../../evil.xml": b"<x/>"}), "is not allowed"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    with pytest.raises(FileProblem) as caught:
        docx.read(data, "agreement.docx")
    assert says in caught.value.message
    assert caught.value.message.startswith("agreement.docx ")
    assert caught.value.hint


def test_a_part_that_occurs_twice() -> None:
    with pytest.raises(FileProblem, match="is not allowed"):
        docx.read(twice(), "agreement.docx")


def test_no_other_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the password")
    xml = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document {NAMESPACE}><w:body><w:p><w:r>'
        "<w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(FileProblem, match="document type declaration"):
        docx.read(document(xml), "agreement.docx")


def test_windows_separators_in_part_names() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert docx.read(out.getvalue(), "a.docx").text == "The Supplier shall restore data."
