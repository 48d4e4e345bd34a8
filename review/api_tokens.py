"""Tokens by which programs act for a member of staff: shown once, kept as hashes, with scopes and an end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from review import access, audit, people, tokens
from review.access import Person, Right
from review.clock import SKEW
from review.errors import NotAllowed, NotFound, PersonNotFound
from review.models import ApiToken

PREFIX = "tbk_"  # so that a scanner for leaked secrets can tell what it has found
LONGEST = timedelta(days=366)
USED_EVERY = timedelta(minutes=5)


class Scope(StrEnum):
    """What a token may be used for: reading drafts and their media, feeds alone, or telling what became of a draft."""

    READ = "read"
    FEEDS = "feeds"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as lists show it, without its secret."""

    id: int
    name: str
    person: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who acts through a token, with today's roles, and how far it reaches."""

    person: Person
    token_id: int
    scopes: frozenset[Scope]


def issue(
    session: Session, *, name: str, scopes: Collection[Scope], life: timedelta, owner: Person, door: str, now: datetime
) -> str:
    """Return a new token, shown this once; it ends after `life`, a year at most. Raises NotAllowed."""
    access.require(owner, Right.SEE_DRAFTS)
    secret = PREFIX + tokens.new()
    row = ApiToken(
        name=name[:80],
        token_hash=tokens.digest(secret),
        person_id=owner.id,
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + min(life, LONGEST),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "token_issue", f"token:{row.id}", by=owner.id, door=door, now=now, details=",".join(row.scopes)
    )
    return secret


def bearer(session: Session, secret: str, *, now: datetime) -> Bearer | None:
    """Return who a token belongs to; None for one that is unknown, over or revoked, or whose person left the desk."""
    query = select(ApiToken).where(
        ApiToken.token_hash == tokens.digest(secret),
        col(ApiToken.revoked_at).is_(None),
        ApiToken.expires_at > now,
        ApiToken.created_at < now + SKEW,
    )
    row = session.exec(query).first()
    if row is None:
        return None
    try:
        person = people.get(session, row.person_id)
    except PersonNotFound:
        return None
    scopes = frozenset(Scope(scope) for scope in row.scopes if scope in set(Scope))
    return Bearer(person, row.id or 0, scopes) if access.may(person, Right.SEE_DRAFTS) else None


def used(session: Session, bearer: Bearer, *, now: datetime) -> None:
    """Note when a token was last used, to within five minutes."""
    row = session.get(ApiToken, bearer.token_id)
    if row is not None and (row.used_at is None or now - row.used_at > USED_EVERY):
        row.used_at = now
        session.add(row)


def revoke(session: Session, token_id: int, *, by: Person | None, door: str, now: datetime) -> None:
    """End a token at once: one's own, anybody's for an admin. Raises NotFound, NotAllowed."""
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFound("there is no such token")
    if by is not None and row.person_id != by.id and not access.may(by, Right.MANAGE_STAFF):
        raise NotAllowed("somebody else's token", verb="revoke")
    row.revoked_at = row.revoked_at or now
    session.add(row)
    audit.record(session, "token_revoke", f"token:{row.id}", by=by.id if by else None, door=door, now=now)


def listed(session: Session, *, now: datetime) -> list[TokenView]:
    """Return all tokens, newest first, with whose they are."""
    rows = session.exec(select(ApiToken).order_by(col(ApiToken.id).desc())).all()
    return [
        TokenView(
            id=row.id or 0,
            name=row.name,
            person=people.get(session, row.person_id).name,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            is_over=row.revoked_at is not None or row.expires_at <= now,
        )
        for row in rows
    ]
