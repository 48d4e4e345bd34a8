"""CSV as spreadsheets write it: UTF-8, parted by semicolons, commas or tabs."""

import csv
import io
from collections.abc import Iterable, Sequence

from review.unit_files.form import COLUMNS, MOST_ROWS, Fault, Line
from review.unit_files.heading import columns

MARK = "\ufeff"
PARTED_BY = (";", ",", "\t")
BEGINS_A_FORMULA = ("=", "+", "-", "@", "'")


def lines(data: bytes) -> tuple[list[Line], list[Fault]]:
    """Return the rows below the heading; blank ones are passed over."""
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_parted_by(text), strict=True))
    except UnicodeDecodeError:
        return [], [Fault(0, "", "the file is not in UTF-8; save it as “CSV UTF-8”")]
    except csv.Error as error:
        return [], [Fault(0, "", f"the file is no CSV: {error}")]
    names, faults = columns(rows[0] if rows else ())
    if faults:
        return [], faults
    below = [(number, row) for number, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]
    faults = [_too_wide(number) for number, row in below if any(map(str.strip, row[len(names) :]))]
    return [_line(number, names, row) for number, row in below[: MOST_ROWS + 1]], faults


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV that no spreadsheet takes for formulas."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell for cell in row] for row in rows)
    return (MARK + held.getvalue()).encode()


def _parted_by(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(PARTED_BY, key=heading.count)


def _line(number: int, names: Sequence[str], row: Sequence[str]) -> Line:
    return Line(number, {name: _shown(cell) for name, cell in zip(names, row, strict=False)})


def _shown(cell: str) -> str:
    """Take off the mark that keeps a text from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(BEGINS_A_FORMULA) else cell


def _too_wide(number: int) -> Fault:
    return Fault(number, "after the last column", "something stands where the heading names no column")
