"""Drafts: article texts made from approved tips; every save is a revision and nobody overwrites anybody silently."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, func, select, update

from review import access, audit, changes, checking, draft_view, outbox, people, receipts
from review.access import EDITORS, Person
from review.checks.article import blocking
from review.checks.finding import Finding
from review.errors import BadLink, ChecksOpen, OpenPlaceholders, StaleVersion, TransitionNotAllowed
from review.lane import at_commit
from review.models import Draft, DraftRevision, DraftSource, PullReceipt, Tip
from review.rendering.article import Article
from review.workflow import EDITABLE, DraftStatus, DraftVerb, draft_after

LONGEST_LINK = 2000
FIRST_CHANGE = 2  # the version by which an editor begins to work on a draft


def subject(draft: Draft) -> str:
    return f"draft:{draft.id}"


def create(
    session: Session, tips: Sequence[Tip], article: Article, *, error: str | None, by: Person, door: str, now: datetime
) -> Draft:
    """Make the draft of approved tips from an article rendered before, and tell the editors.

    Its reference is the first tip's with B, a second draft of the same tip gets -2.
    """
    draft = Draft(
        reference=_reference(session, tips[0]),
        title=article.title,
        genre=article.genre,
        section=article.section,
        template_error=error,
        created_at=now,
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    for position, tip in enumerate(tips):
        session.add(DraftSource(draft_id=draft.id or 0, tip_id=tip.id or 0, position=position))
    _keep(session, draft, article, by=None, note="", now=now)
    for editor in people.with_role(session, EDITORS):
        outbox.enqueue(
            session,
            "draft_created",
            subject=subject(draft),
            recipient=outbox.person(editor.id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"draft_created:{draft.id}:{editor.id}",
            now=now,
            details={"by": by.name},
        )
    _record(session, draft, "draft", by=by, door=door, now=now)
    return draft


def save(
    session: Session,
    draft: Draft,
    article: Article,
    *,
    version: int,
    by: Person,
    door: str,
    now: datetime,
    note: str = "",
) -> Draft:
    """Keep a new revision; raises StaleVersion when somebody saved after the version the editor started from."""
    access.require(by, DraftVerb.EDIT)
    if draft.status not in EDITABLE:
        raise TransitionNotAllowed(status=draft.status, verb=DraftVerb.EDIT)
    _advance(session, draft, version, now)
    is_first_change = draft.version == FIRST_CHANGE
    draft.title, draft.section = article.title, article.section
    _keep(session, draft, article, by=by, note=note, now=now)
    if draft.status is DraftStatus.READY and _blocking(session, draft, article, now=now):
        draft.status = DraftStatus.DRAFTED
    session.add(draft)
    session.flush()
    if is_first_change:
        _redraw_receipts(session, draft, now=now)
    _record(session, draft, "save", by=by, door=door, now=now)
    return draft


def mark_ready(session: Session, draft: Draft, *, by: Person, door: str, now: datetime) -> None:
    """Declare a draft ready; raises OpenPlaceholders while a `[[…]]` is left, ChecksOpen while another check blocks."""
    access.require(by, DraftVerb.MARK_READY)
    _require_filled(session, draft)
    _require_checked(session, draft, now=now)
    _move(session, draft, DraftVerb.MARK_READY, by=by, door=door, now=now)


def move(
    session: Session, draft: Draft, verb: DraftVerb, *, by: Person, door: str, now: datetime, reason: str = ""
) -> None:
    """Return, discard, correct or take a draft down, with the reason where there is one."""
    access.require(by, verb)
    draft.reason = reason
    _move(session, draft, verb, by=by, door=door, now=now)


def discard(session: Session, draft: Draft, *, by: Person, door: str, now: datetime) -> None:
    """Drop a draft whose tip was reopened; the moderator who reopens needs no editor's role for it."""
    _move(session, draft, DraftVerb.DISCARD, by=by, door=door, now=now)


def take(session: Session, draft: Draft, *, version: int, way: str, by: Person, door: str, now: datetime) -> None:
    """Record that an editor took one version of a draft."""
    access.require(by, DraftVerb.TAKE)
    _move(session, draft, DraftVerb.TAKE, by=by, door=door, now=now)
    session.add(PullReceipt(draft_id=draft.id or 0, version=version, by_id=by.id, at=now, way=way))
    session.flush()


def publish(session: Session, draft: Draft, *, url: str, by: Person, door: str, now: datetime) -> None:
    """Record where the article stands on the portal and owe each sender the link.

    Raises BadLink, OpenPlaceholders, TransitionNotAllowed.
    """
    access.require(by, DraftVerb.PUBLISH)
    link = _checked_link(url)
    _require_filled(session, draft)
    draft.published_at, draft.published_url = now, link
    _move(session, draft, DraftVerb.PUBLISH, by=by, door=door, now=now)
    for tip in _one_of_each_sender(draft_view.tips_of(session, draft)):
        outbox.enqueue(
            session,
            "published",
            subject=f"tip:{tip.id}",
            recipient=outbox.person(tip.sender_id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"published:{draft.id}:{tip.id}",
            now=now,
        )
        changes.note(session, f"tip:{tip.id}", now=now)


def _one_of_each_sender(tips: Sequence[Tip]) -> list[Tip]:
    """Return the first tip of each sender: whoever sent several is told once."""
    first: dict[int, Tip] = {}
    for tip in tips:
        first.setdefault(tip.sender_id, tip)
    return list(first.values())


def _move(session: Session, draft: Draft, verb: DraftVerb, *, by: Person, door: str, now: datetime) -> None:
    seen = draft.status
    target = draft_after(seen, verb)
    query = update(Draft).where(col(Draft.id) == draft.id, col(Draft.status) == seen)
    moved = session.exec(query.values(status=target, changed_at=now).execution_options(synchronize_session=False))
    if moved.rowcount != 1:
        raise StaleVersion(reference=draft.reference)
    draft.status, draft.changed_at = target, now
    session.add(draft)
    session.flush()
    _redraw_receipts(session, draft, now=now)
    _record(session, draft, verb.value, by=by, door=door, now=now)


def _redraw_receipts(session: Session, draft: Draft, *, now: datetime) -> None:
    for tip in draft_view.tips_of(session, draft):
        receipts.owe(session, tip, now=now)


def _advance(session: Session, draft: Draft, version: int, now: datetime) -> None:
    query = update(Draft).where(col(Draft.id) == draft.id, col(Draft.version) == version)
    values = {"version": version + 1, "changed_at": now}
    if session.exec(query.values(**values).execution_options(synchronize_session=False)).rowcount != 1:
        raise StaleVersion(reference=draft.reference)
    session.refresh(draft)


def _keep(session: Session, draft: Draft, article: Article, *, by: Person | None, note: str, now: datetime) -> None:
    row = DraftRevision(
        draft_id=draft.id or 0,
        version=draft.version,
        article=_json(article),
        by_id=by.id if by else None,
        at=now,
        note=note,
    )
    session.add(row)


def _json(article: Article) -> dict[str, Any]:
    made: Mapping[str, Any] = article.as_json()
    return dict(made)


def _require_filled(session: Session, draft: Draft) -> None:
    open_facts = draft_view.of(session, draft).article.placeholders()
    if open_facts:
        raise OpenPlaceholders(reference=draft.reference, open=", ".join(open_facts))


def _require_checked(session: Session, draft: Draft, *, now: datetime) -> None:
    left = _blocking(session, draft, draft_view.of(session, draft).article, now=now)
    if left:
        codes = dict.fromkeys(one.code for one in left)
        raise ChecksOpen(" ".join(codes), reference=draft.reference, checks=" ".join(codes))


def _blocking(session: Session, draft: Draft, article: Article, *, now: datetime) -> tuple[Finding, ...]:
    return blocking(checking.findings(session, draft, article, now=now))


def _record(session: Session, draft: Draft, act: str, *, by: Person, door: str, now: datetime) -> None:
    audit.record(session, act, subject(draft), by=by.id, door=door, now=now)
    changes.note(session, subject(draft), now=now)
    at_commit(session, _number, draft.id)


def _number(session: Session, drafts: list[int]) -> None:
    """Put drafts at the end of the order in which they changed, at the end of the batch as the changes themselves."""
    for number in dict.fromkeys(drafts):
        last = select(func.coalesce(func.max(col(Draft.sequence)), 0) + 1).scalar_subquery()
        query = update(Draft).where(col(Draft.id) == number).values(sequence=last)
        session.exec(query.execution_options(synchronize_session=False))


def _reference(session: Session, tip: Tip) -> str:
    earlier = len(draft_view.made_of(session, tip))
    stem = "B" + (tip.reference or "")[1:]
    return stem if earlier == 0 else f"{stem}-{earlier + 1}"


def _checked_link(url: str) -> str:
    link = url.strip()
    try:
        parts = urlsplit(link)
    except ValueError:
        raise BadLink from None
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or len(link) > LONGEST_LINK:
        raise BadLink
    return link
