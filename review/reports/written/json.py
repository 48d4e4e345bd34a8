"""JSON: the paper as data, decimals as text so that nothing is rounded on the way."""

from decimal import Decimal
from typing import Any

import orjson

from review.reports.paper import Paper, Value
from review.reports.written.plain import heading


def write(paper: Paper, *, organisation: str) -> bytes:
    """Return the paper's columns and rows by name."""
    return orjson.dumps(values(paper, organisation), option=orjson.OPT_INDENT_2)


def values(paper: Paper, organisation: str) -> dict[str, Any]:
    """Return the paper as plain values."""
    names = [heading(column) for column in paper.columns]
    return {
        "paper": paper.code,
        "title": paper.title,
        "period": paper.period_name,
        "unit": paper.unit,
        "organisation": organisation,
        "columns": names,
        "rows": [dict(zip(names, map(_plain, row), strict=True)) for row in paper.rows],
        "totals": None if paper.totals is None else dict(zip(names, map(_plain, paper.totals), strict=True)),
        "notes": list(paper.notes),
        "checksum": paper.checksum,
    }


def _plain(value: Value) -> Any:
    return str(value) if isinstance(value, Decimal) else value
