"""Mail: the message is one document, each attached document is another; a mail attached to a mail is read alike.

Agreements are closed and changed by mail ("we accept, with the change in clause 4"), so the message itself counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from mimetypes import guess_extension
from typing import TypeAlias

from remit.document import html
from remit.document.limits import MAX_ATTACHMENTS
from remit.document.model import Document, Paragraph
from remit.document.text import cut, decode
from remit.errors import FileProblem

_HEADERS = ("Subject", "From", "To", "Cc", "Date")
_DEPTH = 5
"""Mails within mails; a longer chain of forwards is no agreement."""
_SOFT = re.compile(r"(?<!^--) \n(?!>)", re.MULTILINE)
"""A line break that is no more than layout, in mail of "format=flowed" (RFC 3676)."""
_LONG_HEADER = 20_000
"""Characters beyond which decoding costs more than a person's header ever holds."""
_SILENT = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})

Mail: TypeAlias = "Message[str, str]"
Open = Callable[[bytes, str], tuple[Document, ...]]


def read(data: bytes, name: str, open_attachment: Open) -> tuple[Document, ...]:
    """An .eml file: the message first, then its attachments. `open_attachment` reads a file by content and name.

    FileProblem where there is no message; an attachment that can't be read becomes a notice.
    """
    try:
        # The parser's older policy reads a header when asked, and simply; the newer one takes minutes over a
        # hostile list of addresses.
        message: Mail = message_from_bytes(data)
    except RecursionError as error:
        raise FileProblem(f"{name} is nested too deeply to be a mail.", _AGAIN) from error
    if not any(_header(message, header) for header in _HEADERS):
        raise FileProblem(f"{name} is not a mail: it has no subject, sender or date.", _AGAIN)
    reading = _Reading(open_attachment)
    found = tuple(reading.documents(message, name, 0, hashlib.sha256(data).hexdigest()))
    notices = tuple(reading.notices)
    if not found:
        raise FileProblem(" ".join((f"{name} holds no text.", *notices)), "Give the contract's own file.")
    return (replace(found[0], notices=(*found[0].notices, *notices)), *found[1:])


_AGAIN = "Save the mail as .eml again, or give the attached files themselves."


@dataclass(slots=True)
class _Reading:
    """One mail with all that hangs on it; attachments are counted over all levels."""

    open_attachment: Open
    notices: list[str] = field(default_factory=list)
    count: int = 0

    def documents(self, message: Mail, name: str, depth: int, sha256: str = "") -> Iterator[Document]:
        if depth > _DEPTH:
            raise FileProblem(f"{name} holds mails within mails more than {_DEPTH} deep.", _AGAIN)
        bodies = _bodies(message)
        own = {id(body) for body in bodies}
        body = _message(message, bodies, name, sha256)
        if body:
            yield body
        for part in _leaves(message):
            if id(part) in own or _inline(part):
                continue
            self.count += 1
            if self.count > MAX_ATTACHMENTS:
                raise FileProblem(f"{name} holds more than {MAX_ATTACHMENTS} attachments.", _AGAIN)
            yield from self._attached(part, name, depth)

    def _attached(self, part: Mail, name: str, depth: int) -> Iterator[Document]:
        title = _filename(part) or f"attachment {self.count}{guess_extension(part.get_content_type()) or ''}"
        payload = part.get_payload()
        if part.get_content_type() in _SEALED:
            self.notices.append(f"{name} holds an encrypted part, which was not read.")
        elif part.get_content_maintype() == "message" and isinstance(payload, list) and payload:
            inner = payload[0]
            if isinstance(inner, Message):
                yield from self.documents(inner, _header(inner, "Subject") or title, depth + 1)
        elif data := _data(part):
            try:
                yield from self.open_attachment(data, title)
            except FileProblem as problem:
                self.notices.append(f"The attachment {title} was not read: {problem.message}")
        else:
            self.notices.append(f"The attachment {title} is empty.")


def _message(message: Mail, bodies: list[Mail], name: str, sha256: str) -> Document | None:
    """The headers people see and the text; None where there is no text."""
    parts = [_read_body(body, name, sha256) for body in bodies]
    parts = [part for part in parts if part.text.strip()]
    if not parts:
        return None
    text = ""
    paragraphs: list[Paragraph] = []
    for header in _HEADERS:
        if value := _header(message, header):
            line = f"{header}: {value}"
            paragraphs.append(Paragraph(len(text), len(text) + len(line)))
            text += line + "\n"
    out = [text]
    at, tables = len(text), 0
    notices: list[str] = []
    for part in parts:
        out.append("\n" + part.text.rstrip() + "\n")
        paragraphs += [_moved(p, at + 1, tables) for p in part.paragraphs]
        tables += max((p.table for p in part.paragraphs), default=0)
        at += len(out[-1])
        notices += part.notices
    text = "".join(out)
    # A mail within a mail is no file of its own; its text tells it from others.
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Document(f"{name} (message)", "email", text, tuple(paragraphs), digest, notices=tuple(notices))


def _read_body(body: Mail, name: str, sha256: str) -> Document:
    source = _decoded(body, name)
    if body.get_content_type() == "text/html":
        return html.document(source, name, sha256)
    if str(body.get_param("format", "")).lower() == "flowed":
        source = _SOFT.sub(" ", source)
    source = source.replace("\f", "\n")  # a mail has no pages
    paragraphs, _ = cut(source)
    return Document(name, "email", source, paragraphs, sha256)


def _moved(paragraph: Paragraph, by: int, tables: int) -> Paragraph:
    return replace(
        paragraph,
        start=paragraph.start + by,
        end=paragraph.end + by,
        cells=tuple((a + by, b + by) for a, b in paragraph.cells),
        table=paragraph.table + tables if paragraph.table else 0,
    )


def _bodies(part: Mail) -> list[Mail]:
    """The parts which a mail program shows as the message, in order."""
    payload = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(payload, list):
        choices = [_bodies(child) for child in payload if isinstance(child, Message)]
        if part.get_content_type() == "multipart/alternative":
            return _best([choice for choice in choices if choice])
        return [body for choice in choices for body in choice]
    shown = part.get_content_type() in {"text/plain", "text/html"}
    return [part] if shown and not _filename(part) and part.get_content_disposition() != "attachment" else []


def _best(choices: list[list[Mail]]) -> list[Mail]:
    """Plain text, unless it is only a stub that sends people to the other form."""
    sizes = [sum(_size(body) for body in choice) for choice in choices]
    plain = [
        i for i, choice in enumerate(choices) if all(b.get_content_type() == "text/plain" for b in choice)
    ]
    for i in plain:
        if sizes[i] and sizes[i] * 3 >= max(sizes):
            return choices[i]
    return choices[sizes.index(max(sizes))] if choices else []


def _size(body: Mail) -> int:
    """About how much text a body shows."""
    source = _decoded(body, "mail")
    if body.get_content_type() == "text/html":
        return sum(len(part.partition(">")[2].strip()) for part in source.split("<"))
    return len(source.strip())


def _leaves(part: Mail) -> Iterator[Mail]:
    """All parts that are not made of others; an attached mail stays whole."""
    payload = part.get_payload()
    if part.get_content_maintype() == "multipart" and part.get_content_type() not in _SEALED:
        for child in payload if isinstance(payload, list) else ():
            if isinstance(child, Message):
                yield from _leaves(child)
    else:
        yield part


def _inline(part: Mail) -> bool:
    """Another form of the message, a logo in it, or a signature: no attachment to people."""
    if part.get_content_type() in _SILENT:
        return True
    if part.get_content_disposition() == "attachment":
        return False
    picture = part.get_content_maintype() == "image" and (
        part.get_content_disposition() == "inline" or bool(part.get("Content-ID"))
    )
    return picture or (part.get_content_maintype() == "text" and not _filename(part))


def _decoded(part: Mail, name: str) -> str:
    return decode(_data(part), name, part.get_content_charset() or "")


def _data(part: Mail) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _header(message: Mail, name: str) -> str:
    """A header in one line, its encoded words decoded."""
    return _unfolded(message.get(name, ""))


def _filename(part: Mail) -> str:
    """The last step of an attachment's name: senders may put paths there."""
    return re.split(r"[/\\]", _unfolded(part.get_filename() or ""))[-1].strip()


def _unfolded(given: object) -> str:
    text = str(given)
    with suppress(MessageError, LookupError, ValueError):  # badly encoded words stand as they are
        text = str(make_header(decode_header(text))) if len(text) < _LONG_HEADER else text
    return " ".join(text.encode("utf-8", "replace").decode().split())
