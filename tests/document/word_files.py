"""Word files made from raw XML: every feature in sight, nothing left to a library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "comments": "comments",
    "header1": "hdr",
    "footer1": "ftr",
}


def word(
    body: str, *, flavour: str = TRANSITIONAL, extra: Mapping[str, bytes] | None = None, **parts: str
) -> bytes:
    """A .docx whose body is `body`; `parts` are the contents of styles, numbering, footnotes, comments, header1 ...

    `extra` holds whole parts by name, which win over those made here.
    """
    files: dict[str, bytes] = {
        "[Content_Types].xml": _types(parts).encode(),
        "_rels/.rels": _links({"document": "word/document.xml"}, flavour, {"document": "officeDocument"}),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>", flavour),
        "word/_rels/document.xml.rels": _links(
            {name: f"{name}.xml" for name in parts},
            flavour,
            {name: name.rstrip("0123456789") for name in parts},
        ),
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = _part(_ROOTS[name], inner, flavour)
    files |= extra or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def p(*runs: str, style: str = "", number: tuple[int, int] | None = None, props: str = "") -> str:
    """A paragraph; `number` = (numId, ilvl). Runs without a tag are text."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        inner += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return (
        f"<w:p><w:pPr>{inner}{props}</w:pPr>{''.join(r if r.startswith('<') else t(r) for r in runs)}</w:p>"
    )


def t(text: str, props: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(inner: str, author: str = "Ann") -> str:
    return f'<w:ins w:id="1" w:author="{author}">{inner}</w:ins>'


def deleted(text: str, author: str = "Ann") -> str:
    return f'<w:del w:id="2" w:author="{author}"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def table(*rows: str, props: str = "") -> str:
    return f"<w:tbl><w:tblPr>{props}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, props: str = "") -> str:
    inner = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{props}</w:trPr>{inner}</w:tr>"


def cell(content: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def level(depth: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(abstracts: Mapping[int, str], numbers: Mapping[int, tuple[int, str]]) -> str:
    """`abstracts`: levels by abstract list; `numbers`: (abstract list, overrides) by list."""
    return "".join(
        f'<w:abstractNum w:abstractNumId="{name}">{levels}</w:abstractNum>'
        for name, levels in abstracts.items()
    ) + "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'
        for name, (abstract, more) in numbers.items()
    )


def restart(depth: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(name: str, *, shown: str = "", based: str = "", props: str = "", run: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown or name}"/>{base}'
        f"<w:pPr>{props}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _part(root: str, inner: str, flavour: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{flavour}" xmlns:r="{_R[flavour]}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        f'xmlns:v="urn:schemas-microsoft-com:vml">{inner}</w:{root}>'
    ).encode()


def _links(targets: Mapping[str, str], flavour: str, kinds: Mapping[str, str]) -> bytes:
    links = "".join(
        f'<Relationship Id="{name}" Type="{_R[flavour]}/{kinds[name]}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'.encode()


def _types(parts: Mapping[str, str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name.rstrip("0123456789")}+xml"/>'
        for name in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{overrides}</Types>'
    )
