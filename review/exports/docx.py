"""Word: the paper these offices pass around, in the house style, with photos, credit and metadata.

Times New Roman 14, as official papers are set (Nghị định 30/2020/NĐ-CP, appendix I); python-docx's own template is
cleared of its author and dates, and the language of the text is Vietnamese.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from review.exports.item import Files, NewsItem
from review.language.typography import no_break
from review.rendering.article import PLACEHOLDER, Article, Photo
from review.rendering.stamps import stamp

FONT, SIZE = "Times New Roman", Pt(14)
SMALL = Pt(12)
MARGINS = {"top_margin": Cm(2), "bottom_margin": Cm(2), "left_margin": Cm(3), "right_margin": Cm(2)}
WIDTH = Cm(15)
INDENT = Cm(1.27)
SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def write(item: NewsItem, files: Files) -> bytes:
    """Return the item as a document; a photo whose file is not there is its caption alone."""
    document = Document()
    _set_up(document)
    _describe(document, [item])
    _add(document, item, files)
    return _bytes(document)


def write_all(items: Iterable[NewsItem], files: Files) -> bytes:
    """Return several items as one document, each on a page of its own."""
    document, given = Document(), list(items)
    _set_up(document)
    _describe(document, given)
    for place, item in enumerate(given):
        if place:
            document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx has no types here
        _add(document, item, files)
    return _bytes(document)


def _add(document: Any, item: NewsItem, files: Files) -> None:
    article = item.article
    head = " · ".join(part for part in (article.section, stamp(article)) if part)
    _paragraph(document, head, size=SMALL)
    _paragraph(document, article.title, style="Heading 1", alignment=WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(document, article.subtitle, italic=True, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(document, article.standfirst, bold=True, indent=True)
    for text in article.body:
        _paragraph(document, text, indent=True)
    for photo in article.photos:
        _photo(document, photo, files)
    _close(document, article)
    _paragraph(document, item.reference, size=SMALL, italic=True)


def _close(document: Any, article: Article) -> None:
    _paragraph(document, article.byline, bold=True, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
    _paragraph(document, article.source_line, italic=True, alignment=WD_ALIGN_PARAGRAPH.RIGHT)


def _photo(document: Any, photo: Photo, files: Files) -> None:
    data = files.data(photo)
    if data is not None:
        holder = document.add_paragraph()
        holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture = holder.add_run().add_picture(BytesIO(data), width=WIDTH)
        picture._inline.docPr.set("descr", photo.alt)  # noqa: SLF001 - the only way to a picture's alternative text
    said = " ".join(part for part in (photo.caption, photo.credit) if part)
    _paragraph(document, said, italic=True, size=SMALL, alignment=WD_ALIGN_PARAGRAPH.CENTER)


def _paragraph(
    document: Any,
    text: str,
    *,
    style: str | None = None,
    bold: bool = False,
    italic: bool = False,
    indent: bool = False,
    size: Any = None,
    alignment: Any = WD_ALIGN_PARAGRAPH.JUSTIFY,
) -> None:
    """Add a paragraph where there is something to say; open `[[…]]` are marked."""
    if not text:
        return
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = alignment
    if indent:
        paragraph.paragraph_format.first_line_indent = INDENT
    for piece, is_open in _pieces(text):
        run = paragraph.add_run(piece)
        run.bold, run.italic, run.font.size = bold or None, italic or None, size
        if is_open:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _pieces(text: str) -> Iterable[tuple[str, bool]]:
    at = 0
    for found in PLACEHOLDER.finditer(text):
        if found.start() > at:
            yield no_break(text[at : found.start()]), False
        yield found[0], True
        at = found.end()
    if at < len(text):
        yield no_break(text[at:]), False


def _set_up(document: Any) -> None:
    """Set page, font and language; a style's font is named for every script, else Word falls back for some letters."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for name, margin in MARGINS.items():
        setattr(section, name, margin)
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, SIZE
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        for script in SCRIPTS:
            fonts.set(qn(script), FONT)
    heading = document.styles["Heading 1"]
    heading.font.size, heading.font.color.rgb, heading.font.bold = Pt(16), None, True
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:val"), "vi-VN")


def _describe(document: Any, items: list[NewsItem]) -> None:
    properties, first = document.core_properties, items[0]
    properties.title = first.article.title[:255]
    properties.author = (first.article.byline or first.publisher)[:255]
    properties.subject = first.article.section[:255]
    properties.keywords = ", ".join(first.article.keywords)[:255]
    properties.comments = ", ".join(item.reference for item in items)[:255]
    properties.language = "vi-VN"
    properties.last_modified_by = first.publisher[:255]
    properties.created = first.created_at.replace(tzinfo=None)
    properties.modified = first.changed_at.replace(tzinfo=None)


def _bytes(document: Any) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()
