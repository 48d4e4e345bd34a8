"""Articles of somebody who leaves: what is not published goes, what is published stays without the name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, delete, select

from review import draft_view, drafting
from review.access import Person
from review.models import Draft, DraftRevision, Tip
from review.models.likeness import Likeness
from review.rendering import credit
from review.rendering.article import Article, Photo
from review.workflow import EDITABLE, DraftStatus

PUBLIC = frozenset({DraftStatus.PUBLISHED, DraftStatus.CORRECTED, DraftStatus.UNPUBLISHED})
BETWEEN = " - "


@dataclass(frozen=True, slots=True)
class Settled:
    """What the desk's people still have to see to, and the photos that published articles show."""

    references: tuple[str, ...] = ()
    photos: frozenset[str] = frozenset()


def settle(
    session: Session, tips: Iterable[Tip], names: frozenset[str], *, by: Person, door: str, now: datetime
) -> Settled:
    """Discard and empty the unpublished articles of these tips, and take the names out of the others.

    An article that begins with somebody else's tip is theirs, and only loses the name.
    """
    waiting, photos = [], set()
    for draft in _drafts(session, tips):
        was_out = draft.status in PUBLIC or draft.status is DraftStatus.TAKEN
        if draft.status not in PUBLIC and draft_view.tips_of(session, draft)[0].sender_id == by.id:
            _empty(session, draft, by=by, door=door, now=now)
        else:
            photos |= _without(session, draft, names)
        if was_out:
            waiting.append(draft.reference)
    return Settled(tuple(waiting), frozenset(photos))


def empty_discarded(session: Session, tips: Iterable[Tip]) -> None:
    """Empty the discarded articles that begin with one of these tips: they hold its words."""
    for draft in _drafts(session, tips):
        first = draft_view.tips_of(session, draft)[0]
        if draft.status is DraftStatus.DISCARDED and first.id in {tip.id for tip in tips}:
            _blank_out(session, draft)


def take_names_out(session: Session, tips: Iterable[Tip], names: frozenset[str]) -> tuple[str, ...]:
    """Take the names out of every article of these tips; returns those that others have already."""
    drafts = _drafts(session, tips)
    for draft in drafts:
        _without(session, draft, names)
    return tuple(draft.reference for draft in drafts if draft.status in PUBLIC or draft.status is DraftStatus.TAKEN)


def nameless(article: Article, names: frozenset[str]) -> Article:
    """Return the article without these names in its byline and under its photos."""
    every = names | {credit.initials(name) for name in names}
    left = [part for part in article.byline.split(BETWEEN) if part not in every]
    photos = tuple(replace(photo, credit=_unsigned(photo, every)) for photo in article.photos)
    return replace(article, byline=BETWEEN.join(left) or credit.UNNAMED, photos=photos)


def _drafts(session: Session, tips: Iterable[Tip]) -> list[Draft]:
    found = {draft.id: draft for tip in tips for draft in draft_view.of_tip(session, tip)}
    return list(found.values())


def _empty(session: Session, draft: Draft, *, by: Person, door: str, now: datetime) -> None:
    if draft.status in EDITABLE:
        drafting.discard(session, draft, by=by, door=door, now=now)
    _blank_out(session, draft)


def _blank_out(session: Session, draft: Draft) -> None:
    session.execute(delete(Likeness).where(col(Likeness.draft_id) == draft.id))
    draft.title, draft.reason, draft.template_error = "", "", None
    session.add(draft)
    for revision in _revisions(session, draft):
        article = Article.from_json(revision.article)
        revision.article, revision.note = _blank(article).as_json(), ""
        session.add(revision)
    session.flush()


def _without(session: Session, draft: Draft, names: frozenset[str]) -> set[str]:
    """Take the names out of every version and return the keys of the photos in them."""
    keys: set[str] = set()
    for revision in _revisions(session, draft):
        article = nameless(Article.from_json(revision.article), names)
        keys |= {photo.key for photo in article.photos if photo.key}
        revision.article = article.as_json()
        session.add(revision)
    session.flush()
    return keys


def _revisions(session: Session, draft: Draft) -> list[DraftRevision]:
    return list(session.exec(select(DraftRevision).where(DraftRevision.draft_id == draft.id)))


def _blank(article: Article) -> Article:
    return Article("", "", "", "", (), (), "", "", (), article.genre, None, article.stamp_at)


def _unsigned(photo: Photo, names: frozenset[str]) -> str:
    line = photo.credit
    for name in sorted(names, key=len, reverse=True):
        line = line.replace(name, credit.UNNAMED)
    return line
