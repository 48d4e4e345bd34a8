"""Where subjects are shown behind a door: which message shows a dialogue or a card, so that it can be redrawn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, select, update
from sqlmodel import Session, col

from review.models import PostedMessage


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a subject is shown: chat and message behind a door, which view, and the digest of what stands there."""

    chat_id: int
    message_id: int
    subject: str
    kind: str
    view: str
    digest: str


def remember(session: Session, posted: Posted, *, door: str, now: datetime, replaces: bool = True) -> None:
    """Record where a subject now stands; `replaces` retires the messages of the same kind that showed it before."""
    if replaces:
        session.execute(
            update(PostedMessage)
            .where(
                col(PostedMessage.subject) == posted.subject,
                col(PostedMessage.kind) == posted.kind,
                col(PostedMessage.chat_id) == posted.chat_id,
                col(PostedMessage.message_id) != posted.message_id,
            )
            .values(is_current=False)
        )
    known = _posted_row(session, door, posted.chat_id, posted.message_id)
    if known is None:
        known = PostedMessage(
            door=door,
            chat_id=posted.chat_id,
            message_id=posted.message_id,
            subject=posted.subject,
            kind=posted.kind,
            posted_at=now,
        )
    known.subject, known.kind, known.view = posted.subject, posted.kind, posted.view
    known.digest, known.is_current = posted.digest, True
    session.add(known)
    session.flush()


def where_shown(session: Session, subject: str, kind: str, *, door: str, chat_id: int | None = None) -> Posted | None:
    """Return the message that now shows `subject` as `kind`, None where there is none."""
    query = select(PostedMessage).where(
        col(PostedMessage.subject) == subject,
        col(PostedMessage.kind) == kind,
        col(PostedMessage.door) == door,
        col(PostedMessage.is_current).is_(True),
    )
    if chat_id is not None:
        query = query.where(col(PostedMessage.chat_id) == chat_id)
    row = session.execute(query.order_by(col(PostedMessage.id).desc()).limit(1)).scalar()
    return _posted(row) if row else None


def shown_at(session: Session, *, door: str, chat_id: int, message_id: int) -> Posted | None:
    """Return what a message of ours is about, None where it is not ours."""
    row = _posted_row(session, door, chat_id, message_id)
    return _posted(row) if row else None


def set_view(session: Session, posted: Posted, view: str, *, door: str) -> None:
    """Have the message show another view of its subject from the next drawing on."""
    query = update(PostedMessage).where(
        and_(
            col(PostedMessage.door) == door,
            col(PostedMessage.chat_id) == posted.chat_id,
            col(PostedMessage.message_id) == posted.message_id,
        )
    )
    session.execute(query.values(view=view))


def lost(session: Session, posted: Posted, *, door: str) -> None:
    """Forget a message that is gone, so that the subject is posted anew."""
    row = _posted_row(session, door, posted.chat_id, posted.message_id)
    if row is not None:
        row.is_current = False
        session.add(row)


def _posted_row(session: Session, door: str, chat_id: int, message_id: int) -> PostedMessage | None:
    query = select(PostedMessage).where(
        col(PostedMessage.door) == door,
        col(PostedMessage.chat_id) == chat_id,
        col(PostedMessage.message_id) == message_id,
    )
    return session.execute(query).scalar()


def _posted(row: PostedMessage) -> Posted:
    return Posted(row.chat_id, row.message_id, row.subject, row.kind, row.view, row.digest)


def forget_chat(session: Session, *, door: str, chat_id: int) -> None:
    """Forget every message of ours in a chat of which nothing may stay."""
    session.execute(delete(PostedMessage).where(col(PostedMessage.door) == door, col(PostedMessage.chat_id) == chat_id))
