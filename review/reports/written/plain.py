"""How values are written where a file knows only text: decimal comma, points between thousands, days as 12/11/2026."""

from datetime import date
from decimal import Decimal

from review.reports.paper import Column, Kind, Paper, Value

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TOTAL = "Tổng cộng"
CHECK = "Mã kiểm tra"


def said(value: Value, column: Column) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".") if column.kind is Kind.MONEY else str(value)
    return value


def heading(column: Column) -> str:
    """Return a column's title on one line, with the heading over it."""
    return f"{column.group} – {column.title}" if column.group else column.title


def total_row(paper: Paper) -> list[Value] | None:
    """Return the row of sums with its label in the first column of words."""
    totals = paper.totals
    if totals is None:
        return None
    label = next(place for place, column in enumerate(paper.columns) if column.kind is Kind.TEXT)
    return [TOTAL if place == label else value for place, value in enumerate(totals)]
