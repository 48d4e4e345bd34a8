"""The audit: one row per act and per refusal, without content, each chained to the one before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from review.lane import at_commit
from review.models import AuditRow

START = "0" * 64
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain had grown at a moment: the number of its last row, and that row's hash."""

    number: int = 0
    hash: str = START


def record(
    session: Session,
    act: str,
    subject: str,
    *,
    by: int | None,
    door: str,
    now: datetime,
    outcome: str = "done",
    details: str = "",
) -> None:
    """Add a row; `details` holds codes and numbers only, never what somebody wrote.

    Linked at the end of the batch, so that several processes add to one chain.
    """
    row = AuditRow(
        at=now, by_id=by, door=door, act=act, subject=subject, outcome=outcome, details=details, previous="", hash=""
    )
    at_commit(session, _append, row)


def _append(session: Session, rows: list[AuditRow]) -> None:
    last = head(session).hash
    for row in rows:
        row.previous = last
        row.hash = last = _digest(row)
    session.add_all(rows)
    session.flush()


def head(session: Session) -> Head:
    """Return the end of the chain as it now is."""
    last = session.exec(select(AuditRow.id, AuditRow.hash).order_by(col(AuditRow.id).desc()).limit(1)).first()
    return Head(last[0] or 0, last[1]) if last else Head()


def verify(session: Session, *, known: Head | None = None) -> int | None:
    """Return the number of the first row that does not fit the chain, None when all do.

    A `known` head from before finds a tail that was cut off and a chain that was written anew.
    """
    query = select(AuditRow).order_by(col(AuditRow.id)).execution_options(yield_per=AT_ONCE)
    return first_misfit(session.exec(query), known)


def first_misfit(rows: Iterable[AuditRow], known: Head | None = None) -> int | None:
    """Return the number of the first of the rows, in order, that was changed, moved, put in, or stands after a gap."""
    last = Head()
    for row in rows:
        if row.previous != last.hash or row.hash != _digest(row):
            return row.id
        last = Head(row.id or 0, row.hash)
        if known and last.number == known.number and last.hash != known.hash:
            return known.number
    return last.number + 1 if known and last.number < known.number else None


def link(
    at: datetime, by: int | None, door: str, act: str, subject: str, outcome: str, details: str, previous: str
) -> str:
    """Return the hash of a row: over its fields and the hash before it."""
    fields = [at.isoformat(), by, door, act, subject, outcome, details, previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def _digest(row: AuditRow) -> str:
    return link(row.at, row.by_id, row.door, row.act, row.subject, row.outcome, row.details, row.previous)
