"""The note about a month: each correspondent's own figures, sent once, soon after the month is over."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from review import network, outbox, place
from review.access import Standing
from review.mine import Month
from review.models import PersonRow, Preference, Tip
from review.settings import DeskRules

SETTING = "monthly_notes"  # the month that was told last, and while it is being told, after whom to go on
AT_ONCE = 200  # so that no writer waits
FROM_HOUR = 8  # of the first day of the next month


def of(session: Session, person_id: int, first: date, *, zone: ZoneInfo) -> Month:
    """Return somebody's month, given its first day."""
    since, until = _span(first, zone)
    figures = place.figures(session, person_id, since=since, until=until)
    example = place.usual_reason(session, person_id, since=since, until=until)
    return Month(first.year, first.month, figures, example)


def is_due(session: Session, *, now: datetime, rules: DeskRules) -> bool:
    """Tell whether there is anybody to be told; only then is something written."""
    told, ripe = network.setting(session, SETTING), _ripe(now, rules)
    return told is None or told.partition(">")[0] < _name(ripe) or ">" in told


def owe(session: Session, *, now: datetime, rules: DeskRules) -> int:
    """Owe some of those who sent something their note; returns how many, 0 when all have theirs.

    A desk begins with the month it first looks at; after a standstill the month that is over last is told.
    """
    told, ripe = network.setting(session, SETTING), _ripe(now, rules)
    if told is None or not is_due(session, now=now, rules=rules):
        network.set_setting(session, SETTING, told or _name(ripe))
        return 0
    name, _, after = told.partition(">")
    senders = _senders(session, ripe, int(after) if name == _name(ripe) and after else 0, rules.zone)
    for sender in senders:
        _owe(session, sender, ripe, now)
    is_over = len(senders) < AT_ONCE
    network.set_setting(session, SETTING, _name(ripe) if is_over else f"{_name(ripe)}>{senders[-1]}")
    return len(senders)


def _senders(session: Session, first: date, after: int, zone: ZoneInfo) -> Sequence[int]:
    """Return who sent something in a month and wants to hear of it."""
    since, until = _span(first, zone)
    query = (
        select(Tip.sender_id)
        .join(PersonRow, col(PersonRow.id) == col(Tip.sender_id))
        .join(Preference, col(Preference.person_id) == col(Tip.sender_id), isouter=True)
        .where(
            col(Tip.received_at) >= since,
            col(Tip.received_at) < until,
            Tip.sender_id > after,
            PersonRow.standing == Standing.ACTIVE,
            or_(col(Preference.wants_monthly).is_(None), col(Preference.wants_monthly).is_(True)),
        )
        .distinct()
        .order_by(col(Tip.sender_id))
        .limit(AT_ONCE)
    )
    return session.exec(query).all()


def _owe(session: Session, person_id: int, first: date, now: datetime) -> None:
    outbox.enqueue(
        session,
        "monthly_note",
        subject=f"month:{person_id}",
        recipient=outbox.person(person_id),
        lane=outbox.Lane.DIGEST,
        dedupe_key=f"monthly_note:{_name(first)}:{person_id}",
        now=now,
        details={"first": first.isoformat()},
    )


def _ripe(now: datetime, rules: DeskRules) -> date:
    """Return the first day of the month that is over and may be told about."""
    there = now.astimezone(rules.zone) - timedelta(hours=FROM_HOUR)
    return (there.date().replace(day=1) - timedelta(days=1)).replace(day=1)


def _span(first: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    following = (first + timedelta(days=31)).replace(day=1)
    since, until = (datetime.combine(day, time(), zone) for day in (first, following))
    utc = ZoneInfo("UTC")
    return since.astimezone(utc), until.astimezone(utc)


def _name(first: date) -> str:
    return f"{first:%Y-%m}"
