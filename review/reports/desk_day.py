"""One day of the desk, counted: what came in, what was decided by whom and how soon, and where two deciders met.

Everything counts on the day it happened, so that a day that is over hardly changes any more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from review.models import Decision, Tip, Vote
from review.port import FIRST_DECISIONS
from review.reports import waits
from review.workflow import TipStatus, Verb
from review.working_time import Calendar, worked_between

ANSWERS = FIRST_DECISIONS | {Verb.ASK}
COUNTED = ANSWERS | {Verb.REOPEN, Verb.APPEAL}
NONE = "none"
Day = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Act:
    """A decision of the day with what is counted of its tip."""

    id: int
    tip_id: int
    verb: Verb
    by_id: int
    at: datetime
    version: int
    reason: str | None
    received_at: datetime
    topic: str | None
    unit_id: str | None


Earlier = Mapping[int, Sequence[tuple[int, Verb, int]]]


def count(session: Session, day: date, *, zone: ZoneInfo, calendar: Calendar) -> Day:
    """Return how often each thing happened on a day, by measure and part."""
    since, until = (datetime.combine(on, time(), zone) for on in (day, day + timedelta(days=1)))
    counted: Day = Counter()
    for measure, column in (("received_topic", col(Tip.topic)), ("received_unit", col(Tip.unit_id))):
        span = (col(Tip.received_at) >= since, col(Tip.received_at) < until, col(Tip.status) != TipStatus.COMPOSING)
        for part, number in session.execute(select(column, func.count()).where(*span).group_by(column)):
            counted[measure, part or NONE] += number
    acts = _acts(session, since, until)
    earlier = _earlier(session, since, until) if acts else {}
    for act in acts:
        _count_act(counted, act, earlier, zone, calendar)
    if acts:
        counted.update(_readings(session, acts, since, until))
    return counted


def _acts(session: Session, since: datetime, until: datetime) -> list[Act]:
    query = (
        select(Decision, col(Tip.received_at), col(Tip.topic), col(Tip.unit_id))
        .join(Tip, col(Tip.id) == col(Decision.tip_id))
        .where(*_on_the_day(since, until), col(Decision.verb).in_(COUNTED))
        .order_by(col(Decision.id))
    )
    return [
        Act(row.id or 0, row.tip_id, row.verb, row.by_id, row.at, row.version, row.reason, received_at or row.at, *tip)
        for row, received_at, *tip in session.execute(query)
    ]


def _earlier(session: Session, since: datetime, until: datetime) -> Earlier:
    """Return all answers there were, up to the end of the day, on the tips that were answered on it."""
    answered = select(col(Decision.tip_id)).where(*_on_the_day(since, until), col(Decision.verb).in_(ANSWERS))
    query = select(col(Decision.tip_id), col(Decision.id), col(Decision.verb), col(Decision.by_id)).where(
        col(Decision.tip_id).in_(answered), col(Decision.verb).in_(ANSWERS)
    )
    found: dict[int, list[tuple[int, Verb, int]]] = defaultdict(list)
    for tip_id, *act in session.execute(query.order_by(col(Decision.id))):
        found[tip_id].append((act[0], act[1], act[2]))
    return found


def _count_act(counted: Day, act: Act, earlier: Earlier, zone: ZoneInfo, calendar: Calendar) -> None:
    counted["act", act.verb] += 1
    if act.verb not in ANSWERS:
        return
    counted["by", f"{act.by_id}:{act.verb}"] += 1
    before = [other for other in earlier.get(act.tip_id, ()) if other[0] < act.id]
    if not before:
        _count_wait(counted, "first", act, zone, calendar)
    if act.verb in FIRST_DECISIONS:
        counted["decided_topic", act.topic or NONE] += 1
        counted["decided_unit", act.unit_id or NONE] += 1
        _count_decision(counted, act, [other for other in before if other[1] in FIRST_DECISIONS], zone, calendar)
    if act.verb is Verb.REJECT:
        counted["reason", act.reason or NONE] += 1


def _count_decision(
    counted: Day, act: Act, decided: Sequence[tuple[int, Verb, int]], zone: ZoneInfo, calendar: Calendar
) -> None:
    """Count how soon a tip was decided, or, where it had been before by somebody else, whether they agree."""
    if not decided:
        _count_wait(counted, "decision", act, zone, calendar)
        return
    _, verb, by_id = decided[-1]
    if by_id != act.by_id:
        counted["second", "same" if verb == act.verb else "other"] += 1


def _count_wait(counted: Day, what: str, act: Act, zone: ZoneInfo, calendar: Calendar) -> None:
    passed = act.at - act.received_at
    worked = worked_between(act.received_at, act.at, zone=zone, calendar=calendar)
    counted[f"{what}_wall", str(waits.step(passed))] += 1
    counted[f"{what}_work", str(waits.step(worked))] += 1


def _readings(session: Session, acts: Iterable[Act], since: datetime, until: datetime) -> Day:
    """Count the tips that several had read before they were decided: whether all wanted the same."""
    decided = {act.tip_id: act.version for act in acts if act.verb in FIRST_DECISIONS}
    numbers = select(col(Decision.tip_id)).where(*_on_the_day(since, until), col(Decision.verb).in_(FIRST_DECISIONS))
    query = select(col(Vote.tip_id), col(Vote.version), col(Vote.verb)).where(col(Vote.tip_id).in_(numbers))
    votes: dict[int, list[str]] = defaultdict(list)
    for tip_id, version, verb in session.execute(query):
        if decided.get(tip_id) == version:
            votes[tip_id].append(verb)
    several = [cast for cast in votes.values() if len(cast) > 1]
    same = sum(len(set(cast)) == 1 for cast in several)
    return Counter({("read", "same"): same, ("read", "other"): len(several) - same})


def _on_the_day(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Decision.at) >= since, col(Decision.at) < until
