"""The people of the sample, who join by invitations as everybody does."""

from datetime import datetime, timedelta

from bot.rehearsal.sample.cast import CHIEF, CORRESPONDENTS, STAFF, Actor
from review import invitations, people
from review.access import Person, Role
from review.db import Session
from review.desk.joining import NOTICE_VERSION

DOOR = "telegram"
JOINED_AGO = timedelta(days=21)


def enrol(session: Session, *, notice: str, now: datetime) -> dict[str, Person]:
    """Have everybody join three weeks ago; returns the people by their key in the cast."""
    joined = now - JOINED_AGO
    known = {CHIEF.key: join_chief(session, now=joined)}
    for actor in (*(member for member in STAFF if member is not CHIEF), *CORRESPONDENTS):
        known[actor.key] = _join(session, actor, by=known[CHIEF.key], notice=notice, now=joined)
    return {key: people.get(session, person.id) for key, person in known.items()}


def join_chief(session: Session, *, now: datetime) -> Person:
    """Have the admin of the desk join, who invites everybody else."""
    return _join(session, CHIEF, by=None, notice="", now=now)


def _join(session: Session, actor: Actor, *, by: Person | None, notice: str, now: datetime) -> Person:
    role = actor.role or Role.CORRESPONDENT
    code = invitations.invite(session, role=role, by=by, unit_id=actor.unit, name=actor.name, now=now)
    person = people.begin_enrolment(
        session,
        invitations.redeem(session, code, now=now),
        door=DOOR,
        account_id=actor.account,
        chat_id=actor.account,
        name=actor.name,
        locale="vi",
        now=now,
    )
    if role is Role.CORRESPONDENT:
        _agree(session, person, actor, notice=notice, now=now)
    return person


def _agree(session: Session, person: Person, actor: Actor, *, notice: str, now: datetime) -> None:
    people.consent(
        session,
        person,
        version=NOTICE_VERSION,
        notice=notice,
        door=DOOR,
        account_id=actor.account,
        message_id=2,
        locale="vi",
        now=now,
    )
    people.choose_byline(session, person, actor.byline, actor.pen_name or None)
    people.complete_enrolment(session, person, now=now)
