"""What still waits behind the doors: notices to send, files to fetch, and what could not be delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Subquery, func, select, text
from sqlmodel import Session, col

from review import inbox
from review.models import Attachment, InboxRow, MailState, NoticeState, OutboxRow
from review.outbox import Lane

LISTED = 20
WINDOW = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, a thousand at most, and how long the oldest of them has been due."""

    number: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Backlog:
    """Everything that waits behind the doors, exactly: for figures, not for pages."""

    inbox: Waiting
    lanes: Mapping[Lane, Waiting]
    files: Waiting
    dead: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    kind: str
    error_class: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Storage:
    """The database engine, its version and how it writes."""

    engine: str
    version: str
    mode: str


def notices(session: Session, *, now: datetime) -> Waiting:
    """Return the notices that are due and not sent yet."""
    due = select(col(OutboxRow.not_before)).where(
        col(OutboxRow.state) == NoticeState.NEW, col(OutboxRow.not_before) <= now
    )
    return _waiting(session, due.limit(WINDOW).subquery(), now)


def files(session: Session, *, now: datetime) -> Waiting:
    """Return the files that are still to be fetched."""
    pending = select(col(Attachment.not_before)).where(col(Attachment.state) == "pending")
    return _waiting(session, pending.limit(WINDOW).subquery(), now)


def backlog(session: Session, *, now: datetime) -> Backlog:
    """Return all that waits; every query keeps to the rows that do."""
    number, oldest = inbox.backlog(session, now=now)
    dead = select(func.count()).where(col(InboxRow.state) == MailState.DEAD)
    pending = select(col(Attachment.not_before)).where(col(Attachment.state) == "pending")
    return Backlog(
        Waiting(number, max(oldest, timedelta())),
        _lanes(session, now),
        _waiting(session, pending.subquery(), now),
        int(session.execute(dead).scalar_one()),
    )


def _lanes(session: Session, now: datetime) -> Mapping[Lane, Waiting]:
    query = (
        select(col(OutboxRow.lane), func.count(), func.min(col(OutboxRow.not_before)))
        .where(col(OutboxRow.state) == NoticeState.NEW, col(OutboxRow.not_before) <= now)
        .group_by(col(OutboxRow.lane))
    )
    found = {lane: Waiting(number, max(now - oldest, timedelta())) for lane, number, oldest in session.execute(query)}
    return {lane: found.get(int(lane), Waiting(0, timedelta())) for lane in Lane}


def lanes(session: Session, *, now: datetime) -> Mapping[Lane, Waiting]:
    """Return what is due in each lane, a thousand at most, for the page."""
    due = select(col(OutboxRow.not_before)).where(
        col(OutboxRow.state) == NoticeState.NEW, col(OutboxRow.not_before) <= now
    )
    by_lane = {lane: due.where(col(OutboxRow.lane) == int(lane)).limit(WINDOW) for lane in Lane}
    return {lane: _waiting(session, query.subquery(), now) for lane, query in by_lane.items()}


def undelivered(session: Session) -> list[Undelivered]:
    """Return the newest notices that were given up, without what an undo took back."""
    query = select(col(OutboxRow.kind), col(OutboxRow.last_error_class), col(OutboxRow.sent_at)).where(
        col(OutboxRow.state) == NoticeState.GONE, col(OutboxRow.last_error_class) != "cancelled"
    )
    rows = session.execute(query.order_by(col(OutboxRow.id).desc()).limit(LISTED))
    return [Undelivered(kind, error_class or "", at) for kind, error_class, at in rows]


def storage(session: Session) -> Storage:
    """Return which database serves the desk."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return Storage("PostgreSQL", ".".join(str(part) for part in connection.dialect.server_version_info or ()), "")
    version = session.execute(text("SELECT sqlite_version()")).scalar_one()
    mode = session.execute(text("PRAGMA journal_mode")).scalar_one()
    return Storage("SQLite", str(version), str(mode).upper())


def _waiting(session: Session, due: Subquery, now: datetime) -> Waiting:
    number, oldest = session.execute(select(func.count(), func.min(due.c.not_before)).select_from(due)).one()
    return Waiting(number, max(now - oldest, timedelta()) if oldest else timedelta())
