"""A tip in hand goes to a named person, and comes back by itself when nobody acted on it in time.

Both leave an internal note, so that whoever finds the tip knows why it stands where it stands.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from review import access, audit, changes, intake, outbox, people, queue, receipts
from review.access import Person
from review.errors import CannotTakeOver, NotAllowed
from review.models import Note, Tip
from review.settings import DeskRules
from review.words import FIRST_LOCALE, clock_time, shipped
from review.workflow import UNDECIDED, TipStatus, Verb

DOOR = "desk"
MOST_AT_ONCE = 200


def hand_over(session: Session, tip: Tip, *, to: int, by: Person, door: str, now: datetime) -> str:
    """Give a tip one has in hand, or a free one, to a moderator for a lease of their own; returns their name.

    They are told. Raises NotAllowed, TipAlreadyDecided, TransitionNotAllowed where somebody else has it,
    PersonNotFound, and CannotTakeOver where the one named may not decide on it.
    """
    access.require(by, Verb.CLAIM, sender_id=tip.sender_id)
    queue.require_other(session, tip, by=by)
    taker = people.get(session, to)
    _require_able(session, tip, taker)
    queue.claim(session, tip, by=by, now=now)
    tip.claimed_by = taker.id
    session.add(tip)
    session.flush()
    _note(session, tip, "handed_over", by_id=by.id, now=now, ten=taker.name)
    _redraw(session, tip, now=now)
    audit.record(session, "hand_over", queue.subject(tip), by=by.id, door=door, now=now, details=f"person:{taker.id}")
    if taker.id != by.id:
        _tell(session, tip, taker, by, now=now)
    return taker.name


def opened(session: Session, tip_id: int, *, by: Person, now: datetime) -> bool:
    """Let somebody who opens a tip they have in hand have it anew; False where there is no such tip."""
    tip = session.get(Tip, tip_id)
    if tip is None or tip.status is TipStatus.COMPOSING:
        return False
    if queue.renew(session, tip, by=by, now=now):
        intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
    return True


def run_out(session: Session, *, now: datetime) -> Sequence[int]:
    """Return the waiting tips whose lease is over; the index of holders has them."""
    over = (col(Tip.claimed_by).is_not(None), col(Tip.claimed_until) < now, col(Tip.status).in_(UNDECIDED))
    return [number or 0 for number in session.exec(select(col(Tip.id)).where(*over).limit(MOST_AT_ONCE))]


def bring_back(session: Session, numbers: Sequence[int], *, now: datetime, rules: DeskRules) -> int:
    """Free tips whose lease is over, with a note; returns how many. A lease renewed meanwhile is left alone."""
    return sum(_bring_back(session, session.get(Tip, number), now, rules) for number in numbers)


def _bring_back(session: Session, tip: Tip | None, now: datetime, rules: DeskRules) -> bool:
    if tip is None or tip.claimed_by is None or tip.claimed_until is None:
        return False
    holder, until = tip.claimed_by, tip.claimed_until
    freed = session.exec(
        update(Tip)
        .where(col(Tip.id) == tip.id, col(Tip.claimed_by) == holder, col(Tip.claimed_until) < now)
        .values(claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(tip)
    if freed.rowcount != 1 or tip.status not in UNDECIDED:
        return False
    _note(session, tip, "came_back", by_id=holder, now=now, gio=clock_time(until, rules.zone))
    _redraw(session, tip, now=now)
    audit.record(session, "come_back", queue.subject(tip), by=None, door=DOOR, now=now, details=f"person:{holder}")
    return True


def _require_able(session: Session, tip: Tip, taker: Person) -> None:
    try:
        access.require(taker, Verb.CLAIM, sender_id=tip.sender_id)
        queue.require_other(session, tip, by=taker)
    except NotAllowed:
        raise CannotTakeOver from None


def _note(session: Session, tip: Tip, name: str, *, by_id: int, now: datetime, **values: str) -> None:
    text = shipped().label(f"note.{name}", FIRST_LOCALE, **values)
    session.add(Note(tip_id=tip.id or 0, by_id=by_id, at=now, text=text))
    session.flush()


def _redraw(session: Session, tip: Tip, *, now: datetime) -> None:
    changes.note(session, queue.subject(tip), now=now)
    receipts.owe(session, tip, now=now)
    intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)


def _tell(session: Session, tip: Tip, taker: Person, by: Person, *, now: datetime) -> None:
    until = (tip.claimed_until or now).isoformat()
    outbox.enqueue(
        session,
        "handed_over",
        subject=queue.subject(tip),
        recipient=outbox.person(taker.id),
        lane=outbox.Lane.NOTICE,
        dedupe_key=f"handed_over:{tip.id}:{taker.id}:{until}",
        now=now,
        details={"by": by.name, "until": until},
    )
