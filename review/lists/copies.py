"""Which photo copies may be shown: those of tips that were handed in, nothing else in the store."""

from sqlmodel import Session, col, select

from review.errors import NotFound
from review.models import Attachment, Tip
from review.workflow import TipStatus


def named(session: Session, key: str) -> str:
    """Return the name a copy is offered under; raises NotFound for a key that no tip shows."""
    query = (
        select(Tip.reference, Attachment.id)
        .join(Attachment, col(Attachment.tip_id) == col(Tip.id))
        .where(Attachment.copy_key == key, Tip.status != TipStatus.COMPOSING)
    )
    found = session.exec(query.limit(1)).first()
    if found is None:
        raise NotFound("no tip shows this picture")
    return f"{found[0]}-{found[1]}"
