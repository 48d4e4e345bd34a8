"""The register's tables as units of a file, and a file taken into them: all of it, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from review import audit
from review.models import Succession, Unit, table
from review.unit_files import checking
from review.unit_files.form import Fault, FileUnit, Going
from review.unit_files.reading import Read

AT_ONCE = 500
PHONE = "phone_public"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file would do, or has done where `is_done`: with one fault it does nothing."""

    faults: tuple[Fault, ...]
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    is_done: bool = False


def kept(session: Session) -> dict[str, FileUnit]:
    """Return every unit of the register by its id."""
    goings: dict[str, list[Going]] = {}
    for row in session.exec(select(Succession).order_by(col(Succession.id))):
        goings.setdefault(row.unit_id, []).append(Going(row.successor_id, row.share, row.since))
    return {row.id: _unit(row, goings.get(row.id, ())) for row in session.exec(select(Unit))}


def take_in(session: Session, given: Read, *, applies: bool, by: int | None, door: str, now: datetime) -> Outcome:
    """Check a file against the register and, where it has no fault and `applies` says so, take all of it in.

    Units the file does not name stay as they are; of those it names every column is taken, empty ones too.
    """
    before = kept(session)
    faults = tuple(sorted({*given.faults, *checking.faults(given.units, before)}))
    if faults:
        return Outcome(faults)
    units = {unit.id: unit for _, unit in given.units}
    added = [unit for unit in units.values() if unit.id not in before]
    changed = [unit for unit in units.values() if unit.id in before and before[unit.id] != unit]
    outcome = Outcome((), len(added), len(changed), len(units) - len(added) - len(changed), is_done=applies)
    if applies and (added or changed):
        _store(session, added, changed)
        counts = f"added={outcome.added} changed={outcome.changed} unchanged={outcome.unchanged}"
        audit.record(session, "import_units", "units", by=by, door=door, now=now, details=counts)
    return outcome


def _store(session: Session, added: Sequence[FileUnit], changed: Sequence[FileUnit]) -> None:
    _insert(session, "unit", [{"id": unit.id, **_fields(unit, {})} for unit in _parents_first(added)])
    rows = {row.id: row for row in session.exec(select(Unit))} if changed else {}
    for unit in changed:
        for name, value in _fields(unit, rows[unit.id].contact or {}).items():
            setattr(rows[unit.id], name, value)
    for first in range(0, len(changed), AT_ONCE):
        ids = [unit.id for unit in changed[first : first + AT_ONCE]]
        session.exec(delete(Succession).where(col(Succession.unit_id).in_(ids)))
    session.flush()
    goings = [(unit.id, going) for unit in (*added, *changed) for going in unit.successors]
    _insert(
        session,
        "succession",
        [
            {"unit_id": unit_id, "successor_id": going.unit_id, "share": going.share, "since": going.since}
            for unit_id, going in goings
        ],
    )


def _insert(session: Session, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows below the ORM: a register of 50,000 units costs seconds that way, not a minute."""
    if rows:
        session.connection().execute(sa.insert(table(name)), rows)


def _parents_first(units: Iterable[FileUnit]) -> list[FileUnit]:
    by_id = {unit.id: unit for unit in units}
    above = {unit.id: [parent.id] if (parent := by_id.get(unit.parent_id or "")) else [] for unit in by_id.values()}
    return [by_id[unit_id] for unit_id in TopologicalSorter(above).static_order()]


def _fields(unit: FileUnit, contact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a unit; of its contacts those no file holds are kept."""
    others = {key: value for key, value in contact.items() if key != PHONE}
    return {
        "code": unit.code,
        "type": unit.type,
        "name_full": unit.name_full,
        "name_short": unit.name_short,
        "aliases": list(unit.aliases),
        "parent_id": unit.parent_id,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "is_succession_complete": unit.successors_complete,
        "contact": others | ({PHONE: unit.contact_phone_public} if unit.contact_phone_public else {}),
    }


def _unit(row: Unit, goings: Iterable[Going]) -> FileUnit:
    return FileUnit(
        row.id,
        row.code,
        row.type,
        row.name_full,
        row.name_short,
        tuple(row.aliases),
        row.parent_id,
        row.valid_from,
        row.valid_to,
        tuple(goings),
        row.is_succession_complete,
        (row.contact or {}).get(PHONE, ""),
    )
