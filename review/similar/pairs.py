"""The pairs that were found: which tips are to be looked up next, and what is kept of it for pages and cards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session

from review.models import table
from review.similar import following
from review.similar.finding import Found
from review.similar.following import FOUND
from review.thresholds import Thresholds
from review.workflow import UNDECIDED

LIKENESS, TIP, ALIKE = table("likeness"), table("tip"), table("alike")
AT_ONCE = 50
PASSED_AT_ONCE = 2000  # rows of tips that were decided long ago, which nobody asks about any more


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Tips whose likeness was kept but not yet searched for, and the words that note where this begins and ends."""

    seen: str | None
    then: str
    tips: tuple[int, ...]


def unsearched(session: Session, thresholds: Thresholds, *, now: datetime) -> Unsearched | None:
    """Return the next tips to be looked up: those that wait for a decision or came lately; None where none is left."""
    seen = following.read(session, FOUND)
    at = json.loads(seen) if seen else 0
    is_asked_about = or_(TIP.c.status.in_(UNDECIDED), TIP.c.received_at >= now - thresholds.recent)
    query = (
        select(LIKENESS.c.id, LIKENESS.c.tip_id, is_asked_about.label("is_asked_about"))
        .select_from(LIKENESS.outerjoin(TIP, TIP.c.id == LIKENESS.c.tip_id))
        .where(LIKENESS.c.id > at)
        .order_by(LIKENESS.c.id)
    )
    tips: list[int] = []
    last = at
    for row in session.execute(query.limit(PASSED_AT_ONCE)):
        if len(tips) == AT_ONCE:
            break
        last = row.id
        if row.is_asked_about:
            tips.append(row.tip_id)
    return Unsearched(seen, json.dumps(last), tuple(tips)) if last != at else None


def keep(
    session: Session, wanted: Unsearched, found: Mapping[int, Sequence[Found]], thresholds: Thresholds
) -> list[int]:
    """Keep what each tip was found to be like, in place of what was kept before.

    Returns the tips whose card has something new to tell; none where another process was quicker.
    """
    if not following.move(session, FOUND, wanted.seen, wanted.then):
        return []
    telling = []
    for tip_id, pairs in found.items():
        before = set(
            session.execute(select(ALIKE.c.other_tip_id, ALIKE.c.other_draft_id).where(ALIKE.c.tip_id == tip_id))
        )
        session.execute(delete(ALIKE).where(ALIKE.c.tip_id == tip_id))
        if pairs:
            session.execute(insert(ALIKE), [_row(tip_id, pair) for pair in pairs])
        told = {(pair.tip_id, pair.draft_id) for pair in pairs if pair.why != "text" or pair.score >= thresholds.near}
        if told - {tuple(row) for row in before}:
            telling.append(tip_id)
    return telling


def _row(tip_id: int, found: Found) -> dict[str, object]:
    return {
        "tip_id": tip_id,
        "other_tip_id": found.tip_id,
        "other_draft_id": found.draft_id,
        "why": found.why,
        "score": found.score,
    }
