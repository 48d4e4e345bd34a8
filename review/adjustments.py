"""What is set on a tip beside its text and status, each change a line of its history: by whom, or by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from review import audit
from review.access import Person
from review.models import Adjustment, PersonRow, RuleEdition, Tip
from review.queue import subject

COLUMNS: Mapping[str, str] = {
    "topic": "topic",
    "unit": "unit_id",
    "priority": "priority",
    "embargo": "embargo_until",
    "checklist": "checklist",
    "readings": "readings",
}
NOTIFIED = "notified"  # who was told of a tip by a rule; nothing of the tip itself


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A line of the history: codes and ids as they were set; `who` or `rule` is the name of whoever set it."""

    field: str
    before: str
    after: str
    who: str
    rule: str
    at: datetime
    door: str


def keep(
    session: Session,
    tip: Tip,
    field: str,
    value: Any,
    *,
    by: Person | None,
    edition: int | None = None,
    door: str,
    now: datetime,
) -> bool:
    """Set a field of a tip and write the line; False where it was so already."""
    before = getattr(tip, COLUMNS[field])
    if before == value:
        return False
    setattr(tip, COLUMNS[field], value)
    session.add(tip)
    note(session, tip, field, _said(before), _said(value), by=by, edition=edition, door=door, now=now)
    return True


def note(
    session: Session,
    tip: Tip,
    field: str,
    before: str,
    after: str,
    *,
    by: Person | None,
    edition: int | None,
    door: str,
    now: datetime,
) -> None:
    """Write a line of the history, and its row of the audit."""
    who = by.id if by and edition is None else None
    row = Adjustment(
        tip_id=tip.id or 0,
        field=field,
        before=before,
        after=after,
        by_id=who,
        edition_id=edition,
        at=now,
        door=door,
    )
    session.add(row)
    session.flush()
    cause = f" rule:{edition}" if edition else ""
    audit.record(
        session,
        f"set_{field}",
        subject(tip),
        by=who,
        door=door,
        now=now,
        details=f"{before or '-'}>{after or '-'}{cause}",
    )


def history(session: Session, tip_id: int) -> list[Adjusted]:
    """Return what was set on a tip, oldest first."""
    query = (
        select(Adjustment, PersonRow.name, RuleEdition.name)
        .join(PersonRow, col(PersonRow.id) == col(Adjustment.by_id), isouter=True)
        .join(RuleEdition, col(RuleEdition.id) == col(Adjustment.edition_id), isouter=True)
        .where(Adjustment.tip_id == tip_id)
        .order_by(col(Adjustment.id))
    )
    return [_adjusted(row, who, rule) for row, who, rule in session.exec(query)]


def _adjusted(row: Adjustment, who: str | None, rule: str | None) -> Adjusted:
    return Adjusted(row.field, row.before, row.after, who or "", rule or "", row.at, row.door)


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)
