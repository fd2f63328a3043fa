"""A Word file as a package of XML parts (ECMA-376 part 2), opened with suspicion.

Nothing is unpacked to disk. Refused: parts that grow too much, names that climb out of the package or occur
twice, document type declarations (the format forbids them; entities are how XML reads other files or explodes).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from remit.document.limits import MAX_PACK_RATIO, MAX_UNPACKED_BYTES
from remit.errors import FileProblem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""The strict flavour of the format has other namespaces and the same elements."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SMALL = 16 << 20
"""Below this size a part does no harm, and its ratio says nothing: a long form of empty rows packs well."""


@dataclass(frozen=True, slots=True)
class Link:
    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file, by name without a leading slash."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        if data.startswith(_OLE):
            raise self._foreign(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise self._damaged() from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            part = info.filename.replace("\\", "/").lstrip("/")
            if part in self._parts or ".." in part.split("/"):
                raise FileProblem(
                    f"{name} is not a sound Word file: its part {part!r} is not allowed.", _AGAIN
                )
            self._parts[part] = info
        if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
            raise self._huge()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def xml(self, part: str) -> _Element | None:
        """The root of a part, in the transitional namespaces; None where the package lacks it."""
        info = self._parts.get(part)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise FileProblem(f"{self._name} is encrypted.", "Save it without a password first.")
        if info.file_size > _SMALL and info.file_size > MAX_PACK_RATIO * info.compress_size:
            raise self._huge()
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise self._damaged() from error
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise FileProblem(
                f"{self._name} holds a document type declaration, which Word files may not.", _AGAIN
            )
        return _transitional(root)

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part ("" = the package), by id; kind is the last word of the type."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Link] = {}
        for link in root if root is not None else ():
            target = str(link.get("Target", ""))
            external = link.get("TargetMode") == "External"
            if not external:
                joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(joined)
            found[str(link.get("Id"))] = Link(str(link.get("Type", "")).rpartition("/")[2], target, external)
        return found

    def _foreign(self, data: bytes) -> FileProblem:
        if "EncryptedPackage".encode("utf-16-le") in data:
            return FileProblem(
                f"{self._name} is encrypted.", "Open it in Word, remove the password and save it again."
            )
        return FileProblem(f"{self._name} is in Word's old binary format.", "Save it as .docx or PDF.")

    def _damaged(self) -> FileProblem:
        return FileProblem(f"{self._name} is damaged: it can't be read as a Word file.", _AGAIN)

    def _huge(self) -> FileProblem:
        return FileProblem(f"{self._name} grows beyond all measure when unpacked.", _AGAIN)


_AGAIN = "Ask for the file again, or save it as PDF."


def _transitional(root: _Element) -> _Element:
    if not any(uri in _STRICT for uri in root.nsmap.values()):
        return root
    for element in root.iter(etree.Element):
        element.tag = _rename(str(element.tag))
        for key, value in list(element.attrib.items()):
            renamed = _rename(str(key))
            if renamed != key:
                del element.attrib[key]
                element.set(renamed, value)
    return root


def _rename(tag: str) -> str:
    uri, closed, local = tag[1:].partition("}")
    return f"{{{_STRICT[uri]}}}{local}" if closed and uri in _STRICT else tag
