"""How much waits right now, what longest, and how much was decided today."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from review.clock import desk_date
from review.models import Decision, Tip
from review.port import FIRST_DECISIONS
from review.statements import constant
from review.workflow import TipStatus

UNDECIDED = (TipStatus.RECEIVED, TipStatus.NEEDS_INFO)
MOST = 1000  # counts look no further, so that a look costs the same however much waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """Tips to decide on, those overdue among them, those that wait for their sender, decisions of today; the oldest.

    A number above MOST says that there are more than that.
    """

    received: int
    overdue: int
    needs_info: int
    decided: int
    oldest: str
    oldest_at: datetime | None


def look(session: Session, *, now: datetime, zone: ZoneInfo) -> Waiting:
    """Return how much waits at a moment."""
    midnight = datetime.combine(desk_date(now, zone), time(), zone)
    received, asked = (select(col(Tip.id)).where(col(Tip.status) == status) for status in UNDECIDED)
    decided = select(col(Decision.id)).where(col(Decision.at) >= midnight, col(Decision.verb).in_(FIRST_DECISIONS))
    waits, late, needs_info, done = session.execute(
        select(*map(_number, (received, overdue(now), asked, decided)))
    ).one()
    oldest = select(col(Tip.reference), col(Tip.received_at)).where(col(Tip.status) == TipStatus.RECEIVED)
    first = session.execute(oldest.order_by(col(Tip.id)).limit(1)).first()
    return Waiting(waits, late, needs_info, done, (first[0] or "") if first else "", first[1] if first else None)


def overdue(now: datetime) -> Any:
    """Select the numbers of the tips that should have been decided on, the longest overdue first.

    The status stands in the SQL and the order is the index's, so that SQLite reads the index of what waits alone.
    """
    is_waiting = col(Tip.status) == constant(TipStatus.RECEIVED)
    return select(col(Tip.id)).where(is_waiting, col(Tip.due_at) < now).order_by(col(Tip.due_at))


def _number(found: Any) -> Any:
    return select(func.count()).select_from(found.limit(MOST + 1).subquery()).scalar_subquery()
