"""What a tip's sender was told of it, and whether it arrived."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from review import outbox
from review.models import NoticeState, OutboxRow

KINDS = ("approved", "rejected", "merged", "needs_info", "needs_info_reminder", "published", "file_failed")
OUT_OF_REACH = frozenset({"blocked", "deactivated", "never_started", "chat_not_found", "no_address", "is_bot"})
TAKEN_BACK = frozenset({"cancelled", "withdrew"})


class Way(StrEnum):
    """What became of a notice."""

    SENT = "sent"
    WAITING = "waiting"
    TRYING = "trying"
    BLOCKED = "blocked"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice to the sender; `at` is when it was sent or given up, or when it is due."""

    kind: str
    way: Way
    at: datetime


def to_sender(session: Session, tip_id: int, sender_id: int) -> tuple[Told, ...]:
    """Return the notices about a tip to its sender, oldest first."""
    query = select(OutboxRow).where(
        col(OutboxRow.subject) == f"tip:{tip_id}",
        col(OutboxRow.recipient) == outbox.person(sender_id),
        col(OutboxRow.kind).in_(KINDS),
    )
    return tuple(_told(row) for row in session.execute(query.order_by(col(OutboxRow.id))).scalars())


def _told(row: OutboxRow) -> Told:
    return Told(row.kind, _way(row), row.sent_at or row.not_before)


def _way(row: OutboxRow) -> Way:
    error = row.last_error_class or ""
    if row.state is NoticeState.SENT or error == "bundled":
        return Way.SENT
    if row.state is NoticeState.NEW:
        return Way.TRYING if error not in {"", outbox.RESTING} else Way.WAITING
    if error in TAKEN_BACK:
        return Way.TAKEN_BACK
    return Way.BLOCKED if error in OUT_OF_REACH else Way.FAILED
