"""Setting topic, unit, priority and embargo of a tip: what a person does by hand that rules do on arrival."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from review import access, adjustments, changes, draft_view, intake, network, outbox, queue
from review.access import Person, Right
from review.clock import desk_date
from review.errors import BadTime, NotFound, TransitionNotAllowed
from review.models import Tip
from review.rulebook.form import READINGS
from review.settings import DeskRules
from review.workflow import UNDECIDED, Priority, TipStatus

LONGEST = timedelta(days=731)  # an embargo further off is a slip of the pen
OPEN = UNDECIDED | {TipStatus.APPROVED}  # what is set on a tip still counts for its draft


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants of a tip, as a form says it: codes, a unit's name, a time at the desk; None leaves it."""

    topic: str | None = None
    unit: str | None = None
    priority: str | None = None
    embargo: str | None = None
    readings: str | None = None


def adjust(
    session: Session, tip: Tip, wanted: Wanted, *, by: Person, door: str, now: datetime, rules: DeskRules
) -> tuple[str, ...]:
    """Set what is wanted and return the fields that changed; an empty value takes one back.

    Raises NotAllowed, TransitionNotAllowed, NotFound for what is on no list, UnclearUnit, BadTime.
    """
    access.require(by, Right.ADJUST_TIP, sender_id=tip.sender_id)
    if wanted.readings is not None:
        access.require(by, Right.MANAGE_RULES, sender_id=tip.sender_id)
    if tip.status not in OPEN:
        queue.raise_if_decided(session, tip)
        raise TransitionNotAllowed(status=tip.status, verb="adjust")
    values = _values(session, wanted, now=now, rules=rules)
    changed = tuple(
        field
        for field, value in values.items()
        if adjustments.keep(session, tip, field, value, by=by, door=door, now=now)
    )
    if changed:
        session.flush()
        for name in (queue.subject(tip), *(f"draft:{draft.id}" for draft in draft_view.of_tip(session, tip))):
            changes.note(session, name, now=now)
        intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
    return changed


def _values(session: Session, wanted: Wanted, *, now: datetime, rules: DeskRules) -> dict[str, Any]:
    day = desk_date(now, rules.zone)
    read: dict[str, Callable[[str], Any]] = {
        "topic": lambda code: network.entry(session, "topic", code).code,
        "unit": lambda typed: network.meant_unit(session, typed, day),
        "priority": _priority,
        "readings": _readings,
        "embargo": lambda time: _embargo(time, now, rules),
    }
    given = ((field, getattr(wanted, field)) for field in read)
    return {field: read[field](value) if value else None for field, value in given if value is not None}


def _priority(value: str) -> str:
    if value not in set(Priority):
        raise NotFound("no priority has this code")
    return value


def _readings(value: str) -> int:
    if value not in {str(number) for number in READINGS}:
        raise NotFound("not so many readers")
    return int(value)


def _embargo(value: str, now: datetime, rules: DeskRules) -> datetime:
    try:
        until = datetime.fromisoformat(value)
    except ValueError:
        raise BadTime from None
    until = until if until.tzinfo else until.replace(tzinfo=rules.zone)
    if not now < until < now + LONGEST:
        raise BadTime
    return until.astimezone(now.tzinfo)
