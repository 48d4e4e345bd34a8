"""A file's bytes as units; every fault is named with its row and column."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from review.unit_files import csv_form, xlsx_form, yaml_form
from review.unit_files.cells import understood
from review.unit_files.form import MOST_ROWS, Fault, FileUnit, Line

MOST_BYTES = 64 * 1024 * 1024
FORMS = MappingProxyType(
    {"csv": csv_form.lines, "xlsx": xlsx_form.lines, "yaml": yaml_form.lines, "yml": yaml_form.lines}
)
Lines = Callable[[bytes], tuple[list[Line], list[Fault]]]


@dataclass(frozen=True, slots=True)
class Read:
    """The units of a file by their rows, and the faults of single rows and cells."""

    units: tuple[tuple[int, FileUnit], ...]
    faults: tuple[Fault, ...]


def read(data: bytes, form: str) -> Read:
    """Read a file in one of FORMS; never raises for what stands in it."""
    if len(data) > MOST_BYTES:
        return Read((), (Fault(0, "", "the file is larger than 64 MB"),))
    reading: Lines = FORMS[form]
    lines, faults = reading(data)
    if len(lines) > MOST_ROWS:
        return Read((), (Fault(0, "", f"the file has more than {MOST_ROWS:,} rows"),))
    if not lines and not faults:
        return Read((), (Fault(0, "", "the file holds no unit"),))
    units = []
    for line in lines:
        unit, wrong = understood(line, are_days_text=form != "xlsx")
        faults += wrong
        units += [(line.row, unit)] if unit else []
    return Read(tuple(units), tuple(sorted(set(faults))))
