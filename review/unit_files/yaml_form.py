"""YAML in the form of the sample: a list `units` of mappings."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from review.unit_files.form import COLUMNS, NOT_KEPT, Fault, Line

READER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where it is built so: ten times as fast
# What the reader lets through: days such as 2025-02-30, `!!timestamp x`, `!!int ""`, lists in lists without end.
NOT_THERE = (ValueError, ArithmeticError, LookupError, AttributeError, TypeError, RecursionError)
WRITER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def lines(data: bytes) -> tuple[list[Line], list[Fault]]:
    """Return the units of the list; beside it the file may hold anything."""
    try:
        held = yaml.load(data, READER)  # noqa: S506 - both readers are the safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [], [Fault(mark.line + 1 if mark else 0, "", "the file is no YAML here")]
    except NOT_THERE:
        return [], [Fault(0, "", "the file holds a day or a number that does not exist, or lists too deep")]
    units = held.get("units") if isinstance(held, Mapping) else None
    if not isinstance(units, list):
        return [], [Fault(0, "units", "the file has no list of units")]
    faults = [fault for row, unit in enumerate(units, 1) for fault in _faults(row, unit)]
    return [Line(row, dict(unit)) for row, unit in enumerate(units, 1) if isinstance(unit, Mapping)], faults


def written(units: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the units as a list of mappings."""
    text: str = yaml.dump({"units": list(units)}, Dumper=WRITER, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode()


def _faults(row: int, unit: object) -> list[Fault]:
    if not isinstance(unit, Mapping):
        return [Fault(row, "", "this is no unit")]
    known = {*COLUMNS, *NOT_KEPT}
    return [Fault(row, str(key)[:40], "no column of the register is called so") for key in unit if key not in known]
