"""Tips nobody used: what people sent goes after the days the consent notice names, and a bare row stays.

Rejected and withdrawn ones are meant. A second look asked for, or a reopening, starts the time anew by its decision;
what stands in an article, and whatever belongs to somebody whose request about their data is open, waits.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from review import audit, files, holding, queue, receipts
from review.clock import desk_date
from review.models import Draft, DraftSource, RightsRequest, Tip
from review.models.tips import UNUSED
from review.outbox import Lane
from review.rights import articles
from review.rights.tombstones import bury_tips
from review.settings import DeskRules
from review.workflow import DraftStatus, TipStatus

AT_ONCE = 50  # so that no writer waits
LONGEST_WAIT = timedelta(days=30)  # for a request; every due date of one lies within


def bury_unused(session: Session, *, now: datetime, rules: DeskRules, at_once: int = AT_ONCE) -> int:
    """Empty some of the tips whose time is over; returns how many, 0 when all are.

    A desk that is held after a restore waits: what it holds is not yet what happened.
    """
    if holding.is_held(session):
        return 0
    tips = session.exec(_query(_until(now, rules), now).limit(at_once)).all()
    articles.empty_discarded(session, tips)
    numbers = [tip.id or 0 for tip in tips]
    files.release(session, files.keys_of(session, numbers), now=now)
    bury_tips(session, numbers)
    for tip in tips:
        if tip.status is TipStatus.REJECTED:  # whose receipt offers what is not possible any more
            receipts.owe(session, tip, now=now, lane=Lane.DIGEST)
        audit.record(session, "empty_tip", queue.subject(tip), by=None, door="desk", now=now)
    return len(tips)


def _until(now: datetime, rules: DeskRules) -> datetime:
    """Return the moment before which a decision is long enough ago: a midnight, so that the work is done by night."""
    first = desk_date(now, rules.zone) - timedelta(days=rules.unused_days)
    return datetime.combine(first, time(), rules.zone)


def _query(until: datetime, now: datetime) -> SelectOfScalar[Tip]:
    return (
        select(Tip)
        .where(UNUSED, col(Tip.decided_at) < until, ~_in_an_article(), ~_asked_for(now))
        .order_by(col(Tip.status), col(Tip.decided_at))
        .with_for_update(skip_locked=True)  # on a server: whoever appeals at this moment is left to it
    )


def _in_an_article() -> ColumnElement[bool]:
    return (
        exists()
        .where(col(DraftSource.tip_id) == col(Tip.id), col(Draft.id) == col(DraftSource.draft_id))
        .where(col(Draft.status) != DraftStatus.DISCARDED)
    )


def _asked_for(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(RightsRequest.person_id) == col(Tip.sender_id),
        col(RightsRequest.done_at).is_(None),
        col(RightsRequest.asked_at) > now - LONGEST_WAIT,
    )
