"""A source as a Word file, with typed numbers or with Word's own multi-level numbering.

python-docx knows neither numbering definitions nor footnotes nor revisions, so those are written as
XML. The front matter chooses ``numbering: automatic``; the default is typed numbers and a tab.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from making.blocks import Block, Kind, Run, Source, Style, Table, footnotes
from making.pages import widths

_W = nsdecls("w")
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_STEP = Cm(1.1)
_LINE = Cm(16)
_LEVELS = (("decimal", "%1"), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))
_LINKS = tuple(f'<w:pStyle w:val="{style}"/>' for style in ("Heading1", "Heading2", "Clause3", "Clause4"))
_AFTER_NUMBER = (
    "w:pBdr",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)  # the schema's order
_ABSTRACT = 90  # any id that the default template does not use
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write(source: Source) -> bytes:
    """Return the Word file."""
    word = Document()
    automatic = source["numbering"] == "automatic"
    _prepare(word, source, automatic=automatic)
    lists = _Lists(word) if automatic else None
    inline = _Inline(word, source)
    for block in source.blocks:
        if isinstance(block, Table):
            _table(word, block, inline)
            continue
        if block.kind is Kind.BREAK:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            continue
        if block.kind is Kind.PART and lists:
            lists.restart()
        paragraph = word.add_paragraph(style=_style(block))
        if block.number and lists:
            lists.number(paragraph, block)
        elif block.number:
            _typed(paragraph, block)
        elif block.level and block.kind is Kind.PARAGRAPH:
            paragraph.paragraph_format.left_indent = _STEP * block.level
        for run in block.runs:
            inline.add(paragraph, run)
    _footnotes(word, source)
    return _repacked(word)


class _Lists:
    """Hands out Word's list instances: the first serves the clauses, each schedule restarts with its own."""

    def __init__(self, word: Word) -> None:
        self._numbering = word.part.numbering_part.element
        levels = "".join(_level(i, form, text) for i, (form, text) in enumerate(_LEVELS))
        abstract = parse_xml(
            f'<w:abstractNum {_W} w:abstractNumId="{_ABSTRACT}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        self._numbering.insert(0, abstract)  # the schema wants definitions before instances
        self._current = self._instance(restart=False)
        self._main, self._used = self._current, False
        for name, level in (
            ("Heading 1", 0),
            ("Heading 2", 1),
            ("Clause 2", 1),
            ("Clause 3", 2),
            ("Clause 4", 3),
        ):
            self._refer(word.styles[name].element.get_or_add_pPr(), level)

    def restart(self) -> None:
        if self._used:
            self._current, self._used = self._instance(restart=True), False

    def number(self, paragraph: Paragraph, block: Block) -> None:
        """In the main body the style alone carries the number, as in files made from a firm's template."""
        paragraph.style = f"{'Heading' if block.kind is Kind.HEADING else 'Clause'} {block.level}"
        self._used = True
        if self._current != self._main:
            self._refer(paragraph._p.get_or_add_pPr(), block.level - 1)  # noqa: SLF001

    def _instance(self, *, restart: bool) -> int:
        """Instances of one definition go on counting together, so a restart has to override every level."""
        number = max(int(num.get(qn("w:numId"))) for num in self._numbering.findall(qn("w:num"))) + 1
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for level in range(len(_LEVELS))
            if restart
        )
        definition = f'<w:abstractNumId w:val="{_ABSTRACT}"/>'
        self._numbering.append(parse_xml(f'<w:num {_W} w:numId="{number}">{definition}{overrides}</w:num>'))
        return number

    def _refer(self, properties: BaseOxmlElement, level: int) -> None:
        reference = f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="{self._current}"/></w:numPr>'
        properties.insert_element_before(parse_xml(reference), *_AFTER_NUMBER)


def _level(index: int, form: str, text: str) -> str:
    left = (1 if index < 2 else index) * 624
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{_LINKS[index]}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="624"/></w:pPr></w:lvl>'
    )


def _prepare(word: Word, source: Source, *, automatic: bool) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = source["font"] or "Calibri", Pt(10.5)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Title"):
        style = word.styles[name]
        style.font.color.rgb, style.font.name = RGBColor(0, 0, 0), normal.font.name
        style.element.rPr.rFonts.attrib.clear()
        style.font.name = normal.font.name
    if automatic:
        for level in (2, 3, 4):
            word.styles.add_style(f"Clause {level}", WD_STYLE_TYPE.PARAGRAPH).base_style = normal
    page = word.sections[0]
    page.page_width, page.page_height = (
        (Cm(21.59), Cm(27.94)) if source["paper"] == "us-letter" else (Cm(21), Cm(29.7))
    )
    page.left_margin = page.right_margin = Length((page.page_width - _LINE) // 2)
    _ends(page.header.paragraphs[0], source["header"], source["reference"])
    foot = page.footer.paragraphs[0]
    _ends(foot, source["footer"], "Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    core, date = word.core_properties, datetime.fromisoformat(source["date"])
    core.title, core.author, core.comments = source["title"], source["author"], ""
    core.created = core.modified = date
    core.last_modified_by, core.revision = source["author"], 3


def _ends(paragraph: Paragraph, left: str, right: str) -> None:
    paragraph.style = "Normal"  # the styles of headers and footers bring tab stops of their own
    paragraph.paragraph_format.tab_stops.add_tab_stop(_LINE, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.text = f"{left}\t{right}"


def _style(block: Block) -> str:
    names = {
        Kind.TITLE: "Title",
        Kind.PART: "Heading 1",
        Kind.SUBPART: "Heading 3",
        Kind.BULLET: "List Bullet",
    }
    if block.kind is Kind.HEADING:
        return f"Heading {block.level}"
    if block.kind is Kind.PART:
        return "Heading 3"  # schedules are not in the numbered outline
    return names.get(block.kind, "Normal")


def _typed(paragraph: Paragraph, block: Block) -> None:
    depth = max(1, block.level - 1)
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = _STEP * depth, -_STEP
    form.tab_stops.add_tab_stop(_STEP * depth)
    paragraph.add_run(f"{block.number}\t")


class _Inline:
    """Writes the runs of a paragraph; counts the footnotes and revisions of the whole document."""

    def __init__(self, word: Word, source: Source) -> None:
        self._word, self._source = word, source
        self._when = f"{source['date']}T09:00:00Z"
        self._notes, self._revisions = count(1), count(1000)

    def add(self, paragraph: Paragraph, run: Run) -> None:
        match run.style:
            case Style.COMMENT:
                author, _, text = run.text.partition(": ")
                anchor = paragraph.runs[-1] if paragraph.runs else paragraph.add_run("")
                initials = "".join(part[0] for part in author.split())
                comment = self._word.add_comment(anchor, text, author, initials)
                comment._comment_elm.set(qn("w:date"), self._when)  # noqa: SLF001  # it would be today's
            case Style.FOOTNOTE:
                reference = f'<w:footnoteReference w:id="{next(self._notes)}"/>'
                _append(paragraph, f"<w:r {_W}>{_RAISED}{reference}</w:r>")
            case Style.INSERTED:
                _append(paragraph, self._revision("ins", "t", run.text))
            case Style.DELETED:
                _append(paragraph, self._revision("del", "delText", run.text))
            case _:
                _look(paragraph.add_run(run.text), run.style)

    def _revision(self, kind: str, tag: str, text: str) -> str:
        who = quoteattr(self._source["reviser"])
        words = f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'
        return f'<w:{kind} {_W} w:id="{next(self._revisions)}" w:author={who} w:date="{self._when}">{words}</w:{kind}>'


def _look(run: WordRun, style: Style) -> None:
    run.bold, run.italic = style is Style.BOLD or None, style is Style.ITALIC or None


def _append(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))  # noqa: SLF001


def _field(paragraph: Paragraph, code: str) -> None:
    _append(paragraph, f"<w:fldSimple {_W} w:instr='{code}'><w:r><w:t>1</w:t></w:r></w:fldSimple>")


def _table(word: Word, table: Table, inline: _Inline) -> None:
    shares = widths(table)
    grid = word.add_table(rows=0, cols=len(shares), style="Table Grid" if table.header else None)
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Length(_LINE * share // sum(shares))
    for number, row in enumerate(table.rows):
        cells = grid.add_row().cells
        for cell, content, share in zip(cells, row, shares, strict=False):
            cell.width = Length(_LINE * share // sum(shares))
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            for run in content:
                if table.header and number == 0:
                    _look(paragraph.add_run(run.text), Style.BOLD)
                else:
                    inline.add(paragraph, run)
    word.add_paragraph()  # Word joins tables that stand next to each other


def _footnotes(word: Word, source: Source) -> None:
    notes = list(footnotes(source))
    if not notes:
        return
    lines = (("separator", -1), ("continuationSeparator", 0))
    before = "".join(
        f'<w:footnote w:type="{kind}" w:id="{i}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, i in lines
    )
    body = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r>{_RAISED}<w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for i, note in enumerate(notes, start=1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>{before}{body}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _repacked(word: Word) -> bytes:
    """Pack again with fixed dates, so that the same source gives the same bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "docProps/thumbnail.jpeg":
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
