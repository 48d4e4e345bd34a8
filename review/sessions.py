"""Signing in to the console: one-time links and browser sessions, both kept as hashes, both revocable at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from review import audit, people, tokens
from review.access import Person
from review.clock import SKEW
from review.errors import NotAllowed, PersonNotFound
from review.models import LoginLink, WebSession

LINK_LIFE = timedelta(minutes=10)
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: who it is and its number, to list and end it."""

    person: Person
    session_id: int
    csrf: str


def new_link(session: Session, person_id: int, *, now: datetime) -> str:
    """Return a one-time token that signs a member of staff in within ten minutes; raises NotAllowed."""
    if not people.get(session, person_id).is_staff:
        raise NotAllowed("only staff sign in", verb="sign_in")
    token = tokens.new()
    row = LoginLink(token_hash=tokens.digest(token), person_id=person_id, created_at=now, expires_at=now + LINK_LIFE)
    session.add(row)
    session.flush()
    audit.record(session, "login_link", f"person:{person_id}", by=person_id, door="desk", now=now)
    return token


def sign_in(session: Session, token: str, *, agent: str, now: datetime) -> str:
    """Use a one-time token up and return the new session's secret; raises NotAllowed, alike for every wrong token."""
    query = (
        update(LoginLink)
        .where(
            col(LoginLink.token_hash) == tokens.digest(token),
            col(LoginLink.used_at).is_(None),
            col(LoginLink.expires_at) > now,
            col(LoginLink.created_at) < now + SKEW,
        )
        .values(used_at=now)
        .returning(col(LoginLink.person_id))
    )
    person_id = session.execute(query).scalar()
    if person_id is None or not people.get(session, person_id).is_staff:
        raise NotAllowed("this link is not valid", verb="sign_in")
    return open_session(session, person_id, agent=agent, now=now)


def open_session(session: Session, person_id: int, *, agent: str, now: datetime) -> str:
    """Begin a browser session and return its secret."""
    secret = tokens.new()
    row = WebSession(
        token_hash=tokens.digest(secret),
        person_id=person_id,
        created_at=now,
        seen_at=now,
        expires_at=now + LONGEST,
        agent=agent[:200],
    )
    session.add(row)
    session.flush()
    audit.record(session, "sign_in", f"person:{person_id}", by=person_id, door="console", now=now)
    return secret


def signed_in(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """Return who a session's secret belongs to, with today's roles; None when it is over."""
    row = _live(session, secret, now)
    if row is None:
        return None
    try:
        person = people.get(session, row.person_id)
    except PersonNotFound:
        return None
    return SignedIn(person, row.id or 0, tokens.digest(f"csrf:{secret}")) if person.is_staff else None


def seen(session: Session, secret: str, *, now: datetime) -> None:
    """Note that a session is in use, at most every five minutes, so that it does not end as idle."""
    row = _live(session, secret, now)
    if row is not None and now - row.seen_at > SEEN_EVERY:
        row.seen_at = now
        session.add(row)


def sign_out(session: Session, session_id: int, *, by: Person, now: datetime) -> None:
    """End one of the person's own sessions."""
    query = update(WebSession).where(col(WebSession.id) == session_id, col(WebSession.person_id) == by.id)
    session.exec(query.values(revoked_at=now))
    audit.record(session, "sign_out", f"person:{by.id}", by=by.id, door="console", now=now)


def _live(session: Session, secret: str, now: datetime) -> WebSession | None:
    query = select(WebSession).where(
        WebSession.token_hash == tokens.digest(secret),
        col(WebSession.revoked_at).is_(None),
        WebSession.expires_at > now,
        WebSession.created_at < now + SKEW,
        WebSession.seen_at > now - IDLE,
    )
    return session.exec(query).first()
