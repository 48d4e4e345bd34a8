"""Spreadsheet: real numbers, frozen heading, totals as formulas with their values; no text is a formula or a link."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from review.reports.paper import Kind, Paper, Value
from review.reports.written.plain import CHECK, MOTTO, NATION, total_row

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "in_memory": False}
LONGEST = 32_767  # characters of a cell
FORMATS = {
    Kind.NUMBER: "0",
    Kind.DECIMAL: "#,##0.##",
    Kind.MONEY: "#,##0",
    Kind.PERCENT: "0.0",
    Kind.DAY: "dd/mm/yyyy",
}
WIDTHS = {Kind.TEXT: 28, Kind.LINK: 40, Kind.MONEY: 16, Kind.DAY: 12}
HEAD = 5  # rows above the table's heading


def write(paper: Paper, *, organisation: str) -> bytes:
    """Return the paper as a workbook with one sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, SAFE)
    sheet = book.add_worksheet(f"{paper.code} {paper.period_name}")
    _head(book, sheet, paper, organisation)
    below = _table(book, sheet, paper)
    _foot(book, sheet, paper, below)
    book.set_properties(
        {"title": paper.title, "subject": paper.period, "company": organisation, "comments": paper.checksum}
    )
    book.close()
    return held.getvalue()


def _head(book: Any, sheet: Any, paper: Paper, organisation: str) -> None:
    bold = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 13})
    plain = book.add_format({"font_name": "Times New Roman", "font_size": 13})
    far = max(len(paper.columns) - 4, 2)
    for place, (left, right) in enumerate(((organisation, NATION), ("", MOTTO))):
        sheet.write_string(place, 0, left, bold)
        sheet.write_string(place, far, right, bold)
    sheet.write_string(2, 0, paper.title, bold)
    sheet.write_string(3, 0, " · ".join(part for part in (paper.period, paper.unit) if part), plain)


def _table(book: Any, sheet: Any, paper: Paper) -> int:
    """Write heading, rows and totals; returns the row below them."""
    border = {"border": 1, "font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    head = book.add_format({**border, "bold": True, "align": "center", "text_wrap": True})
    styles = [
        book.add_format({**border, "num_format": FORMATS.get(c.kind, "@"), "text_wrap": c.kind is Kind.TEXT})
        for c in paper.columns
    ]
    for place, column in enumerate(paper.columns):
        sheet.set_column(place, place, WIDTHS.get(column.kind, 10))
        sheet.write_string(HEAD, place, f"{column.group}: {column.title}" if column.group else column.title, head)
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.repeat_rows(HEAD)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    row = HEAD
    for row, values in enumerate(paper.rows, HEAD + 1):
        _row(sheet, row, values, styles)
    total = total_row(paper)
    if total is None:
        return row + 1
    for place, (value, column) in enumerate(zip(total, paper.columns, strict=True)):
        if column.is_total and paper.rows:
            first, last = xl_rowcol_to_cell(HEAD + 1, place), xl_rowcol_to_cell(row, place)
            sheet.write_formula(row + 1, place, f"=SUM({first}:{last})", styles[place], value)
        else:
            _cell(sheet, row + 1, place, value, styles[place])
    return row + 2


def _row(sheet: Any, row: int, values: Sequence[Value], styles: Sequence[Any]) -> None:
    for place, value in enumerate(values):
        _cell(sheet, row, place, value, styles[place])


def _cell(sheet: Any, row: int, place: int, value: Value, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, style)
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, value[:LONGEST], style)


def _foot(book: Any, sheet: Any, paper: Paper, below: int) -> None:
    plain = book.add_format({"font_name": "Times New Roman", "font_size": 12, "italic": True})
    bold = book.add_format({"font_name": "Times New Roman", "font_size": 12, "bold": True})
    for place, line in enumerate((*paper.notes, f"{CHECK}: {paper.checksum}"), below + 1):
        sheet.write_string(place, 1, line[:LONGEST], plain)
    step = max(len(paper.columns) // max(len(paper.signers), 1), 1)
    for place, signer in enumerate(paper.signers):
        sheet.write_string(below + len(paper.notes) + 4, place * step + 1, signer, bold)
