"""Who may take a tip over: the people who decide on tips, by name."""

from sqlalchemy import select
from sqlmodel import Session, col

from review.access import MODERATORS, Standing
from review.models import PersonRow, RoleGrant

MOST = 100


def moderators(session: Session) -> tuple[tuple[int, str], ...]:
    """Return number and name of the active people who may decide on tips."""
    query = (
        select(col(PersonRow.id), col(PersonRow.name))
        .join(RoleGrant, col(RoleGrant.person_id) == col(PersonRow.id))
        .where(
            col(RoleGrant.role).in_(MODERATORS),
            col(RoleGrant.revoked_at).is_(None),
            col(PersonRow.standing).in_((Standing.ACTIVE, Standing.PENDING)),
        )
        .distinct()
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )
    return tuple((number, name) for number, name in session.execute(query.limit(MOST)))


def name_of(session: Session, person_id: int | None) -> str:
    """Return somebody's name; empty where there is nobody of this number, or no longer."""
    query = select(col(PersonRow.name)).where(col(PersonRow.id) == person_id)
    return session.execute(query).scalar() or "" if person_id else ""
