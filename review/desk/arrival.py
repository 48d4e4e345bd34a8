"""Who is at the door and where they stand, read by one question: every message asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from review import people
from review.access import Person
from review.models import table
from review.port import State
from review.statements import Statement, constant, run
from review.workflow import TipStatus

PERSON, ACCOUNT, DIALOGUE, TIP = table("person"), table("account"), table("dialogue"), table("tip")
_COMPOSING = select(TIP.c.id).where(TIP.c.sender_id == PERSON.c.id, TIP.c.status == constant(TipStatus.COMPOSING))
_ASKED = (
    select(TIP.c.reference)
    .where(TIP.c.sender_id == PERSON.c.id, TIP.c.status == constant(TipStatus.NEEDS_INFO))
    .order_by(TIP.c.id.desc())
    .limit(1)
)
_SEEN = (
    *people.WHO,
    *(DIALOGUE.c.name.label("dialogue"), DIALOGUE.c.step, DIALOGUE.c.screen, DIALOGUE.c.details),
    _COMPOSING.scalar_subquery().label("composing"),
    _ASKED.scalar_subquery().label("asked"),
)
_ARRIVAL = Statement(
    select(*_SEEN)
    .select_from(
        ACCOUNT.join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
        .outerjoin(people.ROLE, people.HELD)
        .outerjoin(DIALOGUE, DIALOGUE.c.person_id == PERSON.c.id)
    )
    .where(ACCOUNT.c.door == bindparam("door"), ACCOUNT.c.account_id == bindparam("account_id"))
)
_OF_PERSON = Statement(
    select(*_SEEN)
    .select_from(PERSON.outerjoin(people.ROLE, people.HELD).outerjoin(DIALOGUE, DIALOGUE.c.person_id == PERSON.c.id))
    .where(PERSON.c.id == bindparam("whose"))
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person, their dialogue's row (also one that has ended), their unfinished tip, and the tip asked about last."""

    person: Person | None = None
    stood: State | None = None
    composing: int | None = None
    asked: str | None = None


STRANGER = Arrival()


def arrival(session: Session, *, door: str, account_id: int) -> Arrival:
    """Return who stands behind an account and where; STRANGER where nobody does."""
    return _read(run(session, _ARRIVAL, door=door, account_id=account_id).rows)


def arrival_of(session: Session, person_id: int) -> Arrival:
    """Return where a person stands whom the door knows by itself; STRANGER where they are gone."""
    return _read(run(session, _OF_PERSON, whose=person_id).rows)


def _read(rows: Sequence[Any]) -> Arrival:
    person = people.assembled(rows)
    if person is None:
        return STRANGER
    row = rows[0]
    stood = None if row.step is None else State(row.dialogue, row.step, row.screen, row.details)
    return Arrival(person, stood, row.composing, row.asked)
