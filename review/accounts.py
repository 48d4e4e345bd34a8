"""Where a person can be reached: their accounts behind the doors, and whether a notice can arrive there."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from review.models import Account, table
from review.statements import Statement, run

TABLE = table("account")
_ADDRESS = Statement(
    sa.select(TABLE.c.person_id, TABLE.c.account_id, TABLE.c.chat_id, TABLE.c.lost_at)
    .where(TABLE.c.person_id == sa.bindparam("person_id"), TABLE.c.door == sa.bindparam("door"))
    .order_by(TABLE.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Address:
    """One account of a person: the chat to write to and, when it is lost, why."""

    person_id: int
    account_id: int
    chat_id: int
    is_lost: bool


def address(session: Session, person_id: int, *, door: str) -> Address | None:
    """Return where a person is reached behind a door, None where they never came by it."""
    row = run(session, _ADDRESS, person_id=person_id, door=door).first()
    return Address(row.person_id, row.account_id, row.chat_id, row.lost_at is not None) if row else None


def mark_lost(session: Session, *, door: str, chat_id: int, reason: str, now: datetime) -> None:
    """Note that messages no longer arrive: blocked, deactivated, never started."""
    for row in session.exec(select(Account).where(Account.door == door, Account.chat_id == chat_id)):
        row.lost_at, row.lost_reason = now, reason
        session.add(row)


def mark_found(session: Session, *, door: str, chat_id: int) -> None:
    """Note that the person can be reached again."""
    query = select(Account).where(Account.door == door, Account.chat_id == chat_id, col(Account.lost_at).is_not(None))
    for row in session.exec(query):
        row.lost_at, row.lost_reason = None, None
        session.add(row)
