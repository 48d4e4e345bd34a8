"""CSV for spreadsheets of this country: UTF-8 with its mark, semicolons, decimal comma; formulas stay text."""

import csv
import io

from review.reports.paper import Column, Paper, Value
from review.reports.written.plain import CHECK, heading, said, total_row

MARK = "\ufeff"
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(paper: Paper, *, organisation: str) -> bytes:
    """Return the paper's rows, its totals, its notes and its check sum."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading(column) for column in paper.columns])
    for row in (*paper.rows, *([total] if (total := total_row(paper)) else [])):
        writer.writerow([_cell(value, column) for value, column in zip(row, paper.columns, strict=True)])
    for line in (*paper.notes, f"{organisation} – {paper.title} – {paper.period}", f"{CHECK}: {paper.checksum}"):
        writer.writerow([_text(line)])
    return (MARK + held.getvalue()).encode()


def _cell(value: Value, column: Column) -> str:
    return _text(value) if isinstance(value, str) else said(value, column)


def _text(value: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) else value
