"""The audit: one row per act and per refusal, without content, each chained to the one before."""

import hashlib
import json
from datetime import datetime

from sqlmodel import Session, col, select

from review.models import AuditRow

START = "0" * 64


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
    """Add a row; `details` holds codes and numbers only, never what somebody wrote."""
    previous = session.exec(select(AuditRow.hash).order_by(col(AuditRow.id).desc()).limit(1)).first() or START
    row = AuditRow(
        at=now,
        by_id=by,
        door=door,
        act=act,
        subject=subject,
        outcome=outcome,
        details=details,
        previous=previous,
        hash="",
    )
    row.hash = _digest(row)
    session.add(row)
    session.flush()


def verify(session: Session) -> int | None:
    """Return the number of the first row that does not fit the chain, None when all do."""
    previous = START
    for row in session.exec(select(AuditRow).order_by(col(AuditRow.id))):
        if row.previous != previous or row.hash != _digest(row):
            return row.id
        previous = row.hash
    return None


def _digest(row: AuditRow) -> str:
    fields = [row.at.isoformat(), row.by_id, row.door, row.act, row.subject, row.outcome, row.details, row.previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()
