"""A source as an e-mail that carries other example files."""

from __future__ import annotations

import mimetypes
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from pathlib import Path

from making.blocks import Source, Table, accepted
from making.plain import flat


def write(source: Source, folder: Path) -> bytes:
    """Return the message; its attachments are read from the folder of files already made."""
    message = EmailMessage(policy=SMTP.clone(linesep="\n"))
    for name in ("From", "To", "Cc", "Subject", "Message-ID", "In-Reply-To", "References"):
        if source[name]:
            message[name] = source[name]
    message["Date"] = format_datetime(datetime.fromisoformat(source["sent"]))
    message.set_content(flat(source).replace("\n", "\n\n"), cte="quoted-printable")
    message.add_alternative(_html(source), subtype="html", cte="quoted-printable")
    for name in source["attachments"].split(", "):
        kind, _ = mimetypes.guess_type(name)
        main, _, sub = (kind or "application/octet-stream").partition("/")
        message.add_attachment((folder / name).read_bytes(), main, sub, filename=name)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{source.name}_{number}")  # random by default; the file should not change
    return message.as_bytes()


def _html(source: Source) -> str:
    paragraphs = (f"<p>{escape(accepted(b.runs))}</p>" for b in source.blocks if not isinstance(b, Table))
    return "<html><body>" + "\n".join(paragraphs) + "</body></html>\n"
