"""Sending again: a new unfinished tip with everything a rejected one held, to be changed and handed in."""

from datetime import datetime

from sqlmodel import Session, select

from review import access, amending, audit, intake, queue
from review.access import Person
from review.errors import TransitionNotAllowed
from review.models import Attachment, Tip, TipMessage
from review.workflow import TipStatus, Verb

KEPT = ("topic", "event_when", "event_where", "source_type", "source_detail")


def begin(session: Session, tip: Tip, *, by: Person, door: str, now: datetime) -> int:
    """Begin a tip from a rejected one and return its number; the rejected one stays as it was judged.

    Raises NotAllowed, TipEmptied, and TransitionNotAllowed where the tip was not rejected, was sent again before, or
    another tip is being composed.
    """
    access.require(by, Verb.SUBMIT, sender_id=tip.sender_id)
    queue.require_text(tip)
    again = session.exec(select(Tip.id).where(Tip.revises == tip.reference)).first()
    if tip.status is not TipStatus.REJECTED or again is not None or intake.composing(session, by.id) is not None:
        raise TransitionNotAllowed(status=tip.status, verb=Verb.SUBMIT)
    number = intake.start(session, by, now=now)
    new = queue.by_id(session, number)
    for name in KEPT:
        setattr(new, name, getattr(tip, name))
    new.revises = tip.reference
    session.add(new)
    _copy_messages(session, tip, number)
    session.flush()
    audit.record(session, "revise", queue.subject(tip), by=by.id, door=door, now=now)
    return number


def _copy_messages(session: Session, tip: Tip, number: int) -> None:
    current = select(TipMessage).where(TipMessage.tip_id == tip.id, TipMessage.is_current)
    for message in session.exec(current).all():
        copy = TipMessage(**message.model_dump(exclude={"id"}))
        copy.tip_id, copy.chat_id = number, amending.copies_of(tip.id or 0)
        copy.revision, copy.question_id, copy.is_late = 1, None, False
        session.add(copy)
        session.flush()
        _copy_files(session, message, copy)


def _copy_files(session: Session, message: TipMessage, copy: TipMessage) -> None:
    for file in session.exec(select(Attachment).where(Attachment.message_pk == message.id)).all():
        again = Attachment(**file.model_dump(exclude={"id"}))
        again.tip_id, again.message_pk = copy.tip_id, copy.id or 0
        session.add(again)
