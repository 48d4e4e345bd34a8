"""What stays of a deleted tip or person: numbers, references, statuses and times, so that counts and the audit hold."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.types import JSON, Boolean, Integer
from sqlmodel import Session, SQLModel, col

from review.access import Standing
from review.models import Attachment, Decision, PersonRow, Tip, TipMessage
from review.rights import reach
from review.search import index
from review.workflow import TipStatus

DELETED = "deleted"  # the reason of a standing that tells a tombstone
KEPT_OF_TIP = frozenset(
    {
        *("id", "reference", "sender_id", "unit_id", "status", "topic", "genre", "section", "duplicate_of"),
        *("started_at", "sent_at", "received_at", "due_at", "decided_at"),
    }
)
KEPT_OF_MESSAGE = frozenset({"id", "tip_id", "door", "revision", "kind", "sent_at", "is_late", "is_current"})
KEPT_OF_PICTURE = frozenset(
    {
        *("id", "tip_id", "message_pk", "kind", "door", "state", "attempts", "not_before", "stored_at"),
        *("copy_key", "media_type", "width", "height", "size"),
    }
)
KEPT_OF_PERSON = frozenset({"id", "created_at"})
STAY = frozenset({"decision", "draft_source", "tip", "rights_request"})  # emptied or kept by their numbers
AT_ONCE = 500


def bury_tips(session: Session, tips: Collection[int], *, photos: Collection[str] = ()) -> None:
    """Delete everything in these tips; of one that was handed in the bare row stays, as version 0 of its text.

    `photos` are copies that published articles show: their rows stay with nothing but the picture.
    """
    for number in tips:
        index.forget(session, number)
    _strip_shown(session, tips, photos)
    shown = select(col(Attachment.message_pk)).where(col(Attachment.tip_id).in_(tips))
    for found, column in reach.tables():
        if column.name != "tip_id" or found.name in STAY or found.name == "attachment":
            continue
        rows = [column.in_(tips)]
        if found.name == "tip_message":
            rows.append(col(TipMessage.id).not_in(shown))
        session.execute(delete(found).where(*rows))
    session.execute(update(Decision).where(col(Decision.tip_id).in_(tips)).values(note=""))
    composing = (col(Tip.id).in_(tips), col(Tip.status) == TipStatus.COMPOSING)
    session.execute(delete(Tip).where(*composing))
    session.execute(update(Tip).where(col(Tip.id).in_(tips)).values(**emptied(Tip, KEPT_OF_TIP)))
    session.expire_all()


def bury_person(session: Session, person_id: int) -> None:
    """Delete every row that is the person's; their number stays, nameless."""
    for found, column in reach.tables():
        if found.name not in STAY and column.name != "tip_id":
            session.execute(delete(found).where(column == person_id))
    values = {**emptied(PersonRow, KEPT_OF_PERSON), "standing": Standing.LEFT, "standing_reason": DELETED}
    session.execute(update(PersonRow).where(col(PersonRow.id) == person_id).values(**values))
    session.expire_all()


def emptied(model: type[SQLModel], kept: Collection[str]) -> dict[str, Any]:
    """Return the values that empty a row but for some columns; a column that is added later is emptied too."""
    described: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return {column.name: _nothing(column) for column in described.columns if column.name not in kept}


def _nothing(column: Any) -> Any:
    if column.nullable:
        return None
    if isinstance(column.type, JSON):
        return []
    if isinstance(column.type, Boolean):
        return False
    return 0 if isinstance(column.type, Integer) else ""


def _strip_shown(session: Session, tips: Collection[int], photos: Collection[str]) -> None:
    """Delete the files' rows but for those of shown pictures, which lose name, origin and original."""
    is_shown = col(Attachment.copy_key).in_(photos)
    theirs = col(Attachment.tip_id).in_(tips)
    gone = or_(~is_shown, col(Attachment.copy_key).is_(None))
    session.execute(delete(Attachment).where(theirs, gone))
    bare = emptied(Attachment, KEPT_OF_PICTURE)
    session.execute(update(Attachment).where(theirs).values(**bare))
    shown = select(col(Attachment.message_pk)).where(theirs)
    silent = {**emptied(TipMessage, KEPT_OF_MESSAGE), "message_id": -col(TipMessage.id)}
    session.execute(update(TipMessage).where(col(TipMessage.id).in_(shown)).values(**silent))
