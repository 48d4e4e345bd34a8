"""What still waits behind the doors: notices to send, files to fetch, and what could not be delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, func, select, text
from sqlmodel import Session, col

from review import inbox
from review.models import Attachment, InboxRow, MailState, NoticeState, OutboxRow
from review.outbox import IS_OWED, Lane

LISTED = 20
WINDOW = 1000
# Since when: a notice counts from its beginning, since each further try moves its `not_before`.
OWED: Select[Any] = select(col(OutboxRow.created_at).label("since")).where(IS_OWED)
PENDING: Select[Any] = select(col(Attachment.not_before).label("since")).where(col(Attachment.state) == "pending")


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
    """Return the notices that are owed: not sent yet, whether due, waiting for the budget or to be tried again."""
    by_lane = lanes(session, now=now).values()
    return Waiting(sum(each.number for each in by_lane), max(each.oldest for each in by_lane))


def lanes(session: Session, *, now: datetime) -> Mapping[Lane, Waiting]:
    """Return what is owed in each lane, a thousand at most, for the page."""
    by_lane = {lane: OWED.where(col(OutboxRow.lane) == int(lane)).order_by(col(OutboxRow.id)) for lane in Lane}
    return {lane: _waiting(session, query.limit(WINDOW).subquery(), now) for lane, query in by_lane.items()}


def files(session: Session, *, now: datetime) -> Waiting:
    """Return the files that are still to be fetched."""
    return _waiting(session, PENDING.limit(WINDOW).subquery(), now)


def backlog(session: Session, *, now: datetime) -> Backlog:
    """Return all that waits; every query keeps to the rows that do."""
    number, oldest = inbox.backlog(session, now=now)
    dead = select(func.count()).where(col(InboxRow.state) == MailState.DEAD)
    return Backlog(
        Waiting(number, max(oldest, timedelta())),
        _all_lanes(session, now),
        _waiting(session, PENDING.subquery(), now),
        int(session.execute(dead).scalar_one()),
    )


def _all_lanes(session: Session, now: datetime) -> Mapping[Lane, Waiting]:
    query = select(col(OutboxRow.lane), func.count(), func.min(col(OutboxRow.created_at)))
    rows = session.execute(query.where(IS_OWED).group_by(col(OutboxRow.lane)))
    found = {lane: Waiting(number, max(now - oldest, timedelta())) for lane, number, oldest in rows}
    return {lane: found.get(int(lane), Waiting(0, timedelta())) for lane in Lane}


def undelivered(session: Session) -> list[Undelivered]:
    """Return the newest notices that were given up, without what an undo took back or another notice tells."""
    query = select(col(OutboxRow.kind), col(OutboxRow.last_error_class), col(OutboxRow.sent_at)).where(
        col(OutboxRow.state) == NoticeState.GONE, col(OutboxRow.last_error_class).not_in(("cancelled", "bundled"))
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
    number, oldest = session.execute(select(func.count(), func.min(due.c.since)).select_from(due)).one()
    return Waiting(number, max(now - oldest, timedelta()) if oldest else timedelta())
