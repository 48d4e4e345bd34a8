"""Everything the page of a draft shows: the article to edit and in the portal's form, its versions, its findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from review import access, changes, checking, corrections, draft_view, network, tip_view
from review.access import Person
from review.checks.finding import Finding, Level
from review.clock import desk_date
from review.console.differences import Piece, differences
from review.console.draft_form import PhotoLine
from review.db import Session
from review.draft_view import DraftView, ReceiptView, RevisionView
from review.exports import html
from review.newsroom import Newsroom
from review.port import AttachmentView
from review.rendering.article import Article, Photo
from review.workflow import DRAFT_MOVES, EDITABLE, DraftVerb

COMPARED = 10
OFFERED = (DraftVerb.MARK_READY, DraftVerb.RETURN, DraftVerb.TAKE, DraftVerb.PUBLISH, DraftVerb.DISCARD)


@dataclass(frozen=True, slots=True)
class Version:
    """A saved version; `changed` holds each field that differs from the version before, for the newest ones."""

    number: int
    who: str
    at: datetime
    note: str
    changed: tuple[tuple[str, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sender proposed after the approval: the difference in the text, none where only photos came."""

    tip: str
    version: int
    at: datetime
    photos: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    view: DraftView
    article: Article
    preview: Markup
    photos: tuple[PhotoLine, ...]
    sections: tuple[str, ...]
    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    versions: tuple[Version, ...]
    receipts: tuple[ReceiptView, ...]
    proposed: tuple[Proposal, ...]
    verbs: frozenset[str]
    embargo_until: datetime | None
    changes: int


def read(session: Session, reference: str, *, newsroom: Newsroom, by: Person) -> DraftPage:
    """Return the page of a draft for a person; raises DraftNotFound."""
    number = changes.latest(session)
    draft = draft_view.get(session, reference)
    view = draft_view.of(session, draft)
    tips = draft_view.tips_of(session, draft)
    photos = photo_lines(view.article, tip_view.photos(session, tips))
    found = checking.findings(session, draft, view.article, now=newsroom.clock()) if view.status in EDITABLE else ()
    day = desk_date(view.article.stamp_at, newsroom.rules.zone)
    return DraftPage(
        view=view,
        article=view.article,
        preview=preview(printed(view), photos),
        photos=photos,
        sections=tuple(entry.vi for entry in network.sections(session, day)),
        blocking=tuple(one for one in found if one.level is Level.BLOCKING),
        warnings=tuple(one for one in found if one.level is Level.WARNING),
        versions=_versions(draft_view.revisions(session, draft)),
        receipts=tuple(draft_view.receipts(session, draft)),
        proposed=tuple(_proposal(each) for each in corrections.proposed(session, draft)),
        verbs=_verbs(view, by),
        embargo_until=max((tip.embargo_until for tip in tips if tip.embargo_until), default=None),
        changes=number,
    )


def printed(view: DraftView) -> Article:
    """Return the article as it is printed: from its publication on with the time of that."""
    return view.article.published(view.published_at) if view.published_at else view.article


def preview(article: Article, photos: Sequence[PhotoLine]) -> Markup:
    """Return the article in the portal's form; the export escapes every text."""
    return Markup(html.preview(article, photo_url=photo_url(photos)))  # noqa: S704 - made by an escaping environment


def photo_url(photos: Sequence[PhotoLine]) -> Callable[[Photo], str | None]:
    """Return where a page finds the copy of a photo."""
    keys = {line.photo.number: line.key for line in photos}

    def url(photo: Photo) -> str | None:
        key = photo.key or keys.get(photo.number)
        return f"/media/{key}" if key else None

    return url


def photo_lines(article: Article, files: Sequence[AttachmentView]) -> tuple[PhotoLine, ...]:
    """Return the article's photos in their order, then those of its tips that it leaves out.

    A file that arrived after the draft was made is found by its number.
    """
    arrived = dict(enumerate(files, 1))
    used = [PhotoLine(photo, photo.key or _key(arrived.get(photo.number)), True) for photo in article.photos]
    numbers = {photo.number for photo in article.photos}
    credit = article.photos[0].credit if article.photos else ""
    left = [
        PhotoLine(Photo(number, file.copy_key, file.caption, file.alt, credit), file.copy_key, False)
        for number, file in arrived.items()
        if number not in numbers
    ]
    return (*used, *left)


def changed_fields(old: Article, new: Article) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """Return the fields that differ, each with what went and what came."""
    before, after = dict(old.fields()), dict(new.fields())
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    return tuple((name, differences(before.get(name, ""), after.get(name, ""))) for name in names)


def _proposal(each: corrections.Proposed) -> Proposal:
    pieces = differences(each.before, each.after) if each.before != each.after else ()
    return Proposal(each.tip, each.version, each.at, each.photos, pieces)


def _key(file: AttachmentView | None) -> str | None:
    return file.copy_key if file else None


def _versions(revisions: Sequence[RevisionView]) -> tuple[Version, ...]:
    """Return the versions, newest first, the newest ones with what they changed."""
    found = []
    for place, revision in enumerate(revisions):
        is_compared = place < COMPARED and place + 1 < len(revisions)
        changed = changed_fields(revisions[place + 1].article, revision.article) if is_compared else ()
        found.append(Version(revision.version, revision.who, revision.at, revision.note, changed))
    return tuple(found)


def _verbs(view: DraftView, by: Person) -> frozenset[str]:
    offered = {verb for verb in OFFERED if (view.status, verb) in DRAFT_MOVES}
    if view.status in EDITABLE:
        offered.add(DraftVerb.EDIT)
    return frozenset(verb.value for verb in offered if access.may(by, verb))
