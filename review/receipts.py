"""The living receipt of a tip: a redrawing is owed whenever something moves; it says what is true when it is sent."""

from datetime import datetime

from sqlmodel import Session

from review import changes, outbox
from review.models import Tip

KIND = "living"


def owe(
    session: Session,
    tip: Tip,
    *,
    now: datetime,
    not_before: datetime | None = None,
    lane: outbox.Lane = outbox.Lane.NOTICE,
) -> None:
    """Have the sender's receipt redrawn as the tip then is, once per batch of changes and moment."""
    when = not_before.isoformat() if not_before else "now"
    outbox.enqueue(
        session,
        KIND,
        subject=f"tip:{tip.id}",
        recipient=outbox.person(tip.sender_id),
        lane=lane,
        dedupe_key=f"{KIND}:{tip.id}:{when}:{changes.batch(session)}",
        now=now,
        not_before=not_before,
    )
