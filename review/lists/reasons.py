"""Why a correspondent's tips were not used: for whoever judges the next one, never to rank people by."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from review.models import Decision, Tip
from review.workflow import TipStatus, Verb

WINDOW = 1000  # of the sender's newest tips
MOST = 3


def reasons(session: Session, sender_id: int) -> tuple[tuple[str, int], ...]:
    """Return the reasons that hold for the tips of a sender that are rejected, the usual ones first."""
    newest: Any = select(col(Tip.id)).where(col(Tip.sender_id) == sender_id, col(Tip.status) == TipStatus.REJECTED)
    rejected = newest.order_by(col(Tip.id).desc()).limit(WINDOW).subquery()
    last = (
        select(func.max(col(Decision.id)))
        .join(rejected, rejected.c.id == col(Decision.tip_id))
        .where(col(Decision.verb) == Verb.REJECT)
        .group_by(col(Decision.tip_id))
    )
    times = func.count().label("times")
    query = (
        select(col(Decision.reason), times)
        .where(col(Decision.id).in_(last), col(Decision.reason).is_not(None))
        .group_by(col(Decision.reason))
        .order_by(times.desc(), col(Decision.reason))
    )
    return tuple((reason or "", number) for reason, number in session.execute(query.limit(MOST)))
