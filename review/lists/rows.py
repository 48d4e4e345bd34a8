"""One line of the queue: what is read for it and how it is put."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from review.lists.conditions import PRIVATE_FLAGS, appealed
from review.models import PersonRow, Tip, Unit
from review.workflow import UNDECIDED, TipStatus

PAGE = 40


@dataclass(frozen=True, slots=True)
class TipRow:
    """One tip in two lines; `holder` is the name of who has it in hand while the lease runs.

    `is_appealed` where it waits for the second look its sender asked for.
    """

    id: int
    reference: str
    version: int
    status: TipStatus
    excerpt: str
    unit_name: str
    topic: str | None
    received_at: datetime
    due_at: datetime | None
    photos: int
    files: int
    is_private: bool
    is_overdue: bool
    holder: str | None
    priority: str | None
    is_appealed: bool


@dataclass(frozen=True, slots=True)
class TipRows:
    """One page of rows; `older` is the number of the tip to go on after, None at the end."""

    rows: tuple[TipRow, ...]
    older: int | None


def shown(session: Session, numbers: Sequence[int], *, now: datetime) -> tuple[TipRow, ...]:
    """Return the rows of these tips, in the order of their numbers as given."""
    read = session.execute(_rows().where(col(Tip.id).in_(numbers)))
    put = {each.id: each for each in (_row(tip, unit, holder, now, is_appealed=was) for tip, unit, holder, was in read)}
    return tuple(put[number] for number in numbers if number in put)


def _rows() -> Any:
    """Select what a row shows: the tip, its unit's name, who has it in hand, and whether it was appealed."""
    return (
        select(Tip, col(Unit.name_short), col(PersonRow.name), appealed())
        .join(Unit, col(Unit.id) == col(Tip.unit_id), isouter=True)
        .join(PersonRow, col(PersonRow.id) == col(Tip.claimed_by), isouter=True)
    )


def _row(tip: Tip, unit_name: str | None, holder: str | None, now: datetime, *, is_appealed: bool) -> TipRow:
    """Put what was selected as a row."""
    codes = {str(flag.get("code", "")) for flag in tip.flags}
    is_held = tip.claimed_until is not None and tip.claimed_until >= now
    return TipRow(
        id=tip.id or 0,
        reference=tip.reference or "",
        version=tip.version,
        status=tip.status,
        excerpt=tip.excerpt,
        unit_name=unit_name or "",
        topic=tip.topic,
        received_at=tip.received_at or tip.started_at,
        due_at=tip.due_at,
        photos=tip.photos,
        files=tip.files,
        is_private=any(f'"{code}"'.startswith(PRIVATE_FLAGS) for code in codes),
        is_overdue=tip.status is TipStatus.RECEIVED and tip.due_at is not None and tip.due_at < now,
        holder=holder if is_held else None,
        priority=tip.priority,
        is_appealed=is_appealed and tip.status in UNDECIDED,
    )
