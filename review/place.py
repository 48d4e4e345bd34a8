"""A correspondent's own place: their tips page by page, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlmodel import Session, col

from review.mine import ALL, Example, Figures, Line, Page
from review.models import Decision, Draft, DraftSource, Tip
from review.workflow import DraftStatus, TipStatus, Verb

PAGE = 6
ONLINE = (DraftStatus.PUBLISHED, DraftStatus.CORRECTED)
IS_ONLINE = exists(
    select(col(DraftSource.tip_id))
    .join(Draft, col(Draft.id) == col(DraftSource.draft_id))
    .where(col(DraftSource.tip_id) == col(Tip.id), col(Draft.status).in_(ONLINE))
    .correlate(Tip)
)


def page(
    session: Session,
    person_id: int,
    *,
    told_until: datetime,
    show: str = ALL,
    below: int | None = None,
    above: int | None = None,
) -> Page:
    """Return a person's tips that were handed in, newest first: those below or above a number, else the newest.

    What was decided after `told_until` can still be taken back and is shown as it was before.
    """
    query = select(Tip, IS_ONLINE).where(*_mine(person_id, show))
    if above is not None:
        upwards = query.where(col(Tip.id) > above).order_by(col(Tip.id))
        found = list(reversed(session.execute(upwards.limit(PAGE)).all()))
    else:
        downwards = query if below is None else query.where(col(Tip.id) < below)
        found = list(session.execute(downwards.order_by(col(Tip.id).desc()).limit(PAGE)).all())
    lines = tuple(_line(tip, told_until, is_online=is_online) for tip, is_online in found)
    older, newer = _ends(session, person_id, show, lines)
    return Page(lines, counts(session, person_id), show, older, newer)


def counts(session: Session, person_id: int) -> dict[str, int]:
    """Return how many tips a person has of each status they have any of."""
    query = select(col(Tip.status), func.count()).where(*_mine(person_id, ALL)).group_by(col(Tip.status))
    return {TipStatus(status).value: number for status, number in session.execute(query)}


def figures(
    session: Session, person_id: int, *, since: datetime | None = None, until: datetime | None = None
) -> Figures:
    """Return what became of the tips a person handed in from one moment until before another."""
    online = func.sum(case((IS_ONLINE, 1), else_=0))
    query = select(col(Tip.status), func.count(), online).where(*_mine(person_id, ALL), *_within(since, until))
    found = {status: (number, on) for status, number, on in session.execute(query.group_by(col(Tip.status)))}
    number = {status: found.get(status, (0, 0))[0] for status in TipStatus}
    return Figures(
        sent=sum(number.values()),
        waiting=number[TipStatus.RECEIVED],
        needs_info=number[TipStatus.NEEDS_INFO],
        approved=number[TipStatus.APPROVED],
        published=found.get(TipStatus.APPROVED, (0, 0))[1],
        not_used=number[TipStatus.REJECTED],
        joined=number[TipStatus.DUPLICATE],
        withdrawn=number[TipStatus.WITHDRAWN],
    )


def usual_reason(session: Session, person_id: int, *, since: datetime, until: datetime) -> Example | None:
    """Return why tips of a span were not used most often, with the newest of them; None where all were."""
    last = select(func.max(col(Decision.id))).where(
        col(Decision.tip_id) == col(Tip.id), col(Decision.verb) == Verb.REJECT
    )
    query = (
        select(col(Decision.reason), col(Decision.note), col(Tip.reference), col(Tip.excerpt))
        .join(Tip, col(Tip.id) == col(Decision.tip_id))
        .where(
            *_mine(person_id, TipStatus.REJECTED.value),
            *_within(since, until),
            col(Decision.id) == last.correlate(Tip).scalar_subquery(),
        )
        .order_by(col(Tip.id).desc())
    )
    rows = [row for row in session.execute(query) if row.reason]
    if not rows:
        return None
    reasons = [row.reason for row in rows]
    usual = max(reasons, key=lambda reason: (reasons.count(reason), -reasons.index(reason)))
    newest = next(row for row in rows if row.reason == usual)
    return Example(usual, reasons.count(usual), newest.reference or "", newest.excerpt, newest.note)


def _mine(person_id: int, show: str) -> tuple[ColumnElement[bool], ...]:
    mine = col(Tip.sender_id) == person_id
    if show == ALL:
        return (mine, col(Tip.status) != TipStatus.COMPOSING)
    return (mine, col(Tip.status) == TipStatus(show))


def _within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    limits = [col(Tip.received_at) >= since] if since else []
    return [*limits, col(Tip.received_at) < until] if until else limits


def _ends(session: Session, person_id: int, show: str, lines: tuple[Line, ...]) -> tuple[int | None, int | None]:
    """Return the numbers to go on from to older and to newer tips, None where there are none."""
    if not lines:
        return None, None

    def any_tip(condition: Any) -> bool:
        query = select(col(Tip.id)).where(*_mine(person_id, show), condition).limit(1)
        return session.execute(query).first() is not None

    first, last = lines[0].id, lines[-1].id
    return (last if any_tip(col(Tip.id) < last) else None), (first if any_tip(col(Tip.id) > first) else None)


def _line(tip: Tip, told_until: datetime, *, is_online: bool) -> Line:
    is_told = tip.decided_at is None or tip.decided_at <= told_until
    status = tip.status if is_told else TipStatus.RECEIVED
    return Line(tip.id or 0, tip.reference or "", status, tip.excerpt, bool(is_online))
