"""Units as a file that reads back as the same units."""

from collections.abc import Iterable
from typing import Any

from review.unit_files import csv_form, xlsx_form, yaml_form
from review.unit_files.form import BETWEEN, COLUMNS, FileUnit, Going


def write(units: Iterable[FileUnit], form: str) -> bytes:
    """Return the units as "csv", "xlsx" or "yaml", by their ids."""
    ordered = sorted(units, key=lambda unit: unit.id)
    if form == "yaml":
        return yaml_form.written([_mapping(unit) for unit in ordered])
    rows = [_row(unit) for unit in ordered]
    if form == "xlsx":
        return xlsx_form.written(rows)
    return csv_form.written([_plain(value) for value in row] for row in rows)


def _row(unit: FileUnit) -> list[Any]:
    between = f" {BETWEEN} "
    held: dict[str, Any] = {name: getattr(unit, name) for name in COLUMNS}
    held["aliases"] = between.join(unit.aliases)
    held["successors"] = between.join(map(_going, unit.successors))
    return list(held.values())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _going(going: Going) -> str:
    return ":".join((going.unit_id, going.share, *([going.since.isoformat()] if going.since else [])))


def _mapping(unit: FileUnit) -> dict[str, Any]:
    held: dict[str, Any] = {name: getattr(unit, name) for name in COLUMNS}
    held["aliases"] = list(unit.aliases)
    held["successors"] = [
        {"unit_id": going.unit_id, "share": going.share, **({"from": going.since} if going.since else {})}
        for going in unit.successors
    ]
    return held
