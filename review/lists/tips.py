"""The queue as a list: filters, a page of rows, how many wait, and which tip comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select, union_all
from sqlmodel import Session, col

from review.access import Person
from review.lists.counting import Count, counted
from review.models import PersonRow, Tip, Unit
from review.workflow import UNDECIDED, TipStatus

PAGE = 40
WINDOW = 1000  # counts look at no more than this many tips of a status that waits
HISTORY = 100  # and at no more than this many of one that is decided: the page says "100+"


class Age(StrEnum):
    """How long a tip has been here; `overdue` is past the time the desk promised."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    OVERDUE = "overdue"


class Mark(StrEnum):
    """What a moderator may look for: photos, any warning, something private."""

    PHOTOS = "photos"
    FLAGGED = "flagged"
    PRIVATE = "private"


class View(StrEnum):
    """The tabs of the queue: what waits, what I have in hand, everything, or one status."""

    WAITING = "waiting"
    MINE = "mine"
    RECEIVED = "received"
    NEEDS_INFO = "needs_info"
    APPROVED = "approved"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    ALL = "all"


SPANS: Mapping[Age, timedelta] = {
    Age.HOUR: timedelta(hours=1),
    Age.DAY: timedelta(days=1),
    Age.WEEK: timedelta(days=7),
}
PRIVATE_FLAGS = ('"pii_', '"minor"', '"health"', '"photo_of_documents"')
SEEN = frozenset(TipStatus) - {TipStatus.COMPOSING}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the queue somebody wants to see."""

    view: View = View.WAITING
    topic: str = ""
    unit: str = ""
    age: Age | None = None
    mark: Mark | None = None

    @property
    def statuses(self) -> frozenset[TipStatus]:
        if self.view in {View.WAITING, View.MINE}:
            return UNDECIDED
        return SEEN if self.view is View.ALL else frozenset({TipStatus(self.view.value)})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.topic or self.unit or self.age or self.mark)

    def query(self) -> dict[str, str]:
        """Return the filter as the parameters of an address, defaults left out."""
        values = {"view": self.view, "topic": self.topic, "unit": self.unit, "age": self.age, "mark": self.mark}
        return {name: str(value) for name, value in values.items() if value and value is not View.WAITING}


@dataclass(frozen=True, slots=True)
class TipRow:
    """One tip in two lines; `holder` is the name of who has it in hand while the lease runs."""

    id: int
    reference: str
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


@dataclass(frozen=True, slots=True)
class TipRows:
    """One page of rows, newest first; `older` is the number to go on below, None at the end."""

    rows: tuple[TipRow, ...]
    older: int | None


def page(session: Session, chosen: Chosen, *, by: Person, now: datetime, below: int | None = None) -> TipRows:
    """Return the newest tips that fit, those numbered below `below` when it is given."""
    query = _rows().where(col(Tip.id).in_(_newest(chosen, by, now, below)))
    found = session.execute(query.order_by(col(Tip.id).desc())).all()
    rows = tuple(_row(tip, unit_name, holder, now) for tip, unit_name, holder in found[:PAGE])
    return TipRows(rows, rows[-1].id if len(found) > PAGE else None)


def some(session: Session, numbers: Sequence[int], *, now: datetime) -> tuple[TipRow, ...]:
    """Return the rows of these tips as they now are, whatever their status."""
    query = _rows().where(col(Tip.id).in_(numbers[:WINDOW]), col(Tip.status).in_(SEEN))
    found = session.execute(query.order_by(col(Tip.id).desc()))
    return tuple(_row(tip, unit_name, holder, now) for tip, unit_name, holder in found)


def counts(session: Session, chosen: Chosen, *, by: Person, now: datetime) -> dict[View, Count]:
    """Return how many tips each tab holds under the same filter, counted among the newest of each status."""
    anybody, mine = replace(chosen, view=View.ALL), replace(chosen, view=View.MINE)
    found = {status: _counted(session, anybody, status, by, now) for status in SEEN}
    held = select(col(Tip.id)).where(col(Tip.status).in_(mine.statuses), *_conditions(mine, by, now))
    tabs = {View(status.value): number for status, number in found.items()}
    tabs[View.WAITING] = sum((found[status] for status in UNDECIDED), Count())
    tabs[View.MINE] = counted(session, held, window=WINDOW)
    tabs[View.ALL] = sum(found.values(), Count())
    return tabs


def next_waiting(session: Session, after: int, *, by: Person, now: datetime) -> str | None:
    """Return the reference of the next tip somebody may decide on: the next older one, else the newest, else None."""
    free = or_(col(Tip.claimed_by).is_(None), col(Tip.claimed_by) == by.id, col(Tip.claimed_until) < now)
    query = select(col(Tip.reference)).where(
        col(Tip.status) == TipStatus.RECEIVED, col(Tip.sender_id) != by.id, col(Tip.id) != after, free
    )
    newest_first = query.order_by(col(Tip.id).desc()).limit(1)
    return session.execute(newest_first.where(col(Tip.id) < after)).scalar() or session.execute(newest_first).scalar()


def record(session: Session, sender_id: int) -> dict[TipStatus, int]:
    """Return what became of a correspondent's newest tips, by status."""
    newest: Any = select(col(Tip.status).label("status")).where(
        col(Tip.sender_id) == sender_id, col(Tip.status).in_(SEEN)
    )
    window = newest.order_by(col(Tip.id).desc()).limit(WINDOW).subquery()
    return {
        TipStatus(status): n for status, n in session.execute(select(window.c.status, func.count()).group_by("status"))
    }


def joined_to(session: Session, tip_id: int) -> tuple[str, ...]:
    """Return the references of the tips that were merged into this one."""
    query = select(col(Tip.reference)).where(col(Tip.duplicate_of) == tip_id, col(Tip.status) == TipStatus.DUPLICATE)
    return tuple(reference or "" for reference in session.execute(query.order_by(col(Tip.id))).scalars())


def _newest(chosen: Chosen, by: Person, now: datetime, below: int | None) -> Any:
    """Select the numbers of a page's tips and of the one after: status by status, since an index holds each in order.

    What somebody has in hand is found by its holder.
    """
    conditions = _conditions(chosen, by, now)
    if below is not None:
        conditions.append(col(Tip.id) < below)
    if chosen.view is View.MINE:
        return _first(select(col(Tip.id)).where(col(Tip.status).in_(chosen.statuses), *conditions))
    parts = [
        select(_first(select(col(Tip.id)).where(col(Tip.status) == status, *conditions)).subquery().c.id)
        for status in sorted(chosen.statuses)
    ]
    together = union_all(*parts).subquery()
    return select(together.c.id).order_by(together.c.id.desc()).limit(PAGE + 1)


def _first(numbers: Any) -> Any:
    return numbers.order_by(col(Tip.id).desc()).limit(PAGE + 1)


def _counted(session: Session, chosen: Chosen, status: TipStatus, by: Person, now: datetime) -> Count:
    """Count among the newest of a status; without a filter the index alone is read."""
    window = WINDOW if status in UNDECIDED else HISTORY
    newest: Any = select(col(Tip.id)).where(col(Tip.status) == status).order_by(col(Tip.id).desc())
    conditions = _conditions(chosen, by, now)
    if not conditions:
        return counted(session, newest, window=window)
    looked_at = newest.limit(window).subquery()
    fitting = select(looked_at.c.id).join(Tip, col(Tip.id) == looked_at.c.id).where(*conditions)
    return counted(session, fitting, window=window)


def _conditions(chosen: Chosen, by: Person, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.view is View.MINE:
        conditions += [col(Tip.claimed_by) == by.id, col(Tip.claimed_until) >= now]
    if chosen.topic:
        conditions.append(col(Tip.topic) == chosen.topic)
    if chosen.unit:
        conditions.append(col(Tip.unit_id) == chosen.unit)
    if chosen.age is Age.OVERDUE:
        conditions += [col(Tip.due_at) < now, col(Tip.status) == TipStatus.RECEIVED]
    elif chosen.age:
        conditions.append(col(Tip.received_at) >= now - SPANS[chosen.age])
    if chosen.mark:
        conditions.append(_marked(chosen.mark))
    return conditions


def _marked(mark: Mark) -> ColumnElement[bool]:
    if mark is Mark.PHOTOS:
        return col(Tip.photos) > 0
    if mark is Mark.FLAGGED:
        return func.json_array_length(col(Tip.flags)) > 0
    flags = cast(col(Tip.flags), Text)
    return or_(*(flags.contains(code, autoescape=True) for code in PRIVATE_FLAGS))


def _rows() -> Any:
    return (
        select(Tip, col(Unit.name_short), col(PersonRow.name))
        .join(Unit, col(Unit.id) == col(Tip.unit_id), isouter=True)
        .join(PersonRow, col(PersonRow.id) == col(Tip.claimed_by), isouter=True)
    )


def _row(tip: Tip, unit_name: str | None, holder: str | None, now: datetime) -> TipRow:
    codes = {str(flag.get("code", "")) for flag in tip.flags}
    is_held = tip.claimed_until is not None and tip.claimed_until >= now
    return TipRow(
        id=tip.id or 0,
        reference=tip.reference or "",
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
    )
