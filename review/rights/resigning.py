"""Leaving the desk by oneself: roles are given back, what was in hand returns to the queue, the admins are told."""

from datetime import datetime

from sqlmodel import Session, col, select

from review import access, audit, intake, outbox, people, queue, receipts
from review.access import Person, Role
from review.errors import NotAllowed
from review.models import Tip
from review.workflow import UNDECIDED


def is_only_admin(session: Session, person: Person) -> bool:
    """Tell whether the desk would be without an admin if this person went."""
    admins = people.with_role(session, frozenset({Role.ADMIN}))
    return Role.ADMIN in person.roles and all(admin.id == person.id for admin in admins)


def resign(session: Session, person: Person, *, door: str, now: datetime) -> None:
    """Give back every role at the desk, at once; raises NotAllowed where there is none, and for the only admin."""
    roles = sorted(person.roles & access.STAFF)
    if not roles or is_only_admin(session, person):
        raise NotAllowed("the only admin names another one first", verb="resign")
    held = select(Tip).where(Tip.claimed_by == person.id, col(Tip.status).in_(UNDECIDED))
    for tip in session.exec(held).all():
        queue.release(session, tip, now=now)
        receipts.owe(session, tip, now=now)
        intake.owe_card(session, tip, now=now)
    for role in roles:
        people.revoke(session, person.id, role, by=person.id, now=now)
    audit.record(session, "resign", f"person:{person.id}", by=person.id, door=door, now=now)
    for admin in people.with_role(session, frozenset({Role.ADMIN})):
        outbox.enqueue(
            session,
            "role_given_back",
            subject=f"person:{person.id}",
            recipient=outbox.person(admin.id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"role_given_back:{person.id}:{now.isoformat()}:{admin.id}",
            now=now,
            details={"roles": [role.value for role in roles]},
        )
