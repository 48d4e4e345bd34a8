"""Appeals: once, a correspondent may ask for a second look at a tip that was not used; somebody else decides then."""

from datetime import datetime

from sqlmodel import Session

from review import access, audit, intake, merging, outbox, people, posted, queue, receipts, tip_view, workdays
from review.access import Person, Role
from review.errors import TransitionNotAllowed
from review.models import Tip
from review.settings import DeskRules
from review.workflow import Verb


def appeal(session: Session, tip: Tip, *, note: str, by: Person, door: str, now: datetime, rules: DeskRules) -> None:
    """Bring a rejected or merged tip back for another moderator; its card comes anew, at the end of the group's chat.

    Where there is no other moderator, the admins are told that one is needed: nobody else can end it.
    Raises NotAllowed, and TransitionNotAllowed for the second time and in every other status.
    """
    access.require(by, Verb.APPEAL, sender_id=tip.sender_id)
    if queue.first_deciders(session, tip):
        raise TransitionNotAllowed(status=tip.status, verb=Verb.APPEAL)
    queue.move(session, tip, Verb.APPEAL, by=by, door=door, now=now, note=note)
    merging.leave(session, tip, now=now)
    tip.due_at = workdays.due(session, now, rules.answer_hours, zone=rules.zone)
    session.add(tip)
    session.flush()
    outbox.cancel(session, queue.subject(tip), ("rejected",), now=now)  # one that still rests would tell what was
    posted.leave(session, queue.subject(tip), "card")
    receipts.owe(session, tip, now=now)
    intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
    audit.record(session, "appeal", queue.subject(tip), by=by.id, door=door, now=now)
    if not has_second(session, tip):
        _tell_admins(session, tip, now=now)


def has_second(session: Session, tip: Tip) -> bool:
    """Tell whether somebody is there who could take a second look at a tip."""
    return bool(tip_view.second_readers(session, tip, tip_view.history(session, tip)))


def _tell_admins(session: Session, tip: Tip, *, now: datetime) -> None:
    for admin in people.with_role(session, frozenset({Role.ADMIN})):
        outbox.enqueue(
            session,
            "second_look_needed",
            subject=queue.subject(tip),
            recipient=outbox.person(admin.id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"second_look_needed:{tip.id}:{admin.id}",
            now=now,
        )
