"""The network as a list: who belongs to it, where, in which standing, and when they last sent something."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Exists, ScalarSelect, select
from sqlmodel import Session, col

from review.access import STAFF, Role, Standing
from review.models import Account, PersonRow, RoleGrant, Tip, Unit
from review.workflow import TipStatus

PAGE = 100


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person; `is_lost` when their messenger no longer takes our messages."""

    id: int
    name: str
    roles: tuple[Role, ...]
    unit_name: str
    standing: Standing
    joined_at: datetime | None
    last_tip_at: datetime | None
    is_lost: bool

    @property
    def is_staff(self) -> bool:
        return bool(STAFF & set(self.roles))


@dataclass(frozen=True, slots=True)
class MemberRows:
    """One page of people, newest first; `older` is the number to go on below, None at the end."""

    rows: tuple[MemberRow, ...]
    older: int | None


def page(session: Session, *, below: int | None = None) -> MemberRows:
    """Return the people who joined last, those numbered below `below` when it is given."""
    query: Any = (
        select(PersonRow, col(Unit.name_short), _last_tip(), _lost())
        .join(Unit, col(Unit.id) == col(PersonRow.unit_id), isouter=True)
        .where(col(PersonRow.standing) != Standing.ENROLLING, col(PersonRow.name) != "")  # the deleted have no name
    )
    if below is not None:
        query = query.where(col(PersonRow.id) < below)
    found = session.execute(query.order_by(col(PersonRow.id).desc()).limit(PAGE + 1)).all()
    held = _roles(session, [person.id for person, *_ in found])
    rows = tuple(
        MemberRow(
            id=person.id,
            name=person.name,
            roles=tuple(held.get(person.id, ())),
            unit_name=unit_name or "",
            standing=person.standing,
            joined_at=person.enrolled_at,
            last_tip_at=last_tip_at,
            is_lost=bool(is_lost),
        )
        for person, unit_name, last_tip_at, is_lost in found[:PAGE]
    )
    return MemberRows(rows, rows[-1].id if len(found) > PAGE else None)


def _last_tip() -> ScalarSelect[datetime | None]:
    """Return when a person's newest tip came in: one look at the index of senders for each row of the page."""
    sent = select(col(Tip.received_at)).where(
        col(Tip.sender_id) == col(PersonRow.id), col(Tip.status) != TipStatus.COMPOSING
    )
    return sent.order_by(col(Tip.id).desc()).limit(1).correlate(PersonRow).scalar_subquery()


def _lost() -> Exists:
    lost = select(col(Account.id)).where(col(Account.person_id) == col(PersonRow.id), col(Account.lost_at).is_not(None))
    return lost.exists()


def _roles(session: Session, numbers: list[int]) -> dict[int, list[Role]]:
    query = select(col(RoleGrant.person_id), col(RoleGrant.role)).where(
        col(RoleGrant.person_id).in_(numbers), col(RoleGrant.revoked_at).is_(None)
    )
    held: dict[int, list[Role]] = {}
    for person_id, role in session.execute(query.order_by(col(RoleGrant.id))):
        held.setdefault(person_id, []).append(Role(role))
    return held
