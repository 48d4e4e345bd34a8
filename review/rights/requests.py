"""Requests about one's own data, each with its due dates; what can be done at once is done and closed at once.

Domain guide, section 11: an answer within 2 working days; withdrawal and deletion within 15 days, 20 where others have
to act too (what stands on the portal).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from review import audit, network, workdays
from review.access import Person
from review.clock import desk_date
from review.errors import NotFound
from review.models import PersonRow, RightsRequest
from review.personal import Requested, Wish
from review.settings import DeskRules
from review.working_time import USUAL, Calendar, after_working_hours

ANSWERED_WITHIN = 16  # working hours: two working days
CARRIED_OUT, WITH_OTHERS = timedelta(days=15), timedelta(days=20)
DONE, DECLINED = "done", "declined"
LISTED = 100


@dataclass(frozen=True, slots=True)
class Open:
    """An open request as staff see it: whose, by when, and which articles are waited for."""

    id: int
    reference: str
    person_id: int
    name: str
    wish: Wish
    asked_at: datetime
    done_due_at: datetime
    drafts: tuple[str, ...]
    is_overdue: bool


def due_dates(
    asked_at: datetime, wish: Wish, *, zone: ZoneInfo, calendar: Calendar = USUAL, with_others: bool = False
) -> tuple[datetime, datetime]:
    """Return by when a request is answered, and by when it is carried out."""
    answer = after_working_hours(asked_at, ANSWERED_WITHIN, zone=zone, calendar=calendar)
    if wish not in {Wish.WITHDRAW, Wish.DELETE}:
        return answer, answer
    return answer, asked_at + (WITH_OTHERS if with_others else CARRIED_OUT)


def ask(
    session: Session,
    person: Person,
    wish: Wish,
    *,
    door: str,
    now: datetime,
    rules: DeskRules,
    with_others: bool = False,
    details: dict[str, Any] | None = None,
    is_done: bool = False,
) -> Requested:
    """Keep a request and its due dates, already closed where nothing is left to do."""
    day = desk_date(now, rules.zone)
    answer, done = due_dates(now, wish, zone=rules.zone, calendar=workdays.calendar(session), with_others=with_others)
    row = RightsRequest(
        reference=f"Q-{day:%y%m%d}-{network.next_number(session, 'rights', day):02d}",
        person_id=person.id,
        wish=wish,
        door=door,
        asked_at=now,
        answer_due_at=answer,
        done_due_at=done,
        answered_at=now,
        done_at=now if is_done else None,
        outcome=DONE if is_done else None,
        details=details or {},
    )
    session.add(row)
    session.flush()
    audit.record(session, f"rights_{wish}", subject(row), by=person.id, door=door, now=now)
    return seen(row)


def subject(row: RightsRequest) -> str:
    """Return how a request is named in audit and outbox."""
    return f"rights:{row.id}"


def seen(row: RightsRequest) -> Requested:
    return Requested(
        row.id or 0, row.reference, row.wish, row.answer_due_at, row.done_due_at, is_open=row.done_at is None
    )


def get(session: Session, number: int) -> RightsRequest:
    """Return an open or closed request; raises NotFound."""
    row = session.get(RightsRequest, number)
    if row is None:
        raise NotFound("no request has this number")
    return row


def close(session: Session, row: RightsRequest, *, by: Person | None, door: str, now: datetime) -> None:
    """End a request as carried out; what was left to do is forgotten."""
    row.done_at, row.outcome, row.details = now, DONE, {}
    row.closed_by = by.id if by else None
    row.token_hash, row.token_until = None, None
    session.add(row)
    session.flush()
    audit.record(session, "rights_done", subject(row), by=row.closed_by, door=door, now=now, details=str(row.wish))


def open_of(session: Session, person_id: int, wish: Wish | None = None) -> list[RightsRequest]:
    """Return a person's open requests, oldest first."""
    query = select(RightsRequest).where(RightsRequest.person_id == person_id, col(RightsRequest.done_at).is_(None))
    if wish is not None:
        query = query.where(RightsRequest.wish == wish)
    return list(session.exec(query.order_by(col(RightsRequest.id))))


def open_ones(session: Session, *, now: datetime) -> list[Open]:
    """Return what is open, most urgent first."""
    query = (
        select(RightsRequest, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(RightsRequest.person_id))
        .where(col(RightsRequest.done_at).is_(None))
    )
    found = session.exec(query.order_by(col(RightsRequest.done_due_at), col(RightsRequest.id)).limit(LISTED))
    return [_open(row, name, now) for row, name in found]


def _open(row: RightsRequest, name: str, now: datetime) -> Open:
    return Open(
        id=row.id or 0,
        reference=row.reference,
        person_id=row.person_id,
        name=name,
        wish=row.wish,
        asked_at=row.asked_at,
        done_due_at=row.done_due_at,
        drafts=tuple(row.details.get("drafts", ())),
        is_overdue=row.done_due_at < now,
    )
