"""The heading of a table: which column is which."""

from collections.abc import Sequence

from review.unit_files.form import COLUMNS, NEEDED, NOT_KEPT, Fault


def columns(heading: Sequence[object]) -> tuple[list[str], list[Fault]]:
    """Return the name of each column; one that is unknown, missing or there twice is a fault of row 1."""
    names = [str(cell).strip().lower() if isinstance(cell, str) else "" for cell in heading]
    while names and not names[-1]:
        names.pop()
    known = {*COLUMNS, *NOT_KEPT}
    faults = [
        Fault(1, name or f"column {place}", "no column of the register is called so")
        for place, name in enumerate(names, 1)
        if name not in known
    ]
    faults += [Fault(1, name, "the column stands there twice") for name in sorted(known) if names.count(name) > 1]
    faults += [Fault(1, name, "the column is missing") for name in NEEDED if name not in names]
    return names, faults
