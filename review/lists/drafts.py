"""Drafts as a list: by status, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from review import draft_view
from review.lists.counting import Count, counted
from review.models import Draft, DraftSource, Tip
from review.workflow import DraftStatus

PAGE = 40
WINDOW = 1000  # counts look at no more than this many drafts of a status that is still worked on
HISTORY = 100  # and at no more than this many of another: the page says "100+"


class Shelf(StrEnum):
    """The tabs of the drafts: still to be worked on, one status, or all."""

    OPEN = "open"
    DRAFTED = "drafted"
    READY = "ready"
    TAKEN = "taken"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    UNPUBLISHED = "unpublished"
    DISCARDED = "discarded"
    ALL = "all"

    @property
    def statuses(self) -> tuple[DraftStatus, ...]:
        if self is Shelf.OPEN:
            return (DraftStatus.DRAFTED, DraftStatus.READY, DraftStatus.TAKEN)
        return tuple(DraftStatus) if self is Shelf.ALL else (DraftStatus(self.value),)


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: int
    reference: str
    status: DraftStatus
    title: str
    section: str
    genre: str
    version: int
    changed_at: datetime
    tips: tuple[str, ...]
    has_error: bool


@dataclass(frozen=True, slots=True)
class DraftRows:
    """One page of rows, newest first; `older` is the number to go on below, None at the end."""

    rows: tuple[DraftRow, ...]
    older: int | None


def page(session: Session, shelf: Shelf, *, below: int | None = None) -> DraftRows:
    """Return the newest drafts of a tab, those numbered below `below` when it is given."""
    found = draft_view.listed(session, shelf.statuses, before=below, limit=PAGE + 1)
    tips = _tips(session, [draft.id or 0 for draft in found[:PAGE]])
    rows = tuple(_row(draft, tips.get(draft.id or 0, [])) for draft in found[:PAGE])
    return DraftRows(rows, rows[-1].id if len(found) > PAGE else None)


def counts(session: Session) -> Mapping[Shelf, Count]:
    """Return how many drafts each tab holds, as far as was looked."""
    found = {status: _counted(session, status) for status in DraftStatus}
    return {shelf: sum((found[status] for status in shelf.statuses), Count()) for shelf in Shelf}


def _counted(session: Session, status: DraftStatus) -> Count:
    window = WINDOW if status in Shelf.OPEN.statuses else HISTORY
    return counted(session, select(col(Draft.id)).where(col(Draft.status) == status), window=window)


def _tips(session: Session, numbers: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the references of the tips each of these drafts was made from, in order."""
    query = (
        select(col(DraftSource.draft_id), col(Tip.reference))
        .join(Tip, col(Tip.id) == col(DraftSource.tip_id))
        .where(col(DraftSource.draft_id).in_(numbers))
    )
    found: dict[int, list[str]] = {}
    for number, reference in session.execute(query.order_by(col(DraftSource.position))):
        found.setdefault(number, []).append(reference or "")
    return found


def _row(draft: Draft, tips: Sequence[str]) -> DraftRow:
    return DraftRow(
        id=draft.id or 0,
        reference=draft.reference,
        status=draft.status,
        title=draft.title,
        section=draft.section,
        genre=draft.genre,
        version=draft.version,
        changed_at=draft.changed_at,
        tips=tuple(tips),
        has_error=draft.template_error is not None,
    )
