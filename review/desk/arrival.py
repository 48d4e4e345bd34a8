"""Who is at the door and where they stand, read by one question: every message asks it."""

from dataclasses import dataclass

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
_ARRIVAL = Statement(
    select(
        *people.WHO,
        *(DIALOGUE.c.name.label("dialogue"), DIALOGUE.c.step, DIALOGUE.c.screen, DIALOGUE.c.details),
        _COMPOSING.scalar_subquery().label("composing"),
        _ASKED.scalar_subquery().label("asked"),
    )
    .select_from(
        ACCOUNT.join(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
        .outerjoin(people.ROLE, people.HELD)
        .outerjoin(DIALOGUE, DIALOGUE.c.person_id == PERSON.c.id)
    )
    .where(ACCOUNT.c.door == bindparam("door"), ACCOUNT.c.account_id == bindparam("account_id"))
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
    rows = run(session, _ARRIVAL, door=door, account_id=account_id).rows
    person = people.assembled(rows)
    if person is None:
        return STRANGER
    row = rows[0]
    stood = None if row.step is None else State(row.dialogue, row.step, row.screen, row.details)
    return Arrival(person, stood, row.composing, row.asked)
