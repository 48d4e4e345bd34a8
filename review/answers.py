"""Answers: what a correspondent sends to the desk's questions joins the tip and brings it back to the queue."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from review import access, audit, intake, queue
from review.access import Person
from review.models import Attachment, Question, Tip, TipMessage
from review.port import Joined, Part
from review.workflow import Verb


def open_questions(session: Session, tip_id: int) -> Sequence[Question]:
    """Return the questions of a tip that wait for an answer."""
    return session.exec(
        select(Question)
        .where(Question.tip_id == tip_id, col(Question.answered_at).is_(None))
        .order_by(col(Question.id))
    ).all()


def answer(session: Session, tip: Tip, part: Part, *, by: Person, now: datetime) -> Joined:
    """Join a message to a tip as the answer to its open questions and bring it back to the queue."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    if intake.known_message(session, part) is not None:
        return Joined("known", tip.id or 0, tip.reference, tip.version)
    asked = open_questions(session, tip.id or 0)
    intake.add(session, tip.id or 0, part, now=now, question_id=asked[-1].id if asked else None)
    _answered(session, tip, asked, by=by, door=part.door, now=now)
    return Joined("answered", tip.id or 0, tip.reference, tip.version)


def hand_over(session: Session, unfinished: Tip, tip: Tip, *, by: Person, door: str, now: datetime) -> Joined:
    """Move all messages of an unfinished tip to `tip` as its answer; the unfinished one is gone."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    asked = open_questions(session, tip.id or 0)
    for message in session.exec(select(TipMessage).where(TipMessage.tip_id == unfinished.id)):
        message.tip_id, message.question_id = tip.id or 0, asked[-1].id if asked else None
        session.add(message)
    for file in session.exec(select(Attachment).where(Attachment.tip_id == unfinished.id)):
        file.tip_id = tip.id or 0
        session.add(file)
    session.flush()
    session.delete(unfinished)
    _answered(session, tip, asked, by=by, door=door, now=now)
    return Joined("answered", tip.id or 0, tip.reference, tip.version)


def _answered(session: Session, tip: Tip, asked: Sequence[Question], *, by: Person, door: str, now: datetime) -> None:
    for question in asked:
        question.answered_at = now
        session.add(question)
    queue.move(session, tip, Verb.ANSWER, by=by, door=door, now=now)
    if asked:
        tip.claimed_by, tip.claimed_until = asked[-1].asked_by, now + queue.CLAIM
    intake.new_version(session, tip, cause="answered", now=now)
    audit.record(session, "answer", queue.subject(tip), by=by.id, door=door, now=now)
