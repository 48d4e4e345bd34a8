"""XLSX: the first sheet, row by row; merged cells, formulas and errors are faults, not values."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from review.unit_files.form import COLUMNS, MOST_ROWS, Fault, Line
from review.unit_files.heading import columns

MOST_UNPACKED = 512 * 1024 * 1024
AT_ONCE = 1 << 20
MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}(\d{1,7})(?::[A-Z]{1,3}\d{1,7})?)"')
LONGEST_TAG = 200
WRONG = {"f": "a formula stands here, not a value", "e": "an error of the spreadsheet stands here"}
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
}


def lines(data: bytes) -> tuple[list[Line], list[Fault]]:
    """Return the rows below the heading; blank ones are passed over."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                return [], [Fault(0, "", "the file unpacks to more than 512 MB")]
            merged = _merged(packed)
        return ([], merged) if merged else _rows(data)
    except Exception as error:  # noqa: BLE001 - a broken workbook breaks the library in ways without number
        return [], [Fault(0, "", f"the file cannot be read as XLSX ({type(error).__name__})")]


def written(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook: texts as texts, days as days, a frozen heading."""
    import xlsxwriter  # noqa: PLC0415 - only who writes a workbook pays for the library

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, SAFE) as book:
        sheet = book.add_worksheet("units")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 20)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for place, row in enumerate(rows, 1):
            _write(sheet, place, row)
    return held.getvalue()


def _write(sheet: Any, place: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(place, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(place, column, value)
        elif value:
            sheet.write_string(place, column, value)


def _merged(packed: zipfile.ZipFile) -> list[Fault]:
    """Find merged cells in the sheets as they lie there, for a row-by-row reading does not tell of them."""
    found = []
    for name in packed.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with packed.open(name) as sheet:
                before = b""
                while part := sheet.read(AT_ONCE):
                    seen = before + part
                    found += [_merge(match) for match in MERGED.finditer(seen)]
                    before = seen[max(seen.rfind(b">") + 1, len(seen) - LONGEST_TAG) :]
    return found


def _merge(match: re.Match[bytes]) -> Fault:
    return Fault(int(match[2]), match[1].decode(), "merged cells; part them, each row stands for itself")


def _rows(data: bytes) -> tuple[list[Line], list[Fault]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only who reads a workbook pays for the library

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a sheet says of its own size may be anything
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2)
    names, faults = columns([cell.value for cell in next(rows, ())])
    if faults:
        return [], faults
    found = []
    for number, row in enumerate(rows, 2):
        filled = [(place, cell) for place, cell in enumerate(row) if cell.value is not None]
        faults += [fault for place, cell in filled if (fault := _fault(number, place, cell, names))]
        if filled:
            found.append(Line(number, {names[place]: cell.value for place, cell in filled if place < len(names)}))
    return found, faults


def _fault(number: int, place: int, cell: Any, names: Sequence[str]) -> Fault | None:
    if place >= len(names):
        return Fault(number, "after the last column", "something stands where the heading names no column")
    return Fault(number, names[place], WRONG[cell.data_type]) if cell.data_type in WRONG else None
