"""Drafts as doors show them: the current article, its revisions, who took which version, and from which tips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, union_all

from review.errors import DraftNotFound
from review.models import Draft, DraftRevision, DraftSource, PersonRow, PullReceipt, Tip
from review.rendering.article import Article
from review.workflow import DraftStatus


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its current article."""

    id: int
    reference: str
    status: DraftStatus
    version: int
    article: Article
    genre: str
    section: str
    template_error: str | None
    tips: tuple[str, ...]
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    published_url: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class RevisionView:
    version: int
    article: Article
    who: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    who: str
    version: int
    at: datetime
    way: str


def get(session: Session, reference: str) -> Draft:
    """Return a draft by its reference; raises DraftNotFound."""
    draft = session.exec(select(Draft).where(Draft.reference == reference)).first()
    if draft is None:
        raise DraftNotFound("no draft has this reference", reference=reference[:20])
    return draft


def of(session: Session, draft: Draft) -> DraftView:
    """Return a draft with its newest article and the references of its tips."""
    revision = session.exec(
        select(DraftRevision).where(DraftRevision.draft_id == draft.id, DraftRevision.version == draft.version)
    ).one()
    return DraftView(
        id=draft.id or 0,
        reference=draft.reference,
        status=draft.status,
        version=draft.version,
        article=_stamped(Article.from_json(revision.article), draft),
        genre=draft.genre,
        section=draft.section,
        template_error=draft.template_error,
        tips=tuple(tip.reference or "" for tip in tips_of(session, draft)),
        created_at=draft.created_at,
        changed_at=draft.changed_at,
        published_at=draft.published_at,
        published_url=draft.published_url,
        reason=draft.reason,
    )


def listed(
    session: Session, statuses: Sequence[DraftStatus], *, before: int | None = None, limit: int = 50
) -> list[Draft]:
    """Return drafts in these statuses, newest first, those numbered below `before` (keyset paging)."""
    below = () if before is None else (col(Draft.id) < before,)
    parts = []
    for status in dict.fromkeys(statuses):  # one by one, since an index holds each status in order
        numbers = select(col(Draft.id)).where(col(Draft.status) == status, *below)
        parts.append(select(numbers.order_by(col(Draft.id).desc()).limit(limit).subquery().c.id))
    query = select(Draft).where(col(Draft.id).in_(union_all(*parts)))
    return list(session.exec(query.order_by(col(Draft.id).desc()).limit(limit)))


def changed_since(session: Session, sequence: int, *, statuses: Sequence[DraftStatus], limit: int) -> list[Draft]:
    """Return drafts that changed after a place in the order of changes, in that order."""
    return _by_change(session, statuses, limit, col(Draft.sequence).asc(), col(Draft.sequence) > sequence)


def newest_changes(session: Session, statuses: Sequence[DraftStatus], *, limit: int) -> list[Draft]:
    """Return the drafts that changed last, newest change first."""
    return _by_change(session, statuses, limit, col(Draft.sequence).desc())


def last_change(session: Session) -> int:
    """Return the place of the newest change, 0 where there is no draft."""
    return session.exec(select(func.max(col(Draft.sequence)))).first() or 0


def has_taken(session: Session, draft: Draft, *, version: int, by: int, way: str) -> bool:
    """Tell whether somebody has taken this version this way already."""
    query = select(PullReceipt.id).where(
        PullReceipt.draft_id == draft.id,
        PullReceipt.version == version,
        PullReceipt.by_id == by,
        PullReceipt.way == way,
    )
    return session.exec(query.limit(1)).first() is not None


def _by_change(
    session: Session, statuses: Sequence[DraftStatus], limit: int, order: Any, *beyond: ColumnElement[bool]
) -> list[Draft]:
    """Read in the order of changes: of one status or several, since an index holds each status in order."""
    if set(statuses) == set(DraftStatus):
        return list(session.exec(select(Draft).where(*beyond).order_by(order).limit(limit)))
    parts = []
    for status in dict.fromkeys(statuses):
        numbers = select(col(Draft.id)).where(col(Draft.status) == status, *beyond)
        parts.append(select(numbers.order_by(order).limit(limit).subquery().c.id))
    return list(session.exec(select(Draft).where(col(Draft.id).in_(union_all(*parts))).order_by(order).limit(limit)))


def revisions(session: Session, draft: Draft) -> list[RevisionView]:
    """Return all saved versions, newest first, with who saved them."""
    query = (
        select(DraftRevision, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(DraftRevision.by_id), isouter=True)
        .where(DraftRevision.draft_id == draft.id)
        .order_by(col(DraftRevision.version).desc())
    )
    return [
        RevisionView(row.version, Article.from_json(row.article), who or "", row.at, row.note)
        for row, who in session.exec(query)
    ]


def receipts(session: Session, draft: Draft) -> list[ReceiptView]:
    """Return who took which version, newest first."""
    query = select(PullReceipt, PersonRow.name).join(PersonRow, col(PersonRow.id) == col(PullReceipt.by_id))
    rows = session.exec(query.where(PullReceipt.draft_id == draft.id).order_by(col(PullReceipt.id).desc()))
    return [ReceiptView(who, row.version, row.at, row.way) for row, who in rows]


def tips_of(session: Session, draft: Draft) -> list[Tip]:
    """Return the tips a draft was made from, in order."""
    query = (
        select(Tip).join(DraftSource, col(DraftSource.tip_id) == col(Tip.id)).where(DraftSource.draft_id == draft.id)
    )
    return list(session.exec(query.order_by(col(DraftSource.position))))


def of_tip(session: Session, tip: Tip) -> list[Draft]:
    """Return the drafts a tip flowed into, oldest first."""
    query = (
        select(Draft).join(DraftSource, col(DraftSource.draft_id) == col(Draft.id)).where(DraftSource.tip_id == tip.id)
    )
    return list(session.exec(query.order_by(col(Draft.id))))


def made_of(session: Session, tip: Tip) -> list[Draft]:
    """Return the drafts that were made by approving this tip, oldest first; not those it was joined to."""
    query = select(Draft).join(DraftSource, col(DraftSource.draft_id) == col(Draft.id))
    query = query.where(DraftSource.tip_id == tip.id, DraftSource.position == 0)
    return list(session.exec(query.order_by(col(Draft.id))))


def _stamped(article: Article, draft: Draft) -> Article:
    """Return the article under the stamp it now has: its tip's own time until it is published."""
    return article.published(draft.published_at) if draft.published_at else article
