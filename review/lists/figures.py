"""The month in figures: what came in, by status, unit and topic."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from review.models import Tip, Unit
from review.workflow import TipStatus

MOST_UNITS = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """Tips received in a span of time; each list is (name or code, number), most first."""

    total: int
    by_status: tuple[tuple[TipStatus, int], ...]
    by_unit: tuple[tuple[str, int], ...]
    by_topic: tuple[tuple[str, int], ...]


def received(session: Session, since: datetime, until: datetime) -> Figures:
    """Count the tips received from `since` until before `until`; a tip without a topic counts under "none"."""
    span = (col(Tip.received_at) >= since, col(Tip.received_at) < until, col(Tip.status) != TipStatus.COMPOSING)
    number = func.count()
    statuses = session.execute(select(col(Tip.status), number).where(*span).group_by(col(Tip.status)))
    topics = session.execute(
        select(col(Tip.topic), number).where(*span).group_by(col(Tip.topic)).order_by(number.desc())
    )
    by_unit = (
        select(col(Unit.name_full), number)
        .select_from(Tip)
        .join(Unit, col(Unit.id) == col(Tip.unit_id), isouter=True)
        .where(*span)
        .group_by(col(Unit.name_full))
        .order_by(number.desc())
        .limit(MOST_UNITS)
    )
    by_status = {TipStatus(status): n for status, n in statuses}
    return Figures(
        total=sum(by_status.values()),
        by_status=tuple((status, by_status[status]) for status in TipStatus if status in by_status),
        by_unit=tuple((name or "", n) for name, n in session.execute(by_unit)),
        by_topic=tuple((topic or "none", n) for topic, n in topics),
    )
