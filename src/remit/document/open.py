"""The one door for files: what they are is found by content, what they may cost is bounded before they are read.

Everything that can be wrong with a file leaves here as FileProblem, with what the person can do about it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from remit.document.formats import NAMES, READABLE, Format, Refusal, mismatch, recognise
from remit.document.limits import MAX_BYTES
from remit.document.model import Document
from remit.errors import FileProblem

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


def open_documents(paths: Iterable[Path], *, progress: Progress | None = None) -> tuple[Document, ...]:
    """All documents of an agreement, in the order given.

    The same content given twice is read once. Documents that share a name get their folder's before it, for evidence
    names the document it stands in.
    """
    found: list[Document] = []
    for path in paths:
        for document in open_document(path, progress=progress):
            twin = next((other for other in found if other.sha256 == document.sha256), None)
            if twin is not None:
                notice = f"{path} has the same content and was not read a second time."
                found[found.index(twin)] = replace(twin, notices=(*twin.notices, notice))
                continue
            taken = {other.name for other in found}
            found.append(
                document
                if document.name not in taken
                else replace(document, name=_distinct(path, document.name, taken))
            )
    return tuple(found)


def _distinct(path: Path, name: str, taken: set[str]) -> str:
    candidate = f"{path.absolute().parent.name}/{name}"
    number = 2
    while candidate in taken:
        candidate = f"{name} ({number})"
        number += 1
    return candidate


def open_document(
    path: Path, *, name: str | None = None, progress: Progress | None = None
) -> tuple[Document, ...]:
    """The document in a file, or several where it is an e-mail with attachments. FileProblem where it can't be read."""
    shown = name or path.name or str(path)
    return read_bytes(_content(path, shown), shown, progress=progress)


def read_bytes(data: bytes, name: str, *, progress: Progress | None = None) -> tuple[Document, ...]:
    """The document or documents in the content of a file called `name`."""
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data))
    if not data.strip(b"\0 \t\r\n"):
        raise FileProblem(f"{name} is empty.", "Check that it was saved or downloaded completely.")
    found = recognise(data)
    if isinstance(found, Refusal):
        raise FileProblem(f"{name} is {found.what}.", found.hint)
    try:
        documents = _read(found, data, name, progress)
    except RecursionError as error:
        raise FileProblem(
            f"{name} is nested too deeply to be read.", "Save it anew from the program that made it."
        ) from error
    except MemoryError as error:
        raise FileProblem(
            f"{name} needs more memory than there is.", "Give a smaller file, or a part of it."
        ) from error
    for document in documents:
        if found != "email" and not any(c.isalnum() for c in document.text):
            raise FileProblem(
                f"{document.name} is {NAMES[found]} without any text.", "Check that it is the right file."
            )
    notice = mismatch(name, found)
    return tuple(
        replace(d, notices=(notice, *d.notices)) if notice and d.name == name else d for d in documents
    )


def _read(found: Format, data: bytes, name: str, progress: Progress | None) -> tuple[Document, ...]:
    # Each reader is loaded when it is needed: a text file must not wait for the PDF and picture libraries.
    match found:
        case "pdf":
            from remit.document import pdf  # noqa: PLC0415 - see above

            return (pdf.read(data, name, progress),)
        case "docx":
            from remit.document import docx  # noqa: PLC0415 - see above

            return (docx.read(data, name),)
        case "html":
            from remit.document import html  # noqa: PLC0415 - see above

            return (html.read(data, name),)
        case "email":
            from remit.document import email  # noqa: PLC0415 - see above

            return email.read(data, name, lambda part, title: read_bytes(part, title, progress=progress))
        case "image":
            from remit.document import image  # noqa: PLC0415 - see above

            return (image.read(data, name, progress),)
        case "text":
            from remit.document import text  # noqa: PLC0415 - see above

            return (text.read(data, name),)


def _content(path: Path, name: str) -> bytes:
    try:
        # O_NONBLOCK: opening a pipe must not wait for a writer.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from error
    except PermissionError as error:
        if path.is_dir():
            raise _folder(name) from error
        raise FileProblem(
            f"{name} may not be read by this user.", "Change its permissions, or copy it to your own folder."
        ) from error
    except (OSError, ValueError) as error:
        raise FileProblem(f"{name} can't be opened: {error}.", "Check the name and the disk.") from error
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise _folder(name)
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem(f"{name} is not an ordinary file.", f"Give the contract as {READABLE}.")
        if status.st_size > MAX_BYTES:
            raise _too_large(name, status.st_size)
        with os.fdopen(handle, "rb", closefd=False) as file:
            # One byte more than allowed shows a file that grows while it is read.
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileProblem(
            f"{name} can't be read: {error}.", "Check the disk or the network drive."
        ) from error
    finally:
        os.close(handle)


def _folder(name: str) -> FileProblem:
    return FileProblem(f"{name} is a folder.", "Name the files in it that make up the agreement.")


def _too_large(name: str, size: int) -> FileProblem:
    return FileProblem(
        f"{name} is too large: {size / 2**20:,.0f} MB, and at most {MAX_BYTES // 2**20} MB are read.",
        "Give the agreement alone, or save its pictures smaller.",
    )
