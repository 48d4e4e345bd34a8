"""Answers: what a correspondent sends to the desk's questions, one at a time; the last one brings the tip back."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from review import access, amending, audit, changes, intake, outbox, queue, receipts, workdays
from review.access import Person
from review.errors import TransitionNotAllowed
from review.models import Question, Tip
from review.port import Joined, Part
from review.settings import DeskRules
from review.workflow import TipStatus, Verb
from review.working_time import ANSWER_TIME

ANSWERED, DECLINED = "answered", "declined"


def open_questions(session: Session, tip_id: int) -> Sequence[Question]:
    """Return the questions of a tip that wait for an answer."""
    return session.exec(
        select(Question)
        .where(Question.tip_id == tip_id, col(Question.answered_at).is_(None))
        .order_by(col(Question.id))
    ).all()


def answer(session: Session, tip: Tip, part: Part, *, by: Person, now: datetime, rules: DeskRules) -> Joined:
    """Join a message to a tip as the answer to its first open question; further parts of an album go with the first."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    if intake.known_message(session, part) is not None:
        return Joined("known", tip.id or 0, tip.reference, tip.version)
    before = amending.album_part(session, tip, part)
    if before is not None:
        intake.add(session, tip.id or 0, part, now=now, question_id=before.question_id)
        intake.new_version(session, tip, cause="added", now=now)
        return Joined("again", tip.id or 0, tip.reference, tip.version)
    asked = open_questions(session, tip.id or 0)[:1]
    intake.add(session, tip.id or 0, part, now=now, question_id=asked[0].id if asked else None)
    return _answered(session, tip, asked, by=by, door=part.door, now=now, rules=rules)


def hand_over(
    session: Session, unfinished: Tip, tip: Tip, *, by: Person, door: str, now: datetime, rules: DeskRules
) -> Joined:
    """Move all messages of an unfinished tip to `tip` as its answer; the unfinished one is gone."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    asked = open_questions(session, tip.id or 0)[:1]
    amending.move(session, unfinished, tip, question_id=asked[0].id if asked else None)
    return _answered(session, tip, asked, by=by, door=door, now=now, rules=rules)


def decline(
    session: Session, tip: Tip, question_id: int, *, by: Person, door: str, now: datetime, rules: DeskRules
) -> None:
    """Note that the sender cannot answer a question; raises TransitionNotAllowed where it is not open."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    asked = _open(session, tip, question_id)
    audit.record(session, "decline", queue.subject(tip), by=by.id, door=door, now=now)
    _close(session, tip, [asked], DECLINED, by=by, door=door, now=now, rules=rules)


def cover(
    session: Session, tip: Tip, question_id: int, *, by: Person, door: str, now: datetime, rules: DeskRules
) -> None:
    """Note that a question was answered by what was sent before; raises TransitionNotAllowed where it is not open."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    asked = _open(session, tip, question_id)
    _close(session, tip, [asked], ANSWERED, by=by, door=door, now=now, rules=rules)


def extend(session: Session, tip: Tip, question_id: int, *, by: Person, door: str, now: datetime) -> datetime:
    """Give the sender a day more, once, and return until when; raises TransitionNotAllowed the second time."""
    access.require(by, Verb.ANSWER, sender_id=tip.sender_id)
    asked = _open(session, tip, question_id)
    if asked.due_at - asked.asked_at > ANSWER_TIME:
        raise TransitionNotAllowed(status=tip.status, verb=Verb.ANSWER)
    until = max(asked.due_at, now) + ANSWER_TIME
    for question in open_questions(session, tip.id or 0):
        question.due_at = until
        session.add(question)
    session.flush()
    _redraw(session, tip, now=now)
    audit.record(session, "extend", queue.subject(tip), by=by.id, door=door, now=now)
    return until


def _open(session: Session, tip: Tip, question_id: int) -> Question:
    found = [question for question in open_questions(session, tip.id or 0) if question.id == question_id]
    if not found or tip.status is not TipStatus.NEEDS_INFO:
        raise TransitionNotAllowed(status=tip.status, verb=Verb.ANSWER)
    return found[0]


def _answered(
    session: Session, tip: Tip, asked: Sequence[Question], *, by: Person, door: str, now: datetime, rules: DeskRules
) -> Joined:
    left = _close(session, tip, asked, ANSWERED, by=by, door=door, now=now, rules=rules)
    intake.new_version(session, tip, cause="answered", now=now)
    way = "answered_in_part" if left else "answered"
    details = {"due": tip.due_at.isoformat()} if tip.due_at and not left else {}
    return Joined(way, tip.id or 0, tip.reference, tip.version, details)


def _close(
    session: Session,
    tip: Tip,
    asked: Sequence[Question],
    outcome: str,
    *,
    by: Person,
    door: str,
    now: datetime,
    rules: DeskRules,
) -> int:
    """Close questions: ask the next one, or bring the tip back to who asked; returns how many are left open."""
    for question in asked:
        question.answered_at, question.outcome = now, outcome
        session.add(question)
    session.flush()
    left = open_questions(session, tip.id or 0)
    if left:
        _ask_next(session, tip, left[0], now=now)
    else:
        _bring_back(session, tip, asked, by=by, door=door, now=now, rules=rules)
    _redraw(session, tip, now=now)
    return len(left)


def _ask_next(session: Session, tip: Tip, question: Question, *, now: datetime) -> None:
    outbox.enqueue(
        session,
        "next_question",
        subject=queue.subject(tip),
        recipient=outbox.person(tip.sender_id),
        lane=outbox.Lane.REPLY,
        dedupe_key=f"next_question:{tip.id}:{question.id}",
        now=now,
    )


def _bring_back(
    session: Session, tip: Tip, asked: Sequence[Question], *, by: Person, door: str, now: datetime, rules: DeskRules
) -> None:
    queue.move(session, tip, Verb.ANSWER, by=by, door=door, now=now)
    if asked:
        tip.claimed_by, tip.claimed_until = asked[-1].asked_by, now + queue.CLAIM
    tip.due_at = workdays.due(session, now, rules.answer_hours, zone=rules.zone)  # the desk's clock stood meanwhile
    session.add(tip)
    session.flush()
    audit.record(session, "answer", queue.subject(tip), by=by.id, door=door, now=now)


def _redraw(session: Session, tip: Tip, *, now: datetime) -> None:
    changes.note(session, queue.subject(tip), now=now)
    receipts.owe(session, tip, now=now)
    intake.owe_card(session, tip, now=now)
