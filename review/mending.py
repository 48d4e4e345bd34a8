"""What a clock that was set back leaves behind: work that is due only in a future that was none (promise P14).

Times are written as they then were. Once the clock is right again, a row from the wrong future would wait for hours or
years; it is made due now, and a lease from there is ended. What waits for a reason of today is left alone.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select, update
from sqlmodel import Session, SQLModel

from review import changes

INBOX, OUTBOX, FILES = (SQLModel.metadata.tables[name] for name in ("inbox", "outbox", "attachment"))
A_MOMENT = timedelta(minutes=1)  # two machines' clocks may differ by so much
LONGEST_LEASE = timedelta(minutes=10)  # none is as long
LONGEST_WAIT = timedelta(days=1)  # no retry is as far away


def is_needed(session: Session, *, now: datetime) -> bool:
    """Tell whether anything waits for a time it was given by a wrong clock."""
    return any(session.execute(select(table.c.id).where(wrong).limit(1)).first() for table, wrong in _wrong(now))


def mend(session: Session, *, now: datetime) -> int:
    """Make due what waits for a time it was given by a wrong clock; returns how many rows."""
    mended = 0
    for table, wrong in _wrong(now):
        values: dict[str, Any] = {"not_before": now}
        if table is not FILES:
            values |= {"claimed_by": None, "claimed_until": None}
        result = session.execute(update(table).where(wrong).values(**values))
        mended += int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it; the stub names the base
    changes.wake(session, "inbox", "outbox", "files")
    return mended


def _wrong(now: datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    return [
        (INBOX, and_(INBOX.c.state == "new", _from_the_future(INBOX, INBOX.c.received_at, now))),
        (OUTBOX, and_(OUTBOX.c.state == "new", _from_the_future(OUTBOX, OUTBOX.c.created_at, now))),
        (FILES, and_(FILES.c.state == "pending", FILES.c.not_before > now + LONGEST_WAIT)),
    ]


def _from_the_future(table: Table, began: ColumnElement[datetime], now: datetime) -> ColumnElement[bool]:
    soon = now + A_MOMENT
    return or_(
        table.c.claimed_until > now + LONGEST_LEASE,
        table.c.not_before > now + LONGEST_WAIT,
        and_(began > soon, table.c.not_before > soon),
    )
