"""What falls due for correspondents: an unfinished tip, reminded of once and removed after its time; an open question.

Workers look every minute. What is owed is owed once by its key, so that of several workers one reminds; by night nobody
is reminded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, or_
from sqlmodel import Session, col, select

from review import holding, intake, outbox, queue, receipts
from review.models import Dialogue, OutboxRow, Question, Tip
from review.settings import DeskRules
from review.workflow import TipStatus

IDLE = timedelta(hours=24)  # after which somebody is reminded of what they began
KEPT = timedelta(days=30)  # as long as unused tips (promises, section 8); then it goes, with a word
BEFORE_DUE = timedelta(hours=12)  # some part of which is day
DAY = range(8, 20)  # hours at the desk in which people are reminded
MOST_AT_ONCE = 200
RESUME, REMOVED, QUESTION = "draft_resume", "draft_removed", "needs_info_reminder"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done now: tips to remind of, questions to remind of, and tips to remove."""

    unfinished: Sequence[int] = ()
    asked: Sequence[int] = ()
    expired: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.unfinished or self.asked or self.expired)


def due(session: Session, *, now: datetime, rules: DeskRules) -> Due:
    """Return what has fallen due; nothing by night, and nothing on a desk that keeps silent."""
    if now.astimezone(rules.zone).hour not in DAY or holding.is_held(session):
        return Due()
    was_reminded = exists().where(col(OutboxRow.dedupe_key) == literal(f"{RESUME}:") + cast(col(Tip.id), String))
    return Due(
        unfinished=_idle(session, now - IDLE, ~was_reminded),
        asked=_asked(session, now),
        expired=_idle(session, now - KEPT),
    )


def remind(session: Session, found: Due, *, now: datetime) -> None:
    """Owe the reminders, and remove what was kept for its time; what has changed meanwhile is left alone."""
    for tip in _tips(session, found.expired):
        _remove(session, tip, now=now)
    for tip in _tips(session, [number for number in found.unfinished if number not in found.expired]):
        _owe(session, tip, RESUME, key=f"{RESUME}:{tip.id}", now=now, details=_times(session, tip))
    for number in found.asked:
        question = session.get(Question, number)
        if question is not None:
            _owe(session, queue.by_id(session, question.tip_id), QUESTION, key=_key(question), now=now, details={})


def _idle(session: Session, since: datetime, *more: ColumnElement[bool]) -> Sequence[int]:
    """Return unfinished tips whose sender has said nothing since a moment."""
    query = (
        select(col(Tip.id))
        .join(Dialogue, col(Dialogue.person_id) == col(Tip.sender_id), isouter=True)
        .where(
            Tip.status == TipStatus.COMPOSING,
            Tip.started_at < since,
            or_(col(Dialogue.updated_at).is_(None), col(Dialogue.updated_at) < since),
            *more,
        )
    )
    return [number for number in session.exec(query.order_by(col(Tip.id)).limit(MOST_AT_ONCE)) if number]


def _asked(session: Session, now: datetime) -> Sequence[int]:
    """Return the first open question of each tip that waits, where its time is nearly over and nobody was reminded."""
    first = (
        select(func.min(col(Question.id)))
        .join(Tip, col(Tip.id) == col(Question.tip_id))
        .where(Tip.status == TipStatus.NEEDS_INFO, col(Question.answered_at).is_(None))
        .group_by(col(Question.tip_id))
    )
    soon = (Question.due_at > now, Question.due_at <= now + BEFORE_DUE)
    found = session.exec(select(Question).where(col(Question.id).in_(first), *soon).limit(MOST_AT_ONCE)).all()
    keys = [_key(question) for question in found]
    owed = set(session.exec(select(OutboxRow.dedupe_key).where(col(OutboxRow.dedupe_key).in_(keys))))
    return [question.id or 0 for question, key in zip(found, keys, strict=True) if key not in owed]


def _tips(session: Session, numbers: Sequence[int]) -> list[Tip]:
    """Return those of the tips that are still unfinished."""
    found = (session.get(Tip, number) for number in numbers)
    return [tip for tip in found if tip is not None and tip.status is TipStatus.COMPOSING]


def _remove(session: Session, tip: Tip, *, now: datetime) -> None:
    _owe(session, tip, REMOVED, key=f"{REMOVED}:{tip.id}", now=now, details=_times(session, tip))
    receipts.owe(session, tip, now=now)
    intake.discard(session, tip, now=now)


def _times(session: Session, tip: Tip) -> dict[str, str]:
    """Return since when a tip is unfinished, and until when it is kept if nothing more comes."""
    spoke = session.exec(select(col(Dialogue.updated_at)).where(Dialogue.person_id == tip.sender_id)).first()
    last = max(spoke or tip.started_at, tip.started_at)
    return {"since": tip.started_at.isoformat(), "until": (last + KEPT).isoformat()}


def _key(question: Question) -> str:
    return f"{QUESTION}:{question.id}:{question.due_at:%Y%m%d%H%M}"


def _owe(session: Session, tip: Tip, kind: str, *, key: str, now: datetime, details: Mapping[str, str]) -> None:
    outbox.enqueue(
        session,
        kind,
        subject=queue.subject(tip),
        recipient=outbox.person(tip.sender_id),
        lane=outbox.Lane.DIGEST,
        dedupe_key=key,
        now=now,
        details=details,
    )
