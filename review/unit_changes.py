"""Belonging to another unit: somebody asks, staff grant it or not, the person is told."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from review import access, audit, network, outbox
from review.access import Person, Right
from review.errors import NotAllowed, NotFound
from review.language.folding import fold
from review.mine import UnitName, UnitWish
from review.models import PersonRow, UnitChange
from review.unit_names import match

OFFERED = 6
SHORTEST = 2  # letters of what is typed


def fitting(session: Session, typed: str, *, on: date) -> list[UnitName]:
    """Return the units of a day that what was typed may mean, to choose from.

    First the one it names, or what a name of another time became; then those whose name holds the letters.
    """
    wanted = fold(" ".join(typed.split()))
    if len(wanted) < SHORTEST:
        return []
    known = network.register(session)
    meant = match(typed, known, on)
    first = (*([meant.unit] if meant.unit else []), *meant.candidates, *meant.hint)
    names = {unit.id: unit.name_full for unit in network.units(session, on)}
    holding = []
    for unit_id, full in names.items():
        lengths = [len(name) for name in map(fold, known.units[unit_id].names) if wanted in name]
        holding += [(min(lengths), full, unit_id)] if lengths else []
    offered = dict.fromkeys((*first, *(unit_id for _, _, unit_id in sorted(holding))))
    return [UnitName(unit_id, names[unit_id]) for unit_id in offered][:OFFERED]


def ask(session: Session, by: Person, unit_id: str, *, door: str, on: date, now: datetime) -> UnitWish:
    """Note that somebody asks for another unit, instead of one asked for before; staff are told. Raises NotFound."""
    if unit_id not in {unit.id for unit in network.units(session, on)}:
        raise NotFound("no unit of today has this id")
    before = _open(session, by.id)
    if before is not None:
        before.decided_at = now  # by nobody: what staff see of it can no longer be granted
        session.add(before)
        _owe(session, "unit_change_asked", before, outbox.GROUP, now)
    row = UnitChange(person_id=by.id, unit_id=unit_id, asked_at=now)
    session.add(row)
    session.flush()
    _owe(session, "unit_change_asked", row, outbox.GROUP, now)
    audit.record(session, "ask_for_unit", f"person:{by.id}", by=by.id, door=door, now=now)
    return _wish(session, row)


def decide(session: Session, number: int, *, grants: bool, by: Person, door: str, now: datetime) -> UnitWish:
    """Grant a change of unit or not, once; the person is told. Raises NotAllowed, NotFound."""
    access.require(by, Right.INVITE)
    row = session.get(UnitChange, number)
    if row is None or row.decided_at is not None:
        raise NotFound("nobody asks for this")
    if row.person_id == by.id:
        raise NotAllowed("nobody grants their own wish", verb="grant_unit", own="1")
    row.decided_at, row.decided_by, row.is_granted = now, by.id, grants
    session.add(row)
    person = session.get(PersonRow, row.person_id)
    if grants and person is not None:
        person.unit_id = row.unit_id
        session.add(person)
    session.flush()
    _owe(session, "unit_change_decided", row, outbox.person(row.person_id), now)
    _owe(session, "unit_change_asked", row, outbox.GROUP, now)
    act = "grant_unit" if grants else "refuse_unit"
    audit.record(session, act, f"person:{row.person_id}", by=by.id, door=door, now=now)
    return _wish(session, row)


def wish(session: Session, number: int) -> UnitWish | None:
    """Return what somebody asked for, as it now stands; None where it is gone."""
    row = session.get(UnitChange, number)
    return _wish(session, row) if row else None


def open_of(session: Session, person_id: int) -> UnitWish | None:
    """Return what a person asks for and nobody has decided yet."""
    row = _open(session, person_id)
    return _wish(session, row) if row else None


def _open(session: Session, person_id: int) -> UnitChange | None:
    query = select(UnitChange).where(UnitChange.person_id == person_id, col(UnitChange.decided_at).is_(None))
    return session.exec(query).first()


def _wish(session: Session, row: UnitChange) -> UnitWish:
    person, unit = session.get(PersonRow, row.person_id), network.unit(session, row.unit_id)
    before = network.unit(session, person.unit_id) if person else None
    return UnitWish(
        row.id or 0,
        row.person_id,
        person.name if person else "",
        before.name_full if before else "",
        unit.name_full if unit else "",
        is_decided=row.decided_at is not None,
        is_granted=row.is_granted,
        is_replaced=row.decided_at is not None and row.decided_by is None,
    )


def _owe(session: Session, kind: str, row: UnitChange, recipient: str, now: datetime) -> None:
    outbox.enqueue(
        session,
        kind,
        subject=f"unit_change:{row.id}",
        recipient=recipient,
        lane=outbox.Lane.NOTICE,
        dedupe_key=f"{kind}:{row.id}:{'open' if row.decided_at is None else 'decided'}",
        now=now,
    )
