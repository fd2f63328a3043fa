"""Prove that the expected answers quote the contracts word for word: ``python examples/check.py``."""

from __future__ import annotations

import email
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from lxml import etree, html
from making.blocks import read
from making.plain import flat

HERE = Path(__file__).parent
_SCENARIOS = {f"S{number:02}" for number in range(1, 35)}
_FIELDS = 46
_MARGIN = 60  # points: running headers and footers would cut quotes that go over a page's end
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def fold(text: str) -> str:
    """Remove all white space: a line's end may or may not stand for a blank."""
    return re.sub(r"[\s\u00ad\ufffe]+", "", text)


def quotes(expected: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (id, quote) for every quote of one expected file."""
    for name, field in expected["fields"].items():
        if field["value"] is not None:
            yield name, field["quote"]
    for name, scenario in expected["scenarios"].items():
        for quote in scenario["quotes"]:
            yield name, quote


def text(name: str, content: bytes) -> str:
    """Return the text of a file in the simplest way there is; a scan has none."""
    match Path(name).suffix:
        case ".pdf":
            pages = pypdfium2.PdfDocument(content)
            return "".join(
                page.get_textpage().get_text_bounded(bottom=_MARGIN, top=page.get_height() - _MARGIN)
                for page in pages
            )
        case ".docx":
            with zipfile.ZipFile(BytesIO(content)) as parts:
                roots = [
                    etree.fromstring(parts.read(part))
                    for part in ("word/document.xml", "word/footnotes.xml")
                    if part in parts.namelist()
                ]
            return "".join(node.text or "" for root in roots for node in root.iter(f"{_WORD}t"))
        case ".html":
            return "".join(map(str, html.document_fromstring(content).itertext()))
        case ".eml":
            message = email.message_from_bytes(content, EmailMessage, policy=default)
            body = message.get_body(("plain",))
            parts_ = [
                text(part.get_filename() or "", part.get_content()) for part in message.iter_attachments()
            ]
            return "".join([body.get_content() if body else "", *parts_])
        case ".md":
            return content.decode().replace("**", "")
        case _:
            return content.decode()


def slips(path: Path) -> Iterator[str]:
    """Yield what is wrong with one expected file."""
    expected = yaml.safe_load(path.read_text(encoding="utf-8"))
    if set(expected["scenarios"]) != _SCENARIOS or len(expected["fields"]) != _FIELDS:
        yield "not every scenario and field is answered"
    source = fold("".join(flat(read(HERE / "sources" / f"{name}.md")) for name in expected["sources"]))
    yield from (
        f"{name}: not in the source: {quote}" for name, quote in quotes(expected) if fold(quote) not in source
    )
    for names in expected["files"]:
        whole = fold("".join(text(name, (HERE / "contracts" / name).read_bytes()) for name in names))
        if whole:
            yield from (
                f"{name}: not in {names}: {quote}"
                for name, quote in quotes(expected)
                if fold(quote) not in whole
            )


def main() -> int:
    found = [
        f"{path.stem}: {slip}" for path in sorted((HERE / "expected").glob("*.yaml")) for slip in slips(path)
    ]
    print("\n".join(found) or "every quote stands in its source and in its files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
