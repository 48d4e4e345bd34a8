"""Filters of the queue kept under a name: one's own, and those of the desk."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from review import access, audit
from review.access import Person, Right, Role
from review.errors import NotAllowed, NotFound, ReasonMissing, TooManyViews
from review.models import SavedView

LONGEST_NAME, LONGEST_QUERY = 40, 2000
MOST = 20  # of one's own, and as many of the desk's


@dataclass(frozen=True, slots=True)
class View:
    """A filter under a name, as the queue offers it."""

    id: int
    name: str
    query: str
    is_shared: bool
    is_removable: bool


def of(session: Session, by: Person) -> tuple[View, ...]:
    """Return the desk's views and one's own, each by name."""
    query = select(SavedView).where(or_(col(SavedView.person_id).is_(None), SavedView.person_id == by.id))
    rows = session.exec(query.order_by(col(SavedView.person_id).is_not(None), col(SavedView.name))).all()
    return tuple(_view(row, by) for row in rows)


def keep(
    session: Session, name: str, query: str, *, is_shared: bool, by: Person, door: str, now: datetime
) -> SavedView:
    """Keep a filter under a name; one of the same name in the same place is written over.

    Raises ReasonMissing without a name, TooManyViews, NotAllowed where the desk's is somebody else's.
    """
    access.require(by, Right.SEE_QUEUE)
    called = " ".join(name.split())[:LONGEST_NAME]
    if not called or len(query) > LONGEST_QUERY:
        raise ReasonMissing("a view needs a name")
    owner = None if is_shared else by.id
    there = session.exec(select(SavedView).where(col(SavedView.person_id).is_not_distinct_from(owner))).all()
    row = next((row for row in there if row.name.casefold() == called.casefold()), None)
    if row is None and len(there) >= MOST:
        raise TooManyViews
    if row is not None:
        _require_own(row, by)
    row = row or SavedView(person_id=owner, name=called, query=query, added_by=by.id, added_at=now)
    row.name, row.query = called, query
    session.add(row)
    session.flush()
    audit.record(session, "keep_view", f"view:{row.id}", by=by.id, door=door, now=now)
    return row


def remove(session: Session, number: int, *, by: Person, door: str, now: datetime) -> None:
    """Take a view away: one's own, or one of the desk's that one added; admins any of the desk's.

    Raises NotFound also for other people's own.
    """
    access.require(by, Right.SEE_QUEUE)
    row = session.get(SavedView, number)
    if row is None or row.person_id not in {None, by.id}:
        raise NotFound("no view has this number")
    _require_own(row, by)
    session.delete(row)
    session.flush()
    audit.record(session, "remove_view", f"view:{number}", by=by.id, door=door, now=now)


def _require_own(row: SavedView, by: Person) -> None:
    if not _is_removable(row, by):
        raise NotAllowed("a view of the desk is changed by who added it", verb="keep_view")


def _is_removable(row: SavedView, by: Person) -> bool:
    return row.added_by == by.id or Role.ADMIN in by.roles


def _view(row: SavedView, by: Person) -> View:
    return View(row.id or 0, row.name, row.query, row.person_id is None, _is_removable(row, by))
