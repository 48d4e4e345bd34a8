"""Naming a colleague in an internal note, as @name: who is meant, and that they are told; the note stays here."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from review import outbox, queue
from review.access import STAFF, Person, Standing
from review.models import PersonRow, RoleGrant, Tip

MOST = 5  # people one note calls
MOST_STAFF = 200


def meant(text: str, staff: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """Return who is named after an @, each once: by the whole name, or by the given name where only one has it.

    The longest name that fits is meant, so that "@Lan Anh" calls nobody else who is called Lan.
    """
    called = sorted(_names(staff), key=lambda each: -len(each[0]))
    found: dict[int, None] = {}
    for part in _plain(text).split("@")[1:]:
        number = next((number for name, number in called if _begins(part, name)), None)
        if number is not None:
            found[number] = None
    return tuple(found)[:MOST]


def tell(session: Session, tip: Tip, text: str, *, by: Person, now: datetime) -> tuple[str, ...]:
    """Owe everybody whom a note names a word that it does; returns their names. Nobody calls themselves."""
    staff = dict(_staff(session))
    called = [number for number in meant(text, list(staff.items())) if number != by.id]
    for number in called:
        outbox.enqueue(
            session,
            "mentioned",
            subject=queue.subject(tip),
            recipient=outbox.person(number),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"mentioned:{tip.id}:{number}:{now.isoformat()}",
            now=now,
            details={"by": by.name},
        )
    return tuple(staff[number] for number in called)


def _names(staff: Sequence[tuple[int, str]]) -> list[tuple[str, int]]:
    whole = [(_plain(name), number) for number, name in staff if name.strip()]
    given = [(name.split()[-1], number) for name, number in whole]
    once = [each for each in given if sum(other[0] == each[0] for other in given) == 1]
    return [*whole, *once]


def _begins(part: str, name: str) -> bool:
    return part.startswith(name) and not part[len(name) : len(name) + 1].isalnum()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _staff(session: Session) -> list[tuple[int, str]]:
    """Return number and name of the active people of the desk."""
    query = (
        select(col(PersonRow.id), col(PersonRow.name))
        .join(RoleGrant, col(RoleGrant.person_id) == col(PersonRow.id))
        .where(
            col(RoleGrant.role).in_(STAFF),
            col(RoleGrant.revoked_at).is_(None),
            col(PersonRow.standing).in_((Standing.ACTIVE, Standing.PENDING)),
        )
        .distinct()
    )
    return [(number, name) for number, name in session.execute(query.limit(MOST_STAFF))]
