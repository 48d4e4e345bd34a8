"""Tips joined to an earlier one: which is the first, what flows into its draft, and who is told what becomes of it."""

from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from review import draft_view, outbox, receipts
from review.errors import TransitionNotAllowed
from review.models import DraftSource, Tip
from review.queue import subject
from review.settings import DeskRules
from review.workflow import DraftStatus, TipStatus, Verb

NEVER_FIRST = frozenset({TipStatus.COMPOSING, TipStatus.WITHDRAWN})  # nothing of theirs may be used
ONLINE = frozenset({DraftStatus.PUBLISHED, DraftStatus.CORRECTED})


def first_of(session: Session, tip: Tip, original: Tip) -> Tip:
    """Return the tip that another is joined to where somebody names `original`: what that was joined to, if it was.

    Raises TransitionNotAllowed where that is the tip itself, or one that cannot be used.
    """
    first = original
    while first.status is TipStatus.DUPLICATE and first.duplicate_of is not None:
        first = session.get_one(Tip, first.duplicate_of)
        if first.id == original.id:
            break
    if first.id == tip.id or first.status in NEVER_FIRST:
        raise TransitionNotAllowed(status=tip.status, verb=Verb.MARK_DUPLICATE)
    return first


def joined(session: Session, tip: Tip) -> list[Tip]:
    """Return the tips that were joined to one, in the order in which they flow into its draft."""
    query = select(Tip).where(Tip.duplicate_of == tip.id, Tip.status == TipStatus.DUPLICATE).order_by(col(Tip.id))
    return list(session.exec(query))


def join(session: Session, tip: Tip, first: Tip, *, now: datetime, rules: DeskRules) -> None:
    """Join a tip, and what was joined to it, to the first; a draft that is there has them among its sources."""
    moved = joined(session, tip)
    for each in (tip, *moved):
        each.duplicate_of = first.id
        session.add(each)
        _flow_into_draft(session, each, first, now=now, rules=rules)
    session.flush()
    for each in moved:
        receipts.owe(session, each, now=now, not_before=now + rules.undo)


def leave(session: Session, tip: Tip, *, now: datetime) -> None:
    """Let a tip stand for itself again."""
    tip.duplicate_of = None
    session.add(tip)
    session.exec(delete(DraftSource).where(col(DraftSource.tip_id) == tip.id, col(DraftSource.position) > 0))
    outbox.cancel(session, subject(tip), ("published",), now=now)


def tell_used(session: Session, tips: list[Tip], *, now: datetime, rules: DeskRules) -> None:
    """Have the receipts of joined tips say that they flowed into an article."""
    for each in tips:
        receipts.owe(session, each, now=now, not_before=now + rules.undo)


def tell_not_used(session: Session, tip: Tip, decision_id: int | None, *, now: datetime, rules: DeskRules) -> None:
    """Answer everybody whose tip was joined to one that is rejected."""
    for each in joined(session, tip):
        outbox.enqueue(
            session,
            "rejected",
            subject=subject(each),
            recipient=outbox.person(each.sender_id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"rejected:{each.id}:{decision_id}",
            now=now,
            not_before=now + rules.undo,
        )
        receipts.owe(session, each, now=now, not_before=now + rules.undo)


def take_back(session: Session, tip: Tip, *, now: datetime) -> None:
    """Take back what the senders of joined tips were to be told of a decision that is undone."""
    for each in joined(session, tip):
        outbox.cancel(session, subject(each), ("rejected",), now=now)
        receipts.owe(session, each, now=now)


def _flow_into_draft(session: Session, tip: Tip, first: Tip, *, now: datetime, rules: DeskRules) -> None:
    live = [draft for draft in draft_view.made_of(session, first) if draft.status is not DraftStatus.DISCARDED]
    if not live:
        return
    draft = live[-1]
    held = select(DraftSource.tip_id).where(DraftSource.draft_id == draft.id)
    if tip.id in set(session.exec(held)):
        return
    last = session.exec(select(func.max(col(DraftSource.position))).where(DraftSource.draft_id == draft.id)).one()
    session.add(DraftSource(draft_id=draft.id or 0, tip_id=tip.id or 0, position=(last or 0) + 1))
    if draft.status in ONLINE:
        outbox.enqueue(
            session,
            "published",
            subject=subject(tip),
            recipient=outbox.person(tip.sender_id),
            lane=outbox.Lane.NOTICE,
            dedupe_key=f"published:{draft.id}:{tip.id}",
            now=now,
            not_before=now + rules.undo,
        )
