"""Which days of the desk are to be counted, and what was counted kept: by day, and summed by month.

Today is counted every minute while something happens; the days just over once more each night, since a topic may be set
late; days from before there were figures some at a time, the newest first. So a page of figures reads some thousand
short rows at most, however many tips there are.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, literal, select
from sqlmodel import Session, col

from review.clock import desk_date
from review.models import DeskFigure, Tip, table
from review.reports.desk_day import Day

TABLE = table("desk_figure")
DAY, MONTH = "day", "month"
COUNTED = "counted"  # when a day was counted, in seconds
EVERY = timedelta(minutes=1)
AGAIN = 7  # days that are over, each counted once more every night
ONE = timedelta(days=1)


def due(session: Session, *, now: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Yield the days that are to be counted, today first."""
    today = desk_date(now, zone)
    begun = session.execute(select(func.min(col(Tip.received_at)))).scalar()
    midnight = datetime.combine(today, time(), zone)
    known = _counted_at(session)
    if known.get(today, midnight) <= now - EVERY or today not in known or known[today] > now:
        yield today
    first, day = desk_date(begun, zone) if begun else today, today - ONE
    while day >= first:
        is_fresh = day >= today - AGAIN * ONE
        if day not in known or (is_fresh and known[day] < midnight):
            yield day
        day -= ONE


def keep(session: Session, day: date, counted: Day, *, now: datetime) -> None:
    """Put what was counted of a day in the place of what was counted before, and sum its month anew."""
    rows = {**{key: number for key, number in counted.items() if number}, (COUNTED, ""): int(now.timestamp())}
    _forget(session, DAY, day)
    session.execute(
        TABLE.insert(),
        [
            {"span": DAY, "measure": measure, "first": day, "part": part, "n": number}
            for (measure, part), number in rows.items()
        ],
    )
    _sum_month(session, day.replace(day=1))


def _sum_month(session: Session, first: date) -> None:
    _forget(session, MONTH, first)
    ends = (first + timedelta(days=31)).replace(day=1)
    columns = (TABLE.c.measure, TABLE.c.part)
    days = (
        select(literal(MONTH), TABLE.c.measure, literal(first, TABLE.c.first.type), TABLE.c.part, func.sum(TABLE.c.n))
        .where(TABLE.c.span == DAY, TABLE.c.first >= first, TABLE.c.first < ends, TABLE.c.measure != COUNTED)
        .group_by(*columns)
    )
    session.execute(TABLE.insert().from_select(["span", "measure", "first", "part", "n"], days))


def _forget(session: Session, span: str, first: date) -> None:
    session.execute(
        delete(DeskFigure).where(col(DeskFigure.span) == span, col(DeskFigure.first) == first),
        execution_options={"synchronize_session": False},
    )


def _counted_at(session: Session) -> dict[date, datetime]:
    query = select(col(DeskFigure.first), col(DeskFigure.n)).where(
        col(DeskFigure.span) == DAY, col(DeskFigure.measure) == COUNTED
    )
    return {day: datetime.fromtimestamp(seconds, UTC) for day, seconds in session.execute(query)}
