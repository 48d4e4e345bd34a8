"""Invitations: deep links into the network and the staff, limited by uses and date, stored hashed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from review import access, audit, tokens
from review.access import Person, Right, Role
from review.clock import SKEW
from review.errors import InvitationRefused
from review.models import Invitation

INVITATION_BYTES = 16  # 128 bits: 22 characters of A-Za-z0-9_- in a deep link


@dataclass(frozen=True, slots=True)
class Invited:
    """What a valid invitation code opens."""

    id: int
    role: Role
    unit_id: str | None
    name: str
    is_batch: bool = False


def invite(
    session: Session,
    *,
    role: Role,
    by: Person | None,
    now: datetime,
    unit_id: str | None = None,
    name: str = "",
    uses: int = 1,
    lifetime: timedelta = timedelta(hours=72),
) -> str:
    """Make an invitation and return its code, which is shown once and stored hashed.

    `by` is None only for the command line. Raises NotAllowed.
    """
    if by is not None:
        access.require(by, Right.INVITE if role is Role.CORRESPONDENT else Right.MANAGE_STAFF)
    code = tokens.new(INVITATION_BYTES)
    row = Invitation(
        code_hash=tokens.digest(code),
        role=role,
        unit_id=unit_id,
        name=name,
        max_uses=uses,
        expires_at=now + lifetime,
        created_at=now,
        created_by=by.id if by else None,
    )
    session.add(row)
    session.flush()
    by_id = by.id if by else None
    audit.record(session, "invite", f"invitation:{row.id}", by=by_id, door="cli", now=now, details=str(role))
    return code


def redeem(session: Session, code: str, *, now: datetime) -> Invited:
    """Use an invitation once; raises InvitationRefused, alike for unknown, used up, revoked and expired codes."""
    query = (
        update(Invitation)
        .where(
            col(Invitation.code_hash) == tokens.digest(code),
            col(Invitation.uses) < col(Invitation.max_uses),
            col(Invitation.expires_at) > now,
            col(Invitation.created_at) < now + SKEW,
            col(Invitation.revoked_at).is_(None),
        )
        .values(uses=Invitation.uses + 1)
        .returning(col(Invitation.id))
    )
    number = session.execute(query).scalar()
    row = session.get(Invitation, number, populate_existing=True) if number else None
    if row is None:
        raise InvitationRefused
    return Invited(row.id or 0, row.role, row.unit_id, row.name, row.max_uses > 1)


def give_back(session: Session, number: int) -> None:
    """Return one use to an invitation whose holder declined."""
    query = update(Invitation).where(col(Invitation.id) == number, col(Invitation.uses) > 0)
    session.execute(query.values(uses=Invitation.uses - 1))
