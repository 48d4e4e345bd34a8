"""What a tip is like, as pages and cards tell it: what was found for it, and what was later found to be like it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, or_, select
from sqlmodel import Session

from review.likeness.pair import Pair
from review.models import table
from review.similar import finding
from review.thresholds import Thresholds, Verdict
from review.workflow import UNDECIDED, TipStatus

ALIKE, TIP, DRAFT, UNIT, LIKENESS = (table(name) for name in ("alike", "tip", "draft", "unit", "likeness"))
MOST = 5
GONE = frozenset({TipStatus.COMPOSING, TipStatus.WITHDRAWN, TipStatus.DUPLICATE})


def pairs(session: Session, tip_id: int, thresholds: Thresholds) -> tuple[Pair, ...]:
    """Return the tips and drafts a tip is like, copies and near copies first, then the newest."""
    own = session.execute(select(TIP.c.unit_id).where(TIP.c.id == tip_id)).scalar()
    found = [_pair(row, own, thresholds, tip_id) for row in session.execute(_of_tip(tip_id)).all()]
    return tuple(sorted(found, key=lambda pair: (-_weight(pair), -pair.score, -pair.came_at.timestamp()))[:MOST])


def likest(session: Session, tip_id: int, thresholds: Thresholds) -> Pair | None:
    """Return the older tip or draft that a card names; None where nothing is near."""
    return next((pair for pair in pairs(session, tip_id, thresholds) if pair.is_older and pair.is_likely), None)


def like_composing(session: Session, text: str, thresholds: Thresholds, *, tip_id: int, now: datetime) -> Pair | None:
    """Return the tip of anybody that an unfinished one is most like and might belong to; None where there is none.

    That is one that waits for a decision or came in lately and is near it, or one it is a copy of.
    """
    found = finding.like_text(session, text, thresholds, but=tip_id, only_recent=True)
    near = {one.tip_id: one.score for one in found if one.tip_id is not None and one.score >= thresholds.near}
    query = select(TIP.c.id, TIP.c.reference, TIP.c.status, TIP.c.received_at).where(TIP.c.id.in_(list(near)))
    rows = [row for row in session.execute(query) if row.status not in GONE] if near else []
    pairs_of = (
        Pair(
            row.id,
            row.reference,
            row.status,
            "text",
            near[row.id],
            thresholds.verdict(near[row.id]),
            row.received_at,
            True,
        )
        for row in rows
        if row.status in UNDECIDED or row.received_at >= now - thresholds.recent or near[row.id] >= thresholds.copy
    )
    return max(pairs_of, key=lambda pair: pair.score, default=None)


def _of_tip(tip_id: int) -> Select[Any]:
    other = case((ALIKE.c.tip_id == tip_id, ALIKE.c.other_tip_id), else_=ALIKE.c.tip_id)
    is_there: ColumnElement[bool] = or_(DRAFT.c.id.is_not(None), LIKENESS.c.id.is_not(None))
    return (
        select(
            *(ALIKE.c.why, ALIKE.c.score, TIP.c.id, TIP.c.reference, TIP.c.status, TIP.c.received_at, TIP.c.unit_id),
            *(UNIT.c.type, DRAFT.c.reference.label("draft"), DRAFT.c.status.label("draft_status")),
            *(DRAFT.c.created_at, DRAFT.c.published_url),
        )
        .select_from(
            ALIKE.outerjoin(TIP, TIP.c.id == other)
            .outerjoin(LIKENESS, LIKENESS.c.tip_id == TIP.c.id)
            .outerjoin(UNIT, UNIT.c.id == TIP.c.unit_id)
            .outerjoin(DRAFT, and_(ALIKE.c.tip_id == tip_id, DRAFT.c.id == ALIKE.c.other_draft_id))
        )
        .where(or_(ALIKE.c.tip_id == tip_id, ALIKE.c.other_tip_id == tip_id), is_there)
    )


def _pair(row: Row[Any], own_unit: str | None, thresholds: Thresholds, tip_id: int) -> Pair:
    verdict = thresholds.verdict(row.score)
    if row.draft is not None:
        return Pair(
            None, row.draft, row.draft_status, row.why, row.score, verdict, row.created_at, True, url=row.published_url
        )
    unit_type = row.type if row.unit_id is not None and row.unit_id == own_unit else ""
    is_older = row.id < tip_id
    return Pair(
        row.id, row.reference, row.status, row.why, row.score, verdict, row.received_at, is_older, unit_type or ""
    )


def _weight(pair: Pair) -> int:
    return 2 if pair.verdict in {Verdict.COPY, Verdict.NEAR} else int(pair.why != "text")
