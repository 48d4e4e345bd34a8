"""The rhythm of the desk, told to its group in working time: what is nearly due or overdue, and the morning's digest.

Nobody is reminded of a tip that somebody has in hand, nor twice of the same time: what was told is kept as the times up
to which tips were looked at. A notice is owed once by its key, so that of several workers one tells, and what was
claimed before it is sent is left out of it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from review import holding, network, outbox, waiting, workdays
from review.clock import desk_date
from review.models import Decision, Tip
from review.port import FIRST_DECISIONS
from review.settings import DeskRules
from review.statements import constant
from review.workflow import TipStatus
from review.working_time import Calendar, after_working_hours, is_working

SETTING = "rhythm"
SOON_HOURS = 1.0  # of working time before a tip is due
MOST = 8  # tips named in one message; how many there are is said
DUE, MORNING = "desk_due", "desk_morning"


@dataclass(frozen=True, slots=True)
class Told:
    """Up to which due times the group was told of what is overdue and nearly due, and its last digest."""

    late: datetime
    soon: datetime
    digest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be told now, and what will have been told then; without a kind only that is kept."""

    told: Told
    kind: str = ""
    details: Mapping[str, object] | None = None


def turn(session: Session, *, now: datetime, rules: DeskRules) -> Turn | None:
    """Return what the group is to be told now; None outside working time and where there is nothing to tell."""
    calendar = workdays.calendar(session)
    if not is_working(now, zone=rules.zone, calendar=calendar) or holding.is_held(session):
        return None
    soon = after_working_hours(now, SOON_HOURS, zone=rules.zone, calendar=calendar)
    told = _told(session)
    if told is None:
        return Turn(Told(now, soon, now))  # a desk begins with what falls due from now on
    if told.digest is None or desk_date(told.digest, rules.zone) < desk_date(now, rules.zone):
        return Turn(Told(now, soon, now), MORNING, _morning(session, told, now, rules, calendar))
    late_ones, late = _unclaimed(session, min(told.late, now), now, now)
    soon_ones, number = _unclaimed(session, max(min(told.soon, soon), now), soon, now)
    if not late_ones and not soon_ones:
        return None
    details = {"late": late_ones, "late_number": late, "soon": soon_ones, "soon_number": number}
    return Turn(Told(now, soon, told.digest), DUE, details)


def tell(session: Session, found: Turn, *, now: datetime) -> None:
    """Owe the group its message and keep what was told."""
    before = _told(session)
    if found.kind and before is not None:
        stamp = f"{before.late.isoformat()}:{before.soon.isoformat()}"
        outbox.enqueue(
            session,
            found.kind,
            subject=f"queue:{found.kind}",
            recipient=outbox.GROUP,
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"{found.kind}:{stamp}",
            now=now,
            details=found.details,
        )
    kept = [at.isoformat() if at else None for at in (found.told.late, found.told.soon, found.told.digest)]
    network.set_setting(session, SETTING, json.dumps(kept))


def _morning(session: Session, told: Told, now: datetime, rules: DeskRules, calendar: Calendar) -> Mapping[str, object]:
    """Return the figures of the morning: what waits, what is new since the last one, what is overdue or due today."""
    found = waiting.look(session, now=now, zone=rules.zone)
    last = told.digest or now - timedelta(days=1)
    ends = max(until for _, until in calendar.spans(desk_date(now, rules.zone), rules.zone))
    late_ones, late = _waiting(session, None, now)
    due_ones, due = _waiting(session, now, ends)
    new = select(func.count()).where(col(Tip.received_at) >= last, col(Tip.status) != TipStatus.COMPOSING)
    decided = select(func.count()).where(col(Decision.at) >= last, col(Decision.verb).in_(FIRST_DECISIONS))
    return {
        "day": f"{desk_date(now, rules.zone):%Y-%m-%d}",
        "received": found.received,
        "needs_info": found.needs_info,
        "new": session.execute(new.select_from(Tip)).scalar_one(),
        "decided": session.execute(decided.select_from(Decision)).scalar_one(),
        "since": last.isoformat(),
        "late": late_ones,
        "late_number": late,
        "due": due_ones,
        "due_number": due,
    }


def _unclaimed(session: Session, since: datetime, until: datetime, now: datetime) -> tuple[Sequence[int], int]:
    """Return the first tips in nobody's hand that fall due in a span, and how many there are."""
    free = or_(col(Tip.claimed_by).is_(None), col(Tip.claimed_until) < now)
    return _due(session, col(Tip.due_at) > since, col(Tip.due_at) <= until, free)


def _waiting(session: Session, since: datetime | None, until: datetime) -> tuple[Sequence[int], int]:
    """Return the first tips that fall due in a span, whoever has them in hand, and how many there are."""
    after = (col(Tip.due_at) > since,) if since else ()
    return _due(session, *after, col(Tip.due_at) <= until)


def _due(session: Session, *conditions: object) -> tuple[Sequence[int], int]:
    is_waiting = col(Tip.status) == constant(TipStatus.RECEIVED)
    query = select(col(Tip.id)).where(is_waiting, *conditions).order_by(col(Tip.due_at)).limit(waiting.MOST + 1)  # type: ignore[arg-type]  # conditions in SQL
    numbers = list(session.execute(query).scalars())
    return [number for number in numbers[:MOST] if number], len(numbers)


def _told(session: Session) -> Told | None:
    kept = network.setting(session, SETTING)
    if not kept:
        return None
    late, soon, digest = json.loads(kept)
    return Told(
        datetime.fromisoformat(late), datetime.fromisoformat(soon), datetime.fromisoformat(digest) if digest else None
    )
