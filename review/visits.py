"""Coming to the web form: a personal link is opened in a browser, which is then known for some days.

Links and browsers are kept as hashes, belong to one person and end at once when that person says so or may not send.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select, update

from review import audit, people, tokens
from review.access import Person, Standing
from review.clock import SKEW
from review.errors import NotAllowed, PersonNotFound
from review.models import FormVisit, PersonalLink

DOOR = "web"
LINK_LIFE = timedelta(hours=24)
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
KEPT = timedelta(days=1)  # after the end of its time
WELCOME = frozenset({Standing.ACTIVE, Standing.PENDING})

Heard = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the web form: who it is, their browser's number, its forms' token, and what they were told last.

    `is_fresh` while it need not be noted again that the browser is in use.
    """

    person: Person
    visit_id: int
    csrf: str
    heard: Heard = ()
    is_fresh: bool = True


def new_link(session: Session, person_id: int, *, now: datetime) -> str:
    """Return a fresh token that opens the web form for one person for a day; raises NotAllowed."""
    if people.get(session, person_id).standing not in WELCOME:
        raise NotAllowed("only who may send has a form", verb="sign_in")
    token = tokens.new()
    row = PersonalLink(token_hash=tokens.digest(token), person_id=person_id, created_at=now, expires_at=now + LINK_LIFE)
    session.add(row)
    session.flush()
    audit.record(session, "form_link", f"person:{person_id}", by=person_id, door="desk", now=now)
    return token


def is_open(session: Session, token: str, *, now: datetime) -> bool:
    """Tell whether a link opens the form now."""
    return _link(session, token, now) is not None


def enter(session: Session, token: str, *, now: datetime) -> str:
    """Open the form in a browser and return its secret; raises NotAllowed, alike for every wrong link."""
    link = _link(session, token, now)
    if link is None:
        raise NotAllowed("this link is not valid", verb="sign_in")
    secret = tokens.new()
    row = FormVisit(
        token_hash=tokens.digest(secret),
        person_id=link.person_id,
        created_at=now,
        seen_at=now,
        expires_at=now + LONGEST,
    )
    session.add(row)
    session.flush()
    audit.record(session, "form_opened", f"person:{link.person_id}", by=link.person_id, door=DOOR, now=now)
    return secret


def visitor(session: Session, secret: str, *, now: datetime) -> Visitor | None:
    """Return who a browser belongs to; None when its time is over or the person may not send any more."""
    row = _live(session, secret, now)
    person = _welcome(session, row.person_id) if row else None
    if row is None or person is None:
        return None
    is_fresh = now - row.seen_at <= SEEN_EVERY
    return Visitor(person, row.id or 0, tokens.digest(f"csrf:{secret}"), tuple(row.heard), is_fresh)


def hear(session: Session, visit_id: int, heard: Heard, *, now: datetime) -> None:
    """Keep what the desk has just said for the browser's next page."""
    query = update(FormVisit).where(col(FormVisit.id) == visit_id)
    session.exec(query.values(heard=[dict(reply) for reply in heard], seen_at=now))


def seen(session: Session, visit_id: int, *, now: datetime) -> None:
    """Note that a browser is in use, at most every five minutes."""
    query = update(FormVisit).where(col(FormVisit.id) == visit_id, col(FormVisit.seen_at) < now - SEEN_EVERY)
    session.exec(query.values(seen_at=now))


def leave(session: Session, by: Person, *, now: datetime) -> None:
    """End every link and browser of a person: whoever lost a telephone closes all at once."""
    for model in (PersonalLink, FormVisit):
        query = update(model).where(col(model.person_id) == by.id, col(model.revoked_at).is_(None))
        session.exec(query.values(revoked_at=now))
    session.exec(update(FormVisit).where(col(FormVisit.person_id) == by.id).values(heard=[]))
    audit.record(session, "form_closed", f"person:{by.id}", by=by.id, door=DOOR, now=now)


def forget(session: Session, *, now: datetime) -> None:
    """Delete links and browsers a day after their time."""
    for model in (PersonalLink, FormVisit):
        session.exec(delete(model).where(col(model.expires_at) < now - KEPT))


def _link(session: Session, token: str, now: datetime) -> PersonalLink | None:
    query = select(PersonalLink).where(
        PersonalLink.token_hash == tokens.digest(token),
        col(PersonalLink.revoked_at).is_(None),
        PersonalLink.expires_at > now,
        PersonalLink.created_at < now + SKEW,
    )
    link = session.exec(query).first()
    return link if link is not None and _welcome(session, link.person_id) else None


def _live(session: Session, secret: str, now: datetime) -> FormVisit | None:
    query = select(FormVisit).where(
        FormVisit.token_hash == tokens.digest(secret),
        col(FormVisit.revoked_at).is_(None),
        FormVisit.expires_at > now,
        FormVisit.created_at < now + SKEW,
        FormVisit.seen_at > now - IDLE,
    )
    return session.exec(query).first()


def _welcome(session: Session, person_id: int) -> Person | None:
    try:
        person = people.get(session, person_id)
    except PersonNotFound:
        return None
    return person if person.standing in WELCOME else None
