"""Correspondents and staff: who stands behind an account, how people join, what they agreed to, what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from review import audit, tokens
from review.access import Person, Role, Standing
from review.errors import PersonNotFound
from review.invitations import Invited
from review.models import Account, Consent, Dialogue, PersonRow, RoleGrant, table
from review.statements import Statement, run

BATCH = "batch"
PERSON, ROLE, ACCOUNT = (table(name) for name in ("person", "role_grant", "account"))
# Every message asks who sent it, so these are built once.
HELD = sa.and_(ROLE.c.person_id == PERSON.c.id, ROLE.c.revoked_at.is_(None))
WHO = (PERSON.c.id, PERSON.c.name, PERSON.c.unit_id, PERSON.c.locale, PERSON.c.standing, ROLE.c.role)
_BY_NUMBER = Statement(
    sa.select(*WHO).select_from(PERSON.outerjoin(ROLE, HELD)).where(PERSON.c.id == bindparam("person_id"))
)
_BY_ACCOUNT = Statement(
    sa.select(*WHO)
    .select_from(ACCOUNT.join(PERSON, PERSON.c.id == ACCOUNT.c.person_id).outerjoin(ROLE, HELD))
    .where(ACCOUNT.c.door == bindparam("door"), ACCOUNT.c.account_id == bindparam("account_id"))
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the desk's dialogues and pages see them."""

    person: Person
    byline: str
    pen_name: str | None

    def credit(self, unit_name: str | None) -> str:
        """Return the name printed under an article, as the person chose it."""
        return credit(self.person.name, self.byline, self.pen_name, unit_name)


def credit(name: str, byline: str, pen_name: str | None, unit_name: str | None) -> str:
    """Return the name printed for somebody who chose `byline`: their pen name, their own, or their unit's."""
    if byline == "pen" and pen_name:
        return pen_name
    if byline == "real":
        return name
    return f"CTV {unit_name}" if unit_name else "CTV"


def find(session: Session, *, door: str, account_id: int) -> Person | None:
    """Return the person behind an account, None for a stranger."""
    return assembled(run(session, _BY_ACCOUNT, door=door, account_id=account_id).rows)


def get(session: Session, person_id: int) -> Person:
    """Return a person by number; raises PersonNotFound."""
    person = assembled(run(session, _BY_NUMBER, person_id=person_id).rows)
    if person is None:
        raise PersonNotFound
    return person


def credit_of(session: Session, person_id: int, unit_name: str | None) -> str:
    """Return the name printed for a sender; empty for somebody of whom nothing is left."""
    row = session.get(PersonRow, person_id)
    return _member(Person(person_id, row.name), row).credit(unit_name) if row else ""


def member(session: Session, person_id: int) -> Member:
    """Return a person with the name they want printed; raises PersonNotFound."""
    return _member(get(session, person_id), _row(session, person_id))


def begin_enrolment(
    session: Session,
    invited: Invited,
    *,
    door: str,
    account_id: int,
    chat_id: int,
    name: str,
    locale: str,
    now: datetime,
) -> Person:
    """Open a place for a new account; until the consent it is forgotten without trace when the person declines."""
    row = PersonRow(name=invited.name or name, unit_id=invited.unit_id, locale=locale, created_at=now)
    row.standing_reason = BATCH if invited.is_batch else None
    session.add(row)
    session.flush()
    number = row.id or 0
    session.add(Account(person_id=number, door=door, account_id=account_id, chat_id=chat_id, shown_name=name))
    session.add(RoleGrant(person_id=number, role=invited.role, granted_at=now))
    if invited.role is not Role.CORRESPONDENT:
        row.standing, row.enrolled_at = Standing.ACTIVE, now
    session.flush()
    return _person(session, row)


def known_since(session: Session, person_id: int) -> datetime:
    """Return when the desk first knew of a person; raises PersonNotFound."""
    return _row(session, person_id).created_at


def forget_enrolment(session: Session, person_id: int) -> None:
    """Remove everything about somebody who declined: no row of theirs stays."""
    for whose in (Dialogue, Account, RoleGrant, Consent):
        session.execute(delete(whose).where(col(whose.person_id) == person_id))
    session.execute(delete(PersonRow).where(col(PersonRow.id) == person_id))


def consent(
    session: Session,
    person: Person,
    *,
    version: str,
    notice: str,
    door: str,
    account_id: int,
    message_id: int,
    locale: str,
    now: datetime,
) -> None:
    """Keep the proof of an explicit yes to the notice as it was shown."""
    session.add(
        Consent(
            person_id=person.id,
            notice_version=version,
            notice_hash=tokens.digest(notice),
            door=door,
            account_id=account_id,
            message_id=message_id,
            locale=locale,
            given_at=now,
        )
    )
    audit.record(session, "consent", f"person:{person.id}", by=person.id, door=door, now=now, details=version)


def complete_enrolment(session: Session, person: Person, *, now: datetime) -> None:
    """Let the person send from now on; who came by a batch invitation is pending until a moderator confirms."""
    row = _row(session, person.id)
    row.standing = Standing.PENDING if row.standing_reason == BATCH else Standing.ACTIVE
    row.enrolled_at = now
    session.add(row)
    session.flush()
    audit.record(session, "enrol", f"person:{person.id}", by=person.id, door="telegram", now=now)


def choose_byline(session: Session, person: Person, byline: str, pen_name: str | None = None) -> None:
    """Keep how the person wants to be credited: `pen`, `real` or `unit`."""
    row = _row(session, person.id)
    row.byline = byline
    row.pen_name = pen_name or row.pen_name
    session.add(row)
    session.flush()


def rename(session: Session, person: Person, name: str) -> None:
    """Set a person's name right."""
    row = _row(session, person.id)
    row.name = name
    session.add(row)
    session.flush()


def choose_locale(session: Session, person: Person, locale: str) -> None:
    row = _row(session, person.id)
    row.locale = locale
    session.add(row)
    session.flush()


def set_standing(
    session: Session, person_id: int, standing: Standing, *, reason: str, by: int | None, door: str, now: datetime
) -> None:
    """Suspend, ban or take back a person, with a reason."""
    row = _row(session, person_id)
    row.standing, row.standing_reason = standing, reason
    session.add(row)
    session.flush()
    audit.record(session, "standing", f"person:{person_id}", by=by, door=door, now=now, details=str(standing))


def standing_reason(session: Session, person_id: int) -> str:
    """Return why staff set a person's standing, empty where they gave no reason."""
    return _row(session, person_id).standing_reason or ""


def grant(session: Session, person_id: int, role: Role, *, by: int | None, now: datetime) -> None:
    """Give a role; a role already held is left as it is."""
    held = session.exec(_held(person_id).where(RoleGrant.role == role)).first()
    if held is None:
        session.add(RoleGrant(person_id=person_id, role=role, granted_at=now, granted_by=by))
        audit.record(session, "grant", f"person:{person_id}", by=by, door="cli", now=now, details=str(role))


def revoke(session: Session, person_id: int, role: Role, *, by: int | None, now: datetime) -> None:
    """Take a role away; it ends with this commit, in every process."""
    for row in session.exec(_held(person_id).where(RoleGrant.role == role)):
        row.revoked_at = now
        session.add(row)
        audit.record(session, "revoke", f"person:{person_id}", by=by, door="cli", now=now, details=str(role))


def with_role(session: Session, roles: frozenset[Role]) -> list[Person]:
    """Return the active people who hold one of `roles`."""
    query = (
        select(PersonRow)
        .join(RoleGrant, col(RoleGrant.person_id) == col(PersonRow.id))
        .where(
            col(RoleGrant.role).in_(roles), col(RoleGrant.revoked_at).is_(None), PersonRow.standing == Standing.ACTIVE
        )
        .distinct()
        .order_by(col(PersonRow.id))
    )
    return [_person(session, row) for row in session.exec(query)]


def _member(person: Person, row: PersonRow) -> Member:
    return Member(person, row.byline, row.pen_name)


def assembled(rows: Sequence[Any]) -> Person | None:
    """Return the person of rows of WHO that differ in the role alone, None where there are none."""
    if not rows:
        return None
    first, roles = rows[0], frozenset(row.role for row in rows if row.role)
    return Person(first.id, first.name, roles, first.unit_id, first.locale, first.standing)


def _held(person_id: int) -> SelectOfScalar[RoleGrant]:
    return select(RoleGrant).where(RoleGrant.person_id == person_id, col(RoleGrant.revoked_at).is_(None))


def _row(session: Session, person_id: int) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise PersonNotFound
    return row


def _person(session: Session, row: PersonRow) -> Person:
    roles = session.exec(
        select(RoleGrant.role).where(RoleGrant.person_id == row.id, col(RoleGrant.revoked_at).is_(None))
    )
    return Person(row.id or 0, row.name, frozenset(Role(role) for role in roles), row.unit_id, row.locale, row.standing)
