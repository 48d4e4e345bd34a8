"""Fair limits: how much one tip holds, how fast one person may send, how many tips a day, and when that is over.

What is over a limit is refused by name and told; what was kept before stays. A limit never slows anybody else.
"""

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from review import network
from review.clock import desk_date
from review.errors import TipTooLarge, TooFast, TooManyDiscarded, TooManyTips
from review.mine import Allowance
from review.models import Decision, Tip, table
from review.port import Part
from review.settings import DeskRules
from review.statements import Statement, run
from review.workflow import TipStatus, Verb

MOST_MESSAGES = 300
MOST_TEXT = 100_000  # characters of a whole tip; an article has some three thousand
MOST_A_MINUTE = 100  # messages: as many as a messenger lets somebody forward at once
MOST_DISCARDED = 20  # unfinished tips a day, so that nobody fills the desk with what is thrown away
MINUTE = timedelta(minutes=1)
LATELY = timedelta(seconds=59)  # a messenger says whole seconds
MESSAGE = table("tip_message")
_SENT = MESSAGE.c.sent_at
_LATELY = _SENT.between(bindparam("minute_ago", type_=_SENT.type), bindparam("sent_at", type_=_SENT.type))
_HELD = Statement(
    sa.select(
        sa.func.count().label("messages"),
        sa.func.coalesce(sa.func.sum(sa.func.length(MESSAGE.c.text)), 0).label("characters"),
        sa.func.coalesce(sa.func.sum(sa.case((_LATELY, 1), else_=0)), 0).label("lately"),
    ).where(MESSAGE.c.tip_id == bindparam("tip_id"))
)


def require_room(session: Session, tip_id: int, part: Part) -> None:
    """Refuse a message that a tip has no room for, or that comes too fast: TipTooLarge, TooFast.

    A minute is reckoned by the times at which the messages were sent, so that a desk that was down refuses nobody.
    """
    found: Any = run(session, _HELD, tip_id=tip_id, sent_at=part.sent_at, minute_ago=part.sent_at - LATELY).first()
    if found.messages >= MOST_MESSAGES or found.characters >= MOST_TEXT:
        raise TipTooLarge(tip=str(tip_id))
    if found.lately >= MOST_A_MINUTE:
        until = (part.sent_at + MINUTE).replace(second=0, microsecond=0) + MINUTE
        raise TooFast(tip=str(tip_id), since=part.sent_at.isoformat(), until=until.isoformat())


def require_allowance(session: Session, person_id: int, *, now: datetime, rules: DeskRules) -> None:
    """Refuse one more tip of somebody who has sent as many today as they may: TooManyTips."""
    if rules.daily_tips is None or len(_today(session, person_id, now, rules)) < rules.daily_tips[0]:
        return
    mine = allowance(session, person_id, now=now, rules=rules)
    if mine.limit is not None and mine.sent >= mine.limit:
        raise TooManyTips(person=str(person_id), limit=str(mine.limit), until=mine.renews_at.isoformat())


def require_patience(session: Session, person_id: int, *, now: datetime, rules: DeskRules) -> None:
    """Count a tip that is thrown away and refuse one too many of a day: TooManyDiscarded."""
    thrown = network.next_number(session, f"discarded:{person_id}", desk_date(now, rules.zone))
    if thrown > MOST_DISCARDED:
        raise TooManyDiscarded(person=str(person_id), until=_tomorrow(now, rules).isoformat())


def allowance(session: Session, person_id: int, *, now: datetime, rules: DeskRules) -> Allowance:
    """Return how many tips somebody has sent today and may send; a place is given back where the reason says so."""
    sent = _counting(session, _today(session, person_id, now, rules))
    renews_at = _tomorrow(now, rules)
    if rules.daily_tips is None:
        return Allowance(sent, None, 0, renews_at)
    first, each, most = rules.daily_tips
    used = _used(session, person_id)
    limit = min(most, first + used // each)
    return Allowance(sent, limit, each - used % each if limit < most else 0, renews_at)


def _today(session: Session, person_id: int, now: datetime, rules: DeskRules) -> list[tuple[int, TipStatus]]:
    midnight = _tomorrow(now, rules) - timedelta(days=1)
    query = select(Tip.id, Tip.status).where(Tip.sender_id == person_id, col(Tip.received_at) >= midnight)
    return [(number or 0, TipStatus(status)) for number, status in session.exec(query)]


def _counting(session: Session, today: list[tuple[int, TipStatus]]) -> int:
    """Count the tips that use up a place: one that was joined to another, or refused for no fault, gives it back."""
    refused = [number for number, status in today if status is TipStatus.REJECTED]
    given_back = sum(status is TipStatus.DUPLICATE for _, status in today)
    for reason in _reasons(session, refused) if refused else ():
        given_back += not network.entry(session, "reason", reason).details.get("counts_against_quota", True)
    return len(today) - given_back


def _reasons(session: Session, tips: list[int]) -> list[str]:
    """Return why each of these tips was refused last."""
    query = (
        select(Decision.tip_id, Decision.reason)
        .where(col(Decision.tip_id).in_(tips), Decision.verb == Verb.REJECT)
        .order_by(col(Decision.id))
    )
    last = dict(session.exec(query).all())
    return [reason for reason in last.values() if reason]


def _used(session: Session, person_id: int) -> int:
    query = select(sa.func.count(col(Tip.id))).where(Tip.sender_id == person_id, Tip.status == TipStatus.APPROVED)
    return session.exec(query).one()


def _tomorrow(now: datetime, rules: DeskRules) -> datetime:
    day = desk_date(now, rules.zone) + timedelta(days=1)
    return datetime.combine(day, time(), rules.zone).astimezone(now.tzinfo)
