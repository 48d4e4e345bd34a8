"""A paper as a file: spreadsheet, Word, comma-separated, JSON; the same values in each, with the check sum."""

from collections.abc import Mapping
from importlib import import_module

from review.reports.paper import Paper

FORMATS: Mapping[str, str] = {
    "xlsx": "review.reports.written.xlsx",
    "docx": "review.reports.written.docx",
    "csv": "review.reports.written.csv",
    "json": "review.reports.written.json",
}


def write(paper: Paper, extension: str, *, organisation: str) -> bytes:
    """Return a paper as a file; `organisation` heads it."""
    written: bytes = import_module(FORMATS[extension]).write(paper, organisation=organisation)
    return written
