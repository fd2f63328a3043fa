"""PDFs made for tests: set by Typst, or written out by hand where the order of the content stream matters."""

from __future__ import annotations

from collections.abc import Iterable

import typst

from remit.document.model import Document

LOOK = '#set page(width: 400pt, height: 500pt, margin: 50pt)\n#set text(size: 10pt, hyphenate: false, font: "Libertinus Serif")\n#set par(leading: 0.6em, spacing: 1.2em)\n'
PROSE = (
    "The Provider shall keep the equipment in good working order and shall repair or replace any part of it that "
    "fails in ordinary use, at no further charge to the Client, as long as this agreement lasts and the fees are paid. "
)


def typeset(markup: str, look: str = LOOK) -> bytes:
    pdf = typst.compile((look + markup).encode())
    assert isinstance(pdf, bytes)
    return pdf


def text(x: float, y: float, words: str, size: float = 10, font: str = "F1", before: str = "") -> str:
    """A text object at a place; `before` sets colour or render mode."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q {before} BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET Q\n"


def written(
    *pages: str, page: str = "", catalog: str = "", trailer: str = "", extra: Iterable[bytes] = ()
) -> bytes:
    """A PDF with one content stream for each page, 400 by 500 points, fonts F1 (Helvetica) and F2 (its bold)."""
    first = 5
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for i, page_content in enumerate(pages):
        stream = page_content.encode("cp1252")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents {first + 2 * i + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> {page} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    objects += extra
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def encrypted() -> bytes:
    """Opens with a password only: the entries which an empty one would have to match are made up."""
    key = "41" * 32
    security = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>]"
    return written(text(50, 400, "Sealed agreement"), trailer=security)


def shown(document: Document) -> list[tuple[str, str]]:
    return [(x.kind + ("!" if x.hidden else ""), document.text[x.start : x.end]) for x in document.paragraphs]


def bodies(document: Document) -> list[str]:
    return [
        document.text[x.start : x.end] for x in document.paragraphs if x.kind not in {"furniture", "note"}
    ]
