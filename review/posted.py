"""Where subjects are shown behind a door: which message shows a dialogue or a card, so that it can be redrawn."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, select, update
from sqlmodel import Session, col

from review.models import PostedMessage, table
from review.statements import Statement, run, upsert

TABLE = table("posted_message")
_CURRENT = (
    select(TABLE.c.chat_id, TABLE.c.message_id, TABLE.c.subject, TABLE.c.kind, TABLE.c.view, TABLE.c.digest)
    .where(
        TABLE.c.subject == bindparam("subject"),
        TABLE.c.kind == bindparam("kind"),
        TABLE.c.door == bindparam("door"),
        TABLE.c.is_current.is_(True),
    )
    .order_by(TABLE.c.id.desc())
)
_SHOWN = Statement(_CURRENT)
_SHOWN_IN_CHAT = Statement(_CURRENT.where(TABLE.c.chat_id == bindparam("chat_id")))


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a subject is shown: chat and message behind a door, which view, and the digest of what stands there."""

    chat_id: int
    message_id: int
    subject: str
    kind: str
    view: str
    digest: str


def remember(session: Session, places: Sequence[Posted], *, door: str, now: datetime) -> None:
    """Record where subjects now stand."""
    if not places:
        return
    rows = [{**asdict(place), "door": door, "posted_at": now, "is_current": True} for place in places]
    upsert(session, TABLE, rows, key=("door", "chat_id", "message_id"), keep=("posted_at",))


def retire_others(session: Session, posted: Posted) -> None:
    """Retire the messages of the same kind that showed a subject in this chat before `posted`."""
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


def where_shown(session: Session, subject: str, kind: str, *, door: str, chat_id: int | None = None) -> Posted | None:
    """Return the message that now shows `subject` as `kind`, None where there is none."""
    names = {"subject": subject, "kind": kind, "door": door}
    found = run(session, _SHOWN, **names) if chat_id is None else run(session, _SHOWN_IN_CHAT, **names, chat_id=chat_id)
    row = found.first()
    return Posted(*row) if row else None


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


def leave(session: Session, subject: str, kind: str) -> None:
    """Leave the messages that show a subject as they are, so that it is posted anew where people look."""
    query = update(PostedMessage).where(col(PostedMessage.subject) == subject, col(PostedMessage.kind) == kind)
    session.execute(query.values(is_current=False), execution_options={"synchronize_session": False})


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
