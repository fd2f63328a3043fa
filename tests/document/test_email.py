"""Mail: the message, its attachments, and what is said of those that can't be read."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from remit.document import email
from remit.document.limits import MAX_ATTACHMENTS
from remit.document.model import Document
from remit.errors import FileProblem


def attached(data: bytes, name: str) -> tuple[Document, ...]:
    if not name.endswith(".txt"):
        raise FileProblem(f"{name} is not a contract.")
    return (Document(name, "text", data.decode(), (), "0"),)


def mail(body: str = "We accept.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Amendment"
    made["From"] = "Ann <ann@example.org>"
    made["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    for name, text in headers.items():
        made[name] = text
    if body:
        made.set_content(body)
    return made


def read(made: EmailMessage | bytes) -> tuple[Document, ...]:
    return email.read(made if isinstance(made, bytes) else made.as_bytes(), "offer.eml", attached)


def seen(document: Document) -> list[str]:
    return [document.text[x.start : x.end] for x in document.paragraphs]


def test_the_message_with_its_headers() -> None:
    (document,) = read(mail("We accept.\n\n- with the change in clause 4\n", To="Bob <bob@example.org>"))
    assert document.name == "offer.eml (message)"
    assert document.format == "email"
    assert seen(document) == [
        "Subject: Amendment",
        "From: Ann <ann@example.org>",
        "To: Bob <bob@example.org>",
        "Date: Mon, 02 Mar 2026 10:00:00 +0000",
        "We accept.",
        "with the change in clause 4",
    ]


def test_plain_text_before_html() -> None:
    made = mail("We accept the offer of May.")
    made.add_alternative("<p>We accept the offer of <b>May</b>.", subtype="html")
    (document,) = read(made)
    assert seen(document)[-1] == "We accept the offer of May."


def test_html_where_the_plain_text_is_a_stub() -> None:
    made = mail("See HTML.")
    made.add_alternative(
        "<p>We accept.</p><table><tr><td>Fee<td>5 per user</table>" + "<p>and so on</p>" * 9, subtype="html"
    )
    (document,) = read(made)
    assert seen(document)[3:5] == ["We accept.", "Fee | 5 per user"]
    assert next(x for x in document.paragraphs if x.kind == "row").table == 1


def test_encoded_headers_and_names() -> None:
    made = mail()
    made.replace_header("Subject", "Gebühr für Mai")
    made.add_attachment(b"x", maintype="text", subtype="plain", filename="Gebühr.txt")
    message, terms = read(made)
    assert seen(message)[0] == "Subject: Gebühr für Mai"
    assert terms.name == "Gebühr.txt"
    (document,) = read(b"Subject: =?utf-8?q?Geb=C3=BChr?= =?no-such?q?x?=\n\nx")
    assert seen(document)[0].startswith("Subject: ")


def test_flowed_text_is_unwrapped() -> None:
    made = mail("We accept the \noffer \nof May.\n-- \nAnn\n")
    made.set_param("format", "flowed")
    (document,) = read(made)
    assert seen(document)[3] == "We accept the offer of May."


def test_attachments_are_documents() -> None:
    made = mail()
    made.add_attachment(b"4. Fees", maintype="text", subtype="plain", filename="C:\\files\\terms.txt")
    made.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<1>"
    )
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="tool.exe")
    made.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    message, terms = read(made)
    assert (terms.name, terms.text) == ("terms.txt", "4. Fees")
    assert message.notices == (
        "The attachment tool.exe was not read: tool.exe is not a contract.",
        "The attachment empty.pdf is empty.",
    )


def test_a_mail_within_a_mail() -> None:
    inner = mail("The fee is 5.")
    inner.replace_header("Subject", "Offer")
    inner.add_attachment(b"x", maintype="text", subtype="plain", filename="inner.txt")
    made = mail("See below.")
    made.add_attachment(inner)
    documents = read(made)
    assert [d.name for d in documents] == ["offer.eml (message)", "Offer (message)", "inner.txt"]
    assert len({d.sha256 for d in documents}) == 3


def test_an_empty_message_with_an_attachment() -> None:
    made = mail("")
    made.add_attachment(b"4. Fees", maintype="text", subtype="plain", filename="terms.txt")
    assert [d.name for d in read(made)] == ["terms.txt"]


def test_wrong_and_unknown_character_sets() -> None:
    head = b"Subject: x\r\nContent-Type: text/plain; charset=%s\r\n\r\n"
    for said, written in (
        (b"us-ascii", "utf-8"),
        (b"no-such", "cp1252"),
        (b"utf-8", "cp1252"),
        (b"utf-7", "utf-8"),
    ):
        (document,) = read(head % said + "Gebühr 5 €".encode(written))
        assert seen(document)[-1] == "Gebühr 5 €"


def nested(depth: int) -> EmailMessage:
    made = mail("deep")
    for _ in range(depth):
        outer = mail("outer")
        outer.add_attachment(made)
        made = outer
    return made


def crowd() -> EmailMessage:
    made = mail()
    for n in range(MAX_ATTACHMENTS + 1):
        made.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{n}.txt")
    return made


def only_refused() -> EmailMessage:
    made = mail("")
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="tool.exe")
    return made


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (b"4. Fees\n\nare due.", "is not a mail"),
        (b"", "is not a mail"),
        (mail(""), "holds no text"),
        (only_refused(), "tool.exe was not read"),
        (nested(8), "mails within mails"),
        (crowd(), "more than 50 attachments"),
    ],
)
def test_refused(made: EmailMessage | bytes, says: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read(made)
    assert says in caught.value.message
    assert caught.value.hint


def test_parts_within_parts_without_end() -> None:
    depth = 3000
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    with pytest.raises(FileProblem):
        read(f"Subject: x\n{head}Content-Type: text/plain\n\nx".encode())
