"""Word in the layout of official papers: header block, table, place and date, signatures.

Nghị định 30/2020/NĐ-CP, appendix I: Times New Roman 13–14, the nation and its motto beside the organisation.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from review.reports.paper import Kind, Paper
from review.reports.written.plain import CHECK, MOTTO, NATION, heading, said, total_row

FONT = "Times New Roman"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
PLACE_AND_DATE = "…, ngày … tháng … năm …"
TO_THE_RIGHT = frozenset({Kind.NUMBER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})


def write(paper: Paper, *, organisation: str) -> bytes:
    """Return the paper as a document in landscape."""
    document = Document()
    _set_up(document)
    _head(document, paper, organisation)
    _table(document, paper)
    for line in paper.notes:
        _say(document.add_paragraph(), line, italic=True)
    _say(document.add_paragraph(), PLACE_AND_DATE, italic=True, alignment=RIGHT)
    _signatures(document, paper)
    _say(document.add_paragraph(), f"{CHECK}: {paper.checksum}", size=10)
    properties = document.core_properties
    properties.title, properties.author, properties.subject = paper.title, organisation[:255], paper.period
    properties.comments, properties.language = paper.checksum, "vi-VN"
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(2), Cm(1.5), Cm(2), Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(3)


def _head(document: Any, paper: Paper, organisation: str) -> None:
    block = document.add_table(rows=2, cols=2)
    _say(block.cell(0, 0).paragraphs[0], organisation.upper(), bold=True, alignment=CENTRE)
    _say(block.cell(0, 1).paragraphs[0], NATION, bold=True, alignment=CENTRE)
    _say(block.cell(1, 1).paragraphs[0], MOTTO, bold=True, alignment=CENTRE)
    _say(document.add_paragraph(), paper.title, bold=True, alignment=CENTRE, size=14)
    where = " · ".join(part for part in (paper.period, paper.unit) if part)
    _say(document.add_paragraph(), f"({where})", italic=True, alignment=CENTRE)


def _table(document: Any, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=len(paper.columns))
    table.style = "Table Grid"
    for cell, column in zip(table.rows[0].cells, paper.columns, strict=True):
        _say(cell.paragraphs[0], heading(column), bold=True, alignment=CENTRE, size=11)
    _repeat(table.rows[0])
    total = total_row(paper)
    for values in (*paper.rows, *([total] if total else [])):
        cells = table.add_row().cells
        for cell, value, column in zip(cells, values, paper.columns, strict=True):
            alignment = RIGHT if column.kind in TO_THE_RIGHT else None
            _say(cell.paragraphs[0], said(value, column), bold=values is total, alignment=alignment, size=11)


def _repeat(row: Any) -> None:
    """Have a row stand at the top of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no other way


def _signatures(document: Any, paper: Paper) -> None:
    if not paper.signers:
        return
    block = document.add_table(rows=2, cols=len(paper.signers))
    for place, signer in enumerate(paper.signers):
        _say(block.cell(0, place).paragraphs[0], signer, bold=True, alignment=CENTRE)
        _say(block.cell(1, place).paragraphs[0], "(Ký, ghi rõ họ tên)", italic=True, alignment=CENTRE)


def _say(
    paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, alignment: Any = None, size: int = 13
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if alignment is not None:
        paragraph.alignment = alignment
