"""What falls due for correspondents: an unfinished tip, reminded of once and removed after its time; an open question.

A question that nobody answers in time rises, since nothing becomes of a tip by itself (domain guide, section 3): its
sender and who asked are told that the time is over; a day later the moderators' group is.

Workers look every minute. What is owed is owed once by its key, so that of several workers one reminds; by night nobody
is reminded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from review import holding, intake, outbox, people, queue, receipts
from review.access import MODERATORS, Role, Standing
from review.models import Dialogue, OutboxRow, Question, Tip
from review.settings import DeskRules
from review.workflow import TipStatus

IDLE = timedelta(hours=24)  # after which somebody is reminded of what they began
KEPT = timedelta(days=30)  # as long as unused tips (promises, section 8); then it goes, with a word
BEFORE_DUE = timedelta(hours=12)  # some part of which is day
DAY = range(8, 20)  # hours at the desk in which people are reminded
MOST_AT_ONCE = 200
STUCK = timedelta(days=1)  # after a question's time is over, until everybody is told
OVERDUE, UNANSWERED, EVERYBODY = "question_overdue", "unanswered", "unanswered_group"
RESUME, REMOVED, QUESTION = "draft_resume", "draft_removed", "needs_info_reminder"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done now: tips to remind of, questions to remind of, and tips to remove.

    Of `unanswered` questions the time is over, of `stuck` ones for so long that everybody is told.
    """

    unfinished: Sequence[int] = ()
    asked: Sequence[int] = ()
    expired: Sequence[int] = ()
    unanswered: Sequence[int] = ()
    stuck: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.unfinished or self.asked or self.expired or self.unanswered or self.stuck)


def due(session: Session, *, now: datetime, rules: DeskRules) -> Due:
    """Return what has fallen due; nothing by night, and nothing on a desk that keeps silent."""
    if now.astimezone(rules.zone).hour not in DAY or holding.is_held(session):
        return Due()
    return Due(
        unfinished=_idle(session, now - IDLE, ~_is_owed(RESUME, col(Tip.id))),
        asked=_asked(session, now),
        expired=_idle(session, now - KEPT),
        unanswered=_overdue(session, now, OVERDUE),
        stuck=_overdue(session, now - STUCK, EVERYBODY),
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

    for number in found.unanswered:
        _tell_of_overdue(session, number, now=now)
    for number in found.stuck:
        if asked := _still_asked(session, number):
            _tell(session, asked, EVERYBODY, outbox.GROUP, key=f"{EVERYBODY}:{number}", now=now)


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
    soon = (Question.due_at > now, Question.due_at <= now + BEFORE_DUE)
    found = session.exec(select(Question).where(col(Question.id).in_(_first_open()), *soon).limit(MOST_AT_ONCE)).all()
    keys = [_key(question) for question in found]
    owed = set(session.exec(select(OutboxRow.dedupe_key).where(col(OutboxRow.dedupe_key).in_(keys))))
    return [question.id or 0 for question, key in zip(found, keys, strict=True) if key not in owed]


def _overdue(session: Session, since: datetime, kind: str) -> Sequence[int]:
    """Return the first open questions of tips that wait, due before a moment, of which nobody was told that."""
    query = select(col(Question.id)).where(
        col(Question.id).in_(_first_open()), Question.due_at <= since, ~_is_owed(kind, col(Question.id))
    )
    return [number for number in session.exec(query.order_by(col(Question.id)).limit(MOST_AT_ONCE)) if number]


def _first_open() -> SelectOfScalar[int | None]:
    return (
        select(func.min(col(Question.id)))
        .join(Tip, col(Tip.id) == col(Question.tip_id))
        .where(Tip.status == TipStatus.NEEDS_INFO, col(Question.answered_at).is_(None))
        .group_by(col(Question.tip_id))
    )


def _is_owed(kind: str, number: Any) -> ColumnElement[bool]:
    return exists().where(col(OutboxRow.dedupe_key) == literal(f"{kind}:") + cast(number, String))


def _tell_of_overdue(session: Session, number: int, *, now: datetime) -> None:
    """Tell the sender and who asked, or the admins where they are gone; the card says it too."""
    question, tip = session.get(Question, number), _still_asked(session, number)
    if question is None or tip is None:
        return
    _tell(session, tip, OVERDUE, outbox.person(tip.sender_id), key=f"{OVERDUE}:{number}", now=now)
    for person in _who_decides(session, question):
        _tell(session, tip, UNANSWERED, outbox.person(person), key=f"{UNANSWERED}:{number}:{person}", now=now)
    intake.owe_card(session, tip, now=now)


def _still_asked(session: Session, number: int) -> Tip | None:
    """Return the tip a question is about while it still waits for its answer."""
    question = session.get(Question, number)
    if question is None or question.answered_at is not None:
        return None
    tip = queue.by_id(session, question.tip_id)
    return tip if tip.status is TipStatus.NEEDS_INFO else None


def _who_decides(session: Session, question: Question) -> list[int]:
    asker = people.get(session, question.asked_by)
    if asker.standing is Standing.ACTIVE and asker.roles & MODERATORS:
        return [asker.id]
    return [admin.id for admin in people.with_role(session, frozenset({Role.ADMIN}))]


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
    _tell(session, tip, kind, outbox.person(tip.sender_id), key=key, now=now, details=details)


def _tell(
    session: Session, tip: Tip, kind: str, recipient: str, *, key: str, now: datetime,
    details: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    outbox.enqueue(
        session,
        kind,
        subject=queue.subject(tip),
        recipient=recipient,
        lane=outbox.Lane.DIGEST,
        dedupe_key=key,
        now=now,
        details=details or {},
    )
