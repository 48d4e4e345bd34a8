"""The durable outbox: what we owe whom. A row names a kind, a subject and a recipient; its door renders it when sent.

Marked sent after sending: after a crash a message may arrive twice, none is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import and_, bindparam, delete, literal_column, or_, select, update
from sqlmodel import Session, col, func

from review import changes, claims
from review.models import NoticeState, OutboxRow, table
from review.statements import Statement, constant, insert_new, run

LEASE = timedelta(seconds=60)
TABLE = table("outbox")
A_JUMP = timedelta(days=2)
_NOTICE = (
    *(TABLE.c.id, TABLE.c.kind, TABLE.c.subject, TABLE.c.recipient),
    *(TABLE.c.lane, TABLE.c.details, TABLE.c.attempts, TABLE.c.created_at),
)
MOST_AT_ONCE = 200  # of one claim
_NEW = TABLE.c.state == constant(NoticeState.NEW)
_NOW = bindparam("now", type_=TABLE.c.not_before.type)
_SERVED = select(TABLE.c.recipient).where(_NEW, TABLE.c.claimed_until >= _NOW)
_DUE = Statement(
    select(*_NOTICE)
    .where(
        _NEW,
        TABLE.c.not_before <= _NOW,
        or_(TABLE.c.claimed_until.is_(None), TABLE.c.claimed_until < _NOW),
        TABLE.c.recipient.not_in(_SERVED),
    )
    .order_by(TABLE.c.lane, TABLE.c.id)
    .limit(literal_column(str(MOST_AT_ONCE)))
)
_NEXT_DUE = Statement(select(func.min(TABLE.c.not_before).label("due")).where(_NEW, TABLE.c.not_before > _NOW))
RESTING = "resting"  # stands for an error where there is none: the notice waits until its reader has rested
IS_OWED = and_(_NEW, func.coalesce(TABLE.c.last_error_class, "") != RESTING)
GROUP = "group:moderation"
STRANGER = "chat:"


class Lane(IntEnum):
    """Who goes first when a budget is short."""

    PRESS = 0
    REPLY = 1
    NOTICE = 2
    CARD = 3
    DIGEST = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """A claimed row: a message to render now and to send."""

    id: int
    kind: str
    subject: str
    recipient: str
    lane: int
    details: Mapping[str, Any] = field(default_factory=dict)
    attempts: int = 0
    created_at: datetime | None = None
    state: str = "new"
    last_error_class: str | None = None
    sent_at: datetime | None = None


def person(person_id: int) -> str:
    """Return how a person is named as a recipient."""
    return f"person:{person_id}"


def stranger(chat_id: int) -> str:
    """Return how a chat of nobody we know is named as a recipient."""
    return f"{STRANGER}{chat_id}"


def enqueue(
    session: Session,
    kind: str,
    *,
    subject: str,
    recipient: str,
    lane: Lane,
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Owe `recipient` a message; the same dedupe key is owed once."""
    row = {
        "kind": kind,
        "subject": subject,
        "recipient": recipient,
        "lane": int(lane),
        "dedupe_key": dedupe_key,
        "details": dict(details or {}),
        "state": NoticeState.NEW,
        "attempts": 0,
        "not_before": not_before or now,
        "is_ambiguous": False,
        "created_at": now,
    }
    insert_new(session, TABLE, [row])
    changes.wake(session, "outbox")


def claim(session: Session, *, worker: str, now: datetime, limit: int = 200) -> list[Notice]:
    """Lease due rows, most urgent lane first; a recipient who is being served is left for later."""
    notices = claims.claimable(
        session,
        TABLE,
        lambda: [Notice(*row) for row in run(session, _DUE, now=now).rows[:limit]],
        lambda notice: notice.recipient,
    )
    if notices:
        session.execute(
            update(OutboxRow)
            .where(col(OutboxRow.id).in_([notice.id for notice in notices]))
            .values(claimed_by=worker, claimed_until=now + LEASE),
            execution_options={"synchronize_session": False},
        )
    return list(notices)


def sent(session: Session, notices: Sequence[int], *, now: datetime) -> None:
    """Mark rows as delivered."""
    _close(session, notices, NoticeState.SENT, now)


def sent_to_stranger(session: Session, notices: Sequence[int]) -> None:
    """Forget rows with their delivery: of a stranger nothing is kept."""
    session.execute(
        delete(OutboxRow).where(col(OutboxRow.id).in_(notices)), execution_options={"synchronize_session": False}
    )


def forget_sent(session: Session, subject: str) -> None:
    """Forget what was delivered about a subject that is drawn anew all day and whose past nobody asks for."""
    done = (col(OutboxRow.subject) == subject, col(OutboxRow.state) == NoticeState.SENT)
    session.execute(delete(OutboxRow).where(*done), execution_options={"synchronize_session": False})


def gone(session: Session, notices: Sequence[int], *, error_class: str, now: datetime) -> None:
    """Mark rows as undeliverable for good, with the class of the error."""
    _close(session, notices, NoticeState.GONE, now, error_class)


def later(
    session: Session, notices: Sequence[int], *, not_before: datetime, error_class: str, is_ambiguous: bool = False
) -> None:
    """Give rows back to be sent at `not_before`; `is_ambiguous` when the message has perhaps arrived."""
    values: dict[str, Any] = {
        "not_before": not_before,
        "claimed_until": None,
        "claimed_by": None,
        "attempts": OutboxRow.attempts + 1,
        "last_error_class": error_class,
    }
    if is_ambiguous:
        values["is_ambiguous"] = True
    session.execute(update(OutboxRow).where(col(OutboxRow.id).in_(notices)).values(**values))


def postpone(session: Session, notices: Sequence[int], *, not_before: datetime) -> None:
    """Give rows back to be sent when the budget allows; this is no attempt."""
    values = {"not_before": not_before, "claimed_until": None, "claimed_by": None}
    session.execute(update(OutboxRow).where(col(OutboxRow.id).in_(notices)).values(**values))


def rest(session: Session, notices: Sequence[int], *, until: datetime) -> None:
    """Give rows back to be sent when their reader has rested; till then nobody is behind with them."""
    values = {"not_before": until, "claimed_until": None, "claimed_by": None, "last_error_class": RESTING}
    session.execute(
        update(OutboxRow).where(col(OutboxRow.id).in_(notices)).values(**values),
        execution_options={"synchronize_session": False},
    )


def release(session: Session, notices: Sequence[int]) -> None:
    """Give rows back untouched (the courier stops, or the budget is spent)."""
    values = {"claimed_until": None, "claimed_by": None}
    session.execute(update(OutboxRow).where(col(OutboxRow.id).in_(notices)).values(**values))


def free(session: Session, worker: str) -> None:
    """Free what a dead worker had claimed; what it had sent and not marked arrives twice."""
    query = update(OutboxRow).where(col(OutboxRow.state) == NoticeState.NEW, col(OutboxRow.claimed_by) == worker)
    session.execute(query.values(claimed_by=None, claimed_until=None), execution_options={"synchronize_session": False})


def cancel(session: Session, subject: str, kinds: Sequence[str], *, now: datetime) -> int:
    """Take back what has not been sent yet about `subject`; returns how many (an undo)."""
    query = update(OutboxRow).where(
        col(OutboxRow.subject) == subject, col(OutboxRow.kind).in_(kinds), col(OutboxRow.state) == NoticeState.NEW
    )
    values = {"state": NoticeState.GONE, "last_error_class": "cancelled", "sent_at": now}
    return int(session.execute(query.values(**values)).rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def forget(session: Session, recipient: str, *, since: datetime) -> None:
    """Delete every row for a recipient of whom nothing may stay and who is known since a moment.

    What was owed before that is not looked through; two days more are, for clocks that jumped.
    """
    older = select(col(OutboxRow.id)).where(col(OutboxRow.created_at) < since - A_JUMP)
    last = func.coalesce(older.order_by(col(OutboxRow.id).desc()).limit(1).scalar_subquery(), 0)
    session.execute(
        delete(OutboxRow).where(col(OutboxRow.recipient) == recipient, col(OutboxRow.id) > last),
        execution_options={"synchronize_session": False},
    )


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Return when the next row falls due that is not due yet, None where none will."""
    due: datetime | None = run(session, _NEXT_DUE, now=now).scalar()
    return due


def about(session: Session, subject: str) -> list[Notice]:
    """Return all notices about a subject, oldest first, for its history on screen."""
    query = select(OutboxRow).where(col(OutboxRow.subject) == subject).order_by(col(OutboxRow.id))
    return [_notice(row) for row in session.execute(query).scalars()]


def _close(
    session: Session, notices: Sequence[int], state: NoticeState, now: datetime, error_class: str | None = None
) -> None:
    values: dict[str, Any] = {"state": state, "sent_at": now, "claimed_until": None, "claimed_by": None}
    if error_class:
        values["last_error_class"] = error_class
    session.execute(
        update(OutboxRow).where(col(OutboxRow.id).in_(notices)).values(**values),
        execution_options={"synchronize_session": False},
    )


def _notice(row: OutboxRow) -> Notice:
    return Notice(
        id=row.id or 0,
        kind=row.kind,
        subject=row.subject,
        recipient=row.recipient,
        lane=row.lane,
        details=row.details,
        attempts=row.attempts,
        created_at=row.created_at,
        state=row.state.value,
        last_error_class=row.last_error_class,
        sent_at=row.sent_at,
    )
